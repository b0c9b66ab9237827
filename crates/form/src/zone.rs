//! How far the local clock is from UTC, today and on any other day.

use std::sync::Arc;

/// A time zone as a table: whoever opens a session fills it from what the machine knows.
///
/// ```
/// use form::Zone;
///
/// // Half an hour ahead of UTC, and from 1970-01-02T00:00Z on a whole one.
/// let zone = Zone::new(1_800, vec![(86_400, 3_600)]);
/// assert_eq!(zone.offset_at(0), 1_800);
/// assert_eq!(zone.offset_at(86_400), 3_600);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    first: i32,
    changes: Arc<[(i64, i32)]>,
}

/// More than any place on earth has ever been away from UTC, in seconds.
const FARTHEST: i32 = 18 * 3600;

impl Zone {
    /// A zone that is `first` seconds east of UTC, until the first change.
    ///
    /// A change is a moment, in seconds since 1970-01-01T00:00Z, and the offset from then on, in
    /// seconds east of UTC.
    #[must_use]
    pub fn new(first: i32, mut changes: Vec<(i64, i32)>) -> Self {
        changes.sort_unstable();
        for (_, offset) in &mut changes {
            *offset = (*offset).clamp(-FARTHEST, FARTHEST);
        }
        Self {
            first: first.clamp(-FARTHEST, FARTHEST),
            changes: changes.into(),
        }
    }

    /// A zone as told by something that knows the offset of any moment, both in seconds as above.
    ///
    /// It is asked about every twentieth day from `first` to `last`, and then for the very second
    /// of each change: some 4,000 times for a century. Outside of these moments the offset of
    /// the nearer one counts. Offsets that come and go within twenty days are not seen.
    #[must_use]
    pub fn sampled(first: i64, last: i64, offset_at: impl Fn(i64) -> i32) -> Self {
        const STEP: i64 = 20 * 86_400;
        let begin = offset_at(first);
        let (mut at, mut known) = (first, begin);
        let mut changes = Vec::new();
        while at < last {
            let next = at.saturating_add(STEP);
            let then = offset_at(next);
            if then != known {
                changes.push((change(at, next, |moment| offset_at(moment) == then), then));
                known = then;
            }
            at = next;
        }
        Self::new(begin, changes)
    }

    /// Seconds east of UTC at a moment, given in seconds since 1970-01-01T00:00Z.
    #[must_use]
    pub fn offset_at(&self, moment: i64) -> i32 {
        self.clock().offset_at(moment)
    }

    pub(crate) fn clock(&self) -> Clock<'_> {
        Clock {
            first: self.first,
            changes: &self.changes,
        }
    }
}

/// The first second after `before`, up to `after`, at which the change has come.
fn change(mut before: i64, mut after: i64, has_come: impl Fn(i64) -> bool) -> i64 {
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if has_come(middle) {
            after = middle;
        } else {
            before = middle;
        }
    }
    after
}

/// A [`Zone`] as expressions look at it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock<'a> {
    first: i32,
    changes: &'a [(i64, i32)],
}

impl Clock<'_> {
    pub(crate) const UTC: Self = Self::fixed(0);

    /// A clock that is never put forward or back.
    pub(crate) const fn fixed(offset: i32) -> Self {
        Self {
            first: offset,
            changes: &[],
        }
    }

    pub(crate) fn offset_at(self, moment: i64) -> i32 {
        let past = self.changes.partition_point(|(from, _)| *from <= moment);
        self.before(past)
    }

    /// The offset of what the clock on the wall shows, in seconds since 1970-01-01T00:00 there.
    ///
    /// What it shows twice, and what it leaves out, counts with the offset before the change, as
    /// in JavaScript and Java.
    pub(crate) fn offset_of_local(self, shown: i64) -> i32 {
        let mut past = self
            .changes
            .partition_point(|(from, _)| *from <= shown + i64::from(FARTHEST));
        while let Some(change) = past.checked_sub(1) {
            let (from, offset) = self.changes[change];
            if shown >= from + i64::from(offset.max(self.before(change))) {
                break;
            }
            past = change;
        }
        self.before(past)
    }

    /// The offset after so many changes.
    fn before(self, changes: usize) -> i32 {
        match changes.checked_sub(1) {
            Some(last) => self.changes[last].1,
            None => self.first,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i32 = 3600;

    /// Forward at 1,000,000, back at 2,000,000.
    fn summer() -> Zone {
        Zone::new(HOUR, vec![(2_000_000, HOUR), (1_000_000, 2 * HOUR)])
    }

    #[test]
    fn moments_have_the_offset_of_their_season() {
        let zone = summer();
        for (moment, hours) in [
            (i64::MIN, 1),
            (999_999, 1),
            (1_000_000, 2),
            (1_999_999, 2),
            (2_000_000, 1),
            (i64::MAX, 1),
        ] {
            assert_eq!(zone.offset_at(moment), hours * HOUR, "{moment}");
        }
    }

    #[test]
    fn an_hour_left_out_or_shown_twice_counts_as_before_the_change() {
        let zone = summer();
        let clock = zone.clock();
        for (shown, hours) in [
            (1_003_599, 1),
            (1_003_600, 1), // left out
            (1_007_199, 1),
            (1_007_200, 2),
            (2_003_599, 2),
            (2_003_600, 2), // shown twice
            (2_007_199, 2),
            (2_007_200, 1),
        ] {
            assert_eq!(clock.offset_of_local(shown), hours * HOUR, "{shown}");
        }
    }

    #[test]
    fn a_zone_is_found_out_by_asking() {
        let known = Zone::new(60, vec![(5_000_000, 120), (9_000_001, 60)]);
        let asked = Zone::sampled(0, 20_000_000, |moment| known.offset_at(moment));
        assert_eq!(asked, known);
    }

    #[test]
    fn offsets_stay_on_earth() {
        let zone = Zone::new(i32::MIN, vec![(0, i32::MAX)]);
        assert_eq!(zone.offset_at(-1), -FARTHEST);
        assert_eq!(zone.offset_at(0), FARTHEST);
        assert_eq!(zone.clock().offset_of_local(i64::from(FARTHEST)), FARTHEST);
    }
}
