//! Books that follow the ledger show what reading anew would show, whatever was written.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use ledger::{
    Author, Change, DeviceId, Fields, Ledger, Place, RecordId, Salt, State, erase, ruling, uuid_v7,
};
use needs::{
    Assignments, Campaign, Localised, Members, Purpose, Questionnaire, Response, Round, RoundBook,
    Stage, Unit, Walk,
    consent::{Consent, Decision, How, Scope as ConsentScope, Whom},
    demo::{Demo, FormFile, estate},
    progress::{Progress, ProgressBook, Scope},
    visit::{Outcome, RefusalReason, Rules, Visit, attempts, disposition, standing_by},
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn day(n: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() + TimeDelta::days(n)
}

/// What somebody may do to a site: which deed, and three numbers that say to what.
type Step = (u8, u8, u8, u8);

const DEEDS: u8 = 26;

struct Site {
    ledger: Ledger,
    actor: RecordId,
    today: i64,
    count: u8,
    places: Vec<Place>,
    last: Option<RecordId>,
}

fn form(number: &str, purpose: Purpose) -> FormFile<'_> {
    let title = Localised {
        zh_hant: "表",
        zh_hans: "表",
        en: "Form",
    };
    FormFile {
        number,
        version: "1",
        title,
        purpose,
        workbook: b"PK",
    }
}

impl Site {
    fn new() -> Self {
        let forms = vec![form("F1", Purpose::Survey), form("F2", Purpose::Interview)];
        let estate = estate(&Demo {
            seed: 7,
            households: 24,
            today: day(0),
            forms,
        });
        let mut site = Self {
            ledger: Ledger::new(estate.site),
            actor: estate.actor,
            today: 0,
            count: 0,
            places: Vec::new(),
            last: None,
        };
        for change in estate.changes {
            site.write(change);
        }
        site
    }

    fn now(&self) -> DateTime<FixedOffset> {
        let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
        now + TimeDelta::days(self.today) + TimeDelta::hours(i64::from(self.count % 12))
    }

    fn write(&mut self, change: Change) {
        let author = Author {
            device: DeviceId(uuid_v7(1, [1; 10])),
            actor: self.actor,
        };
        let now = self.now();
        let entry = self
            .ledger
            .write(author, now, Salt([0; 16]), change)
            .unwrap();
        self.places.push(entry.place());
        self.ledger.admit(&entry).unwrap();
    }

    fn set(&mut self, kind: &str, id: RecordId, field: &str, value: Value) {
        let change = Change {
            kind: kind.to_owned(),
            id,
            set: Fields::from([(field.to_owned(), value)]),
        };
        self.write(change);
    }

    fn nth(&self, kind: &str, n: u8) -> RecordId {
        let all: Vec<RecordId> = self
            .ledger
            .state()
            .records(kind)
            .map(|(id, _)| id)
            .collect();
        let fallback = RecordId(uuid_v7(9, [n; 10]));
        let at = usize::from(n) % all.len().max(1);
        all.get(at).copied().unwrap_or(fallback)
    }

    fn fresh(&mut self) -> RecordId {
        self.count += 1;
        RecordId(uuid_v7(5, [self.count; 10]))
    }

    fn campaign(&self) -> RecordId {
        let state = self.ledger.state();
        let shown = Campaign::shown(state, day(self.today));
        shown.map_or(RecordId(uuid_v7(9, [9; 10])), |campaign| campaign.id)
    }

    fn visit(&mut self, a: u8, b: u8, c: u8) {
        let (id, unit) = (self.fresh(), self.nth(Unit::KIND, a));
        let outcome = Outcome::ALL[usize::from(b) % Outcome::ALL.len()];
        let at = self.now().naive_local() + TimeDelta::days(2);
        let at = (outcome == Outcome::Appointment).then_some(at);
        let mut visit = Visit::change(id, unit, Some(self.campaign()), outcome, at);
        if !c.is_multiple_of(3) {
            let form = self.nth(Questionnaire::KIND, c).to_string();
            visit.set.insert("form".to_owned(), form.into());
        }
        self.last = Some(id);
        self.write(visit);
    }

