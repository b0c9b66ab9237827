//! What questionnaires still need before they can be filled in without a connection.

use leptos::prelude::*;

use crate::{
    components::{
        notice::{Kind, notice},
        size::size_of,
    },
    desk::Desk,
    locales::{ShellTexts, fill},
};

/// Says how much is still to come; nothing when all is here.
#[component]
pub fn ComingNotice() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let coming = Memo::new(move |_| desk.files().coming());
    move || {
        let coming = coming.get();
        (coming.files > 0).then(|| {
            let text = ShellTexts::now().files_coming;
            let text = fill(text, &[&coming.files, &size_of(coming.bytes)]);
            notice(Kind::Warning, text, None)
        })
    }
}
