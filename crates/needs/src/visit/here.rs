//! What happened at each door, found without looking at every visit of the site.

use std::collections::BTreeMap;

use ledger::{Hlc, Record, RecordId, State, Touch, gather};

use super::{Attempt, Outcome, Told, Visit, finished, link};
use crate::{Purpose, Questionnaire, Resident, Response, campaign::closing_of};

/// What belongs to a door. In the order in which attempts of one moment are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    Visit,
    Response,
    Resident,
}

impl What {
    const ALL: [Self; 3] = [Self::Visit, Self::Response, Self::Resident];

    const fn kind(self) -> &'static str {
        match self {
            Self::Visit => Visit::KIND,
            Self::Response => Response::KIND,
            Self::Resident => Resident::KIND,
        }
    }

    /// What a record of this kind is, if it belongs to a door.
    pub(crate) fn named(kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.kind() == kind)
    }
}

/// What of a record says where it belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Links {
    /// The door, if it counts there.
    unit: Option<RecordId>,
    /// The response that a visit tells of.
    told: Option<RecordId>,
}

/// What decides whether and as what a record counts for a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counting {
    /// What each questionnaire is for.
    purposes: BTreeMap<RecordId, Purpose>,
    /// When the campaign was closed.
    closed: Option<Hlc>,
}

/// What happened at a door in a campaign.
#[derive(Clone, Debug, Default)]
pub(crate) struct Happened<'a> {
    /// Every attempt to survey it, in order.
    pub attempts: Vec<Attempt<'a>>,
    pub surveyed: bool,
    /// The first interview that was finished.
    pub interview: Option<&'a Touch>,
}

/// The visits and responses of a campaign and the residents of the site, by door. Lists in order:
/// they are read far more often than written, and take little room.
#[derive(Clone, Debug, Default)]
pub(crate) struct Here {
    at: Vec<(RecordId, What, RecordId)>,
    links: Vec<(RecordId, What, Links)>,
    told: Vec<(RecordId, RecordId)>,
}

impl Here {
    /// Reads all of a site; residents only where they are asked for.
    pub(crate) fn read(state: &State, campaign: RecordId, residents: bool) -> Self {
        let mut here = Self::default();
        let of = Of::campaign(campaign);
        for what in What::ALL {
            if what == What::Resident && !residents {
                continue;
            }
            for (id, record) in state.records(what.kind()) {
                let links = of.links(what, record);
                if links != Links::default() {
                    here.links.push((id, what, links));
                    here.at.extend(links.unit.map(|unit| (unit, what, id)));
                    here.told.extend(links.told.map(|told| (told, id)));
                }
            }
        }
        here.links
            .sort_unstable_by_key(|(id, what, _)| (*id, *what));
        here.at.sort_unstable();
        here.told.sort_unstable();
        here
    }

    /// Takes in that a record changed; gives the doors where something may be otherwise now.
    pub(crate) fn follow(
        &mut self,
        state: &State,
        campaign: RecordId,
        (what, id): (What, RecordId),
    ) -> Vec<RecordId> {
        let record = state.record(what.kind(), id);
        let of = Of::campaign(campaign);
        let now = record.map_or(Links::default(), |record| of.links(what, record));
        let found = self
            .links
            .binary_search_by_key(&(id, what), |(id, what, _)| (*id, *what));
        let before = found.map_or(Links::default(), |at| self.links[at].2);
        match found {
            Ok(at) if now == Links::default() => drop(self.links.remove(at)),
            Ok(at) => self.links[at].2 = now,
            Err(_) if now == Links::default() => {}
            Err(at) => self.links.insert(at, (id, what, now)),
        }
        if before.unit != now.unit {
            take(&mut self.at, before.unit.map(|unit| (unit, what, id)));
            put(&mut self.at, now.unit.map(|unit| (unit, what, id)));
        }
        let mut doors = vec![before.unit, now.unit];
        if before.told != now.told {
            take(&mut self.told, before.told.map(|told| (told, id)));
            put(&mut self.told, now.told.map(|told| (told, id)));
            doors.extend([before.told, now.told].map(|told| self.unit_of(told?)));
        }
        doors.into_iter().flatten().collect()
    }

    fn unit_of(&self, response: RecordId) -> Option<RecordId> {
        let key = (response, What::Response);
        let found = self
            .links
            .binary_search_by_key(&key, |(id, what, _)| (*id, *what));
        self.links[found.ok()?].2.unit
    }

    /// Whether a visit tells of a response.
    fn is_told(&self, response: RecordId) -> bool {
        let at = self.told.partition_point(|(told, _)| *told < response);
        self.told.get(at).is_some_and(|(told, _)| *told == response)
    }

    fn at(&self, unit: RecordId) -> impl Iterator<Item = (What, RecordId)> {
        let from = self.at.partition_point(|(door, ..)| *door < unit);
        let here = self.at[from..].iter();
        here.take_while(move |(door, ..)| *door == unit)
            .map(|(_, what, id)| (*what, *id))
    }

