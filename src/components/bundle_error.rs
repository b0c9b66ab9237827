//! What is wrong with a file, and what to do about it.

use ledger::BundleError;

use crate::locales::{SettingsTexts, fill};

/// The sentence for an error.
pub fn bundle_error_text(error: &BundleError) -> String {
    let t = SettingsTexts::now();
    match error {
        BundleError::CutOff => t.bad_cut_off.to_owned(),
        BundleError::NotJson { line, column } => fill(t.bad_not_json, &[line, column]),
        BundleError::Foreign => t.bad_foreign.to_owned(),
        BundleError::NewerFormat { .. } => t.bad_newer.to_owned(),
        BundleError::OtherSite { .. } => t.bad_site.to_owned(),
        BundleError::TooLarge => t.bad_large.to_owned(),
        BundleError::Damaged { .. } => fill(t.bad_damaged, &[error]),
        BundleError::Unconnected { .. } | BundleError::Incomplete { .. } => {
            fill(t.bad_unconnected, &[error])
        }
    }
}
