//! What a list would change of the estate.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Fields, RecordId, State, uuid_v7};

use super::{
    Column, Issue, Layout, Row, Trouble,
    doors::{Door, listed},
    known::{Known, Match},
    people::{Someone, is_same},
    value,
};
use crate::{Contact, Relation, Resident, ResidentFacts, Unit, UnitFacts};

/// How much a plan would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows that say anything.
    pub rows: usize,
    /// Rows of which nothing is taken over.
    pub skipped: usize,
    /// Buildings that are new.
    pub new_buildings: usize,
    /// Units that are new.
    pub new_units: usize,
    /// Units of which the list says something new.
    pub changed_units: usize,
    /// Units that are in the list as they are in the estate.
    pub same_units: usize,
    /// Residents who are new.
    pub new_people: usize,
    /// Residents of whom the list says something new.
    pub changed_people: usize,
    /// Residents who are in the list as they are in the estate.
    pub same_people: usize,
}

impl Counts {
    /// How many records would be written.
    pub fn writes(&self) -> usize {
        self.new_buildings
            + self.new_units
            + self.changed_units
            + self.new_people
            + self.changed_people
    }
}

/// What a list would change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// How much it would do.
    pub counts: Counts,
    /// What is wrong with the list, by row.
    pub issues: Vec<Issue>,
    /// Units of the listed buildings that the list no longer has.
    pub missing: Vec<RecordId>,
    /// Residents of listed units whom the list no longer names.
    pub not_named: Vec<RecordId>,
    /// Names of new buildings, in their order.
    pub(super) buildings: Vec<String>,
    pub(super) units: Vec<PlannedUnit>,
}

/// A building that is known, or one of the plan's new ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    Known(RecordId),
    New(usize),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlannedUnit {
    /// `None`: it is new.
    pub(super) id: Option<RecordId>,
    /// The building, where it is to be written.
    pub(super) home: Option<Home>,
    /// What else is to be written.
    pub(super) set: Fields,
    /// Residents, with what is to be written of each.
    pub(super) people: Vec<(Option<RecordId>, Fields)>,
}

/// Says what a list would change. Writes nothing.
pub fn plan(state: &State, rows: &[Row], layout: &Layout) -> Plan {
    let known = Known::of(state);
    let list = listed(rows, layout);
    let mut plan = Plan {
        issues: list.issues,
        ..Plan::default()
    };
    plan.counts.rows = list.rows;
    let new_buildings = plan.new_buildings(&known, &list.doors);
    let home = |door: &Door| match known.buildings.get(&door.place.building) {
        Some(id) => Home::Known(*id),
        None => Home::New(new_buildings[&door.place.building]),
    };
    let mut mentioned: BTreeSet<RecordId> = BTreeSet::new();
    let mut claimed: BTreeSet<RecordId> = BTreeSet::new();
    let mut matches: Vec<Match<'_>> = Vec::new();
    for door in &list.doors {
        let found = known.find(door, home(door));
        mentioned.extend(found.building());
        // Keys first: a door that was given another label frees the old one.
        if let (Some(keyed), false) = (found.by_key, found.is_doubtful()) {
            claimed.insert(keyed.id);
        }
        matches.push(found);
    }
    let mut seen = claimed.clone();
    for (door, found) in list.doors.iter().zip(matches) {
        seen.extend(found.there.map(|unit| unit.id));
        seen.extend(found.by_key.map(|unit| unit.id));
        let unit = match found.by_key {
            Some(keyed) if found.is_doubtful() => {
                plan.refuse(door, keyed);
                continue;
            }
            Some(keyed) => Some(keyed),
            None => found.there.filter(|unit| claimed.insert(unit.id)),
        };
        plan.add(door, found.home, unit, &known, layout);
    }
    plan.counts.skipped = plan.issues.iter().filter(|issue| issue.skipped).count();
    plan.missing = Unit::all(state)
        .filter(|unit| unit.building().is_some_and(|id| mentioned.contains(&id)))
        .filter(|unit| !seen.contains(&unit.id))
        .map(|unit| unit.id)
        .collect();
    plan.issues.sort();
    plan
}

impl Plan {
    /// Whether nothing is to be written.
    pub fn is_empty(&self) -> bool {
        self.counts.writes() == 0
    }

    /// The buildings that are not known, in their natural order; by what is compared of their
    /// names.
    fn new_buildings(&mut self, known: &Known<'_>, doors: &[Door]) -> BTreeMap<String, usize> {
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        for door in doors {
            if !known.buildings.contains_key(&door.place.building) {
                let name = names.entry(&door.place.building).or_insert(&door.building);
                *name = (*name).min(&door.building);
            }
        }
        let mut order: Vec<_> = names.into_iter().collect();
        order.sort_by_key(|(compared, _)| value::natural(compared));
        self.buildings = order.iter().map(|(_, name)| (*name).to_owned()).collect();
        self.counts.new_buildings = order.len();
        let order = order.into_iter().enumerate();
        order
            .map(|(at, (compared, _))| (compared.to_owned(), at))
            .collect()
    }

    /// The key belongs to one door of the estate, the place to another: a person has to decide.
    fn refuse(&mut self, door: &Door, keyed: Unit<'_>) {
        self.issues.extend(door.rows.iter().map(|row| Issue {
            row: *row,
            column: Some(Column::Key),
            trouble: Trouble::KeyElsewhere(keyed.label().to_owned()),
            skipped: true,
        }));
    }

