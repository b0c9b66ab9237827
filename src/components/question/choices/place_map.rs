//! Choices that have a place: on the board, and as rows below it that do the same.

use leptos::prelude::*;

use super::{Select, rows};
use crate::{
    components::question::{
        geo::{
            board::{Board, Mark},
            coordinates::points,
        },
        markup::plain,
    },
    locales::ControlTexts,
};

pub(super) fn place_map(select: Select) -> AnyView {
    let t = ControlTexts::now();
    let marks = Signal::derive(move || {
        select.choices.with(|choices| {
            let mark = |choice: &form::Choice| {
                let points = points(choice.geometry.as_deref()?);
                let closed = points.len() > 3 && points.first() == points.last();
                (!points.is_empty()).then(|| Mark {
                    taken: select.has(&choice.name),
                    name: Some(choice.name.clone()),
                    label: plain(&choice.label),
                    points,
                    closed,
                })
            };
            choices.iter().filter_map(mark).collect::<Vec<_>>()
        })
    });
    let choose = Callback::new(move |name: String| {
        if !select.field.readonly.get_untracked() {
            let taken = select.multiple && untrack(|| select.has(&name));
            select.pick(&name, !taken);
        }
    });
    let board = Board::new(marks, Signal::stored(None), None, Some(choose));
    rows::rows_below(select, move || board.show(t.place_here))
}
