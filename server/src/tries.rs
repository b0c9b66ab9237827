//! How often something may go wrong before one has to wait. Codes are too long to be guessed; this
//! keeps a guesser from being a burden.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long failures count.
const WINDOW: Duration = Duration::from_mins(1);
/// Keys that are remembered; when there are more, the oldest are forgotten.
const MOST_KEYS: usize = 10_000;

/// Failures by key, such as an address, in the last minute.
#[derive(Debug)]
pub(crate) struct Tries<K> {
    failures: Mutex<HashMap<K, (Instant, u32)>>,
    most: u32,
}

impl<K: Copy + Eq + Hash> Tries<K> {
    /// Allows `most` failures a minute of each key.
    pub(crate) fn new(most: u32) -> Self {
        Self {
            failures: Mutex::default(),
            most,
        }
    }

    /// Whether another try is allowed.
    pub(crate) fn allows(&self, key: K, now: Instant) -> bool {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures
            .get(&key)
            .is_none_or(|(since, count)| *count < self.most || now - *since >= WINDOW)
    }

    /// Notes a failure.
    pub(crate) fn failed(&self, key: K, now: Instant) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= MOST_KEYS {
            failures.retain(|_, (since, _)| now - *since < WINDOW);
        }
        if failures.len() >= MOST_KEYS {
            failures.clear();
        }
        let (since, count) = failures.entry(key).or_insert((now, 0));
        if now - *since >= WINDOW {
            (*since, *count) = (now, 0);
        }
        *count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_so_many_failures_one_waits_and_others_do_not() {
        let (tries, start) = (Tries::new(3), Instant::now());
        for _ in 0..3 {
            assert!(tries.allows(1, start));
            tries.failed(1, start);
        }
        assert!(!tries.allows(1, start));
        assert!(tries.allows(2, start));
        assert!(tries.allows(1, start + WINDOW));
        tries.failed(1, start + WINDOW);
        assert!(tries.allows(1, start + WINDOW));
    }
}
