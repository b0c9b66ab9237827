//! The doors of the round, building by building. Only the building at hand is unfolded, so that an
//! estate of many thousand doors is a short page.

use ledger::RecordId;
use leptos::prelude::*;
use leptos_router::components::A;
use needs::{Act, Door, Unit};

use crate::{
    components::{choice_row::ChoiceRow, icon::Icon},
    desk::Desk,
    locales::{TodayTexts, fill, language},
    pages::today::{DoorState, building_name, next_door},
    round::RoundNow,
};

/// Which doors are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    /// Those where something is to be done.
    Todo,
    /// Of these, those that the person walks.
    Mine,
    /// Every one.
    All,
}

impl Which {
    fn holds(self, door: &Door, state: DoorState, me: Option<RecordId>) -> bool {
        match self {
            Self::All => true,
            Self::Todo => door.counts && state.is_open(),
            Self::Mine => door.counts && state.is_open() && me.is_some_and(|me| door.is_of(me)),
        }
    }
}

/// Every building with its doors.
#[component]
pub fn Doors() -> impl IntoView {
    let t = TodayTexts::now();
    let desk = expect_context::<Desk>();
    let round = RoundNow::here();
    let which = RwSignal::new(Which::Todo);
    let buildings = Memo::new(move |_| {
        round.with(|round| -> Vec<RecordId> {
            let blocks = round.blocks.iter().filter(|block| !block.doors.is_empty());
            blocks.map(|block| block.building).collect()
        })
    });
    let at_hand = Memo::new(move |_| {
        let next = next_door(desk, round, None).map(|[building, _]| building);
        next.or_else(|| buildings.with(|buildings| buildings.first().copied()))
    });
    let shared = Memo::new(move |_| {
        round.with(|round| round.doors().any(|(_, door)| door.person.is_some()))
    });
    let choose = Callback::new(move |chosen| which.set(chosen));
    let choice = move || {
        let mine = (Which::Mine, t.show_mine.to_owned());
        let options = [
            Some((Which::Todo, t.show_todo.to_owned())),
            shared.get().then_some(mine),
            Some((Which::All, t.show_all.to_owned())),
        ];
        let options = options.into_iter().flatten().collect();
        view! { <ChoiceRow name="show" legend=t.show options taken=which choose/> }
    };
    // What is not done at a door.
    let collects = Memo::new(move |_| desk.may(Act::Collect));
    let elsewhere = move || {
        let hand_over = shared.get().then(|| {
            view! {
                <A href="/handover" attr:class="button quiet">
                    <Icon name="walk"/>{t.hand_over}
                </A>
            }
        });
        let group = collects.get().then(|| {
            view! {
                <A href="/group" attr:class="button quiet">
                    <Icon name="interview"/>{t.group}
                </A>
            }
        });
        view! { <p class="button-row">{group} {hand_over}</p> }
    };
    let empty = move || {
        let none = buildings.with(Vec::is_empty);
        none.then(|| view! { <p class="empty">{t.no_doors}</p> })
    };
    view! {
        <section class="stack">
            <h2>{t.doors}</h2>
            {choice}
            {empty}
            <For each=move || buildings.get() key=|building| *building let:building>
                <BlockView building which at_hand/>
            </For>
            {elsewhere}
        </section>
    }
}

/// A building: how much is to be done there, and its doors once it is unfolded.
#[component]
fn BlockView(
    building: RecordId,
    which: RwSignal<Which>,
    at_hand: Memo<Option<RecordId>>,
) -> impl IntoView {
    let t = TodayTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let round = RoundNow::here();
    // As the person left it; until then only the building at hand is unfolded.
    let unfolded = RwSignal::new(None::<bool>);
    let open = Memo::new(move |_| {
        let at_hand = at_hand.get() == Some(building);
        unfolded.get().unwrap_or(at_hand)
    });
    let name = Memo::new(move |_| desk.read(|state| building_name(state, building, lang)));
    let todo = Memo::new(move |_| {
        let begun = desk.units_begun();
        round.with(|round| {
            let doors = &round.block(building)?.doors;
            let counting = doors.iter().filter(|door| door.counts);
            let open = counting
                .clone()
                .filter(|door| DoorState::of(door, &begun).is_open());
            Some((open.count(), counting.count()))
        })
    });
    let count = move || {
        let (todo, total) = todo.get().unwrap_or_default();
        fill(t.todo_of, &[&todo, &total])
    };
    view! {
        <section class="block" data-open=move || open.get().then_some("true")>
            <div class="block-head">
                <h3>
                    <button
                        class="block-fold"
                        aria-expanded=move || if open.get() { "true" } else { "false" }
                        on:click=move |_| unfolded.set(Some(!open.get_untracked()))
                    >
                        <Icon name="chevron"/>
                        <span>{name}</span>
                        <span class="block-count">{count}</span>
                    </button>
                </h3>
                <A
                    href=format!("/building/{building}")
                    attr:class="button quiet square"
                    attr:aria-label=move || fill(t.front, &[&name.get()])
                >
                    <Icon name="block"/>
                </A>
            </div>
            {move || open.get().then(|| doors(building, which))}
        </section>
    }
}

/// The doors of a building.
fn doors(building: RecordId, which: RwSignal<Which>) -> AnyView {
    let t = TodayTexts::now();
    let desk = expect_context::<Desk>();
    let round = RoundNow::here();
    let doors = Memo::new(move |_| {
        let begun = desk.units_begun();
        let (me, which) = (desk.actor(), which.get());
        round.with(|round| {
            desk.read(|state| {
                let doors = round.block(building).map(|block| &block.doors);
                let doors = doors.into_iter().flatten().filter_map(|door| {
                    let what = DoorState::of(door, &begun);
                    let unit = Unit::find(state, door.unit)?;
                    let shown = which.holds(door, what, me);
                    shown.then(|| (door.unit, unit.label().to_owned(), what))
                });
                doors.collect::<Vec<_>>()
            })
        })
    });
    let none_left = move || {
        let none = doors.with(Vec::is_empty);
        none.then(|| view! { <p class="empty">{t.block_done}</p> })
    };
    view! {
        <div class="doors">
            // A door stays under the finger while others go.
            <For each=move || doors.get() key=Clone::clone let((unit, label, state))>
                {one_door(unit, label, state)}
            </For>
        </div>
        {none_left}
    }
    .into_any()
}

fn one_door(unit: RecordId, label: String, state: DoorState) -> AnyView {
    let text = state.text();
    let name = format!("{label} {text}");
    view! {
        <A
            href=format!("/unit/{unit}")
            attr:class="door"
            attr:data-state=state.name()
            attr:aria-label=name
        >
            <span class="door-label">{label}</span>
            <Icon name=state.icon()/>
            <span class="door-state">{text}</span>
        </A>
    }
    .into_any()
}
