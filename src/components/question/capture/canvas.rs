//! A canvas to draw on with finger, pen, mouse or keys. It remembers strokes, not pixels, so that
//! each can be taken back and the eraser takes away whole ones.

use std::rc::Rc;

use leptos::{html, prelude::*};
use web_sys::{HtmlCanvasElement, ImageBitmap, KeyboardEvent, PointerEvent};

use crate::{
    components::icon::Icon,
    locales::ControlTexts,
    platform::picture::{self, Pen},
};

const PAPER: &str = "#ffffff";
/// The inks: name for the page, colour.
const INKS: [(&str, &str); 4] = [
    ("black", "#101820"),
    ("red", "#c01820"),
    ("blue", "#1848c0"),
    ("green", "#18783c"),
];
/// In parts of the canvas's width.
const NIB: f64 = 1.0 / 240.0;
const ERASER: f64 = 1.0 / 40.0;
const KEY_STEP: f64 = 1.0 / 80.0;

/// A line of one ink, in pixels of the canvas.
struct Stroke {
    ink: &'static str,
    points: Vec<(f64, f64)>,
}

type Strokes = Vec<Rc<Stroke>>;

/// What the drawing is now, and what it was before each change.
#[derive(Default)]
struct Sheet {
    strokes: Strokes,
    before: Vec<Strokes>,
    /// The stroke under the pen.
    drawn: Option<Stroke>,
    ground: Option<ImageBitmap>,
}

/// A canvas. A handle: copies are the same.
#[derive(Clone, Copy)]
pub struct Canvas {
    size: (u32, u32),
    element: NodeRef<html::Canvas>,
    sheet: StoredValue<Sheet, LocalStorage>,
    changes: RwSignal<usize>,
    ink: RwSignal<&'static str>,
    erasing: RwSignal<bool>,
    inks: bool,
    /// Where the keys have brought the nib.
    nib: RwSignal<Option<(f64, f64)>>,
}

impl Canvas {
    /// A canvas of a size in pixels, over a picture or on paper, with several inks or one.
    pub fn new(size: (u32, u32), ground: Option<ImageBitmap>, inks: bool) -> Self {
        let sheet = Sheet {
            ground,
            ..Sheet::default()
        };
        Self {
            size,
            element: NodeRef::new(),
            sheet: StoredValue::new_local(sheet),
            changes: RwSignal::new(0),
            ink: RwSignal::new(INKS[0].1),
            erasing: RwSignal::new(false),
            inks,
            nib: RwSignal::new(None),
        }
    }

    /// The element, while it is on the page.
    pub fn element(self) -> Option<HtmlCanvasElement> {
        self.element.try_get_untracked().flatten()
    }

    /// How often the drawing has been changed; followed.
    pub fn changes(self) -> usize {
        self.changes.get()
    }

    /// How often it has been changed.
    pub fn changes_untracked(self) -> usize {
        self.changes.get_untracked()
    }

    /// Shows it with its tools; `id` is the element's.
    pub fn show(self, id: String) -> AnyView {
        let t = ControlTexts::now();
        Effect::new(move |_| {
            if self.element.get().is_some() {
                self.nib.track();
                self.paint();
            }
        });
        let down = move |event: PointerEvent| {
            event.prevent_default();
            if let Some(element) = self.element() {
                let _ = element.set_pointer_capture(event.pointer_id());
                let _ = element.focus();
            }
            self.nib.set(None);
            self.touch(self.at(&event));
        };
        let moved = move |event: PointerEvent| {
            // 0: no button and no finger is down.
            if event.buttons() != 0 {
                self.touch(self.at(&event));
            }
        };
        view! {
            <canvas
                node_ref=self.element
                class="canvas"
                id=id
                width=self.size.0
                height=self.size.1
                tabindex="0"
                role="application"
                aria-label=t.canvas
                on:pointerdown=down
                on:pointermove=moved
                on:pointerup=move |_| self.lift()
                on:pointercancel=move |_| self.lift()
                on:keydown=move |event| self.key(&event)
            ></canvas>
            {self.tools()}
        }
        .into_any()
    }

    fn tools(self) -> AnyView {
        let t = ControlTexts::now();
        let names = [t.colour_black, t.colour_red, t.colour_blue, t.colour_green];
        let ink = move |((name, ink), text): ((&'static str, &'static str), &'static str)| {
            let on = move || !self.erasing.get() && self.ink.get() == ink;
            view! {
                <button
                    type="button"
                    class="button square ink"
                    data-ink=name
                    aria-label=text
                    aria-pressed=move || if on() { "true" } else { "false" }
                    on:click=move |_| {
                        self.ink.set(ink);
                        self.erasing.set(false);
                    }
                >
                    <span></span>
                </button>
            }
        };
        let inks = self
            .inks
            .then(|| INKS.into_iter().zip(names).map(ink).collect_view());
        let eraser = move |_| self.erasing.update(|erasing| *erasing = !*erasing);
        view! {
            <div class="button-row tools">
                {inks}
                <button
                    type="button"
                    class="button square"
                    data-action="erase"
                    aria-label=t.eraser
                    aria-pressed=move || if self.erasing.get() { "true" } else { "false" }
                    on:click=eraser
                >
                    <Icon name="eraser"/>
                </button>
                <button
                    type="button"
                    class="button"
                    data-action="undo"
                    on:click=move |_| self.undo()
                >
                    <Icon name="undo"/>
                    {t.undo}
                </button>
                <button type="button" class="button" on:click=move |_| self.clear()>
                    {t.clear}
                </button>
            </div>
        }
        .into_any()
    }

