//! Whether the answers are on the disk, and what keeps them from it.

use leptos::prelude::*;

use super::visit::Visit;
use crate::components::{
    save_sign::{save_failure, save_sign},
    store_error::write_error_text,
};

/// Whether all is on the disk. It is not read out at each answer; an error is.
#[component]
pub fn SaveSign() -> impl IntoView {
    let visit = expect_context::<Visit>();
    save_sign(move || visit.saver().map(|saver| saver.sign()))
}

/// What keeps the answers from the disk. It stays in sight until they are there.
#[component]
pub fn SaveFailure() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let again = move || {
        if let Some(saver) = visit.saver() {
            saver.flush();
        }
    };
    save_failure(move || visit.saver().map(|saver| saver.sign()), again)
}

/// Why the response could not be written, or the draft not be thrown away.
#[component]
pub fn WriteFailure() -> impl IntoView {
    let visit = expect_context::<Visit>();
    move || {
        visit.failure.get().map(|error| {
            view! {
                <div class="notice" data-kind="error" role="alert">
                    <p>{write_error_text(&error)}</p>
                </div>
            }
        })
    }
}
