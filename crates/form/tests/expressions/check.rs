//! Lines of an expression and what it gives.
//!
//! ```text
//! 1 + 1            => 2                       a number
//! concat('a', 'b') => 'ab'                    a text
//! 1 = 1            => true                    a truth
//! //b              => /a[1]/b[1] /a[1]/b[2]   nodes; `nothing` for none
//! unknown()        => error there is no       an error, and a part of what it says
//! ```

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can not go on stops"
)]

use form::{Context, Outcome, Wanted, Zone, evaluate};

/// Noon of a Sunday in November, seven hours behind UTC.
pub(crate) fn context() -> Context {
    Context {
        now: "2026-11-22T12:00:00-07:00".parse().unwrap(),
        username: "chan".to_owned(),
        seed: 7,
        ..Context::default()
    }
}

/// The same moment where clocks are put forward on 2026-03-08 and back on 2026-11-01.
pub(crate) fn summer() -> Context {
    let at = |moment: &str| {
        let moment: chrono::DateTime<chrono::FixedOffset> = moment.parse().unwrap();
        moment.timestamp()
    };
    let changes = vec![
        (at("2026-03-08T10:00:00Z"), -7 * 3600),
        (at("2026-11-01T09:00:00Z"), -8 * 3600),
    ];
    Context {
        now: "2026-11-22T12:00:00-08:00".parse().unwrap(),
        zone: Some(Zone::new(-8 * 3600, changes)),
        ..Context::default()
    }
}

pub(crate) fn check(xml: &str, at: &str, lines: &str) {
    check_in(&context(), xml, at, lines);
}

pub(crate) fn check_in(context: &Context, xml: &str, at: &str, lines: &str) {
    let wrong: Vec<String> = lines
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .filter_map(|line| {
            let Some((expression, expected)) = line.rsplit_once(" => ") else {
                panic!("no => in {line}")
            };
            let got = shown(evaluate(
                expression.trim(),
                xml,
                Some(at),
                Wanted::Any,
                context,
            ));
            let fits = match expected.trim().strip_prefix("error") {
                Some(part) => got.starts_with("error") && got.contains(part.trim()),
                None => got == expected.trim(),
            };
            (!fits).then(|| format!("{line}\n   but it gives {got}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn shown(outcome: Result<Outcome, String>) -> String {
    match outcome {
        Ok(Outcome::Number(number)) => number.to_string(),
        Ok(Outcome::Text(text)) => format!("'{text}'"),
        Ok(Outcome::Boolean(truth)) => truth.to_string(),
        Ok(Outcome::Nodes(paths)) if paths.is_empty() => "nothing".to_owned(),
        Ok(Outcome::Nodes(paths)) => paths.join(" "),
        Err(error) => format!("error {error}"),
    }
}
