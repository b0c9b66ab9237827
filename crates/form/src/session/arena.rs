//! The items of a session: one slot each, in blocks.
//!
//! A block is one instance of a frame: the root's, or one of a repeat. The items of a block stand
//! side by side in the order of the frame, so that the instance of a question is found by adding
//! its offset to the start of the block, at any depth and without a search.

use crate::form::{Cell, Form, FrameId, NodeDef, NodeId, NodeKind, Role};

use super::{ItemId, ProblemKind};

/// Flags of a slot.
pub(super) mod flag {
    /// What the item's own relevance expression says.
    pub(in crate::session) const OWN_RELEVANT: u8 = 1;
    /// Relevant together with all that is around it.
    pub(in crate::session) const RELEVANT: u8 = 1 << 1;
    pub(in crate::session) const REQUIRED: u8 = 1 << 2;
    pub(in crate::session) const READONLY: u8 = 1 << 3;
    pub(in crate::session) const CONSTRAINT_BROKEN: u8 = 1 << 4;
    pub(in crate::session) const REMOVED: u8 = 1 << 5;
}

#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) node: NodeId,
    block: u32,
    flags: u8,
    pub(super) problem: Option<ProblemKind>,
    pub(super) value: String,
}

impl Slot {
    pub(super) fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Returns whether that changed anything.
    pub(super) fn put(&mut self, flag: u8, on: bool) -> bool {
        let before = self.flags;
        if on {
            self.flags |= flag;
        } else {
            self.flags &= !flag;
        }
        before != self.flags
    }

    pub(super) fn is_relevant(&self) -> bool {
        self.has(flag::RELEVANT)
    }
}

#[derive(Debug, Clone)]
struct Block {
    frame: FrameId,
    base: u32,
    /// The block that the repeat is in.
    parent: u32,
    /// Among the instances of the repeat, from 1.
    position: u32,
    /// For each repeat of the frame, its instances as blocks.
    repeats: Vec<(ItemId, Vec<u32>)>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Arena {
    slots: Vec<Slot>,
    blocks: Vec<Block>,
}

impl Arena {
    pub(super) const ROOT: ItemId = ItemId(0);

    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn is_live(&self, item: ItemId) -> bool {
        self.slots
            .get(item.at())
            .is_some_and(|slot| !slot.has(flag::REMOVED))
    }

    pub(super) fn slot(&self, item: ItemId) -> &Slot {
        &self.slots[item.at()]
    }

    pub(super) fn slot_mut(&mut self, item: ItemId) -> &mut Slot {
        &mut self.slots[item.at()]
    }

    pub(super) fn node(&self, item: ItemId) -> NodeId {
        self.slot(item).node
    }

    /// Every item that is not removed, in the order in which they came into being.
    pub(super) fn live(&self) -> Vec<ItemId> {
        (0..)
            .zip(&self.slots)
            .filter(|(_, s)| !s.has(flag::REMOVED))
            .map(|(at, _)| ItemId(at))
            .collect()
    }

    fn block(&self, item: ItemId) -> &Block {
        &self.blocks[self.slot(item).block as usize]
    }

    /// Adds an instance of a frame after those that `range` has; the root's has no range.
    pub(super) fn add(&mut self, form: &Form, frame: FrameId, range: Option<ItemId>) -> ItemId {
        let id = u32::try_from(self.blocks.len()).unwrap_or(u32::MAX);
        let base = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        let nodes = &form.frame(frame).nodes;
        let parent = range.map_or(0, |range| self.slot(range).block);
        let mut repeats = Vec::new();
        for (at, node) in (base..).zip(nodes) {
            let definition = form.node(*node);
            // The first is the instance itself, the others with a frame hold instances.
            if at != base && matches!(definition.kind, NodeKind::Repeat(_)) {
                repeats.push((ItemId(at), Vec::new()));
            }
            self.slots.push(Slot {
                node: *node,
                block: id,
                flags: flag::OWN_RELEVANT,
                problem: None,
                value: String::new(),
            });
        }
        let mut position = 1;
        if let Some(instances) = range.and_then(|range| self.instances_mut(range)) {
            instances.push(id);
            position = u32::try_from(instances.len()).unwrap_or(u32::MAX);
        }
        self.blocks.push(Block {
            frame,
            base,
            parent,
            position,
            repeats,
        });
        ItemId(base)
    }

