//! A sentence that has to be noticed.

use leptos::prelude::*;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Good to know.
    Info,
    /// It worked.
    Good,
    /// Something to act on.
    Warning,
    /// Something went wrong.
    Error,
}

/// A box with a sentence and what can be done about it. Warnings and errors are read out at once.
pub fn notice(kind: Kind, text: impl Into<String>, action: Option<AnyView>) -> AnyView {
    let (name, role) = match kind {
        Kind::Info => ("info", "status"),
        Kind::Good => ("good", "status"),
        Kind::Warning => ("warning", "alert"),
        Kind::Error => ("error", "alert"),
    };
    let text: String = text.into();
    view! { <div class="notice" data-kind=name role=role><p>{text}</p>{action}</div> }.into_any()
}

/// An error, where there is one.
pub fn error_notice(error: RwSignal<Option<String>>) -> AnyView {
    (move || error.get().map(|text| notice(Kind::Error, text, None))).into_any()
}
