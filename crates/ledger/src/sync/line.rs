//! How much the line carries at once.

/// How much one request holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Bytes of entries that are sent at most, but for a single larger entry.
    pub bytes: usize,
    /// Entries that are asked for at most.
    pub entries: u32,
}

/// What the last requests taught about the line: a request that fails has to be sent again whole,
/// so on a bad line they are small; on a good one each costs a round trip, so they are large.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    bytes: usize,
    sent_ms: i64,
}

const SMALLEST: usize = 8 << 10;
const FIRST: usize = 256 << 10;
const LARGEST: usize = 4 << 20;
/// Bytes of an entry, more or less: a request for so many entries is as large as what is sent.
const ENTRY: usize = 2 << 10;
/// An exchange that took less than this was small for its line.
const QUICK_MS: i64 = 2_000;
/// One that took longer than this may not get through the next time.
const SLOW_MS: i64 = 10_000;

impl Default for Line {
    fn default() -> Self {
        Self {
            bytes: FIRST,
            sent_ms: 0,
        }
    }
}

impl Line {
    pub(super) fn batch(self) -> Batch {
        Batch {
            bytes: self.bytes,
            entries: u32::try_from(self.bytes / ENTRY).unwrap_or(u32::MAX),
        }
    }

    pub(super) fn sent(&mut self, now_ms: i64) {
        self.sent_ms = now_ms;
    }

    pub(super) fn carried(&mut self, now_ms: i64) {
        // A clock that is set back meanwhile tells nothing.
        match now_ms.saturating_sub(self.sent_ms) {
            0..QUICK_MS => self.bytes = (self.bytes * 2).min(LARGEST),
            SLOW_MS.. => self.bytes = (self.bytes / 2).max(SMALLEST),
            _ => {}
        }
    }

    pub(super) fn broke(&mut self) {
        self.bytes = (self.bytes / 4).max(SMALLEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_shrink_on_a_bad_line_and_grow_on_a_good_one() {
        let mut line = Line::default();
        for _ in 0..10 {
            line.sent(0);
            line.broke();
        }
        assert_eq!(
            line.batch(),
            Batch {
                bytes: SMALLEST,
                entries: 4
            }
        );
        line.carried(5_000);
        assert_eq!(line.batch().bytes, SMALLEST, "neither quick nor slow");
        for _ in 0..20 {
            line.sent(1_000);
            line.carried(1_300);
        }
        assert_eq!(
            line.batch(),
            Batch {
                bytes: LARGEST,
                entries: 2_048
            }
        );
        line.sent(50_000);
        line.carried(70_000);
        assert_eq!(line.batch().bytes, LARGEST / 2);
        line.sent(50_000);
        line.carried(-900_000);
        assert_eq!(line.batch().bytes, LARGEST / 2, "the clock was set back");
    }
}
