//! Files: bytes that belong to a record and are too large for an entry.
//!
//! An entry names a file by its SHA-256 and travels without it; the bytes follow on a way of their
//! own ([`crate::transfer`]). So the ledger stays small, and what arrives late or from another
//! device is known to be what was meant.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Digest, Entry, Record, limits};

/// A file that a record names: the field `file:<name>` with the other members as its value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct FileRef {
    /// Its name in the record, without a path ([`is_plain_name`]).
    pub name: String,
    /// The SHA-256 of its bytes.
    pub sha256: Digest,
    /// How many bytes it has.
    pub size: u64,
    /// Its media type, as the device that made it says.
    #[serde(rename = "type")]
    pub media_type: String,
}

const FIELD: &str = "file:";

/// Media types that a browser shows or plays and that can't carry a program. Anything else is
/// handed on as bytes.
const SAFE_TYPES: [&str; 24] = [
    "application/pdf",
    "audio/aac",
    "audio/flac",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/webm",
    "audio/x-m4a",
    "audio/x-wav",
    "image/avif",
    "image/bmp",
    "image/gif",
    "image/heic",
    "image/jpeg",
    "image/png",
    "image/webp",
    "text/csv",
    "text/plain",
    "video/3gpp",
    "video/mp4",
    "video/ogg",
    "video/quicktime",
    "video/webm",
];

impl FileRef {
    /// The field of a record that names this file, and its value.
    pub fn field(&self) -> (String, Value) {
        let Self {
            name,
            sha256,
            size,
            media_type,
        } = self;
        let value = json!({"sha256": sha256, "size": size, "type": media_type});
        (Self::field_name(name), value)
    }

    /// The field that names a file of this name.
    pub fn field_name(name: &str) -> String {
        format!("{FIELD}{name}")
    }

    /// Reads a member of the collection `file:`; `None` where it does not name a file that could
    /// be fetched.
    fn from_member(name: &str, value: &Value) -> Option<Self> {
        let file = Self {
            name: name.to_owned(),
            sha256: value.get("sha256")?.as_str()?.parse().ok()?,
            size: value.get("size")?.as_u64()?,
            media_type: value.get("type")?.as_str()?.to_owned(),
        };
        let size_ok = (1..=limits::FILE_BYTES).contains(&file.size);
        (size_ok && is_plain_name(name)).then_some(file)
    }

    /// The files that a record names, by name.
    pub fn all_of(record: &Record) -> impl Iterator<Item = Self> + '_ {
        record
            .members(FIELD)
            .filter_map(|(name, value)| Self::from_member(name, value))
    }

    /// The files that an entry names. An entry of a later version is asked too, as far as its
    /// fields look like those of today: its files must find their way though it is not understood.
    pub fn named_by(entry: &Entry) -> Vec<Self> {
        let member = |(field, value): (&String, &Value)| {
            Self::from_member(field.strip_prefix(FIELD)?, value)
        };
        match entry {
            Entry::V1(entry) => entry.set.iter().flatten().filter_map(member).collect(),
            Entry::Newer(newer) => match newer.member("set") {
                Some(Value::Object(set)) => set.iter().filter_map(member).collect(),
                _ => Vec::new(),
            },
        }
    }

    /// A media type under which the bytes may be handed to a browser.
    pub fn safe_type(&self) -> &'static str {
        safe_type(&self.media_type)
    }
}

/// The type itself where a browser can show or play it without running anything, and
/// `application/octet-stream` otherwise. Parameters (`;codecs=opus`) are left out.
pub fn safe_type(media_type: &str) -> &'static str {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    SAFE_TYPES
        .into_iter()
        .find(|safe| safe.eq_ignore_ascii_case(essence))
        .unwrap_or("application/octet-stream")
}

/// Whether a text can be the name of a file in any folder of any system: not empty, no path, no
/// control characters, nothing that a shell of Windows minds, at most 120 characters.
pub fn is_plain_name(name: &str) -> bool {
    let bad = |c: char| {
        c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
    };
    !name.is_empty()
        && name.chars().count() <= limits::FILE_NAME
        && !name.starts_with('.')
        && !name.ends_with(['.', ' '])
        && !name.contains(bad)
}

