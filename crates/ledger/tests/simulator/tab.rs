//! One tab of the app on a device: all of it is gone after a crash.

use std::{collections::BTreeMap, rc::Rc};

use ledger::{
    Admitted, Bundle, DeviceId, Entry, Intake, Ledger, SiteId,
    sync::{Batch, Checkpoint, Received, Span, Sync},
};

use crate::disk::{Disk, Taken, Write};

/// What an answer brought.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TookIn {
    Nothing,
    News,
    /// Bodies that had been withheld.
    Filled,
    /// The server goes on otherwise with a chain that is here.
    Parted,
}

pub(crate) struct Tab {
    pub(crate) identity: DeviceId,
    pub(crate) ledger: Ledger,
    /// For each device, the row in which each of its entries lies, by sequence.
    rows: BTreeMap<DeviceId, Vec<u32>>,
    last_row: u32,
    /// Rows that read well but hang behind one that is damaged.
    strays: Vec<(u32, Entry)>,
    /// Rows that can't be read.
    pub(crate) damaged: Vec<u32>,
    pub(crate) sync: Sync,
    /// Counts the crashes: what was begun before one is never heard of again.
    pub(crate) life: u32,
    /// Counts the requests, so that only the last one can time out.
    pub(crate) request: u32,
    /// Who reads, as sync was told it last.
    pub(crate) reader: Option<String>,
    /// [`Disk::fillings`] as of what is in memory.
    fillings: u32,
    /// What is being stored, and whether it is all that the server has.
    pub(crate) storing: Option<(Vec<Received>, Checkpoint, bool)>,
}

impl Tab {
    /// Reads the disk, as the app does when it starts.
    pub(crate) fn open(site: SiteId, disk: &Disk, life: u32) -> Self {
        let mut tab = Self {
            identity: disk.identity,
            ledger: Ledger::new(site),
            rows: BTreeMap::new(),
            last_row: 0,
            strays: Vec::new(),
            damaged: Vec::new(),
            sync: Sync::new(disk.checkpoint()),
            life,
            request: 0,
            reader: None,
            fillings: disk.fillings,
            storing: None,
        };
        for (number, row) in &disk.rows {
            // A chain that parted was put in order when it was stored.
            assert!(tab.take_row(*number, row));
        }
        tab
    }

    /// Takes a row in; `false` where a chain here has parted from it.
    fn take_row(&mut self, number: u32, row: &str) -> bool {
        self.last_row = self.last_row.max(number);
        let Ok(entry) = serde_json::from_str::<Entry>(row) else {
            self.damaged.push(number);
            return true;
        };
        match self.ledger.admit(&entry) {
            Ok(Admitted::New) => self.rows.entry(entry.device()).or_default().push(number),
            Ok(_) => {}
            Err(ledger::Refusal::Gap { .. }) => self.strays.push((number, entry)),
            Err(_) => return false,
        }
        true
    }

    /// Takes in what other tabs have written. Where one has moved a chain, all is read anew.
    pub(crate) fn read_on(&mut self, disk: &Disk) {
        let mut rows = disk.rows.range(self.last_row + 1..);
        if disk.identity != self.identity
            || disk.fillings != self.fillings
            || !rows.all(|(number, row)| self.take_row(*number, row))
        {
            self.read_anew(disk);
        }
    }

    fn read_anew(&mut self, disk: &Disk) {
        let fresh = Self::open(self.ledger.site(), disk, self.life);
        self.identity = fresh.identity;
        self.ledger = fresh.ledger;
        self.rows = fresh.rows;
        self.last_row = fresh.last_row;
        self.strays = fresh.strays;
        self.damaged = fresh.damaged;
        self.fillings = fresh.fillings;
    }

    /// Makes an entry durable. It is in memory only after that.
    pub(crate) fn append(&mut self, disk: &mut Disk, entry: &Entry) -> Result<(), Taken> {
        let row = serde_json::to_string(entry).unwrap();
        disk.commit(vec![Write::Add(self.last_row + 1, row)])?;
        Ok(())
    }

