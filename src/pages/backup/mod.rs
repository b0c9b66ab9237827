//! Sealed backups: saving one, and restoring from one, here or on a tablet that has nothing yet.

mod restore;
mod save;
mod section;

pub use restore::RestorePage;
pub use section::BackupSection;
