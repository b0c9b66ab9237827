//! A marked passage: its words, themes, note and needs, and what can be done with it.

use leptos::prelude::*;
use leptos_router::components::A;
use needs::Need;

use super::{Mark, Marking, Open};
use crate::{
    components::{
        icon::Icon,
        notice::{Kind, notice},
    },
    locales::{ThemeTexts, fill},
};

#[component]
pub(super) fn OnePassage(marking: Marking) -> impl IntoView {
    move || marking.chosen_mark().map(|mark| shown(marking, mark))
}

fn shown(marking: Marking, mark: Mark) -> AnyView {
    let t = ThemeTexts::now();
    let id = mark.id;
    let may = marking.may.get();
    let themes = mark.themes.iter().map(|(theme, name)| {
        let (theme, name) = (*theme, name.clone());
        let label = fill(t.take_theme, &[&name]);
        let take = {
            let name = name.clone();
            move |_| marking.take(id, theme, &name)
        };
        let take = may.then(|| {
            view! {
                <button class="button quiet" on:click=take aria-label=label data-take=theme.to_string()>
                    <Icon name="close"/>
                </button>
            }
        });
        view! { <li><A href=format!("/theme/{theme}")>{name}</A>{take}</li> }
    });
    let themes = themes.collect_view();
    let needs = mark.needs.iter().filter_map(|need| {
        let content = marking
            .desk
            .read(|state| Need::find(state, *need).map(|need| need.content().to_owned()))?;
        Some(view! { <li><A href=format!("/need/{need}")>{content}</A></li> })
    });
    let needs: Vec<_> = needs.collect();
    let has_needs = !needs.is_empty();
    let changed = mark
        .changed
        .then(|| notice(Kind::Warning, t.changed_explained, None));
    let tools = may.then(|| {
        let go = move |open| move |_| marking.show(open);
        view! {
            <p class="button-row">
                <button class="button" data-do="theme" on:click=go(Open::Theme)>
                    <Icon name="group"/>{t.add_theme}
                </button>
                <button class="button" data-do="need" on:click=go(Open::Need)>
                    <Icon name="star"/>{t.to_need}
                </button>
                <button class="button" data-do="note" on:click=go(Open::Note)>
                    <Icon name="edit"/>{t.note}
                </button>
                <button
                    class="button quiet danger"
                    data-do="unmark"
                    on:click=move |_| marking.unmark(id)
                >
                    <Icon name="eraser"/>{t.unmark}
                </button>
            </p>
        }
    });
    view! {
        <div class="stack">
            <blockquote class="quote">{mark.quote}</blockquote>
            {changed}
            <ul class="theme-tags">{themes}</ul>
            {mark.note.map(|note| view! { <p class="mark-note">{note}</p> })}
            {has_needs.then(|| view! {
                <div><h3>{t.needs}</h3><ul class="need-list">{needs}</ul></div>
            })}
            {tools}
        </div>
    }
    .into_any()
}
