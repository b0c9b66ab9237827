//! That a table was taken out, as a record of the site.

use ledger::{Change, Fields, RecordId};
use report::Format;

use super::Wanted;

/// An export: who took which table out, how many rows, and when.
#[derive(Clone, Copy, Debug)]
pub struct Exported;

impl Exported {
    /// The kind of its record.
    pub const KIND: &'static str = "export";

    /// An export that begins. `by` is the person who asked a server for it; on a tablet the entry
    /// itself names them.
    pub fn begun(id: RecordId, wanted: &Wanted, format: Format, by: Option<RecordId>) -> Change {
        let text = |text: &str| text.to_owned().into();
        let mut set = Fields::from([
            ("table".to_owned(), text(&wanted.table)),
            ("format".to_owned(), text(format.extension())),
        ]);
        let asked = [
            ("form", &wanted.form),
            ("version", &wanted.version),
            ("repeat", &wanted.repeat),
            ("of", &wanted.kind),
            ("from", &wanted.from),
            ("to", &wanted.to),
        ];
        let asked = asked
            .into_iter()
            .filter_map(|(field, value)| Some((field, value.as_ref()?)));
        set.extend(asked.map(|(field, value)| (field.to_owned(), text(value))));
        set.extend(by.map(|by| ("by".to_owned(), text(&by.to_string()))));
        Change {
            kind: Self::KIND.to_owned(),
            id,
            set,
        }
    }

    /// An export that came to its end with so many rows. Without this one it broke off.
    pub fn ended(id: RecordId, rows: u64) -> Change {
        Change {
            kind: Self::KIND.to_owned(),
            id,
            set: [("rows".to_owned(), rows.into())].into(),
        }
    }
}
