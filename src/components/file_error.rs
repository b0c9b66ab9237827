//! What went wrong with a file, and what to do about it.

use crate::{
    components::store_error::store_error_text,
    desk::FileError,
    locales::{ShellTexts, fill},
};
use ledger::limits;

/// The sentence for an error.
pub fn file_error_text(error: &FileError) -> String {
    let t = ShellTexts::now();
    match error {
        FileError::Store(error) => store_error_text(error),
        FileError::TooLarge => fill(t.file_too_large, &[&(limits::FILE_BYTES >> 20)]),
        FileError::Missing => t.file_missing.to_owned(),
        FileError::Damaged => t.file_damaged.to_owned(),
        FileError::Unreadable => t.file_unreadable.to_owned(),
    }
}
