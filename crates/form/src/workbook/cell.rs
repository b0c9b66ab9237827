//! What a spreadsheet program does to a text, undone.

use chrono::Timelike;

use crate::xpath::{date_text, number_text};

/// A cell's text without what Excel and word processors leave around it: outer spaces of any
/// kind, invisible marks, carriage returns.
pub(crate) fn clean(text: &str) -> String {
    let invisible = |c: char| matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}');
    let outer = |c: char| c.is_whitespace() || c.is_control() || invisible(c);
    let inner = text.trim_matches(outer);
    let odd =
        |c: char| c == '\r' || c == '\u{a0}' || c == '\u{feff}' || (c.is_control() && c != '\n');
    if !inner.contains(odd) {
        return inner.to_owned();
    }
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\r' => out.push('\n'),
            '\u{a0}' | '\t' => out.push(' '),
            '\u{feff}' => {}
            c if c.is_control() && c != '\n' => {}
            c => out.push(c),
        }
    }
    out
}

/// Excel stores every number as a float: 1 comes as `1`, `1.0` or `0.99999999999999989`.
pub(super) fn number(text: &str) -> String {
    match text.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => shown(number),
        _ => text.trim().to_owned(),
    }
}

/// What Excel itself shows of a number.
pub(super) fn shown(number: f64) -> String {
    number_text(fifteen_digits(number))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the exponent of a double fits"
)]
fn fifteen_digits(number: f64) -> f64 {
    let exponent = number.abs().log10().floor();
    if !(-200.0..=200.0).contains(&exponent) {
        return number;
    }
    let shift = 14 - exponent as i32;
    // Dividing by a power of ten is exact where multiplying by its inverse is not.
    if shift >= 0 {
        let power = 10_f64.powi(shift);
        (number * power).round() / power
    } else {
        let power = 10_f64.powi(-shift);
        (number / power).round() * power
    }
}

/// An Excel serial number as a date, a time, or both, as XForms writes them.
///
/// Excel counts 1900 as a leap year, which shifts the days before 1 March 1900.
#[expect(clippy::cast_possible_truncation, reason = "checked to be in range")]
pub(super) fn date(serial: f64, from_1904: bool) -> Option<String> {
    let serial = if from_1904 { serial + 1462.0 } else { serial };
    if !(0.0..3_000_000.0).contains(&serial) {
        return None;
    }
    let shift = if serial < 60.0 { 25_568.0 } else { 25_569.0 };
    let seconds = ((serial - shift) * 86_400.0).round();
    let moment = chrono::DateTime::from_timestamp(seconds as i64, 0)?.naive_utc();
    let clock = moment.time();
    let clock = format!(
        "{:02}:{:02}:{:02}",
        clock.hour(),
        clock.minute(),
        clock.second()
    );
    let day = date_text(moment.date());
    Some(if serial < 1.0 {
        clock
    } else if serial.fract() == 0.0 {
        day
    } else {
        format!("{day}T{clock}")
    })
}

/// Whether one of the number formats that every workbook has shows a date or a time.
pub(super) fn built_in_date(format: u32) -> bool {
    matches!(format, 14..=22 | 45..=47)
}

/// Whether a number format has letters for parts of a date outside quotes and brackets.
pub(super) fn shows_date(code: &str) -> bool {
    let mut closer = None;
    let mut rest = code.chars();
    while let Some(c) = rest.next() {
        match (closer, c) {
            (Some(end), c) if c == end => closer = None,
            (None, '"') => closer = Some('"'),
            (None, '[') => closer = Some(']'),
            (None, '\\' | '_' | '*') => drop(rest.next()),
            (None, 'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S') => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_read_as_they_are_shown() {
        for (stored, shown) in [
            ("1.0", "1"),
            ("1", "1"),
            ("0.1", "0.1"),
            ("0.99999999999999989", "1"),
            ("3.1415926535897931", "3.14159265358979"),
            ("1E+2", "100"),
            ("-0", "0"),
            ("abc", "abc"),
        ] {
            assert_eq!(number(stored), shown);
        }
    }

    #[test]
    fn serial_numbers_are_dates() {
        assert_eq!(date(45_000.0, false).as_deref(), Some("2023-03-15"));
        assert_eq!(
            date(45_000.5, false).as_deref(),
            Some("2023-03-15T12:00:00")
        );
        assert_eq!(date(0.25, false).as_deref(), Some("06:00:00"));
        assert_eq!(date(1.0, false).as_deref(), Some("1900-01-01"));
        assert_eq!(date(43_538.0, true).as_deref(), Some("2023-03-15"));
        assert_eq!(date(-1.0, false), None);
        assert_eq!(date(f64::NAN, false), None);
    }

    #[test]
    fn spaces_that_cannot_be_seen_go() {
        assert_eq!(clean("\u{a0} yes\u{200b}\t"), "yes");
        assert_eq!(clean("a\u{a0}b\r\nc"), "a b\nc");
    }
}
