//! Passages as text or as a table.

use ledger::{RecordId, State};
use needs::{
    Passage,
    access::{Caller, Deed},
    passage::Origin,
    tables::{Exported, Themes, Wanted, passage_columns, passage_row},
};
use report::{Format, Sheet};

use super::one::door_of;
use crate::{
    components::{moment::day_and_time, store_error::write_error_text},
    desk::Desk,
    locales::{TableTexts, ThemeTexts, fill, language},
    platform::{clock, files, random},
};

/// Whether this person may take data out.
pub(super) fn may(desk: Desk) -> bool {
    let may = desk.with_person(|_, person| {
        let caller = Caller {
            person: person.id,
            role: person.role(),
        };
        caller.may(Deed::Export)
    });
    may.unwrap_or(false)
}

/// The passages as text: what was said, and below it by whom and when.
pub(super) fn plain(state: &State, passages: &[RecordId]) -> String {
    let lang = language();
    let mut text = String::new();
    for id in passages {
        let Some(passage) = Passage::find(state, *id) else {
            continue;
        };
        let origin = passage
            .source()
            .and_then(|source| Origin::of(state, &source));
        let Some(origin) = origin else { continue };
        let when = day_and_time(origin.started, lang);
        let door = door_of(state, &origin, lang);
        text += &[passage.quote(), "\n— ", &door, ", ", &when, "\n\n"].concat();
    }
    text
}

/// Writes the passages of a theme as a workbook; what became of it, in words.
pub(super) async fn save(desk: Desk, theme: RecordId, passages: Vec<RecordId>) -> String {
    let t = TableTexts::now();
    let lang = language();
    let mut sheet = Sheet::new(Format::Xlsx, "passages", passage_columns(Some(lang)));
    desk.peek(|ledger| {
        let state = ledger.state();
        let themes = Themes::of(state, lang);
        for id in passages {
            if let Some(row) = passage_row(state, &themes, id, lang) {
                sheet.row(row);
            }
        }
    });
    sheet.end();
    // Noted down first: a file that nobody knows of must not exist.
    let wanted = Wanted {
        table: "passages".to_owned(),
        kind: Some(theme.to_string()),
        ..Wanted::default()
    };
    let note = random::record_id();
    let mut change = Exported::begun(note, &wanted, Format::Xlsx, None);
    change.set.extend(Exported::ended(note, sheet.rows()).set);
    if let Err(error) = desk.record(change).await {
        return fill(t.not_recorded, &[&write_error_text(&error)]);
    }
    let name = format!("passages-{}.xlsx", clock::now().date_naive());
    match files::save(&name, &sheet.take(), Format::Xlsx.media_type()) {
        Ok(()) => fill(ThemeTexts::now().exported, &[&sheet.rows()]),
        Err(_) => t.failed.to_owned(),
    }
}