    /// Takes an instance out; returns its items, nested instances included, and the later
    /// instances.
    pub(super) fn remove(&mut self, range: ItemId, instance: ItemId) -> (Vec<ItemId>, Vec<ItemId>) {
        let block = self.slot(instance).block;
        let mut later = Vec::new();
        if let Some(instances) = self.instances_mut(range)
            && let Some(at) = instances.iter().position(|known| *known == block)
        {
            instances.remove(at);
            later = instances[at..].to_vec();
        }
        for block in &later {
            self.blocks[*block as usize].position -= 1;
        }
        let mut gone = Vec::new();
        let mut stack = vec![block];
        while let Some(block) = stack.pop() {
            let block = &mut self.blocks[block as usize];
            stack.extend(block.repeats.drain(..).flat_map(|(_, instances)| instances));
            let base = block.base;
            let id = self.slots[base as usize].block;
            for (at, slot) in (base..).zip(&mut self.slots[base as usize..]) {
                if slot.block != id {
                    break;
                }
                slot.put(flag::REMOVED, true);
                slot.value = String::new();
                gone.push(ItemId(at));
            }
        }
        let later = later
            .iter()
            .map(|block| ItemId(self.blocks[*block as usize].base))
            .collect();
        (gone, later)
    }

    fn instances_mut(&mut self, range: ItemId) -> Option<&mut Vec<u32>> {
        let block = self.slot(range).block as usize;
        let repeats = &mut self.blocks[block].repeats;
        let at = repeats
            .binary_search_by_key(&range, |(range, _)| *range)
            .ok()?;
        Some(&mut repeats[at].1)
    }

    fn instance_blocks(&self, range: ItemId) -> &[u32] {
        let repeats = &self.block(range).repeats;
        match repeats.binary_search_by_key(&range, |(range, _)| *range) {
            Ok(at) => &repeats[at].1,
            Err(_) => &[],
        }
    }

    /// How many instances a repeat has.
    pub(super) fn instance_count(&self, range: ItemId) -> usize {
        self.instance_blocks(range).len()
    }

    /// The instances of a repeat.
    pub(super) fn instances(&self, range: ItemId) -> impl Iterator<Item = ItemId> + '_ {
        self.instance_blocks(range)
            .iter()
            .map(|block| ItemId(self.blocks[*block as usize].base))
    }

    /// The instance with a number, from 1.
    pub(super) fn instance(&self, range: ItemId, number: usize) -> Option<ItemId> {
        let block = *self.instance_blocks(range).get(number.checked_sub(1)?)?;
        Some(ItemId(self.blocks[block as usize].base))
    }

    /// The frame that an item's block is an instance of.
    pub(super) fn frame(&self, item: ItemId) -> FrameId {
        self.block(item).frame
    }

    /// The instance that stands for a repeat where only one can be meant.
    pub(super) fn only_instance(&self, item: ItemId) -> Option<ItemId> {
        if self.is_instance(item) {
            return None;
        }
        match self.instance_blocks(item) {
            [only] => Some(ItemId(self.blocks[*only as usize].base)),
            _ => None,
        }
    }

    /// Whether an item is an instance of a repeat, rather than the repeat.
    pub(super) fn is_instance(&self, item: ItemId) -> bool {
        let block = self.block(item);
        block.base == item.0 && block.frame != FrameId::ROOT
    }

    /// The number of an instance, from 1.
    pub(super) fn position(&self, instance: ItemId) -> u32 {
        self.block(instance).position
    }

    /// The repeat that an instance belongs to.
    pub(super) fn range(&self, form: &Form, instance: ItemId) -> Option<ItemId> {
        let block = self.block(instance);
        (block.base == instance.0 && block.frame != FrameId::ROOT).then(|| {
            let offset = form.node(self.node(instance)).offset;
            ItemId(self.blocks[block.parent as usize].base + offset)
        })
    }

    pub(super) fn parent(&self, form: &Form, item: ItemId) -> Option<ItemId> {
        if let Some(range) = self.range(form, item) {
            return Some(range);
        }
        let parent = form.node(self.node(item)).parent?;
        Some(self.beside(form, item, parent))
    }

    /// As the instance has them.
    pub(super) fn children(&self, form: &Form, item: ItemId) -> Vec<ItemId> {
        self.standing_in(form, item, |node| &node.children)
    }

