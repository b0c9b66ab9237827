//! A campaign from the first draft to the end: steps, frame, sample, who walks what, what counts.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};
use ledger::{Author, Change, DeviceId, Ledger, RecordId, Salt, State, uuid_v7};
use needs::{
    Assignments, Building, Campaign, Frame, Members, Person, Plan, Purpose, Questionnaire,
    Response, Role, Round, Stage, Tenure, Unit, UnitFacts, assigned,
    assignment::handovers,
    campaign::Figures,
    demo::{Demo, FormFile, estate},
    sample::{self, Check, Design, Method, Reserve},
    visit::{Outcome, Visit, attempts},
};

fn today() -> NaiveDate {
    "2026-11-22".parse().unwrap()
}

fn clock() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap()
}

fn id(n: u8) -> RecordId {
    RecordId(uuid_v7(3, [n; 10]))
}

struct Site {
    ledger: Ledger,
    author: Author,
    now: DateTime<FixedOffset>,
}

impl Site {
    fn of(households: u32) -> Self {
        let title = needs::Localised {
            zh_hant: "調查表",
            zh_hans: "调查表",
            en: "Survey form",
        };
        let form = FormFile {
            number: "F1",
            version: "1",
            title,
            purpose: Purpose::Survey,
            workbook: b"PK",
        };
        let made = estate(&Demo {
            seed: 4,
            households,
            today: today(),
            forms: vec![form],
        });
        let author = Author {
            device: DeviceId(uuid_v7(1, [1; 10])),
            actor: made.actor,
        };
        let mut site = Self {
            ledger: Ledger::new(made.site),
            author,
            now: clock(),
        };
        made.changes.into_iter().for_each(|one| site.write(one));
        site
    }

    fn write(&mut self, change: Change) {
        self.now += chrono::TimeDelta::seconds(1);
        let salt = Salt([0; 16]);
        let entry = self.ledger.write(self.author, self.now, salt, change);
        self.ledger.admit(&entry.unwrap()).unwrap();
    }

    fn write_all(&mut self, changes: Vec<Change>) {
        for change in changes {
            self.write(change);
        }
    }

    fn state(&self) -> &State {
        self.ledger.state()
    }

    fn plan(&self) -> Plan {
        Plan::new(self.state(), today())
    }

    /// Begins a campaign and draws its sample.
    fn begin(&mut self, n: u8, plan: &Plan) -> RecordId {
        let id = id(n);
        let change = plan.begin(id, (self.author.actor, "Lee Kwok-wah"), self.now);
        self.write(change);
        self.draw(id);
        id
    }

    fn draw(&mut self, id: RecordId) {
        let state = self.state();
        let campaign = Campaign::find(state, id).unwrap();
        let Some(design) = campaign.sample() else {
            return;
        };
        let frame = campaign.frame().population(state);
        let strata = sample::draw(&frame, design);
        let changes = sample::records(state, id, &strata);
        self.write_all(changes);
    }

    fn sign(&mut self, id: RecordId, stage: Stage, reason: &str) {
        let who = (self.author.actor, "Lee Kwok-wah");
        let change = Campaign::sign(id, stage, who, self.now, reason);
        let change = if stage == Stage::Closed {
            let campaign = Campaign::find(self.state(), id).unwrap();
            Campaign::close(change, Figures::of(self.state(), campaign))
        } else {
            change
        };
        self.write(change);
    }

    fn run(&mut self, id: RecordId) {
        self.sign(id, Stage::Approved, "");
        self.sign(id, Stage::Running, "");
    }

    fn campaign(&self, id: RecordId) -> Campaign<'_> {
        Campaign::find(self.state(), id).unwrap()
    }

    fn answer(&mut self, n: u8, unit: RecordId, campaign: RecordId) {
        let form = Questionnaire::all(self.state())[0].id;
        let started = Some("2026-11-22T09:55:00+08:00");
        let answers = BTreeMap::from([("/a".to_owned(), "1".to_owned())]);
        let campaign = Some(campaign);
        let change = Response::change(id(n), form, unit, campaign, ("en", started), answers);
        self.write(change);
    }
}

fn design(method: Method, size: usize, reserve: usize) -> Design {
    Design {
        method,
        seed: 20_261_122,
        size,
        reserve,
        equal: false,
    }
}

#[test]
fn a_plan_begins_with_the_half_year_that_has_none() {
    let site = Site::of(60);
    let plan = site.plan();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(
        (plan.starts, plan.ends),
        (day("2027-01-01"), day("2027-06-30"))
    );
    assert_eq!(plan.names[2], "Survey of needs, first half of 2027");
    assert_eq!((plan.surveys, plan.interviews), (30, 10));
    assert_eq!(plan.forms.len(), 1);
}

