//! What was written: a record's history, what people disagree about, what is not yet everywhere.

mod conflicts;
mod history;
mod queue;
mod settle;

use std::sync::Arc;

use form::Form;
use ledger::{RecordId, State};
use needs::Response;

use crate::{desk::Desk, pages::survey::forms};

pub use conflicts::ConflictsPage;
pub use history::HistoryPage;
pub use queue::QueuePage;

/// The form that a response answers, for its labels.
fn form_of(desk: Desk, kind: &str, id: RecordId) -> Option<Arc<Form>> {
    let form = desk.peek(|ledger| answered(ledger.state(), kind, id))?;
    forms::compiled(desk, form).ok()
}

fn answered(state: &State, kind: &str, id: RecordId) -> Option<RecordId> {
    (kind == Response::KIND)
        .then(|| Response::find(state, id)?.form())
        .flatten()
}

/// Where a record is shown in full.
fn address_of(kind: &str, id: RecordId) -> String {
    match kind {
        Response::KIND => format!("/response/{id}"),
        needs::Unit::KIND => format!("/unit/{id}"),
        _ => format!("/history/{kind}/{id}"),
    }
}
