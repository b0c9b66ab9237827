//! The type `range`: numbers from `start` to `end` by `step`, with ticks and labels.

use super::spelling::similar;
use crate::blueprint::{PlannedList, Source};
use crate::diagnostic::{Findings, Message, Place};

/// A decimal number as a count of the smallest unit that any parameter may use, so that
/// `0.3` is a multiple of `0.1`.
type Units = i128;

const DIGITS: usize = 12;

fn units(text: &str) -> Option<Units> {
    let lower = text.to_ascii_lowercase();
    let plain = if lower.contains('e') {
        format!("{}", lower.parse::<f64>().ok().filter(|n| n.is_finite())?)
    } else {
        lower
    };
    let (negative, digits) = match plain.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let too_long = whole.len() > 18 || part.len() > DIGITS;
    if whole.len() + part.len() == 0 || !all_digits(whole) || !all_digits(part) || too_long {
        return None;
    }
    let joined: Units = format!("{whole}{part:0<DIGITS$}").parse().ok()?;
    Some(if negative { -joined } else { joined })
}

struct Range<'a, 'f> {
    place: &'a Place,
    findings: &'f mut Findings,
    start: Units,
    end: Units,
    step: Units,
    tick: Option<Units>,
}

/// Checks the parameters of a range against each other; `duplicates` says whether lists may hold a
/// name twice.
pub(super) fn check(
    given: &[(String, String)],
    source: &Source,
    appearance: &str,
    lists: &[PlannedList],
    duplicates: bool,
    findings: &mut Findings,
) {
    let text = |name: &str| {
        let found = given.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    };
    let plain =
        appearance.is_empty() || appearance.contains("vertical") || appearance.contains("no-ticks");
    let ticked = ["tick_interval", "placeholder", "tick_labelset"];
    if let Some(name) = ticked.into_iter().find(|name| text(name).is_some())
        && !plain
    {
        let message = message!(
            "{} does not go together with the appearance \"{}\"",
            name,
            appearance
        );
        findings.error(&source.place, "bad-parameter", message);
    }
    let mut number = |name: &str, usual: Option<Units>| match text(name) {
        None => Some(usual),
        Some(text) => {
            let number = units(text);
            if number.is_none() {
                let message = message!("{} is a number, not \"{}\"", name, text);
                findings.error(&source.place, "bad-parameter", message);
            }
            number.map(Some)
        }
    };
    let one = 10_i128.pow(u32::try_from(DIGITS).unwrap_or(0));
    let (start, end, step) = (
        number("start", Some(one)),
        number("end", Some(10 * one)),
        number("step", Some(one)),
    );
    let (tick, placeholder) = (number("tick_interval", None), number("placeholder", None));
    let (Some(Some(start)), Some(Some(end)), Some(Some(step))) = (start, end, step) else {
        return;
    };
    let mut range = Range {
        place: &source.place,
        findings,
        start,
        end,
        step,
        tick: tick.flatten(),
    };
    if !range.steps() {
        return;
    }
    if let Some(placeholder) = placeholder.flatten() {
        range.placeholder(placeholder);
    }
    if let Some(name) = text("tick_labelset") {
        range.labels(name, lists, appearance.contains("no-ticks"), duplicates);
    }
}

impl Range<'_, '_> {
    fn error(&mut self, message: Message) {
        self.findings.error(self.place, "bad-range", message);
    }

    fn steps(&mut self) -> bool {
        let width = (self.end - self.start).abs();
        for (name, value) in [("step", Some(self.step)), ("tick_interval", self.tick)] {
            let Some(value) = value else { continue };
            if value == 0 {
                self.error(message!("{} can't be 0", name));
                return false;
            }
            if value > width {
                self.error(message!(
                    "{} is larger than the way from start to end",
                    name
                ));
                return false;
            }
        }
        if self.tick.is_some_and(|tick| tick % self.step != 0) {
            self.error(message!("tick_interval is a multiple of step"));
            return false;
        }
        true
    }

    fn holds(&self, value: Units) -> bool {
        (self.start.min(self.end)..=self.start.max(self.end)).contains(&value)
    }

    fn placeholder(&mut self, value: Units) {
        if (value - self.start) % self.step != 0 {
            self.error(message!("placeholder is start and a multiple of step"));
        }
        if !self.holds(value) {
            self.error(message!("placeholder lies between start and end"));
        }
    }

    fn labels(&mut self, name: &str, lists: &[PlannedList], no_ticks: bool, duplicates: bool) {
        let Some(list) = lists
            .iter()
            .find(|list| list.name.eq_ignore_ascii_case(name))
        else {
            let hint = similar(name, lists.iter().map(|list| list.name.as_str()));
            self.error(message!(
                "there is no list \"{}\" in the sheet \"choices\"{}",
                name,
                hint
            ));
            return;
        };
        let mut ticks = Vec::new();
        for choice in &list.choices {
            let Some(value) = units(&choice.name) else {
                self.error(message!(
                    "each name in the list \"{}\" is a number, not \"{}\"",
                    name,
                    choice.name
                ));
                return;
            };
            let by = self.tick.unwrap_or(self.step);
            if !self.holds(value) {
                self.error(message!(
                    "\"{}\" in the list \"{}\" lies outside the range",
                    choice.name,
                    name
                ));
            } else if (value - self.start) % by != 0 {
                self.error(message!(
                    "\"{}\" in the list \"{}\" is between two ticks",
                    choice.name,
                    name
                ));
            }
            if ticks.contains(&value) && !duplicates {
                self.error(message!(
                    "the list \"{}\" has two labels for one tick",
                    name
                ));
            }
            ticks.push(value);
        }
        ticks.sort_unstable();
        ticks.dedup();
        if no_ticks && ticks != [self.start.min(self.end), self.start.max(self.end)] {
            self.error(message!(
                "without ticks, the list \"{}\" labels the start and the end, nothing else",
                name
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        let one = units("1");
        assert_eq!(units("1.0"), one);
        assert_eq!(units("+1.000"), one);
        assert_eq!(units("1e0"), one);
        assert_eq!(units("0.3").map(|n| n % units("0.1").unwrap_or(1)), Some(0));
        assert_eq!(units("-.5").map(|n| n * 2), one.map(|n| -n));
        for text in ["", ".", "-", "a", "1a", "NaN", "inf", "Infinity", "1.2.3"] {
            assert_eq!(units(text), None, "{text}");
        }
    }
}