#[test]
fn a_campaign_takes_one_step_after_the_other() {
    let mut site = Site::of(60);
    let demo = Campaign::current(site.state(), today()).unwrap();
    assert_eq!(
        demo.stage(),
        Stage::Running,
        "one of before there were steps"
    );
    let demo = demo.id;
    let plan = site.plan();
    let campaign = site.begin(1, &plan);
    assert_eq!(site.campaign(campaign).stage(), Stage::Draft);

    // Starting what nobody approved has no effect.
    site.sign(campaign, Stage::Running, "");
    assert_eq!(site.campaign(campaign).stage(), Stage::Draft);
    site.sign(campaign, Stage::Approved, "");
    assert_eq!(site.campaign(campaign).stage(), Stage::Approved);
    site.sign(campaign, Stage::Draft, "the targets");
    assert_eq!(site.campaign(campaign).stage(), Stage::Draft);
    site.run(campaign);
    assert_eq!(site.campaign(campaign).stage(), Stage::Running);
    assert!(site.campaign(campaign).changed_since_approval().is_empty());

    let signatures = site.campaign(campaign).signatures();
    let steps: Vec<_> = signatures
        .iter()
        .map(|one| (one.stage, one.reason))
        .collect();
    assert_eq!(steps.last(), Some(&(Stage::Running, "")));
    assert!(steps.contains(&(Stage::Draft, "the targets")));
    assert!(signatures.iter().all(|one| one.name == "Lee Kwok-wah"));

    // The one whose period it is comes before the one of next year.
    assert_eq!(Campaign::current(site.state(), today()).unwrap().id, demo);
    site.sign(demo, Stage::Closed, "");
    assert_eq!(
        Campaign::current(site.state(), today()).unwrap().id,
        campaign
    );
    site.sign(campaign, Stage::Closed, "");
    assert!(Campaign::current(site.state(), today()).is_none());
    assert_eq!(Campaign::shown(site.state(), today()).unwrap().id, campaign);

    // Nobody opens it again.
    for stage in Stage::ALL {
        site.sign(campaign, stage, "");
        assert_eq!(site.campaign(campaign).stage(), Stage::Closed);
    }
}

#[test]
fn a_change_after_the_approval_is_told() {
    let mut site = Site::of(60);
    let mut plan = site.plan();
    let campaign = site.begin(1, &plan);
    site.sign(campaign, Stage::Approved, "");
    plan.surveys = 20;
    let change = plan.update(site.campaign(campaign)).unwrap();
    assert_eq!(change.set.len(), 1, "only what differs");
    site.write(change);
    assert_eq!(
        site.campaign(campaign).changed_since_approval(),
        ["survey_percent"]
    );
    assert_eq!(plan.update(site.campaign(campaign)), None);
    let read = Plan::of(site.state(), site.campaign(campaign));
    assert_eq!(read, plan);
}

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

#[test]
fn nothing_is_counted_that_was_written_after_the_closing() {
    let mut site = Site::of(60);
    let campaign = Campaign::current(site.state(), today()).unwrap().id;
    let units: Vec<RecordId> = Unit::all(site.state())
        .map(|unit| unit.id)
        .take(3)
        .collect();
    site.answer(10, units[0], campaign);
    site.sign(campaign, Stage::Closed, "");
    site.answer(11, units[1], campaign);
    let refused = Visit::change(id(12), units[2], Some(campaign), Outcome::Refused, None);
    site.write(refused);
    let plan = site.plan();
    let change = Plan {
        surveys: 50,
        ..plan
    }
    .update(site.campaign(campaign))
    .unwrap();
    site.write(change);

    let closed = site.campaign(campaign);
    let now = Round::read(site.state(), Some(closed)).survey;
    assert_eq!((now.units, now.reached, now.target), (60, 1, 19));
    let tried = attempts(site.state(), Some(campaign));
    assert_eq!(tried.keys().collect::<Vec<_>>(), [&units[0]]);
    let figures = closed.final_figures().unwrap();
    assert_eq!(figures, Figures::of(site.state(), closed));
    assert_eq!((figures.surveys, figures.survey_target), (1, 19));
    let late = closed.after_closing(site.state());
    let late: Vec<_> = late.into_iter().map(|(kind, id, _)| (kind, id)).collect();
    assert_eq!(late, [("response", id(11)), ("visit", id(12))]);
}

#[test]
fn a_copied_plan_has_the_next_period_and_a_seed_of_its_own() {
    let mut site = Site::of(60);
    let plan = Plan {
        surveys: 35,
        sample: Some(design(Method::Random, 20, 5)),
        ..site.plan()
    };
    let campaign = site.begin(1, &plan);
    let copy = Plan::like(site.state(), site.campaign(campaign), plan.starts, 7);
    assert_eq!(copy.starts, "2027-07-01".parse::<NaiveDate>().unwrap());
    assert_eq!((copy.surveys, copy.sample.unwrap().seed), (35, 7));
    assert_eq!(copy.frame, plan.frame);
    assert_eq!(copy.forms, plan.forms);
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
