//! The moment and the time zone that a form's logic is given.

use chrono::{DateTime, FixedOffset, Offset as _, TimeZone as _, Utc};
use chrono_tz::Tz;
use clap::Args;
use form::{Context, Zone};

/// What the time is, and where.
#[derive(Debug, Args)]
pub(crate) struct Clock {
    /// The moment that counts as now [default: the real one]
    #[arg(long, value_name = "RFC3339")]
    now: Option<DateTime<FixedOffset>>,
    /// The time zone, as Area/City [default: what TZ says, else the offset of --now, else UTC]
    #[arg(long, value_name = "ZONE")]
    tz: Option<Tz>,
}

impl Clock {
    /// A context in which nothing but the time is known.
    pub(crate) fn context(&self) -> Context {
        let now = self.now.unwrap_or_else(|| Utc::now().fixed_offset());
        let from_environment = || std::env::var("TZ").ok()?.parse().ok();
        let Some(tz) = self.tz.or_else(from_environment) else {
            return Context {
                now,
                ..Context::default()
            };
        };
        Context {
            now: now.with_timezone(&tz).fixed_offset(),
            zone: Some(zone(tz)),
            ..Context::default()
        }
    }
}

/// Every offset from 1850 to 2150; before there were zones, and after anyone knows.
fn zone(tz: Tz) -> Zone {
    const YEAR: i64 = 31_556_952;
    Zone::sampled(-120 * YEAR, 180 * YEAR, |moment| offset(tz, moment))
}

fn offset(tz: Tz, moment: i64) -> i32 {
    let moment = DateTime::from_timestamp(moment, 0).unwrap_or_default();
    tz.offset_from_utc_datetime(&moment.naive_utc())
        .fix()
        .local_minus_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(tz: &str, moment: &str) -> i32 {
        let moment: DateTime<FixedOffset> = moment.parse().unwrap();
        zone(tz.parse().unwrap()).offset_at(moment.timestamp())
    }

    #[test]
    fn summer_time_begins_to_the_second() {
        assert_eq!(at("Europe/Berlin", "2026-03-29T00:59:59Z"), 3600);
        assert_eq!(at("Europe/Berlin", "2026-03-29T01:00:00Z"), 7200);
        assert_eq!(at("Europe/Berlin", "2026-10-25T00:59:59Z"), 7200);
        assert_eq!(at("Europe/Berlin", "2026-10-25T01:00:00Z"), 3600);
    }

    #[test]
    fn zones_of_the_past_and_of_one_offset() {
        assert_eq!(at("America/Phoenix", "1967-07-01T00:00:00Z"), -6 * 3600);
        assert_eq!(at("America/Phoenix", "2026-07-01T00:00:00Z"), -7 * 3600);
        assert_eq!(at("Asia/Taipei", "2026-07-01T00:00:00Z"), 8 * 3600);
    }

    #[test]
    fn the_table_agrees_with_the_zone_on_every_day() {
        for tz in [
            Tz::Europe__London,
            Tz::Africa__Casablanca,
            Tz::Australia__Sydney,
        ] {
            let table = zone(tz);
            for day in (-40 * 365)..(100 * 365) {
                let moment = day * 86_400 + 43_210;
                assert_eq!(table.offset_at(moment), offset(tz, moment), "{tz} {day}");
            }
        }
    }
}
