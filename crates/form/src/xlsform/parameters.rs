//! The column `parameters`: `start=1 end=10`, and what each type takes.

use super::kinds::Kind;
use super::spelling::similar;
use super::survey::truth;
use crate::blueprint::{Shape, Source};
use crate::diagnostic::Findings;
use crate::diagnostic::Message;
use crate::form::Control;

/// Reads `name=value` pairs; `,` and `;` separate them as spaces do. Names come in lower case.
pub(super) fn read(source: &Source, findings: &mut Findings) -> Vec<(String, String)> {
    let mut tokens: Vec<&str> = Vec::new();
    for word in source
        .text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
    {
        let mut rest = word;
        while let Some((before, after)) = rest.split_once('=') {
            tokens.extend(Some(before).filter(|before| !before.is_empty()));
            tokens.push("=");
            rest = after;
        }
        tokens.extend(Some(rest).filter(|rest| !rest.is_empty()));
    }
    let mut found = Vec::new();
    for triple in tokens.chunks(3) {
        if let [name, "=", value] = triple
            && *name != "="
            && *value != "="
        {
            found.push((name.to_ascii_lowercase(), (*value).to_owned()));
        } else {
            let message = message!(
                "\"{}\" is not of the form name=value name=value",
                source.text
            );
            findings.error(&source.place, "bad-parameter", message);
            break;
        }
    }
    found
}

/// The parameters that a type takes; `None` where any are let through.
fn taken(kind: &Kind) -> Option<&'static [&'static str]> {
    const SELECT: &[&str] = &["randomize", "seed"];
    const FROM_FILE: &[&str] = &["label", "randomize", "seed", "value"];
    const SHAPE: &[&str] = &["allow-mock-accuracy", "incremental", "reference-geometry"];
    Some(match kind {
        Kind::Select(..) => SELECT,
        Kind::SelectFromFile(..) => FROM_FILE,
        Kind::Audit => &[
            "identify-user",
            "location-max-age",
            "location-min-interval",
            "location-priority",
            "track-changes",
            "track-changes-reasons",
        ],
        Kind::BackgroundAudio => &["quality"],
        Kind::Row(Shape::Question(control)) => match control {
            Control::Range => &[
                "end",
                "placeholder",
                "start",
                "step",
                "tick_interval",
                "tick_labelset",
            ],
            Control::Text => &["rows"],
            Control::Image => &["app", "max-pixels"],
            Control::Audio => &["quality"],
            Control::GeoPoint => &[
                "allow-mock-accuracy",
                "capture-accuracy",
                "reference-geometry",
                "warning-accuracy",
            ],
            Control::GeoTrace | Control::GeoShape => SHAPE,
            _ => return None,
        },
        _ => return None,
    })
}

/// Says which parameters a row's type doesn't take, and which have a value that can't be.
pub(super) fn check(
    kind: &Kind,
    given: &[(String, String)],
    source: &Source,
    appearance: &str,
    findings: &mut Findings,
) {
    if let Some(taken) = taken(kind) {
        for (name, _) in given {
            if !taken.contains(&name.as_str()) {
                let hint = similar(name, taken.iter().copied());
                let message = message!(
                    "\"{}\" is no parameter of this type, which takes {}{}",
                    name,
                    taken.join(", "),
                    hint
                );
                findings.error(&source.place, "unknown-parameter", message);
            }
        }
    }
    let applies = |name: &str| taken(kind).is_some_and(|taken| taken.contains(&name));
    for (name, value) in given.iter().filter(|(name, _)| applies(name)) {
        if let Some(wanted) = wrong(kind, name, value, appearance) {
            let message = message!("{} is {}, not \"{}\"", name, wanted, value);
            findings.error(&source.place, "bad-parameter", message);
        }
    }
    let value = |name: &str| given.iter().find(|(known, _)| known == name);
    let shuffled = value("randomize").is_some_and(|(_, value)| value.eq_ignore_ascii_case("true"));
    if applies("seed") && value("seed").is_some() && !shuffled {
        let message = message!("a seed has a meaning only with randomize=true");
        findings.error(&source.place, "bad-parameter", message);
    }
    if matches!(kind, Kind::Audit) {
        check_location(given, source, findings);
    }
}

