//! The drawn list as it is kept: one record a building, so that later changes of the estate leave
//! it as it is.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Cell, Change, Fields, Record, RecordId, State, gather};
use serde_json::{Value, json};

use super::{Stratum, draw};
use crate::{
    Campaign, Unit,
    derived::{self, derived},
    estate::population_at,
};

/// The kind of its records.
pub const KIND: &str = "sample";

const UNITS: &str = "units:";
const RESERVE: &str = "reserve:";
const REPLACED: &str = "replaced:";

fn of_campaign(state: &State, campaign: RecordId) -> impl Iterator<Item = (RecordId, &Record)> {
    let campaign = campaign.to_string();
    state
        .records(KIND)
        .filter(move |(_, record)| record.text("campaign") == Some(&campaign))
}

/// Adds the ids of a list.
fn read_ids(list: &Value, units: &mut impl Extend<RecordId>) {
    let texts = list.as_array().into_iter().flatten();
    units.extend(texts.filter_map(|id| id.as_str()?.parse::<RecordId>().ok()));
}

/// The units of a campaign that are asked: those that were drawn, and those that took the place of
/// one where no survey came of it.
pub fn asked(state: &State, campaign: RecordId) -> BTreeSet<RecordId> {
    let mut units = BTreeSet::new();
    for (_, record) in of_campaign(state, campaign) {
        for (_, list) in record.members(UNITS) {
            read_ids(list, &mut units);
        }
        let instead = record.members(REPLACED);
        units
            .extend(instead.filter_map(|(_, by)| by.get("by")?.as_str()?.parse::<RecordId>().ok()));
    }
    units
}

/// A reserve unit that took another's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement<'a> {
    /// The unit where no survey came of it.
    pub unit: RecordId,
    /// The one that is asked instead.
    pub by: RecordId,
    /// Why.
    pub why: &'a str,
    /// Who decided so.
    pub actor: RecordId,
    /// When, by the clock of the device (RFC 3339).
    pub wall: &'a str,
}

/// What stands by, and what has been used of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reserve<'a> {
    /// The stratum of each unit that was drawn or stands by.
    strata: BTreeMap<RecordId, &'a str>,
    /// The units that stand by, by stratum, in their order.
    waiting: BTreeMap<&'a str, Vec<(u64, RecordId)>>,
    /// The records of the units' buildings.
    records: BTreeMap<RecordId, RecordId>,
    /// What took another's place, the first one first.
    pub used: Vec<Replacement<'a>>,
}

