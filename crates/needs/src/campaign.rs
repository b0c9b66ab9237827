//! Campaigns (調查活動): a period in which units are asked, and how many have to be reached.

use chrono::NaiveDate;
use ledger::{Change, Fields, Record, RecordId, State};

use crate::{Lang, Localised, Purpose, Questionnaire, language::localised};

/// A half-yearly or special-purpose campaign.
#[derive(Clone, Copy, Debug)]
pub struct Campaign<'a> {
    /// The record's id.
    pub id: RecordId,
    record: &'a Record,
}

const FORM: &str = "form:";

impl<'a> Campaign<'a> {
    /// The kind of its record.
    pub const KIND: &'static str = "campaign";

    /// The campaign to work on at `today`: of those that run, the one that began last; if none
    /// runs, of all.
    pub fn current(state: &'a State, today: NaiveDate) -> Option<Self> {
        state
            .records(Self::KIND)
            .map(|(id, record)| Self { id, record })
            .max_by_key(|campaign| (campaign.runs(today), campaign.starts(), campaign.id))
    }

    /// One campaign.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        state
            .record(Self::KIND, id)
            .map(|record| Self { id, record })
    }

    /// Its name.
    pub fn name(self, lang: Lang) -> &'a str {
        localised(self.record, "name", lang)
    }

    /// The first day.
    pub fn starts(self) -> Option<NaiveDate> {
        day(self.record.text("starts")?)
    }

    /// The last day.
    pub fn ends(self) -> Option<NaiveDate> {
        day(self.record.text("ends")?)
    }

    fn runs(self, today: NaiveDate) -> bool {
        self.starts().is_none_or(|first| first <= today)
            && self.ends().is_none_or(|last| today <= last)
    }

    /// The share of units that the campaign has to exceed, in percent: by the work instruction
    /// (4.3.2, 4.3.3) 30 for surveys and 10 for interviews, unless the campaign says otherwise.
    pub fn target_percent(self, purpose: Purpose) -> u32 {
        let (field, default) = match purpose {
            Purpose::Survey => ("survey_percent", 30),
            Purpose::Interview => ("interview_percent", 10),
        };
        let percent = self
            .record
            .integer(field)
            .and_then(|percent| u32::try_from(percent).ok());
        percent.filter(|percent| *percent <= 100).unwrap_or(default)
    }

    /// Its questionnaires: surveys first.
    pub fn questionnaires(self, state: &'a State) -> Vec<Questionnaire<'a>> {
        let chosen: Vec<RecordId> = self
            .record
            .members(FORM)
            .filter(|(_, on)| **on == true)
            .filter_map(|(id, _)| id.parse().ok())
            .collect();
        let mut forms = Questionnaire::all(state);
        forms.retain(|form| chosen.contains(&form.id));
        forms
    }

    /// Whether it uses this questionnaire.
    pub fn uses(self, form: RecordId) -> bool {
        self.record
            .members(FORM)
            .any(|(id, on)| *on == true && id.parse() == Ok(form))
    }

    /// Takes a questionnaire into a campaign, or out of it.
    pub fn choose(id: RecordId, form: RecordId, on: bool) -> Change {
        Change {
            kind: Self::KIND.to_owned(),
            id,
            set: Fields::from([(format!("{FORM}{form}"), on.into())]),
        }
    }

    /// Writes a campaign with its questionnaires; targets are left as the work instruction has
    /// them.
    pub fn change(
        id: RecordId,
        name: Localised<'_>,
        (first, last): (NaiveDate, NaiveDate),
        forms: &[RecordId],
    ) -> Change {
        let mut set = Fields::from([
            ("starts".to_owned(), first.to_string().into()),
            ("ends".to_owned(), last.to_string().into()),
        ]);
        name.put("name", &mut set);
        set.extend(
            forms
                .iter()
                .map(|form| (format!("{FORM}{form}"), true.into())),
        );
        Change {
            kind: Self::KIND.to_owned(),
            id,
            set,
        }
    }
}

/// A day written `2026-11-22`.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-').map(str::parse::<u32>);
    let mut part = || parts.next()?.ok();
    let (year, month, day) = (part()?, part()?, part()?);
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}