impl fmt::Debug for FileRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            sha256,
            size,
            media_type,
        } = self;
        write!(f, "{name} ({media_type}, {size} B, {sha256})")
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::{
        Author, Change, DeviceId, Fields, Ledger, RecordId, Salt, SiteId, replica::tests::site,
        uuid_v7,
    };

    fn file(name: &str) -> FileRef {
        FileRef {
            name: name.to_owned(),
            sha256: Digest([0xab; 32]),
            size: 12,
            media_type: "image/jpeg".to_owned(),
        }
    }

    fn entry_with(set: Fields) -> (Ledger, Entry) {
        let mut ledger = Ledger::new(SiteId(site().0));
        let id = RecordId(uuid_v7(1, [2; 10]));
        let author = Author {
            device: DeviceId(uuid_v7(1, [1; 10])),
            actor: id,
        };
        let change = Change {
            kind: "response".to_owned(),
            id,
            set,
        };
        let now = DateTime::from_timestamp_millis(5).unwrap().fixed_offset();
        let entry = ledger.write(author, now, Salt([3; 16]), change).unwrap();
        ledger.admit(&entry).unwrap();
        (ledger, entry)
    }

    #[test]
    fn what_a_field_names_is_read_back_from_entry_and_record() {
        let set = Fields::from([
            file("a.jpg").field(),
            ("answer:/x".to_owned(), "a.jpg".into()),
        ]);
        let (ledger, entry) = entry_with(set);
        assert_eq!(FileRef::named_by(&entry), [file("a.jpg")]);
        let (_, record) = ledger.state().records("response").next().unwrap();
        assert_eq!(FileRef::all_of(record).collect::<Vec<_>>(), [file("a.jpg")]);
    }

    #[test]
    fn an_entry_of_a_later_version_names_its_files_too() {
        let (field, value) = file("b.png").field();
        let (_, entry) = entry_with(Fields::new());
        let mut raw = entry.to_json();
        raw["v"] = json!(2);
        raw["set"] = json!({field: value, "file:../c": file("x").field().1, "file:d": 3});
        let entry = Entry::from_json(raw).unwrap();
        assert_eq!(FileRef::named_by(&entry), [file("b.png")]);
    }

    #[test]
    fn names_with_a_path_or_a_trick_name_nothing() {
        for name in [
            "a.jpg",
            "report 3.pdf",
            "照片.png",
            "1732263600000-ab12.jpg",
        ] {
            assert!(is_plain_name(name), "{name}");
        }
        let long = "x".repeat(121);
        for name in [
            "",
            ".",
            "..",
            "../a",
            "a/b",
            "a\\b",
            "C:a",
            "a\n",
            ".htaccess",
            "a.",
            "a ",
            "a\0",
            "a|b",
            "<img>",
            &long,
        ] {
            assert!(!is_plain_name(name), "{name:?}");
            let (_, entry) = entry_with(Fields::from([file(name).field()]));
            assert_eq!(FileRef::named_by(&entry), []);
        }
        let mut huge = file("a");
        huge.size = limits::FILE_BYTES + 1;
        let (_, entry) = entry_with(Fields::from([huge.field()]));
        assert_eq!(FileRef::named_by(&entry), []);
    }

    #[test]
    fn what_could_run_is_handed_on_as_bytes() {
        assert_eq!(safe_type("image/jpeg"), "image/jpeg");
        assert_eq!(safe_type("Audio/WebM; codecs=opus"), "audio/webm");
        for hostile in [
            "text/html",
            "image/svg+xml",
            "application/xhtml+xml",
            "text/javascript",
            "application/xml",
            "image/jpeg, text/html",
            "",
        ] {
            assert_eq!(safe_type(hostile), "application/octet-stream", "{hostile}");
        }
    }
}
