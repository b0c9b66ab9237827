//! Reading what [`Writer`](super::Writer) has put together.

use std::sync::Arc;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{
    BODY, FALSE, JSON, NEGATIVE, NULL, NUMBER, OTHER, OVER, PREV, Row, TEXT, TRUE, WAS,
    row::{Packed, Said},
};
use crate::{
    DeviceId, Digest, Entry, Hlc, Place, RecordId, Salt,
    fold::{Names, Told},
};

/// What a field takes up in memory beside its name and its text, more or less.
const FIELD: usize = 96;
/// And an entry without any.
const ENTRY: usize = 512;

/// Reads entries one after the other. What can't be read gives `None`, and then all that follows
/// does: nothing of it makes sense any more.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a [u8],
    noise: &'a [u8],
    words: Vec<Arc<str>>,
    ids: Vec<Uuid>,
    /// For each of the ids: the last entry of that device.
    last: Vec<Option<(u64, Digest)>>,
    ms: u64,
    /// What brief entries may still take up in memory, in bytes; `None` where they are not brief.
    brief: Option<usize>,
    /// The hashes of brief entries.
    all: Sha256,
}

impl<'a> Reader<'a> {
    /// Reads the two streams from their beginning.
    pub fn new(text: &'a [u8], noise: &'a [u8]) -> Self {
        Self {
            text,
            noise,
            words: Vec::new(),
            ids: Vec::new(),
            last: Vec::new(),
            ms: 0,
            brief: None,
            all: Sha256::new(),
        }
    }

    /// Reads brief entries, which come from outside: words that stand there once must not fill the
    /// memory with their copies, so that all of them together may take up `most` bytes.
    pub(crate) fn brief(text: &'a [u8], noise: &'a [u8], most: usize) -> Self {
        Self {
            brief: Some(most),
            ..Self::new(text, noise)
        }
    }

    /// Whether brief entries are those that were put together, and all has been read.
    pub(crate) fn end(&mut self) -> Option<bool> {
        let all = self.bytes::<32>()?;
        Some(self.is_at_end() && all[..] == self.all.finalize_reset()[..])
    }

    /// Whether all has been read, to the last byte.
    pub fn is_at_end(&self) -> bool {
        self.text.is_empty() && self.noise.is_empty()
    }

    /// Reads a number of the caller's own.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.text.split_first()?;
            self.text = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// Reads a text of the caller's own.
    pub fn word(&mut self) -> Option<Arc<str>> {
        self.shared(None)
    }

    /// Reads the next entry.
    pub fn row(&mut self) -> Option<Row> {
        self.row_with(None)
    }

    /// As [`Self::row`], with the names that a state has already.
    pub(crate) fn row_with(&mut self, names: Option<&mut Names>) -> Option<Row> {
        let row = self.read(names);
        if row.is_none() {
            (self.text, self.noise) = (&[], &[0]);
        }
        if let (Some(_), Some(row)) = (self.brief, &row) {
            self.all.update(row.hash.0);
        }
        row
    }

    /// A moment, told by how long it is after the one before.
    fn time(&mut self) -> Option<Hlc> {
        let since = self.number()?;
        let since = (since >> 1).cast_signed() ^ -((since & 1).cast_signed());
        self.ms = self.ms.wrapping_add_signed(since);
        Hlc::of_parts(self.ms, u16::try_from(self.number()?).ok()?)
    }

