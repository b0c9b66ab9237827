//! Whom a campaign asks: frame, draw and reserve.

use std::collections::BTreeSet;

use ledger::RecordId;
use needs::{
    Building, Dispositions, Frame, Members, Plan, Round, Tenure, Unit, UnitFacts,
    sample::{self, Check, Method, Reserve},
    visit::{Outcome, Rate, Visit},
};

use crate::site::{Site, design, id};

#[test]
fn a_frame_leaves_out_what_it_says() {
    let site = Site::of(120);
    let state = site.state();
    let size = |frame: Frame| frame.population(state).len();
    assert_eq!(size(Frame::default()), 120);
    let building = Building::all(state)[0].id;
    let frame = Frame {
        buildings: vec![building],
        lowest: Some(3),
        highest: Some(5),
        ..Frame::default()
    };
    assert_eq!(size(frame), 12);
    let tenants = Unit::all(state).filter(|unit| unit.tenure() == Some(Tenure::Tenant));
    let frame = Frame {
        tenure: Some(Tenure::Tenant),
        ..Frame::default()
    };
    assert_eq!(size(frame), tenants.count());
}

#[test]
fn a_sample_of_a_third_is_spread_over_the_buildings_and_stays_when_the_estate_changes() {
    let mut site = Site::of(120);
    let plan = Plan {
        sample: Some(design(Method::Systematic, 36, 12)),
        ..site.plan()
    };
    let campaign = site.begin(1, &plan);
    let asked = sample::asked(site.state(), campaign);
    assert_eq!(asked.len(), 36);
    let of = |building: RecordId| {
        let units = asked.iter().filter_map(|id| Unit::find(site.state(), *id));
        units
            .filter(|unit| unit.building() == Some(building))
            .count()
    };
    let spread: Vec<usize> = Building::all(site.state())
        .iter()
        .map(|building| of(building.id))
        .collect();
    assert!(
        spread.iter().all(|count| (11..=13).contains(count)),
        "{spread:?}"
    );
    let same = Some(Check::Same {
        units: 36,
        reserve: 12,
        frame: 120,
    });
    assert_eq!(sample::check(site.state(), site.campaign(campaign)), same);

    // Two units come, one goes, all are walked in another order: the list stays, and can still be
    // drawn again.
    let building = Building::all(site.state())[0].id;
    for n in 0..2 {
        let label = format!("99{n}");
        let change = Unit::change(id(200 + n), building, (99, 1), &label, Tenure::Owner);
        site.write(change);
    }
    let gone = Unit::all(site.state()).next().unwrap().id;
    let facts = UnitFacts {
        gone: Some(true),
        floor: Some(40),
        ..UnitFacts::default()
    };
    site.write(Unit::set(gone, facts));
    assert_eq!(sample::asked(site.state(), campaign), asked);
    assert_eq!(sample::check(site.state(), site.campaign(campaign)), same);
    assert_eq!(
        site.campaign(campaign)
            .frame()
            .population(site.state())
            .len(),
        121
    );

    // A list that somebody changed is found out.
    let mut strata = sample::draw(
        &site.campaign(campaign).frame().population(site.state()),
        design(Method::Random, 36, 0),
    );
    strata[0].units.truncate(35);
    let changes = sample::records(site.state(), campaign, &strata);
    site.write_all(changes);
    assert!(matches!(
        sample::check(site.state(), site.campaign(campaign)),
        Some(Check::Differs { .. })
    ));
}

#[test]
fn drawing_again_leaves_nothing_of_the_draw_before() {
    let mut site = Site::of(60);
    let mut plan = Plan {
        sample: Some(design(Method::Random, 20, 5)),
        ..site.plan()
    };
    let campaign = site.begin(1, &plan);
    plan.sample = Some(design(Method::BySize, 7, 0));
    plan.frame.buildings = vec![Building::all(site.state())[1].id];
    let change = plan.update(site.campaign(campaign)).unwrap();
    site.write(change);
    site.draw(campaign);
    assert_eq!(sample::asked(site.state(), campaign).len(), 7);
    assert_eq!(Reserve::of(site.state(), campaign).waiting(), 0);
    assert!(matches!(
        sample::check(site.state(), site.campaign(campaign)),
        Some(Check::Same { units: 7, .. })
    ));
}