    /// As a screen shows them.
    pub(super) fn shown(&self, form: &Form, item: ItemId) -> Vec<ItemId> {
        self.standing_in(form, item, |node| {
            node.screen.as_ref().unwrap_or(&node.children)
        })
    }

    fn standing_in(
        &self,
        form: &Form,
        item: ItemId,
        list: impl FnOnce(&NodeDef) -> &Vec<NodeId>,
    ) -> Vec<ItemId> {
        let node = form.node(self.node(item));
        if matches!(node.kind, NodeKind::Repeat(_)) && !self.is_instance(item) {
            return self.instances(item).collect();
        }
        let base = self.block(item).base;
        list(node)
            .iter()
            .map(|child| ItemId(base + form.node(*child).offset))
            .collect()
    }

    /// What an item stands in on the screen.
    pub(super) fn shown_in(&self, form: &Form, item: ItemId) -> Option<ItemId> {
        let around = form.node(self.node(item)).shown_in;
        match around.filter(|_| !self.is_instance(item)) {
            Some(around) => Some(self.beside(form, item, around)),
            None => self.parent(form, item),
        }
    }

    /// The item of a node in the block of `item`. A repeat's children hang on its instance, which
    /// is the first of the block.
    fn beside(&self, form: &Form, item: ItemId, around: NodeId) -> ItemId {
        let base = self.block(item).base;
        match form.node(around).kind {
            NodeKind::Repeat(_) => ItemId(base),
            _ => ItemId(base + form.node(around).offset),
        }
    }

    /// The block around `item`, or `item`'s own, that is an instance of `frame`.
    fn climb(&self, form: &Form, item: ItemId, frame: FrameId) -> Option<u32> {
        let mut at = self.slot(item).block;
        loop {
            let block = &self.blocks[at as usize];
            if block.frame == frame {
                return Some(at);
            }
            if form.frame(block.frame).depth <= form.frame(frame).depth {
                return None;
            }
            at = block.parent;
        }
    }

    /// The instance of the repeat with that frame that `item` is in, or is.
    pub(super) fn own(&self, form: &Form, item: ItemId, frame: FrameId) -> Option<ItemId> {
        self.climb(form, item, frame)
            .map(|block| ItemId(self.blocks[block as usize].base))
    }

    /// Calls `found` for each item of `node` within the same instance of `anchor` as `item`, in
    /// document order. For a repeat that is the repeat itself.
    pub(super) fn within(
        &self,
        form: &Form,
        item: ItemId,
        anchor: FrameId,
        node: NodeId,
        found: &mut dyn FnMut(ItemId),
    ) {
        let Some(top) = self.climb(form, item, anchor) else {
            return;
        };
        let definition = form.node(node);
        let mut way = Vec::new();
        let mut frame = definition.frame;
        while frame != anchor {
            way.push(form.frame(frame).node);
            match form.frame(frame).parent {
                Some(parent) => frame = parent,
                None => return,
            }
        }
        way.reverse();
        self.descend(form, top, &way, &mut |base| {
            found(ItemId(base + definition.offset));
        });
    }

    fn descend(&self, form: &Form, block: u32, way: &[NodeId], found: &mut dyn FnMut(u32)) {
        let base = self.blocks[block as usize].base;
        let Some((repeat, rest)) = way.split_first() else {
            return found(base);
        };
        let range = ItemId(base + form.node(*repeat).offset);
        for inner in self.instance_blocks(range) {
            self.descend(form, *inner, rest, found);
        }
    }

    /// The items that a cell is evaluated for, within the same instance of `anchor` as `item`.
    pub(super) fn targets(
        &self,
        form: &Form,
        item: ItemId,
        anchor: FrameId,
        cell: &Cell,
    ) -> Vec<ItemId> {
        let mut found = Vec::new();
        let instances =
            cell.role == Role::Relevant && matches!(form.node(cell.node).kind, NodeKind::Repeat(_));
        self.within(form, item, anchor, cell.node, &mut |item| {
            found.push(item);
            // A repeat's relevance holds for each instance, which may ask for its position.
            if instances {
                found.extend(self.instances(item));
            }
        });
        found
    }

    /// All items that a cell is evaluated for.
    pub(super) fn everywhere(&self, form: &Form, cell: &Cell) -> Vec<ItemId> {
        self.targets(form, Self::ROOT, FrameId::ROOT, cell)
    }
}
