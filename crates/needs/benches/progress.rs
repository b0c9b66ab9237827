//! How long it takes to read how far a campaign on a large estate has got:
//! `cargo bench -p needs --bench progress`.
#![expect(
    clippy::unwrap_used,
    reason = "a measurement that can't go on should stop"
)]
#![expect(clippy::print_stdout, reason = "this is what it is for")]

mod cpu;
#[path = "cpu/sizes.rs"]
mod sizes;

use std::{hint::black_box, time::Duration};

use chrono::{DateTime, NaiveDate, TimeDelta};
use ledger::{Author, Change, DeviceId, Ledger, RecordId, Salt, uuid_v7};
use needs::{
    Campaign, Localised, Purpose, Questionnaire,
    demo::{Demo, FormFile, estate},
    progress::{Progress, ProgressBook, Scope},
    visit::{Outcome, Visit},
};

const OUTCOMES: [Outcome; 5] = [
    Outcome::Complete,
    Outcome::NobodyHome,
    Outcome::Refused,
    Outcome::FormLeft,
    Outcome::Vacant,
];

fn main() {
    for units in sizes::sizes(&[2_000, 20_000]) {
        let mut ledger = walked(units);
        let state = ledger.state();
        let campaign = Campaign::current(state, today()).unwrap();
        let read = || Progress::read(state, campaign, today(), Scope::default());
        assert!(read().total.surveyed() > 0);
        let mut times: Vec<_> = (0..20).map(|_| cpu::time(|| black_box(read())).0).collect();
        times.sort_unstable();
        let id = campaign.id;
        let followed = follow(&mut ledger, id);
        println!("{units} units: one more visit {:.1?}", followed / FOLLOWED);
        println!(
            "{units} units and visits: progress p50 {:.1?}, worst {:.1?}",
            times[times.len() / 2],
            times[times.len() - 1]
        );
    }
}

/// So many visits are written one after the other.
const FOLLOWED: u32 = 200;

/// How long a book takes to follow each of them, in sum: one alone is too short for the clock.
fn follow(ledger: &mut Ledger, campaign: RecordId) -> Duration {
    let mut book = ProgressBook::default();
    let units: Vec<RecordId> = needs::Unit::all(ledger.state())
        .map(|unit| unit.id)
        .collect();
    let mut rng = fastrand::Rng::with_seed(2);
    let mut sum = Duration::ZERO;
    for nth in 0..=FOLLOWED {
        let state = ledger.state();
        let found = Campaign::find(state, campaign).unwrap();
        let (time, progress) = cpu::time(|| book.follow(state, found, today(), Scope::default()));
        black_box(progress);
        if nth > 0 {
            sum += time;
        }
        let id = RecordId(uuid_v7(3, std::array::from_fn(|_| rng.u8(..))));
        let unit = units[rng.usize(..units.len())];
        let visit = Visit::change(id, unit, Some(campaign), Outcome::NobodyHome, None);
        write(ledger, 41, visit);
    }
    sum
}

/// Whoever walks writes on one tablet.
fn write(ledger: &mut Ledger, day: i64, change: Change) {
    let author = Author {
        device: DeviceId(uuid_v7(1, [1; 10])),
        actor: RecordId(uuid_v7(1, [2; 10])),
    };
    let first = DateTime::parse_from_rfc3339("2026-10-12T10:00:00+08:00").unwrap();
    let now = first + TimeDelta::days(day);
    let entry = ledger.write(author, now, Salt([0; 16]), change).unwrap();
    ledger.admit(&entry).unwrap();
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

/// An estate with one visit for each unit, over forty days.
fn walked(households: u32) -> Ledger {
    let title = Localised {
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
    let estate = estate(&Demo {
        seed: 7,
        households,
        today: today(),
        forms: vec![form],
    });
    let mut ledger = Ledger::new(estate.site);
    for change in estate.changes {
        write(&mut ledger, 0, change);
    }
    let campaign = Campaign::current(ledger.state(), today()).unwrap().id;
    let form = Questionnaire::all(ledger.state())[0].id;
    let units: Vec<RecordId> = needs::Unit::all(ledger.state())
        .map(|unit| unit.id)
        .collect();
    let mut rng = fastrand::Rng::with_seed(1);
    for _ in 0..units.len() {
        let unit = units[rng.usize(..units.len())];
        let id = RecordId(uuid_v7(2, std::array::from_fn(|_| rng.u8(..))));
        let outcome = OUTCOMES[rng.usize(..OUTCOMES.len())];
        let mut change = Visit::change(id, unit, Some(campaign), outcome, None);
        if outcome == Outcome::Complete {
            let form = form.to_string();
            change.set.insert("form".to_owned(), form.into());
        }
        write(&mut ledger, rng.i64(0..40), change);
    }
    ledger
}
