//! What a withdrawal takes out: all that was given before it, by the same person, for its scope,
//! and what others made of that: passages, needs.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Hlc, Record, RecordId, State};

use super::{Consent, Scope, Whom};
use crate::{Interview, Need, Passage, Purpose, Questionnaire, Response};

/// The consents that were taken back, in one pass over all decisions.
#[derive(Clone, Debug, Default)]
pub struct Withdrawals {
    /// The last time at which somebody took a scope back.
    last: BTreeMap<(Whom, Scope), Hlc>,
    /// The consents that this concerns, for records that name the one they were made under.
    consents: BTreeSet<RecordId>,
    /// The questionnaires of interviews: what they hold was given under that consent.
    interviews: BTreeSet<RecordId>,
}

/// What of a record may no longer be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// The whole of it.
    pub content: bool,
    /// Its recordings.
    pub recordings: bool,
    /// Its photos.
    pub photos: bool,
}

impl Lost {
    /// Whether a file of this media type may no longer be used.
    pub fn takes_file(self, media_type: &str) -> bool {
        let sound = media_type.starts_with("audio/") || media_type.starts_with("video/");
        self.content
            || (self.recordings && sound)
            || (self.photos && media_type.starts_with("image/"))
    }

    /// Whether anything is lost.
    pub fn any(self) -> bool {
        self.content || self.recordings || self.photos
    }
}

impl Withdrawals {
    /// Reads all decisions of a site.
    pub fn of(state: &State) -> Self {
        let mut last: BTreeMap<(Whom, Scope), Hlc> = BTreeMap::new();
        // Talks that belong to no door have nothing in common but that.
        let key = |consent: Consent<'_>| {
            let whom = consent.whom();
            whom.unit.or(whom.resident)?;
            Some((whom, consent.scope()?))
        };
        let mut consents = BTreeSet::new();
        // A withdrawal that was written down wrongly takes nothing out.
        let wrong: BTreeSet<RecordId> = Consent::all(state).filter_map(Consent::corrects).collect();
        let back = |consent: &Consent<'_>| consent.is_withdrawal() && !wrong.contains(&consent.id);
        for consent in Consent::all(state).filter(back) {
            consents.extend(consent.withdraws());
            if let Some(key) = key(consent) {
                let time = consent.made().time;
                let known = last.entry(key).or_insert(time);
                *known = time.max(*known);
            }
        }
        if !last.is_empty() {
            for consent in Consent::all(state).filter(|consent| consent.given()) {
                let gone = key(consent).and_then(|key| last.get(&key));
                if gone.is_some_and(|gone| consent.made().time < *gone) {
                    consents.insert(consent.id);
                }
            }
        }
        let forms = state.records(Questionnaire::KIND);
        let forms = forms.filter_map(|(id, _)| Questionnaire::find(state, id));
        let interviews = forms.filter(|form| form.purpose() == Purpose::Interview);
        Self {
            last,
            consents,
            interviews: interviews.map(|form| form.id).collect(),
        }
    }

    /// Whether nobody has taken anything back.
    pub fn is_empty(&self) -> bool {
        self.last.is_empty() && self.consents.is_empty()
    }

    /// Whether a consent was taken back later.
    pub fn takes(&self, consent: RecordId) -> bool {
        self.consents.contains(&consent)
    }

    /// What of a record may no longer be used. It was given under `scope`; its fields `unit` and
    /// `resident` say by whom, or its fields `consent:<scope>` under which decisions.
    pub fn lost(&self, record: &Record, scope: Scope) -> Lost {
        if self.is_empty() {
            return Lost::default();
        }
        let whom = Whom {
            unit: record.link("unit"),
            resident: record.link("resident"),
        };
        let gone = |scope: Scope| {
            let named = record.link(&format!("consent:{}", scope.name()));
            let later = self.last.get(&(whom, scope));
            named.is_some_and(|consent| self.consents.contains(&consent))
                || later.is_some_and(|later| record.created().time < *later)
        };
        Lost {
            content: gone(scope),
            recordings: gone(Scope::Recording),
            photos: gone(Scope::Photo),
        }
    }

    /// What of a response may no longer be used.
    pub fn lost_of(&self, state: &State, response: Response<'_>) -> Lost {
        let record = state.record(Response::KIND, response.id);
        record.map_or(Lost::default(), |record| self.lost_response(record))
    }

    fn lost_response(&self, record: &Record) -> Lost {
        let form = record.link("form");
        let purpose = if form.is_some_and(|form| self.interviews.contains(&form)) {
            Purpose::Interview
        } else {
            Purpose::Survey
        };
        self.lost(record, Scope::of(purpose))
    }

    /// What of a record of any kind may no longer be used. A passage or a need goes with the
    /// interview or response that it was taken from, also where that was erased.
    pub fn lost_any(&self, state: &State, kind: &str, record: &Record) -> Lost {
        match kind {
            Interview::KIND => self.lost(record, Scope::Interview),
            Response::KIND => self.lost_response(record),
            Passage::KIND | Need::KIND => Lost {
                content: origin(record).is_some_and(|(kind, id)| {
                    let origin = state.record(kind, id);
                    origin.is_none_or(|origin| self.lost_any(state, kind, origin).content)
                }),
                ..Lost::default()
            },
            _ => Lost::default(),
        }
    }
}

/// The interview or response that a passage or a need was taken from.
pub(crate) fn origin(record: &Record) -> Option<(&'static str, RecordId)> {
    let mut kinds = [Interview::KIND, Response::KIND].into_iter();
    kinds.find_map(|kind| Some((kind, record.link(kind)?)))
}
