//! Units where no survey came of it, and the reserve units that take their place.

use ledger::RecordId;
use leptos::{prelude::*, task::spawn_local};
use needs::{
    Campaign, Person, Round, Stage, Unit,
    sample::{Replacement, Reserve, replace},
    visit::{Group, Outcome, Standing},
};

use super::may_plan;
use crate::{
    components::{
        moment::day_and_time, notice::error_notice, outcome::outcome_text,
        store_error::write_error_text,
    },
    desk::Desk,
    locales::{CampaignTexts, fill, language},
    pages::today::unit_line,
};

/// A unit that asks for another in its place, and why.
struct Open {
    unit: RecordId,
    name: String,
    outcome: Outcome,
    instead: Option<String>,
}

/// Rows shown of each list.
const SHOWN: usize = 100;

/// The reserve, where a sample was drawn and the campaign runs or has run.
#[component]
pub fn ReserveUnits(campaign: RecordId) -> impl IntoView {
    let t = CampaignTexts::now();
    let desk = expect_context::<Desk>();
    let error = RwSignal::new(None::<String>);
    let take = Callback::new(move |(unit, why): (RecordId, &'static str)| {
        let change = desk.peek(|ledger| {
            let reserve = Reserve::of(ledger.state(), campaign);
            replace(&reserve, unit, why)
        });
        let Some(change) = change else { return };
        spawn_local(async move {
            if let Err(why) = desk.record(change).await {
                let _ = error.try_set(Some(write_error_text(&why)));
            }
        });
    });
    let shown = move || {
        desk.read(|state| {
            let found = Campaign::find(state, campaign)?;
            found.sample().filter(|_| found.stage() >= Stage::Running)?;
            let reserve = Reserve::of(state, campaign);
            let acts = found.stage() == Stage::Running && may_plan(desk);
            let open = open(state, found, &reserve);
            let none = open.is_empty();
            let open: Vec<AnyView> = open
                .into_iter()
                .take(SHOWN)
                .map(|one| row(one, acts.then_some(take)))
                .collect();
            let used = reserve.used.iter().rev().take(SHOWN);
            let used: Vec<AnyView> = used.map(|one| used_row(state, one)).collect();
            let any = !used.is_empty();
            Some(view! {
                <section class="stack" data-reserve>
                    <h2>{t.reserve}</h2>
                    <p>{fill(t.reserve_line, &[&reserve.waiting()])}</p>
                    {none.then(|| view! { <p class="hint">{t.reserve_empty}</p> })}
                    <ul class="row-list">{open}</ul>
                    {any.then(|| view! { <ul class="row-list">{used}</ul> })}
                </section>
            })
        })
    };
    view! { {error_notice(error)}{shown} }
}

/// The units that were asked and where nothing will come of it.
fn open(state: &ledger::State, campaign: Campaign<'_>, reserve: &Reserve<'_>) -> Vec<Open> {
    let lang = language();
    let name = |unit: RecordId| {
        let unit = Unit::find(state, unit);
        unit.map(|unit| unit_line(state, unit, lang))
            .unwrap_or_default()
    };
    let round = Round::read(state, Some(campaign));
    let lost = round.doors().filter_map(|(_, door)| {
        let Standing::Settled(outcome) = door.standing else {
            return None;
        };
        let answered = matches!(outcome.group(), Group::Complete | Group::Partial);
        let open = door.counts && !answered && !reserve.is_replaced(door.unit);
        open.then(|| Open {
            unit: door.unit,
            name: name(door.unit),
            outcome,
            instead: reserve.next_for(door.unit).map(name),
        })
    });
    lost.collect()
}

fn row(one: Open, take: Option<Callback<(RecordId, &'static str)>>) -> AnyView {
    let t = CampaignTexts::now();
    let (unit, why) = (one.unit, one.outcome.name());
    let action = match (take, one.instead) {
        (Some(take), Some(instead)) => view! {
            <button class="button" data-replace=unit.to_string()
                on:click=move |_| take.run((unit, why))>
                {fill(t.reserve_use, &[&instead])}
            </button>
        }
        .into_any(),
        (Some(_), None) => view! { <span class="row-sub">{t.reserve_none}</span> }.into_any(),
        (None, _) => ().into_any(),
    };
    view! {
        <li class="row">
            <span class="row-main">
                <span class="row-title">{one.name}</span>
                <span class="row-sub">{outcome_text(one.outcome)}</span>
            </span>
            {action}
        </li>
    }
    .into_any()
}

fn used_row(state: &ledger::State, one: &Replacement<'_>) -> AnyView {
    let t = CampaignTexts::now();
    let lang = language();
    let name = |unit: RecordId| {
        let unit = Unit::find(state, unit);
        unit.map(|unit| unit_line(state, unit, lang))
            .unwrap_or_default()
    };
    let person = Person::find(state, one.actor).map_or("", |person| person.name(lang));
    let why = outcome_text(Outcome::named(one.why));
    let title = fill(
        t.reserve_used,
        &[&name(one.unit), &name(one.by), &why, &person],
    );
    view! {
        <li class="row">
            <span class="row-main">
                <span class="row-title">{title}</span>
                <span class="row-sub">{day_and_time(one.wall, lang)}</span>
            </span>
        </li>
    }
    .into_any()
}
