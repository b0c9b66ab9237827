//! Fields about which people disagree.

use super::{
    Cell, State,
    record::{Record, differ},
};
use crate::RecordId;

/// A field that two people gave different values, neither knowing of the other's. Whoever writes
/// the field anew, having seen all of them, settles it.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict<'a> {
    /// The kind of the record.
    pub kind: &'a str,
    /// The record.
    pub id: RecordId,
    /// The record as it stands.
    pub record: &'a Record,
    /// The field.
    pub field: &'a str,
    /// The values that nobody has replaced knowingly, from the first to the last. The last one is
    /// shown until the conflict is settled.
    pub leaves: Vec<&'a Cell>,
}

impl State {
    /// The fields about which people disagree.
    pub fn conflicts(&self) -> impl Iterator<Item = Conflict<'_>> {
        let records = self.contested.iter().filter_map(|(kind, id)| {
            let record = self.record(kind, *id)?;
            Some((&**kind, *id, record))
        });
        records.flat_map(|(kind, id, record)| {
            record.fields().iter().filter_map(move |field| {
                let leaves = record.leaves_of(field);
                differ(&leaves).then_some(Conflict {
                    kind,
                    id,
                    record,
                    field: &field.name,
                    leaves,
                })
            })
        })
    }
}
