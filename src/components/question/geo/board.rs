//! A plane with a metric grid to point at, which needs no network. Drag moves it, two fingers zoom,
//! a tap places; buttons and keys do the same.

use std::{collections::BTreeMap, fmt::Write};

use leptos::{html, prelude::*, svg};
use web_sys::{Element, KeyboardEvent, PointerEvent};

use super::{
    coordinates::{Point, length_text},
    plane::{HEIGHT, View, WIDTH},
};
use crate::{components::icon::Icon, locales::ControlTexts};

/// A finger that moves less than this is a tap.
const TAP: f64 = 10.0;
/// How far an arrow key moves, and with Shift.
const STEP: f64 = 20.0;
const STRIDE: f64 = 100.0;
const ZOOM: f64 = 1.6;

/// Something on the board: a point, a line or an area.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Mark {
    /// What a tap on it chooses.
    pub(in super::super) name: Option<String>,
    /// What stands beside it.
    pub(in super::super) label: String,
    pub(in super::super) points: Vec<Point>,
    pub(in super::super) closed: bool,
    pub(in super::super) taken: bool,
}

/// The board. Copies are the same.
#[derive(Clone, Copy)]
pub(in super::super) struct Board {
    view: RwSignal<Option<View>>,
    marks: Signal<Vec<Mark>>,
    here: Signal<Option<Point>>,
    /// The fingers on it: where each began and is.
    fingers: RwSignal<BTreeMap<i32, Finger>>,
    ground: NodeRef<svg::Svg>,
    frame: NodeRef<html::Div>,
    /// Places a point, if the question takes one by a tap.
    place: Option<Callback<Point>>,
    /// Chooses a mark.
    choose: Option<Callback<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Finger {
    from: (f64, f64),
    at: (f64, f64),
    moved: bool,
}

impl Board {
    pub(in super::super) fn new(
        marks: Signal<Vec<Mark>>,
        here: Signal<Option<Point>>,
        place: Option<Callback<Point>>,
        choose: Option<Callback<String>>,
    ) -> Self {
        let view = RwSignal::new(None);
        Effect::new(move |_| {
            if view.with_untracked(Option::is_some) {
                return marks.track();
            }
            let all: Vec<Point> = marks.with(|marks| {
                marks
                    .iter()
                    .flat_map(|mark| mark.points.iter().copied())
                    .collect()
            });
            let found = View::around(&all).or_else(|| here.get().map(View::at));
            if found.is_some() {
                view.set(found);
            }
        });
        Self {
            view,
            marks,
            here,
            fingers: RwSignal::new(BTreeMap::new()),
            ground: NodeRef::new(),
            frame: NodeRef::new(),
            place,
            choose,
        }
    }

    /// Brings a point into the middle.
    pub(in super::super) fn go_to(self, point: Point) {
        self.view.update(|view| {
            *view = Some(view.map_or(View::at(point), |view| view.centred(point)));
        });
    }

    pub(in super::super) fn show(self, add: &'static str) -> AnyView {
        let t = ControlTexts::now();
        let lost = move || self.view.with(Option::is_none);
        let zoom = move |text: &'static str, name: &'static str, factor: f64| {
            view! {
                <button
                    type="button"
                    class="button square"
                    aria-label=text
                    on:click=move |_| self.zoom(factor)
                >
                    <Icon name/>
                </button>
            }
            .into_any()
        };
        let here = move |_| {
            if let Some(point) = self.view.get_untracked().and_then(View::middle) {
                self.put(point);
            }
        };
        let adder = self.place.is_some().then(|| {
            view! {
                <button type="button" class="button" data-action="place" on:click=here>
                    <Icon name="pin"/>
                    {add}
                </button>
            }
        });
        view! {
            <Show
                when=move || !lost()
                fallback=move || view! { <p class="hint">{t.plane_lost}</p> }
            >
                <div
                    node_ref=self.frame
                    class="board"
                    tabindex="0"
                    role="application"
                    aria-label=t.plane
                    on:keydown=move |event| self.key(&event)
                >
                    {self.picture()}
                </div>
            </Show>
            <div class="button-row" hidden=lost>
                {zoom(t.zoom_in, "add", ZOOM)}
                {zoom(t.zoom_out, "minus", 1.0 / ZOOM)}
                {adder}
            </div>
        }
        .into_any()
    }

