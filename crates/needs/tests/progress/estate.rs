//! An estate with a campaign, written door by door.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use ledger::{Author, Change, DeviceId, Ledger, RecordId, Salt, SiteId, uuid_v7};
use needs::{
    Building, Campaign, Localised, Purpose, Questionnaire, Tenure, Unit,
    progress::{Progress, Scope},
    visit::{Outcome, Visit},
};

pub fn record(kind: u8, n: u16) -> RecordId {
    let [high, low] = n.to_be_bytes();
    RecordId(uuid_v7(1, [kind, 0, 0, 0, high, low, 0, 0, 0, 0]))
}

pub const CAMPAIGN: u8 = 1;
pub const FORM: u8 = 2;
pub const BUILDING: u8 = 3;
pub const UNIT: u8 = 4;
pub const PERSON: u8 = 5;
pub const VISIT: u8 = 6;

pub const SURVEY: u16 = 1;
pub const INTERVIEW: u16 = 2;

pub fn name(text: &str) -> Localised<'_> {
    Localised {
        zh_hant: text,
        zh_hans: text,
        en: text,
    }
}

pub fn day(n: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap() + TimeDelta::days(n)
}

/// An estate with a campaign that runs for 40 days from 1 November.
pub struct Estate {
    pub ledger: Ledger,
    pub visits: u16,
}

impl Estate {
    /// Buildings with so many doors each, four on a floor.
    pub fn with(doors: &[u16]) -> Self {
        let mut estate = Self {
            ledger: Ledger::new(SiteId(uuid_v7(0, [9; 10]))),
            visits: 0,
        };
        let forms = [record(FORM, SURVEY), record(FORM, INTERVIEW)];
        for (form, purpose) in forms.into_iter().zip([Purpose::Survey, Purpose::Interview]) {
            let change = Questionnaire::change(form, ("F", "1"), name("form"), purpose, &[]);
            estate.write(0, 0, change);
        }
        let campaign = record(CAMPAIGN, 0);
        let period = (day(0), day(39));
        estate.write(
            0,
            0,
            Campaign::change(campaign, name("autumn"), period, &forms),
        );
        let mut unit = 0;
        for (building, doors) in (0..).zip(doors) {
            let id = record(BUILDING, building);
            estate.write(0, 0, Building::change(id, name("block"), building.into()));
            for door in 0..*doors {
                let floor = i64::from(door / 4);
                let tenure = if door % 2 == 0 {
                    Tenure::Owner
                } else {
                    Tenure::Tenant
                };
                let unit_id = record(UNIT, unit);
                let place = (floor, door.into());
                estate.write(0, 0, Unit::change(unit_id, id, place, "1A", tenure));
                unit += 1;
            }
        }
        estate
    }

    pub fn write(&mut self, person: u16, on: i64, change: Change) {
        let author = Author {
            device: DeviceId(uuid_v7(1, [1; 10])),
            actor: record(PERSON, person),
        };
        let day = day(on);
        let wall: DateTime<FixedOffset> =
            DateTime::parse_from_rfc3339(&format!("{day}T10:00:00+08:00")).unwrap();
        let salt = Salt([3; 16]);
        let entry = self.ledger.write(author, wall, salt, change).unwrap();
        self.ledger.admit(&entry).unwrap();
    }

    pub fn attempt(&mut self, (unit, person, on): (u16, u16, i64), outcome: Outcome) {
        self.visits += 1;
        let (visit, unit) = (record(VISIT, self.visits), record(UNIT, unit));
        let campaign = Some(record(CAMPAIGN, 0));
        let change = Visit::change(visit, unit, campaign, outcome, None);
        self.write(person, on, change);
    }

    pub fn finish(&mut self, (unit, person, on): (u16, u16, i64), form: u16) {
        self.visits += 1;
        let visit = record(VISIT, self.visits);
        let campaign = Some(record(CAMPAIGN, 0));
        let mut change =
            Visit::change(visit, record(UNIT, unit), campaign, Outcome::Complete, None);
        let form = record(FORM, form).to_string();
        change.set.insert("form".to_owned(), form.into());
        self.write(person, on, change);
    }

    pub fn progress(&self, today: i64, scope: Scope) -> Progress {
        let state = self.ledger.state();
        let campaign = Campaign::find(state, record(CAMPAIGN, 0)).unwrap();
        Progress::read(state, campaign, day(today), scope)
    }

    pub fn all(&self, today: i64) -> Progress {
        self.progress(today, Scope::default())
    }
}
