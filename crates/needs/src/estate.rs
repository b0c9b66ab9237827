//! The estate: site, buildings and the units behind whose doors residents live.

use ledger::{Change, Fields, Record, RecordId, SiteId, State};

use crate::{Lang, Localised, language::localised};

/// A housing estate or service centre.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    record: &'a Record,
}

impl<'a> Site<'a> {
    /// The kind of its record, whose id is the site's own.
    pub const KIND: &'static str = "site";

    /// The site's own record.
    pub fn find(state: &'a State, site: SiteId) -> Option<Self> {
        state
            .record(Self::KIND, RecordId(site.0))
            .map(|record| Self { record })
    }

    /// Its name.
    pub fn name(self, lang: Lang) -> &'a str {
        localised(self.record, "name", lang)
    }

    /// Whether it was made to try things out.
    pub fn is_demo(self) -> bool {
        self.record.get("demo").is_some_and(|demo| demo == true)
    }

    /// Writes a site's record.
    pub fn change(site: SiteId, name: Localised<'_>, demo: bool) -> Change {
        let mut set = Fields::from([("demo".to_owned(), demo.into())]);
        name.put("name", &mut set);
        Change {
            kind: Self::KIND.to_owned(),
            id: RecordId(site.0),
            set,
        }
    }
}

/// A building of a site.
#[derive(Clone, Copy, Debug)]
pub struct Building<'a> {
    /// The record's id.
    pub id: RecordId,
    record: &'a Record,
}

impl<'a> Building<'a> {
    /// The kind of its record.
    pub const KIND: &'static str = "building";

    /// All buildings, in the order in which they are walked.
    pub fn all(state: &'a State) -> Vec<Self> {
        let mut all: Vec<_> = state
            .records(Self::KIND)
            .map(|(id, record)| Self { id, record })
            .collect();
        all.sort_unstable_by_key(|building| (building.order(), building.id));
        all
    }

    /// One building.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        state
            .record(Self::KIND, id)
            .map(|record| Self { id, record })
    }

    /// Its name.
    pub fn name(self, lang: Lang) -> &'a str {
        localised(self.record, "name", lang)
    }

    /// Its place in the walking order.
    pub fn order(self) -> i64 {
        self.record.integer("order").unwrap_or(i64::MAX)
    }

    /// Writes a building.
    pub fn change(id: RecordId, name: Localised<'_>, order: i64) -> Change {
        let mut set = Fields::from([("order".to_owned(), order.into())]);
        name.put("name", &mut set);
        Change {
            kind: Self::KIND.to_owned(),
            id,
            set,
        }
    }
}

/// Who the household is to the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tenure {
    /// 業主
    Owner,
    /// 租戶
    Tenant,
}

/// A unit: one door.
#[derive(Clone, Copy, Debug)]
pub struct Unit<'a> {
    /// The record's id.
    pub id: RecordId,
    record: &'a Record,
}

impl<'a> Unit<'a> {
    /// The kind of its record.
    pub const KIND: &'static str = "unit";

    /// All units, in no particular order.
    pub fn all(state: &'a State) -> impl Iterator<Item = Self> {
        state
            .records(Self::KIND)
            .map(|(id, record)| Self { id, record })
    }

    /// One unit.
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
        match self.record.text("tenure")? {
            "owner" => Some(Tenure::Owner),
            "tenant" => Some(Tenure::Tenant),
            _ => None,
        }
    }

    /// Writes a unit; `order` is its place in the building's walking order.
    pub fn change(
        id: RecordId,
        building: RecordId,
        (floor, order): (i64, i64),
        label: &str,
        tenure: Tenure,
    ) -> Change {
        let tenure = match tenure {
            Tenure::Owner => "owner",
            Tenure::Tenant => "tenant",
        };
        let set = Fields::from([
            ("building".to_owned(), building.to_string().into()),
            ("floor".to_owned(), floor.into()),
            ("order".to_owned(), order.into()),
            ("label".to_owned(), label.into()),
            ("tenure".to_owned(), tenure.into()),
        ]);
        Change {
            kind: Self::KIND.to_owned(),
            id,
            set,
        }
    }
}
