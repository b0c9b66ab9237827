//! The sealed backup: everything of a site on one device, in a file that opens with a passphrase.
//!
//! ```text
//! doorstep-backup 1 ⏎  header ⏎  chunk chunk chunk …
//! chunk   = length (u32, little-endian) · the same with every bit turned · sealed row
//! content = 0 (plain) or 1 (zlib) · items
//! item    = kind (u8) · length of the key (u16) · length of the value (u32) · key · value
//! ```
//!
//! The header is that of a vault, a line of JSON, made for this file alone. A chunk is sealed as a
//! row of a tablet is, bound to its number by [`place`]: one that was changed, left out, doubled or
//! moved does not open. The first item is [`Kind::About`], the last [`Kind::End`]; a file without
//! it was cut off. `docs/BACKUP.md` says what the items hold. Nothing in here seals or opens: how
//! that is done differs between a browser and a program.

use std::fmt;

use miniz_oxide::{deflate::compress_to_vec_zlib, inflate::decompress_to_vec_zlib_with_limit};
use serde::{Deserialize, Serialize};

use crate::{
    BundleError, DeviceId, Entry, Heads, Invalid, Ledger, RecordId, Refusal, SiteId, chain,
};

/// How every file begins.
pub const MAGIC: &[u8] = b"doorstep-backup ";
const VERSION: &[u8] = b"1";
/// As much of a file as is needed for reading its beginning.
pub const BEGINNING_BYTES: usize = 8_192;
/// A chunk is closed once it holds so much, before it is deflated.
const CHUNK_BYTES: usize = 1 << 20;
/// The largest chunk that is read, sealed or deflated; the largest item is far below.
const MOST_BYTES: usize = 64 << 20;
/// Bytes before a chunk.
pub const FRAME_BYTES: usize = 8;
const DEFLATE_LEVEL: u8 = 6;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What the file is about: [`About`] as JSON.
    About,
    /// An entry, as it stands in a bundle. The entries of each device are in sequence.
    Entry,
    /// A row of the device's storage: what is being filled in.
    Draft,
    /// A line of an interview under way.
    Note,
    /// A form that is being designed.
    Design,
    /// What is known of a file; its parts follow.
    File,
    /// Bytes of a file.
    Part,
    /// The last item: [`Counted`] as JSON.
    End,
}

impl Kind {
    const ALL: [Self; 8] = [
        Self::About,
        Self::Entry,
        Self::Draft,
        Self::Note,
        Self::Design,
        Self::File,
        Self::Part,
        Self::End,
    ];

    const fn code(self) -> u8 {
        match self {
            Self::About => 1,
            Self::Entry => 2,
            Self::Draft => 3,
            Self::Note => 4,
            Self::Design => 5,
            Self::File => 6,
            Self::Part => 7,
            Self::End => 255,
        }
    }

    fn of(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What a backup is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// The site.
    pub site: SiteId,
    /// Its name, in the language of the person who saved it.
    #[serde(default)]
    pub name: String,
    /// The device that was saved. The one that it is restored to is another.
    pub device: DeviceId,
    /// Who used it.
    #[serde(default)]
    pub person: Option<RecordId>,
    /// When, by that device's clock (RFC 3339).
    pub made: String,
    /// Whether it lay under a passphrase there. Then it is not restored to where there is none.
    #[serde(default)]
    pub sealed: bool,
}

/// What a backup holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Entries.
    pub entries: u64,
    /// Questionnaires and interviews under way, and forms that are being designed.
    pub drafts: u64,
    /// Files.
    pub files: u64,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Which one of its kind; empty where there is nothing to tell apart.
    pub key: String,
    /// What it holds.
    pub value: Vec<u8>,
}

/// Why a file is no backup that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackupError {
    /// It does not begin like one.
    Foreign,
    /// A later version made it.
    Newer,
    /// It ends before its end, at this byte.
    CutOff {
        /// How many bytes there are.
        at: u64,
    },
    /// Its bytes are not those that were written, from this byte on.
    Altered {
        /// Where the chunk begins that is affected.
        at: u64,
    },
}

impl fmt::Display for BackupError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => formatter.write_str("this is no backup of Doorstep"),
            Self::Newer => formatter.write_str("the backup was made by a later version"),
            Self::CutOff { at } => write!(formatter, "the backup is cut off at byte {at}"),
            Self::Altered { at } => write!(formatter, "the backup was altered at byte {at}"),
        }
    }
}

impl std::error::Error for BackupError {}

/// The beginning of a file; `header` is one line.
pub fn begin(header: &str) -> Vec<u8> {
    [MAGIC, VERSION, b"\n", header.as_bytes(), b"\n"].concat()
}

/// The header of a file whose first [`BEGINNING_BYTES`] these are, and where its chunks begin.
pub fn read_beginning(bytes: &[u8]) -> Result<(String, u64), BackupError> {
    let cut_off = |bytes: &[u8]| BackupError::CutOff {
        at: bytes.len() as u64,
    };
    let Some(rest) = bytes.strip_prefix(MAGIC) else {
        let begun = !bytes.is_empty() && MAGIC.starts_with(bytes);
        return Err(if begun {
            cut_off(bytes)
        } else {
            BackupError::Foreign
        });
    };
    let mut lines = rest.splitn(3, |byte| *byte == b'\n');
    let version = lines.next().unwrap_or_default();
    let (Some(header), Some(_)) = (lines.next(), lines.next()) else {
        return Err(if bytes.len() < BEGINNING_BYTES {
            cut_off(bytes)
        } else {
            BackupError::Altered { at: 0 }
        });
    };
    if version != VERSION {
        let number = !version.is_empty() && version.iter().all(u8::is_ascii_digit);
        return Err(if number {
            BackupError::Newer
        } else {
            BackupError::Altered { at: 0 }
        });
    }
    let start = MAGIC.len() + version.len() + header.len() + 2;
    let header = String::from_utf8(header.to_vec());
    let header = header.map_err(|_| BackupError::Altered { at: 0 })?;
    Ok((header, start as u64))
}

