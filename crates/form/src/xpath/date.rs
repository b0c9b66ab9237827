//! Dates and times as XForms writes them: `2026-11-22`, `2026-11-22T08:15:00.000+08:00`.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use crate::zone::Clock;

const DAY_MS: f64 = 86_400_000.0;

/// A date: `YYYY-MM-DD`; month and day may have one digit.
pub(crate) fn parse_date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-');
    let year = digits(parts.next()?, 4, 4)?;
    let month = digits(parts.next()?, 1, 2)?;
    let day = digits(parts.next()?, 1, 2)?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// A time of day, `HH:MM`, `HH:MM:SS` or with milliseconds, and the offset in seconds if it has
/// one.
pub(crate) fn parse_time(text: &str) -> Option<(NaiveTime, Option<i32>)> {
    let zone = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at(zone);
    let mut parts = clock.splitn(3, ':');
    let hour = digits(parts.next()?, 1, 2)?;
    let minute = digits(parts.next()?, 2, 2)?;
    let (second, millis) = match parts.next() {
        None => (0, 0),
        Some(rest) => {
            let (second, fraction) = rest.split_once('.').unwrap_or((rest, "0"));
            let fraction: String = fraction.chars().take(3).collect();
            let scale = [100, 10, 1].get(fraction.len().checked_sub(1)?)?;
            (digits(second, 2, 2)?, digits(&fraction, 1, 3)? * scale)
        }
    };
    let time = NaiveTime::from_hms_milli_opt(hour, minute, second, millis)?;
    Some((time, offset(zone)?.0))
}

/// Seconds east of UTC, if a time says so.
struct Offset(Option<i32>);

fn offset(text: &str) -> Option<Offset> {
    let sign = match text.chars().next() {
        None => return Some(Offset(None)),
        Some('Z' | 'z') => return (text.len() == 1).then_some(Offset(Some(0))),
        Some('-') => -1,
        Some(_) => 1,
    };
    let body = &text[1..];
    let (hours, minutes) = match body.split_once(':') {
        Some((hours, minutes)) => (digits(hours, 2, 2)?, digits(minutes, 2, 2)?),
        None if body.len() == 4 && body.is_ascii() => {
            (digits(&body[..2], 2, 2)?, digits(&body[2..], 2, 2)?)
        }
        None => (digits(body, 2, 2)?, 0),
    };
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    (hours <= 14 && minutes < 60).then_some(Offset(Some(sign * seconds)))
}

fn digits(text: &str, least: usize, most: usize) -> Option<u32> {
    let plain = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// A date, or a date with a time, as a moment. Without an offset the local clock counts.
pub(crate) fn parse_date_time(text: &str, clock: Clock<'_>) -> Option<DateTime<FixedOffset>> {
    let text = text.trim();
    // Most texts are no dates: leave before any work is done.
    if text.len() < 8 || !text.as_bytes()[0].is_ascii_digit() {
        return None;
    }
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, parse_time(time)?),
        None => (text, (NaiveTime::MIN, None)),
    };
    let local = NaiveDateTime::new(parse_date(date)?, time.0);
    let offset = time
        .1
        .unwrap_or_else(|| clock.offset_of_local(local.and_utc().timestamp()));
    local
        .and_local_timezone(FixedOffset::east_opt(offset)?)
        .single()
}

/// Days since 1970-01-01T00:00Z, with the time of day as a fraction.
pub(super) fn date_number(text: &str, clock: Clock<'_>) -> Option<f64> {
    parse_date_time(text, clock).map(|moment| days(&moment))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of any year fit 53 bits"
)]
pub(super) fn days(moment: &DateTime<FixedOffset>) -> f64 {
    moment.timestamp_millis() as f64 / DAY_MS
}

/// The moment that a number of days stands for, on the local clock.
#[expect(clippy::cast_possible_truncation, reason = "checked to be in range")]
pub(super) fn from_days(days: f64, clock: Clock<'_>) -> Option<DateTime<FixedOffset>> {
    let millis = (days * DAY_MS).round();
    if !millis.is_finite() || millis.abs() > 1e15 {
        return None;
    }
    let moment = DateTime::from_timestamp_millis(millis as i64)?;
    Some(local(moment.fixed_offset(), clock))
}