    fn add(
        &mut self,
        door: &Door,
        home: Home,
        unit: Option<Unit<'_>>,
        known: &Known<'_>,
        layout: &Layout,
    ) {
        let (set, new_home) = match unit {
            Some(unit) => update(door, home, unit),
            None => (Unit::set(nobody(), facts_of_new(door)).set, Some(home)),
        };
        let counts = &mut self.counts;
        let written = !set.is_empty() || new_home.is_some();
        match unit {
            None => counts.new_units += 1,
            Some(_) if written => counts.changed_units += 1,
            Some(_) => counts.same_units += 1,
        }
        let residents = unit.and_then(|unit| known.residents.get(&unit.id));
        let people = self.people(door, residents.map_or(&[], Vec::as_slice), layout);
        if written || !people.is_empty() {
            self.units.push(PlannedUnit {
                id: unit.map(|unit| unit.id),
                home: new_home,
                set,
                people,
            });
        }
    }

    fn people(
        &mut self,
        door: &Door,
        residents: &[Resident<'_>],
        layout: &Layout,
    ) -> Vec<(Option<RecordId>, Fields)> {
        let mut planned = Vec::new();
        let mut taken: BTreeSet<RecordId> = BTreeSet::new();
        for one in &door.people {
            let free = || residents.iter().filter(|known| !taken.contains(&known.id));
            let key = value::plain(&one.key);
            let by_key = free().find(|known| !key.is_empty() && value::plain(known.key()) == key);
            let found = by_key.or_else(|| free().find(|known| is_same(one, &as_listed(**known))));
            let Some(known) = found else {
                self.counts.new_people += 1;
                planned.push((
                    None,
                    Resident::set(nobody(), person_facts(one, None, &speaks(one))).set,
                ));
                continue;
            };
            taken.insert(known.id);
            match known.update(person_facts(one, Some(*known), &speaks(one))) {
                Some(change) => {
                    self.counts.changed_people += 1;
                    planned.push((Some(known.id), change.set));
                }
                None => self.counts.same_people += 1,
            }
        }
        // A door at which the list names nobody says nothing of who lives there.
        if !door.people.is_empty() {
            let unnamed = residents.iter().filter(|known| known.is_here());
            let unnamed = unnamed.filter(|known| covers(layout, known.relation()));
            let unnamed = unnamed.filter(|known| {
                let listed = as_listed(**known);
                !door.people.iter().any(|one| is_same(one, &listed))
            });
            self.not_named.extend(unnamed.map(|known| known.id));
        }
        planned
    }
}

/// Stands for the id of a record that has none yet.
fn nobody() -> RecordId {
    RecordId(uuid_v7(0, [0; 10]))
}

/// Whether the list would name somebody of this relation.
fn covers(layout: &Layout, relation: Relation) -> bool {
    let named = |column| layout.at(column).is_some();
    named(Column::Name)
        || match relation {
            Relation::Owner => named(Column::Owner),
            Relation::Tenant => named(Column::Tenant),
            Relation::Family | Relation::Other => false,
        }
}

fn facts_of_new(door: &Door) -> UnitFacts<'_> {
    UnitFacts {
        label: Some(&door.label),
        entrance: Some(&*door.entrance).filter(|text| !text.is_empty()),
        floor: door.floor.or_else(|| value::floor_of(&door.label)),
        ..said_of(door)
    }
}

/// What the list says of a door apart from where it is.
fn said_of(door: &Door) -> UnitFacts<'_> {
    UnitFacts {
        key: door.key.as_deref(),
        floor: door.floor,
        area: door.area,
        usage: door.usage,
        tenure: door.tenure,
        ..UnitFacts::default()
    }
}

/// What is new about a known unit. Another way to write the same place is nothing new.
fn update(door: &Door, home: Home, unit: Unit<'_>) -> (Fields, Option<Home>) {
    let new_home = Some(home).filter(|home| match home {
        Home::Known(id) => unit.building() != Some(*id),
        Home::New(_) => true,
    });
    let label = value::label(unit.label()) != door.place.label;
    let entrance = value::entrance(unit.entrance()) != door.place.entrance;
    let facts = UnitFacts {
        label: label.then_some(&door.label),
        entrance: entrance.then_some(&door.entrance),
        gone: Some(false),
        ..said_of(door)
    };
    let set = unit.update(facts).map(|change| change.set);
    (set.unwrap_or_default(), new_home)
}

/// A resident as a list would have them.
fn as_listed(known: Resident<'_>) -> Someone {
    Someone {
        key: known.key().to_owned(),
        name: known.name().to_owned(),
        phone: known.phone().to_owned(),
        ..Someone::default()
    }
}

fn speaks(one: &Someone) -> Vec<(&'static str, bool)> {
    one.languages.iter().map(|tag| (*tag, true)).collect()
}

/// What the list says of a person: what it leaves empty stays as it is, and another way to write
/// the same name or phone is nothing new.
fn person_facts<'a>(
    one: &'a Someone,
    known: Option<Resident<'_>>,
    languages: &'a [(&'a str, bool)],
) -> ResidentFacts<'a> {
    let said = |text: &'a str| Some(text).filter(|text| !text.is_empty());
    let name = known.is_none_or(|known| value::plain(known.name()) != value::plain(&one.name));
    let phone = known.is_none_or(|known| value::digits(known.phone()) != value::digits(&one.phone));
    let unsaid = |flag: &bool| *flag || known.is_some_and(Resident::is_key_customer);
    // Whoever asked not to be contacted is not contacted because a list says otherwise.
    let never = known.is_some_and(|known| known.contact() == Contact::Never);
    ResidentFacts {
        name: said(&one.name).filter(|_| name),
        phone: said(&one.phone).filter(|_| phone),
        relation: one.relation,
        key_customer: one.key_customer.filter(unsaid),
        contact: one.contact.filter(|_| !never),
        hours: said(&one.hours),
        languages,
        left: known.filter(|known| !known.is_here()).map(|_| None),
        note: said(&one.note),
        key: said(&one.key),
        ..ResidentFacts::default()
    }
}
