//! The device's clock.

use std::cell::OnceCell;

use chrono::{DateTime, FixedOffset};
use form::Zone;
use js_sys::Date;

/// Now, as the device's clock claims, with its offset from UTC.
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds and minutes fit by far"
)]
pub fn now() -> DateTime<FixedOffset> {
    let date = Date::new_0();
    let east_of_utc_s = -(date.get_timezone_offset() as i32) * 60;
    let offset = FixedOffset::east_opt(east_of_utc_s);
    let utc = DateTime::from_timestamp_millis(date.get_time() as i64).unwrap_or_default();
    match offset {
        Some(offset) => utc.with_timezone(&offset),
        None => utc.fixed_offset(),
    }
}

/// Where the device is, by its offsets from 1970 to 2070: the browser tells one at a time.
pub fn zone() -> Zone {
    thread_local! {
        static ZONE: OnceCell<Zone> = const { OnceCell::new() };
    }
    const CENTURY_S: i64 = 3_155_695_200;
    ZONE.with(|zone| {
        let zone = zone.get_or_init(|| Zone::sampled(0, CENTURY_S, offset_s));
        zone.clone()
    })
}

/// Seconds east of UTC at a moment.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "milliseconds and minutes fit by far"
)]
fn offset_s(moment_s: i64) -> i32 {
    let date = Date::new(&(moment_s as f64 * 1000.0).into());
    -(date.get_timezone_offset() as i32) * 60
}

/// Now, in milliseconds since 1970.
pub fn now_ms() -> i64 {
    now().timestamp_millis()
}

/// Today where the device is, in days from 1970-01-01.
pub fn today() -> i64 {
    let now = now();
    let seconds = now.timestamp() + i64::from(now.offset().local_minus_utc());
    seconds.div_euclid(86_400)
}

/// The device's offset from UTC at a date (`2026-11-22`) and time (`14:03`) of its own: `+08:00`.
/// Without a date, that of today.
pub fn offset_at(date: &str, time: &str) -> String {
    let west = Date::new(&format!("{date}T{time}").into()).get_timezone_offset();
    let now = || Date::new_0().get_timezone_offset();
    offset_text(if west.is_nan() { now() } else { west })
}

/// An offset as XForms writes it, from the minutes west of UTC that browsers count.
#[expect(clippy::cast_possible_truncation, reason = "a day has 1440 minutes")]
fn offset_text(west_minutes: f64) -> String {
    let east = -(west_minutes as i32);
    let sign = if east < 0 { '-' } else { '+' };
    let away = east.abs();
    format!("{sign}{:02}:{:02}", away / 60, away % 60)
}

#[cfg(test)]
mod tests {
    use super::offset_text;

    #[test]
    fn offsets_have_a_sign_and_two_digits() {
        for (west, text) in [
            (0.0, "+00:00"),
            (-480.0, "+08:00"),
            (210.0, "-03:30"),
            (-345.0, "+05:45"),
        ] {
            assert_eq!(offset_text(west), text);
        }
    }
}