/// The same moment as the local clock shows it.
pub(super) fn local(moment: DateTime<FixedOffset>, clock: Clock<'_>) -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(clock.offset_at(moment.timestamp()));
    zone.map_or(moment, |zone| moment.with_timezone(&zone))
}

/// `YYYY-MM-DD`.
pub(crate) fn date_text(date: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// `YYYY-MM-DDTHH:MM:SS.sss+HH:MM`.
pub(crate) fn date_time_text(moment: &DateTime<FixedOffset>) -> String {
    let offset = moment.offset().local_minus_utc();
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.abs() / 60;
    let millis = (moment.nanosecond() / 1_000_000).min(999);
    format!(
        "{}T{:02}:{:02}:{:02}.{millis:03}{sign}{:02}:{:02}",
        date_text(moment.date_naive()),
        moment.hour(),
        moment.minute(),
        moment.second(),
        minutes / 60,
        minutes % 60
    )
}

/// A date where the moment is a local midnight, a date with time otherwise.
pub(super) fn moment_text(moment: &DateTime<FixedOffset>) -> String {
    if moment.time() == NaiveTime::MIN {
        date_text(moment.date_naive())
    } else {
        date_time_text(moment)
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/// `format-date` and `format-date-time` of the ODK XForms specification. Names are English:
/// a form's logic must not depend on who reads it.
pub(super) fn formatted(moment: &DateTime<FixedOffset>, pattern: &str) -> String {
    let mut out = String::new();
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let piece = match rest.next() {
            Some('Y') => format!("{:04}", moment.year()),
            Some('y') => format!("{:02}", moment.year().rem_euclid(100)),
            Some('m') => format!("{:02}", moment.month()),
            Some('n') => moment.month().to_string(),
            Some('b') => MONTHS[moment.month0() as usize % 12].to_owned(),
            Some('d') => format!("{:02}", moment.day()),
            Some('e') => moment.day().to_string(),
            Some('H') => format!("{:02}", moment.hour()),
            Some('h') => moment.hour().to_string(),
            Some('M') => format!("{:02}", moment.minute()),
            Some('S') => format!("{:02}", moment.second()),
            Some('3') => format!("{:03}", moment.nanosecond() / 1_000_000),
            Some('a') => DAYS[moment.weekday().num_days_from_sunday() as usize % 7].to_owned(),
            Some('W') => moment.iso_week().week().to_string(),
            Some('%') | None => "%".to_owned(),
            Some(other) => format!("%{other}"),
        };
        out.push_str(&piece);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_without_offset_are_local() {
        assert_eq!(date_number("1970-01-02", Clock::UTC), Some(1.0));
        assert_eq!(
            date_number("1970-01-02", Clock::fixed(-6 * 3600)),
            Some(1.25)
        );
        assert_eq!(
            date_number("1970-01-02T06:00:00Z", Clock::fixed(3600)),
            Some(1.25)
        );
        assert_eq!(date_number("1970-1-2", Clock::UTC), Some(1.0));
    }

    #[test]
    fn what_is_no_date_has_no_number() {
        for text in [
            "",
            "1970",
            "1970-13-01",
            "1970-02-30",
            "19700101",
            "1970-01-01T",
            "12:00:00",
            "1970-01-01T25:00",
            "1970-01-01T10:00+99:00",
            "１９７０-01-01",
            "2020-01-01 10:00",
        ] {
            assert_eq!(date_number(text, Clock::UTC), None, "{text}");
        }
    }

    #[test]
    fn moments_are_written_back() {
        let moment = parse_date_time("2026-11-22T08:15:01.5+08:00", Clock::UTC).unwrap();
        assert_eq!(date_time_text(&moment), "2026-11-22T08:15:01.500+08:00");
        assert_eq!(
            formatted(&moment, "%a %e %b %y, %h:%M %% %q"),
            "Sun 22 Nov 26, 8:15 % %q"
        );
        assert_eq!(
            moment_text(&from_days(1.25, Clock::fixed(-6 * 3600)).unwrap()),
            "1970-01-02"
        );
    }
}
