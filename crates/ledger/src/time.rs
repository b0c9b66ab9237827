//! The hybrid logical clock: wall time where that is possible, order always.
//!
//! Kulkarni et al., *Logical Physical Clocks*, 2014. A tablet whose clock is wrong can still write;
//! whoever has seen its entries writes later ones. What the wall clock claimed is kept beside it in
//! the entry.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A moment of the hybrid logical clock, written `2026-11-22T08:04:05.123Z-0000`: UTC to the
/// millisecond and a counter in four hexadecimal digits. Text order is time order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hlc {
    ms: u64,
    counter: u16,
}

/// Entries that claim to be later than this year are refused.
const LAST_YEAR: i32 = 2199;
/// 2199-12-31T23:59:59.999Z, the last moment that is read, and so the last that is given out.
const MAX_MS: u64 = 7_258_118_399_999;
/// 2100-01-01T00:00:00Z. A wall clock that claims more is not believed: what it writes comes right
/// after what was seen last. So no wrong clock can bring the others to their end.
const BELIEVED_MS: u64 = 4_102_444_800_000;

impl Hlc {
    /// The moment `unix_ms` (milliseconds since 1970, UTC) with counter 0; a time before 1970 is
    /// 1970.
    pub fn at(unix_ms: i64) -> Self {
        Self {
            ms: u64::try_from(unix_ms).unwrap_or(0).min(MAX_MS),
            counter: 0,
        }
    }

    /// Milliseconds since 1970, UTC.
    pub fn unix_ms(self) -> u64 {
        self.ms
    }

    /// Milliseconds since 1970 and the counter.
    pub(crate) fn parts(self) -> (u64, u16) {
        (self.ms, self.counter)
    }

    /// The moment of these parts; `None` for one that no text tells.
    pub(crate) fn of_parts(ms: u64, counter: u16) -> Option<Self> {
        (ms <= MAX_MS).then_some(Self { ms, counter })
    }

    fn next(self) -> Self {
        match self.counter.checked_add(1) {
            Some(counter) => Self { counter, ..self },
            // At the end of time it stands still, and goes on being readable.
            None if self.ms >= MAX_MS => self,
            None => Self {
                ms: self.ms + 1,
                counter: 0,
            },
        }
    }
}

impl fmt::Display for Hlc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = i64::try_from(self.ms).unwrap_or(0);
        let utc = DateTime::<Utc>::from_timestamp_millis(ms).unwrap_or_default();
        write!(
            f,
            "{}-{:04x}",
            utc.to_rfc3339_opts(SecondsFormat::Millis, true),
            self.counter
        )
    }
}

/// The text is not a moment of the hybrid logical clock, or lies outside 1970 to 2199.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseHlcError;

impl fmt::Display for ParseHlcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "expected a time such as 2026-11-22T08:04:05.123Z-0000, from 1970 to {LAST_YEAR}"
        )
    }
}

impl std::error::Error for ParseHlcError {}

impl FromStr for Hlc {
    type Err = ParseHlcError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (time, counter) = text.split_at_checked(24).ok_or(ParseHlcError)?;
        let counter = counter
            .strip_prefix('-')
            .filter(|c| c.len() == 4)
            .ok_or(ParseHlcError)?;
        let counter = u16::from_str_radix(counter, 16).map_err(|_| ParseHlcError)?;
        let utc = DateTime::parse_from_rfc3339(time).map_err(|_| ParseHlcError)?;
        let ms = u64::try_from(utc.timestamp_millis()).map_err(|_| ParseHlcError)?;
        let read = Self { ms, counter };
        // One moment, one text: the hash of an entry depends on it.
        if utc.year() > LAST_YEAR || read.to_string() != text {
            return Err(ParseHlcError);
        }
        Ok(read)
    }
}

impl Serialize for Hlc {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hlc {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(any(test, feature = "schema"))]
impl schemars::JsonSchema for Hlc {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Hlc".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "Hybrid logical clock: UTC to the millisecond and a hexadecimal counter.",
            "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z-[0-9a-f]{4}$",
        })
    }
}

/// Gives out moments, each later than any that it gave out or saw before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    last: Hlc,
}

impl Clock {
    /// The moment for something written now, when the wall clock says `unix_ms`.
    pub fn tick(&mut self, unix_ms: i64) -> Hlc {
        let now = Hlc::at(unix_ms);
        self.last = if now > self.last && now.ms < BELIEVED_MS {
            now
        } else {
            self.last.next()
        };
        self.last
    }

    /// Takes note of a moment that someone else wrote.
    pub fn observe(&mut self, seen: Hlc) {
        self.last = self.last.max(seen);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The last millisecond of 2199.
    const MOST: u64 = 7_258_118_399_999;

    proptest! {
        #[test]
        fn text_reads_back_and_keeps_order(a in 0..MOST, b in 0..MOST,
                                           c in any::<u16>(), d in any::<u16>()) {
            let (a, b) = (Hlc { ms: a, counter: c }, Hlc { ms: b, counter: d });
            prop_assert_eq!(a.to_string().parse(), Ok(a));
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }

        #[test]
        fn every_tick_is_later_whatever_the_wall_clock_says(
            walls in prop::collection::vec(any::<i64>(), 1..50),
        ) {
            let mut clock = Clock::default();
            let mut last = Hlc::default();
            for wall in walls {
                // A wall clock past year 9999 is not one; the text form could not hold it.
                let now = clock.tick(wall % MOST.cast_signed());
                prop_assert!(now > last);
                last = now;
            }
        }
    }

    #[test]
    fn a_clock_that_saw_the_future_goes_on_from_there() {
        let mut clock = Clock::default();
        let future = Hlc::at(7_000_000_000_000);
        clock.observe(future);
        let now = clock.tick(1_000);
        assert!(now > future);
        assert_eq!(now.unix_ms(), future.unix_ms());
    }

    #[test]
    fn the_counter_runs_over_into_the_next_millisecond() {
        let full = Hlc {
            ms: 5,
            counter: u16::MAX,
        };
        assert_eq!(full.next(), Hlc { ms: 6, counter: 0 });
    }

    #[test]
    fn whatever_a_clock_claims_what_it_writes_can_be_read() {
        let mut clock = Clock::default();
        for wall in [
            i64::MIN,
            -1,
            0,
            7_300_000_000_000,
            i64::MAX,
            1_780_000_000_000,
        ] {
            let now = clock.tick(wall);
            assert_eq!(now.to_string().parse(), Ok(now), "{wall}");
        }
        assert_eq!(clock.last, Hlc::at(1_780_000_000_000));
        clock.observe(Hlc {
            ms: MAX_MS,
            counter: u16::MAX,
        });
        let now = clock.tick(1_780_000_000_000);
        assert_eq!(now.to_string().parse(), Ok(now));
    }

    #[test]
    fn only_the_one_written_form_is_read() {
        for bad in [
            "",
            "2026-11-22T08:04:05.123Z",
            "2026-11-22T08:04:05.123Z-00",
            "2026-11-22T08:04:05.123Z-000G",
            "2026-11-22T08:04:05.123Z-00AB",
            "2026-11-22t08:04:05.123Z-0000",
            "2200-01-01T00:00:00.000Z-0000",
            "1969-12-31T23:59:59.999Z-0000",
            "二〇二六年十一月二十二日八時四分",
        ] {
            assert_eq!(bad.parse::<Hlc>(), Err(ParseHlcError), "{bad}");
        }
    }
}
