//! A table out of memory into a file.

use js_sys::{Array, Uint8Array};
use ledger::RecordId;
use needs::tables::{Exported, Layout, Missing, Wanted, columns_of};
use report::{Format, Sheet};
use web_sys::Blob;

use crate::{
    components::store_error::store_error_text,
    desk::{Desk, WriteError},
    locales::{TableTexts, fill},
    platform::{clock, files, frame, random},
};

/// What became of it.
#[derive(Clone)]
pub(super) enum Outcome {
    Working,
    /// So many rows are in the file.
    Saved(u64),
    Failed(String),
}

/// Records between two moments in which the screen may do something else.
const RECORDS: usize = 500;

pub(super) async fn make(desk: Desk, wanted: &Wanted, format: Format) -> Outcome {
    let t = TableTexts::now();
    frame::painted().await;
    let begun = desk.peek(|ledger| {
        let state = ledger.state();
        let fields = columns_of(state, wanted.kind.as_deref().unwrap_or_default());
        let layout = Layout::of(state, wanted, &fields)?;
        let ids: Vec<RecordId> = state.records(layout.kind()).map(|(id, _)| id).collect();
        Ok::<_, Missing>((layout, ids))
    });
    let Ok((layout, ids)) = begun else {
        return Outcome::Failed(t.unreadable.to_owned());
    };
    let mut sheet = Sheet::new(format, &layout.file_name, layout.columns.clone());
    let mut parts = Vec::new();
    for some in ids.chunks(RECORDS) {
        desk.peek(|ledger| {
            for id in some {
                layout.rows(ledger.state(), *id, |cells| sheet.row(cells));
            }
        });
        // Bytes go to the browser as they come, so that a large table is in memory but once.
        if put_away(&mut sheet, &mut parts).is_err() {
            return Outcome::Failed(t.failed.to_owned());
        }
        frame::painted().await;
    }
    sheet.end();
    if put_away(&mut sheet, &mut parts).is_err() {
        return Outcome::Failed(t.failed.to_owned());
    }
    // Noted down first: a file that nobody knows of must not exist.
    if let Err(why) = note_down(desk, wanted, format, sheet.rows()).await {
        return Outcome::Failed(fill(t.not_recorded, &[&why]));
    }
    let name = format!(
        "{}-{}.{}",
        layout.file_name,
        clock::now().date_naive(),
        format.extension()
    );
    match files::save_parts(&name, &parts, format.media_type()) {
        Ok(()) => Outcome::Saved(sheet.rows()),
        Err(_) => Outcome::Failed(t.failed.to_owned()),
    }
}

fn put_away(sheet: &mut Sheet, parts: &mut Vec<Blob>) -> Result<(), ()> {
    let bytes = sheet.take();
    if !bytes.is_empty() {
        let bytes = Array::of1(&Uint8Array::from(&bytes[..]));
        parts.push(Blob::new_with_u8_array_sequence(&bytes).map_err(drop)?);
    }
    Ok(())
}

async fn note_down(desk: Desk, wanted: &Wanted, format: Format, rows: u64) -> Result<(), String> {
    let id = random::record_id();
    let mut change = Exported::begun(id, wanted, format, None);
    change.set.extend(Exported::ended(id, rows).set);
    desk.record(change).await.map_err(|error| match error {
        WriteError::Store(error) => store_error_text(&error),
        WriteError::Invalid(why) => why,
        WriteError::NoActor => String::new(),
    })
}
