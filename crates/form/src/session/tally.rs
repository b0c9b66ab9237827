//! What the members of a repeat come to: counts, sums and extremes that an answer brings up to date
//! without a look at the other members.
//!
//! A tally is made when an expression first asks for it, by looking at every item; after that each
//! change of one of its items exchanges that item's part. Sums are exact ([`Total`]), so what comes
//! out does not depend on the order of the changes.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use super::arena::Arena;
use super::{ItemId, Session};
use crate::form::{Form, FrameId, NodeId, NodeKind};
use crate::xpath::{Field, Node, Sought, Total, Tree, number_of};
use crate::zone::Clock;

/// How much of a tally is kept: most forms only count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Depth {
    Counts,
    Numbers,
    Order,
}

impl Depth {
    fn of(sought: Sought) -> Self {
        match sought {
            Sought::Count | Sought::Filled => Self::Counts,
            Sought::Sum => Self::Numbers,
            Sought::Least | Sought::Most => Self::Order,
        }
    }
}

/// What the relevant items of one node come to, within one instance of a frame.
#[derive(Debug, Clone)]
struct Tally {
    depth: Depth,
    count: u32,
    filled: u32,
    total: Total,
    /// How often each number is there.
    order: BTreeMap<Sorted, u32>,
}

impl Tally {
    fn new(depth: Depth) -> Self {
        Self {
            depth,
            count: 0,
            filled: 0,
            total: Total::default(),
            order: BTreeMap::new(),
        }
    }

    fn add(&mut self, value: &str, number: impl Fn(&str) -> f64) {
        self.count += 1;
        self.filled += u32::from(!value.is_empty());
        if self.depth >= Depth::Numbers {
            let number = number(value);
            self.total.add(number);
            if self.depth == Depth::Order {
                *self.order.entry(Sorted::of(number)).or_default() += 1;
            }
        }
    }

    fn subtract(&mut self, value: &str, number: impl Fn(&str) -> f64) {
        self.count = self.count.saturating_sub(1);
        self.filled = self.filled.saturating_sub(u32::from(!value.is_empty()));
        if self.depth >= Depth::Numbers {
            let number = number(value);
            self.total.subtract(number);
            if let Some(times) = self.order.get_mut(&Sorted::of(number)) {
                *times -= 1;
                if *times == 0 {
                    self.order.remove(&Sorted::of(number));
                }
            }
        }
    }

    fn value(&self, sought: Sought) -> Option<f64> {
        let extreme = |found: Option<(&Sorted, &u32)>| match found {
            Some((number, _)) if !self.total.has_nan() => number.number(),
            _ => f64::NAN,
        };
        match sought {
            Sought::Count => Some(self.count.into()),
            Sought::Filled => Some(self.filled.into()),
            Sought::Sum => self.total.value(),
            Sought::Least => Some(extreme(self.order.first_key_value())),
            Sought::Most => Some(extreme(self.order.last_key_value())),
        }
    }
}

/// A number whose bits sort as numbers do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Sorted(u64);

impl Sorted {
    const SIGN: u64 = 1 << 63;

    fn of(number: f64) -> Self {
        let bits = number.to_bits();
        Self(if bits & Self::SIGN == 0 {
            bits | Self::SIGN
        } else {
            !bits
        })
    }

    fn number(self) -> f64 {
        let bits = self.0;
        f64::from_bits(if bits & Self::SIGN == 0 {
            !bits
        } else {
            bits & !Self::SIGN
        })
    }
}

/// The tallies of a session.
#[derive(Debug, Clone, Default)]
pub(super) struct Tallies {
    /// By node, then by the frame within which the node's items are counted, then by its instance.
    known: RefCell<Known>,
}

type Known = HashMap<NodeId, Vec<(FrameId, HashMap<ItemId, Tally>)>>;

impl Tallies {
    /// Forgets everything; it is made again when it is asked for.
    pub(super) fn clear(&mut self) {
        self.known.get_mut().clear();
    }

