//! Plays a person: a form as Markdown tables, and lines that do and expect things.
//!
//! ```text
//! /age := 21               answers
//! /age :! x                tries to, and is refused
//! + /member                adds an instance
//! - /member[1]             removes one
//! language en              changes the language
//! changed /a /b            what the last of these changed, and nothing else
//! /age = 21                the value
//! /age : relevant          a state; `not relevant`, `required`, `readonly`
//! /age : fine              no problem; `missing`, `broken`, `mistyped`
//! /age label How old?      also `hint`, `guidance`, `message`, `shows`
//! /age choices a b         names of the choices offered
//! /member : 2 instances
//! answered 1 of 3
//! ```

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can not go on stops"
)]

use std::fmt::Write as _;

use form::{Changes, Context, ItemId, ItemKind, ProblemKind, Rejection, Session};

/// Reads a form that has to be usable and plays the lines.
pub(crate) fn check(form: &str, script: &str) {
    play(start(form), script);
}

/// Reads a form that has to be usable and opens it at a fixed moment.
pub(crate) fn start(form: &str) -> Session {
    let reading = form::read_markdown(form);
    let told: String = reading
        .diagnostics
        .iter()
        .fold(String::new(), |mut told, diagnostic| {
            let _ = writeln!(told, "{diagnostic}");
            told
        });
    let Some(form) = reading.form else {
        panic!("the form is not usable:\n{told}")
    };
    Session::start(form, context())
}

pub(crate) fn context() -> Context {
    let now = "2026-11-22T08:15:00+08:00".parse().unwrap();
    Context {
        now,
        deviceid: "tablet-7".into(),
        username: "chan".into(),
        seed: 7,
        ..Context::default()
    }
}

pub(crate) fn play(mut session: Session, script: &str) -> Session {
    let mut changes = Changes::default();
    for line in script
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        if let Some(done) = act(&mut session, line) {
            changes = done;
            same_as_opened_anew(&session, line);
        } else if let Some(expected) = line.strip_prefix("changed") {
            let mut found: Vec<String> = changes
                .iter()
                .map(|(item, _)| session.item(item).path())
                .collect();
            found.sort();
            let mut expected: Vec<&str> = expected.split_whitespace().collect();
            expected.sort_unstable();
            assert_eq!(found, expected, "{line}");
        } else if let Some(expected) = line.strip_prefix("answered ") {
            let progress = session.progress();
            assert_eq!(
                format!("{} of {}", progress.answered, progress.total),
                expected
            );
        } else {
            expect(&session, line);
        }
    }
    session
}

fn find(session: &Session, path: &str, line: &str) -> ItemId {
    session
        .find(path)
        .unwrap_or_else(|| panic!("no item {path}: {line}"))
}

fn act(session: &mut Session, line: &str) -> Option<Changes> {
    if let Some((path, value)) = line.split_once(":=") {
        let item = find(session, path.trim(), line);
        let done = session.set(item, value.trim());
        return Some(done.unwrap_or_else(|why| panic!("{line}: {why}")));
    }
    if let Some((path, value)) = line.split_once(":!") {
        let item = find(session, path.trim(), line);
        let before = snapshot(session);
        assert!(
            session.set(item, value.trim()).is_err(),
            "{line}: was taken"
        );
        assert_eq!(snapshot(session), before, "{line}: changed something");
        return Some(Changes::default());
    }
    if let Some(path) = line.strip_prefix("+ ") {
        let item = find(session, path, line);
        return Some(
            session
                .add_instance(item)
                .unwrap_or_else(|why| panic!("{line}: {why}"))
                .1,
        );
    }
    if let Some(path) = line.strip_prefix("- ") {
        let item = find(session, path, line);
        return Some(
            session
                .remove_instance(item)
                .unwrap_or_else(|why: Rejection| panic!("{why}")),
        );
    }
    if let Some(code) = line.strip_prefix("language ") {
        let language = session.form().language_for(code).unwrap();
        return Some(session.set_language(language));
    }
    None
}

fn expect(session: &Session, line: &str) {
    let (path, rest) = line
        .split_once(' ')
        .unwrap_or_else(|| panic!("what is {line}?"));
    let id = find(session, path, line);
    let item = session.item(id);
    let (verb, expected) = rest.split_once(' ').unwrap_or((rest, ""));
    let text = |found: Option<String>| assert_eq!(found.unwrap_or_default(), expected, "{line}");
    match verb {
        "=" => assert_eq!(item.value(), expected, "{line}"),
        "label" => text(item.label()),
        "hint" => text(item.hint()),
        "guidance" => text(item.guidance_hint()),
        "message" => text(item.problem().and_then(|problem| problem.message)),
        "shows" => text(Some(item.display_value())),
        "choices" => {
            let names: Vec<String> = item
                .choices()
                .into_iter()
                .map(|choice| choice.name)
                .collect();
            assert_eq!(names.join(" "), expected, "{line}");
        }
        ":" => state(session, id, expected, line),
        _ => panic!("what is {line}?"),
    }
}

fn state(session: &Session, id: ItemId, expected: &str, line: &str) {
    let item = session.item(id);
    let problem = item.problem().map(|problem| problem.kind);
    let (expected, wanted) = match expected.strip_prefix("not ") {
        Some(rest) => (rest, false),
        None => (expected, true),
    };
    let found = match expected {
        "relevant" => item.relevant(),
        "required" => item.required(),
        "readonly" => item.readonly(),
        "fine" => problem.is_none(),
        "missing" => problem == Some(ProblemKind::Required),
        "broken" => problem == Some(ProblemKind::Constraint),
        "mistyped" => problem == Some(ProblemKind::Type),
        count => {
            let count: usize = count.trim_end_matches(" instances").parse().unwrap();
            session.children(id).count() == count
        }
    };
    assert_eq!(found, wanted, "{line} (problem: {problem:?})");
}

/// All that a screen could show, as text.
pub(crate) fn snapshot(session: &Session) -> String {
    let mut out = String::new();
    for id in session.items() {
        let item = session.item(id);
        // What is irrelevant has no value for anyone but a draft.
        let value = if item.relevant() { item.value() } else { "-" };
        let _ = writeln!(
            out,
            "{} {} {:?} relevant={} required={} readonly={} {:?} {:?} {:?} {:?}",
            item.path(),
            value,
            item.kind(),
            item.relevant(),
            item.required(),
            item.readonly(),
            item.problem()
                .map(|problem| (problem.kind, problem.message)),
            item.label(),
            item.hint(),
            if matches!(item.kind(), ItemKind::Question(_)) {
                item.choices()
            } else {
                Vec::new()
            },
        );
    }
    out
}

/// What was worked out step by step has to be what is worked out at once.
pub(crate) fn same_as_opened_anew(session: &Session, line: &str) {
    let mut anew = Session::resume(session.form().clone(), context(), &session.answers());
    anew.set_language(session.language());
    assert_eq!(snapshot(session), snapshot(&anew), "after {line}");
}
