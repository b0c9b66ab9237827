//! How far a campaign has got: figures right to the door, parts that add up, and who is missing.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod estate;

use estate::*;
use ledger::Change;
use needs::{
    Area, Campaign, Resident, ResidentFacts, Round, Unit, UnitFacts,
    progress::{Class, Outlook, Part, Scope, Tally, Trait, Verdict},
    sample,
    visit::{Outcome, Visit},
};
use proptest::prelude::*;

/// Two people, two buildings, three days.
fn walked() -> Estate {
    let mut estate = Estate::with(&[12, 8]);
    let (chan, lam) = (1, 2);
    estate.finish((0, chan, 0), SURVEY);
    estate.attempt((1, chan, 0), Outcome::NobodyHome);
    estate.attempt((2, chan, 0), Outcome::Refused);
    estate.attempt((3, chan, 0), Outcome::FormLeft);
    estate.finish((1, chan, 1), SURVEY);
    estate.finish((3, lam, 1), SURVEY);
    estate.finish((1, lam, 1), INTERVIEW);
    estate.attempt((12, lam, 1), Outcome::Vacant);
    estate.attempt((13, lam, 2), Outcome::FormLeft);
    estate.attempt((14, lam, 2), Outcome::Language);
    estate.finish((15, lam, 2), SURVEY);
    estate
}

#[test]
fn every_figure_is_right_to_the_door() {
    let progress = walked().all(3);
    let total = progress.total;
    assert_eq!(
        (total.doors, total.surveyed(), total.interviewed),
        (20, 4, 1)
    );
    assert_eq!((total.distributed, total.returned), (5, 4));
    assert_eq!(total.attempts, 10, "an interview is no attempt at a survey");
    let parts = Part::ALL.map(|part| total.part(part));
    assert_eq!(parts, [4, 1, 0, 12, 0, 1, 1, 1]);
    assert_eq!(total.open(), 13);

    assert_eq!((progress.survey.target, progress.survey.reached), (7, 4));
    assert_eq!(
        (progress.interview.target, progress.interview.reached),
        (3, 1)
    );

    let buildings = progress.buildings.iter();
    let figures: Vec<_> = buildings
        .map(|share| {
            (
                share.tally.doors,
                share.tally.surveyed(),
                share.tally.interviewed,
            )
        })
        .collect();
    assert_eq!(figures, [(12, 3, 1), (8, 1, 0)]);

    let people: Vec<_> = progress
        .people
        .iter()
        .map(|share| {
            let tally = share.tally;
            (
                share.of,
                tally.doors,
                tally.surveyed(),
                tally.interviewed,
                tally.attempts,
            )
        })
        .collect();
    assert_eq!(
        people,
        [
            (Some(record(PERSON, 1)), 3, 2, 0, 5),
            (Some(record(PERSON, 2)), 5, 2, 1, 5),
            (None, 12, 0, 0, 0),
        ]
    );

    let days: Vec<_> = progress
        .days
        .iter()
        .map(|day| {
            (
                day.attempts,
                day.distributed,
                day.surveyed,
                day.interviewed,
                day.refused,
            )
        })
        .collect();
    assert_eq!(days, [(4, 2, 1, 0, 1), (3, 1, 2, 1, 0), (3, 2, 1, 0, 0)]);
    let running: Vec<_> = progress.running().collect();
    assert_eq!(running, [(day(0), 1, 0), (day(1), 3, 1), (day(2), 4, 1)]);
}

/// Four in three days; seven have to be reached.
#[test]
fn the_day_of_the_target_follows_from_the_days_worked() {
    let progress = walked().all(3);
    let pace = progress.survey.pace.unwrap();
    assert!((pace.a_day - 4.0 / 3.0).abs() < 1e-9, "{pace:?}");
    assert_eq!(progress.survey.outlook, Outlook::On(day(6)));
    assert_eq!(walked().all(40).survey.outlook, Outlook::Over);
}

#[test]
fn one_building_or_one_person_alone_is_what_stands_beside_their_name() {
    let estate = walked();
    let all = estate.all(3);
    for share in &all.buildings {
        let scope = Scope {
            building: Some(share.of),
            ..Scope::default()
        };
        let alone = estate.progress(3, scope);
        assert_eq!(alone.total, share.tally);
        assert_eq!(alone.buildings, [*share]);
    }
    for share in &all.people {
        let Some(person) = share.of else { continue };
        let scope = Scope {
            person: Some(person),
            ..Scope::default()
        };
        assert_eq!(estate.progress(3, scope).total, share.tally);
    }
}

#[test]
fn a_clock_that_is_off_counts_on_the_nearest_day() {
    let mut estate = Estate::with(&[4]);
    estate.finish((0, 1, -365), SURVEY);
    estate.finish((1, 1, 365), SURVEY);
    let days: Vec<_> = estate.all(5).days.iter().map(|day| day.date).collect();
    assert_eq!(days, [day(0), day(5)]);
}