    /// Exchanges an item's part. `None` stands for an item that is not relevant.
    fn exchange(
        &mut self,
        form: &Form,
        arena: &Arena,
        item: ItemId,
        (before, after): (Option<&str>, Option<&str>),
        clock: Clock<'_>,
    ) {
        let known = self.known.get_mut();
        if known.is_empty() {
            return;
        }
        let node = arena.node(item);
        let Some(tallies) = known.get_mut(&node) else {
            return;
        };
        // A repeat is its instances; the item for the repeat as a whole is none of them.
        if matches!(form.node(node).kind, NodeKind::Repeat(_)) && !arena.is_instance(item) {
            return;
        }
        let number = |text: &str| number_of(text, clock);
        for (frame, instances) in tallies {
            let tally = arena
                .own(form, item, *frame)
                .and_then(|instance| instances.get_mut(&instance));
            if let Some(tally) = tally {
                if let Some(value) = before {
                    tally.subtract(value, number);
                }
                if let Some(value) = after {
                    tally.add(value, number);
                }
            }
        }
    }

    /// Forgets what was kept for an instance of a repeat that is gone.
    fn forget(&mut self, instance: ItemId) {
        for (_, instances) in self.known.get_mut().values_mut().flatten() {
            instances.remove(&instance);
        }
    }
}

impl Session {
    /// See [`Tree::tally`].
    pub(super) fn tally_of(&self, field: Field, from: ItemId, sought: Sought) -> Option<f64> {
        let node = NodeId::from(field);
        let definition = self.form.node(node);
        let members = match definition.kind {
            NodeKind::Repeat(_) if sought == Sought::Count => true,
            NodeKind::Repeat(_) | NodeKind::Group => return None,
            _ => false,
        };
        let home = self.arena.frame(from);
        let frame = self.form.common_frame(home, definition.frame);
        // One question is no set: it is there even while it is irrelevant.
        if frame == definition.frame && !members {
            return None;
        }
        let instance = self.arena.own(&self.form, from, frame)?;
        let depth = Depth::of(sought);
        let mut known = self.tallies.known.borrow_mut();
        let frames = known.entry(node).or_default();
        let at = frames.iter().position(|(known, _)| *known == frame);
        let at = at.unwrap_or_else(|| {
            frames.push((frame, HashMap::new()));
            frames.len() - 1
        });
        let instances = &mut frames[at].1;
        match instances.get(&instance) {
            Some(tally) if tally.depth >= depth => tally.value(sought),
            _ => {
                let tally = self.counted(field, from, depth);
                let value = tally.value(sought);
                instances.insert(instance, tally);
                value
            }
        }
    }

    fn counted(&self, field: Field, from: ItemId, depth: Depth) -> Tally {
        let mut tally = Tally::new(depth);
        let mut found = Vec::new();
        self.field(field, from.as_node(), &mut found);
        let clock = self.context.clock();
        for Node { index, .. } in found {
            let value = &self.arena.slot(ItemId(index)).value;
            tally.add(value, |text| number_of(text, clock));
        }
        tally
    }

    /// After the value of a relevant item has changed.
    pub(super) fn tally_value(&mut self, form: &Form, item: ItemId, before: &str) {
        let clock = self.context.clock();
        let after = self.arena.slot(item).value.as_str();
        let parts = (Some(before), Some(after));
        self.tallies.exchange(form, &self.arena, item, parts, clock);
    }

    /// After an item has become relevant, or is no longer.
    pub(super) fn tally_relevance(&mut self, form: &Form, item: ItemId) {
        let clock = self.context.clock();
        let slot = self.arena.slot(item);
        let value = Some(slot.value.as_str());
        let parts = if slot.is_relevant() {
            (None, value)
        } else {
            (value, None)
        };
        self.tallies.exchange(form, &self.arena, item, parts, clock);
    }

    /// Before a repeat's instance is removed: takes it, and what is in it, out of all tallies.
    pub(super) fn take_from_tallies(&mut self, form: &Form, instance: ItemId) {
        if self.tallies.known.get_mut().is_empty() {
            return;
        }
        let clock = self.context.clock();
        let mut stack = vec![instance];
        while let Some(item) = stack.pop() {
            if self.arena.is_instance(item) {
                self.tallies.forget(item);
            }
            let slot = self.arena.slot(item);
            if slot.is_relevant() {
                let parts = (Some(slot.value.as_str()), None);
                self.tallies.exchange(form, &self.arena, item, parts, clock);
            }
            stack.extend(self.arena.children(form, item));
        }
    }
}
