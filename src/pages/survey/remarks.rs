//! What has to be gone over in a response that was sent back, with the way to each question.

use leptos::prelude::*;

use crate::{
    components::{
        notice::{Kind, notice},
        question::Interview,
        remarks::Remarks,
    },
    locales::ReviewTexts,
};

/// The list; nothing where nothing was sent back. `seek` brings the question of a path to the
/// screen.
pub fn to_do(
    remarks: &Remarks,
    interview: Interview,
    seek: RwSignal<Option<String>>,
) -> impl IntoView + use<> {
    let t = ReviewTexts::now();
    let whole = remarks.whole();
    let rows = remarks.at_questions().map(|(path, text)| {
        let (path, text) = (path.to_owned(), text.to_owned());
        let label = interview.peek(|session| {
            let item = session.find(&path)?;
            session.item(item).label()
        });
        let label = label.unwrap_or_else(|| path.clone());
        let go = move |_| {
            // The same question again is brought again.
            seek.set(None);
            seek.set(Some(path.clone()));
        };
        view! { <li><button class="link" on:click=go>{label}</button>": "{text}</li> }
    });
    let rows: Vec<_> = rows.collect();
    (whole.is_some() || !rows.is_empty()).then(|| {
        let list = view! { {whole.map(|text| view! { <p>{text}</p> })}<ul>{rows}</ul> };
        notice(Kind::Warning, t.returned_to_you, Some(list.into_any()))
    })
}
