//! Days: how surveys and interviews add up, against the way to the target.

use chrono::{NaiveDate, TimeDelta};
use leptos::prelude::*;
use needs::progress::{Goal, Outlook, Progress};

use super::{
    drawing::{Anchor, Drawing, Ink, Sign, Spot, Stroke, TEXT},
    figure::Figure,
    table::{Table, Value},
    words,
};
use crate::locales::{ProgressTexts, fill};

const SURVEYS: Stroke = Stroke::of(Ink::Accent, 3.5);
const INTERVIEWS: Stroke = Stroke::dashed(Ink::Text, 2.5, "9 4");
const WAY: Stroke = Stroke::of(Ink::Edge, 1.5);
const PROJECTED: Stroke = Stroke::dashed(Ink::Accent, 2.5, "2 5");
const EARLIER: Stroke = Stroke::dashed(Ink::Soft, 2.0, "12 3 3 3");

const LEFT: f64 = 44.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 250.0;

/// How an earlier campaign went: its name, and day by day, counted from its first, how many it had
/// surveyed, for as many doors as this one has.
pub(super) struct Earlier {
    pub name: String,
    pub running: Vec<(i64, f64)>,
}

/// What is drawn.
pub(super) struct View<'a> {
    pub progress: &'a Progress,
    pub today: NaiveDate,
    /// Whether it is the whole campaign, which has targets.
    pub targets: bool,
    pub earlier: Option<&'a Earlier>,
}

/// Where days and counts lie in the picture.
struct Axes {
    first: NaiveDate,
    days: f64,
    most: f64,
    right: f64,
}

impl Axes {
    #[expect(clippy::cast_precision_loss, reason = "days and doors are few")]
    fn spot(&self, day: NaiveDate, count: f64) -> Spot {
        let passed = (day - self.first).num_days() as f64;
        let across = (passed / self.days).clamp(0.0, 1.0);
        let up = (count / self.most).clamp(0.0, 1.0);
        (
            LEFT + (self.right - LEFT) * across,
            BOTTOM - (BOTTOM - TOP) * up,
        )
    }
}

#[expect(clippy::cast_precision_loss, reason = "days and doors are few")]
fn axes(view: &View<'_>, width: f64) -> Axes {
    let (progress, today, earlier) = (view.progress, view.today, view.earlier);
    let worked = progress.days.first().map_or(today, |day| day.date);
    let first = progress.starts.map_or(worked, |starts| starts.min(worked));
    let last = progress.ends.map_or(today, |ends| ends.max(worked));
    let highest = earlier.map(|earlier| earlier.running.iter().map(|(_, count)| *count));
    let highest = highest.into_iter().flatten().fold(0.0, f64::max);
    let most = [
        progress.survey.target,
        progress.survey.reached,
        progress.interview.target,
        progress.interview.reached,
    ];
    let most = most.into_iter().max().unwrap_or_default() as f64;
    Axes {
        first,
        days: ((last - first).num_days().max(1)) as f64,
        most: most.max(highest).max(1.0) * 1.08,
        right: width - 2.0,
    }
}

fn drawing(view: &View<'_>, width: f64) -> Drawing {
    let axes = axes(view, width);
    let mut drawing = Drawing::new("progress-days", width);
    frame(&mut drawing, &axes, view);
    if view.targets {
        ways(&mut drawing, &axes, view);
    }
    if let Some(earlier) = view.earlier {
        let spots = earlier.running.iter().filter_map(|(passed, count)| {
            let day = axes.first.checked_add_signed(TimeDelta::days(*passed))?;
            Some(axes.spot(day, *count))
        });
        drawing.line(&spots.collect::<Vec<_>>(), EARLIER);
    }
    let interviews = steps(&axes, view, |(_, _, interviews)| interviews);
    let surveys = steps(&axes, view, |(_, surveys, _)| surveys);
    let reached = (
        view.progress.survey.reached,
        view.progress.interview.reached,
    );
    drawing.line(&interviews, INTERVIEWS);
    drawing.line(&surveys, SURVEYS);
    if let Some((x, y)) = surveys.last().filter(|_| reached.0 > 0) {
        let before = ((x - 10.0).max(LEFT + 30.0), (y - 2.0).max(TOP + 6.0));
        drawing.strong(before, Anchor::End, &reached.0.to_string());
    }
    if let Some((x, y)) = interviews.last().filter(|_| reached.1 > 0) {
        let behind = (
            (x + 8.0).min(axes.right - 30.0),
            (y + 18.0).min(BOTTOM - 6.0),
        );
        drawing.strong(behind, Anchor::Start, &reached.1.to_string());
    }
    drawing.reach(BOTTOM + TEXT + 10.0);
    legend(&mut drawing, view);
    drawing
}

fn legend(drawing: &mut Drawing, view: &View<'_>) {
    let t = ProgressTexts::now();
    let mut items = vec![
        (Sign::Line(SURVEYS), t.surveys.to_owned()),
        (Sign::Line(INTERVIEWS), t.interviews.to_owned()),
    ];
    if view.targets {
        items.push((Sign::Line(WAY), t.way_to_target.to_owned()));
        items.push((Sign::Line(PROJECTED), t.projected.to_owned()));
    }
    if let Some(earlier) = view.earlier {
        let name = fill(t.last_time, &[&earlier.name]);
        items.push((Sign::Line(EARLIER), name));
    }
    drawing.legend(&items);
}