#[test]
fn a_survey_taken_back_or_finished_twice_counts_once_or_not_at_all() {
    let mut estate = Estate::with(&[10]);
    estate.finish((0, 1, 0), SURVEY);
    estate.finish((0, 2, 1), SURVEY);
    let twice = estate.all(2);
    assert_eq!(twice.total.surveyed(), 1);
    assert_eq!(twice.days.iter().map(|day| day.surveyed).sum::<usize>(), 1);
    assert_eq!(twice.people[0].of, Some(record(PERSON, 1)), "who was first");
    estate.attempt((1, 1, 1), Outcome::Refused);
    let refusal = record(VISIT, estate.visits);
    assert_eq!(estate.all(2).total.part(Part::Refused), 1);
    estate.write(1, 1, Visit::undo(refusal));
    assert_eq!(estate.all(2).total.part(Part::Refused), 0);
}

#[test]
fn a_form_on_paper_is_handed_out_then_returned_and_no_survey_until_it_is_typed_in() {
    let mut estate = Estate::with(&[10]);
    let now = |estate: &Estate| {
        let total = estate.all(5).total;
        let part = |part| total.part(part);
        let parts = (part(Part::OnPaper), part(Part::Surveyed));
        (total.distributed, total.returned, parts)
    };
    estate.attempt((0, 1, 0), Outcome::FormLeft);
    assert_eq!(now(&estate), (1, 0, (1, 0)));
    estate.attempt((0, 2, 1), Outcome::FormReturned);
    assert_eq!(now(&estate), (1, 1, (1, 0)));
    estate.finish((0, 3, 2), SURVEY);
    assert_eq!(now(&estate), (1, 1, (0, 1)));
}

/// The campaign is about the first building, of which three doors were drawn.
#[test]
fn doors_that_were_not_drawn_count_for_the_target_and_are_not_outstanding() {
    let mut estate = Estate::with(&[12, 8]);
    let design = serde_json::json!({ "method": "random", "seed": 7, "size": 3, "reserve": 0 });
    let first = record(BUILDING, 0).to_string();
    let frame = serde_json::json!({ "buildings": [first] });
    let set = [("sample".to_owned(), design), ("frame".to_owned(), frame)].into();
    let campaign = Change {
        kind: Campaign::KIND.to_owned(),
        id: record(CAMPAIGN, 0),
        set,
    };
    estate.write(0, 0, campaign);
    let state = estate.ledger.state();
    let campaign = Campaign::find(state, record(CAMPAIGN, 0)).unwrap();
    let drawn = sample::draw(
        &campaign.frame().population(state),
        campaign.sample().unwrap(),
    );
    for change in sample::records(state, campaign.id, &drawn) {
        estate.write(0, 0, change);
    }
    let asked = sample::asked(estate.ledger.state(), record(CAMPAIGN, 0));
    let asked: Vec<u16> = (0..12)
        .filter(|unit| asked.contains(&record(UNIT, *unit)))
        .collect();
    estate.finish((asked[0], 1, 1), SURVEY);
    let total = estate.all(2).total;
    assert_eq!((total.doors, total.surveyed(), total.open()), (12, 1, 2));
    assert_eq!(total.part(Part::NotDrawn), 9);
    assert_eq!(
        estate.all(2).survey.target,
        4,
        "more than 30 % of the frame"
    );
}

#[test]
fn without_doors_or_visits_nothing_is_divided_by_nothing() {
    let none = Estate::with(&[]).all(3);
    assert_eq!(none.total.doors, 0);
    assert_eq!(none.total.margin(), None);
    assert!(none.bias.is_empty());
    let untouched = Estate::with(&[30, 30]).all(3);
    assert_eq!(untouched.survey.outlook, Outlook::TooEarly);
    let groups = untouched
        .bias
        .iter()
        .flat_map(|comparison| &comparison.groups);
    for group in groups {
        assert_eq!((group.found, group.verdict), (None, Verdict::TooFew));
    }
}

/// 200 doors, half owners'; 60 answered, of whom 45 are owners.
fn owners_answer_more() -> Estate {
    let mut estate = Estate::with(&[100, 100]);
    let owners = (0..200).step_by(2).take(45);
    let tenants = (1..200).step_by(2).take(15);
    for unit in owners.chain(tenants) {
        estate.finish((unit, 1, 0), SURVEY);
    }
    estate
}

