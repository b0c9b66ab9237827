//! Who walks what, and who takes it over.

use std::collections::BTreeMap;

use ledger::RecordId;
use needs::{
    Assignments, Building, Campaign, Person, Role, Round, Unit, assigned, assignment::handovers,
};

use crate::site::{Site, id, today};

#[test]
fn rounds_are_shared_out_evenly_building_by_building() {
    let site = Site::of(2_000);
    let blocks: Vec<(RecordId, Vec<RecordId>)> = Round::read(site.state(), None)
        .blocks
        .iter()
        .map(|block| {
            let doors = block.doors.iter().map(|door| door.unit);
            (block.building, doors.collect())
        })
        .collect();
    for people in 1..=7 {
        let people: Vec<RecordId> = (0..people).map(|n| id(100 + n)).collect();
        let all = Assignments::balanced(&blocks, &people);
        let mut doors: BTreeMap<RecordId, usize> = BTreeMap::new();
        let mut order = Vec::new();
        for unit in blocks.iter().flat_map(|(_, doors)| doors) {
            let unit = Unit::find(site.state(), *unit).unwrap();
            let person = all.person(unit).unwrap();
            *doors.entry(person).or_default() += 1;
            if order.last() != Some(&person) {
                order.push(person);
            }
        }
        assert_eq!(order, people, "each walks one stretch of the round");
        let share = 2_000 / people.len();
        let off = doors
            .values()
            .map(|count| count.abs_diff(share))
            .max()
            .unwrap();
        assert!(off <= share / 10 + 1, "{doors:?}");
    }
    assert_eq!(Assignments::balanced(&blocks, &[]), Assignments::default());
    assert_eq!(
        Assignments::balanced(&[], &[id(100)]),
        Assignments::default()
    );
}

#[test]
fn a_round_is_handed_over_and_that_is_known() {
    let mut site = Site::of(60);
    let campaign = Campaign::current(site.state(), today()).unwrap().id;
    let people = Person::all(site.state()).into_iter();
    let people: Vec<RecordId> = people
        .filter(|person| person.role() == Role::Assistant)
        .map(|person| person.id)
        .collect();
    let (one, other) = (people[0], people[1]);
    let buildings = Building::all(site.state());
    let (first, second) = (buildings[0].id, buildings[1].id);
    let of = |building| {
        let mut units = Unit::all(site.state());
        units
            .find(|unit| unit.building() == Some(building))
            .unwrap()
            .id
    };
    let (unit, elsewhere) = (of(first), of(second));
    let mut plan = Assignments::default();
    plan.give_building(site.state(), first, Some(one));
    plan.give_building(site.state(), second, Some(one));
    plan.give_unit(unit, Some(other));
    let changes = plan.changes(&Assignments::default(), campaign);
    assert_eq!(changes.len(), 3);
    site.write_all(changes);
    let person = |site: &Site, unit| {
        let unit = Unit::find(site.state(), unit).unwrap();
        let known = Assignments::of(site.state(), campaign).person(unit);
        assert_eq!(assigned(site.state(), campaign, unit), known);
        known
    };
    assert_eq!(person(&site, unit), Some(other));
    assert_eq!(person(&site, elsewhere), Some(one));

    // One building only, then the rest.
    let before = Assignments::of(site.state(), campaign);
    let mut after = before.clone();
    after.hand_over(site.state(), (one, other), Some(second));
    let changes = after.changes(&before, campaign);
    site.write_all(changes);
    assert_eq!(person(&site, elsewhere), Some(other));
    assert_eq!(
        Assignments::of(site.state(), campaign).buildings[&first],
        one
    );
    let told = handovers(site.state(), campaign);
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].building, told[0].from, told[0].to),
        (Some(second), one, Some(other))
    );

    // A whole building takes its units with it.
    let before = Assignments::of(site.state(), campaign);
    let mut after = before.clone();
    after.give_building(site.state(), first, None);
    let changes = after.changes(&before, campaign);
    site.write_all(changes);
    assert_eq!(person(&site, unit), None);
}
