//! The arithmetic of calendars. A day is counted from 1970-01-01; a calendar is a way to read it as
//! year, month and day, and everything else follows from that alone.

use std::rc::Rc;

use chrono::{DateTime, Datelike, NaiveDate};

use crate::platform::intl::DateFormat;

/// Year, month and day, each from 1.
pub(super) type Ymd = (i32, u32, u32);

/// No month of any calendar is longer.
const LONGEST_MONTH: i64 = 33;
/// A date that exists is found in far fewer steps.
const STEPS: usize = 60;

/// A calendar. Copies share it.
#[derive(Clone)]
pub(super) struct Calendar {
    read: Rc<dyn Fn(i64) -> Ymd>,
    /// What `Intl` calls it; `None` for the Gregorian one.
    pub(super) name: Option<&'static str>,
}

impl Calendar {
    pub(super) fn gregorian() -> Self {
        Self {
            read: Rc::new(gregorian),
            name: None,
        }
    }

    /// The calendar of an appearance, if the browser knows it.
    pub(super) fn named(appearance: &str) -> Option<Self> {
        let name = match appearance {
            "ethiopian" => "ethiopic",
            "coptic" => "coptic",
            "islamic" => "islamic-civil",
            "persian" => "persian",
            "buddhist" => "buddhist",
            _ => return None,
        };
        let options = [
            ("year", "numeric"),
            ("month", "numeric"),
            ("day", "numeric"),
        ];
        let format = DateFormat::new(&format!("en-u-ca-{name}-nu-latn"), &options);
        Some(Self {
            read: Rc::new(move |day| format.numbers(day)),
            name: Some(name),
        })
    }

    pub(super) fn read(&self, day: i64) -> Ymd {
        (self.read)(day)
    }

    /// The day of a date; `None` if the calendar has no such date.
    pub(super) fn find(&self, wanted: Ymd) -> Option<i64> {
        let mut day = 0_i64;
        for _ in 0..STEPS {
            let here = self.read(day);
            if here == wanted {
                return Some(day);
            }
            let away = |a: u32, b: u32| f64::from(a) - f64::from(b);
            let years = f64::from(wanted.0) - f64::from(here.0);
            let guess = years * 365.24 + away(wanted.1, here.1) * 29.6 + away(wanted.2, here.2);
            day += step(guess);
        }
        None
    }

    /// The date, or if its month is shorter the last day of that month.
    fn nearest(&self, (year, month, day): Ymd) -> Option<i64> {
        (1..=day)
            .rev()
            .find_map(|day| self.find((year, month, day)))
    }

    /// The first day of the month that a day is in, and how many days the month has.
    pub(super) fn month(&self, day: i64) -> (i64, i64) {
        let (_, month, of_month) = self.read(day);
        let first = day - i64::from(of_month.max(1)) + 1;
        let after = (1..LONGEST_MONTH).find(|days| self.read(first + days).1 != month);
        (first, after.unwrap_or(LONGEST_MONTH))
    }

    /// The same day some months later or earlier.
    pub(super) fn months_on(&self, day: i64, by: i64) -> i64 {
        let of_month = self.read(day).2;
        let (mut first, mut length) = self.month(day);
        for _ in 0..by.unsigned_abs() {
            let to = if by > 0 { first + length } else { first - 1 };
            (first, length) = self.month(to);
        }
        first + (i64::from(of_month) - 1).min(length - 1)
    }

    /// The same date some years later or earlier.
    pub(super) fn years_on(&self, day: i64, by: i32) -> i64 {
        let (year, month, of_month) = self.read(day);
        self.nearest((year + by, month, of_month)).unwrap_or(day)
    }

    /// The first days of all months of the year that a day is in.
    pub(super) fn months_of_year(&self, day: i64) -> Vec<i64> {
        let year = self.read(day).0;
        let Some(first) = self.find((year, 1, 1)) else {
            return Vec::new();
        };
        let next = |first: &i64| {
            let after = first + self.month(*first).1;
            (self.read(after).0 == year).then_some(after)
        };
        std::iter::successors(Some(first), next).take(14).collect()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a few million days fit by far, and beyond the limits it stays at them"
)]
fn step(guess: f64) -> i64 {
    let days = guess.round().clamp(-4e6, 4e6) as i64;
    if days == 0 {
        if guess < 0.0 { -1 } else { 1 }
    } else {
        days
    }
}

