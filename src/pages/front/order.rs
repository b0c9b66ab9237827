//! In which order a building is walked: a rule, or an order made by hand.

use ledger::{Change, RecordId};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use needs::{
    Act, Building, Unit, Walk,
    walk::{put_buildings_in_order, put_in_order, undo},
};

use super::sortable::{Item, Sortable};
use crate::{
    components::{choice_row::ChoiceRow, icon::Icon, notice::error_notice},
    desk::Desk,
    locales::{TodayTexts, VisitTexts, WayTexts, fill, language},
    pages::{about, today::building_name},
    round::RoundNow,
};

/// The screen.
#[component]
pub fn OrderPage() -> impl IntoView {
    about(
        "building",
        |state, id| Building::find(state, id).is_some(),
        |building| view! { <OrderView building/> }.into_any(),
    )
}

/// Doors that are walked one after the other and lie on one floor.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    entrance: String,
    floor: i64,
    doors: Vec<(RecordId, String)>,
}

/// What is written, and what takes the last of it back. A handle.
#[derive(Clone, Copy)]
struct Writer {
    desk: Desk,
    back: RwSignal<Vec<Change>>,
    failed: RwSignal<Option<String>>,
}

impl Writer {
    fn write(self, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        let back = self.desk.peek(|ledger| undo(ledger.state(), &changes));
        spawn_local(async move {
            match self.desk.record_all(changes).await {
                Ok(()) => self.back.set(back),
                Err(_) => self.failed.set(Some(WayTexts::now().not_kept.to_owned())),
            }
        });
    }
}

#[component]
fn OrderView(building: RecordId) -> impl IntoView {
    let t = WayTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let writer = Writer {
        desk,
        back: RwSignal::new(Vec::new()),
        failed: RwSignal::new(None),
    };
    let take_back = move |_| {
        let back = writer.back.get_untracked();
        writer.write(back);
    };
    let name = move || desk.read(|state| building_name(state, building, lang));
    let may = Memo::new(move |_| desk.may(Act::Publish));
    let lists = move || {
        if !may.get() {
            return view! { <p class="empty">{TodayTexts::now().read_only}</p> }.into_any();
        }
        view! {
            <Rule building writer/>
            <Floors building writer/>
            <Buildings writer/>
        }
        .into_any()
    };
    view! {
        <main class="page stack" id="content">
            <A href=format!("/building/{building}") attr:class="button quiet back">
                <Icon name="back"/>{name}
            </A>
            <div class="page-head">
                <h1>{t.order_of} " · " {name}</h1>
                <p>{t.order_hint}</p>
            </div>
            {error_notice(writer.failed)}
            <p class="button-row order-undo">
                <button
                    class="button"
                    data-action="undo"
                    aria-disabled=move || writer.back.with(Vec::is_empty).then_some("true")
                    on:click=take_back
                >
                    <Icon name="undo"/>{VisitTexts::now().undo}
                </button>
            </p>
            {lists}
        </main>
    }
}

/// The rule by which the building is walked.
#[component]
fn Rule(building: RecordId, writer: Writer) -> impl IntoView {
    let t = WayTexts::now();
    let desk = writer.desk;
    let round = RoundNow::here();
    let walk = Memo::new(move |_| {
        let walk = desk.read(|state| Building::find(state, building).map(Building::walk));
        walk.unwrap_or(Walk::Own)
    });
    let options = vec![
        (Walk::Down, t.walk_down.to_owned()),
        (Walk::Up, t.walk_up.to_owned()),
        (Walk::Entrance, t.walk_entrance.to_owned()),
        (Walk::Own, t.walk_own.to_owned()),
    ];
    let choose = Callback::new(move |chosen: Walk| {
        let changes = if chosen == Walk::Own {
            // It begins as the building is walked now.
            let order: Vec<RecordId> = untrack(|| round.with(|round| doors(round, building)));
            desk.peek(|ledger| put_in_order(ledger.state(), building, &order))
        } else {
            vec![chosen.choose(building)]
        };
        writer.write(changes);
    });
    view! { <ChoiceRow name="walk" legend=t.walk options taken=walk choose/> }
}

fn doors(round: &needs::Round, building: RecordId) -> Vec<RecordId> {
    let block = round.block(building);
    let doors = block.into_iter().flat_map(|block| &block.doors);
    doors.map(|door| door.unit).collect()
}