    /// Where a finger is, in pixels of the canvas.
    fn at(self, event: &PointerEvent) -> (f64, f64) {
        let Some(element) = self.element() else {
            return (0.0, 0.0);
        };
        let frame = element.get_bounding_client_rect();
        let x = (f64::from(event.client_x()) - frame.left()) / frame.width().max(1.0);
        let y = (f64::from(event.client_y()) - frame.top()) / frame.height().max(1.0);
        (x * f64::from(self.size.0), y * f64::from(self.size.1))
    }

    fn touch(self, at: (f64, f64)) {
        if self.erasing.get_untracked() {
            return self.erase(at);
        }
        let ink = self.ink.get_untracked();
        self.sheet.update_value(|sheet| {
            let stroke = sheet.drawn.get_or_insert_with(|| Stroke {
                ink,
                points: Vec::new(),
            });
            stroke.points.push(at);
        });
        self.paint();
    }

    fn lift(self) {
        let drawn = self.sheet.try_update_value(|sheet| {
            let stroke = sheet.drawn.take()?;
            sheet.before.push(sheet.strokes.clone());
            sheet.strokes.push(Rc::new(stroke));
            Some(())
        });
        if drawn.flatten().is_some() {
            self.changed();
        }
    }

    fn erase(self, at: (f64, f64)) {
        let reach = f64::from(self.size.0) * ERASER;
        let erased = self.sheet.try_update_value(|sheet| {
            let near = |stroke: &Rc<Stroke>| {
                stroke
                    .points
                    .iter()
                    .any(|point| (point.0 - at.0).hypot(point.1 - at.1) < reach)
            };
            if !sheet.strokes.iter().any(near) {
                return false;
            }
            sheet.before.push(sheet.strokes.clone());
            sheet.strokes.retain(|stroke| !near(stroke));
            true
        });
        if erased == Some(true) {
            self.changed();
        }
    }

    fn undo(self) {
        let undone = self.sheet.try_update_value(|sheet| {
            sheet.strokes = sheet.before.pop()?;
            Some(())
        });
        if undone.flatten().is_some() {
            self.changed();
        }
    }

    fn clear(self) {
        self.sheet.update_value(|sheet| {
            let strokes = std::mem::take(&mut sheet.strokes);
            sheet.before.push(strokes);
        });
        self.changed();
    }

    fn changed(self) {
        self.paint();
        self.changes.update(|changes| *changes += 1);
    }

    /// Arrows move the nib, Space puts it down and lifts it.
    fn key(self, event: &KeyboardEvent) {
        let (width, height) = (f64::from(self.size.0), f64::from(self.size.1));
        let step = width * KEY_STEP;
        let (x, y) = match event.key().as_str() {
            "ArrowLeft" => (-step, 0.0),
            "ArrowRight" => (step, 0.0),
            "ArrowUp" => (0.0, -step),
            "ArrowDown" => (0.0, step),
            " " => (0.0, 0.0),
            _ => return,
        };
        event.prevent_default();
        let at = self
            .nib
            .get_untracked()
            .unwrap_or((width / 2.0, height / 2.0));
        let at = ((at.0 + x).clamp(0.0, width), (at.1 + y).clamp(0.0, height));
        let down = self.sheet.try_with_value(|sheet| sheet.drawn.is_some()) == Some(true);
        if event.key() == " " {
            if down { self.lift() } else { self.touch(at) }
        } else if down {
            self.touch(at);
        }
        self.nib.set(Some(at));
    }

    fn paint(self) {
        let Some(pen) = self.element().and_then(|element| picture::pen(&element)) else {
            return;
        };
        let (width, height) = (f64::from(self.size.0), f64::from(self.size.1));
        pen.set_fill_style_str(PAPER);
        pen.fill_rect(0.0, 0.0, width, height);
        pen.set_line_cap("round");
        pen.set_line_join("round");
        pen.set_line_width(width * NIB);
        let _ = self.sheet.try_with_value(|sheet| {
            if let Some(ground) = &sheet.ground {
                let _ =
                    pen.draw_image_with_image_bitmap_and_dw_and_dh(ground, 0.0, 0.0, width, height);
            }
            for stroke in &sheet.strokes {
                line(&pen, stroke);
            }
            if let Some(stroke) = &sheet.drawn {
                line(&pen, stroke);
            }
        });
    }
}

fn line(pen: &Pen, stroke: &Stroke) {
    pen.set_stroke_style_str(stroke.ink);
    pen.begin_path();
    for (at, (x, y)) in stroke.points.iter().enumerate() {
        if at == 0 {
            pen.move_to(*x, *y);
            // A tap is a dot.
            pen.line_to(*x + 0.1, *y);
        } else {
            pen.line_to(*x, *y);
        }
    }
    pen.stroke();
}
