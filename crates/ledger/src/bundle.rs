//! The bundle: entries on the move. An export, a file on a stick, a sync request's body.

use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    BundleError, DeviceId, Entry, Head, Heads, Invalid, Ledger, PackedFile, SiteId, chain,
};

/// Entries of one site, with what is needed to check them. `docs/bundle.schema.json` describes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Bundle {
    /// Always `doorstep-bundle`.
    pub format: String,
    /// The version of the bundle format: 1, or 2 with files. An entry has a version of its own.
    pub version: u32,
    /// The site whose ledger the entries belong to.
    pub site: SiteId,
    /// The device that made this bundle.
    pub device: DeviceId,
    /// When it was made, by that device's clock (RFC 3339).
    pub made: String,
    /// How far each device's chain reaches on the device that made this bundle.
    pub heads: Heads,
    /// The entries, each device's in sequence.
    pub entries: Vec<Entry>,
    /// Files that entries name, with their bytes; only in an export.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<PackedFile>,
}

const FORMAT: &str = "doorstep-bundle";
const VERSION: u32 = 1;
/// The largest file that is read, in bytes.
const MAX_BYTES: usize = 512 << 20;

/// What a bundle would add to a replica.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opening {
    /// The entries that are not in the replica yet, in an order in which it can admit them.
    pub fresh: Vec<Entry>,
    /// How many it has already.
    pub known: usize,
    /// The files of the bundle, with the hashes that they have. Nobody has asked yet whether an
    /// entry names them.
    pub files: Vec<PackedFile>,
}

impl Bundle {
    /// The version of a bundle with files: one that reads only version 1 must not lose them.
    pub(crate) const WITH_FILES: u32 = 2;

