//! The moment and the time zone that a form's logic is given.

use chrono::{DateTime, FixedOffset, Utc};
use clap::Args;

/// What the time is, and where.
#[derive(Debug, Args)]
pub(crate) struct Clock {
    /// The moment that counts as now [default: the real one]
    #[arg(long, value_name = "RFC3339")]
    now: Option<DateTime<FixedOffset>>,
}

impl Clock {
    /// The moment that `now()` gives.
    pub(crate) fn now(&self) -> DateTime<FixedOffset> {
        self.now.unwrap_or_else(|| Utc::now().fixed_offset())
    }
}