    fn respond(&mut self, a: u8, b: u8, c: u8) {
        let (id, unit) = (self.fresh(), self.nth(Unit::KIND, a));
        let form = self.nth(Questionnaire::KIND, b);
        let campaign = Some(self.campaign());
        let answers = BTreeMap::new();
        let response = Response::change(id, form, unit, campaign, ("en", None), answers);
        let visit = Visit::finished(self.fresh(), &response);
        // A visit may tell of it before it comes, afterwards, or never.
        match c % 4 {
            0 => self.write(response),
            1 => {
                self.write(visit);
                self.write(response);
            }
            2 => {
                self.write(response);
                self.write(visit);
            }
            _ => self.write(Response::refusing(response)),
        }
    }

    fn decide(&mut self, unit: RecordId, given: bool) {
        let decision = Decision {
            whom: Whom {
                unit: Some(unit),
                resident: None,
            },
            campaign: Some(self.campaign()),
            scope: ConsentScope::Survey,
            wording: None,
            given,
            how: How::Spoken,
        };
        let id = self.fresh();
        let mut change = Consent::change(id, &decision);
        if !given {
            change.set.insert("withdrawal".to_owned(), true.into());
        }
        self.write(change);
    }

    fn assign(&mut self, a: u8, b: u8, c: u8) {
        let campaign = self.campaign();
        let person = (!b.is_multiple_of(4)).then(|| RecordId(uuid_v7(8, [b % 4; 10])));
        let before = Assignments::of(self.ledger.state(), campaign);
        let mut after = before.clone();
        if c.is_multiple_of(2) {
            let building = self.nth("building", a);
            after.give_building(self.ledger.state(), building, person);
        } else {
            after.give_unit(self.nth(Unit::KIND, a), person);
        }
        for change in after.changes(&before, campaign) {
            self.write(change);
        }
    }

    fn sample(&mut self, a: u8, b: u8) {
        let campaign = self.campaign();
        let units: Vec<String> = (0..b % 9)
            .map(|n| self.nth(Unit::KIND, a.wrapping_add(n)).to_string())
            .collect();
        let id = RecordId(uuid_v7(7, [a % 2; 10]));
        self.set("sample", id, "campaign", campaign.to_string().into());
        self.set("sample", id, "units:all", units.into());
        let design = if b.is_multiple_of(3) {
            Value::Null
        } else {
            json!({"method": "random", "size": 5, "seed": "1"})
        };
        self.set(Campaign::KIND, campaign, "sample", design);
    }

    fn act(&mut self, (deed, a, b, c): Step) {
        let (unit, campaign) = (self.nth(Unit::KIND, a), self.campaign());
        let (building, visit) = (self.nth("building", b), self.nth(Visit::KIND, a));
        match deed {
            0..=5 => self.visit(a, b, c),
            6 | 7 => self.respond(a, b, c),
            8 => self.write(Visit::undo(self.last.unwrap_or(visit))),
            9 => self.write(Visit::because(visit, Some(RefusalReason::NoTime))),
            10 => self.set(Visit::KIND, visit, "unit", unit.to_string().into()),
            11 => self.decide(unit, b % 2 == 0),
            12 => self.assign(a, b, c),
            13 => self.sample(a, b),
            14 => {
                let stage = Stage::ALL[usize::from(b) % 4];
                let (by, now) = ((self.actor, "M"), self.now());
                self.write(Campaign::sign(campaign, stage, by, now, ""));
            }
            15 => self.write(Walk::ALL[usize::from(a) % 4].choose(building)),
            16 => self.set(Unit::KIND, unit, "order", i64::from(b).into()),
            17 => self.set(Unit::KIND, unit, "gone", (b % 3 == 0).into()),
            18 => self.set(Unit::KIND, unit, "building", building.to_string().into()),
            19 => {
                let kind = ["unit", "building", "resident", "form", "campaign"][usize::from(b) % 5];
                let id = self.nth(kind, a);
                self.set(kind, id, "deleted", (c % 2 == 0).into());
            }
            20 => {
                let resident = self.nth("resident", a);
                self.set("resident", resident, "key_customer", (b % 2 == 0).into());
                self.set("resident", resident, "unit", unit.to_string().into());
            }
            21 => {
                let frame = [
                    json!({"key": true}),
                    json!({"buildings": [building.to_string()]}),
                    json!({"lowest": 2}),
                    Value::Null,
                ];
                let frame = frame[usize::from(c) % 4].clone();
                self.set(Campaign::KIND, campaign, "frame", frame);
            }
            22 => {
                let rules = Rules {
                    least: usize::from(a % 4) + 1,
                    spread: b % 2 == 0,
                    position: false,
                };
                self.write(rules.change(self.ledger.site()));
            }
            23 => {
                let kind = ["visit", "response", "unit", "assignment"][usize::from(b) % 4];
                let id = self.nth(kind, a);
                self.write(erase::change(id, "asked"));
                if c.is_multiple_of(2) {
                    self.ledger.forget(id);
                }
            }
            24 => {
                let at = usize::from(a) * 7 % self.places.len();
                let place = self.places[self.places.len() - 1 - at];
                self.write(ruling::change(place, "not theirs"));
            }
            _ => self.today += i64::from(a % 2),
        }
    }
}

