//! A round, or a building of it, goes to a colleague; also offline, at the door.

use ledger::RecordId;
use leptos::{prelude::*, task::spawn_local};
use needs::{Act, Assignments, Campaign, Person};

use crate::{
    components::{
        back::BackTo,
        notice::{Kind, error_notice, notice},
        store_error::write_error_text,
    },
    desk::Desk,
    locales::{RoundsTexts, TodayTexts, fill, language},
    pages::{only_for, today::building_name},
    platform::clock,
    round::RoundNow,
    sync::Courier,
};

/// The screen, for those who walk.
#[component]
pub fn HandOverPage() -> impl IntoView {
    only_for(Act::Collect, || view! { <HandOver/> }.into_any())
}

/// What one person has: their buildings, each with its doors, and the sum.
fn rounds_of(round: RoundNow, person: RecordId) -> Vec<(RecordId, usize)> {
    round.with(|round| {
        let blocks = round.blocks.iter().map(|block| {
            let doors = block.doors.iter();
            let doors = doors.filter(|door| door.counts && door.person == Some(person));
            (block.building, doors.count())
        });
        blocks.filter(|(_, doors)| *doors > 0).collect()
    })
}

#[component]
fn HandOver() -> impl IntoView {
    let t = RoundsTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let round = RoundNow::here();
    let courier = expect_context::<Courier>();
    let me = desk.actor();
    let from = RwSignal::new(me);
    let to = RwSignal::new(None::<RecordId>);
    let only = RwSignal::new(None::<RecordId>);
    let error = RwSignal::new(None::<String>);
    let done = RwSignal::new(None::<String>);
    let people = Memo::new(move |_| {
        desk.read(|state| {
            let all = Person::all(state).into_iter();
            let all = all.filter(|person| person.role().may(Act::Collect));
            all.map(|person| (person.id, person.name(lang).to_owned()))
                .collect::<Vec<_>>()
        })
    });
    let has = Memo::new(move |_| {
        let from = from.get();
        from.map(|from| rounds_of(round, from)).unwrap_or_default()
    });
    let hand_over = move |_| {
        let (Some(from), Some(to)) = (from.get_untracked(), to.get_untracked()) else {
            return;
        };
        let changes = desk.peek(|ledger| {
            let state = ledger.state();
            let campaign = Campaign::current(state, clock::now().date_naive())?.id;
            let before = Assignments::of(state, campaign);
            let mut after = before.clone();
            after.hand_over(state, (from, to), only.get_untracked());
            Some(after.changes(&before, campaign))
        });
        let name = people.with_untracked(|people| {
            let found = people.iter().find(|(id, _)| *id == to);
            found.map(|(_, name)| name.clone()).unwrap_or_default()
        });
        spawn_local(async move {
            match desk.record_all(changes.unwrap_or_default()).await {
                Ok(()) => {
                    courier.sync_now();
                    let _ = only.try_set(None);
                    let _ = error.try_set(None);
                    let _ = done.try_set(Some(fill(t.done, &[&name])));
                }
                Err(why) => drop(error.try_set(Some(write_error_text(&why)))),
            }
        });
    };
    let person = move |label,
                       name: &'static str,
                       chosen: RwSignal<Option<RecordId>>,
                       but: RwSignal<Option<RecordId>>| {
        let rows = move || {
            let all = people
                .get()
                .into_iter()
                .filter(move |(id, _)| Some(*id) != but.get());
            all.map(|(id, title)| {
                view! {
                    <label class="choice-row">
                        <input
                            type="radio"
                            name=name
                            value=id.to_string()
                            prop:checked=move || chosen.get() == Some(id)
                            on:change=move |_| chosen.set(Some(id))
                        />
                        <span>{title}</span>
                    </label>
                }
            })
            .collect_view()
        };
        view! { <fieldset class="filter"><legend>{label}</legend>{rows}</fieldset> }
    };
    let nobody = RwSignal::new(None::<RecordId>);
    let office = desk.may(Act::ReadAll);
    let what = move || {
        let has = has.get();
        if has.is_empty() {
            return view! { <p class="empty">{t.nothing}</p> }.into_any();
        }
        let all: usize = has.iter().map(|(_, doors)| doors).sum();
        let row = move |building: Option<RecordId>, title: String| {
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name="what"
                        prop:checked=move || only.get() == building
                        on:change=move |_| only.set(building)
                    />
                    <span>{title}</span>
                </label>
            }
        };
        let rows = has.into_iter().map(|(building, doors)| {
            let name = desk.read(|state| building_name(state, building, lang));
            row(
                Some(building),
                format!("{name} · {}", fill(t.part, &[&doors])),
            )
        });
        let rows: Vec<_> = rows.collect();
        let ready = move || to.get().is_some();
        view! {
            <fieldset class="plan-choices">
                <legend>{t.what}</legend>
                {row(None, fill(t.whole, &[&all]))}
                {rows}
            </fieldset>
            {person(t.to_whom, "to", to, from)}
            <Show when=ready>
                <p class="button-row">
                    <button class="button primary" data-hand-over on:click=hand_over>{t.do_it}</button>
                </p>
            </Show>
        }
        .into_any()
    };
    view! {
        <main class="page stack" id="content">
            <BackTo href="/" title=TodayTexts::now().back_to_round/>
            <div class="page-head"><h1>{t.hand_over}</h1><p>{t.hand_over_sub}</p></div>
            {error_notice(error)}
            {move || done.get().map(|text| notice(Kind::Good, text, None))}
            {office.then(|| person(t.from_whom, "from", from, nobody))}
            {what}
        </main>
    }
}