    /// Names, each with what `read` finds behind it.
    fn fields<T>(
        &mut self,
        mut names: Option<&mut Names>,
        read: fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<(Arc<str>, T)>> {
        let count = self.number()?;
        let mut fields = Vec::with_capacity(self.at_most(count));
        for _ in 0..count {
            let name = self.shared(names.as_deref_mut())?;
            self.spend(name.len() + FIELD)?;
            fields.push((name, read(self)?));
        }
        Some(fields)
    }

    fn read(&mut self, mut names: Option<&mut Names>) -> Option<Row> {
        let kept = self.brief.is_none();
        let hash = if kept {
            Digest(self.bytes()?)
        } else {
            Digest([0; 32])
        };
        let bits = self.number()?;
        if bits & OTHER != 0 {
            let entry: Entry = serde_json::from_str(self.text()?).ok()?;
            let hash = if kept { hash } else { entry.hash() };
            return Some(Row::of(entry, hash));
        }
        let by = self.id()?;
        let device = DeviceId(self.ids[by]);
        let seq = self.number()?;
        let time = self.time()?;
        let wall = self.text()?.to_owned();
        let actor = self.id()?;
        let actor = RecordId(self.ids[actor]);
        let kind = self.shared(names.as_deref_mut())?;
        self.spend(kind.len() + ENTRY)?;
        let id = RecordId(Uuid::from_bytes(self.bytes()?));
        let mut body = Digest([0; 32]);
        if kept || bits & BODY == 0 {
            body = Digest(self.bytes()?);
        }
        let prev = if bits & PREV == 0 {
            let (_, hash) = self.last[by].filter(|(last, _)| seq.checked_sub(1) == Some(*last))?;
            hash
        } else {
            Digest(self.bytes()?)
        };
        let mut was = None;
        if bits & WAS != 0 {
            was = Some(self.places()?);
        }
        let (mut salt, mut set) = (None, None);
        if bits & BODY != 0 {
            salt = Some(Salt(self.bytes()?));
            set = Some(self.fields(names.as_deref_mut(), Self::value)?);
        }
        let mut over = None;
        if bits & OVER != 0 {
            over = Some(self.fields(names, Self::places)?);
        }
        let place = Place { device, seq };
        let told = Told {
            place,
            time,
            wall,
            actor,
            kind,
            id,
            was,
            set,
            over,
        };
        let said = Said {
            told,
            body,
            prev,
            salt,
        };
        let entry = Packed::Told(Box::new(said));
        let mut row = Row { hash, entry };
        if !kept {
            row = row.with_hashes();
        }
        self.last[by] = Some((seq, row.hash));
        Some(row)
    }

    /// Takes a part of what brief entries may take up.
    fn spend(&mut self, bytes: usize) -> Option<()> {
        if let Some(left) = &mut self.brief {
            *left = left.checked_sub(bytes)?;
        }
        Some(())
    }

    /// How many things there can be at most: each takes a byte. A damaged number must not fill the
    /// memory.
    fn at_most(&self, count: u64) -> usize {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        count.min(self.text.len())
    }

    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.noise.split_first_chunk()?;
        self.noise = rest;
        Some(*bytes)
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.text.split_at_checked(length)?;
        self.text = rest;
        str::from_utf8(text).ok()
    }

    fn shared(&mut self, names: Option<&mut Names>) -> Option<Arc<str>> {
        let number = self.number()?;
        if let Some(known) = number.checked_sub(1) {
            return self.words.get(usize::try_from(known).ok()?).cloned();
        }
        let text = self.text()?;
        let word = names.map_or_else(|| Arc::from(text), |names| names.get(text));
        self.words.push(Arc::clone(&word));
        Some(word)
    }

    /// Which of the ids comes.
    fn id(&mut self) -> Option<usize> {
        let number = usize::try_from(self.number()?).ok()?;
        if let Some(known) = number.checked_sub(1) {
            return (known < self.ids.len()).then_some(known);
        }
        let id = Uuid::from_bytes(self.bytes()?);
        self.ids.push(id);
        self.last.push(None);
        Some(self.ids.len() - 1)
    }

    fn places(&mut self) -> Option<Vec<Place>> {
        let count = self.number()?;
        let mut places = Vec::with_capacity(self.at_most(count));
        for _ in 0..count {
            self.spend(size_of::<Place>())?;
            let device = self.id()?;
            let device = DeviceId(self.ids[device]);
            let seq = self.number()?;
            places.push(Place { device, seq });
        }
        Some(places)
    }

    fn value(&mut self) -> Option<Value> {
        let (kind, rest) = self.text.split_first()?;
        self.text = rest;
        Some(match *kind {
            NULL => Value::Null,
            FALSE => Value::Bool(false),
            TRUE => Value::Bool(true),
            TEXT => Value::String(self.text()?.to_owned()),
            NUMBER => Value::from(self.number()?),
            NEGATIVE => Value::from(0_i64.checked_sub_unsigned(self.number()?)?),
            JSON => serde_json::from_str(self.text()?).ok()?,
            _ => return None,
        })
    }
}
