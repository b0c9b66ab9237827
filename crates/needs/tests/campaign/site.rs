//! A demo site whose campaigns are planned, drawn, signed and walked.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use ledger::{Author, Change, DeviceId, Ledger, RecordId, Salt, State, uuid_v7};
use needs::{
    Campaign, Plan, Purpose, Questionnaire, Response, Stage,
    campaign::Figures,
    demo::{Demo, FormFile, estate},
    sample::{self, Design, Method},
};

pub fn today() -> NaiveDate {
    "2026-11-22".parse().unwrap()
}

pub fn clock() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap()
}

pub fn id(n: u8) -> RecordId {
    RecordId(uuid_v7(3, [n; 10]))
}

pub struct Site {
    pub ledger: Ledger,
    pub author: Author,
    pub now: DateTime<FixedOffset>,
}

impl Site {
    pub fn of(households: u32) -> Self {
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

    pub fn write(&mut self, change: Change) {
        self.now += chrono::TimeDelta::seconds(1);
        let salt = Salt([0; 16]);
        let entry = self.ledger.write(self.author, self.now, salt, change);
        self.ledger.admit(&entry.unwrap()).unwrap();
    }

    pub fn write_all(&mut self, changes: Vec<Change>) {
        for change in changes {
            self.write(change);
        }
    }

    pub fn state(&self) -> &State {
        self.ledger.state()
    }

    pub fn plan(&self) -> Plan {
        Plan::new(self.state(), today())
    }

    /// Begins a campaign and draws its sample.
    pub fn begin(&mut self, n: u8, plan: &Plan) -> RecordId {
        let id = id(n);
        let change = plan.begin(id, (self.author.actor, "Lee Kwok-wah"), self.now);
        self.write(change);
        self.draw(id);
        id
    }

    pub fn draw(&mut self, id: RecordId) {
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

    pub fn sign(&mut self, id: RecordId, stage: Stage, reason: &str) {
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

    pub fn run(&mut self, id: RecordId) {
        self.sign(id, Stage::Approved, "");
        self.sign(id, Stage::Running, "");
    }

    pub fn campaign(&self, id: RecordId) -> Campaign<'_> {
        Campaign::find(self.state(), id).unwrap()
    }

    pub fn answer(&mut self, n: u8, unit: RecordId, campaign: RecordId) {
        let form = Questionnaire::all(self.state())[0].id;
        let started = Some("2026-11-22T09:55:00+08:00");
        let answers = BTreeMap::from([("/a".to_owned(), "1".to_owned())]);
        let campaign = Some(campaign);
        let change = Response::change(id(n), form, unit, campaign, ("en", started), answers);
        self.write(change);
    }
}

pub fn design(method: Method, size: usize, reserve: usize) -> Design {
    Design {
        method,
        seed: 20_261_122,
        size,
        reserve,
        equal: false,
    }
}
