//! Routes and plots: points that are walked, taken one by one, tapped on the board or typed.

use std::time::Duration;

use leptos::prelude::*;

use super::{
    board::{Board, Mark},
    coordinates::{Point, area_m2, area_text, corners, length_m, length_text, points, stored},
    locate::Locating,
    typed::typed,
};
use crate::{
    components::{
        icon::Icon,
        question::{
            choices::clear_answer,
            field::{Field, GroupFrame},
        },
    },
    locales::{ControlTexts, fill},
};

/// Between two points of a walk.
const EVERY: Duration = Duration::from_secs(5);
/// Who stands still adds no points.
const STRIDE_M: f64 = 1.0;

/// A line, or with `closed` an area. Copies are the same.
#[derive(Clone, Copy)]
struct Line {
    field: Field,
    closed: bool,
    locating: Locating,
    walking: RwSignal<bool>,
}

pub(super) fn line(field: Field, closed: bool) -> AnyView {
    let t = ControlTexts::now();
    let line = Line {
        field,
        closed,
        locating: Locating::new(field),
        walking: RwSignal::new(false),
    };
    let marks = Signal::derive(move || {
        vec![Mark {
            name: None,
            label: String::new(),
            points: line.points(),
            closed,
            taken: true,
        }]
    });
    let here = Signal::derive(move || line.locating.here.get().map(Point::from));
    let place = Callback::new(move |point: Point| line.add(point));
    let board = Board::new(marks, here, Some(place), None);
    let typed_in = Callback::new(move |point: Point| {
        line.add(point);
        board.go_to(point);
    });
    let hidden = field.has_appearance("hide-input");
    let input = move || (!hidden).then(|| typed(field, t.add_coordinates, typed_in));
    view! {
        <GroupFrame field role=None>
            {board.show(t.add_here)}
            {line.figures()}
            <div class="button-row">
                {line.own_position()}
                {line.walk()}
                {line.undo()}
            </div>
            {input()}
            {clear_answer(field)}
        </GroupFrame>
    }
    .into_any()
}

impl Line {
    fn points(self) -> Vec<Point> {
        self.field.value.with(|value| self.read(value))
    }

    fn read(self, value: &str) -> Vec<Point> {
        if self.closed {
            corners(value)
        } else {
            points(value)
        }
    }

    fn change(self, change: impl FnOnce(&mut Vec<Point>)) {
        let Some(value) = self.field.value.try_get_untracked() else {
            return;
        };
        let mut points = self.read(&value);
        change(&mut points);
        self.field.answer(&stored(&points, self.closed));
        self.field.leave();
    }

    fn add(self, point: Point) {
        self.change(|points| points.push(point));
    }

    /// How many points, how long, how large; and how many are still needed.
    fn figures(self) -> AnyView {
        let t = ControlTexts::now();
        let needed = if self.closed { 3 } else { 2 };
        let shown = move || {
            let count = self.points().len();
            let value = self.field.value.get();
            if count == 0 {
                return String::new();
            }
            let mut parts = vec![fill(t.points, &[&count])];
            if count >= 2 {
                parts.push(fill(t.length, &[&length_text(length_m(&value))]));
            }
            if self.closed && count >= 3 {
                parts.push(fill(t.area, &[&area_text(area_m2(&value))]));
            }
            if (1..needed).contains(&count) {
                parts.push(fill(t.points_too_few, &[&needed]));
            }
            parts.join(" · ")
        };
        view! { <p class="chosen" role="status">{shown}</p> }.into_any()
    }

    fn own_position(self) -> AnyView {
        let t = ControlTexts::now();
        let take = Callback::new(move |fix: crate::platform::position::Fix| self.add(fix.into()));
        view! {
            <Show when=move || !self.walking.get()>
                {self.locating.show(Signal::stored(t.add_position), take)}
            </Show>
        }
        .into_any()
    }

    /// Adds a point every few seconds as long as someone walks.
    fn walk(self) -> AnyView {
        let t = ControlTexts::now();
        let timer = StoredValue::new_local(None::<IntervalHandle>);
        let stop = move || {
            if let Some(handle) = timer.try_update_value(Option::take).flatten() {
                handle.clear();
            }
            let _ = self.walking.try_set(false);
            self.locating.stop();
        };
        on_cleanup(stop);
        let step = move || {
            let Some(Some(fix)) = self.locating.here.try_get_untracked() else {
                return;
            };
            self.change(|points| {
                let point = Point::from(fix);
                let moved = points
                    .last()
                    .is_none_or(|last| length_m(&stored(&[*last, point], false)) >= STRIDE_M);
                if moved {
                    points.push(point);
                }
            });
            if !self.locating.busy() {
                stop();
            }
        };
        let start = move |_| {
            self.walking.set(true);
            self.locating.start(|_| false);
            let handle = set_interval_with_handle(move || untrack(step), EVERY).ok();
            timer.set_value(handle);
        };
        let resting = move || {
            view! {
                <button type="button" class="button" data-action="walk" on:click=start>
                    <Icon name="walk"/>
                    {t.walk}
                </button>
            }
        };
        view! {
            <Show when=move || self.walking.get() fallback=resting>
                <div class="locate" data-busy="">
                    <p role="status">{fill(t.walking, &[&EVERY.as_secs()])}</p>
                    <button
                        type="button"
                        class="button primary"
                        data-action="stop"
                        on:click=move |_| stop()
                    >
                        <Icon name="stop"/>
                        {t.stop}
                    </button>
                </div>
            </Show>
        }
        .into_any()
    }

    fn undo(self) -> AnyView {
        let t = ControlTexts::now();
        let none = move || self.field.value.with(String::is_empty);
        view! {
            <button
                type="button"
                class="button"
                data-action="undo"
                hidden=none
                on:click=move |_| self.change(|points| {
                    points.pop();
                })
            >
                <Icon name="undo"/>
                {t.undo}
            </button>
        }
        .into_any()
    }
}
