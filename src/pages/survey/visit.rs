//! The survey under way: the questionnaire, and the keeping of its draft.

use leptos::prelude::*;

use super::{log, saver::Saver};
use crate::{
    components::question::Interview,
    desk::{Desk, WriteError},
    draft::Draft,
    platform::{clock, timeline},
    screen::AuditLog,
};

/// A handle: copies are the same visit.
#[derive(Clone, Copy)]
pub struct Visit {
    pub interview: Interview,
    /// Why the response could not be written or the draft not be thrown away.
    pub failure: RwSignal<Option<WriteError>>,
    /// The response is being written.
    pub busy: RwSignal<bool>,
    pub draft: StoredValue<Draft>,
    pub desk: Desk,
    /// The log of the filling, where the form wants one.
    pub log: Option<AuditLog>,
    saver: StoredValue<Saver, LocalStorage>,
}

impl Visit {
    pub fn open(
        desk: Desk,
        draft: Draft,
        session: form::Session,
        saver: Saver,
        log: Option<AuditLog>,
    ) -> Self {
        let draft = StoredValue::new(draft);
        let keeper = saver.clone();
        let interview = Interview::new(session, move |session| {
            let input_ms = timeline::now_ms();
            let newest = draft.try_update_value(|draft| {
                draft.answers = session.answers();
                let progress = session.progress();
                draft.progress = (progress.answered, progress.total);
                draft.updated_ms = clock::now_ms();
                draft.clone()
            });
            if let Some(newest) = newest {
                keeper.save(newest, input_ms);
            }
        });
        Self {
            interview,
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            draft,
            saver: StoredValue::new_local(saver),
            desk,
            log,
        }
    }

    pub fn saver(self) -> Option<Saver> {
        self.saver.try_get_value()
    }

    /// A page was opened: it is remembered in the draft.
    pub fn turned(self, place: String) {
        self.failure.set(None);
        log::keep(self);
        let newest = self.draft.try_update_value(|draft| {
            draft.place = place;
            draft.clone()
        });
        if let (Some(newest), Some(saver)) = (newest, self.saver()) {
            saver.save(newest, timeline::now_ms());
        }
    }
}
