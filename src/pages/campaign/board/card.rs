//! A person's card on the board, with the pieces that lie on it.

use ledger::RecordId;
use leptos::{ev, prelude::*, wasm_bindgen::JsCast};
use needs::{Assignments, Campaign, Round, Unit};

use super::{Board, Piece, Zone};
use crate::{
    components::icon::Icon,
    locales::{RoundsTexts, fill, language},
    pages::today::building_name,
};

/// What a card is called in the page, for a piece that is dropped on it.
const NOBODY: &str = "nobody";

fn zone(person: Option<RecordId>) -> String {
    person.map_or_else(|| NOBODY.to_owned(), |id| id.to_string())
}

/// The card under a point of the screen.
#[expect(
    clippy::cast_precision_loss,
    reason = "places on a screen are small numbers"
)]
fn card_at(x: i32, y: i32) -> Option<Zone> {
    let element = document().element_from_point(x as f32, y as f32)?;
    let card = element.closest("[data-zone]").ok().flatten()?;
    let zone = card.get_attribute("data-zone")?;
    if zone == NOBODY {
        return Some(Zone(None));
    }
    zone.parse().ok().map(|id| Zone(Some(id)))
}

#[component]
pub fn Card(board: Board, person: Option<RecordId>) -> impl IntoView {
    let t = RoundsTexts::now();
    let mine = Memo::new(move |_| {
        board.pieces.with(|pieces| {
            let mine = pieces.iter().copied();
            mine.filter(|piece| piece.person == person)
                .collect::<Vec<_>>()
        })
    });
    let sum = move || {
        let sum = |of: fn(&Piece) -> usize| mine.with(|mine| mine.iter().map(of).sum::<usize>());
        fill(t.doors, &[&sum(|one| one.doors), &sum(|one| one.todo)])
    };
    let name = move || {
        let named = board.people.with(|people| {
            let found = people.iter().find(|(id, _)| Some(*id) == person);
            found.map(|(_, name)| name.clone())
        });
        named.unwrap_or_else(|| t.nobody.to_owned())
    };
    let over = move || {
        let drag = board.drag.get();
        drag.is_some_and(|(_, over)| over == Some(Zone(person)))
    };
    let tick = person.map(|id| {
        let turn = move |event| {
            let on = event_target_checked(&event);
            board.ticked.update(|all| {
                all.retain(|one| *one != id);
                if on {
                    all.push(id);
                }
            });
        };
        view! {
            <label class="round-tick">
                <input
                    type="checkbox"
                    aria-label=t.share
                    prop:checked=move || board.ticked.with(|all| all.contains(&id))
                    on:change=turn
                />
            </label>
        }
    });
    view! {
        <section
            class="round-card"
            data-zone=zone(person)
            data-over=move || over().then_some("true")
        >
            <div class="round-head">
                {tick}
                <h2>{name}</h2>
                <span class="round-sum">{sum}</span>
            </div>
            <ul>
                <For each=move || mine.get() key=|piece| *piece let:piece>
                    <Row board piece/>
                </For>
            </ul>
            <Show when=move || mine.with(Vec::is_empty)>
                <p class="hint">{t.empty}</p>
            </Show>
        </section>
    }
}

/// The choice of a person; `first` is what stands for nobody in particular.
fn menu(
    board: Board,
    label: String,
    first: &'static str,
    chosen: Option<RecordId>,
    give: impl Fn(Option<RecordId>) + 'static,
) -> AnyView {
    let options = move || {
        board
            .people
            .get()
            .into_iter()
            .map(|(id, name)| {
                view! {
                    <option value=id.to_string() selected=chosen == Some(id)>{name}</option>
                }
            })
            .collect_view()
    };
    let change = move |event| give(event_target_value(&event).parse().ok());
    view! {
        <select
            class="round-menu"
            aria-label=label
            disabled=move || !board.changeable.get()
            on:change=change
        >
            <option value="" selected=chosen.is_none()>{first}</option>
            {options}
        </select>
    }
    .into_any()
}

#[component]
fn Row(board: Board, piece: Piece) -> impl IntoView {
    let t = RoundsTexts::now();
    let lang = language();
    let name = board
        .desk
        .read(|state| building_name(state, piece.building, lang));
    let unfolded = RwSignal::new(false);
    let numbers = fill(t.doors, &[&piece.doors, &piece.todo]);
    let label = fill(t.walks, &[&name]);
    view! {
        <li class="round-piece" data-building=piece.building.to_string()
            data-dragged=move || {
                let drag = board.drag.get();
                drag.is_some_and(|(dragged, _)| dragged == piece).then_some("true")
            }>
            <Show when=move || board.changeable.get()>{grip(board, piece)}</Show>
            <span class="row-main">
                <span class="row-title">{name}</span>
                <span class="row-sub">{numbers}</span>
            </span>
            {menu(board, label, t.nobody, piece.person, move |to| board.give(piece, to))}
            <button
                class="button quiet"
                aria-expanded=move || if unfolded.get() { "true" } else { "false" }
                on:click=move |_| unfolded.update(|open| *open = !*open)
            >
                {t.one_by_one}
            </button>
            <Show when=move || unfolded.get()>{units(board, piece)}</Show>
        </li>
    }
}

fn grip(board: Board, piece: Piece) -> AnyView {
    let begin = move |event: ev::PointerEvent| {
        event.prevent_default();
        let grip = event.current_target();
        let grip = grip.and_then(|grip| grip.dyn_into::<web_sys::Element>().ok());
        if let Some(grip) = grip {
            let _ = grip.set_pointer_capture(event.pointer_id());
        }
        board.drag.set(Some((piece, None)));
    };
    let go = move |event: ev::PointerEvent| {
        if board.drag.with_untracked(Option::is_none) {
            return;
        }
        let over = card_at(event.client_x(), event.client_y());
        let known = board.drag.with_untracked(|drag| drag.map(|(_, over)| over));
        if known != Some(over) {
            board.drag.set(Some((piece, over)));
        }
    };
    let drop_it = move |_: ev::PointerEvent| {
        let dragged = board.drag.get_untracked();
        board.drag.set(None);
        if let Some((piece, Some(Zone(to)))) = dragged
            && to != piece.person
        {
            board.give(piece, to);
        }
    };
    view! {
        <span
            class="round-grip"
            aria-hidden="true"
            on:pointerdown=begin
            on:pointermove=go
            on:pointerup=drop_it
            on:pointercancel=move |_| board.drag.set(None)
        >
            <Icon name="grip"/>
        </span>
    }
    .into_any()
}

/// The units of a piece, each with a menu of its own.
fn units(board: Board, piece: Piece) -> AnyView {
    let t = RoundsTexts::now();
    let rows = board.desk.read(|state| {
        let given = Assignments::of(state, board.campaign);
        let round = Round::read(state, Campaign::find(state, board.campaign));
        let doors = round.block(piece.building).map(|block| block.doors.clone());
        let doors = doors.unwrap_or_default().into_iter();
        let doors = doors.filter(|door| door.counts && door.person == piece.person);
        let rows = doors.filter_map(|door| {
            let unit = Unit::find(state, door.unit)?;
            let (id, name) = (unit.id, unit.label().to_owned());
            let own = given.units.get(&id).copied();
            let give = move |to| board.change(true, |_, rounds| rounds.give_unit(id, to));
            let label = fill(t.walks, &[&name]);
            Some(view! {
                <li class="round-unit">
                    <span>{name}</span>
                    {menu(board, label, t.as_building, own, give)}
                </li>
            })
        });
        rows.collect::<Vec<_>>()
    });
    view! { <ul class="round-units">{rows}</ul> }.into_any()
}
