//! The contact rhythm (mission C8): key customers at least monthly, ordinary ones quarterly, and
//! who is due.

use std::collections::BTreeMap;

use chrono::{DateTime, Months, NaiveDate, NaiveDateTime};
use ledger::{Change, Fields, RecordId, SiteId, State, gather};
use serde_json::json;

use crate::{
    Contact, Interview, Resident, Response, Round, Site, Unit,
    visit::{Group, Outcome, Visit},
};

/// How often customers are to be met, in months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// Key customers.
    pub key: u32,
    /// Everyone else.
    pub ordinary: u32,
}

/// What the regulation asks for (S1 二(三)).
impl Default for Rhythm {
    fn default() -> Self {
        Self {
            key: 1,
            ordinary: 3,
        }
    }
}

/// Somebody who is due: a key customer, or the rest of a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The unit.
    pub unit: RecordId,
    /// The key customer; `None` for a household.
    pub resident: Option<RecordId>,
    /// The day of the last contact; `None` where there was none.
    pub last: Option<NaiveDate>,
    /// Since when they are due; `None` where there was no contact yet.
    pub since: Option<NaiveDate>,
    /// A time that they named and that is still to come.
    pub appointment: Option<NaiveDateTime>,
}

const RHYTHM: &str = "rhythm";

impl Rhythm {
    /// A site's rhythm.
    pub fn of(state: &State, site: SiteId) -> Self {
        let rhythm = state.record(Site::KIND, RecordId(site.0));
        let rhythm = rhythm.and_then(|site| site.get(RHYTHM));
        let months = |name: &str, default| {
            let months = rhythm.and_then(|rhythm| rhythm.get(name)?.as_u64());
            let months = months.and_then(|months| u32::try_from(months).ok());
            months
                .filter(|months| (1..=60).contains(months))
                .unwrap_or(default)
        };
        let default = Self::default();
        Self {
            key: months("key", default.key),
            ordinary: months("ordinary", default.ordinary),
        }
    }

    /// Writes a site's rhythm.
    pub fn change(self, site: SiteId) -> Change {
        let rhythm = json!({"key": self.key, "ordinary": self.ordinary});
        Change {
            kind: Site::KIND.to_owned(),
            id: RecordId(site.0),
            set: Fields::from([(RHYTHM.to_owned(), rhythm)]),
        }
    }
}

/// The last contacts of a unit.
#[derive(Default)]
struct Contacts {
    /// With anyone.
    any: Option<NaiveDate>,
    /// Of which it isn't known with whom.
    unnamed: Option<NaiveDate>,
    /// With those who were named.
    named: BTreeMap<RecordId, NaiveDate>,
    /// What the last attempt came to, by its time: a time that was named, if any.
    appointment: Option<(ledger::Hlc, Option<NaiveDateTime>)>,
}

impl Contacts {
    fn met(&mut self, day: NaiveDate, residents: &[RecordId]) {
        self.any = self.any.max(Some(day));
        if residents.is_empty() {
            self.unnamed = self.unnamed.max(Some(day));
        }
        for resident in residents {
            let last = self.named.entry(*resident).or_insert(day);
            *last = day.max(*last);
        }
    }

    fn with(&self, resident: RecordId) -> Option<NaiveDate> {
        self.unnamed.max(self.named.get(&resident).copied())
    }
}

fn day(rfc3339: &str) -> Option<NaiveDate> {
    let time = DateTime::parse_from_rfc3339(rfc3339).ok()?;
    Some(time.date_naive())
}

/// Whether somebody was spoken with.
fn is_contact(outcome: Outcome) -> bool {
    matches!(
        outcome.group(),
        Group::Complete | Group::Partial | Group::Refusal | Group::Other
    ) && outcome != Outcome::FormLeft
}

/// Every contact, by unit: visits at which somebody was met, surveys, interviews.
fn contacts(state: &State) -> BTreeMap<RecordId, Contacts> {
    let mut units: BTreeMap<RecordId, Contacts> = BTreeMap::new();
    for visit in Visit::all(state) {
        let Some(unit) = visit.unit() else { continue };
        let attempt = visit.attempt();
        let contacts = units.entry(unit).or_default();
        if let (true, Some(day)) = (is_contact(attempt.outcome), day(attempt.wall)) {
            contacts.met(day, &visit.met());
        }
        let last = contacts
            .appointment
            .is_none_or(|(time, _)| time < attempt.time);
        if last {
            contacts.appointment = Some((attempt.time, attempt.appointment));
        }
    }
    for response in Response::each(state) {
        if let (Some(unit), Some(day)) = (response.unit(), day(&response.finished().wall)) {
            let who: Vec<RecordId> = response.resident().into_iter().collect();
            units.entry(unit).or_default().met(day, &who);
        }
    }
    for interview in Interview::all(state) {
        let when = interview.finished().or(interview.started());
        if let (Some(unit), Some(day)) = (interview.unit(), when.and_then(day)) {
            let present = interview.present().into_iter();
            let who: Vec<RecordId> = present.filter_map(|one| one.resident).collect();
            units.entry(unit).or_default().met(day, &who);
        }
    }
    units
}

/// Who is due on a day, key customers first, then by how long ago the last contact was; whoever
/// was never met comes first. Whoever does not want to be contacted is left out.
pub fn due(state: &State, rhythm: Rhythm, now: NaiveDateTime) -> Vec<Due> {
    let contacts = contacts(state);
    let residents = Resident::by_unit(state);
    let none = Contacts::default();
    let mut all = Vec::new();
    for unit in Unit::all(state) {
        let contacts = contacts.get(&unit.id).unwrap_or(&none);
        let here = residents.get(&unit.id).into_iter().flatten();
        let here: Vec<Resident<'_>> = here.copied().filter(|one| one.is_here()).collect();
        let wanted = |one: &&Resident<'_>| one.contact() != Contact::Never;
        let appointment = contacts.appointment.and_then(|(_, at)| at);
        let mut note = |resident, last: Option<NaiveDate>, months| {
            let since = last.and_then(|last| last.checked_add_months(Months::new(months)));
            if since.is_none_or(|since| since <= now.date()) {
                all.push(Due {
                    unit: unit.id,
                    resident,
                    last,
                    since,
                    appointment: appointment.filter(|at| *at >= now),
                });
            }
        };
        let keys = here.iter().filter(|one| one.is_key_customer());
        for key in keys.filter(wanted) {
            note(Some(key.id), contacts.with(key.id), rhythm.key);
        }
        let mut others = here.iter().filter(|one| !one.is_key_customer());
        if here.is_empty() || others.any(|one| wanted(&one)) {
            note(None, contacts.any, rhythm.ordinary);
        }
    }
    // Among equals as they are walked.
    let places: BTreeMap<RecordId, usize> = gather(
        Round::read(state, None)
            .doors()
            .zip(0..)
            .map(|((_, door), at)| (door.unit, at)),
    );
    all.sort_by_key(|due| {
        (
            due.resident.is_none(),
            due.last,
            places.get(&due.unit).copied(),
        )
    });
    all
}