impl<'a> Reserve<'a> {
    /// The reserve of a campaign.
    pub fn of(state: &'a State, campaign: RecordId) -> Self {
        let mut reserve = Self::default();
        let mut used: Vec<(&Cell, Replacement<'a>)> = Vec::new();
        for (id, record) in of_campaign(state, campaign) {
            for (stratum, list) in record.members(UNITS) {
                let mut units = Vec::new();
                read_ids(list, &mut units);
                for unit in units {
                    reserve.strata.insert(unit, stratum);
                    reserve.records.insert(unit, id);
                }
            }
            for (stratum, list) in record.members(RESERVE) {
                for entry in list.as_array().into_iter().flatten() {
                    let unit = entry.get(1).and_then(Value::as_str);
                    let rank = entry.get(0).and_then(Value::as_u64);
                    if let (Some(rank), Some(Ok(unit))) = (rank, unit.map(str::parse)) {
                        reserve
                            .waiting
                            .entry(stratum)
                            .or_default()
                            .push((rank, unit));
                        reserve.strata.insert(unit, stratum);
                        reserve.records.insert(unit, id);
                    }
                }
            }
            for (unit, value) in record.members(REPLACED) {
                let cell = record.cell(&format!("{REPLACED}{unit}"));
                let by = value.get("by").and_then(Value::as_str);
                if let (Ok(unit), Some(Ok(by)), Some(cell)) =
                    (unit.parse(), by.map(str::parse), cell)
                {
                    let replacement = Replacement {
                        unit,
                        by,
                        why: value.get("why").and_then(Value::as_str).unwrap_or_default(),
                        actor: cell.touch().actor,
                        wall: &cell.touch().wall,
                    };
                    used.push((cell, replacement));
                }
            }
        }
        used.sort_by_key(|(cell, replacement)| (cell.time(), replacement.unit));
        reserve.used = used
            .into_iter()
            .map(|(_, replacement)| replacement)
            .collect();
        for waiting in reserve.waiting.values_mut() {
            waiting.sort_unstable();
            waiting.retain(|(_, unit)| !reserve.used.iter().any(|used| used.by == *unit));
        }
        reserve
    }

    /// How many units stand by.
    pub fn waiting(&self) -> usize {
        self.waiting.values().map(Vec::len).sum()
    }

    /// Whether another unit is asked instead of this one.
    pub fn is_replaced(&self, unit: RecordId) -> bool {
        self.used.iter().any(|used| used.unit == unit)
    }

    /// The unit that would take the place of this one: the next of its stratum. `None` where none
    /// stands by, or another has taken it.
    pub fn next_for(&self, unit: RecordId) -> Option<RecordId> {
        if self.is_replaced(unit) {
            return None;
        }
        let stratum = self.strata.get(&unit)?;
        self.waiting.get(stratum)?.first().map(|(_, unit)| *unit)
    }
}

/// Has the next reserve unit take the place of a unit; `None` where none stands by. `why` is the
/// name of an outcome, or a person's words.
pub fn replace(reserve: &Reserve<'_>, unit: RecordId, why: &str) -> Option<Change> {
    let by = reserve.next_for(unit)?;
    let value = json!({"by": by.to_string(), "why": why});
    Some(Change {
        kind: KIND.to_owned(),
        id: *reserve.records.get(&unit)?,
        set: Fields::from([(format!("{REPLACED}{unit}"), value)]),
    })
}

/// What a building's record says of a draw, but for who it belongs to.
type Lists = BTreeMap<String, Vec<Value>>;

fn lists(state: &State, strata: &[Stratum]) -> BTreeMap<RecordId, Lists> {
    let mut buildings: BTreeMap<RecordId, Lists> = BTreeMap::new();
    let mut put = |unit: RecordId, field: String, value: Value| {
        if let Some(building) = Unit::find(state, unit).and_then(Unit::building) {
            let lists = buildings.entry(building).or_default();
            lists.entry(field).or_default().push(value);
        }
    };
    for stratum in strata {
        for unit in &stratum.units {
            put(
                *unit,
                format!("{UNITS}{}", stratum.name),
                unit.to_string().into(),
            );
        }
        for (rank, unit) in stratum.reserve.iter().enumerate() {
            let value = json!([rank, unit.to_string()]);
            put(*unit, format!("{RESERVE}{}", stratum.name), value);
        }
    }
    buildings
}

/// Writes what was drawn, one change a building; what was drawn before and is not any more is
/// taken away.
pub fn records(state: &State, campaign: RecordId, strata: &[Stratum]) -> Vec<Change> {
    let mut buildings = lists(state, strata);
    let before: BTreeMap<RecordId, &Record> = gather(of_campaign(state, campaign));
    let known: BTreeSet<RecordId> = gather(before.values().filter_map(|one| one.link("building")));
    for building in known {
        buildings.entry(building).or_default();
    }
    let changes = buildings.into_iter().map(|(building, lists)| {
        let id = derived(derived::SAMPLE, campaign, building);
        let mut set = Fields::from([
            ("campaign".to_owned(), campaign.to_string().into()),
            ("building".to_owned(), building.to_string().into()),
        ]);
        if let Some(before) = before.get(&id) {
            for prefix in [UNITS, RESERVE, REPLACED] {
                let fields = before.members(prefix);
                set.extend(fields.map(|(name, _)| (format!("{prefix}{name}"), Value::Null)));
            }
        }
        set.extend(lists.into_iter().map(|(field, list)| (field, list.into())));
        Change {
            kind: KIND.to_owned(),
            id,
            set,
        }
    });
    changes.collect()
}

/// What drawing a sample again comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// The same units and the same reserve, unit by unit.
    Same {
        /// How many units are asked.
        units: usize,
        /// How many were drawn to stand by.
        reserve: usize,
        /// How many units the frame had.
        frame: usize,
    },
    /// Other units: the list was changed, or entries about the estate came later.
    Differs {
        /// How many units are in the list and not drawn again, or the other way round.
        units: usize,
    },
}

/// Draws a campaign's sample again, from the estate as it stood when it was drawn, and compares it
/// with the list that is kept; `None` where everyone is asked.
pub fn check(state: &State, campaign: Campaign<'_>) -> Option<Check> {
    let design = campaign.sample()?;
    let mut frame = population_at(state, campaign.drawn_at()?);
    let asked = campaign.frame();
    frame.retain(|unit| asked.has(unit));
    let again = lists(state, &draw(&frame, design));
    let mut kept: BTreeMap<RecordId, Lists> = BTreeMap::new();
    for (_, record) in of_campaign(state, campaign.id) {
        let Some(building) = record.link("building") else {
            continue;
        };
        for prefix in [UNITS, RESERVE] {
            for (name, list) in record.members(prefix) {
                let list = list.as_array().cloned().unwrap_or_default();
                let lists = kept.entry(building).or_default();
                lists.insert(format!("{prefix}{name}"), list);
            }
        }
    }
    let pairs = |lists: &BTreeMap<RecordId, Lists>| {
        let mut pairs = BTreeSet::new();
        for (building, lists) in lists {
            for (field, list) in lists {
                pairs.extend(
                    list.iter()
                        .map(|unit| (*building, field.clone(), unit.to_string())),
                );
            }
        }
        pairs
    };
    let (again, kept) = (pairs(&again), pairs(&kept));
    let differ = again.symmetric_difference(&kept).count();
    if differ > 0 {
        return Some(Check::Differs { units: differ });
    }
    let units = kept.iter().filter(|(_, field, _)| field.starts_with(UNITS));
    let units = units.count();
    Some(Check::Same {
        units,
        reserve: kept.len() - units,
        frame: frame.len(),
    })
}
