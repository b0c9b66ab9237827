//! The tree of themes that the team shares, with how much was said about each.

mod edit;
mod export;
pub mod one;

use ledger::RecordId;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use needs::{Act, Tree, tallies};

use crate::{
    components::{
        back::BackTo, icon::Icon, marking::begin_tree, notice::error_notice,
        store_error::write_error_text,
    },
    desk::Desk,
    locales::{OfficeTexts, ThemeTexts, fill, language},
};
use edit::{EditSheet, Editing, undo_bar};

/// A theme as a row.
#[derive(Clone, PartialEq)]
struct Line {
    id: RecordId,
    name: String,
    depth: usize,
    gone: bool,
    passages: usize,
    sources: usize,
}

/// The screen.
#[component]
pub fn ThemesPage() -> impl IntoView {
    let t = ThemeTexts::now();
    let desk = expect_context::<Desk>();
    let editing = Editing::closed();
    let may = Memo::new(move |_| desk.may(Act::Collect));
    let error = RwSignal::new(None::<String>);
    let begin = move |_| {
        let changes = begin_tree(desk);
        spawn_local(async move {
            if let Err(why) = desk.record_all(changes).await {
                let _ = error.try_set(Some(write_error_text(&why)));
            }
        });
    };
    let lines = Memo::new(move |_| lines(desk));
    let list = move || {
        let lines = lines.get();
        if lines.is_empty() {
            return view! {
                <p class="empty">{t.none}</p>
                <Show when=move || may.get()>
                    <p class="button-row">
                        <button class="button primary" data-do="begin" on:click=begin>
                            {t.begin}
                        </button>
                    </p>
                </Show>
            }
            .into_any();
        }
        let rows = lines.into_iter().map(|line| row(line, may, editing));
        view! { <ul class="row-list theme-tree">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <main class="page stack" id="content">
            <BackTo href="/office" title=OfficeTexts::now().title/>
            <div class="page-head"><h1>{t.themes}</h1><p>{t.themes_sub}</p></div>
            <Show when=move || may.get()>
                <p class="button-row">
                    <button class="button" data-do="new" on:click=move |_| editing.begin(None)>
                        <Icon name="add"/>{t.new_theme}
                    </button>
                </p>
            </Show>
            {error_notice(error)}
            {list}
            {undo_bar(editing, false)}
        </main>
        <EditSheet editing/>
    }
}

fn lines(desk: Desk) -> Vec<Line> {
    let lang = language();
    desk.read(|state| {
        let tree = Tree::of(state);
        let tallies = tallies(state, &tree);
        let lines = tree.nodes().iter().map(|node| {
            let tally = tallies.get(&node.theme.id);
            Line {
                id: node.theme.id,
                name: node.theme.name(lang).to_owned(),
                depth: node.depth,
                gone: node.theme.gone(),
                passages: tally.map_or(0, |tally| tally.passages),
                sources: tally.map_or(0, |tally| tally.sources.len()),
            }
        });
        lines.collect()
    })
}

fn row(line: Line, may: Memo<bool>, editing: Editing) -> AnyView {
    let t = ThemeTexts::now();
    let id = line.id;
    let count = if line.passages == 0 {
        t.count_none.to_owned()
    } else {
        fill(t.count, &[&line.passages, &line.sources])
    };
    let retired = line.gone.then(|| format!(" · {}", t.retired));
    let label = format!("{}: {}", t.edit, line.name);
    view! {
        <li style:--depth=line.depth.to_string() data-theme=id.to_string()>
            <A href=format!("/theme/{id}") attr:class="row">
                <span class="row-main">
                    <span class="row-title">{line.name}</span>
                    <span class="row-sub">{count}{retired}</span>
                </span>
                <Icon name="chevron"/>
            </A>
            <Show when=move || may.get()>
                <button
                    class="button quiet"
                    aria-label=label.clone()
                    on:click=move |_| editing.begin(Some(id))
                >
                    <Icon name="edit"/>
                </button>
            </Show>
        </li>
    }
    .into_any()
}
