//! Questionnaires made ready to run. Reading a workbook takes a moment, so each is read once.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use form::{Diagnostic, Form};
use ledger::RecordId;
use needs::Questionnaire;

use crate::desk::Desk;

thread_local! {
    static COMPILED: RefCell<BTreeMap<RecordId, (u64, Arc<Form>)>> = RefCell::default();
}

/// A questionnaire's form, or what is wrong with its workbook. No diagnostics means that there is
/// no workbook at all.
pub fn compiled(desk: Desk, form: RecordId) -> Result<Arc<Form>, Vec<Diagnostic>> {
    let record = desk.read(|state| {
        let form = Questionnaire::find(state, form)?;
        Some((form.file_name(), form.workbook()?))
    });
    let (name, workbook) = record.ok_or_else(Vec::new)?;
    // A form's look-up tables may arrive after it.
    let tables = desk.files().table_names(form).join("/");
    let mark = checksum(&workbook) ^ checksum(tables.as_bytes());
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

/// FNV-1a: enough to notice that the record holds another workbook now, or more of its tables.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
