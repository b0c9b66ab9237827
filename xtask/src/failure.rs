//! The one error of xtask: which step failed, what happened, and what the reader can do about it.

use std::fmt;
use std::io;

/// A step that did not work out, told so that the person at the keyboard knows what to do next.
#[derive(Debug)]
pub(crate) struct Failure {
    what: String,
    remedy: Option<String>,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            remedy: None,
        }
    }

    /// Adds what to do about it, as an instruction.
    #[must_use]
    pub(crate) fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// An operating system's error while doing `what` (as in "writing dist/sw.js").
    pub(crate) fn io(what: impl fmt::Display, error: &io::Error) -> Self {
        let failure = Self::new(format!("{what}: {error}"));
        match error.kind() {
            io::ErrorKind::StorageFull => failure.remedy(DISK_FULL),
            io::ErrorKind::PermissionDenied => failure
                .remedy("check who owns this file or folder; an earlier run may have been as root"),
            _ => failure,
        }
    }
}

/// What to do when the disk is full.
pub(crate) const DISK_FULL: &str =
    "free some disk space (a full build needs about 3 GB), then run the same command again";

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what)?;
        match &self.remedy {
            Some(remedy) => write!(f, "\n  What to do: {remedy}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_as_such() {
        let failure = Failure::io("writing dist/sw.js", &io::ErrorKind::StorageFull.into());
        let text = failure.to_string();
        assert!(text.starts_with("writing dist/sw.js: "), "{text}");
        assert!(text.contains("What to do: free some disk space"), "{text}");
    }
}
