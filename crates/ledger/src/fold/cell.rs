//! The values of one field, and which of them nobody has replaced knowingly.

use std::sync::Arc;

use serde::{Serialize, Serializer, ser::SerializeStruct as _};
use serde_json::Value;

use super::written::{Rank, Touch, Written};
use crate::{DeviceId, Hlc, Place};

/// A field's value and the entry that set it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The value; `null` where the field was taken away.
    pub value: Value,
    written: Arc<Written>,
}

/// How many of the last versions of a field are asked whether they replace each other. What is
/// older counts as settled, so that a field which was written a million times costs no more.
const ASKED: usize = 64;

impl Cell {
    pub(super) fn new(value: Value, written: &Arc<Written>) -> Self {
        Self {
            value,
            written: Arc::clone(written),
        }
    }

    /// Who set it, where and when.
    pub fn touch(&self) -> &Touch {
        &self.written.touch
    }

    /// When it was set.
    pub fn time(&self) -> Hlc {
        self.touch().time
    }

    /// On which device it was set.
    pub fn device(&self) -> DeviceId {
        self.touch().device
    }

    /// Where the entry stands that set it.
    pub fn place(&self) -> Place {
        self.written.place()
    }

    pub(super) fn touch_is_void(&self) -> bool {
        self.written.void
    }

    fn rank(&self) -> Rank {
        self.written.rank()
    }
}

/// The versions of a field in the order of their ranks. Most fields are set once.
#[derive(Clone, Debug)]
pub(super) enum Versions {
    One(Cell),
    Many(Vec<Cell>),
}

impl PartialEq for Versions {
    fn eq(&self, other: &Self) -> bool {
        self.cells() == other.cells()
    }
}

impl Versions {
    pub(super) fn of(cell: Cell) -> Self {
        Self::One(cell)
    }

    pub(super) fn cells(&self) -> &[Cell] {
        match self {
            Self::One(cell) => std::slice::from_ref(cell),
            Self::Many(cells) => cells,
        }
    }

    /// Adds a version that is not among them.
    pub(super) fn insert(&mut self, cell: Cell) {
        if let Self::One(only) = self {
            *self = Self::Many(vec![only.clone()]);
        }
        if let Self::Many(cells) = self {
            let at = cells.partition_point(|known| known.rank() < cell.rank());
            cells.insert(at, cell);
        }
    }

    /// Puts another account of an entry in place of the one that is here.
    pub(super) fn rewrite(&mut self, written: &Arc<Written>) {
        let cells = match self {
            Self::One(cell) => std::slice::from_mut(cell),
            Self::Many(cells) => cells,
        };
        for cell in cells {
            if cell.place() == written.place() {
                cell.written = Arc::clone(written);
            }
        }
    }

    /// The last one that counts.
    pub(super) fn last(&self) -> Option<&Cell> {
        self.cells().iter().rfind(|cell| !cell.written.void)
    }

    /// Whether there can be more than one leaf.
    pub(super) fn may_differ(&self) -> bool {
        matches!(self, Self::Many(_))
    }

    /// Those that nobody has replaced knowingly.
    ///
    /// A version replaces what its writer says to have seen, and what that had replaced, also where
    /// the entry between them was ruled out; further what the same device wrote before. Only an
    /// earlier version is ever replaced, so that the last one is always left. `withheld` tells the
    /// rank of an entry whose body is not here: what it replaced is not known, so it is taken to
    /// have replaced all before it, rather than to make a conflict of what may be none.
    pub(super) fn leaves<'a>(
        &'a self,
        field: &str,
        withheld: &dyn Fn(Place) -> Option<Rank>,
    ) -> Vec<&'a Cell> {
        let cells = self.cells();
        let cells = &cells[cells.len().saturating_sub(ASKED)..];
        let mut replaced = vec![false; cells.len()];
        for (at, cell) in cells.iter().enumerate().rev() {
            if cell.written.void || replaced[at] {
                continue;
            }
            let mut following = vec![at];
            while let Some(at) = following.pop() {
                let (by, before) = (&cells[at].written, &cells[..at]);
                let Some(seen) = by.saw(field) else {
                    replaced[..at].fill(true);
                    continue;
                };
                let seen: Vec<Place> = seen.take(ASKED).collect();
                for (earlier, cell) in before.iter().enumerate() {
                    let own = cell.written.touch.device == by.touch.device
                        && cell.written.touch.seq < by.touch.seq;
                    if !replaced[earlier] && (own || seen.contains(&cell.place())) {
                        replaced[earlier] = true;
                        following.push(earlier);
                    }
                }
                if let Some(rank) = seen.into_iter().filter_map(withheld).max() {
                    let rank = rank.min(by.rank());
                    let until = before.partition_point(|cell| cell.rank() < rank);
                    replaced[..until].fill(true);
                }
            }
        }
        let left = cells.iter().zip(replaced);
        left.filter(|(cell, replaced)| !replaced && !cell.written.void)
            .map(|(cell, _)| cell)
            .collect()
    }
}

/// As it stands, and what it was before.
impl Serialize for Versions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let counting = self.cells().iter().filter(|cell| !cell.written.void);
        let mut all: Vec<&Cell> = counting.collect();
        let last = all.pop();
        let mut cell = serializer.serialize_struct("Cell", 4)?;
        cell.serialize_field("value", &last.map(|cell| &cell.value))?;
        cell.serialize_field("time", &last.map(Cell::time))?;
        cell.serialize_field("device", &last.map(Cell::device))?;
        if all.is_empty() {
            cell.skip_field("before")?;
        } else {
            cell.serialize_field("before", &all)?;
        }
        cell.end()
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut cell = serializer.serialize_struct("Cell", 4)?;
        cell.serialize_field("value", &self.value)?;
        cell.serialize_field("time", &self.time())?;
        cell.serialize_field("device", &self.device())?;
        cell.serialize_field("seq", &self.touch().seq)?;
        cell.end()
    }
}