    /// A bundle of `entries` made by `device`, whose replica is `ledger`.
    pub fn new(
        ledger: &Ledger,
        device: DeviceId,
        made: DateTime<FixedOffset>,
        entries: Vec<Entry>,
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            site: ledger.site(),
            device,
            made: made.to_rfc3339_opts(SecondsFormat::Secs, false),
            heads: ledger.heads(),
            entries,
            files: Vec::new(),
        }
    }

    /// A bundle that only carries files, to be read after the one with the entries.
    pub fn of_files(ledger: &Ledger, device: DeviceId, made: DateTime<FixedOffset>) -> Self {
        Self {
            heads: Heads::new(),
            ..Self::new(ledger, device, made, Vec::new())
        }
    }

    /// Reads a bundle and checks each entry alone. Never panics, whatever the bytes are.
    pub fn read(bytes: &[u8]) -> Result<Self, BundleError> {
        if bytes.len() > MAX_BYTES {
            return Err(BundleError::TooLarge);
        }
        let value: Value = serde_json::from_slice(bytes).map_err(|error| {
            if error.is_eof() && bytes.iter().any(|byte| !byte.is_ascii_whitespace()) {
                BundleError::CutOff
            } else {
                BundleError::NotJson {
                    line: error.line(),
                    column: error.column(),
                }
            }
        })?;
        Self::from_json(value)
    }

    pub(crate) fn from_json(mut value: Value) -> Result<Self, BundleError> {
        if value.get("format").and_then(Value::as_str) != Some(FORMAT) {
            return Err(BundleError::Foreign);
        }
        match value.get("version").and_then(Value::as_u64) {
            Some(version) if version > u64::from(Self::WITH_FILES) => {
                return Err(BundleError::NewerFormat { version });
            }
            Some(1..) => {}
            _ => return Err(BundleError::Foreign),
        }
        let damaged = |entry, why| BundleError::Damaged { entry, why };
        // Entries are read one by one, so that a damaged one can be named.
        let entries = value.get_mut("entries").map(Value::take);
        let Some(Value::Array(entries)) = entries else {
            let why = "not a list".to_owned();
            return Err(damaged(
                None,
                Invalid {
                    at: "entries".to_owned(),
                    why,
                },
            ));
        };
        value["entries"] = Value::Array(Vec::new());
        let files = value
            .as_object_mut()
            .and_then(|value| value.remove("files"));
        let mut bundle: Self = serde_json::from_value(value).map_err(|error| {
            damaged(
                None,
                Invalid {
                    at: "bundle".to_owned(),
                    why: error.to_string(),
                },
            )
        })?;
        bundle.entries = entries
            .into_iter()
            .enumerate()
            .map(|(index, entry)| {
                Entry::from_json(entry).map_err(|why| damaged(Some(index + 1), why))
            })
            .collect::<Result<_, _>>()?;
        bundle.files = read_files(files).map_err(|why| damaged(None, why))?;
        bundle.check_last()?;
        Ok(bundle)
    }

    /// An entry is held by the one after it; a chain's last entry by the head that is given with
    /// it.
    pub(crate) fn check_last(&self) -> Result<(), BundleError> {
        for (index, entry) in self.entries.iter().enumerate() {
            let head = self.heads.get(&entry.device());
            if head.is_some_and(|head| head.seq == entry.seq() && head.hash != entry.hash()) {
                let why = "was changed after it was written".to_owned();
                let why = Invalid {
                    at: "entry".to_owned(),
                    why,
                };
                return Err(BundleError::Damaged {
                    entry: Some(index + 1),
                    why,
                });
            }
        }
        Ok(())
    }

    /// What the bundle would add to `ledger`, which stays as it is. All of it connects, or it is an
    /// error.
    pub fn open(self, ledger: &Ledger) -> Result<Opening, BundleError> {
        if self.site != ledger.site() {
            return Err(BundleError::OtherSite { site: self.site });
        }
        let mut entries = self.entries;
        entries.sort_unstable_by_key(|entry| (entry.device(), entry.seq()));
        let mut opening = Opening {
            files: self.files,
            ..Opening::default()
        };
        let mut reached: Heads = Heads::new();
        for entry in entries {
            let (device, seq) = (entry.device(), entry.seq());
            let unconnected = |why| BundleError::Unconnected { device, seq, why };
            let here = ledger.head(device);
            let new_head = reached.get(&device).copied();
            if new_head.is_none() && here.is_some_and(|head| seq <= head.seq) {
                ledger.check(&entry).map_err(unconnected)?;
                opening.known += 1;
            } else if new_head.is_some_and(|head| seq == head.seq && entry.hash() == head.hash) {
                // The same entry twice in one file.
            } else {
                let head = new_head.or(here);
                let head =
                    chain::check_next(ledger.site(), head.as_ref(), &entry).map_err(unconnected)?;
                reached.insert(device, head);
                opening.fresh.push(entry);
            }
        }
        for (device, Head { seq, .. }) in self.heads {
            let here = ledger.head(device).map_or(0, |head| head.seq);
            if seq > reached.get(&device).map_or(here, |head| head.seq) {
                return Err(BundleError::Incomplete { device, seq });
            }
        }
        Ok(opening)
    }
}