    fn picture(self) -> AnyView {
        let area = format!("0 0 {WIDTH} {HEIGHT}");
        let down = move |event: PointerEvent| {
            let at = self.on_board(&event);
            let finger = Finger {
                from: at,
                at,
                moved: false,
            };
            self.fingers.update(|fingers| {
                fingers.insert(event.pointer_id(), finger);
            });
            if let Some(ground) = self.ground.get_untracked() {
                let _ = ground.set_pointer_capture(event.pointer_id());
            }
        };
        let gone = move |event: PointerEvent| {
            self.fingers.update(|fingers| {
                fingers.remove(&event.pointer_id());
            });
        };
        let cross = self.place.is_some().then(|| {
            let (x, y) = (WIDTH / 2.0, HEIGHT / 2.0);
            let path = format!("M{} {y}h20M{x} {}v20", x - 10.0, y - 10.0);
            view! { <path class="board-cross" d=path></path> }
        });
        view! {
            <svg
                node_ref=self.ground
                viewBox=area
                aria-hidden="true"
                on:pointerdown=down
                on:pointermove=move |event| self.drag(&event)
                on:pointerup=move |event| self.lift(&event)
                on:pointercancel=gone
            >
                {move || self.view.get().map(ground)}
                {move || self.view.get().map(|view| self.all_marks(view))}
                {move || self.here.get().zip(self.view.get()).map(|(at, view)| here(view, at))}
                {cross}
            </svg>
        }
        .into_any()
    }

    fn all_marks(self, view: View) -> AnyView {
        let marks = self.marks.get();
        marks
            .into_iter()
            .map(|mark| drawn(view, &mark))
            .collect_view()
            .into_any()
    }

    /// Where a finger is, in the board's units.
    fn on_board(self, event: &PointerEvent) -> (f64, f64) {
        let Some(ground) = self.ground.get_untracked() else {
            return (0.0, 0.0);
        };
        let frame = ground.get_bounding_client_rect();
        let x = (f64::from(event.client_x()) - frame.left()) / frame.width().max(1.0);
        let y = (f64::from(event.client_y()) - frame.top()) / frame.height().max(1.0);
        (x * WIDTH, y * HEIGHT)
    }

    fn drag(self, event: &PointerEvent) {
        let at = self.on_board(event);
        let id = event.pointer_id();
        let mut fingers = self.fingers.get_untracked();
        let Some(finger) = fingers.get(&id).copied() else {
            return;
        };
        let other = fingers
            .iter()
            .find(|(known, _)| **known != id)
            .map(|(_, other)| other.at);
        let moved = finger.moved || distance(finger.from, at) > TAP || other.is_some();
        fingers.insert(
            id,
            Finger {
                at,
                moved,
                ..finger
            },
        );
        self.fingers.set(fingers);
        if !moved {
            return;
        }
        let (right, down) = (at.0 - finger.at.0, at.1 - finger.at.1);
        self.view.update(|view| {
            if let Some(view) = view {
                // With two fingers each carries half of the picture.
                let share = if other.is_some() { 0.5 } else { 1.0 };
                *view = view.pushed(right * share, down * share);
                if let Some(other) = other {
                    let (before, now) = (distance(finger.at, other), distance(at, other));
                    *view = view.zoomed((now / before.max(1.0)).clamp(0.5, 2.0));
                }
            }
        });
    }

    fn lift(self, event: &PointerEvent) {
        let finger = self
            .fingers
            .try_update(|fingers| fingers.remove(&event.pointer_id()));
        let tapped = finger.flatten().is_some_and(|finger| !finger.moved);
        if !tapped {
            return;
        }
        let at = self.on_board(event);
        // A screen is not so wide that a float could not say where.
        let place = |at: i32| f32::from(i16::try_from(at).unwrap_or_default());
        let on = document().element_from_point(place(event.client_x()), place(event.client_y()));
        let mark = on.and_then(|on: Element| on.closest("[data-choice]").ok().flatten());
        let name = mark.and_then(|mark| mark.get_attribute("data-choice"));
        if let (Some(name), Some(choose)) = (name, self.choose) {
            choose.run(name);
        } else if let Some(point) = self.view.get_untracked().and_then(|view| view.point(at)) {
            self.put(point);
        }
    }

