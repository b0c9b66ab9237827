//! Interviews, lines, passages and needs as tables, and what a withdrawn consent leaves of them.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta};
use ledger::{
    Author, Change, DeviceId, Digest, FileRef, Ledger, RecordId, Salt, SiteId, State, erase,
    uuid_v7,
};
use needs::{
    Building, Interview, Lang, Localised, Need, Passage, Person, Purpose, Questionnaire, Role,
    Tenure, Theme, Tree, Unit,
    consent::{Consent, Decision, How, Scope, Whom, Withdrawals},
    interview::{
        LineNote, Opening, PresentAs, Recorded, attach_field, consent_field, guide_field,
        line_field, present_field, recording_field,
    },
    passage::{Source, Spot},
    review, search,
    tables::{Layout, Wanted, all, columns_of},
    taken_from, tallies,
};
use report::{Format, Sheet};

const GUIDE: &str = "| survey |
 |  | type | name | label::en | appearance |
 |  | text | name | Name      |            |
 |  | text | life | Life here | multiline  |
 |  | text | lift | The lifts | multiline  |";

fn id(n: u8) -> RecordId {
    RecordId(uuid_v7(u64::from(n), [n; 10]))
}

fn same(text: &str) -> Localised<'_> {
    Localised {
        zh_hant: text,
        zh_hans: text,
        en: text,
    }
}

const PERSON: u8 = 1;
const UNIT: u8 = 3;
const FORM: u8 = 4;
const THEME: u8 = 5;
const TALK: u8 = 10;
const MARK: u8 = 20;
const NEED: u8 = 30;
const YES: u8 = 40;
const SOUND: u8 = 41;

struct Office {
    ledger: Ledger,
    minutes: i64,
}

impl Office {
    /// A door whose resident was talked to, with a passage, a need and a recording.
    fn new() -> Self {
        let mut office = Self {
            ledger: Ledger::new(SiteId(uuid_v7(0, [9; 10]))),
            minutes: 0,
        };
        let form = Questionnaire::change(
            id(FORM),
            ("QP-2", "7"),
            same("Talk"),
            Purpose::Interview,
            GUIDE.as_bytes(),
        );
        for change in [
            Person::change(id(PERSON), same("Chan"), Role::Manager),
            Building::change(id(2), same("Block 1"), 1),
            Unit::change(id(UNIT), id(2), (12, 1), "12A", Tenure::Owner),
            Questionnaire::with_file_name(form, "f.md"),
            Theme::add(id(THEME), (Lang::En, "Lifts"), None, 1),
        ] {
            office.write(change);
        }
        office.decide(YES, Scope::Interview, true);
        office.decide(SOUND, Scope::Recording, true);
        office.talk();
        let spot = |offset| Spot { line: "b", offset };
        let span = (spot(4), spot(12));
        let source = Source::Interview(id(TALK));
        office.write(Passage::mark(id(MARK), source, span, "lift is slow"));
        office.write(Passage::give(id(MARK), id(THEME), true));
        let passage = Passage::find(office.state(), id(MARK)).unwrap();
        let need = Need::of_passage(office.state(), id(NEED), passage, "=A faster lift");
        office.write(need.unwrap());
        office
    }

    fn talk(&mut self) {
        let opening = Opening {
            unit: Some(id(UNIT)),
            form: Some(id(FORM)),
            started: "2026-11-22T10:00:00+08:00".to_owned(),
            ..Opening::default()
        };
        let mut fields = Interview::begin(&opening);
        let line = |text: &str, at| LineNote {
            text: text.to_owned(),
            at,
            speaker: Some("p".to_owned()),
            guide: None,
        };
        let anna = PresentAs {
            name: "Anna".to_owned(),
            role: "resident".to_owned(),
            resident: None,
        };
        let mut sound = Recorded::beginning(1, "talk.webm", 5_000);
        sound.until = Some(65_000);
        fields.extend([
            line_field("a", Some(&line("Quiet here.", 61_000))),
            line_field("b", Some(&line("The lift is slow", 3_723_000))),
            present_field("p", Some(&anna)),
            guide_field("/lift", true),
            recording_field(sound),
            attach_field("stain.jpg", Some("b")),
            consent_field("interview", id(YES)),
            consent_field("recording", id(SOUND)),
        ]);
        let files = [("talk.webm", "audio/webm"), ("stain.jpg", "image/jpeg")];
        let files = files.map(|(name, media_type)| FileRef {
            name: name.to_owned(),
            sha256: Digest([7; 32]),
            size: 3,
            media_type: media_type.to_owned(),
        });
        let end = "2026-11-22T11:04:40+08:00";
        self.write(Interview::finish(id(TALK), fields, end, &files));
    }

    fn state(&self) -> &State {
        self.ledger.state()
    }