/// Files are read one by one too: a damaged one is named, and no more than one is held twice.
fn read_files(files: Option<Value>) -> Result<Vec<PackedFile>, Invalid> {
    match files {
        None => Ok(Vec::new()),
        Some(Value::Array(files)) => files
            .into_iter()
            .zip(1..)
            .map(|(file, number)| {
                PackedFile::from_json(file).map_err(|why| PackedFile::invalid(number, why))
            })
            .collect(),
        Some(_) => Err(Invalid {
            at: "files".to_owned(),
            why: "not a list".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::{Author, Change, Fields, RecordId, Refusal, Salt, replica::tests::site, uuid_v7};

    fn device() -> DeviceId {
        DeviceId(uuid_v7(1, [1; 10]))
    }

    fn ledger_of(writes: i64) -> (Ledger, Vec<Entry>) {
        let mut ledger = Ledger::new(site());
        let person = RecordId(uuid_v7(1, [2; 10]));
        let author = Author {
            device: device(),
            actor: person,
        };
        let entries = (0..writes)
            .map(|n| {
                let now = DateTime::from_timestamp_millis(n).unwrap().fixed_offset();
                let set = Fields::from([("n".to_owned(), json!(n))]);
                let change = Change {
                    kind: "unit".to_owned(),
                    id: person,
                    set,
                };
                let entry = ledger.write(author, now, Salt([3; 16]), change).unwrap();
                ledger.admit(&entry).unwrap();
                entry
            })
            .collect();
        (ledger, entries)
    }

    fn bundle(writes: i64) -> Bundle {
        let (ledger, entries) = ledger_of(writes);
        let made = DateTime::from_timestamp_millis(0).unwrap().fixed_offset();
        Bundle::new(&ledger, device(), made, entries)
    }

    fn bytes(bundle: &Bundle) -> Vec<u8> {
        serde_json::to_vec(bundle).unwrap()
    }

    #[test]
    fn what_is_exported_is_imported_and_a_second_time_changes_nothing() {
        let file = bytes(&bundle(3));
        let mut fresh = Ledger::new(site());
        let opening = Bundle::read(&file).unwrap().open(&fresh).unwrap();
        assert_eq!((opening.fresh.len(), opening.known), (3, 0));
        for entry in &opening.fresh {
            fresh.admit(entry).unwrap();
        }
        assert_eq!(fresh.state(), ledger_of(3).0.state());
        let opening = Bundle::read(&file).unwrap().open(&fresh).unwrap();
        assert_eq!((opening.fresh.len(), opening.known), (0, 3));
    }

    #[test]
    fn each_kind_of_bad_file_has_an_error_of_its_own() {
        let good = bytes(&bundle(2));
        let read = |bytes: &[u8]| Bundle::read(bytes).unwrap_err();
        assert_eq!(read(&good[..good.len() / 2]), BundleError::CutOff);
        assert_eq!(
            read(b"PK\x03\x04"),
            BundleError::NotJson { line: 1, column: 1 }
        );
        assert!(matches!(read(b""), BundleError::NotJson { .. }));
        assert!(matches!(
            read("[".repeat(100_000).as_bytes()),
            BundleError::NotJson { .. }
        ));
        assert_eq!(
            read(br#"{"type":"FeatureCollection"}"#),
            BundleError::Foreign
        );
        let newer = br#"{"format":"doorstep-bundle","version":3}"#;
        assert_eq!(read(newer), BundleError::NewerFormat { version: 3 });

        let mut changed: Value = serde_json::from_slice(&good).unwrap();
        changed["entries"][1]["set"]["n"] = json!(7);
        let error = read(changed.to_string().as_bytes());
        assert!(
            matches!(error, BundleError::Damaged { entry: Some(2), .. }),
            "{error}"
        );
        changed["entries"] = json!({});
        let error = read(changed.to_string().as_bytes());
        assert!(
            matches!(error, BundleError::Damaged { entry: None, .. }),
            "{error}"
        );
    }

    #[test]
    fn entries_must_connect_and_be_complete() {
        let empty = Ledger::new(site());
        let mut gap = bundle(3);
        gap.entries.remove(1);
        let why = Refusal::Gap { have: 1 };
        let error = BundleError::Unconnected {
            device: device(),
            seq: 3,
            why,
        };
        assert_eq!(gap.open(&empty), Err(error));

        let mut short = bundle(3);
        short.entries.pop();
        assert_eq!(
            short.open(&empty),
            Err(BundleError::Incomplete {
                device: device(),
                seq: 3
            })
        );

        let other = Ledger::new(SiteId(uuid_v7(5, [5; 10])));
        assert_eq!(
            bundle(1).open(&other),
            Err(BundleError::OtherSite { site: site() })
        );
    }

    #[test]
    fn the_published_schema_is_the_one_of_the_types() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bundle.schema.json");
        let mut schema = schemars::schema_for!(Bundle);
        schema.insert("title".to_owned(), json!("Doorstep bundle"));
        let schema = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(path, &schema).unwrap();
        }
        let published = std::fs::read_to_string(path).unwrap();
        assert!(
            published == schema,
            "run the tests once with UPDATE_SNAPSHOTS=1"
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Bundle::read(&bytes);
        }

        #[test]
        fn no_flipped_byte_goes_unnoticed(at in any::<prop::sample::Index>(), flip in 1..=255u8) {
            let good = bytes(&bundle(2));
            let mut bad = good.clone();
            let at = at.index(bad.len());
            bad[at] ^= flip;
            let opened = Bundle::read(&bad).and_then(|bundle| bundle.open(&Ledger::new(site())));
            // `device` and `made` of the envelope only say who made the file.
            let entries = Bundle::read(&good).unwrap().entries;
            prop_assert!(opened.is_err() || opened.unwrap().fresh == entries);
        }
    }
}