/// What the chunk with this number, from 0, is bound to when it is sealed.
pub fn place(number: u64) -> String {
    format!("doorstep-backup\n1\n{number}")
}

/// What stands before a sealed chunk of this length.
pub fn frame(length: u32) -> [u8; FRAME_BYTES] {
    let mut frame = [0; FRAME_BYTES];
    let (one, other) = frame.split_at_mut(4);
    one.copy_from_slice(&length.to_le_bytes());
    other.copy_from_slice(&(!length).to_le_bytes());
    frame
}

/// The length of the sealed chunk behind these bytes; `None` where they were altered.
pub fn read_frame(frame: [u8; FRAME_BYTES]) -> Option<u32> {
    let (one, other) = frame.split_first_chunk::<4>()?;
    let length = u32::from_le_bytes(*one);
    let turned = u32::from_le_bytes(other.try_into().ok()?);
    let fits = usize::try_from(length).is_ok_and(|length| length <= MOST_BYTES);
    (length == !turned && fits).then_some(length)
}

/// Collects items until they make a chunk.
#[derive(Default)]
pub struct Packer {
    items: Vec<u8>,
    /// Bytes of files, which are packed already as a rule.
    dense: bool,
}

impl Packer {
    /// Adds an item.
    pub fn push(&mut self, kind: Kind, key: &str, value: &[u8]) {
        let (Ok(key_length), Ok(value_length)) =
            (u16::try_from(key.len()), u32::try_from(value.len()))
        else {
            return;
        };
        self.dense |= kind == Kind::Part;
        self.items.push(kind.code());
        self.items.extend_from_slice(&key_length.to_le_bytes());
        self.items.extend_from_slice(&value_length.to_le_bytes());
        self.items.extend_from_slice(key.as_bytes());
        self.items.extend_from_slice(value);
    }

    /// Adds something as JSON.
    pub fn push_json(&mut self, kind: Kind, value: &impl Serialize) {
        // Ids, numbers and texts: nothing that JSON can't hold.
        self.push(kind, "", &serde_json::to_vec(value).unwrap_or_default());
    }

    /// Whether it is time to take the chunk.
    pub fn is_full(&self) -> bool {
        self.items.len() >= CHUNK_BYTES
    }

    /// The content of a chunk, to be sealed; `None` where there is nothing.
    pub fn take(&mut self) -> Option<Vec<u8>> {
        if self.items.is_empty() {
            return None;
        }
        let items = std::mem::take(&mut self.items);
        let (mark, packed) = if std::mem::take(&mut self.dense) {
            (0, items)
        } else {
            (1, compress_to_vec_zlib(&items, DEFLATE_LEVEL))
        };
        let mut content = Vec::with_capacity(packed.len() + 1);
        content.push(mark);
        content.extend_from_slice(&packed);
        Some(content)
    }
}

/// The items of a chunk's content; `None` where it holds something else. A kind of item that this
/// version does not know is that of a later one.
pub fn unpack(content: &[u8]) -> Option<Result<Vec<Item>, BackupError>> {
    let inflated;
    let mut rest = match content.split_first()? {
        (0, rest) => rest,
        (1, rest) => {
            inflated = decompress_to_vec_zlib_with_limit(rest, MOST_BYTES).ok()?;
            &inflated
        }
        _ => return Some(Err(BackupError::Newer)),
    };
    let mut items = Vec::new();
    while !rest.is_empty() {
        let (code, behind) = rest.split_first()?;
        let (key, behind) = behind.split_first_chunk::<2>()?;
        let (value, behind) = behind.split_first_chunk::<4>()?;
        let key = usize::from(u16::from_le_bytes(*key));
        let value = usize::try_from(u32::from_le_bytes(*value)).ok()?;
        let (key, behind) = behind.split_at_checked(key)?;
        let (value, behind) = behind.split_at_checked(value)?;
        let Some(kind) = Kind::of(*code) else {
            return Some(Err(BackupError::Newer));
        };
        items.push(Item {
            kind,
            key: String::from_utf8(key.to_vec()).ok()?,
            value: value.to_vec(),
        });
        rest = behind;
    }
    Some(Ok(items))
}

/// Whether the entries of a backup connect to a replica, one after the other, without taking them
/// in: so that a file is known to be good before anything is changed.
#[derive(Default)]
pub struct Trial {
    reached: Heads,
}

impl Trial {
    /// Reads an entry, and looks whether it is known or comes next in its chain.
    pub fn entry(&mut self, ledger: &Ledger, value: &[u8]) -> Result<Entry, BundleError> {
        let invalid = |why: Invalid| BundleError::Damaged { entry: None, why };
        let json = serde_json::from_slice(value).map_err(|error| {
            invalid(Invalid {
                at: "entry".to_owned(),
                why: error.to_string(),
            })
        })?;
        let entry = Entry::from_json(json).map_err(invalid)?;
        let (device, seq) = (entry.device(), entry.seq());
        let unconnected = |why: Refusal| BundleError::Unconnected { device, seq, why };
        let reached = self.reached.get(&device).copied();
        let here = ledger.head(device);
        if reached.is_none() && here.is_some_and(|head| seq <= head.seq) {
            ledger.check(&entry).map_err(unconnected)?;
        } else {
            let head = reached.or(here);
            let head = chain::check_next(ledger.site(), head.as_ref(), &entry);
            self.reached.insert(device, head.map_err(unconnected)?);
        }
        Ok(entry)
    }
}