/// From nothing to each target, and on from today at the present pace.
#[expect(clippy::cast_precision_loss, reason = "doors are few")]
fn ways(drawing: &mut Drawing, axes: &Axes, view: &View<'_>) {
    let progress = view.progress;
    for goal in [&progress.survey, &progress.interview] {
        let (target, reached) = (goal.target as f64, goal.reached as f64);
        let (from, to) = (axes.spot(axes.first, 0.0), end(axes, progress, target));
        drawing.line(&[from, to], WAY);
        let beside = (LEFT - 6.0, to.1 + 5.0);
        drawing.text(beside, Anchor::End, Ink::Soft, &goal.target.to_string());
        if let Outlook::On(on) | Outlook::After(Some(on)) = goal.outlook {
            let here = axes.spot(view.today, reached);
            let there = towards(axes, (view.today, reached), (on, target));
            drawing.line(&[here, there], PROJECTED);
        }
    }
}

/// The axes, with the first day, today and the last day.
fn frame(drawing: &mut Drawing, axes: &Axes, view: &View<'_>) {
    let (progress, today) = (view.progress, view.today);
    let axis = Stroke::of(Ink::Edge, 1.5);
    drawing.line(&[(LEFT, TOP), (LEFT, BOTTOM), (axes.right, BOTTOM)], axis);
    drawing.text((LEFT - 6.0, BOTTOM + 4.0), Anchor::End, Ink::Soft, "0");
    let below = BOTTOM + TEXT + 5.0;
    let last = progress.ends.unwrap_or(today);
    drawing.text(
        (LEFT, below),
        Anchor::Start,
        Ink::Soft,
        &words::day(axes.first),
    );
    drawing.text(
        (axes.right, below),
        Anchor::End,
        Ink::Soft,
        &words::day(last),
    );
    let (x, _) = axes.spot(today, 0.0);
    let between = axes.first <= today && today <= last;
    if between {
        drawing.line(
            &[(x, TOP), (x, BOTTOM)],
            Stroke::dashed(Ink::Line, 1.5, "3 4"),
        );
    }
    // Three days in one line need room.
    if between && x > LEFT + 110.0 && x < axes.right - 110.0 {
        drawing.text((x, below), Anchor::Middle, Ink::Text, &words::day(today));
    }
}

fn end(axes: &Axes, progress: &Progress, target: f64) -> Spot {
    match progress.ends {
        Some(ends) => axes.spot(ends, target),
        None => (axes.right, axes.spot(axes.first, target).1),
    }
}

/// The end of a line from one day and count towards another, cut off at the right edge.
#[expect(clippy::cast_precision_loss, reason = "days are few")]
fn towards(axes: &Axes, from: (NaiveDate, f64), to: (NaiveDate, f64)) -> Spot {
    let whole = (to.0 - from.0).num_days() as f64;
    let room = axes.days - (from.0 - axes.first).num_days() as f64;
    if whole <= room || whole <= 0.0 {
        return axes.spot(to.0, to.1);
    }
    let (_, y) = axes.spot(from.0, from.1 + (to.1 - from.1) * (room / whole).max(0.0));
    (axes.right, y)
}

/// A line that rises at the end of each day, from nothing to today.
#[expect(clippy::cast_precision_loss, reason = "doors are few")]
fn steps(axes: &Axes, view: &View<'_>, of: fn((NaiveDate, usize, usize)) -> usize) -> Vec<Spot> {
    let (progress, today) = (view.progress, view.today);
    let mut spots = vec![axes.spot(axes.first, 0.0)];
    let mut before = 0.0;
    for running in progress.running() {
        let count = of(running) as f64;
        spots.push(axes.spot(running.0, before));
        spots.push(axes.spot(running.0, count));
        before = count;
    }
    spots.push(axes.spot(today.max(axes.first), before));
    spots
}

fn table(progress: &Progress) -> Table {
    let t = ProgressTexts::now();
    let columns = vec![
        ("date", t.date),
        ("attempts", t.attempts),
        ("distributed", t.distributed),
        ("returned", t.returned),
        ("surveys", t.surveys),
        ("interviews", t.interviews),
        ("refusals", t.refusals),
        ("surveys_so_far", t.surveys_so_far),
        ("interviews_so_far", t.interviews_so_far),
    ];
    let rows = progress.days.iter().zip(progress.running());
    let rows = rows.map(|(day, (_, surveyed, interviewed))| {
        let counts = [
            day.attempts,
            day.distributed,
            day.returned,
            day.surveyed,
            day.interviewed,
            day.refused,
            surveyed,
            interviewed,
        ];
        let date = Value::Text(day.date.to_string());
        std::iter::once(date)
            .chain(counts.map(Value::Count))
            .collect()
    });
    Table {
        name: "progress-days",
        rows: rows.collect(),
        columns,
    }
}

/// The figure.
pub(super) fn figure(view: &View<'_>, width: f64) -> Figure {
    let t = ProgressTexts::now();
    let progress = view.progress;
    let told = |label: &str, goal: &Goal| format!("{label}: {} / {}", goal.reached, goal.target);
    let says = [
        told(t.surveys, &progress.survey),
        told(t.interviews, &progress.interview),
    ];
    let none = progress.days.is_empty();
    Figure {
        title: t.by_day,
        lead: none.then(|| view! { <p class="row-sub">{t.no_days}</p> }.into_any()),
        drawing: (!none).then(|| drawing(view, width)),
        says: format!("{}. {}", t.by_day, says.join("; ")),
        below: None,
        table: table(progress),
    }
}
