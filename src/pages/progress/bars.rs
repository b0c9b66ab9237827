//! Doors by what they come to, as bars: a building or a person each.

use leptos::prelude::*;
use needs::progress::{Part, Tally};

use super::{
    drawing::{Anchor, Drawing, Ink, Paint, Sign, Spot, TEXT},
    figure::Figure,
    table::{Table, Value},
    words::{paint_of, part_name},
};
use crate::locales::{ProgressTexts, fill};

/// A bar.
#[derive(Clone, Debug)]
pub(super) struct Bar {
    pub name: String,
    /// What is said at the other end of the line above it.
    pub note: String,
    pub tally: Tally,
    /// Doors to reach, where there is a target.
    pub target: Option<usize>,
}

/// How long a bar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// As long as the picture is wide, whatever it stands for.
    Whole,
    /// As long as it has doors, compared with the longest.
    Doors,
}

/// So many bars are drawn at first.
pub(super) const FIRST: usize = 12;

const BAR: f64 = 22.0;
const ROW: f64 = 62.0;

/// The bars, with a legend of the parts that occur.
pub(super) fn drawing(name: &'static str, width: f64, bars: &[Bar], scale: Scale) -> Drawing {
    let mut drawing = Drawing::new(name, width);
    let longest = bars.iter().map(|bar| bar.tally.doors).max();
    let longest = longest.unwrap_or_default().max(1);
    for (at, bar) in (0_u32..).zip(bars) {
        let top = f64::from(at) * ROW;
        drawing.strong((0.0, top + TEXT), Anchor::Start, &bar.name);
        drawing.text((width, top + TEXT), Anchor::End, Ink::Soft, &bar.note);
        let whole = match scale {
            Scale::Whole => bar.tally.doors.max(1),
            Scale::Doors => longest,
        };
        draw(&mut drawing, (0.0, top + TEXT + 9.0), bar, whole);
    }
    let parts = Part::ALL.into_iter();
    let parts = parts.filter(|part| bars.iter().any(|bar| bar.tally.part(*part) > 0));
    let signed = parts.map(|part| (Sign::Area(paint_of(part)), part_name(part).to_owned()));
    let mut items: Vec<_> = signed.collect();
    if bars.iter().any(|bar| bar.target.is_some()) {
        items.push((Sign::Mark, ProgressTexts::now().target_mark.to_owned()));
    }
    drawing.legend(&items);
    drawing
}

#[expect(clippy::cast_precision_loss, reason = "doors of an estate are few")]
fn draw(drawing: &mut Drawing, (left, top): Spot, bar: &Bar, whole: usize) {
    let long = |doors: usize| (drawing_width(drawing) * doors as f64) / whole as f64;
    let lengths = Part::ALL.map(|part| long(bar.tally.part(part)));
    let goal = bar.target.map(long);
    let mut x = left;
    for (part, length) in Part::ALL.into_iter().zip(lengths) {
        if length <= 0.0 {
            continue;
        }
        drawing.rect((x, top), (length, BAR), paint_of(part));
        let count = bar.tally.part(part).to_string();
        if part == Part::Surveyed && length > 34.0 {
            let middle = (x + length / 2.0, top + BAR - 5.5);
            drawing.text(middle, Anchor::Middle, Ink::OnFill, &count);
        }
        x += length;
    }
    if let Some(goal) = goal {
        drawing.mark((goal, top - 4.0), BAR + 8.0);
    }
}

/// Lines lie within the picture.
const fn drawing_width(drawing: &Drawing) -> f64 {
    drawing.width() - 1.0
}

/// A bar for a target: what is reached, against what has to be.
#[expect(clippy::cast_precision_loss, reason = "doors of an estate are few")]
pub(super) fn target_bar(drawing: &mut Drawing, top: f64, reached: usize, target: usize) {
    let whole = (target.max(reached) as f64 * 1.1).max(1.0);
    let width = drawing_width(drawing);
    let long = |doors: usize| width * doors as f64 / whole;
    let track = (width, BAR);
    drawing.rect((0.0, top), track, Paint::Plain(Ink::Surface));
    if reached > 0 {
        drawing.rect((0.0, top), (long(reached), BAR), Paint::Plain(Ink::Fill));
    }
    drawing.mark((long(target), top - 4.0), BAR + 8.0);
}

/// The same as a table.
pub(super) fn table(
    name: &'static str,
    (key, title): (&'static str, &'static str),
    bars: &[Bar],
) -> Table {
    let t = ProgressTexts::now();
    let mut columns = vec![
        (key, title),
        ("doors", t.doors),
        ("distributed", t.distributed),
        ("returned", t.returned),
        ("interviewed", t.interviewed),
        ("outstanding", t.outstanding),
    ];
    columns.extend(Part::ALL.map(|part| (part.name(), part_name(part))));
    columns.push(("attempts", t.attempts));
    let targets = bars.iter().any(|bar| bar.target.is_some());
    if targets {
        columns.extend([
            ("target", t.target),
            ("missing", t.missing),
            ("margin_points", t.margin),
        ]);
    }
    let rows = bars.iter().map(|bar| {
        let tally = bar.tally;
        let mut row = vec![
            Value::Text(bar.name.clone()),
            Value::Count(tally.doors),
            Value::Count(tally.distributed),
            Value::Count(tally.returned),
            Value::Count(tally.interviewed),
            Value::Count(tally.open()),
        ];
        row.extend(Part::ALL.map(|part| Value::Count(tally.part(part))));
        row.push(Value::Count(tally.attempts));
        if targets {
            let missing = bar
                .target
                .map(|target| target.saturating_sub(tally.surveyed()));
            row.push(Value::maybe(bar.target, Value::Count));
            row.push(Value::maybe(missing, Value::Count));
            row.push(Value::maybe(tally.margin(), Value::Percent));
        }
        row
    });
    Table {
        name,
        rows: rows.collect(),
        columns,
    }
}

/// The whole figure; a long one is drawn in full when that is asked for.
pub(super) fn figure(
    title: &'static str,
    width: f64,
    bars: &[Bar],
    scale: Scale,
    table: Table,
    all: RwSignal<bool>,
) -> Figure {
    let t = ProgressTexts::now();
    let shown = if all.get() {
        bars.len()
    } else {
        FIRST.min(bars.len())
    };
    let more = (shown < bars.len()).then(|| {
        view! {
            <p class="button-row">
                <button class="button" on:click=move |_| all.set(true)>
                    {fill(t.all_rows, &[&bars.len()])}
                </button>
            </p>
        }
        .into_any()
    });
    let named = bars[..shown]
        .iter()
        .map(|bar| format!("{}: {}", bar.name, bar.note));
    let says = format!("{title}. {}", named.collect::<Vec<_>>().join("; "));
    Figure {
        title,
        lead: None,
        drawing: Some(drawing(table.name, width, &bars[..shown], scale)),
        says,
        below: more,
        table,
    }
}
