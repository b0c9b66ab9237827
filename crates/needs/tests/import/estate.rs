//! An estate that lists are imported into.

use std::collections::BTreeMap;

use chrono::DateTime;
use ledger::{Author, Change, DeviceId, Ledger, RecordId, Salt, SiteId, uuid_v7};
use needs::{
    Building, Lang, Localised, Relation, Resident, ResidentFacts, Tenure, Unit,
    import::{Accepted, Layout, Plan, Row, plan},
};

pub fn id(n: u64) -> RecordId {
    RecordId(uuid_v7(n, [0; 10]))
}

pub struct Estate {
    pub ledger: Ledger,
    ids: u64,
}

impl Estate {
    pub fn empty() -> Self {
        let ledger = Ledger::new(SiteId(id(0).0));
        Self { ledger, ids: 1_000 }
    }

    /// Building 1 with the flats 2A (an owner), 2B and 1A.
    pub fn small() -> Self {
        let mut estate = Self::empty();
        let name = Localised {
            zh_hant: "第 1 座",
            zh_hans: "第 1 座",
            en: "Block 1",
        };
        estate.write(Building::change(id(10), name, 1));
        for (n, floor, label) in [(11, 2, "2A"), (12, 2, "2B"), (13, 1, "1A")] {
            let place = (floor, i64::try_from(n).unwrap() - 10);
            estate.write(Unit::change(id(n), id(10), place, label, Tenure::Owner));
        }
        let owner = ResidentFacts {
            unit: Some(id(11)),
            name: Some("陳大文"),
            relation: Some(Relation::Owner),
            phone: Some("5500 0001"),
            ..ResidentFacts::default()
        };
        estate.write(Resident::set(id(20), owner));
        estate
    }

    pub fn write(&mut self, change: Change) {
        let author = Author {
            device: DeviceId(id(1).0),
            actor: id(2),
        };
        let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
        let entry = self
            .ledger
            .write(author, now, Salt([0; 16]), change)
            .unwrap();
        self.ledger.admit(&entry).unwrap();
    }

    pub fn plan(&self, rows: &[Row], layout: &Layout) -> Plan {
        plan(self.ledger.state(), rows, layout)
    }

    pub fn changes(&mut self, plan: &Plan, accepted: Accepted) -> Vec<Change> {
        let mut ids = self.ids;
        let changes = plan.changes(self.ledger.state(), accepted, &mut || {
            ids += 1;
            id(ids)
        });
        self.ids = ids;
        changes
    }

    pub fn carry_out(&mut self, plan: &Plan, accepted: Accepted) {
        for change in self.changes(plan, accepted) {
            self.write(change);
        }
    }

    pub fn import(&mut self, list: &[Row]) -> Plan {
        let plan = self.plan(list, &Layout::guess(list, ""));
        self.carry_out(&plan, Accepted::default());
        plan
    }

    pub fn unit(&self, label: &str) -> Unit<'_> {
        let mut units = Unit::known(self.ledger.state());
        units.find(|unit| unit.label() == label).unwrap()
    }

    pub fn names(&self, label: &str) -> Vec<&str> {
        let residents = Resident::of(self.ledger.state(), self.unit(label).id);
        residents.into_iter().map(Resident::name).collect()
    }

    /// What is known of every door, without ids and walking order.
    pub fn told(&self) -> BTreeMap<String, Vec<String>> {
        let state = self.ledger.state();
        let residents = Resident::by_unit(state);
        let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for unit in Unit::known(state) {
            let building = unit.building().and_then(|id| Building::find(state, id));
            let door = format!(
                "{} / {} / {} {} {:?} {:?} {:?} {}",
                building.unwrap().name(Lang::En),
                unit.entrance(),
                unit.label(),
                unit.floor(),
                unit.area(),
                unit.tenure(),
                unit.usage(),
                unit.key(),
            );
            let people = residents.get(&unit.id).into_iter().flatten().map(|one| {
                let speaks: Vec<_> = one.languages().collect();
                let (name, phone, note) = (one.name(), one.phone(), one.note());
                format!(
                    "{name} {phone} {:?} {:?} {} {speaks:?} {note}",
                    one.relation(),
                    one.contact(),
                    one.is_key_customer(),
                )
            });
            let mut people: Vec<_> = people.collect();
            people.sort();
            told.entry(door).or_default().extend(people);
        }
        told
    }
}

pub fn rows(lines: &[&str]) -> Vec<Row> {
    let rows = (1..).zip(lines).map(|(number, line)| Row {
        number,
        cells: line.split('|').map(|cell| cell.trim().to_owned()).collect(),
    });
    rows.collect()
}
