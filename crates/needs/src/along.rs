//! What goes along when a record is erased: what others made of what it says.

use ledger::{RecordId, State};

use crate::{Need, Passage, consent::origin};

/// The passages and needs that were taken from an interview or a response. Whoever asks to be
/// forgotten means their words, wherever they were copied to.
pub fn taken_from(state: &State, id: RecordId) -> Vec<RecordId> {
    let kinds = [Passage::KIND, Need::KIND].into_iter();
    let records = kinds.flat_map(|kind| state.records(kind));
    let taken = records.filter(|(_, record)| origin(record).is_some_and(|(_, from)| from == id));
    taken.map(|(id, _)| id).collect()
}
