//! A tablet: what is on its disk, and what is only in its memory.

use std::collections::BTreeMap;

use fastrand::Rng;
use ledger::{
    Digest,
    transfer::{Event, Transfer, Wanted, Work},
};

use crate::server::{Server, hash};

#[derive(Default)]
pub(crate) struct Device {
    pub(crate) online: bool,
    /// On the disk: whole files, parts of fetched ones, and which files entries here name.
    pub(crate) whole: BTreeMap<Digest, Vec<u8>>,
    pub(crate) parts: BTreeMap<Digest, Vec<u8>>,
    pub(crate) wanted: BTreeMap<Digest, u64>,
    /// The server's epoch when entries were last exchanged.
    epoch: String,
    /// In memory.
    pub(crate) transfer: Transfer,
    pub(crate) life: u32,
    pub(crate) request: u32,
}

impl Device {
    pub(crate) fn new() -> Self {
        Self {
            online: true,
            ..Self::default()
        }
    }

    /// Whether all entries of this device have reached the server.
    fn entries_sent(&self, server: &Server) -> bool {
        self.whole.keys().all(|file| server.named.contains(file))
    }

    /// Brings the entries to the server, as sync does.
    pub(crate) fn send_entries(&mut self, server: &mut Server) {
        self.epoch = server.epoch();
        server.named.extend(self.whole.keys());
    }

    pub(crate) fn work(&self, server: &Server) -> Work {
        let size = |bytes: &Vec<u8>| bytes.len() as u64;
        let missing = self.wanted.iter();
        let missing = missing.filter(|(file, _)| !self.whole.contains_key(file));
        Work {
            free: self.entries_sent(server) && !self.epoch.is_empty(),
            epoch: self.epoch.clone(),
            here: self
                .whole
                .iter()
                .map(|(f, bytes)| (*f, size(bytes)))
                .collect(),
            wanted: missing
                .map(|(file, size)| Wanted {
                    file: *file,
                    size: *size,
                    have: self.parts.get(file).map_or(0, |bytes| bytes.len() as u64),
                })
                .collect(),
        }
    }

    /// A new file, at once durable.
    pub(crate) fn photograph(&mut self, rng: &mut Rng) -> (Digest, Vec<u8>) {
        let most = [10, 5_000, 5_000, 5_000, 600_000][rng.usize(..5)];
        let mut bytes = vec![0; rng.usize(1..=most)];
        let tag = rng.u64(..).to_le_bytes();
        bytes.extend(tag);
        let file = hash(&bytes);
        self.whole.insert(file, bytes.clone());
        (file, bytes)
    }

    /// Keeps what was fetched.
    pub(crate) fn keep(&mut self, file: Digest, from: u64, bytes: &[u8]) -> Event {
        let parts = self.parts.entry(file).or_default();
        if parts.len() as u64 == from {
            parts.extend_from_slice(bytes);
        }
        Event::Kept
    }

    pub(crate) fn finish(&mut self, file: Digest) -> Event {
        let parts = self.parts.remove(&file).unwrap_or_default();
        if hash(&parts) == file {
            self.whole.insert(file, parts);
            Event::Kept
        } else {
            Event::Spoiled(file)
        }
    }

    /// Dies and starts again.
    pub(crate) fn crash(&mut self) {
        self.life += 1;
        self.transfer = Transfer::default();
    }
}
