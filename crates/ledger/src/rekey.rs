//! Two devices under one identity: what a copied profile wrote is kept as a chain of its own.
//!
//! Where two chains of one device part, the server's goes on under the old name. The other's tail
//! is rewritten: the same entries, with the same bodies, times and people, as the chain of an
//! *heir*. The heir's id and its entries follow from the tail alone. Whoever holds the tail makes
//! the same of it, so doing it twice, in two tabs or on two devices, is doing it once.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{Admitted, DeviceId, Entry, Ledger, Place, SiteId, genesis, limits};

/// The device in whose name a tail that begins with `first` goes on: a UUID of version 8 (RFC 9562,
/// section 5.8) from that entry's hash.
pub fn heir(first: &Entry) -> DeviceId {
    let hash = Sha256::new()
        .chain_update(b"doorstep:heir:")
        .chain_update(first.hash().0)
        .finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    DeviceId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// A tail as the first entries of its heir's chain. It must be in order and without a gap.
fn rewrite(site: SiteId, tail: &[Entry]) -> Vec<Entry> {
    let Some(first) = tail.first() else {
        return Vec::new();
    };
    let device = heir(first);
    let mut prev = genesis(site, device);
    let mut rewritten = Vec::with_capacity(tail.len());
    for (entry, seq) in tail.iter().zip(1..) {
        let entry = moved(entry.clone(), Place { device, seq }, prev);
        prev = entry.hash();
        rewritten.push(entry);
    }
    rewritten
}

fn moved(entry: Entry, to: Place, prev: crate::Digest) -> Entry {
    let from = entry.place();
    match entry {
        Entry::V1(mut entry) => {
            (entry.device, entry.seq, entry.prev) = (to.device, to.seq, prev);
            let was = entry.was.get_or_insert_default();
            was.push(from);
            let over = was.len().saturating_sub(limits::MOVES);
            was.drain(..over);
            Entry::V1(entry)
        }
        Entry::Newer(mut newer) => {
            newer.put(to, prev);
            let mut was = match newer.member("was") {
                Some(Value::Array(was)) => was.clone(),
                _ => Vec::new(),
            };
            was.push(serde_json::to_value(from).unwrap_or_default());
            let over = was.len().saturating_sub(limits::MOVES);
            newer.set("was", Value::Array(was.split_off(over)));
            Entry::Newer(newer)
        }
    }
}

impl Ledger {
    /// Finds a place for entries that have none in their chain: what a chain that parted left
    /// behind, what hangs behind a row that was damaged. Gives what to store. An entry that is here
    /// is left out, one that connects is taken as it is, and stretches of others are rewritten.
    /// All of it is admitted, so `self` should be a copy ([`Self::clone_chains`]).
    pub fn shelter(&mut self, mut homeless: Vec<Entry>) -> Vec<Entry> {
        homeless.sort_by_key(|entry| (entry.device(), entry.seq()));
        let (mut sheltered, mut stretch): (_, Vec<Entry>) = (Vec::new(), Vec::new());
        for entry in homeless {
            if self.hash_at(entry.device(), entry.seq()) == Some(entry.hash()) {
                continue;
            }
            let goes_on = |last: &Entry| {
                entry.device() == last.device()
                    && entry.seq() == last.seq() + 1
                    && entry.prev() == last.hash()
            };
            if !stretch.last().is_some_and(goes_on) {
                self.rehouse(std::mem::take(&mut stretch), &mut sheltered);
            }
            if stretch.is_empty() && self.admit(&entry).is_ok() {
                sheltered.push(entry);
            } else if stretch.last() != Some(&entry) {
                stretch.push(entry);
            }
        }
        self.rehouse(stretch, &mut sheltered);
        sheltered
    }

    /// Rewrites a stretch of one chain, in order and without a gap. What was rewritten here before
    /// is not added again.
    fn rehouse(&mut self, stretch: Vec<Entry>, sheltered: &mut Vec<Entry>) {
        let mut homeless = stretch;
        // Where the heir's chain goes on otherwise here, the rest goes to the heir's heir. Each
        // round places at least one entry, so that the rounds come to an end.
        while !homeless.is_empty() {
            let rewritten = rewrite(self.site(), &homeless);
            let mut rest = Vec::new();
            for entry in rewritten {
                match self.admit(&entry) {
                    _ if !rest.is_empty() => rest.push(entry),
                    Ok(Admitted::Known) => {}
                    Ok(_) => sheltered.push(entry),
                    Err(_) => rest.push(entry),
                }
            }
            homeless = rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::*;
    use crate::{Admitted, Author, Change, Fields, RecordId, Salt, replica::tests::site, uuid_v7};

    fn device(n: u8) -> DeviceId {
        DeviceId(uuid_v7(1, [n; 10]))
    }

    fn put(ledger: &mut Ledger, by: DeviceId, value: u32) -> Entry {
        let author = Author {
            device: by,
            actor: RecordId(uuid_v7(2, [1; 10])),
        };
        let change = Change {
            kind: "unit".to_owned(),
            id: RecordId(uuid_v7(2, [2; 10])),
            set: Fields::from([("a".to_owned(), json!(value))]),
        };
        let now = DateTime::from_timestamp_millis(5_000)
            .unwrap()
            .fixed_offset();
        let salt = Salt([u8::try_from(value).unwrap(); 16]);
        let entry = ledger.write(author, now, salt, change).unwrap();
        ledger.admit(&entry).unwrap();
        entry
    }

    fn set_of(entry: &Entry) -> Option<&Fields> {
        match entry {
            Entry::V1(entry) => entry.set.as_ref(),
            Entry::Newer(_) => None,
        }
    }

    #[test]
    fn a_tail_keeps_bodies_times_and_people_and_says_where_it_stood() {
        let mut ledger = Ledger::new(site());
        let first = put(&mut ledger, device(1), 1);
        let tail = vec![
            put(&mut ledger, device(1), 2),
            put(&mut ledger, device(1), 3),
        ];
        let mut server = Ledger::new(site());
        server.admit(&first).unwrap();
        put(&mut server, device(1), 9);
        let rewritten = server.clone().shelter(tail.clone());
        assert_eq!(rewritten.len(), 2);
        for (old, new) in tail.iter().zip(&rewritten) {
            assert_eq!(server.admit(new), Ok(Admitted::New));
            let (Entry::V1(old), Entry::V1(new)) = (old, new) else {
                panic!("written as version 1");
            };
            assert_eq!(
                (old.time, &old.wall, old.actor),
                (new.time, &new.wall, new.actor)
            );
            assert_eq!(
                (old.body, &old.set, old.salt),
                (new.body, &new.set, new.salt)
            );
            let place = Place {
                device: old.device,
                seq: old.seq,
            };
            assert_eq!(new.was, Some(vec![place]));
            assert_ne!(new.device, old.device);
        }
        // As text and back it is the same entry.
        let text = serde_json::to_string(&rewritten).unwrap();
        assert_eq!(
            serde_json::from_str::<Vec<Entry>>(&text).unwrap(),
            rewritten
        );
    }

    #[test]
    fn rewriting_twice_is_rewriting_once() {
        let mut ledger = Ledger::new(site());
        put(&mut ledger, device(1), 1);
        let tail = vec![
            put(&mut ledger, device(1), 2),
            put(&mut ledger, device(1), 3),
        ];
        let mut server = Ledger::new(site());
        assert_eq!(server.shelter(tail.clone()).len(), 2);
        assert_eq!(server.shelter(tail.clone()), []);
        assert_eq!(server.shelter(tail[..1].to_vec()), []);
        assert_eq!(server.len(), 2);
    }

    #[test]
    fn two_tails_that_begin_alike_both_find_a_place() {
        let mut ledger = Ledger::new(site());
        let start = put(&mut ledger, device(1), 1);
        let mut copy = ledger.clone();
        let (second, other) = (put(&mut ledger, device(1), 2), put(&mut copy, device(1), 9));
        // Another device has that name here, so that neither tail connects.
        let mut server = Ledger::new(site());
        put(&mut server, device(1), 7);
        for tail in [vec![start.clone(), second], vec![start, other]] {
            server.shelter(tail);
        }
        assert_eq!(server.len(), 4);
    }

    #[test]
    fn an_entry_without_its_body_and_one_of_a_later_version_are_moved_too() {
        let mut ledger = Ledger::new(site());
        let Entry::V1(mut bare) = put(&mut ledger, device(1), 1) else {
            panic!("written as version 1");
        };
        (bare.salt, bare.set) = (None, None);
        let mut server = Ledger::new(site());
        put(&mut server, device(1), 3);
        let moved_bare = server.shelter(vec![Entry::V1(bare)]);
        assert!(set_of(&moved_bare[0]).is_none());
        let raw = json!({
            "v": 7, "device": device(2), "seq": 1, "body": start_hash(), "lamport": 4,
            "prev": genesis(site(), device(2)),
        });
        put(&mut server, device(2), 4);
        let newer = Entry::from_json(raw).unwrap();
        let rewritten = server.shelter(vec![newer]);
        assert_eq!(server.admit(&rewritten[0]), Ok(Admitted::Known));
        let json = rewritten[0].to_json();
        assert_eq!(json["lamport"], 4);
        assert_eq!(json["was"], json!([{"device": device(2), "seq": 1}]));
        assert_eq!(json["seq"], rewritten[0].seq());
    }

    fn start_hash() -> crate::Digest {
        genesis(site(), device(9))
    }

    #[test]
    fn an_entry_does_not_remember_more_moves_than_the_limit() {
        let mut ledger = Ledger::new(site());
        let mut tail = vec![put(&mut ledger, device(1), 1)];
        for _ in 0..limits::MOVES + 3 {
            tail = rewrite(site(), &tail);
        }
        let Entry::V1(entry) = &tail[0] else {
            panic!("written as version 1");
        };
        assert_eq!(entry.was.as_ref().map(Vec::len), Some(limits::MOVES));
    }

    #[test]
    fn what_connects_after_all_is_taken_as_it_is() {
        let mut ledger = Ledger::new(site());
        let entries: Vec<_> = (1..=5).map(|n| put(&mut ledger, device(1), n)).collect();
        let mut here = Ledger::new(site());
        here.admit(&entries[0]).unwrap();
        // The third was lost for good.
        let strays = vec![
            entries[4].clone(),
            entries[1].clone(),
            entries[0].clone(),
            entries[3].clone(),
            entries[3].clone(),
        ];
        let sheltered = here.shelter(strays);
        assert_eq!(sheltered[0], entries[1]);
        assert_eq!(sheltered.len(), 3);
        assert_eq!(here.head(heir(&entries[3])).map(|head| head.seq), Some(2));
    }
}