#[test]
fn the_next_reserve_of_the_same_stratum_takes_a_refused_units_place() {
    let mut site = Site::of(60);
    let plan = Plan {
        sample: Some(design(Method::ByBuilding, 12, 6)),
        ..site.plan()
    };
    let campaign = site.begin(1, &plan);
    let asked = sample::asked(site.state(), campaign);
    let unit = *asked.first().unwrap();
    let building = |unit| Unit::find(site.state(), unit).unwrap().building();
    let reserve = Reserve::of(site.state(), campaign);
    assert_eq!(reserve.waiting(), 6);
    let by = reserve.next_for(unit).unwrap();
    assert_eq!(building(by), building(unit), "a building is a stratum");
    let change = sample::replace(&reserve, unit, "refused").unwrap();
    site.write(change);

    let reserve = Reserve::of(site.state(), campaign);
    assert_eq!(reserve.waiting(), 5);
    assert_eq!(reserve.next_for(unit), None, "once only");
    let used = &reserve.used[0];
    assert_eq!((used.unit, used.by, used.why), (unit, by, "refused"));
    assert_eq!(used.actor, site.author.actor);
    let now = sample::asked(site.state(), campaign);
    assert!(now.contains(&by));
    assert!(now.contains(&unit), "its refusal counts in the rates");
    // The draw itself is as it was.
    assert!(matches!(
        sample::check(site.state(), site.campaign(campaign)),
        Some(Check::Same {
            units: 12,
            reserve: 6,
            ..
        })
    ));
    // The stratum's reserve ends.
    let next = reserve.next_for(by).unwrap();
    let change = sample::replace(&reserve, by, "vacant").unwrap();
    site.write(change);
    let reserve = Reserve::of(site.state(), campaign);
    assert_eq!(reserve.next_for(next), None);
}

#[test]
fn only_members_are_asked() {
    let mut site = Site::of(60);
    let plan = Plan {
        sample: Some(design(Method::Random, 20, 5)),
        ..site.plan()
    };
    let campaign = site.begin(1, &plan);
    let members = Members::of(site.state(), Some(site.campaign(campaign)));
    let asked: BTreeSet<RecordId> = Unit::all(site.state())
        .filter(|unit| members.has(*unit))
        .map(|unit| unit.id)
        .collect();
    assert_eq!(asked, sample::asked(site.state(), campaign));
    let everyone = Members::of(site.state(), None);
    assert!(Unit::all(site.state()).all(|unit| everyone.has(unit)));
}

#[test]
fn the_rates_are_those_of_the_units_that_were_drawn() {
    let mut site = Site::of(60);
    let plan = Plan {
        sample: Some(design(Method::Random, 20, 5)),
        ..site.plan()
    };
    let campaign = site.begin(1, &plan);
    let drawn = sample::asked(site.state(), campaign);
    let asked = *drawn.first().unwrap();
    let all: Vec<RecordId> = Unit::all(site.state()).map(|unit| unit.id).collect();
    let other = *all.iter().find(|unit| !drawn.contains(unit)).unwrap();
    for (at, unit) in [(10, asked), (11, other)] {
        let visit = Visit::change(id(at), unit, Some(campaign), Outcome::Refused, None);
        site.write(visit);
    }

    let round = Round::read(site.state(), Some(site.campaign(campaign)));
    let all = round.dispositions(None);
    assert_eq!(all.outcomes[&Outcome::Refused], 1);
    assert_eq!(all.untried as usize, drawn.len() - 1);
    let refused = all.counts.rate(Rate::REF1).unwrap();
    let units = f64::from(u32::try_from(drawn.len()).unwrap());
    assert!((refused * units - 1.0).abs() < 1e-9);
    let buildings = Building::all(site.state()).into_iter();
    let each: Vec<Dispositions> = buildings
        .map(|building| round.dispositions(Some(building.id)))
        .collect();
    let untried: u32 = each.iter().map(|one| one.untried).sum();
    assert_eq!(untried, all.untried);
}
