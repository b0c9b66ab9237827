//! The round: doors in walking order, what has been done behind each, and how far the campaign is.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{RecordId, State};

use crate::{Building, Campaign, Purpose, Questionnaire, Response, Unit};

/// A building with its doors in walking order.
#[derive(Clone, Debug)]
pub struct Block<'a> {
    /// The building.
    pub building: Building<'a>,
    /// Its doors.
    pub doors: Vec<Door<'a>>,
}

/// A unit and what a campaign has of it.
#[derive(Clone, Copy, Debug)]
pub struct Door<'a> {
    /// The unit.
    pub unit: Unit<'a>,
    /// Whether a survey was finished.
    pub surveyed: bool,
    /// Whether an interview was finished.
    pub interviewed: bool,
}

/// How many units a campaign has reached, and how many it has to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Units in all.
    pub units: usize,
    /// Units reached, each counted once.
    pub reached: usize,
    /// Units to reach.
    pub target: usize,
}

/// Units with a finished response to a questionnaire of this purpose in the campaign.
fn reached(state: &State, campaign: RecordId, purpose: Purpose) -> BTreeSet<RecordId> {
    let forms: BTreeSet<RecordId> = Questionnaire::all(state)
        .into_iter()
        .filter(|form| form.purpose() == purpose)
        .map(|form| form.id)
        .collect();
    Response::all(state)
        .into_iter()
        .filter(|response| response.campaign() == Some(campaign))
        .filter(|response| response.form().is_some_and(|form| forms.contains(&form)))
        .filter_map(Response::unit)
        .collect()
}

/// Every building with its doors, in walking order, as the campaign finds them.
pub fn blocks<'a>(state: &'a State, campaign: Option<Campaign<'a>>) -> Vec<Block<'a>> {
    let reached = |purpose| campaign.map(|campaign| reached(state, campaign.id, purpose));
    let surveyed = reached(Purpose::Survey).unwrap_or_default();
    let interviewed = reached(Purpose::Interview).unwrap_or_default();
    let mut by_building: BTreeMap<RecordId, Vec<Door<'a>>> = BTreeMap::new();
    for unit in Unit::all(state) {
        let Some(building) = unit.building() else {
            continue;
        };
        by_building.entry(building).or_default().push(Door {
            unit,
            surveyed: surveyed.contains(&unit.id),
            interviewed: interviewed.contains(&unit.id),
        });
    }
    Building::all(state)
        .into_iter()
        .map(|building| {
            let mut doors = by_building.remove(&building.id).unwrap_or_default();
            doors.sort_unstable_by_key(|door| (door.unit.order(), door.unit.id));
            Block { building, doors }
        })
        .collect()
}

/// How far a campaign has got with one purpose.
pub fn coverage(state: &State, campaign: Campaign<'_>, purpose: Purpose) -> Coverage {
    let units: BTreeSet<RecordId> = Unit::all(state).map(|unit| unit.id).collect();
    let reached = reached(state, campaign.id, purpose)
        .intersection(&units)
        .count();
    let target = target(units.len(), campaign.target_percent(purpose));
    Coverage {
        units: units.len(),
        reached,
        target,
    }
}

/// The fewest units that are more than `percent` of all (work instruction 4.3.2: 大于30%以上).
pub fn target(units: usize, percent: u32) -> usize {
    (units * percent as usize / 100 + 1).min(units)
}
