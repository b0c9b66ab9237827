//! Campaigns (調查活動): a period in which units are asked, who is asked, and how many have to be
//! reached.

mod ending;
mod frame;
mod left;
mod members;
mod plan;
mod prepare;
mod stage;

use std::cmp::Reverse;

use chrono::NaiveDate;
use ledger::{Cell, Change, Fields, Hlc, Record, RecordId, State};

use crate::{Lang, Localised, Purpose, Questionnaire, language::localised, sample};

pub use ending::Figures;
pub use frame::Frame;
pub use members::{Members, key_customers};
pub use plan::{Plan, half_year};
pub use prepare::doors_each;
pub use stage::{Signature, Stage};

pub(crate) use ending::closing_of;

/// A half-yearly, special-purpose or satisfaction campaign.
#[derive(Clone, Copy, Debug)]
pub struct Campaign<'a> {
    /// The record's id.
    pub id: RecordId,
    record: &'a Record,
    /// When it was closed: what was written into it afterwards doesn't count.
    closed: Option<Hlc>,
}

/// What a campaign is held for (mission C1, T7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Occasion {
    /// The survey of needs that the work instruction asks for every half-year (4.1).
    #[default]
    HalfYearly,
    /// 專項調研: about one matter.
    Special,
    /// The survey of satisfaction, compared over time.
    Satisfaction,
}

impl Occasion {
    /// Every occasion, as they are offered.
    pub const ALL: [Self; 3] = [Self::HalfYearly, Self::Special, Self::Satisfaction];

    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HalfYearly => "half-yearly",
            Self::Special => "special",
            Self::Satisfaction => "satisfaction",
        }
    }

    fn named(name: &str) -> Self {
        let known = Self::ALL.into_iter().find(|known| known.name() == name);
        known.unwrap_or_default()
    }
}

const FORM: &str = "form:";
const OCCASION: &str = "purpose";
const SURVEYS: &str = "survey_percent";
const INTERVIEWS: &str = "interview_percent";
const FRAME: &str = "frame";
const SAMPLE: &str = "sample";

impl<'a> Campaign<'a> {
    /// The kind of its record.
    pub const KIND: &'static str = "campaign";

    fn of(id: RecordId, record: &'a Record) -> Self {
        Self {
            id,
            record,
            closed: stage::closed_at(record),
        }
    }

    /// The campaign to work on at `today`: of those that are running, one in its period before one
    /// that is not, and of these the one that began last. `None` where none runs.
    pub fn current(state: &'a State, today: NaiveDate) -> Option<Self> {
        let all = state.records(Self::KIND);
        all.map(|(id, record)| Self::of(id, record))
            .filter(|campaign| campaign.stage() == Stage::Running)
            .max_by_key(|campaign| (campaign.is_on(today), campaign.starts(), campaign.id))
    }

    /// The campaign to look at: the one to work on, else the one that began last of those that are
    /// closed, else of all.
    pub fn shown(state: &'a State, today: NaiveDate) -> Option<Self> {
        Self::current(state, today).or_else(|| {
            let all = state.records(Self::KIND);
            all.map(|(id, record)| Self::of(id, record))
                .max_by_key(|one| (one.stage() == Stage::Closed, one.starts(), one.id))
        })
    }

    /// All campaigns, the one that begins last first.
    pub fn all(state: &'a State) -> Vec<Self> {
        let all = state.records(Self::KIND);
        let mut all: Vec<_> = all.map(|(id, record)| Self::of(id, record)).collect();
        all.sort_unstable_by_key(|campaign| Reverse((campaign.starts(), campaign.id)));
        all
    }

