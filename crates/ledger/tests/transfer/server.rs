//! The server: the rules of the real one over maps in memory. All of it is its disk.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{
    Digest,
    transfer::{Held, Holdings, Why},
};
use sha2::{Digest as _, Sha256};

pub(crate) fn hash(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

/// What a device asks for.
#[derive(Clone)]
pub(crate) enum Request {
    Ask(Vec<Digest>),
    Send {
        file: Digest,
        from: u64,
        size: u64,
        bytes: Vec<u8>,
    },
    Fetch {
        file: Digest,
        from: u64,
        to: u64,
    },
}

/// What it is told.
#[derive(Clone)]
pub(crate) enum Answer {
    Holdings(Holdings),
    Refused(Digest, Why),
    Part(Digest, u64, Vec<u8>),
}

#[derive(Clone, Default)]
pub(crate) struct Server {
    epoch: u32,
    pub(crate) named: BTreeSet<Digest>,
    parts: BTreeMap<Digest, Vec<u8>>,
    pub(crate) whole: BTreeMap<Digest, Vec<u8>>,
}

impl Server {
    /// Goes back to an old copy, which is a new epoch.
    pub(crate) fn restore(&mut self, old: &Self) {
        let epoch = self.epoch + 1;
        *self = Self {
            epoch,
            ..old.clone()
        };
    }

    pub(crate) fn epoch(&self) -> String {
        self.epoch.to_string()
    }

    pub(crate) fn answer(&mut self, request: &Request) -> Answer {
        match request {
            Request::Ask(files) => Answer::Holdings(self.holdings(files)),
            Request::Send {
                file,
                from,
                size,
                bytes,
            } => self.take(*file, *from, *size, bytes),
            Request::Fetch { file, from, to } => match self.whole.get(file) {
                Some(bytes) => {
                    let range = usize::try_from(*from).unwrap()..usize::try_from(*to).unwrap();
                    Answer::Part(*file, *from, bytes[range].to_vec())
                }
                None => Answer::Refused(*file, Why::Absent),
            },
        }
    }

    fn holdings(&self, files: &[Digest]) -> Holdings {
        let known = files.iter().filter(|file| self.named.contains(file));
        Holdings {
            epoch: self.epoch(),
            files: known.map(|file| (*file, self.held(file))).collect(),
        }
    }

    fn held(&self, file: &Digest) -> Held {
        if self.whole.contains_key(file) {
            Held::Whole
        } else {
            Held::Upto(self.parts.get(file).map_or(0, |bytes| bytes.len() as u64))
        }
    }

    fn take(&mut self, file: Digest, from: u64, size: u64, bytes: &[u8]) -> Answer {
        if !self.named.contains(&file) {
            return Answer::Refused(file, Why::Absent);
        }
        if self.held(&file) == Held::Upto(from) {
            let parts = self.parts.entry(file).or_default();
            parts.extend_from_slice(bytes);
            if parts.len() as u64 >= size {
                let parts = self.parts.remove(&file).unwrap();
                if hash(&parts) != file {
                    return Answer::Refused(file, Why::OtherHash);
                }
                self.whole.insert(file, parts);
            }
        }
        Answer::Holdings(self.holdings(&[file]))
    }
}
