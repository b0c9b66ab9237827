//! Texts with places to fill in.

use super::CellId;

/// One text in the languages that it has.
#[derive(Debug, Default)]
pub(crate) struct Text {
    /// By language; `None` where the author wrote nothing.
    pub(crate) wordings: Vec<Option<Vec<Piece>>>,
}

#[derive(Debug)]
pub(crate) enum Piece {
    Plain(String),
    /// The value of an expression.
    Value(CellId),
}

impl Text {
    pub(crate) fn is_empty(&self) -> bool {
        self.wordings.iter().all(Option::is_none)
    }

    /// The wording in `language`, else in `fallback`, else in any.
    pub(crate) fn in_language(&self, language: usize, fallback: usize) -> Option<&[Piece]> {
        let at = |at: usize| self.wordings.get(at).and_then(Option::as_deref);
        at(language)
            .or_else(|| at(fallback))
            .or_else(|| self.wordings.iter().find_map(Option::as_deref))
    }
}