    /// One campaign.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        state
            .record(Self::KIND, id)
            .map(|record| Self::of(id, record))
    }

    /// A field as the campaign has it: of one that is closed, as it had it then.
    fn cell(self, field: &str) -> Option<&'a Cell> {
        let cell = self.record.cell(field)?;
        match self.closed {
            Some(closed) if cell.time() > closed => self
                .record
                .versions(field)
                .rfind(|cell| cell.time() <= closed)
                .filter(|cell| !cell.value.is_null()),
            _ => Some(cell),
        }
    }

    fn text(self, field: &str) -> Option<&'a str> {
        self.cell(field)?.value.as_str()
    }

    /// Its name.
    pub fn name(self, lang: Lang) -> &'a str {
        localised(self.record, "name", lang)
    }

    /// What it is held for.
    pub fn occasion(self) -> Occasion {
        Occasion::named(self.text(OCCASION).unwrap_or_default())
    }

    /// The first day.
    pub fn starts(self) -> Option<NaiveDate> {
        day(self.text("starts")?)
    }

    /// The last day.
    pub fn ends(self) -> Option<NaiveDate> {
        day(self.text("ends")?)
    }

    /// Whether `today` lies in its period.
    pub fn is_on(self, today: NaiveDate) -> bool {
        self.starts().is_none_or(|first| first <= today)
            && self.ends().is_none_or(|last| today <= last)
    }

    /// The share of units that the campaign has to exceed, in percent: by the work instruction
    /// (4.3.2, 4.3.3) 30 for surveys and 10 for interviews, unless the campaign says otherwise.
    pub fn target_percent(self, purpose: Purpose) -> u32 {
        let (field, default) = match purpose {
            Purpose::Survey => (SURVEYS, 30),
            Purpose::Interview => (INTERVIEWS, 10),
        };
        let percent = self
            .cell(field)
            .and_then(|cell| cell.value.as_u64())
            .and_then(|percent| u32::try_from(percent).ok());
        percent.filter(|percent| *percent <= 100).unwrap_or(default)
    }

    /// Which units it is about.
    pub fn frame(self) -> Frame {
        let frame = self.cell(FRAME);
        frame.map_or_else(Frame::default, |cell| Frame::read(&cell.value))
    }

    /// How its sample is drawn; `None` where everyone of the frame is asked.
    pub fn sample(self) -> Option<sample::Design> {
        sample::Design::read(&self.cell(SAMPLE)?.value)
    }

    /// When the sample was drawn as it stands, in the order of the ledger.
    pub fn drawn_at(self) -> Option<Hlc> {
        self.cell(SAMPLE).map(Cell::time)
    }

    /// Its questionnaires, each of one version: surveys first.
    pub fn questionnaires(self, state: &'a State) -> Vec<Questionnaire<'a>> {
        let mut forms = Questionnaire::all(state);
        forms.retain(|form| self.uses(form.id));
        forms
    }

    /// Whether it uses this questionnaire.
    pub fn uses(self, form: RecordId) -> bool {
        let chosen = self.cell(&format!("{FORM}{form}"));
        chosen.is_some_and(|cell| cell.value == true)
    }

    /// Takes a questionnaire into a campaign, or out of it.
    pub fn choose(id: RecordId, form: RecordId, on: bool) -> Change {
        set(id, Fields::from([(format!("{FORM}{form}"), on.into())]))
    }

    /// Writes a running campaign with its questionnaires, that asks everyone; targets are left as
    /// the work instruction has them.
    pub fn change(
        id: RecordId,
        name: Localised<'_>,
        (first, last): (NaiveDate, NaiveDate),
        forms: &[RecordId],
    ) -> Change {
        let mut fields = Fields::from([
            ("starts".to_owned(), first.to_string().into()),
            ("ends".to_owned(), last.to_string().into()),
        ]);
        name.put("name", &mut fields);
        fields.extend(
            forms
                .iter()
                .map(|form| (format!("{FORM}{form}"), true.into())),
        );
        set(id, fields)
    }
}

fn set(id: RecordId, set: Fields) -> Change {
    Change {
        kind: Campaign::KIND.to_owned(),
        id,
        set,
    }
}

/// A day written `2026-11-22`.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-').map(str::parse::<u32>);
    let mut part = || parts.next()?.ok();
    let (year, month, day) = (part()?, part()?, part()?);
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}
