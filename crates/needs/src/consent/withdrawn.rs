//! What a withdrawal takes out: all that was given before it, by the same person, for its scope.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Hlc, Record, RecordId, State};

use super::{Consent, Scope, Whom};
use crate::{Purpose, Questionnaire, Response};

/// The consents that were taken back, in one pass over all decisions.
#[derive(Clone, Debug, Default)]
pub struct Withdrawals {
    /// The last time at which somebody took a scope back.
    last: BTreeMap<(Whom, Scope), Hlc>,
    /// The consents that this concerns, for records that name the one they were made under.
    consents: BTreeSet<RecordId>,
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
        for consent in Consent::all(state).filter(|consent| consent.is_withdrawal()) {
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
        Self { last, consents }
    }

    /// Whether nobody has taken anything back.
    pub fn is_empty(&self) -> bool {
        self.last.is_empty() && self.consents.is_empty()
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
        if self.is_empty() {
            return Lost::default();
        }
        let form = response
            .form()
            .and_then(|form| Questionnaire::find(state, form));
        let purpose = form.map_or(Purpose::Survey, Questionnaire::purpose);
        let record = state.record(Response::KIND, response.id);
        record.map_or(Lost::default(), |record| {
            self.lost(record, Scope::of(purpose))
        })
    }
}
