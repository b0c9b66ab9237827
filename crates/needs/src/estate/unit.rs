//! Units: one door each.

use std::fmt;

use ledger::{Change, Fields, Record, RecordId, State};
use serde_json::Value;

use super::{only_new, put, text_or_nothing};

/// Who the household is to the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tenure {
    /// 業主
    Owner,
    /// 租戶
    Tenant,
}

impl Tenure {
    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Tenant => "tenant",
        }
    }

    /// The tenure of this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "owner" => Some(Self::Owner),
            "tenant" => Some(Self::Tenant),
            _ => None,
        }
    }
}

/// What a unit is used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Usage {
    /// Somebody lives there.
    #[default]
    Home,
    /// A shop, an office, a clinic.
    Business,
    /// Anything else: a clubhouse, a plant room.
    Other,
}

impl Usage {
    /// Every use.
    pub const ALL: [Self; 3] = [Self::Home, Self::Business, Self::Other];

    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Business => "business",
            Self::Other => "other",
        }
    }

    /// The use of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|usage| usage.name() == name)
    }
}

/// A floor area, to a hundredth of a square metre. A record holds it as text (`89.5`), because a
/// number of a ledger is an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area {
    hundredths: u32,
}

impl Area {
    /// Reads `89`, `89.5`, `1,089.50`; `None` for anything else and for nothing at all. Digits
    /// behind the second are cut off.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace(',', "");
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(part) {
            return None;
        }
        let cents = format!("{part:0<2}");
        let whole: u32 = whole.parse().ok()?;
        let hundredths = whole
            .checked_mul(100)?
            .checked_add(cents.get(..2)?.parse().ok()?)?;
        (hundredths > 0).then_some(Self { hundredths })
    }

    /// In square metres.
    pub fn square_metres(self) -> f64 {
        f64::from(self.hundredths) / 100.0
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, cents) = (self.hundredths / 100, self.hundredths % 100);
        match cents {
            0 => write!(f, "{whole}"),
            _ if cents.is_multiple_of(10) => write!(f, "{whole}.{}", cents / 10),
            _ => write!(f, "{whole}.{cents:02}"),
        }
    }
}

/// A unit: one door.
#[derive(Clone, Copy, Debug)]
pub struct Unit<'a> {
    /// The record's id.
    pub id: RecordId,
    record: &'a Record,
}

/// What is to be written about a unit. What is left open stays as it is; an empty text takes a
/// field away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnitFacts<'a> {
    /// The building it is in.
    pub building: Option<RecordId>,
    /// What stands on the door.
    pub label: Option<&'a str>,
    /// The floor, 0 for the ground floor.
    pub floor: Option<i64>,
    /// Its place in the building's walking order.
    pub order: Option<i64>,
    /// What the office's own list calls it.
    pub key: Option<&'a str>,
    /// The entrance or stairway that leads there.
    pub entrance: Option<&'a str>,
    /// How large it is.
    pub area: Option<Area>,
    /// What it is used for.
    pub usage: Option<Usage>,
    /// Owner or tenant.
    pub tenure: Option<Tenure>,
    /// No longer in the office's list: kept with its history, not walked and not counted.
    pub gone: Option<bool>,
}

impl UnitFacts<'_> {
    fn fields(self) -> Fields {
        let mut set = Fields::new();
        let building = self.building.map(|building| building.to_string().into());
        put(&mut set, "building", building);
        put(&mut set, "label", self.label.map(text_or_nothing));
        put(&mut set, "floor", self.floor.map(Into::into));
        put(&mut set, "order", self.order.map(Into::into));
        put(&mut set, "key", self.key.map(text_or_nothing));
        put(&mut set, "entrance", self.entrance.map(text_or_nothing));
        let area = self.area.map(|area| area.to_string().into());
        put(&mut set, "area", area);
        put(
            &mut set,
            "usage",
            self.usage.map(|usage| usage.name().into()),
        );
        let tenure = self.tenure.map(|tenure| tenure.name().into());
        put(&mut set, "tenure", tenure);
        let gone = self
            .gone
            .map(|gone| if gone { true.into() } else { Value::Null });
        put(&mut set, "gone", gone);
        set
    }
}

