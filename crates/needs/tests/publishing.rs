//! Publishing questionnaires: versions stand beside each other, and none changes.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use std::collections::BTreeSet;

use chrono::DateTime;
use ledger::{Author, Change, DeviceId, Digest, FileRef, Ledger, RecordId, Salt, uuid_v7};
use needs::{
    Act, Campaign, Localised, Publication, Purpose, Questionnaire, Role,
    demo::{Demo, FormFile, estate},
};

const TITLE: Localised<'_> = Localised {
    zh_hant: "調查表",
    zh_hans: "调查表",
    en: "Survey form",
};

fn id(number: u8) -> RecordId {
    RecordId(uuid_v7(number.into(), [number; 10]))
}

fn file(content: u8) -> FileRef {
    FileRef {
        name: "fruits.csv".to_owned(),
        sha256: Digest([content; 32]),
        size: 3,
        media_type: "text/csv".to_owned(),
    }
}

/// A site with one questionnaire, `F001` version 1, in one campaign.
struct Shelf {
    ledger: Ledger,
    written: u8,
}

impl Shelf {
    fn new() -> Self {
        let form = FormFile {
            number: "F001",
            version: "1",
            title: TITLE,
            purpose: Purpose::Survey,
            workbook: b"PK one",
        };
        let estate = estate(&Demo {
            seed: 7,
            households: 20,
            today: "2026-11-22".parse().unwrap(),
            forms: vec![form],
        });
        let mut shelf = Self {
            ledger: Ledger::new(estate.site),
            written: 0,
        };
        for change in estate.changes {
            shelf.write(change);
        }
        shelf
    }

    fn write(&mut self, change: Change) {
        let author = Author {
            device: DeviceId(uuid_v7(1, [1; 10])),
            actor: id(1),
        };
        self.written = self.written.wrapping_add(1);
        let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
        let entry = self
            .ledger
            .write(author, now, Salt([self.written; 16]), change)
            .unwrap();
        self.ledger.admit(&entry).unwrap();
    }

    fn publication(&self, version: &str, workbook: &[u8], files: &[FileRef]) -> Publication {
        let files: BTreeSet<_> = files
            .iter()
            .map(|file| (file.name.clone(), file.sha256))
            .collect();
        Questionnaire::publication(self.ledger.state(), ("F001", version), workbook, &files)
    }
}

#[test]
fn a_published_version_never_changes() {
    let mut shelf = Shelf::new();
    let first = Questionnaire::all(shelf.ledger.state())[0].id;
    assert_eq!(
        shelf.publication("1", b"PK one", &[]),
        Publication::Same(first)
    );
    assert_eq!(
        shelf.publication("1", b"PK other", &[]),
        Publication::Taken(first)
    );
    assert_eq!(
        shelf.publication("1", b"PK one", &[file(1)]),
        Publication::Taken(first),
        "another table is another content"
    );
    assert_eq!(shelf.publication("2", b"PK other", &[]), Publication::New);
    let second = Questionnaire::change(id(9), ("F001", "2"), TITLE, Purpose::Survey, b"PK other");
    let second = Questionnaire::with_file_name(second, "F001 v2.xlsx");
    shelf.write(Questionnaire::with_files(second, &[file(1)]));
    let state = shelf.ledger.state();
    assert_eq!(
        Questionnaire::all(state).len(),
        2,
        "they stand side by side"
    );
    let second = Questionnaire::find(state, id(9)).unwrap();
    assert_eq!(second.file_name(), "F001 v2.xlsx");
    assert_eq!(
        shelf.publication("2", b"PK other", &[file(1)]),
        Publication::Same(id(9))
    );
    let first = Questionnaire::find(state, first).unwrap();
    assert_eq!(first.workbook().unwrap(), b"PK one");
    assert_eq!(first.file_name(), "F001.xlsx");
}

#[test]
fn a_campaign_takes_a_version_in_and_out() {
    let mut shelf = Shelf::new();
    let today = "2026-11-22".parse().unwrap();
    let first = Questionnaire::all(shelf.ledger.state())[0].id;
    let campaign = Campaign::current(shelf.ledger.state(), today).unwrap();
    assert!(campaign.uses(first) && !campaign.uses(id(9)));
    let campaign = campaign.id;
    shelf.write(Questionnaire::change(
        id(9),
        ("F001", "2"),
        TITLE,
        Purpose::Survey,
        b"PK",
    ));
    shelf.write(Campaign::choose(campaign, id(9), true));
    shelf.write(Campaign::choose(campaign, first, false));
    let state = shelf.ledger.state();
    let campaign = Campaign::find(state, campaign).unwrap();
    let used: Vec<_> = campaign
        .questionnaires(state)
        .iter()
        .map(|form| form.id)
        .collect();
    assert_eq!(used, [id(9)]);
    assert!(campaign.uses(id(9)) && !campaign.uses(first));
}

#[test]
fn who_organises_the_campaign_publishes() {
    let may = Role::ALL.map(|role| role.may(Act::Publish));
    assert_eq!(may, [false, true, true, false, false]);
}
