//! From a plan to what has to be written: the campaign, the list that was drawn, the rounds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use ledger::{Change, RecordId, State, gather};

use super::{Campaign, Plan, SAMPLE};
use crate::{
    Assignments, Round,
    sample::{Stratum, draw, records},
    target,
};

impl Plan {
    /// Draws the sample; nothing where everyone of the frame is asked.
    fn drawn(&self, state: &State) -> Vec<Stratum> {
        let design = self.sample.into_iter();
        let drawn = design.flat_map(|design| draw(&self.frame.population(state), design));
        drawn.collect()
    }

    /// The units that are asked, by building, in walking order.
    pub fn blocks(&self, state: &State) -> Vec<(RecordId, Vec<RecordId>)> {
        let asked: BTreeSet<RecordId> = if self.sample.is_some() {
            let drawn = self.drawn(state).into_iter();
            gather(drawn.flat_map(|stratum| stratum.units))
        } else {
            gather(self.frame.population(state).into_iter().map(|unit| unit.id))
        };
        let blocks = Round::read(state, None).blocks.into_iter();
        let blocks = blocks.map(|block| {
            let doors = block.doors.iter().map(|door| door.unit);
            (
                block.building,
                doors.filter(|unit| asked.contains(unit)).collect(),
            )
        });
        blocks
            .filter(|(_, doors): &(_, Vec<RecordId>)| !doors.is_empty())
            .collect()
    }

    /// How many units have to be asked so that the targets are reached when `response` percent
    /// answer, out of `population`.
    pub fn size_for_targets(&self, population: usize, response: u32) -> usize {
        let surveys = target(population, self.surveys);
        let wanted = surveys.max(target(population, self.interviews));
        let asked = (wanted * 100).div_ceil(response.clamp(1, 100) as usize);
        asked.min(population)
    }

    /// Everything that has to be written to keep this plan as the campaign `id`, new or in draft:
    /// the campaign itself, the drawn list where it is another, and the rounds where they are
    /// given out to `people`.
    pub fn keep(
        &self,
        state: &State,
        id: RecordId,
        by: (RecordId, &str),
        on: DateTime<FixedOffset>,
        people: &[RecordId],
    ) -> Vec<Change> {
        let known = Campaign::find(state, id);
        let change = match known {
            Some(known) => self.update(known),
            None => Some(self.begin(id, by, on)),
        };
        let drawn_anew = change
            .as_ref()
            .is_some_and(|one| one.set.contains_key(SAMPLE));
        let mut changes: Vec<Change> = change.into_iter().collect();
        if drawn_anew {
            changes.extend(records(state, id, &self.drawn(state)));
        }
        if !people.is_empty() {
            let before = Assignments::of(state, id);
            let shares = Assignments::balanced(&self.blocks(state), people);
            changes.extend(shares.changes(&before, id));
        }
        changes
    }
}

/// How many doors each person has, of the buildings' doors that are asked.
pub fn doors_each(
    blocks: &[(RecordId, Vec<RecordId>)],
    assignments: &Assignments,
) -> BTreeMap<Option<RecordId>, usize> {
    let mut doors: BTreeMap<Option<RecordId>, usize> = BTreeMap::new();
    for (building, units) in blocks {
        let whole = assignments.buildings.get(building).copied();
        for unit in units {
            let person = assignments.units.get(unit).copied().or(whole);
            *doors.entry(person).or_default() += 1;
        }
    }
    doors
}
