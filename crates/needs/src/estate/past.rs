//! Units as plain facts, now or as they stood at an earlier moment, for what has to come out the
//! same when it is done again later.

use std::collections::BTreeSet;

use ledger::{Hlc, Record, RecordId, State, gather};
use serde_json::Value;

use super::{Area, Resident, Tenure, Unit, Usage};

/// What a frame and a sample ask about a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts<'a> {
    /// The unit.
    pub id: RecordId,
    /// The building it is in.
    pub building: Option<RecordId>,
    /// The floor, 0 for the ground floor.
    pub floor: i64,
    /// What stands on the door.
    pub label: &'a str,
    /// Owner or tenant, where that is known.
    pub tenure: Option<Tenure>,
    /// What it is used for.
    pub usage: Usage,
    /// How large it is, where that is known.
    pub area: Option<Area>,
    /// Whether the office's list no longer has it.
    pub gone: bool,
    /// Whether a key customer is there.
    pub key: bool,
}

impl<'a> Facts<'a> {
    /// What is known of a unit now; `key` says whether a key customer is there.
    pub fn of(unit: Unit<'a>, key: bool) -> Self {
        Self {
            id: unit.id,
            building: unit.building(),
            floor: unit.floor(),
            label: unit.label(),
            tenure: unit.tenure(),
            usage: unit.usage(),
            area: unit.area(),
            gone: unit.is_gone(),
            key,
        }
    }
}

/// A field as it was at a moment.
fn at<'a>(record: &'a Record, field: &str, until: Hlc) -> Option<&'a Value> {
    let versions = &mut record.versions(field);
    let cell = versions.rfind(|cell| cell.time() <= until)?;
    Some(&cell.value).filter(|value| !value.is_null())
}

/// Every unit as it stood at a moment, those that were gone too. Units and residents that were
/// deleted since are missing.
pub fn population_at(state: &State, until: Hlc) -> Vec<Facts<'_>> {
    let residents = state.records(Resident::KIND);
    let residents = residents.filter(|(_, resident)| {
        at(resident, "key_customer", until).is_some_and(|key| *key == true)
            && at(resident, "left", until).is_none()
    });
    let keys: BTreeSet<RecordId> = gather(residents.filter_map(|(_, resident)| {
        at(resident, "unit", until)?
            .as_str()?
            .parse::<RecordId>()
            .ok()
    }));
    let units = state.records(Unit::KIND);
    let units = units.filter(|(_, record)| record.created().time <= until);
    let units = units.map(|(id, record)| {
        let text = |field: &str| at(record, field, until).and_then(Value::as_str);
        let floor = at(record, "floor", until).and_then(Value::as_i64);
        Facts {
            id,
            building: text("building").and_then(|id| id.parse().ok()),
            floor: floor.unwrap_or_default(),
            label: text("label").unwrap_or_default(),
            tenure: text("tenure").and_then(Tenure::named),
            usage: text("usage").and_then(Usage::named).unwrap_or_default(),
            area: text("area").and_then(Area::parse),
            gone: at(record, "gone", until).is_some_and(|gone| *gone == true),
            key: keys.contains(&id),
        }
    });
    units.collect()
}
