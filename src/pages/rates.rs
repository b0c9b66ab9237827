//! Outcomes of visits, and the response rates that they give.

use ledger::RecordId;
use leptos::prelude::*;
use needs::{Act, Building, Dispositions, visit::Rate};

use crate::{
    components::{back::BackTo, outcome::outcome_text},
    desk::Desk,
    locales::{OfficeTexts, VisitTexts, language},
    pages::only_for,
    round::RoundNow,
};

/// The screen, for those whose role reads everything.
#[component]
pub fn RatesPage() -> impl IntoView {
    only_for(Act::ReadAll, || view! { <Rates/> }.into_any())
}

#[component]
fn Rates() -> impl IntoView {
    let t = VisitTexts::now();
    let desk = expect_context::<Desk>();
    let building = RwSignal::new(None::<RecordId>);
    let options = move || {
        desk.read(|state| {
            let buildings = Building::all(state).into_iter();
            let options = buildings.map(|one| {
                let name = one.name(language()).to_owned();
                view! { <option value=one.id.to_string()>{name}</option> }
            });
            options.collect_view()
        })
    };
    let choose = move |event| building.set(event_target_value(&event).parse::<RecordId>().ok());
    let round = RoundNow::here();
    let tally = move || round.with(|round| round.dispositions(building.get()));
    view! {
        <main class="page stack" id="content">
            <BackTo href="/office" title=OfficeTexts::now().title/>
            <div class="page-head"><h1>{t.rates}</h1><p>{t.rates_sub}</p></div>
            <label class="field">
                <span>{t.building}</span>
                <select name="building" on:change=choose>
                    <option value="">{t.all_doors}</option>
                    {options}
                </select>
            </label>
            {move || tables(&tally())}
            <p class="row-sub">{t.letters}</p>
        </main>
    }
}

fn tables(tally: &Dispositions) -> impl IntoView + use<> {
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
