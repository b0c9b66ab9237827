//! What a form makes of a response: how much was asked, left open, and answered alike.

use form::{Control, ItemKind, Session};

/// The shape of a response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Questions that applied.
    pub asked: usize,
    /// Of these, those without an answer.
    pub empty: usize,
    /// The longest run of questions with one choice that have the same one.
    pub run: usize,
}

/// The shape of a response, from a session that goes on with its answers; in one that only shows
/// them, all questions are closed.
pub fn shape(session: &Session) -> Shape {
    let mut shape = Shape::default();
    let (mut last, mut run) = (String::new(), 0);
    for item in session.items().map(|id| session.item(id)) {
        let ItemKind::Question(control) = item.kind() else {
            continue;
        };
        if !item.relevant() || item.readonly() {
            continue;
        }
        shape.asked += 1;
        if item.value().is_empty() {
            shape.empty += 1;
        }
        if control != Control::SelectOne || item.value().is_empty() {
            (last, run) = (String::new(), 0);
            continue;
        }
        if item.value() == last {
            run += 1;
        } else {
            (last, run) = (item.value().to_owned(), 1);
        }
        shape.run = shape.run.max(run);
    }
    shape
}
