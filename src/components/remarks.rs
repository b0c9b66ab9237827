//! The remarks on a response that was sent back, for the questions that show them.

use std::{collections::BTreeMap, sync::Arc};

use ledger::RecordId;
use needs::review::{Review, Stage, WHOLE};

use crate::desk::Desk;

/// What was remarked, by path; empty where nothing was sent back.
#[derive(Clone, Debug, Default)]
pub struct Remarks(Arc<BTreeMap<String, String>>);

impl Remarks {
    /// The remarks that the writer of a record has to go over.
    pub fn of(desk: Desk, id: RecordId) -> Self {
        let remarks = desk.peek(|ledger| {
            let review = Review::of(ledger.state(), id)?;
            (review.stage() == Stage::Returned).then(|| {
                let remarks = review.remarks().into_iter();
                let owned = remarks.map(|(at, text)| (at.to_owned(), text.to_owned()));
                owned.collect()
            })
        });
        Self(Arc::new(remarks.unwrap_or_default()))
    }

    /// The remark at a question.
    pub fn at(&self, path: &str) -> Option<String> {
        self.0.get(path).cloned()
    }

    /// The remark about the whole.
    pub fn whole(&self) -> Option<String> {
        self.at(WHOLE)
    }

    /// The remarks at questions, by their paths.
    pub fn at_questions(&self) -> impl Iterator<Item = (&str, &str)> {
        let remarks = self.0.iter();
        remarks
            .filter(|(at, _)| *at != WHOLE)
            .map(|(at, text)| (at.as_str(), text.as_str()))
    }
}
