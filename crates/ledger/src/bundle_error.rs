//! Why a bundle can't be taken in.

use std::fmt;

use crate::{DeviceId, Invalid, Refusal, SiteId};

/// Why a bundle can't be taken in. Nothing of it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BundleError {
    /// The file ends in the middle: it was cut off on its way.
    CutOff,
    /// The file is not JSON.
    NotJson {
        /// Where reading stopped, from 1.
        line: usize,
        /// Where in that line, from 1.
        column: usize,
    },
    /// It is JSON, but no bundle.
    Foreign,
    /// It is a bundle of a format that a later version of the app writes.
    NewerFormat {
        /// That format's version.
        version: u64,
    },
    /// It belongs to another site.
    OtherSite {
        /// The site it belongs to.
        site: SiteId,
    },
    /// It is larger than 512 MiB.
    TooLarge,
    /// A part of it is damaged or was changed by hand.
    Damaged {
        /// The entry, counted from 1; `None`: the part before the entries.
        entry: Option<usize>,
        /// What is wrong.
        why: Invalid,
    },
    /// An entry doesn't connect to what is known.
    Unconnected {
        /// The device that wrote it.
        device: DeviceId,
        /// Its place in that device's chain.
        seq: u64,
        /// Why not.
        why: Refusal,
    },
    /// It says that it reaches further than its entries do.
    Incomplete {
        /// The device whose entries are missing.
        device: DeviceId,
        /// The last one that should be there.
        seq: u64,
    },
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CutOff => f.write_str("the file ends in the middle; fetch it again"),
            Self::NotJson { line, column } => {
                write!(f, "the file is not JSON (line {line}, column {column})")
            }
            Self::Foreign => f.write_str("the file is not a Doorstep bundle"),
            Self::NewerFormat { version } => {
                write!(
                    f,
                    "bundle format {version} needs a later version of Doorstep"
                )
            }
            Self::OtherSite { site } => write!(f, "the bundle belongs to another site ({site})"),
            Self::TooLarge => f.write_str("the file is larger than 512 MiB"),
            Self::Damaged {
                entry: Some(entry),
                why,
            } => write!(f, "entry {entry}: {why}"),
            Self::Damaged { entry: None, why } => why.fmt(f),
            Self::Unconnected { device, seq, why } => {
                write!(f, "entry {seq} of device {device}: {why}")
            }
            Self::Incomplete { device, seq } => {
                write!(
                    f,
                    "the entries of device {device} up to {seq} should be here but are not"
                )
            }
        }
    }
}

impl std::error::Error for BundleError {}
