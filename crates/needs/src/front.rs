//! A building drawn as its front: floors from the top down, flats side by side.

use std::collections::BTreeMap;

use ledger::RecordId;

use crate::Unit;

/// Where the units of a building are on its front.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Front {
    /// The flats side by side, entrance by entrance.
    pub columns: Vec<Column>,
    /// The floors, the highest first.
    pub floors: Vec<Floor>,
}

/// Flats that lie one above the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The entrance that leads to them; empty where the building has but one.
    pub entrance: String,
    /// What they have in common: `A` of `12A` and `11A`.
    pub flat: String,
}

/// One floor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Floor {
    /// Its number, 0 for the ground floor.
    pub number: i64,
    /// For each column the unit there, if there is one.
    pub units: Vec<Option<RecordId>>,
}

/// The place of a column: entrance, length of the flat's name, the name, and how many flats of this
/// name come before it on the same floor.
type Place<'a> = (&'a str, usize, &'a str, usize);

impl Front {
    /// Lays out units by floor, entrance and what stands on their doors.
    pub fn of<'a>(units: impl Iterator<Item = Unit<'a>>) -> Self {
        let mut floors: BTreeMap<i64, BTreeMap<Place<'a>, RecordId>> = BTreeMap::new();
        for unit in units {
            let floor = floors.entry(unit.floor()).or_default();
            let flat = flat(unit);
            let mut place = (unit.entrance(), flat.chars().count(), flat, 0);
            while floor.contains_key(&place) {
                place.3 += 1;
            }
            floor.insert(place, unit.id);
        }
        let mut columns: Vec<Place<'a>> =
            floors.values().flat_map(BTreeMap::keys).copied().collect();
        columns.sort_unstable();
        columns.dedup();
        let floors = floors.into_iter().rev();
        Self {
            floors: floors
                .map(|(number, units)| Floor {
                    number,
                    units: columns.iter().map(|at| units.get(at).copied()).collect(),
                })
                .collect(),
            columns: columns
                .into_iter()
                .map(|(entrance, _, flat, _)| Column {
                    entrance: entrance.to_owned(),
                    flat: flat.to_owned(),
                })
                .collect(),
        }
    }

    /// The entrances from left to right, each with the number of its columns.
    pub fn entrances(&self) -> Vec<(&str, usize)> {
        let runs = self.columns.chunk_by(|a, b| a.entrance == b.entrance);
        runs.filter_map(|run| Some((run.first()?.entrance.as_str(), run.len())))
            .collect()
    }
}

/// What a door's label says beside the floor: `A` of `12A`, `07` of `1207`, `A` of `G/A`.
fn flat(unit: Unit<'_>) -> &str {
    let label = unit.label().trim();
    let digits = label.len() - label.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let floor = unit.floor().to_string();
    let rest = match label.strip_prefix(&floor) {
        // `1201` on floor 12, and not `120` on floor 1 where the door says floor 12 otherwise.
        Some(rest) => rest,
        None if digits > 0 && digits < label.len() => &label[digits..],
        None => label
            .split_once(['/', '-', ' '])
            .map_or(label, |(_, rest)| rest),
    };
    let rest = rest.trim_start_matches(['/', '-', ' ', '.', '樓', '楼', 'F', '/']);
    if rest.is_empty() { label } else { rest }
}
