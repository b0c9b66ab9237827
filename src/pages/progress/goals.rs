//! The two targets: how far, when, and how sure the figures are.

use chrono::NaiveDate;
use leptos::prelude::*;
use needs::progress::{Goal, Outlook, Progress};

use super::{
    bars::target_bar,
    drawing::{Anchor, Drawing, Ink, TEXT},
    figure::Figure,
    table::{Table, Value, one_decimal},
    words,
};
use crate::locales::{ProgressTexts, fill};

/// The figure.
pub(super) fn figure(progress: &Progress, width: f64) -> Figure {
    let t = ProgressTexts::now();
    let named = [
        (t.survey, &progress.survey),
        (t.interview, &progress.interview),
    ];
    let doors = progress.total.doors;
    let lines = named.map(|(_, goal)| {
        let figures: [&dyn std::fmt::Display; 4] =
            [&goal.reached, &doors, &goal.target, &goal.percent];
        fill(t.reached, &figures)
    });
    let mut drawing = Drawing::new("progress-targets", width);
    for (at, ((name, goal), figures)) in (0_u32..).zip(named.into_iter().zip(&lines)) {
        let top = f64::from(at) * 96.0;
        drawing.strong((0.0, top + TEXT), Anchor::Start, name);
        drawing.text((0.0, top + TEXT + 24.0), Anchor::Start, Ink::Soft, figures);
        target_bar(&mut drawing, top + TEXT + 36.0, goal.reached, goal.target);
    }
    let said = named.iter().zip(&lines);
    let said: Vec<_> = said
        .map(|((name, _), figures)| format!("{name}: {figures}"))
        .collect();
    let words = named.map(|(name, goal)| {
        view! {
            <p data-goal=goal_name(goal, progress)>
                <strong>{name}</strong>" · "{outlook(goal)}
            </p>
        }
    });
    let below = view! {
        {words.into_iter().collect_view()}
        <p id="sure">{sure(progress)}</p>
        <p class="row-sub">{t.sure_how}</p>
    };
    Figure {
        title: t.targets,
        lead: None,
        drawing: Some(drawing),
        says: said.join("; "),
        below: Some(below.into_any()),
        table: table(progress),
    }
}

fn goal_name(goal: &Goal, progress: &Progress) -> &'static str {
    if std::ptr::eq(goal, &raw const progress.survey) {
        "survey"
    } else {
        "interview"
    }
}

/// When the target will be reached, in sentences.
fn outlook(goal: &Goal) -> String {
    let t = ProgressTexts::now();
    let mut told = match goal.outlook {
        Outlook::Reached => return t.outlook_reached.to_owned(),
        Outlook::Over => return fill(t.outlook_over, &[&goal.missing()]),
        Outlook::TooEarly => t.outlook_early.to_owned(),
        Outlook::On(day) => fill(t.outlook_on, &[&words::day(day)]),
        Outlook::After(Some(day)) => fill(t.outlook_after, &[&words::day(day)]),
        Outlook::After(None) => t.outlook_never.to_owned(),
    };
    let mut say = |more: String| {
        if told.is_ascii() {
            told.push(' ');
        }
        told.push_str(&more);
    };
    match goal.between {
        Some((earliest, Some(latest))) if earliest < latest => {
            say(fill(
                t.between,
                &[&words::day(earliest), &words::day(latest)],
            ));
        }
        Some((earliest, None)) => say(fill(t.between_open, &[&words::day(earliest)])),
        _ => {}
    }
    if let Some(pace) = goal.pace {
        say(fill(t.pace, &[&pace.days, &one_decimal(pace.a_day)]));
    }
    if let Some(needed) = goal
        .needed
        .filter(|_| !matches!(goal.outlook, Outlook::On(_)))
    {
        say(fill(t.needed, &[&one_decimal(needed)]));
    }
    told
}

/// How far what was answered speaks for all.
fn sure(progress: &Progress) -> String {
    let t = ProgressTexts::now();
    let total = progress.total;
    match total.margin() {
        Some(margin) => {
            let points = one_decimal(margin * 100.0);
            fill(t.sure, &[&total.surveyed(), &total.doors, &points])
        }
        None => t.sure_few.to_owned(),
    }
}

fn table(progress: &Progress) -> Table {
    let t = ProgressTexts::now();
    let columns = vec![
        ("figure", t.figure),
        ("doors", t.doors),
        ("reached", t.part_surveyed),
        ("coverage_percent", t.coverage),
        ("target", t.target),
        ("missing", t.missing),
        ("a_day", t.a_day),
        ("a_day_needed", t.a_day_needed),
        ("expected_on", t.expected_on),
        ("earliest", t.earliest),
        ("latest", t.latest),
        ("margin_points", t.margin),
    ];
    let doors = progress.total.doors;
    let day = |day: NaiveDate| Value::Text(day.to_string());
    let row = |name: &str, goal: &Goal, margin: Option<f64>| {
        let on = match goal.outlook {
            Outlook::On(on) => Some(on),
            Outlook::After(on) => on,
            _ => None,
        };
        #[expect(clippy::cast_precision_loss, reason = "doors of an estate are few")]
        let share = (doors > 0).then(|| goal.reached as f64 / doors as f64);
        vec![
            Value::Text(name.to_owned()),
            Value::Count(doors),
            Value::Count(goal.reached),
            Value::maybe(share, Value::Percent),
            Value::Count(goal.target),
            Value::Count(goal.missing()),
            Value::maybe(goal.pace, |pace| Value::Number(pace.a_day)),
            Value::maybe(goal.needed, Value::Number),
            Value::maybe(on, day),
            Value::maybe(goal.between, |(earliest, _)| day(earliest)),
            Value::maybe(goal.between.and_then(|(_, latest)| latest), day),
            Value::maybe(margin, Value::Percent),
        ]
    };
    Table {
        name: "progress-targets",
        rows: vec![
            row(t.survey, &progress.survey, progress.total.margin()),
            row(t.interview, &progress.interview, None),
        ],
        columns,
    }
}
