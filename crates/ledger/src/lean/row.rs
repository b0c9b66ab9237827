//! An entry that was read out of a pack, before it becomes one.

use std::sync::Arc;

use crate::{Digest, Entry, EntryV1, Place, Salt, fold::Told, gather};

/// An entry with its hash.
#[derive(Debug)]
pub struct Row {
    pub(crate) hash: Digest,
    pub(crate) entry: Packed,
}

#[derive(Debug)]
pub(crate) enum Packed {
    Told(Box<Said>),
    Other(Entry),
}

/// An entry of version 1.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) told: Told,
    pub(crate) body: Digest,
    pub(crate) prev: Digest,
    pub(crate) salt: Option<Salt>,
}

impl Row {
    /// An entry that was kept in another way, with its hash.
    pub fn of(entry: Entry, hash: Digest) -> Self {
        let entry = Packed::Other(entry);
        Self { hash, entry }
    }

    /// Its hash, as it was kept beside it.
    pub fn hash(&self) -> Digest {
        self.hash
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        match &self.entry {
            Packed::Told(said) => said.told.place,
            Packed::Other(entry) => entry.place(),
        }
    }

    /// The hash of the entry before it in its chain.
    pub(crate) fn prev(&self) -> Digest {
        match &self.entry {
            Packed::Told(said) => said.prev,
            Packed::Other(entry) => entry.prev(),
        }
    }

    /// Whether its body is here.
    pub(crate) fn has_body(&self) -> bool {
        match &self.entry {
            Packed::Told(said) => said.told.set.is_some(),
            Packed::Other(entry) => entry.has_body(),
        }
    }

    /// The same with the hashes that follow from what it says.
    pub(super) fn with_hashes(self) -> Self {
        let mut entry = self.into_entry();
        if let Entry::V1(entry) = &mut entry
            && let Some(body) = entry.body_here()
        {
            entry.body = body;
        }
        let hash = entry.hash();
        Self::of(entry, hash)
    }

    /// The entry.
    pub fn into_entry(self) -> Entry {
        let said = match self.entry {
            Packed::Told(said) => *said,
            Packed::Other(entry) => return entry,
        };
        let (told, owned) = (said.told, |name: Arc<str>| (*name).to_owned());
        let set = told.set.map(|set| {
            let set = set.into_iter();
            gather(set.map(|(name, value)| (owned(name), value)))
        });
        let over = told.over.map(|over| {
            let over = over.into_iter();
            gather(over.map(|(name, places)| (owned(name), places)))
        });
        Entry::V1(Box::new(EntryV1 {
            v: 1,
            device: told.place.device,
            seq: told.place.seq,
            time: told.time,
            wall: told.wall,
            actor: told.actor,
            kind: owned(told.kind),
            id: told.id,
            was: told.was,
            body: said.body,
            prev: said.prev,
            salt: said.salt,
            set,
            over,
        }))
    }
}
