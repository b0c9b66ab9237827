//! Where something is: a position, a route, a plot. All of it works without a network; where there
//! is no map, a plane with a metric grid stands in for it.

mod background;
pub(super) mod board;
pub(super) mod coordinates;
mod line;
mod locate;
mod plane;
mod typed;

use form::Control;
use leptos::prelude::*;

use super::{
    choices::clear_answer,
    field::{Field, GroupFrame},
};
use crate::{
    locales::{ControlTexts, fill},
    platform::position::Fix,
};
pub use background::place_in_background;
use board::{Board, Mark};
use coordinates::{Point, points};
use locate::{Locating, metres};

pub(super) fn geo(field: Field) -> AnyView {
    match field.control {
        Control::GeoTrace => line::line(field, false),
        Control::GeoShape => line::line(field, true),
        _ => point(field),
    }
}

/// A position. With `placement-map` it may be placed by hand.
fn point(field: Field) -> AnyView {
    let t = ControlTexts::now();
    let locating = Locating::new(field);
    let now = move || field.value.with(|value| points(value).first().copied());
    let set = move |point: Point| {
        field.answer(&point.stored());
        field.leave();
    };
    let take = Callback::new(move |fix: Fix| set(fix.into()));
    let text = Signal::derive(move || {
        if now().is_some() {
            t.locate_again
        } else {
            t.locate
        }
    });
    let placed = field.has_any(&["placement-map", "maps"]);
    let marks = Signal::derive(move || {
        let mark = |point| Mark {
            name: None,
            label: String::new(),
            points: vec![point],
            closed: false,
            taken: true,
        };
        now().map(mark).into_iter().collect::<Vec<_>>()
    });
    let here = Signal::derive(move || locating.here.get().map(Point::from));
    let place = field
        .has_appearance("placement-map")
        .then(|| Callback::new(set));
    let board = placed.then(|| Board::new(marks, here, place, None));
    let typed_in = Callback::new(move |point: Point| {
        set(point);
        if let Some(board) = board {
            board.go_to(point);
        }
    });
    let hidden = field.has_appearance("hide-input");
    let input = move || (!hidden).then(|| typed::typed(field, t.set_coordinates, typed_in));
    let warning = move || now().and_then(|point| locating.warning(point));
    view! {
        <GroupFrame field role=None>
            {move || now().map(shown)}
            {move || warning().map(|text| {
                view! { <p class="notice" data-kind="warning">{text}</p> }
            })}
            {board.map(|board| board.show(t.place_here))}
            {locating.show(text, take)}
            {input()}
            {clear_answer(field)}
        </GroupFrame>
    }
    .into_any()
}

fn shown(point: Point) -> AnyView {
    let t = ControlTexts::now();
    let accuracy = point.accuracy();
    let exact = (accuracy > 0.0).then(|| fill(t.accuracy, &[&metres(accuracy)]));
    let place = format!("{:.6}, {:.6}", point.latitude, point.longitude);
    view! {
        <p class="chosen">
            <bdi class="position">{place}</bdi>
            {exact.map(|exact| view! { <span class="hint">" · " {exact}</span> })}
        </p>
    }
    .into_any()
}
