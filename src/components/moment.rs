//! Times as people write them.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike};
use needs::Lang;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A time of the kind `2026-11-22T14:03:00+08:00`, as its own clock showed it; text that is no time
/// comes back as it is.
pub fn day_and_time(rfc3339: &str, lang: Lang) -> String {
    let Ok(time) = DateTime::parse_from_rfc3339(rfc3339) else {
        return rfc3339.to_owned();
    };
    local_day_and_time(time.naive_local(), lang)
}

/// A time as the clock on the wall shows it.
pub fn local_day_and_time(time: NaiveDateTime, lang: Lang) -> String {
    let clock = clock_time(&time);
    match lang {
        Lang::ZhHant | Lang::ZhHans => format!("{} 月 {} 日 {clock}", time.month(), time.day()),
        Lang::En => {
            let month = MONTHS
                .get(time.month0() as usize)
                .copied()
                .unwrap_or_default();
            format!("{} {month}, {clock}", time.day())
        }
    }
}

/// A day: `22 Nov 2026`.
pub fn day_text(day: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::ZhHant | Lang::ZhHans => {
            let (year, month, day) = (day.year(), day.month(), day.day());
            format!("{year} 年 {month} 月 {day} 日")
        }
        Lang::En => format!("{} {}", short_day(day, lang), day.year()),
    }
}

/// A day of a year that is known: `22 Nov`.
pub fn short_day(day: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::ZhHant | Lang::ZhHans => format!("{} 月 {} 日", day.month(), day.day()),
        Lang::En => {
            let month = MONTHS.get(day.month0() as usize).copied();
            format!("{} {}", day.day(), month.unwrap_or_default())
        }
    }
}

/// The time of day.
pub fn clock_time(time: &impl Timelike) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}
