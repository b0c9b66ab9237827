//! Publishing: a workbook becomes a version of a form that never changes.

use form::Diagnostic;
use ledger::RecordId;
use needs::{Localised, Purpose, Questionnaire};

use super::{Desk, WriteError};
use crate::platform::random;

/// Why a workbook can't be published.
#[derive(Clone, Debug, PartialEq)]
pub enum PublishError {
    /// It is no form that can be filled in.
    Unreadable(Vec<Diagnostic>),
    /// This version of this form is there already, with another content.
    Taken,
    /// It could not be written.
    Write(WriteError),
}

impl Desk {
    /// Writes a new version of a form, which stands beside those that are there. The same workbook
    /// again is the version that is there.
    pub async fn publish_form(
        self,
        workbook: &[u8],
        purpose: Purpose,
    ) -> Result<RecordId, PublishError> {
        let reading = form::read_xlsx(workbook);
        let form = reading
            .form
            .ok_or(PublishError::Unreadable(reading.diagnostics))?;
        let (number, version, title) = (form.id(), form.version(), form.title());
        let known = self.peek(|ledger| {
            let all = Questionnaire::all(ledger.state()).into_iter();
            let mut same =
                all.filter(|known| (known.number(), known.version()) == (number, version));
            same.next()
                .map(|known| (known.id, known.workbook().as_deref() == Some(workbook)))
        });
        match known {
            Some((id, true)) => return Ok(id),
            Some((_, false)) => return Err(PublishError::Taken),
            None => {}
        }
        let id = random::record_id();
        let title = Localised {
            zh_hant: title,
            zh_hans: title,
            en: title,
        };
        let change = Questionnaire::change(id, (number, version), title, purpose, workbook);
        let written = self.write(change, Vec::new()).await;
        written.map_err(PublishError::Write)?;
        Ok(id)
    }
}
