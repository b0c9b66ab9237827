//! How the questionnaire is shown: its language, and how much of it at a time.

use form::{LanguageId, Session};
use leptos::prelude::*;

use super::{Flow, walk::Walk};
use crate::{
    components::{choice_row::ChoiceRow, icon::Icon, sheet::Sheet},
    locales::SurveyTexts,
};

/// Whether the sheet is open.
#[derive(Clone, Copy)]
pub(super) struct ViewOpen(pub RwSignal<bool>);

/// What the button says: the language, where the form has several.
#[component]
pub(super) fn ViewButton() -> impl IntoView {
    let t = SurveyTexts::now();
    let walk = expect_context::<Walk>();
    let ViewOpen(open) = expect_context();
    let word = move || {
        let spoken = walk.interview.structure(spoken);
        spoken.unwrap_or_else(|| t.view.to_owned())
    };
    view! {
        <button
            class="button quiet view-button"
            aria-haspopup="dialog"
            on:click=move |_| open.set(true)
        >
            <Icon name="language"/>
            <span>{word}</span>
            <span class="visually-hidden">{t.view_title}</span>
        </button>
    }
}

/// The languages of the form, if it has several.
fn languages(session: &Session) -> Vec<(LanguageId, String)> {
    let form = session.form();
    let named = form
        .language_ids()
        .zip(form.languages())
        .map(|(id, language)| (id, bare(&language.name).to_owned()))
        .collect::<Vec<_>>();
    if named.len() > 1 { named } else { Vec::new() }
}

/// The language that the form is shown in, if it has several.
fn spoken(session: &Session) -> Option<String> {
    let now = session.language();
    let found = languages(session).into_iter().find(|(id, _)| *id == now);
    found.map(|(_, name)| name)
}

/// A language's name without its code: `中文 (zh)` is `中文`.
fn bare(name: &str) -> &str {
    name.split_once(" (").map_or(name, |(name, _)| name)
}

/// The sheet.
#[component]
pub(super) fn ViewSheet() -> impl IntoView {
    let ViewOpen(open) = expect_context();
    view! {
        <Sheet open labelled_by="view-title">
            <Settings open/>
        </Sheet>
    }
}

#[component]
fn Settings(open: RwSignal<bool>) -> impl IntoView {
    let t = SurveyTexts::now();
    let walk = expect_context::<Walk>();
    let languages = walk.interview.peek(languages);
    let language = (!languages.is_empty()).then(|| {
        let interview = walk.interview;
        let taken = Memo::new(move |_| interview.structure(|session| Some(session.language())));
        let options = languages
            .into_iter()
            .map(|(id, name)| (Some(id), name))
            .collect();
        let choose = Callback::new(move |id: Option<LanguageId>| {
            if let Some(id) = id {
                walk.speak(id);
            }
        });
        view! { <ChoiceRow name="form-language" legend=t.form_language options taken choose/> }
    });
    let flows = vec![
        (Flow::Sections, t.flow_sections.to_owned()),
        (Flow::Single, t.flow_single.to_owned()),
        (Flow::Whole, t.flow_whole.to_owned()),
    ];
    let choose = Callback::new(move |flow| walk.show_as(flow));
    view! {
        <div class="sheet-head">
            <h2 id="view-title">{t.view_title}</h2>
            <button class="button quiet" on:click=move |_| open.set(false)>
                <Icon name="close"/>
                {t.close}
            </button>
        </div>
        {language}
        <ChoiceRow name="form-flow" legend=t.flow options=flows taken=walk.flow choose/>
    }
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn a_language_is_named_without_its_code() {
        assert_eq!(bare("繁體中文 (zh-Hant)"), "繁體中文");
        assert_eq!(bare("English"), "English");
    }
}
