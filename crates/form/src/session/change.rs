//! What an answer changed.

use std::collections::BTreeMap;
use std::ops::{BitOr, BitOrAssign};

use super::ItemId;

/// A set of things about an item that a screen may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Aspects(u8);

impl Aspects {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// The answer or calculated value.
    pub const VALUE: Self = Self(1);
    /// Whether the item is part of the interview now.
    pub const RELEVANCE: Self = Self(1 << 1);
    /// Whether an answer must be given.
    pub const REQUIRED: Self = Self(1 << 2);
    /// Whether the answer is closed to the person who fills in the form.
    pub const READONLY: Self = Self(1 << 3);
    /// Whether the item has a problem, and which.
    pub const VALIDITY: Self = Self(1 << 4);
    /// The label, a hint or a message.
    pub const LABEL: Self = Self(1 << 5);
    /// Which choices are offered, or how they read.
    pub const CHOICES: Self = Self(1 << 6);
    /// Which instances a repeat has.
    pub const CHILDREN: Self = Self(1 << 7);

    /// Whether all of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether this set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl BitOr for Aspects {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Aspects {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// The items that an operation changed, and what about each: a screen updates these alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    items: BTreeMap<ItemId, Aspects>,
}

impl Changes {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How many items changed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Each changed item once, by ascending id.
    pub fn iter(&self) -> impl Iterator<Item = (ItemId, Aspects)> + '_ {
        self.items.iter().map(|(item, aspects)| (*item, *aspects))
    }

    /// What changed about `item`.
    #[must_use]
    pub fn of(&self, item: ItemId) -> Aspects {
        self.items.get(&item).copied().unwrap_or_default()
    }

    pub(crate) fn add(&mut self, item: ItemId, aspects: Aspects) {
        *self.items.entry(item).or_default() |= aspects;
    }

    pub(crate) fn remove(&mut self, item: ItemId) {
        self.items.remove(&item);
    }
}
