//! Choosing a theme: those used last first, all others in their order; what is typed narrows them,
//! and makes a new one where it names none.

use ledger::RecordId;
use leptos::{ev, html, prelude::*, task::spawn_local};
use needs::{Tree, passage::recent_themes};

use super::{Marking, begin_tree};
use crate::{
    components::icon::Icon,
    locales::{ThemeTexts, fill, language},
};

/// Themes used last that are offered first.
const RECENT: usize = 5;
/// Rows that are shown at once.
const ROWS: usize = 60;

#[derive(Clone, PartialEq)]
struct Offer {
    id: RecordId,
    name: String,
    above: String,
    recent: bool,
}

#[component]
pub(super) fn Pick(marking: Marking) -> impl IntoView {
    let t = ThemeTexts::now();
    let desk = marking.desk;
    let begin = begin_tree(desk);
    if !begin.is_empty() {
        spawn_local(async move {
            // Where it fails, the person makes themes of their own.
            let _ = desk.record_all(begin).await;
        });
    }
    let typed = RwSignal::new(String::new());
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        // A keyboard on the screen would cover what is offered.
        let touch = window().navigator().max_touch_points() > 0;
        if let Some(field) = field.get().filter(|_| !touch) {
            let _ = field.focus();
        }
    });
    let offers = Memo::new(move |_| offers(marking, &typed.read()));
    let is_new = Memo::new(move |_| {
        let typed = typed.read();
        let typed = typed.trim();
        let same = |offer: &Offer| offer.name.eq_ignore_ascii_case(typed);
        !typed.is_empty() && !offers.read().iter().any(same)
    });
    let enter = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let typed = typed.get_untracked();
        let first = offers.get_untracked().into_iter().next();
        match first {
            Some(offer) if !typed.trim().is_empty() => marking.give(offer.id, &offer.name),
            None if !typed.trim().is_empty() => marking.give_new(&typed),
            _ => {}
        }
    };
    let rows = move || {
        let shown = offers.get().into_iter().take(ROWS);
        shown.map(|offer| row(marking, offer)).collect_view()
    };
    view! {
        <form class="stack" on:submit=enter>
            <label class="field">
                <span>{t.theme}</span>
                <input
                    type="search"
                    node_ref=field
                    placeholder=t.theme_search
                    autocomplete="off"
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </label>
            <Show when=move || is_new.get()>
                <button
                    type="button"
                    class="button"
                    data-new="true"
                    on:click=move |_| marking.give_new(&typed.get_untracked())
                >
                    <Icon name="add"/>
                    {move || fill(t.theme_new, &[&typed.read().trim()])}
                </button>
            </Show>
            <ul class="row-list theme-rows">{rows}</ul>
        </form>
    }
}

fn row(marking: Marking, offer: Offer) -> AnyView {
    let (id, name) = (offer.id, offer.name.clone());
    let above = match (offer.recent, offer.above.is_empty()) {
        (true, true) => ThemeTexts::now().recent.to_owned(),
        (true, false) => format!("{} · {}", ThemeTexts::now().recent, offer.above),
        (false, _) => offer.above,
    };
    view! {
        <li>
            <button
                type="button"
                class="row"
                data-theme=id.to_string()
                on:click=move |_| marking.give(id, &name)
            >
                <span class="row-main">
                    <span class="row-title">{offer.name}</span>
                    {(!above.is_empty()).then(|| view! { <span class="row-sub">{above}</span> })}
                </span>
            </button>
        </li>
    }
    .into_any()
}

/// What is offered for what was typed. Themes that the passage has already are left out.
fn offers(marking: Marking, typed: &str) -> Vec<Offer> {
    let lang = language();
    let has = marking.chosen_mark().map(|mark| mark.themes);
    let has = has.unwrap_or_default();
    let actor = marking.desk.actor();
    marking.desk.read(|state| {
        let tree = Tree::of(state);
        let mut nodes = tree.search(typed);
        nodes.retain(|node| has.iter().all(|(id, _)| *id != node.theme.id));
        let recent = actor.map(|actor| recent_themes(state, actor, RECENT));
        let recent: Vec<_> = recent.unwrap_or_default();
        let recent: Vec<_> = recent
            .into_iter()
            .filter_map(|id| tree.counts_for(id))
            .collect();
        // Whoever has typed something looks for that name, not for what was used last.
        if typed.trim().is_empty() {
            let rank = |id| recent.iter().position(|one| *one == id);
            nodes.sort_by_key(|node| rank(node.theme.id).unwrap_or(RECENT));
        }
        let offer = |node: &needs::Node<'_>| Offer {
            id: node.theme.id,
            name: node.theme.name(lang).to_owned(),
            above: node
                .parent
                .map(|id| tree.path(id, lang))
                .unwrap_or_default(),
            recent: recent.contains(&node.theme.id),
        };
        nodes.iter().map(offer).collect()
    })
}
