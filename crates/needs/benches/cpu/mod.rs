//! The time that a measurement itself took: what other programs take beside it is not counted.

use std::{
    fs,
    sync::LazyLock,
    time::{Duration, Instant},
};

/// CPU time of this thread since it began; where the system doesn't say, the time that has passed.
/// The system may count in steps of some milliseconds: measure what takes longer, or many at once.
pub fn now() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// How long something takes.
pub fn time<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let start = now();
    let result = run();
    (now().saturating_sub(start), result)
}
