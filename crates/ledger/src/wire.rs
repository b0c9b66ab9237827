//! Bundles and answers in few bytes, between an app and a server that both know how.
//!
//! JSON is what everybody reads and writes; a server takes it from anyone. Of a document of 2 KB
//! half of what is left after packing are hashes, though, and all of them follow from the rest. So
//! what is sent is: `1`; the bundle or the answer as JSON without its entries, with its length in
//! front (u32, little-endian); and the two streams of [`crate::lean`], each with its length in
//! front as well. They hold how many entries there are, the entries (brief; in an answer each with
//! when it was received, as a word in front), and the hash of their hashes.
//!
//! Whoever reads it hashes everything, as with JSON, and compares: what was changed on the way is
//! noticed.

use serde::Serialize;
use serde_json::Value;

use crate::{
    Bundle, BundleError, Digest, Entry, Invalid,
    lean::{Reader, Writer},
    sync::{Answer, Received, Unreadable},
};

/// The media type of both.
pub const MEDIA_TYPE: &str = "application/vnd.doorstep.entries";

const VERSION: u8 = 1;
/// What the entries may take up in memory. A request or an answer as JSON holds at most half of
/// that.
const MOST_BYTES: usize = 64 << 20;

/// A bundle as it is sent. `hash_of` gives the hash of each of its entries; an entry that was
/// damaged since it was hashed does not get through. `None` where it has files, which go in JSON.
pub fn of_bundle(mut bundle: Bundle, hash_of: impl Fn(&Entry) -> Digest) -> Option<Vec<u8>> {
    if !bundle.files.is_empty() {
        return None;
    }
    let entries = std::mem::take(&mut bundle.entries);
    let mut rows = Writer::brief();
    rows.number(entries.len() as u64);
    for entry in &entries {
        rows.entry(entry, hash_of(entry));
    }
    sent(&bundle, rows)
}

/// An answer as it is sent.
pub fn of_answer(mut answer: Answer) -> Option<Vec<u8>> {
    let entries = std::mem::take(&mut answer.entries);
    let mut rows = Writer::brief();
    rows.number(entries.len() as u64);
    for received in &entries {
        rows.word(&received.received);
        rows.entry(&received.entry, received.hash());
    }
    sent(&answer, rows)
}

fn sent(head: &impl Serialize, mut rows: Writer) -> Option<Vec<u8>> {
    rows.end();
    let head = serde_json::to_vec(head).ok()?;
    let (text, noise) = rows.streams();
    let mut bytes = Vec::with_capacity(head.len() + text.len() + noise.len() + 16);
    bytes.push(VERSION);
    for part in [&head, text, noise] {
        bytes.extend(u32::try_from(part.len()).ok()?.to_le_bytes());
        bytes.extend(part);
    }
    Some(bytes)
}

/// Reads a bundle and checks each entry alone, as [`Bundle::read`]. Never panics, whatever the
/// bytes are.
pub fn read_bundle(bytes: &[u8]) -> Result<Bundle, BundleError> {
    let damaged = |entry, at: &str, why: &str| BundleError::Damaged {
        entry,
        why: Invalid::new(at, why),
    };
    let cut_off = || BundleError::CutOff;
    let (head, mut rows) = parts(bytes).ok_or_else(cut_off)?;
    let head: Value =
        serde_json::from_slice(head).map_err(|why| damaged(None, "bundle", &why.to_string()))?;
    let mut bundle = Bundle::from_json(head)?;
    for number in 1..=count(&mut rows).ok_or_else(cut_off)? {
        let row = rows.row().ok_or_else(cut_off)?;
        let why = |why| BundleError::Damaged {
            entry: Some(number),
            why,
        };
        bundle.entries.push(checked(row.into_entry()).map_err(why)?);
    }
    match rows.end() {
        Some(true) => {}
        Some(false) => return Err(damaged(None, "entries", "were changed on the way")),
        None => return Err(BundleError::CutOff),
    }
    bundle.check_last()?;
    Ok(bundle)
}

/// Reads an answer; `None` where it did not come as it was sent. Never panics, whatever the bytes
/// are.
pub fn read_answer(bytes: &[u8]) -> Option<Answer> {
    let (head, mut rows) = parts(bytes)?;
    let mut answer: Answer = serde_json::from_slice(head).ok()?;
    for _ in 0..count(&mut rows)? {
        let received = rows.word()?;
        let row = rows.row()?;
        let (place, hash) = (row.place(), row.hash());
        match checked(row.into_entry()) {
            Ok(entry) => {
                let received = Received::kept((*received).to_owned(), entry, hash);
                answer.entries.push(received);
            }
            Err(why) => answer.unreadable.push(Unreadable {
                device: Some(place.device),
                seq: Some(place.seq),
                why: why.to_string(),
            }),
        }
    }
    rows.end()?.then_some(answer)
}

fn checked(entry: Entry) -> Result<Entry, Invalid> {
    if let Entry::V1(entry) = &entry {
        entry.check_members()?;
    }
    Ok(entry)
}

fn parts(bytes: &[u8]) -> Option<(&[u8], Reader<'_>)> {
    let (&VERSION, rest) = bytes.split_first()? else {
        return None;
    };
    let (head, rest) = part(rest)?;
    let (text, rest) = part(rest)?;
    let (noise, rest) = part(rest)?;
    let rows = Reader::brief(text, noise, MOST_BYTES);
    rest.is_empty().then_some((head, rows))
}

fn part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

fn count(rows: &mut Reader<'_>) -> Option<usize> {
    usize::try_from(rows.number()?).ok()
}

#[cfg(test)]
mod tests;
