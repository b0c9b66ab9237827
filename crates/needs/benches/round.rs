//! How long it takes to read the round of a large estate, and to follow one more visit:
//! `cargo bench -p needs --bench round`.
#![expect(
    clippy::unwrap_used,
    reason = "a measurement that can't go on should stop"
)]
#![expect(clippy::print_stdout, reason = "this is what it is for")]

mod cpu;
#[path = "cpu/sizes.rs"]
mod sizes;

use std::{hint::black_box, time::Duration};

use chrono::{DateTime, NaiveDate};
use ledger::{Author, Change, DeviceId, Ledger, RecordId, Salt, uuid_v7};
use needs::{
    Campaign, Localised, Purpose, Questionnaire, Round, RoundBook,
    demo::{Demo, FormFile, estate},
    visit::{Outcome, Visit},
};

const OUTCOMES: [Outcome; 5] = [
    Outcome::Complete,
    Outcome::NobodyHome,
    Outcome::Refused,
    Outcome::Appointment,
    Outcome::Vacant,
];

fn main() {
    for units in sizes::sizes(&[1_000, 20_000]) {
        let mut ledger = walked(units);
        let followed = follow(&mut ledger);
        let state = ledger.state();
        let campaign = Campaign::current(state, today()).unwrap();
        let mut times: Vec<_> = (0..20)
            .map(|_| cpu::time(|| black_box(Round::read(state, Some(campaign)))).0)
            .collect();
        times.sort_unstable();
        let round = Round::read(state, Some(campaign));
        println!("{units} units: one more visit {:.1?}", followed / FOLLOWED);
        let now = today().and_hms_opt(10, 0, 0).unwrap();
        let (next_door, next) = cpu::time(|| round.next_door(now, None, |_| false));
        assert!(next.is_some());
        println!(
            "{units} units and visits: round p50 {:.1?}, worst {:.1?}; next door {next_door:.1?}",
            times[times.len() / 2],
            times[times.len() - 1]
        );
    }
}

/// So many visits are written one after the other.
const FOLLOWED: u32 = 200;

/// How long a book takes to follow each of them, in sum: one alone is too short for the clock.
fn follow(ledger: &mut Ledger) -> Duration {
    let campaign = Campaign::current(ledger.state(), today()).unwrap().id;
    let mut book = RoundBook::default();
    let units: Vec<RecordId> = needs::Unit::all(ledger.state())
        .map(|unit| unit.id)
        .collect();
    let mut rng = fastrand::Rng::with_seed(2);
    let mut kept = Round::default();
    let mut sum = Duration::ZERO;
    for nth in 0..=FOLLOWED {
        let state = ledger.state();
        // The app keeps a copy for the screens.
        let (time, ()) = cpu::time(|| {
            kept.clone_from(book.follow(state, Campaign::find(state, campaign)));
        });
        if nth > 0 {
            sum += time;
        }
        let id = RecordId(uuid_v7(3, std::array::from_fn(|_| rng.u8(..))));
        let unit = units[rng.usize(..units.len())];
        let visit = Visit::change(id, unit, Some(campaign), Outcome::NobodyHome, None);
        write(ledger, visit);
    }
    black_box(kept);
    sum
}

/// Whoever walks writes on one tablet.
fn write(ledger: &mut Ledger, change: Change) {
    let author = Author {
        device: DeviceId(uuid_v7(1, [1; 10])),
        actor: RecordId(uuid_v7(1, [2; 10])),
    };
    let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
    let entry = ledger.write(author, now, Salt([0; 16]), change).unwrap();
    ledger.admit(&entry).unwrap();
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

/// An estate with one visit for each unit.
fn walked(households: u32) -> Ledger {
    let title = Localised {
        zh_hant: "調查表",
        zh_hans: "调查表",
        en: "Survey form",
    };
    let purpose = Purpose::Survey;
    let form = FormFile {
        number: "F1",
        version: "1",
        title,
        purpose,
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
        write(&mut ledger, change);
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
        change
            .set
            .insert("form".to_owned(), form.to_string().into());
        write(&mut ledger, change);
    }
    ledger
}