/// The doors of a round, read without any index.
fn is_as_the_records_say(state: &State, round: &Round) {
    let campaign = round.campaign.and_then(|id| Campaign::find(state, id));
    let members = Members::of(state, campaign);
    let tried = attempts(state, round.campaign);
    let given = campaign.map(|campaign| Assignments::of(state, campaign.id));
    for (block, door) in round.doors() {
        let unit = Unit::find(state, door.unit).unwrap();
        assert_eq!(unit.building(), Some(block.building));
        assert_eq!(door.counts, members.has(unit));
        assert_eq!(
            door.person,
            given.as_ref().and_then(|given| given.person(unit))
        );
        let tried = tried.get(&unit.id).filter(|_| campaign.is_some());
        let tried = tried.map_or(&[][..], Vec::as_slice);
        assert_eq!(door.standing, standing_by(tried, Rules::of(state)));
        assert_eq!(door.disposition, disposition(tried));
        assert_eq!(
            door.last.map(|(last, _)| last),
            tried.last().map(|last| last.outcome)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn whatever_is_written_a_book_shows_what_is_there(
        steps in prop::collection::vec((0..DEEDS, any::<u8>(), any::<u8>(), any::<u8>()), 1..40),
    ) {
        let mut site = Site::new();
        let (mut doors, mut counts) = (RoundBook::default(), ProgressBook::default());
        for step in steps {
            site.act(step);
            let (state, today) = (site.ledger.state(), day(site.today));
            let current = Campaign::current(state, today);
            let round = Round::read(state, current);
            is_as_the_records_say(state, &round);
            prop_assert_eq!(doors.follow(state, current), &round, "after {:?}", step);
            let Some(shown) = Campaign::shown(state, today) else { continue };
            let scope = match step.1 % 5 {
                0 => Scope { building: Some(site.nth("building", step.2)), person: None },
                1 => Scope { building: None, person: Some(site.actor) },
                _ => Scope::default(),
            };
            prop_assert_eq!(
                counts.follow(state, shown, today, scope),
                Progress::read(state, shown, today, scope),
                "after {:?}", step
            );
        }
    }
}

#[test]
fn a_book_takes_another_ledger_for_what_it_is() {
    let (mut one, mut other) = (Site::new(), Site::new());
    let mut book = RoundBook::default();
    for n in 0..5 {
        one.visit(n, 2, 0);
        other.visit(n + 9, 0, 0);
        for site in [&one, &other] {
            let state = site.ledger.state();
            let campaign = Campaign::current(state, day(0));
            assert_eq!(book.follow(state, campaign), &Round::read(state, campaign));
        }
    }
}
