//! What a device keeps when its power goes: rows, a checkpoint, who it is.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{DeviceId, sync::Checkpoint};
use serde_json::Value;

/// What a transaction has made durable, as text.
#[derive(Clone)]
pub(crate) struct Disk {
    pub(crate) rows: BTreeMap<u32, String>,
    checkpoint: String,
    pub(crate) identity: DeviceId,
    /// How often bodies were filled in that had been withheld before: other tabs then read anew.
    pub(crate) fillings: u32,
}

/// One step of a transaction.
pub(crate) enum Write {
    /// A new row.
    Add(u32, String),
    /// No row.
    Delete(u32),
    /// The same entry with the body that it lacked.
    Fill(u32, String),
    Checkpoint(Checkpoint),
    Identity(DeviceId),
}

/// Another tab was first: it has written a row with that number, or moved one that is looked for.
#[derive(Debug)]
pub(crate) struct Taken;

impl Disk {
    pub(crate) fn new(identity: DeviceId) -> Self {
        Self {
            rows: BTreeMap::new(),
            checkpoint: String::new(),
            identity,
            fillings: 0,
        }
    }

    /// Writes all of it or nothing.
    pub(crate) fn commit(&mut self, writes: Vec<Write>) -> Result<(), Taken> {
        let taken = |write: &Write| match write {
            Write::Add(n, _) => self.rows.contains_key(n),
            Write::Fill(n, _) => !self.rows.contains_key(n),
            _ => false,
        };
        if writes.iter().any(taken) {
            return Err(Taken);
        }
        let mut deleted = BTreeSet::new();
        for write in writes {
            match write {
                Write::Add(number, row) => drop(self.rows.insert(number, row)),
                Write::Delete(number) => deleted.extend(self.rows.remove(&number)),
                Write::Fill(number, row) => {
                    deleted.extend(self.rows.insert(number, row));
                    self.fillings += 1;
                }
                Write::Checkpoint(at) => self.checkpoint = serde_json::to_string(&at).unwrap(),
                Write::Identity(device) => self.identity = device,
            }
        }
        self.check_deleted(&deleted);
        Ok(())
    }

    /// G7: a row goes only if what it says is on the disk in another row.
    fn check_deleted(&self, deleted: &BTreeSet<String>) {
        if deleted.is_empty() {
            return;
        }
        let bodies = self.bodies();
        let named: BTreeSet<_> = self.rows.values().filter_map(|row| name_of(row)).collect();
        for row in deleted {
            let kept = match body_of(row) {
                Some(body) => bodies.contains(&body),
                // A body that was withheld from this device is not its to lose.
                None => name_of(row).is_none_or(|name| named.contains(&name)),
            };
            assert!(kept, "deleted for good: {row}");
        }
    }

    pub(crate) fn checkpoint(&self) -> Checkpoint {
        match &*self.checkpoint {
            "" => Checkpoint::default(),
            text => serde_json::from_str(text).unwrap(),
        }
    }

    /// The hashes of all bodies that are here. They stay the same when an entry is moved.
    pub(crate) fn bodies(&self) -> BTreeSet<String> {
        self.rows.values().filter_map(|row| body_of(row)).collect()
    }
}

/// The hash of an entry's body, where the body is there; `None` where it was withheld or the row is
/// damaged.
pub(crate) fn body_of(row: &str) -> Option<String> {
    let row: Value = serde_json::from_str(row).ok()?;
    row.get("set")?;
    Some(row["body"].as_str()?.to_owned())
}

/// The hash of an entry's body, whether it is there or not.
fn name_of(row: &str) -> Option<String> {
    let row: Value = serde_json::from_str(row).ok()?;
    Some(row["body"].as_str()?.to_owned())
}