    /// Whether a key customer is there; the residents have to have been asked for.
    pub(crate) fn has_key_customer(&self, state: &State, unit: RecordId) -> bool {
        let residents = self.at(unit).filter(|(what, _)| *what == What::Resident);
        residents
            .filter_map(|(_, id)| Resident::find(state, id))
            .any(|one| one.is_key_customer() && one.is_here())
    }

    /// What happened at a door, as [`super::attempts`] says of all doors; and what was finished
    /// there, by visits, interviews and responses: whoever may not read a response still knows from
    /// the visit that there is one.
    pub(crate) fn happened<'a>(
        &self,
        state: &'a State,
        unit: RecordId,
        counting: &Counting,
    ) -> Happened<'a> {
        let mut happened = Happened::default();
        for (what, id) in self.at(unit) {
            match what {
                What::Visit => happened.add_visit(Visit::find(state, id), counting),
                What::Response => {
                    let told = self.is_told(id);
                    happened.add_response(Response::find(state, id), told, counting);
                }
                What::Resident => {}
            }
        }
        if happened.attempts.len() > 1 {
            let by_time = |attempt: &Attempt<'_>| (attempt.time, attempt.visit);
            happened.attempts.sort_by_key(by_time);
        }
        happened
    }
}

impl Counting {
    pub(crate) fn of(state: &State, campaign: RecordId) -> Self {
        let forms = Questionnaire::all(state).into_iter();
        Self {
            purposes: gather(forms.map(|form| (form.id, form.purpose()))),
            closed: closing_of(state, campaign),
        }
    }

    fn in_time(&self, touch: &Touch) -> bool {
        self.closed.is_none_or(|closed| touch.time <= closed)
    }

    fn purpose(&self, form: Option<RecordId>) -> Option<Purpose> {
        self.purposes.get(&form?).copied()
    }
}

impl<'a> Happened<'a> {
    fn add_visit(&mut self, visit: Option<Visit<'a>>, counting: &Counting) {
        let Some(visit) = visit.filter(|visit| counting.in_time(visit.record.created())) else {
            return;
        };
        let Told {
            attempt,
            form,
            interview,
        } = visit.told();
        let purpose = match interview {
            Some(_) => Some(Purpose::Interview),
            None => counting.purpose(form),
        };
        if attempt.outcome == Outcome::Complete {
            self.finish(purpose, visit.record.created());
        }
        if interview.is_none() && (form.is_none() || purpose == Some(Purpose::Survey)) {
            self.attempts.push(attempt);
        }
    }

    fn add_response(&mut self, response: Option<Response<'a>>, told: bool, counting: &Counting) {
        let counts =
            |response: &Response<'_>| !response.refused() && counting.in_time(response.finished());
        let Some(response) = response.filter(counts) else {
            return;
        };
        let purpose = counting.purpose(response.form());
        self.finish(purpose, response.finished());
        if !told && purpose == Some(Purpose::Survey) {
            self.attempts.push(finished(response));
        }
    }

    fn finish(&mut self, purpose: Option<Purpose>, touch: &'a Touch) {
        match purpose {
            Some(Purpose::Survey) => self.surveyed = true,
            Some(Purpose::Interview)
                if self.interview.is_none_or(|first| touch.time < first.time) =>
            {
                self.interview = Some(touch);
            }
            Some(Purpose::Interview) | None => {}
        }
    }
}

/// A campaign, told apart by its name first: to read an id costs more than to compare a text.
struct Of {
    campaign: RecordId,
    written: String,
}

impl Of {
    fn campaign(campaign: RecordId) -> Self {
        let written = campaign.to_string();
        Self { campaign, written }
    }

    fn is(&self, written: &str) -> bool {
        *written == self.written || written.parse().ok() == Some(self.campaign)
    }

    /// What of a record says where it belongs, in one pass over its fields.
    fn links(&self, what: What, record: &Record) -> Links {
        let mut counts = what == What::Resident;
        let mut links = Links::default();
        for (field, value) in record.members("") {
            let text = value.as_str();
            match (field, what) {
                ("campaign", What::Visit | What::Response) => {
                    counts = text.is_some_and(|written| self.is(written));
                }
                ("unit", _) => links.unit = link(text),
                ("response", What::Visit) => links.told = link(text),
                _ => {}
            }
        }
        links.unit = links.unit.filter(|_| counts);
        links
    }
}

fn put<T: Ord>(list: &mut Vec<T>, item: Option<T>) {
    let Some(item) = item else { return };
    if let Err(at) = list.binary_search(&item) {
        list.insert(at, item);
    }
}

fn take<T: Ord>(list: &mut Vec<T>, item: Option<T>) {
    let Some(item) = item else { return };
    if let Ok(at) = list.binary_search(&item) {
        list.remove(at);
    }
}
