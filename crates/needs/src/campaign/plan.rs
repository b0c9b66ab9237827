//! The plan of a campaign: everything that is decided before it begins.

use chrono::{DateTime, Datelike, FixedOffset, Months, NaiveDate};
use ledger::{Change, Fields, RecordId, State};
use serde_json::Value;

use super::{
    Campaign, FORM, FRAME, Frame, INTERVIEWS, OCCASION, Occasion, SAMPLE, SURVEYS, day, set,
};
use crate::{Lang, Localised, Purpose, Questionnaire, sample::Design};

/// What is decided before a campaign begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Its name in each language, in the order of [`Lang::ALL`].
    pub names: [String; 3],
    /// What it is held for.
    pub occasion: Occasion,
    /// The first day.
    pub starts: NaiveDate,
    /// The last day.
    pub ends: NaiveDate,
    /// Percent of the units that surveys have to exceed.
    pub surveys: u32,
    /// Percent of the units that interviews have to exceed.
    pub interviews: u32,
    /// The versions of questionnaires that it uses.
    pub forms: Vec<RecordId>,
    /// Which units count.
    pub frame: Frame,
    /// How they are drawn; `None` to ask everyone.
    pub sample: Option<Design>,
}

/// First and last day of the half-year that a day lies in.
pub fn half_year(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let month = if today.month() > 6 { 7 } else { 1 };
    let first = NaiveDate::from_ymd_opt(today.year(), month, 1).unwrap_or(today);
    let last = first
        .checked_add_months(Months::new(6))
        .and_then(|day| day.pred_opt());
    (first, last.unwrap_or(today))
}

/// What the campaign of the half-year that begins then is called.
fn half_year_names(first: NaiveDate) -> [String; 3] {
    let year = first.year();
    let (zh, en) = if first.month() > 6 {
        ("下半年", "second")
    } else {
        ("上半年", "first")
    };
    [
        format!("{year} 年{zh}客戶需求調查"),
        format!("{year} 年{zh}客户需求调查"),
        format!("Survey of needs, {en} half of {year}"),
    ]
}

impl Plan {
    /// A plan to begin with: the half-year's campaign for all homes with the newest version of
    /// each questionnaire. It is this half-year's, or the next one's where this has its own.
    pub fn new(state: &State, today: NaiveDate) -> Self {
        let (first, last) = half_year(today);
        let planned = Campaign::all(state);
        let mut planned = planned.iter().filter_map(|one| one.starts());
        let taken = planned.any(|starts| (first..=last).contains(&starts));
        let (starts, ends) = match last.succ_opt() {
            Some(next) if taken => half_year(next),
            _ => (first, last),
        };
        Self {
            names: half_year_names(starts),
            occasion: Occasion::HalfYearly,
            starts,
            ends,
            surveys: 30,
            interviews: 10,
            forms: newest_forms(state),
            frame: Frame {
                usage: vec![crate::Usage::Home],
                ..Frame::default()
            },
            sample: None,
        }
    }

    /// The plan of a campaign.
    pub fn of(state: &State, campaign: Campaign<'_>) -> Self {
        let forms = campaign.questionnaires(state);
        Self {
            names: Lang::ALL.map(|lang| campaign.name(lang).to_owned()),
            occasion: campaign.occasion(),
            starts: campaign.starts().unwrap_or_default(),
            ends: campaign.ends().unwrap_or_default(),
            surveys: campaign.target_percent(Purpose::Survey),
            interviews: campaign.target_percent(Purpose::Interview),
            forms: forms.into_iter().map(|form| form.id).collect(),
            frame: campaign.frame(),
            sample: campaign.sample(),
        }
    }

    /// A new plan as another campaign was: period, name and questionnaires are the next ones, and
    /// the sample is drawn from a seed of its own.
    pub fn like(state: &State, campaign: Campaign<'_>, today: NaiveDate, seed: u64) -> Self {
        let old = Self::of(state, campaign);
        let new = Self::new(state, today);
        let numbers = |forms: &[RecordId]| {
            let forms = forms
                .iter()
                .filter_map(|id| Questionnaire::find(state, *id));
            forms
                .map(|form| form.number().to_owned())
                .collect::<Vec<_>>()
        };
        let (used, newest) = (numbers(&old.forms), numbers(&new.forms));
        let forms = new.forms.into_iter().zip(newest);
        let forms = forms.filter(|(_, number)| used.contains(number));
        Self {
            names: if old.occasion == Occasion::HalfYearly {
                new.names
            } else {
                old.names
            },
            starts: new.starts,
            ends: new.ends,
            forms: forms.map(|(id, _)| id).collect(),
            sample: old.sample.map(|design| Design { seed, ..design }),
            ..old
        }
    }

    /// The names as they are written.
    fn localised(&self) -> Localised<'_> {
        let [zh_hant, zh_hans, en] = &self.names;
        Localised {
            zh_hant,
            zh_hans,
            en,
        }
    }

    pub(super) fn fields(&self) -> Fields {
        let sample = self.sample.map_or(Value::Null, Design::value);
        let mut fields = Fields::from([
            ("starts".to_owned(), self.starts.to_string().into()),
            ("ends".to_owned(), self.ends.to_string().into()),
            (OCCASION.to_owned(), self.occasion.name().into()),
            (SURVEYS.to_owned(), self.surveys.into()),
            (INTERVIEWS.to_owned(), self.interviews.into()),
            (FRAME.to_owned(), self.frame.value()),
            (SAMPLE.to_owned(), sample),
        ]);
        self.localised().put("name", &mut fields);
        for form in &self.forms {
            fields.insert(format!("{FORM}{form}"), true.into());
        }
        fields
    }

    /// Writes a new campaign by this plan, as a draft that `by` begins with their name.
    pub fn begin(&self, id: RecordId, by: (RecordId, &str), on: DateTime<FixedOffset>) -> Change {
        let mut fields = self.fields();
        fields.retain(|_, value| !value.is_null());
        fields.extend([Campaign::begun(by, on)]);
        set(id, fields)
    }

    /// What of this plan is new for a campaign; `None` where nothing is. Where the frame is
    /// another, the sample is written again, because it has to be drawn again.
    pub fn update(&self, campaign: Campaign<'_>) -> Option<Change> {
        let mut fields = self.fields();
        let known = |field: &str| campaign.record.get(field).unwrap_or(&Value::Null);
        let drawn_anew = fields.get(FRAME) != Some(known(FRAME)) && self.sample.is_some();
        for (form, on) in campaign.record.members(FORM) {
            let gone = *on == true && !self.forms.iter().any(|id| id.to_string() == form);
            if gone {
                fields.insert(format!("{FORM}{form}"), false.into());
            }
        }
        fields.retain(|field, value| known(field) != value || (drawn_anew && field == SAMPLE));
        (!fields.is_empty()).then(|| set(campaign.id, fields))
    }

    /// Reads a day as a date control gives it.
    pub fn day(text: &str) -> Option<NaiveDate> {
        day(text)
    }
}

/// The version of each questionnaire that was published last.
fn newest_forms(state: &State) -> Vec<RecordId> {
    let mut newest: Vec<Questionnaire<'_>> = Vec::new();
    for form in Questionnaire::all(state) {
        match newest.iter_mut().find(|one| one.number() == form.number()) {
            Some(one) if one.published().time < form.published().time => *one = form,
            Some(_) => {}
            None => newest.push(form),
        }
    }
    newest.into_iter().map(|form| form.id).collect()
}
