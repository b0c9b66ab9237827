//! Who is missing: those who answered beside all doors, group by group.

use ledger::State;
use leptos::prelude::*;
use needs::progress::{Comparison, Group, Progress, Trait, Verdict};

use super::{
    drawing::{Anchor, Drawing, Ink, Sign, Stroke, TEXT},
    figure::Figure,
    table::{Table, Value, one_decimal},
    words::{class_name, trait_name, verdict_text},
};
use crate::locales::ProgressTexts;

const ROW: f64 = 52.0;

/// Of a trait with more groups those are drawn that differ most.
const MOST: usize = 10;

/// The figure; `None` where there is nothing to compare.
pub(super) fn figure(state: &State, progress: &Progress, width: f64) -> Figure {
    let t = ProgressTexts::now();
    let drawing = (progress.total.surveyed() > 0).then(|| drawing(state, progress, width));
    let lead = if drawing.is_some() {
        t.bias_sub
    } else {
        t.bias_none
    };
    Figure {
        title: t.who_is_missing,
        lead: Some(view! { <p class="row-sub">{lead}</p> }.into_any()),
        drawing,
        says: said(state, progress),
        below: None,
        table: table(state, progress),
    }
}

/// How large a difference is, in points, without a sign.
fn points(group: &Group) -> String {
    let difference = group.difference().map_or(0.0, |found| found.share);
    one_decimal(difference.abs() * 100.0)
}

/// What stands out, in words.
fn said(state: &State, progress: &Progress) -> String {
    let t = ProgressTexts::now();
    let groups = progress.bias.iter().flat_map(|found| &found.groups);
    let clear = groups.filter(|group| matches!(group.verdict, Verdict::Over | Verdict::Under));
    let named: Vec<_> = clear
        .map(|group| {
            let verdict = verdict_text(group.verdict, &points(group));
            format!("{}: {verdict}", class_name(state, group.class))
        })
        .collect();
    let told = if named.is_empty() {
        t.maybe_chance.to_owned()
    } else {
        named.join("; ")
    };
    format!("{}. {told}", t.who_is_missing)
}

/// The groups that are drawn, in their order.
fn drawn(comparison: &Comparison) -> Vec<&Group> {
    let mut groups: Vec<&Group> = comparison.groups.iter().collect();
    if groups.len() > MOST {
        let size = |group: &Group| group.difference().map_or(0.0, |found| found.share.abs());
        groups.sort_by(|a, b| size(b).total_cmp(&size(a)));
        groups.truncate(MOST);
    }
    groups
}

fn drawing(state: &State, progress: &Progress, width: f64) -> Drawing {
    let t = ProgressTexts::now();
    let mut drawing = Drawing::new("progress-bias", width);
    let mut top = 0.0;
    for comparison in &progress.bias {
        drawing.strong((0.0, top + TEXT), Anchor::Start, trait_name(comparison.by));
        top += TEXT + 14.0;
        let groups = drawn(comparison);
        let highest = |group: &&Group| {
            group
                .found
                .map_or(0.0, |found| found.high)
                .max(group.expected)
        };
        let most = groups.iter().map(highest).fold(0.05, f64::max);
        for group in groups {
            row(&mut drawing, top, most, state, group);
            top += ROW;
        }
        top += 14.0;
    }
    drawing.legend(&[
        (Sign::Diamond, t.all_doors.to_owned()),
        (
            Sign::Dot(Stroke::of(Ink::Accent, 4.0)),
            t.answered.to_owned(),
        ),
    ]);
    drawing
}

/// A group: above its name and what is to be thought of it, below the pair.
fn row(drawing: &mut Drawing, top: f64, most: f64, state: &State, group: &Group) {
    let inside = drawing.width() - 16.0;
    let across = |share: f64| 8.0 + inside * (share / most).clamp(0.0, 1.0);
    let (name, verdict) = (
        class_name(state, group.class),
        verdict_text(group.verdict, &points(group)),
    );
    let clear = matches!(group.verdict, Verdict::Over | Verdict::Under);
    let ink = if clear { Ink::Text } else { Ink::Soft };
    drawing.text((0.0, top + TEXT), Anchor::Start, Ink::Text, &name);
    let right = (drawing.width(), top + TEXT);
    if clear {
        drawing.strong(right, Anchor::End, &verdict);
    } else {
        drawing.text(right, Anchor::End, ink, &verdict);
    }
    let y = top + TEXT + 15.0;
    drawing.line(
        &[(0.0, y), (drawing.width(), y)],
        Stroke::of(Ink::Line, 2.0),
    );
    if let Some(found) = group.found {
        let sure = group.verdict != Verdict::TooFew;
        if sure {
            let ends = [(across(found.low), y), (across(found.high), y)];
            drawing.line(&ends, Stroke::of(Ink::Accent, 4.0));
        }
        drawing.diamond((across(group.expected), y));
        drawing.dot((across(found.share), y), sure);
    }
}

fn table(state: &State, progress: &Progress) -> Table {
    let t = ProgressTexts::now();
    let columns = vec![
        ("group", t.group),
        ("compared_by", t.compared_by),
        ("doors", t.doors),
        ("answered", t.answered),
        ("share_of_all", t.share_of_all),
        ("share_of_answers", t.share_of_answered),
        ("difference", t.difference),
        ("low", t.low),
        ("high", t.high),
        ("meaning", t.verdict),
    ];
    let line = |by: Trait, group: &Group| {
        // Too few say nothing, in figures no more than in words.
        let sure = group.verdict != Verdict::TooFew;
        let found = group.found.filter(|_| sure);
        let difference = group.difference().filter(|_| sure);
        vec![
            Value::Text(class_name(state, group.class)),
            Value::Text(trait_name(by).to_owned()),
            Value::Count(group.doors),
            Value::Count(group.answered),
            Value::Percent(group.expected),
            Value::maybe(found, |found| Value::Percent(found.share)),
            Value::maybe(difference, |found| Value::Percent(found.share)),
            Value::maybe(difference, |found| Value::Percent(found.low)),
            Value::maybe(difference, |found| Value::Percent(found.high)),
            Value::Text(verdict_text(group.verdict, &points(group))),
        ]
    };
    let rows = progress.bias.iter().flat_map(|comparison| {
        let groups = comparison.groups.iter();
        groups.map(move |group| line(comparison.by, group))
    });
    Table {
        name: "progress-bias",
        rows: rows.collect(),
        columns,
    }
}
