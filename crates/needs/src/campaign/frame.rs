//! The frame: which units a campaign is about.

use ledger::{RecordId, State};
use serde_json::{Value, json};

use super::key_customers;
use crate::{
    Tenure, Unit,
    estate::{Facts, Usage},
};

/// Which units count. What is empty or `None` leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Only these buildings.
    pub buildings: Vec<RecordId>,
    /// Only owners, or only tenants.
    pub tenure: Option<Tenure>,
    /// Only these usages.
    pub usage: Vec<Usage>,
    /// Only units with a key customer, or only those without.
    pub key_customers: Option<bool>,
    /// From this floor up.
    pub lowest: Option<i64>,
    /// Up to this floor.
    pub highest: Option<i64>,
}

impl Frame {
    /// Whether it leaves nothing out.
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a unit belongs to it. One that is no longer in the office's list does not.
    pub fn has(&self, unit: &Facts<'_>) -> bool {
        !unit.gone
            && (self.buildings.is_empty()
                || unit.building.is_some_and(|id| self.buildings.contains(&id)))
            && self.tenure.is_none_or(|only| unit.tenure == Some(only))
            && (self.usage.is_empty() || self.usage.contains(&unit.usage))
            && self.key_customers.is_none_or(|only| unit.key == only)
            && self.lowest.is_none_or(|lowest| unit.floor >= lowest)
            && self.highest.is_none_or(|highest| unit.floor <= highest)
    }

    /// The units that belong to it now.
    pub fn population<'a>(&self, state: &'a State) -> Vec<Facts<'a>> {
        let keys = key_customers(state);
        let units = Unit::all(state).map(|unit| Facts::of(unit, keys.contains(&unit.id)));
        units.filter(|unit| self.has(unit)).collect()
    }

    /// Reads the field `frame`; what is not understood leaves nothing out.
    pub(super) fn read(value: &Value) -> Self {
        let texts = |name: &str| {
            let list = value.get(name).and_then(Value::as_array);
            list.into_iter().flatten().filter_map(Value::as_str)
        };
        let mut frame = Self {
            tenure: value
                .get("tenure")
                .and_then(Value::as_str)
                .and_then(Tenure::named),
            key_customers: value.get("key").and_then(Value::as_bool),
            lowest: value.get("lowest").and_then(Value::as_i64),
            highest: value.get("highest").and_then(Value::as_i64),
            ..Self::default()
        };
        for id in texts("buildings") {
            frame.buildings.extend(id.parse::<RecordId>().ok());
        }
        for name in texts("usage") {
            frame.usage.extend(Usage::named(name));
        }
        frame
    }

    pub(super) fn value(&self) -> Value {
        let buildings: Vec<String> = self.buildings.iter().map(RecordId::to_string).collect();
        let usage: Vec<&str> = self.usage.iter().map(|usage| usage.name()).collect();
        json!({
            "buildings": buildings,
            "tenure": self.tenure.map(Tenure::name),
            "usage": usage,
            "key": self.key_customers,
            "lowest": self.lowest,
            "highest": self.highest,
        })
    }
}
