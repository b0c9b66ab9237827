//! The rules by which signs are given; a site may set its own.

use ledger::{Change, Fields, RecordId, SiteId, State};
use serde_json::{Value, json};

use crate::Site;

/// When a sign is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The least seconds that asking one question takes.
    pub question_s: u32,
    /// Quicker than this share of the others' median, in percent, is noticed.
    pub median_percent: u32,
    /// So many others a median needs.
    pub others: usize,
    /// More than this share of questions without an answer, in percent, is noticed.
    pub missing_percent: usize,
    /// So many equal choices in a row are noticed.
    pub run: usize,
    /// From this hour people are visited.
    pub from: u32,
    /// Until this hour.
    pub until: u32,
    /// Farther than this from where the building was visited otherwise, in metres, is noticed.
    pub metres: u32,
    /// The least seconds that talking about one point of the guide takes.
    pub point_s: u32,
    /// The most characters that are noted in a minute of a talk.
    pub characters: u32,
    /// Sound that runs for longer than this without a line is noticed, in seconds.
    pub silent_s: u32,
    /// So many answers, or characters of a talk, must be the same before two responses are called
    /// alike.
    pub alike: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            question_s: 2,
            median_percent: 33,
            others: 5,
            missing_percent: 30,
            run: 8,
            from: 8,
            until: 22,
            metres: 300,
            point_s: 20,
            characters: 300,
            silent_s: 600,
            alike: 8,
        }
    }
}

const FIELD: &str = "quality";

impl Rules {
    /// The rules of a site.
    pub fn of(state: &State, site: SiteId) -> Self {
        let record = state.record(Site::KIND, RecordId(site.0));
        let set = record.and_then(|record| record.get(FIELD));
        let number = |name: &str| {
            let number = set?.get(name)?.as_u64()?;
            u32::try_from(number).ok()
        };
        let usual = Self::default();
        let rules = Self {
            question_s: number("question_s").unwrap_or(usual.question_s),
            from: number("from").unwrap_or(usual.from),
            until: number("until").unwrap_or(usual.until),
            metres: number("metres").unwrap_or(usual.metres),
            point_s: number("point_s").unwrap_or(usual.point_s),
            characters: number("characters").unwrap_or(usual.characters),
            silent_s: number("silent_s").unwrap_or(usual.silent_s),
            ..usual
        };
        if rules.from < rules.until && rules.until <= 24 {
            rules
        } else {
            Self {
                from: usual.from,
                until: usual.until,
                ..rules
            }
        }
    }

    /// Sets the hours in which people of a site are visited.
    pub fn set_hours(state: &State, site: SiteId, (from, until): (u32, u32)) -> Change {
        let record = state.record(Site::KIND, RecordId(site.0));
        let mut value = record
            .and_then(|record| record.get(FIELD).cloned())
            .filter(Value::is_object)
            .unwrap_or_else(|| json!({}));
        value["from"] = from.into();
        value["until"] = until.into();
        Change {
            kind: Site::KIND.to_owned(),
            id: RecordId(site.0),
            set: Fields::from([(FIELD.to_owned(), value)]),
        }
    }

    /// Whether people are visited at this minute of the day.
    pub(super) const fn visits_at(self, minute: u32) -> bool {
        self.from * 60 <= minute && minute < self.until * 60
    }
}
