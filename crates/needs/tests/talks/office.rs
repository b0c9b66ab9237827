//! An office with one talk: a passage, a need, a recording, and tables of all of it.

use chrono::{DateTime, TimeDelta};
use ledger::{
    Author, Change, DeviceId, Digest, FileRef, Ledger, RecordId, Salt, SiteId, State, uuid_v7,
};
use needs::{
    Building, Interview, Lang, Localised, Need, Passage, Person, Purpose, Questionnaire, Role,
    Tenure, Theme, Unit,
    consent::{Consent, Decision, How, Scope, Whom},
    interview::{
        LineNote, Opening, PresentAs, Recorded, attach_field, consent_field, guide_field,
        line_field, present_field, recording_field,
    },
    passage::{Source, Spot},
    search,
    tables::{Layout, Wanted, columns_of},
};
use report::{Format, Sheet};

const GUIDE: &str = "| survey |
 |  | type | name | label::en | appearance |
 |  | text | name | Name      |            |
 |  | text | life | Life here | multiline  |
 |  | text | lift | The lifts | multiline  |";

pub fn id(n: u8) -> RecordId {
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
pub const TALK: u8 = 10;
pub const MARK: u8 = 20;
pub const NEED: u8 = 30;
pub const YES: u8 = 40;
pub const SOUND: u8 = 41;

pub struct Office {
    ledger: Ledger,
    minutes: i64,
}

impl Office {
    /// A door whose resident was talked to, with a passage, a need and a recording.
    pub fn new() -> Self {
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

    pub fn state(&self) -> &State {
        self.ledger.state()
    }

    pub fn write(&mut self, change: Change) {
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

    pub fn withdraw(&mut self, by: u8, consent: u8) {
        let consent = Consent::find(self.state(), id(consent)).unwrap();
        self.write(consent.withdraw(id(by)));
    }

    pub fn correct(&mut self, by: u8, decision: u8) {
        let decision = Consent::find(self.state(), id(decision)).unwrap();
        self.write(decision.correct(id(by), " The wrong button. "));
    }

    /// A table in CSV, without the mark at its start.
    pub fn csv(&self, table: &str, kind: Option<&str>) -> String {
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
    pub fn row(&self, table: &str) -> Vec<(String, String)> {
        let text = self.csv(table, None);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        cells(lines[0]).into_iter().zip(cells(lines[1])).collect()
    }

    pub fn rows(&self, table: &str) -> usize {
        self.csv(table, None).lines().count() - 1
    }

    pub fn says(&self, query: &str) -> usize {
        let mut index = search::Index::default();
        index.begin();
        assert!(index.refresh(self.state(), usize::MAX));
        let me = Person::find(self.state(), id(PERSON));
        let query = index.query(query).unwrap();
        let found = index.search(self.state(), &query, me);
        found.iter().map(|found| found.hits.len()).sum()
    }
}
