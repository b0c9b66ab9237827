//! What comes from the server, sorted out against what is here.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use crate::{
    DeviceId, Entry, Head, Ledger, chain,
    sync::{Received, Span},
};

/// What a page of the server's entries means for a replica. Nothing in it stops the rest: what does
/// not connect is left out and read again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Intake {
    /// The entries to add, in an order in which they connect.
    pub fresh: Vec<Rc<Received>>,
    /// Chains that the server goes on with otherwise than this replica: the entries here after
    /// `after` make way for those in `fresh`, and find another place ([`Ledger::shelter`]).
    pub parted: Vec<Span>,
    /// Entries that are here without their bodies, which have come now.
    pub filled: Vec<Entry>,
    /// Chains of which the page holds entries that don't connect to what is here.
    pub unconnected: BTreeSet<DeviceId>,
}

enum Step {
    Known,
    Next(Head),
    Parts { after: u64, head: Head },
    Unconnected,
}

impl Intake {
    /// Sorts out what the server sent, each device's entries in sequence.
    pub fn of(ledger: &Ledger, received: &[Rc<Received>]) -> Self {
        let mut intake = Self::default();
        let mut reached: BTreeMap<DeviceId, Head> = BTreeMap::new();
        for received in received {
            let device = received.entry.device();
            if intake.unconnected.contains(&device) {
                continue;
            }
            let head = match step(ledger, reached.get(&device), received) {
                Step::Known => {
                    let entry = &received.entry;
                    if entry.has_body() && ledger.lacks_body(entry.place()) {
                        intake.filled.push(entry.clone());
                    }
                    continue;
                }
                Step::Unconnected => {
                    intake.unconnected.insert(device);
                    continue;
                }
                Step::Next(head) => head,
                Step::Parts { after, head } => {
                    intake.parted.push(Span { device, after });
                    head
                }
            };
            reached.insert(device, head);
            intake.fresh.push(Rc::clone(received));
        }
        intake
    }

    /// The chains as they are once the page is taken in, without a state.
    #[must_use]
    pub fn chains(&self, ledger: &Ledger) -> Ledger {
        let mut chains = ledger.clone_chains();
        for span in &self.parted {
            chains.cut(*span);
        }
        for received in &self.fresh {
            // It was found to connect just before.
            let _ = chains.admit_received(received);
        }
        chains
    }
}

/// What an entry is to its chain, which reaches `reached` with the entries before it.
fn step(ledger: &Ledger, reached: Option<&Head>, received: &Received) -> Step {
    let (entry, hash) = (&received.entry, received.hash());
    let (device, seq) = (entry.device(), entry.seq());
    if let Some(head) = reached {
        return match chain::connects(ledger.site(), Some(head), entry) {
            Ok(()) => Step::Next(Head { seq, hash }),
            // The same entry again: places before the head are settled.
            Err(_) if seq <= head.seq => Step::Known,
            Err(_) => Step::Unconnected,
        };
    }
    let here = ledger.hash_at(device, seq);
    if here == Some(hash) {
        return Step::Known;
    }
    let before = match seq.checked_sub(1) {
        Some(0) | None => Some(chain::genesis(ledger.site(), device)),
        Some(before) => ledger.hash_at(device, before),
    };
    let head = Head { seq, hash };
    match here {
        _ if before != Some(entry.prev()) => Step::Unconnected,
        None => Step::Next(head),
        Some(_) => Step::Parts {
            after: seq - 1,
            head,
        },
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::{Author, Change, Fields, RecordId, Salt, SiteId, replica::tests::site, uuid_v7};

    fn write(ledger: &mut Ledger, value: u8) -> Rc<Received> {
        let device = DeviceId(uuid_v7(1, [1; 10]));
        let id = RecordId(device.0);
        let author = Author { device, actor: id };
        let change = Change {
            kind: "unit".to_owned(),
            id,
            set: Fields::from([("a".to_owned(), value.into())]),
        };
        let now = DateTime::from_timestamp_millis(5).unwrap().fixed_offset();
        let entry = ledger
            .write(author, now, Salt([value; 16]), change)
            .unwrap();
        ledger.admit(&entry).unwrap();
        Rc::new(Received::new(String::new(), entry))
    }

    /// Two replicas with two entries in common, then two of their own each.
    fn parted() -> (Ledger, Vec<Rc<Received>>) {
        let mut here = Ledger::new(site());
        let mut sent = vec![write(&mut here, 1), write(&mut here, 2)];
        let mut there = here.clone();
        write(&mut here, 3);
        write(&mut here, 4);
        sent.extend([write(&mut there, 5), write(&mut there, 6)]);
        (here, sent)
    }

    fn device(received: &[Rc<Received>]) -> DeviceId {
        received[0].entry.device()
    }

    #[test]
    fn a_chain_that_the_server_goes_on_with_otherwise_parts_where_it_does() {
        let (here, sent) = parted();
        let span = Span {
            device: device(&sent),
            after: 2,
        };
        for from in 0..3 {
            let intake = Intake::of(&here, &sent[from..]);
            assert_eq!(intake.parted, [span], "from {from}");
            assert_eq!(intake.fresh, sent[2..]);
            assert!(intake.unconnected.is_empty());
            let mut chains = intake.chains(&here);
            assert_eq!(chains.head(span.device).unwrap().hash, sent[3].entry.hash());
            assert_eq!(
                chains.shelter(sent[..2].iter().map(|r| r.entry.clone()).collect()),
                []
            );
        }
    }

    #[test]
    fn what_begins_after_the_parting_is_read_again_and_nothing_is_taken() {
        let (here, sent) = parted();
        let intake = Intake::of(&here, &sent[3..]);
        assert_eq!(intake.unconnected, BTreeSet::from([device(&sent)]));
        assert!(intake.fresh.is_empty() && intake.parted.is_empty());
    }

    #[test]
    fn a_gap_in_one_chain_does_not_hold_up_another() {
        let (_, sent) = parted();
        let empty = Ledger::new(site());
        let mut mixed = vec![sent[0].clone(), sent[3].clone(), sent[1].clone()];
        let intake = Intake::of(&empty, &mixed);
        assert_eq!(intake.fresh, [sent[0].clone()]);
        assert!(intake.unconnected.contains(&device(&sent)));
        mixed[1] = mixed[0].clone();
        assert_eq!(Intake::of(&empty, &mixed).fresh, sent[..2]);
        let elsewhere = Ledger::new(SiteId(uuid_v7(0, [8; 10])));
        assert!(Intake::of(&elsewhere, &sent).fresh.is_empty());
    }
}
