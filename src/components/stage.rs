//! Where a review stands, as a chip.

use needs::review::Stage;

use crate::locales::ReviewTexts;

/// The shape of the chip, and its word.
pub fn stage_chip(stage: Stage) -> (&'static str, &'static str) {
    let t = ReviewTexts::now();
    match stage {
        Stage::New => ("waiting", t.stage_new),
        Stage::Corrected => ("draft", t.stage_corrected),
        Stage::Returned => ("problem", t.stage_returned),
        Stage::Accepted => ("done", t.stage_accepted),
    }
}