#[test]
fn who_is_missing_shows_and_what_is_chance_is_called_so() {
    let progress = owners_answer_more().all(1);
    let tenure = progress
        .bias
        .iter()
        .find(|found| found.by == Trait::Tenure)
        .unwrap();
    let classes: Vec<_> = tenure
        .groups
        .iter()
        .map(|group| (group.class, group.doors, group.answered, group.verdict))
        .collect();
    assert_eq!(
        classes,
        [
            (Class::Owner, 100, 45, Verdict::Over),
            (Class::Tenant, 100, 15, Verdict::Under),
        ]
    );
    // 75 % instead of 50 %: 25 points more, give or take ten.
    let difference = tenure.groups[0].difference().unwrap();
    assert!((difference.share - 0.25).abs() < 1e-9);
    assert!(
        difference.low > 0.13 && difference.high < 0.34,
        "{difference:?}"
    );
    assert!(
        !progress.bias.iter().any(|found| found.by == Trait::Size),
        "nothing is known of sizes"
    );
}

#[test]
fn sizes_heights_and_key_customers_are_told_apart() {
    let mut estate = Estate::with(&[12]);
    for (unit, area) in [(0, "49.9"), (1, "50"), (2, "200")] {
        let facts = UnitFacts {
            area: Area::parse(area),
            ..UnitFacts::default()
        };
        estate.write(0, 0, Unit::set(record(UNIT, unit), facts));
    }
    let facts = ResidentFacts {
        unit: Some(record(UNIT, 0)),
        key_customer: Some(true),
        ..ResidentFacts::default()
    };
    estate.write(0, 0, Resident::set(record(7, 0), facts));
    let bias = estate.all(1).bias;
    let groups = |by| -> Vec<(Class, usize)> {
        let found = bias.iter().find(|found| found.by == by).unwrap();
        found
            .groups
            .iter()
            .map(|group| (group.class, group.doors))
            .collect()
    };
    assert_eq!(
        groups(Trait::Size),
        [
            (Class::SmallerThan(50), 1),
            (Class::SmallerThan(70), 1),
            (Class::AtLeast(100), 1),
            (Class::Unknown, 9),
        ]
    );
    assert_eq!(
        groups(Trait::Height),
        [(Class::Low, 4), (Class::Middle, 4), (Class::High, 4)]
    );
    assert_eq!(
        groups(Trait::KeyCustomer),
        [(Class::Key, 1), (Class::Ordinary, 11)]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn parts_buildings_people_days_and_groups_add_up(
        deeds in prop::collection::vec((0_u16..30, 0_u16..4, 0_i64..20, 0_usize..20), 0..90),
    ) {
        let mut estate = Estate::with(&[7, 13, 10]);
        for (unit, person, on, what) in deeds {
            match what {
                18 => estate.finish((unit, person, on), SURVEY),
                19 => estate.finish((unit, person, on), INTERVIEW),
                outcome => estate.attempt((unit, person, on), Outcome::ALL[outcome]),
            }
        }
        let progress = estate.all(20);
        let total = progress.total;
        // Who walks the round is told the same.
        let state = estate.ledger.state();
        let round = Round::read(state, Campaign::find(state, record(CAMPAIGN, 0)));
        let goals = [(round.survey, progress.survey), (round.interview, progress.interview)];
        for (told, goal) in goals {
            prop_assert_eq!((told.units, told.reached), (total.doors, goal.reached));
            prop_assert_eq!(told.target, goal.target);
        }
        let sum = |of: fn(&Tally) -> usize| {
            let buildings: usize = progress.buildings.iter().map(|share| of(&share.tally)).sum();
            let people: usize = progress.people.iter().map(|share| of(&share.tally)).sum();
            (of(&total), buildings, people)
        };
        for (all, buildings, people) in [
            sum(|tally| tally.doors),
            sum(|tally| tally.interviewed),
            sum(|tally| tally.distributed),
            sum(|tally| tally.returned),
            sum(|tally| tally.attempts),
            sum(Tally::surveyed),
            sum(|tally| tally.part(Part::Refused)),
            sum(Tally::open),
        ] {
            prop_assert_eq!((all, all), (buildings, people));
        }
        let parts: usize = Part::ALL.into_iter().map(|part| total.part(part)).sum();
        prop_assert_eq!(parts, total.doors);
        prop_assert!(total.surveyed() <= total.returned);
        prop_assert!(total.returned <= total.distributed);
        let days = |of: fn(&needs::progress::Day) -> usize| {
            progress.days.iter().map(of).sum::<usize>()
        };
        prop_assert_eq!(days(|day| day.surveyed), total.surveyed());
        prop_assert_eq!(days(|day| day.interviewed), total.interviewed);
        prop_assert_eq!(days(|day| day.distributed), total.distributed);
        prop_assert_eq!(days(|day| day.attempts), total.attempts);
        prop_assert_eq!(days(|day| day.refused), total.part(Part::Refused));
        for comparison in &progress.bias {
            let doors: usize = comparison.groups.iter().map(|group| group.doors).sum();
            let answered: usize = comparison.groups.iter().map(|group| group.answered).sum();
            prop_assert_eq!((doors, answered), (total.doors, total.surveyed()));
        }
    }
}