    /// The transaction for what the server sent: entries, what makes way for them, and checkpoint
    /// together. `next` is who this device is if another goes by its name. What is known
    /// already is not written.
    pub(crate) fn take_in(&mut self, disk: &mut Disk, next: DeviceId) -> Result<TookIn, Taken> {
        let (received, checkpoint, complete) = self.storing.as_ref().unwrap();
        let received: Vec<_> = received.iter().cloned().map(Rc::new).collect();
        let intake = Intake::of(&self.ledger, &received);
        let mut writes = vec![Write::Checkpoint(checkpoint.clone())];
        let mut homeless = Vec::new();
        for entry in &intake.filled {
            let place = usize::try_from(entry.seq() - 1).unwrap();
            let number = self.rows[&entry.device()][place];
            writes.push(Write::Fill(number, serde_json::to_string(entry).unwrap()));
        }
        for span in &intake.parted {
            let rows = &self.rows[&span.device][usize::try_from(span.after).unwrap()..];
            for number in rows {
                let row = disk.rows.get(number).ok_or(Taken)?;
                // The disk may have damaged it since it was read.
                if let Ok(entry) = serde_json::from_str::<Entry>(row) {
                    homeless.push(entry);
                    writes.push(Write::Delete(*number));
                }
            }
            if span.device == self.identity {
                writes.push(Write::Identity(next));
            }
        }
        if *complete {
            for (number, stray) in &self.strays {
                homeless.push(stray.clone());
                writes.push(Write::Delete(*number));
            }
        }
        let sheltered = intake.chains(&self.ledger).shelter(homeless);
        let fresh = intake.fresh.iter().map(|received| &received.entry);
        for (entry, number) in fresh.chain(&sheltered).zip(self.last_row + 1..) {
            writes.push(Write::Add(number, serde_json::to_string(entry).unwrap()));
        }
        if writes.len() == 1 && disk.checkpoint() == *checkpoint {
            return Ok(TookIn::Nothing);
        }
        disk.commit(writes)?;
        Ok(match (intake.parted.is_empty(), intake.filled.is_empty()) {
            (true, true) => TookIn::News,
            (true, false) => TookIn::Filled,
            (false, _) => TookIn::Parted,
        })
    }

    /// Memory after a transaction of its own.
    pub(crate) fn settle(&mut self, disk: &Disk, took: TookIn) {
        self.storing = None;
        if took == TookIn::Parted || !self.strays.is_empty() {
            self.read_anew(disk);
        } else {
            self.read_on(disk);
        }
    }

    /// A bundle of the entries that are asked for, or of as many as fit. Where the disk has damaged
    /// one of them, all is read anew first: what hangs behind it has to find another place.
    pub(crate) fn bundle(
        &mut self,
        disk: &Disk,
        push: &[Span],
        forget: &std::collections::BTreeSet<DeviceId>,
        (batch, made): (Batch, chrono::DateTime<chrono::FixedOffset>),
    ) -> Vec<u8> {
        let entries = self.entries(disk, push, batch.bytes).unwrap_or_else(|| {
            self.read_anew(disk);
            Vec::new()
        });
        let mut bundle = Bundle::new(&self.ledger, self.identity, made, entries);
        bundle.heads.retain(|device, _| !forget.contains(device));
        serde_json::to_vec(&bundle).unwrap()
    }

    fn entries(&self, disk: &Disk, push: &[Span], most_bytes: usize) -> Option<Vec<Entry>> {
        let rows = push.iter().flat_map(|span| {
            let rows = self.rows.get(&span.device);
            let after = usize::try_from(span.after).unwrap();
            let upto = self.ledger.shareable_beyond(span.device, span.after);
            let upto = usize::try_from(upto.map_or(0, |head| head.seq)).unwrap();
            rows.and_then(|rows| rows.get(after..upto))
                .unwrap_or_default()
        });
        let mut bytes = 0;
        let mut entries = Vec::new();
        for number in rows {
            let row = disk.rows.get(number)?;
            bytes += row.len();
            if bytes > most_bytes && !entries.is_empty() {
                break;
            }
            entries.push(serde_json::from_str::<Entry>(row).ok()?);
        }
        Some(entries)
    }
}
