//! What was given under a consent that was taken back, marked.

use leptos::prelude::*;
use needs::consent::Lost;

use crate::{
    components::notice::{Kind, notice},
    locales::ConsentTexts,
};

/// Says what of a record may no longer be used.
pub fn withdrawn_notice(lost: Lost) -> Option<AnyView> {
    let t = ConsentTexts::now();
    if lost.content {
        Some(notice(Kind::Warning, t.withdrawn_notice, None))
    } else if lost.recordings {
        Some(notice(Kind::Warning, t.recording_notice, None))
    } else {
        None
    }
}
