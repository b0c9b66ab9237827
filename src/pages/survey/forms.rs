//! Questionnaires made ready to run. Reading a workbook takes a moment, so each is read once.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use form::{Diagnostic, Form};
use ledger::RecordId;
use leptos::prelude::*;
use needs::Questionnaire;

use crate::desk::Desk;

thread_local! {
    static COMPILED: RefCell<BTreeMap<RecordId, (u64, Arc<Form>)>> = RefCell::default();
}

/// A questionnaire's form, or what is wrong with its workbook. No diagnostics means that there is
/// no workbook at all.
pub fn compiled(desk: Desk, form: RecordId) -> Result<Arc<Form>, Vec<Diagnostic>> {
    let (name, workbook, mark) = workbook_of(desk, form).ok_or_else(Vec::new)?;
    let known = COMPILED.with_borrow(|compiled| {
        compiled
            .get(&form)
            .filter(|(of, _)| *of == mark)
            .map(|(_, form)| Arc::clone(form))
    });
    if let Some(known) = known {
        return Ok(known);
    }
    let reading = form::read_form(&name, &workbook, &desk.files().tables(form));
    let ready = reading.form.ok_or(reading.diagnostics)?;
    COMPILED.with_borrow_mut(|compiled| compiled.insert(form, (mark, Arc::clone(&ready))));
    Ok(ready)
}

/// A questionnaire's form for a view that must not be built anew with each change of the ledger:
/// it follows only when the questionnaire is another, or has another workbook or tables.
pub fn followed(
    desk: Desk,
    form: impl Fn() -> Option<RecordId> + Send + Sync + 'static,
) -> impl Fn() -> Option<Arc<Form>> + Copy + Send {
    let now = Memo::new(move |_| {
        let form = form()?;
        Some((form, workbook_of(desk, form)?.2))
    });
    move || {
        let (form, _) = now.get()?;
        untrack(|| compiled(desk, form).ok())
    }
}

/// A questionnaire's file, by name and content, and a number that is another where this is.
fn workbook_of(desk: Desk, form: RecordId) -> Option<(String, Vec<u8>, u64)> {
    let (name, workbook) = desk.read(|state| {
        let form = Questionnaire::find(state, form)?;
        Some((form.file_name(), form.workbook()?))
    })?;
    // A form's look-up tables may arrive after it.
    let tables = desk.files().table_names(form).join("/");
    let mark = checksum(&workbook) ^ checksum(tables.as_bytes());
    Some((name, workbook, mark))
}

/// FNV-1a: enough to notice that the record holds another workbook now, or more of its tables.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
