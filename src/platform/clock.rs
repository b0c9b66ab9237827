//! The device's clock.

use chrono::{DateTime, FixedOffset};
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

/// Now, in milliseconds since 1970.
pub fn now_ms() -> i64 {
    now().timestamp_millis()
}