/// The floors in walking order, each with its doors inside.
#[component]
fn Floors(building: RecordId, writer: Writer) -> impl IntoView {
    let t = WayTexts::now();
    let desk = writer.desk;
    let runs = Memo::new(move |_| runs(building));
    let items = Memo::new(move |_| runs.get().iter().filter_map(item).collect::<Vec<_>>());
    let put = move |runs: Vec<Run>| {
        let doors = runs.into_iter().flat_map(|run| run.doors);
        let order: Vec<RecordId> = doors.map(|(unit, _)| unit).collect();
        writer.write(desk.peek(|ledger| put_in_order(ledger.state(), building, &order)));
    };
    let first = |run: &Run| run.doors.first().map(|(unit, _)| *unit);
    let put_floors = Callback::new(move |order: Vec<RecordId>| {
        let mut runs = runs.get_untracked();
        runs.sort_by_key(|run| order.iter().position(|id| first(run) == Some(*id)));
        put(runs);
    });
    let inside = Callback::new(move |floor: RecordId| {
        let here = move || {
            let runs = runs.get();
            let run = runs
                .into_iter()
                .find(|run| run.doors.iter().any(|(unit, _)| *unit == floor));
            run.map(|run| run.doors).unwrap_or_default()
        };
        let items = Memo::new(move |_| {
            let item = |(id, title)| Item {
                id,
                title,
                sub: String::new(),
            };
            here().into_iter().map(item).collect::<Vec<_>>()
        });
        let put_doors = Callback::new(move |order: Vec<RecordId>| {
            let mut runs = runs.get_untracked();
            for run in &mut runs {
                if run.doors.iter().any(|(unit, _)| *unit == floor) {
                    run.doors
                        .sort_by_key(|(unit, _)| order.iter().position(|id| id == unit));
                }
            }
            put(runs);
        });
        view! { <Sortable items put=put_doors/> }.into_any()
    });
    view! {
        <section class="stack">
            <h2>{t.floors}</h2>
            <Sortable items put=put_floors inside/>
        </section>
    }
}

/// A floor as a row: `12 樓 · 12A 12B 12C 12D`.
fn item(run: &Run) -> Option<Item> {
    let (t, today) = (WayTexts::now(), TodayTexts::now());
    let mut title = fill(today.floor, &[&run.floor]);
    if !run.entrance.is_empty() {
        title = format!("{title} · {}", fill(t.entrance, &[&run.entrance]));
    }
    let labels: Vec<&str> = run.doors.iter().map(|(_, label)| label.as_str()).collect();
    Some(Item {
        id: run.doors.first()?.0,
        title,
        sub: labels.join(" → "),
    })
}

/// The doors of a building in walking order, floor by floor.
fn runs(building: RecordId) -> Vec<Run> {
    let desk = expect_context::<Desk>();
    let round = RoundNow::here();
    let order = round.with(|round| doors(round, building));
    desk.read(|state| {
        let mut runs: Vec<Run> = Vec::new();
        for unit in order.into_iter().filter_map(|id| Unit::find(state, id)) {
            let door = (unit.id, unit.label().to_owned());
            match runs.last_mut() {
                Some(run) if run.floor == unit.floor() && run.entrance == unit.entrance() => {
                    run.doors.push(door);
                }
                _ => runs.push(Run {
                    entrance: unit.entrance().to_owned(),
                    floor: unit.floor(),
                    doors: vec![door],
                }),
            }
        }
        runs
    })
}

/// In which order the buildings are walked.
#[component]
fn Buildings(writer: Writer) -> impl IntoView {
    let t = WayTexts::now();
    let lang = language();
    let desk = writer.desk;
    let items = Memo::new(move |_| {
        desk.read(|state| {
            let all = Building::all(state).into_iter();
            let item = |building: Building<'_>| Item {
                id: building.id,
                title: building.name(lang).to_owned(),
                sub: String::new(),
            };
            all.map(item).collect::<Vec<_>>()
        })
    });
    let put = Callback::new(move |order: Vec<RecordId>| {
        writer.write(desk.peek(|ledger| put_buildings_in_order(ledger.state(), &order)));
    });
    view! {
        <details class="stack">
            <summary><h2>{t.buildings}</h2></summary>
            <Sortable items put/>
        </details>
    }
}
