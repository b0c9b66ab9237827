//! A building drawn as its front: floors by flats, each door with what is known of it.

mod grid;
mod order;
mod sign;
mod sortable;

use ledger::RecordId;
use leptos::prelude::*;
use leptos_router::components::A;
use needs::{Act, Building, Unit, front::Front};

use crate::{
    components::{back::BackTo, icon::Icon},
    desk::Desk,
    locales::{TodayTexts, WayTexts, fill, language},
    pages::{
        about,
        today::{DoorState, building_name, next_door},
    },
    round::RoundNow,
};
use grid::{Cell, FloorRow, Grid};
pub use order::OrderPage;
use sign::{SIGNS, sign_icon, sign_of, sign_text};

/// The screen.
#[component]
pub fn FrontPage() -> impl IntoView {
    about(
        "building",
        |state, id| Building::find(state, id).is_some(),
        |building| view! { <FrontView building/> }.into_any(),
    )
}

#[component]
fn FrontView(building: RecordId) -> impl IntoView {
    let t = WayTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let name = move || desk.read(|state| building_name(state, building, lang));
    let front = layout(building);
    let rows = Memo::new(move |_| front.with(|front| floors(building, front)));
    let only = RwSignal::new(None::<&'static str>);
    let plans = move || desk.may(Act::Publish);
    view! {
        <main class="page front-page stack" id="content">
            <BackTo href="/" title=TodayTexts::now().back_to_round/>
            <div class="page-head"><h1>{name}</h1></div>
            <NextHere building/>
            <Legend rows only/>
            <Grid front rows only/>
            <p class="button-row">
                <Show when=plans>
                    <A href=format!("/building/{building}/order") attr:class="button">
                        <Icon name="walk"/>{t.order}
                    </A>
                </Show>
                <button class="button" on:click=|_| drop(window().print())>
                    <Icon name="document"/>{t.print}
                </button>
            </p>
        </main>
    }
}

/// Where the doors of a building are; it changes when a unit does.
fn layout(building: RecordId) -> Memo<Front> {
    let desk = expect_context::<Desk>();
    let round = RoundNow::here();
    Memo::new(move |_| {
        round.with(|round| {
            desk.read(|state| {
                let doors = round.block(building).map(|block| &block.doors);
                let doors = doors.into_iter().flatten();
                Front::of(doors.filter_map(|door| Unit::find(state, door.unit)))
            })
        })
    })
}

/// The floors with what is known of each door.
fn floors(building: RecordId, front: &Front) -> Vec<FloorRow> {
    let desk = expect_context::<Desk>();
    let round = RoundNow::here();
    let begun = desk.units_begun();
    let next = next_door(desk, round, None).map(|[_, unit]| unit);
    round.with(|round| {
        let doors = round.block(building).map(|block| &block.doors);
        let mut doors: Vec<_> = doors.into_iter().flatten().collect();
        doors.sort_unstable_by_key(|door| door.unit);
        desk.read(|state| {
            let cell = |unit: RecordId| {
                let at = doors.binary_search_by_key(&unit, |door| door.unit).ok()?;
                let known = DoorState::of(doors[at], &begun);
                let sign = sign_of(doors[at], known);
                Some(Cell {
                    unit,
                    label: Unit::find(state, unit)?.label().to_owned(),
                    sign,
                    text: sign_text(sign, known),
                    next: next == Some(unit),
                })
            };
            let floors = front.floors.iter().enumerate();
            floors
                .map(|(at, floor)| FloorRow {
                    at,
                    number: floor.number,
                    cells: floor.units.iter().map(|unit| unit.and_then(cell)).collect(),
                })
                .collect()
        })
    })
}

/// The way to the next door, where that is in this building.
#[component]
fn NextHere(building: RecordId) -> impl IntoView {
    let t = TodayTexts::now();
    let desk = expect_context::<Desk>();
    let round = RoundNow::here();
    let next = Memo::new(move |_| next_door(desk, round, None));
    move || {
        let [_, unit] = next.get().filter(|[block, _]| *block == building)?;
        let label = desk.read(|state| Some(Unit::find(state, unit)?.label().to_owned()))?;
        desk.may(Act::Collect).then(|| {
            view! {
                <A href=format!("/unit/{unit}") attr:class="button primary next-door">
                    <Icon name="door"/>
                    <span>{t.next_door} " · " {label}</span>
                </A>
            }
        })
    }
}

/// What the signs mean and how many doors have each; pressed, one shows these doors alone.
#[component]
fn Legend(rows: Memo<Vec<FloorRow>>, only: RwSignal<Option<&'static str>>) -> impl IntoView {
    let t = WayTexts::now();
    let counts = Memo::new(move |_| {
        rows.with(|rows| {
            SIGNS.map(|sign| {
                let cells = rows.iter().flat_map(|row| row.cells.iter().flatten());
                cells.filter(|cell| cell.sign == sign).count()
            })
        })
    });
    let buttons = move || {
        let counts = counts.get().into_iter().zip(SIGNS);
        let shown = counts.filter(|(count, _)| *count > 0);
        shown
            .map(|(count, sign)| {
                let press =
                    move |_| only.update(|only| *only = (*only != Some(sign)).then_some(sign));
                view! {
                    <button
                        class="front-sign"
                        data-state=sign
                        aria-pressed=move || if only.get() == Some(sign) { "true" } else { "false" }
                        on:click=press
                    >
                        <Icon name=sign_icon(sign)/>
                        {fill(t.sign_count, &[&sign::sign_name(sign), &count])}
                    </button>
                }
            })
            .collect_view()
    };
    view! { <div class="front-legend" role="group" aria-label=t.legend>{buttons}</div> }
}