fn gregorian(day: i64) -> Ymd {
    let date = DateTime::from_timestamp(day.saturating_mul(86_400), 0).unwrap_or_default();
    (date.year(), date.month(), date.day())
}

/// The day of a Gregorian date.
pub(super) fn day_of((year, month, day): Ymd) -> Option<i64> {
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    let since = date.signed_duration_since(NaiveDate::default());
    Some(since.num_days())
}

/// A day as it is stored, whatever the calendar: Gregorian, `2026-11-22`.
pub(super) fn stored(day: i64) -> String {
    let (year, month, day) = gregorian(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The day of a stored date, or of a stored date and time.
pub(super) fn from_stored(value: &str) -> Option<i64> {
    let date = value.get(..10)?;
    let mut parts = date.splitn(3, '-').map(str::parse::<u32>);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    day_of((i32::try_from(year.ok()?).ok()?, month.ok()?, day.ok()?))
}

/// The day of the week, from 0 for Sunday.
pub(super) fn weekday(day: i64) -> u32 {
    u32::try_from((day + 4).rem_euclid(7)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> i64 {
        from_stored(text).unwrap_or_else(|| panic!("{text} is a date"))
    }

    #[test]
    fn days_and_dates_go_both_ways() {
        let calendar = Calendar::gregorian();
        for text in [
            "1970-01-01",
            "2024-02-29",
            "2026-11-22",
            "1899-12-31",
            "2100-03-01",
        ] {
            let at = day(text);
            assert_eq!(stored(at), text);
            assert_eq!(calendar.find(calendar.read(at)), Some(at));
        }
        assert_eq!(weekday(day("2026-11-22")), 0);
        assert_eq!(weekday(day("1969-12-31")), 3);
    }

    #[test]
    fn dates_that_do_not_exist_are_not_found() {
        let calendar = Calendar::gregorian();
        for wanted in [(2023, 2, 29), (2023, 13, 1), (2023, 0, 1), (2023, 4, 31)] {
            assert_eq!(calendar.find(wanted), None);
        }
        assert_eq!(from_stored("2023-02-29"), None);
        assert_eq!(from_stored("soon"), None);
    }

    #[test]
    fn months_and_years_end_where_the_calendar_says() {
        let calendar = Calendar::gregorian();
        let on = |text, by| stored(calendar.months_on(day(text), by));
        assert_eq!(on("2026-01-31", 1), "2026-02-28");
        assert_eq!(on("2026-03-31", -1), "2026-02-28");
        assert_eq!(on("2026-11-22", 14), "2028-01-22");
        assert_eq!(
            stored(calendar.years_on(day("2024-02-29"), 1)),
            "2025-02-28"
        );
        assert_eq!(calendar.month(day("2024-02-10")), (day("2024-02-01"), 29));
        assert_eq!(calendar.months_of_year(day("2026-11-22")).len(), 12);
    }

    /// Twelve months of 30 days and one of five, as in Ethiopia, without leap years.
    #[test]
    fn a_calendar_of_thirteen_months_is_counted_through() {
        let read = |day: i64| {
            let (year, rest) = (day.div_euclid(365), day.rem_euclid(365));
            let number = |n: i64| u32::try_from(n).unwrap_or_default();
            let year = i32::try_from(year).unwrap_or_default() + 2000;
            (year, number(rest / 30) + 1, number(rest % 30) + 1)
        };
        let calendar = Calendar {
            read: Rc::new(read),
            name: None,
        };
        for day in (-800..800).step_by(7) {
            assert_eq!(calendar.find(read(day)), Some(day));
        }
        assert_eq!(calendar.months_of_year(0).len(), 13);
        assert_eq!(calendar.month(364), (360, 5));
        assert_eq!(calendar.find((2000, 13, 6)), None);
    }
}
