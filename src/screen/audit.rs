//! The log of a filling, where the form wants one: which questions were on the screen when.

use form::{Audit, AuditEvent, ItemId};
use leptos::prelude::*;

use super::{paging, walk::Walk};
use crate::{components::question::Interview, platform::clock};

/// The log of one response. A handle: copies are the same log.
#[derive(Clone, Copy)]
pub struct AuditLog(StoredValue<Audit, LocalStorage>);

impl AuditLog {
    /// A log that has been begun or taken up again.
    pub fn new(audit: Audit) -> Self {
        Self(StoredValue::new_local(audit))
    }

    /// Something happened to the form as a whole.
    pub fn note(self, event: AuditEvent) {
        let now_ms = clock::now_ms();
        let _ = self.0.try_update_value(|audit| audit.note(event, now_ms));
    }

    /// What is on the screen from now on.
    pub(super) fn shows(self, interview: Interview, items: &[ItemId]) {
        let now_ms = clock::now_ms();
        let _ = self.0.try_update_value(|audit| {
            interview.peek(|session| audit.shows(session, items, now_ms));
        });
    }

    /// An entry was added, or is about to be removed.
    pub(super) fn note_entry(self, interview: Interview, event: AuditEvent, entry: ItemId) {
        let now_ms = clock::now_ms();
        let _ = self.0.try_update_value(|audit| {
            interview.peek(|session| audit.note_repeat(event, session, entry, now_ms));
        });
    }

    /// The log so far, as the file `audit.csv`.
    pub fn csv(self) -> String {
        let csv = self.0.try_with_value(Audit::to_csv);
        csv.unwrap_or_default()
    }
}

impl Walk {
    /// The log of the filling, where the form wants one.
    pub fn log(self) -> Option<AuditLog> {
        self.host.try_with_value(|host| host.audit).flatten()
    }

    /// Logs what is on the screen, page by page.
    pub fn log_pages(self) {
        let Some(log) = self.log() else { return };
        let key = Memo::new(move |_| self.current().map(|(_, page)| page.key));
        Effect::new(move |_| {
            let questions = key.get().and_then(|_| untrack(|| self.current()));
            let questions = questions.map_or_else(
                || {
                    log.note(AuditEvent::EndScreen);
                    Vec::new()
                },
                |(_, page)| {
                    self.interview
                        .peek(|session| paging::questions(session, &page))
                },
            );
            log.shows(self.interview, &questions);
        });
        on_cleanup(move || {
            log.shows(self.interview, &[]);
            log.note(AuditEvent::FormExit);
        });
    }
}