    fn write(&mut self, change: Change) {
        let author = Author {
            device: DeviceId(uuid_v7(1, [1; 10])),
            actor: id(PERSON),
        };
        let now = DateTime::parse_from_rfc3339("2026-11-22T11:05:00+08:00").unwrap();
        self.minutes += 1;
        let now = now + TimeDelta::minutes(self.minutes);
        let entry = self.ledger.write(author, now, Salt([0; 16]), change);
        self.ledger.admit(&entry.unwrap()).unwrap();
    }

    fn decide(&mut self, decision: u8, scope: Scope, given: bool) {
        let whom = Whom {
            unit: Some(id(UNIT)),
            resident: None,
        };
        let said = Decision {
            whom,
            campaign: None,
            scope,
            wording: None,
            given,
            how: How::Ticked,
        };
        self.write(Consent::change(id(decision), &said));
    }

    fn withdraw(&mut self, by: u8, consent: u8) {
        let consent = Consent::find(self.state(), id(consent)).unwrap();
        self.write(consent.withdraw(id(by)));
    }

    fn correct(&mut self, by: u8, decision: u8) {
        let decision = Consent::find(self.state(), id(decision)).unwrap();
        self.write(decision.correct(id(by), " The wrong button. "));
    }

    /// A table in CSV, without the mark at its start.
    fn csv(&self, table: &str, kind: Option<&str>) -> String {
        let wanted = Wanted {
            table: table.to_owned(),
            kind: kind.map(str::to_owned),
            names: Lang::En,
            ..Wanted::default()
        };
        let fields = columns_of(self.state(), kind.unwrap_or_default());
        let layout = Layout::of(self.state(), &wanted, &fields).unwrap();
        let mut sheet = Sheet::new(Format::Csv, table, layout.columns.clone());
        for (id, _) in self.state().records(layout.kind()) {
            layout.rows(self.state(), id, |cells| sheet.row(cells));
        }
        sheet.end();
        let text = String::from_utf8(sheet.take()).unwrap();
        // No cell of these holds a comma or a quotation mark, unless as JSON.
        let text = text.trim_start_matches('\u{feff}').to_owned();
        if kind.is_some() {
            text
        } else {
            text.replace('"', "")
        }
    }

    /// Name and value of each cell of the only row.
    fn row(&self, table: &str) -> Vec<(String, String)> {
        let text = self.csv(table, None);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        cells(lines[0]).into_iter().zip(cells(lines[1])).collect()
    }

    fn rows(&self, table: &str) -> usize {
        self.csv(table, None).lines().count() - 1
    }

    fn says(&self, query: &str) -> usize {
        let mut index = search::Index::default();
        index.begin();
        assert!(index.refresh(self.state(), usize::MAX));
        let me = Person::find(self.state(), id(PERSON));
        let query = index.query(query).unwrap();
        let found = index.search(self.state(), &query, me);
        found.iter().map(|found| found.hits.len()).sum()
    }
}

#[track_caller]
fn holds(row: &[(String, String)], wanted: &[(&str, &str)]) {
    for (name, value) in wanted {
        let found = row.iter().find(|(known, _)| known == name);
        assert_eq!(
            found.map(|(_, value)| value.as_str()),
            Some(*value),
            "{name}"
        );
    }
}

#[test]
fn an_interview_is_a_row_with_the_fields_of_its_record() {
    let office = Office::new();
    let row = office.row("interviews");
    holds(
        &row,
        &[
            ("_form", "QP-2"),
            ("_version", "7"),
            ("_unit", "12A"),
            ("_building", "Block 1"),
            ("_floor", "12"),
            ("tenure", "owner"),
            ("_by", "Chan"),
            ("_started", "2026-11-22T10:00:00+08:00"),
            ("minutes", "65"),
            ("present", "Anna (resident)"),
            ("consent_interview", "given"),
            ("consent_recording", "given"),
            ("consent_photo", ""),
            ("guide_covered", "1"),
            ("guide_points", "2"),
            ("covered", "The lifts"),
            ("lines", "2"),
            ("characters", "27"),
            ("recordings", "1"),
            ("recorded_seconds", "60"),
            ("files", "1"),
            ("passages", "1"),
            ("themes", "Lifts"),
            ("needs", "1"),
            ("review", "new"),
        ],
    );
}