    fn put(self, point: Point) {
        if let Some(place) = self.place {
            place.run(point);
        }
    }

    fn zoom(self, factor: f64) {
        self.view
            .update(|view| *view = view.map(|view| view.zoomed(factor)));
    }

    fn key(self, event: &KeyboardEvent) {
        let step = if event.shift_key() { STRIDE } else { STEP };
        let (right, down) = match event.key().as_str() {
            "ArrowLeft" => (step, 0.0),
            "ArrowRight" => (-step, 0.0),
            "ArrowUp" => (0.0, step),
            "ArrowDown" => (0.0, -step),
            "+" | "=" => {
                event.prevent_default();
                return self.zoom(ZOOM);
            }
            "-" => {
                event.prevent_default();
                return self.zoom(1.0 / ZOOM);
            }
            "Enter" | " " if self.place.is_some() => {
                event.prevent_default();
                event.stop_propagation();
                if let Some(point) = self.view.get_untracked().and_then(View::middle) {
                    self.put(point);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        self.view
            .update(|view| *view = view.map(|view| view.pushed(right, down)));
    }
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// What lies under everything: a grid and a scale. A map would be drawn here and nowhere else.
fn ground(view: View) -> AnyView {
    let (upright, level) = view.lines();
    let mut path = String::new();
    for x in upright {
        let _ = write!(path, "M{x:.1} 0V{HEIGHT}");
    }
    for y in level {
        let _ = write!(path, "M0 {y:.1}H{WIDTH}");
    }
    let metres = view.grid_m();
    let (left, bottom) = (16.0, HEIGHT - 16.0);
    let bar = format!("M{left} {}v6h{:.1}v-6", bottom - 6.0, metres / view.metres);
    let text = length_text(metres).replace(".0 ", " ").replace(".00 ", " ");
    view! {
        <path class="board-grid" d=path></path>
        <path class="board-scale" d=bar></path>
        <text class="board-text" x=left y=bottom - 12.0>{text}</text>
        <text class="board-text" x=WIDTH - 28.0 y="24">"N"</text>
        <path class="board-scale" d=format!("M{0} 48v-18l-5 7m5-7l5 7", WIDTH - 22.0)></path>
    }
    .into_any()
}

fn here(view: View, at: Point) -> AnyView {
    let (x, y) = view.place(at);
    let radius = (at.accuracy() / view.metres).clamp(0.0, 2.0 * WIDTH);
    view! {
        <circle class="board-around" cx=x cy=y r=radius></circle>
        <circle class="board-here" cx=x cy=y r="7"></circle>
    }
    .into_any()
}

fn drawn(view: View, mark: &Mark) -> AnyView {
    let places: Vec<(f64, f64)> = mark.points.iter().map(|point| view.place(*point)).collect();
    let mut path = String::new();
    for (at, (x, y)) in places.iter().enumerate() {
        let pen = if at == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{pen}{x:.1} {y:.1}");
    }
    if mark.closed && places.len() > 2 {
        path.push('Z');
    }
    // Of an area or a line that can be chosen, its corners are no points of their own.
    let dots = (mark.name.is_none() || places.len() == 1).then(|| {
        let dot =
            |(x, y): &(f64, f64)| view! { <circle class="board-dot" cx=*x cy=*y r="8"></circle> };
        places.iter().map(dot).collect_view()
    });
    let label = places
        .first()
        .filter(|_| !mark.label.is_empty())
        .map(|(x, y)| {
            let label = mark.label.clone();
            view! { <text class="board-label" x=x + 12.0 y=y - 10.0>{label}</text> }
        });
    view! {
        <g
            class="board-mark"
            data-choice=mark.name.clone()
            data-closed=mark.closed.then_some("")
            data-taken=mark.taken.then_some("")
        >
            <path class="board-line" d=path></path>
            {dots}
            {label}
        </g>
    }
    .into_any()
}