impl<'a> Unit<'a> {
    /// The kind of its record.
    pub const KIND: &'static str = "unit";

    /// The units that are walked and counted, in no particular order.
    pub fn all(state: &'a State) -> impl Iterator<Item = Self> {
        Self::known(state).filter(|unit| !unit.is_gone())
    }

    /// All units, also those that the office's list no longer has, in no particular order.
    pub fn known(state: &'a State) -> impl Iterator<Item = Self> {
        state
            .records(Self::KIND)
            .map(|(id, record)| Self { id, record })
    }

    /// One unit, also if it is gone.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        state
            .record(Self::KIND, id)
            .map(|record| Self { id, record })
    }

    /// What stands on the door: `12A`.
    pub fn label(self) -> &'a str {
        self.record.text("label").unwrap_or_default()
    }

    /// The floor, 0 for the ground floor.
    pub fn floor(self) -> i64 {
        self.record.integer("floor").unwrap_or_default()
    }

    /// Its place in the building's walking order.
    pub fn order(self) -> i64 {
        self.record.integer("order").unwrap_or(i64::MAX)
    }

    /// The building it is in.
    pub fn building(self) -> Option<RecordId> {
        self.record.link("building")
    }

    /// Owner or tenant, where that is known.
    pub fn tenure(self) -> Option<Tenure> {
        Tenure::named(self.record.text("tenure")?)
    }

    /// What the office's own list calls it; empty where no list was imported.
    pub fn key(self) -> &'a str {
        self.record.text("key").unwrap_or_default()
    }

    /// The entrance or stairway that leads there; empty where the building has only one.
    pub fn entrance(self) -> &'a str {
        self.record.text("entrance").unwrap_or_default()
    }

    /// How large it is, where that is known.
    pub fn area(self) -> Option<Area> {
        Area::parse(self.record.text("area")?)
    }

    /// What it is used for: a home, unless it says otherwise.
    pub fn usage(self) -> Usage {
        let usage = self.record.text("usage");
        usage.and_then(Usage::named).unwrap_or_default()
    }

    /// Whether the office's list no longer has it: it is kept, not walked and not counted.
    pub fn is_gone(self) -> bool {
        self.record.get("gone").is_some_and(|gone| *gone == true)
    }

    /// Writes a unit; `order` is its place in the building's walking order.
    pub fn change(
        id: RecordId,
        building: RecordId,
        (floor, order): (i64, i64),
        label: &str,
        tenure: Tenure,
    ) -> Change {
        Self::set(
            id,
            UnitFacts {
                building: Some(building),
                label: Some(label),
                floor: Some(floor),
                order: Some(order),
                tenure: Some(tenure),
                ..UnitFacts::default()
            },
        )
    }

    /// Writes facts about a unit, new or not.
    pub fn set(id: RecordId, facts: UnitFacts<'_>) -> Change {
        Change {
            kind: Self::KIND.to_owned(),
            id,
            set: facts.fields(),
        }
    }

    /// What of these facts is new; `None` where nothing is.
    pub fn update(self, facts: UnitFacts<'_>) -> Option<Change> {
        only_new(Self::KIND, self.id, self.record, facts.fields())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_read_to_a_hundredth_and_written_as_short_as_it_can_be() {
        for (text, read) in [
            ("89", Some("89")),
            (" 89.50 ", Some("89.5")),
            ("1,089.055", Some("1089.05")),
            ("0.07", Some("0.07")),
            ("89.", Some("89")),
            ("0", None),
            ("", None),
            (".5", None),
            ("-3", None),
            ("89 m²", None),
            ("99999999999", None),
            ("1.é5", None),
        ] {
            let area = Area::parse(text).map(|area| area.to_string());
            assert_eq!(area.as_deref(), read, "{text:?}");
        }
    }
}