#[test]
fn its_lines_passages_and_needs_are_rows_and_no_formula() {
    let office = Office::new();
    let lines = office.csv("interview_lines", None);
    assert!(
        lines.contains(",0:01:01,61,Anna,Quiet here.,\r\n"),
        "{lines}"
    );
    assert!(lines.contains(",1:02:03,3723,Anna,The lift is slow,Lifts\r\n"));
    let passage = office.row("passages");
    holds(
        &passage,
        &[
            ("quote", "lift is slow"),
            ("themes", "Lifts"),
            ("_unit", "12A"),
            ("source", "interview"),
            ("source_id", &id(TALK).to_string()),
        ],
    );
    let need = office.row("needs");
    holds(
        &need,
        &[
            ("content", "'=A faster lift"),
            ("quote", "lift is slow"),
            ("themes", "Lifts"),
            ("time", "2026-11-22T10:00:00+08:00"),
            ("_building", "Block 1"),
            ("passage_id", &id(MARK).to_string()),
            ("withdrawn", "0"),
        ],
    );
    let kinds = office.state().kinds();
    let listed = all(office.state(), kinds, Lang::En);
    let names: BTreeSet<_> = listed.iter().map(|listed| listed.table).collect();
    for table in ["interviews", "interview_lines", "passages", "needs"] {
        assert!(names.contains(table), "{table}");
    }
    let kinds: Vec<_> = listed
        .iter()
        .filter_map(|one| one.kind.as_deref())
        .collect();
    assert!(
        !kinds.contains(&"interview") && !kinds.contains(&"need"),
        "{kinds:?}"
    );
}

/// All that is left of what was said, wherever it is read.
#[track_caller]
fn nothing_is_left(office: &Office) {
    for table in ["interviews", "interview_lines", "passages", "needs"] {
        assert_eq!(office.rows(table), 0, "{table}");
    }
    for kind in ["interview", "passage", "need"] {
        let text = office.csv("records", Some(kind));
        assert_eq!(text.lines().count(), 1, "{text}");
    }
    assert_eq!(Passage::usable(office.state()).len(), 0);
    assert_eq!(Need::usable(office.state()).len(), 0);
    let tree = Tree::of(office.state());
    assert!(tallies(office.state(), &tree).is_empty());
    assert_eq!(office.says("slow"), 0, "neither line nor passage");
    assert_eq!(office.says("faster"), 0, "nor need");
}

#[track_caller]
fn all_is_there(office: &Office) {
    for table in ["interviews", "passages", "needs"] {
        assert_eq!(office.rows(table), 1, "{table}");
    }
    assert_eq!(Passage::usable(office.state()).len(), 1);
    assert_eq!(Need::usable(office.state()).len(), 1);
    assert!(office.says("slow") > 0 && office.says("faster") > 0);
}

#[test]
fn what_was_taken_back_is_nowhere_and_a_slip_brings_it_back() {
    let mut office = Office::new();
    all_is_there(&office);
    office.withdraw(50, YES);
    nothing_is_left(&office);
    office.write(Consent::undo(id(50)));
    all_is_there(&office);
}

#[test]
fn a_recording_is_taken_back_and_the_notes_stay() {
    let mut office = Office::new();
    office.withdraw(50, SOUND);
    let row = office.row("interviews");
    let gone = [
        ("recordings", "0"),
        ("recorded_seconds", "0"),
        ("consent_recording", "withdrawn"),
        ("lines", "2"),
        ("files", "1"),
    ];
    holds(&row, &gone);
    let raw = office.csv("records", Some("interview"));
    let row = raw.lines().nth(1).unwrap();
    assert!(
        !row.contains("talk.webm") || !row.contains("\"\"at\"\":5000"),
        "{row}"
    );
}

#[test]
fn what_was_erased_takes_its_passages_and_needs_along() {
    let mut office = Office::new();
    let along: BTreeSet<_> = taken_from(office.state(), id(TALK)).into_iter().collect();
    assert_eq!(along, BTreeSet::from([id(MARK), id(NEED)]));
    // Also where somebody marks it who does not know yet.
    office.write(erase::change(id(TALK), "asked for it"));
    nothing_is_left(&office);
}

#[test]
fn a_yes_that_was_a_no_is_corrected_with_the_reason() {
    let mut office = Office::new();
    office.correct(50, YES);
    nothing_is_left(&office);
    let correction = Consent::find(office.state(), id(50)).unwrap();
    assert!(!correction.given());
    assert_eq!(correction.reason(), Some("The wrong button."));
    assert_eq!(correction.corrects(), Some(id(YES)));
    assert!(
        Consent::find(office.state(), id(YES)).unwrap().given(),
        "what was written down stays as it was"
    );
    // The correction was the mistake.
    office.correct(51, 50);
    all_is_there(&office);
    assert!(Consent::find(office.state(), id(51)).unwrap().given());
}

#[test]
fn a_withdrawal_that_was_none_is_corrected_and_a_real_one_counts_again() {
    let mut office = Office::new();
    office.withdraw(50, YES);
    office.correct(51, 50);
    all_is_there(&office);
    let withdrawals = Withdrawals::of(office.state());
    assert!(!withdrawals.takes(id(YES)));
    office.withdraw(52, YES);
    nothing_is_left(&office);
}

#[test]
fn a_review_shows_in_the_row() {
    let mut office = Office::new();
    let review = review::Review::of(office.state(), id(TALK)).unwrap();
    let accepted = review.accept(Interview::KIND, id(TALK));
    office.write(accepted);
    holds(&office.row("interviews"), &[("review", "accepted")]);
}
