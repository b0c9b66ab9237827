//! The head: the way back, whether all is saved, undo, and publishing; and the switch of panes.

use leptos::prelude::*;

use super::{
    field::icon_button,
    keeper::Sign,
    publish,
    studio::{Pane, Studio},
};
use crate::{
    components::{back::BackTo, icon::Icon, store_error::store_error_text},
    locales::{DesignTexts, fill},
};

pub fn bar(studio: Studio) -> AnyView {
    let t = DesignTexts::now();
    let publishing = RwSignal::new(false);
    let title = move || {
        let title = studio.read(|design| design.setting("form_title").to_owned());
        if title.is_empty() {
            t.untitled.to_owned()
        } else {
            title
        }
    };
    let undo = move || {
        studio.act(form::design::Design::undo);
    };
    let redo = move || {
        studio.act(form::design::Design::redo);
    };
    let can_undo = move || studio.read(form::design::Design::can_undo);
    let can_redo = move || studio.read(form::design::Design::can_redo);
    view! {
        <header class="design-head">
            <BackTo href="/forms" title=t.back/>
            <h1>{title}</h1>
            {move || sign(studio)}
            <span class="design-steps">
                <Show when=can_undo>{move || icon_button("undo", t.undo, "undo", undo)}</Show>
                <Show when=can_redo>{move || icon_button("redo", t.redo, "redo", redo)}</Show>
            </span>
            <button
                type="button"
                class="button primary"
                data-action="publish"
                on:click=move |_| {
                    studio.check_now();
                    publishing.set(true);
                }
            >
                {t.publish}
            </button>
        </header>
        {publish::publish(studio, publishing)}
    }
    .into_any()
}

fn sign(studio: Studio) -> AnyView {
    let t = DesignTexts::now();
    let Some(keeper) = studio.keeper() else {
        return ().into_any();
    };
    let (state, text) = match keeper.sign.get() {
        Sign::Saving => ("saving", t.saving.to_owned()),
        Sign::Saved => ("saved", t.saved.to_owned()),
        Sign::Failed(error) => ("failed", store_error_text(&error)),
    };
    view! { <span class="save-sign" data-state=state role="status">{text}</span> }.into_any()
}

/// Which pane shows, and how the form stands.
pub fn panes(studio: Studio) -> AnyView {
    let t = DesignTexts::now();
    let button = |pane: Pane, icon: &'static str, word: &'static str| {
        let taken = move || (studio.pane.get() == pane).to_string();
        view! {
            <button
                type="button"
                data-pane-button=pane.name()
                aria-pressed=taken
                on:click=move |_| studio.pane.set(pane)
            >
                <Icon name=icon/>
                <span>{word}</span>
            </button>
        }
    };
    let standing = move || {
        let (errors, _) = studio.counts();
        (errors > 0).then(|| {
            view! { <span class="chip" data-state="problem">{fill(t.problems_some, &[&errors])}</span> }
        })
    };
    view! {
        <nav class="design-panes" aria-label=t.panes>
            {button(Pane::List, "list", t.pane_questions)}
            {button(Pane::Edit, "edit", t.pane_edit)}
            {button(Pane::Form, "settings", t.pane_form)}
            {button(Pane::Preview, "eye", t.pane_preview)}
            <span class="design-standing">{standing}</span>
        </nav>
    }
    .into_any()
}
