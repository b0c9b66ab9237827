//! Dragging a row by its grip, with a finger as with a mouse. Buttons and keys do the same.

use form::design::{Line, Place, RowId};
use leptos::{ev, html, prelude::*};

use super::{
    list::{ROW, row_at},
    studio::Studio,
};
use crate::{
    components::icon::Icon,
    locales::{DesignTexts, fill},
};

/// How far a level of groups is indented, in CSS pixels, as in the style sheet.
const INDENT: f64 = 20.0;
/// How near to an edge the list scrolls by itself.
const EDGE: f64 = 48.0;

/// A row on its way.
#[derive(Clone, Copy, PartialEq)]
pub struct Drag {
    pub row: RowId,
    /// It has left its place.
    pub moving: bool,
    /// The number of cards above the place where it would land.
    pub gap: usize,
    pub depth: usize,
    place: Option<Place>,
}

pub fn grip(drag: RwSignal<Option<Drag>>, row: RowId, title: Memo<String>) -> AnyView {
    let t = DesignTexts::now();
    let begin = move |event: ev::PointerEvent| {
        event.prevent_default();
        drag.set(Some(Drag {
            row,
            moving: false,
            gap: 0,
            depth: 0,
            place: None,
        }));
    };
    view! {
        <span
            class="design-grip"
            title=move || fill(t.drag, &[&title.get()])
            aria-hidden="true"
            on:pointerdown=begin
        >
            <Icon name="grip"/>
        </span>
    }
    .into_any()
}

pub fn moved(
    studio: Studio,
    drag: RwSignal<Option<Drag>>,
    frame: NodeRef<html::Div>,
    rows: Memo<Vec<Line>>,
    event: &ev::PointerEvent,
) {
    let (Some(begun), Some(frame)) = (drag.get_untracked(), frame.get_untracked()) else {
        return;
    };
    let area = frame.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    if y < area.top() + EDGE {
        frame.set_scroll_top(frame.scroll_top() - 16);
    } else if y > area.bottom() - EDGE {
        frame.set_scroll_top(frame.scroll_top() + 16);
    }
    let y = y - area.top() + f64::from(frame.scroll_top());
    let landing = rows.with_untracked(|rows| {
        let gap = row_at(y + ROW / 2.0).min(rows.len());
        let level = row_at((x - area.left() - ROW).max(0.0) / INDENT * ROW);
        landing(rows, gap, level)
    });
    let _ = studio;
    drag.set(Some(Drag {
        moving: true,
        gap: landing.0,
        depth: landing.1,
        place: landing.2,
        ..begun
    }));
}

/// Where a row lands between two cards: how deep depends on how far to the right it is held.
fn landing(rows: &[Line], gap: usize, level: usize) -> (usize, usize, Option<Place>) {
    let Some(above) = gap.checked_sub(1).and_then(|at| rows.get(at)) else {
        return (0, 0, rows.first().map(|first| Place::Before(first.row)));
    };
    let below = rows.get(gap);
    if let Some(below) = below.filter(|below| below.depth > above.depth) {
        return (gap, below.depth, Some(Place::Before(below.row)));
    }
    if above.kind.begins() && level > above.depth {
        return (gap, above.depth + 1, Some(Place::Into(above.row)));
    }
    let least = below.map_or(0, |below| below.depth);
    let depth = level.clamp(least, above.depth.max(least));
    let ancestor = rows.get(..gap).unwrap_or_default().iter().rev();
    let ancestor = ancestor.into_iter().find(|line| line.depth == depth);
    (gap, depth, ancestor.map(|line| Place::Behind(line.row)))
}

pub fn dropped(studio: Studio, drag: RwSignal<Option<Drag>>) {
    let Some(done) = drag.get_untracked() else {
        return;
    };
    drag.set(None);
    if let (true, Some(place)) = (done.moving, done.place) {
        studio.act(|design| design.move_to(done.row, place));
        studio.choose(done.row);
    }
}

#[cfg(test)]
mod tests {
    use form::design::{Design, TypeCell};

    use super::*;

    #[test]
    fn how_far_to_the_right_says_how_deep() {
        let mut design = Design::new("f", "F", "");
        let group = design.add(&TypeCell::of("begin_group"), Place::Last);
        let inside = design.add(&TypeCell::of("text"), Place::Into(group));
        let after = design.add(&TypeCell::of("text"), Place::Last);
        let rows = design.outline();
        assert_eq!(landing(&rows, 0, 3), (0, 0, Some(Place::Before(group))));
        assert_eq!(landing(&rows, 1, 0), (1, 1, Some(Place::Before(inside))));
        assert_eq!(landing(&rows, 2, 1), (2, 1, Some(Place::Behind(inside))));
        assert_eq!(landing(&rows, 2, 0), (2, 0, Some(Place::Behind(group))));
        assert_eq!(landing(&rows, 3, 5), (3, 0, Some(Place::Behind(after))));
    }
}
