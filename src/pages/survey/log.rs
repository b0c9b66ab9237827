//! Keeping the log of a filling: with the draft as a file, and then with the response.

use std::collections::BTreeMap;

use form::{Audit, AuditEvent, Session};
use leptos::{prelude::*, task::spawn_local};

use super::visit::Visit;
use crate::{desk::Desk, draft::Draft, platform::clock};

/// The file's name, which is also the answer that names it (ODK documentation, "Form audit log").
const FILE: &str = "audit.csv";
const NODE: &str = "/meta/audit";

/// The log of a draft as it was kept, or a new one; nothing if the form wants none.
pub async fn open(desk: Desk, draft: &Draft, session: &Session, user: &str) -> Option<Audit> {
    let wanted = session.form().audit()?.clone();
    // The log of a response that is filled in again stays that of its first filling.
    if desk.read(|state| needs::Response::find(state, draft.id).is_some()) {
        return None;
    }
    let kept = untrack(|| desk.files().find(draft.id, FILE));
    let bytes = match kept {
        Some(file) => desk.files().bytes(&file).await.ok(),
        None => None,
    };
    let csv = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let (mut audit, event) = match csv {
        Some(csv) => (Audit::resume(wanted, user, &csv), AuditEvent::FormResume),
        None => (Audit::new(wanted, user), AuditEvent::FormStart),
    };
    audit.note(event, clock::now_ms());
    Some(audit)
}

/// Keeps the log with the draft.
pub fn keep(visit: Visit) {
    let Some(log) = visit.log else { return };
    let Some(draft) = visit.draft.try_with_value(|draft| draft.id) else {
        return;
    };
    // The log of a response stays as it was finished.
    if visit.desk.draft(draft).is_none() || visit.busy.try_get_untracked() != Some(false) {
        return;
    }
    let csv = log.csv();
    spawn_local(async move {
        // A log that can't be kept must not keep anyone from an answer.
        let files = visit.desk.files();
        let _ = files.put_as(draft, FILE, csv.as_bytes(), "text/csv").await;
    });
}

/// Puts the finished log to the answers: its file, and the answer that names it.
pub async fn finish(desk: Desk, draft: &Draft, csv: &str, answers: &mut BTreeMap<String, String>) {
    let files = desk.files();
    let kept = files
        .put_as(draft.id, FILE, csv.as_bytes(), "text/csv")
        .await;
    if kept.is_ok() {
        answers.insert(NODE.to_owned(), FILE.to_owned());
    }
}
