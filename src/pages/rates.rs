//! Outcomes of visits, and the response rates that they give.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos_router::components::A;
use needs::{
    Act, Building, Campaign, Unit,
    visit::{Counts, Outcome, Rate, attempts, counts, disposition},
};

use crate::{
    components::{choice_row::ChoiceRow, icon::Icon, outcome::outcome_text},
    desk::Desk,
    locales::{OfficeTexts, ShellTexts, VisitTexts, language},
    pages::Missing,
    platform::clock,
};

/// The screen, for those whose role reads everything.
#[component]
pub fn RatesPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let reads_all = Memo::new(move |_| desk.may(Act::ReadAll));
    move || {
        if reads_all.get() {
            view! { <Rates/> }.into_any()
        } else {
            view! { <Missing text=ShellTexts::now().not_yours/> }.into_any()
        }
    }
}

/// How often each outcome, in the order of the codes, and the groups' counts.
struct Tally {
    outcomes: BTreeMap<Outcome, u32>,
    untried: u32,
    counts: Counts,
}

#[component]
fn Rates() -> impl IntoView {
    let t = VisitTexts::now();
    let desk = expect_context::<Desk>();
    let building = RwSignal::new(None);
    let options = move || {
        let all = [(None, t.all_doors.to_owned())];
        desk.read(|state| {
            let buildings = Building::all(state).into_iter();
            let named = buildings.map(|b| (Some(b.id), b.name(language()).to_owned()));
            all.into_iter().chain(named).collect::<Vec<_>>()
        })
    };
    let choose = Callback::new(move |chosen| building.set(chosen));
    let tally = move || {
        let building = building.get();
        desk.read(|state| {
            let campaign = Campaign::current(state, clock::now().date_naive());
            let tried = attempts(state, campaign.map(|campaign| campaign.id));
            let units = || {
                Unit::all(state)
                    .filter(move |unit| building.is_none() || unit.building() == building)
            };
            let mut outcomes = BTreeMap::new();
            let mut untried = 0;
            for unit in units() {
                match tried.get(&unit.id).and_then(|all| disposition(all)) {
                    Some(outcome) => *outcomes.entry(outcome).or_insert(0) += 1,
                    None => untried += 1,
                }
            }
            Tally {
                outcomes,
                untried,
                counts: counts(units(), &tried),
            }
        })
    };
    view! {
        <main class="page stack" id="content">
            <A href="/office" attr:class="button quiet back">
                <Icon name="back"/>{OfficeTexts::now().title}
            </A>
            <div class="page-head"><h1>{t.rates}</h1><p>{t.rates_sub}</p></div>
            {move || view! {
                <ChoiceRow name="building" legend=t.doors options=options() taken=building choose/>
            }}
            {move || tables(&tally())}
            <p class="row-sub">{t.letters}</p>
        </main>
    }
}

fn tables(tally: &Tally) -> impl IntoView + use<> {
    let t = VisitTexts::now();
    let rows = tally.outcomes.iter().map(|(outcome, doors)| {
        view! {
            <tr data-outcome=outcome.name()>
                <th scope="row">{outcome_text(*outcome)}</th>
                <td class="code">{outcome.code()}</td>
                <td class="figure">{*doors}</td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    let counts = tally.counts;
    let rates = Rate::ALL.map(|rate| {
        let value = counts
            .rate(rate)
            .map_or_else(|| "–".to_owned(), |rate| format!("{:.1} %", rate * 100.0));
        view! {
            <tr data-rate=format!("{rate:?}")>
                <th scope="row">{format!("{rate:?}")}</th>
                <td class="figure">{value}</td>
                <td class="code">{rate.formula()}</td>
            </tr>
        }
    });
    view! {
        <div class="table-frame">
            <table class="figures">
                <thead>
                    <tr><th>{t.outcome}</th><th>"AAPOR"</th><th class="figure">{t.doors}</th></tr>
                </thead>
                <tbody>
                    {rows}
                    <tr data-outcome="untried">
                        <th scope="row">{t.untried}</th>
                        <td class="code">"3.11"</td>
                        <td class="figure">{tally.untried}</td>
                    </tr>
                </tbody>
            </table>
        </div>
        <h2>{t.response_rates}</h2>
        <div class="table-frame">
            <table class="figures">
                <thead>
                    <tr><th>{t.rate}</th><th class="figure">{t.value}</th><th>{t.formula}</th></tr>
                </thead>
                <tbody>{rates.into_iter().collect_view()}</tbody>
            </table>
        </div>
    }
}