/// What a value should be, if it is something else.
fn wrong(kind: &Kind, name: &str, value: &str, appearance: &str) -> Option<Message> {
    let lower = value.to_ascii_lowercase();
    let one_of = |words: &[&str]| words.contains(&lower.as_str());
    let background = matches!(kind, Kind::BackgroundAudio);
    let (fine, wanted) = match name {
        "rows" | "max-pixels" => (lower.parse::<i64>().is_ok(), message!("a whole number")),
        "capture-accuracy" | "warning-accuracy" => {
            (lower.parse::<f64>().is_ok(), message!("a number of metres"))
        }
        "allow-mock-accuracy" | "randomize" | "track-changes" | "identify-user" => {
            (one_of(&["true", "false"]), message!("true or false"))
        }
        "seed" => (
            lower.parse::<f64>().is_ok() || value.starts_with("${"),
            message!("a number or a question in braces"),
        ),
        "track-changes-reasons" => (lower == "on-form-edit", message!("\"{}\"", "on-form-edit")),
        "incremental" => (
            truth(&lower) == Some(true) && lower != "1",
            message!("\"true\" or is left out"),
        ),
        "quality" if background => (
            one_of(&["voice-only", "low", "normal"]),
            message!("voice-only, low or normal"),
        ),
        "quality" => (
            one_of(&["voice-only", "low", "normal", "external"]),
            message!("voice-only, low, normal or external"),
        ),
        "location-priority" => (
            one_of(&["no-power", "low-power", "balanced", "high-accuracy"]),
            message!("no-power, low-power, balanced or high-accuracy"),
        ),
        "location-min-interval" | "location-max-age" => (
            lower.parse::<u64>().is_ok(),
            message!("a whole number of seconds from 0"),
        ),
        "label" | "value" if matches!(kind, Kind::SelectFromFile(..)) => (
            super::survey::is_name(value),
            message!("the name of a column, of letters, digits, - _ and ."),
        ),
        // Elsewhere the parameter has no effect, so its value doesn't matter.
        "app" if matches!(appearance, "" | "annotate") => (
            is_package(value),
            message!("the name of an Android app, such as org.example.camera"),
        ),
        _ => return None,
    };
    (!fine).then_some(wanted)
}

/// The three about the location go together.
fn check_location(given: &[(String, String)], source: &Source, findings: &mut Findings) {
    let value = |name: &str| given.iter().find(|(known, _)| known == name);
    let all = [
        value("location-priority"),
        value("location-min-interval"),
        value("location-max-age"),
    ];
    if all.iter().all(Option::is_none) {
        return;
    }
    if all.iter().any(Option::is_none) {
        let message = message!(
            "location-priority, location-min-interval and location-max-age go together: \
             give all three"
        );
        findings.error(&source.place, "bad-parameter", message);
    }
    let seconds = |at: usize| all[at].and_then(|(_, value)| value.parse::<u64>().ok());
    if let (Some(interval), Some(age)) = (seconds(1), seconds(2))
        && age < interval
    {
        let message = message!("location-max-age is at least location-min-interval");
        findings.error(&source.place, "bad-parameter", message);
    }
}

/// Whether a text can name an Android app: `org.example.app`.
fn is_package(text: &str) -> bool {
    let part = |part: &str| {
        part.chars().next().is_some_and(|c| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    text.contains('.') && text.split('.').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    fn pairs(text: &str) -> Option<Vec<(String, String)>> {
        let mut findings = Findings::default();
        let source = Source {
            text: text.to_owned(),
            place: Place::default(),
        };
        let found = read(&source, &mut findings);
        (!findings.has_errors()).then_some(found)
    }

    #[test]
    fn pairs_in_every_spelling() {
        let wanted = Some(vec![
            ("start".to_owned(), "1".to_owned()),
            ("end".to_owned(), "Z".to_owned()),
        ]);
        for text in ["start=1 end=Z", "Start = 1, end= Z", "start =1;end =Z;"] {
            assert_eq!(pairs(text), wanted, "{text}");
        }
        assert_eq!(pairs(" "), Some(Vec::new()));
        for text in ["start", "start=", "=1", "start==1", "start=1 end", "a=b=c"] {
            assert_eq!(pairs(text), None, "{text}");
        }
    }

    #[test]
    fn names_of_apps() {
        assert!(is_package("org.example.my_app2"));
        for text in [
            "app", "org.", ".app", "org..app", "org.2app", "org._a", "o.a-b",
        ] {
            assert!(!is_package(text), "{text}");
        }
    }
}
