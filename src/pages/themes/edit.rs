//! A theme's names, its place in the tree, merging and retiring it.

use ledger::{Change, RecordId};
use leptos::{ev, prelude::*, task::spawn_local};
use needs::{Lang, Theme, Tree, walk::undo};

use crate::{
    components::{icon::Icon, notice::error_notice, sheet::Sheet, store_error::write_error_text},
    desk::Desk,
    locales::{ThemeTexts, fill, language},
    platform::random,
};

/// Which theme is edited. A handle.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    open: RwSignal<bool>,
    /// `None` for a new one.
    theme: RwSignal<Option<RecordId>>,
    error: RwSignal<Option<String>>,
    /// What takes the last change back.
    undo: RwSignal<Vec<Change>>,
    desk: Desk,
}

impl Editing {
    pub(super) fn closed() -> Self {
        Self {
            open: RwSignal::new(false),
            theme: RwSignal::new(None),
            error: RwSignal::new(None),
            undo: RwSignal::new(Vec::new()),
            desk: expect_context(),
        }
    }

    pub(super) fn begin(self, theme: Option<RecordId>) {
        self.error.set(None);
        self.theme.set(theme);
        self.open.set(true);
    }

    fn write(self, changes: Vec<Change>, close: bool) {
        if changes.is_empty() {
            self.open.set(!close);
            return;
        }
        let undo = self.desk.peek(|ledger| undo(ledger.state(), &changes));
        self.write_with(changes, undo, close);
    }

    /// Writes changes and keeps what takes them back.
    fn write_with(self, changes: Vec<Change>, undo: Vec<Change>, close: bool) {
        spawn_local(async move {
            match self.desk.record_all(changes).await {
                Ok(()) => {
                    if undo.is_empty() {
                        // What the sheet shows is as it was, too.
                        let _ = self.theme.try_update(|_| ());
                    }
                    let _ = self.undo.try_set(undo);
                    if close {
                        let _ = self.open.try_set(false);
                    }
                }
                Err(error) => {
                    let _ = self.error.try_set(Some(write_error_text(&error)));
                }
            }
        });
    }

    /// Takes the last change back.
    fn take_back(self) {
        let undo = self.undo.get_untracked();
        self.write_with(undo, Vec::new(), false);
    }

    /// What the tree makes of it, written at once.
    fn with_tree(self, close: bool, make: impl FnOnce(&Tree<'_>) -> Vec<Change>) {
        let changes = self.desk.peek(|ledger| make(&Tree::of(ledger.state())));
        self.write(changes, close);
    }
}

/// Says that something was changed, with the button that takes it back: in the sheet as long as
/// that is open, else on the page.
pub(super) fn undo_bar(editing: Editing, in_sheet: bool) -> impl IntoView {
    let t = ThemeTexts::now();
    move || {
        let shown = editing.open.get() == in_sheet && !editing.undo.with(Vec::is_empty);
        shown.then(|| {
            view! {
                <div class="mark-bar" role="status">
                    <span class="mark-done"><Icon name="check"/>{t.changed}</span>
                    <button class="button" data-do="undo" on:click=move |_| editing.take_back()>
                        <Icon name="undo"/><span>{t.undo}</span>
                    </button>
                    <button
                        class="button quiet"
                        aria-label=t.close
                        on:click=move |_| editing.undo.set(Vec::new())
                    >
                        <Icon name="close"/>
                    </button>
                </div>
            }
        })
    }
}

#[component]
pub(super) fn EditSheet(editing: Editing) -> impl IntoView {
    let t = ThemeTexts::now();
    let heading = move || match editing.theme.get() {
        Some(_) => t.edit,
        None => t.new_theme,
    };
    let inside = move || match editing.theme.get() {
        Some(id) => view! { <Edit editing id/> }.into_any(),
        None => view! { <New editing/> }.into_any(),
    };
    view! {
        <Sheet open=editing.open labelled_by="theme-heading">
            <div class="sheet-head">
                <h2 id="theme-heading">{heading}</h2>
                <button
                    class="button quiet"
                    aria-label=t.close
                    on:click=move |_| editing.open.set(false)
                >
                    <Icon name="close"/>
                </button>
            </div>
            <div class="marking-sheet stack">
                {error_notice(editing.error)}{inside}{undo_bar(editing, true)}
            </div>
        </Sheet>
    }
}

/// Themes to choose from, with the place of each, but for some.
fn choices(editing: Editing, without: Option<RecordId>) -> Vec<(RecordId, String)> {
    let lang = language();
    editing.desk.read(|state| {
        let tree = Tree::of(state);
        let without = without.map(|id| tree.with_below(id)).unwrap_or_default();
        let nodes = tree.nodes().iter();
        let offered = nodes.filter(|node| !node.theme.gone() && !without.contains(&node.theme.id));
        offered
            .map(|node| (node.theme.id, tree.path(node.theme.id, lang)))
            .collect()
    })
}

fn options(choices: Vec<(RecordId, String)>, chosen: Option<RecordId>) -> AnyView {
    let options = choices.into_iter().map(|(id, name)| {
        view! { <option value=id.to_string() selected={chosen == Some(id)}>{name}</option> }
    });
    options.collect_view().into_any()
}

#[component]
fn New(editing: Editing) -> impl IntoView {
    let t = ThemeTexts::now();
    let name = RwSignal::new(String::new());
    let parent = RwSignal::new(None::<RecordId>);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let (name, parent) = (name.get_untracked(), parent.get_untracked());
        if !name.trim().is_empty() {
            editing.with_tree(true, |tree| {
                let order = tree.place_below(parent);
                vec![Theme::add(
                    random::record_id(),
                    (language(), &name),
                    parent,
                    order,
                )]
            });
        }
    };
    view! {
        <form class="stack" on:submit=submit>
            <label class="field">
                <span>{t.names}</span>
                <input
                    type="text"
                    autocomplete="off"
                    on:input=move |event| name.set(event_target_value(&event))
                />
            </label>
            <label class="field">
                <span>{t.below}</span>
                <select on:change=move |event| parent.set(event_target_value(&event).parse().ok())>
                    <option value="">{t.top}</option>
                    {options(choices(editing, None), None)}
                </select>
            </label>
            <p class="button-row"><button class="button primary">{t.save}</button></p>
        </form>
    }
}

#[component]
fn Edit(editing: Editing, id: RecordId) -> impl IntoView {
    let gone = Memo::new(move |_| {
        editing
            .desk
            .read(|state| Theme::find(state, id).is_some_and(Theme::gone))
    });
    let t = ThemeTexts::now();
    let shift = move |down| move |_| editing.with_tree(false, |tree| tree.shift(id, down));
    let retire = move |_| editing.write(vec![Theme::retire(id, !gone.get_untracked())], false);
    let hang = move |event: ev::Event| {
        let parent = event_target_value(&event).parse().ok();
        editing.with_tree(false, |tree| {
            tree.hang_below(id, parent).into_iter().collect()
        });
    };
    let parent = untrack(|| {
        editing
            .desk
            .read(|state| Tree::of(state).node(id).and_then(|node| node.parent))
    });
    view! {
        <Names editing id/>
        <label class="field">
            <span>{t.below}</span>
            <select on:change=hang>
                <option value="" selected={parent.is_none()}>{t.top}</option>
                {untrack(|| options(choices(editing, Some(id)), parent))}
            </select>
        </label>
        <p class="button-row">
            <button class="button" data-do="up" on:click=shift(false)>
                <Icon name="move-up"/>{t.up}
            </button>
            <button class="button" data-do="down" on:click=shift(true)>
                <Icon name="move-down"/>{t.down}
            </button>
            <button class="button" data-do="retire" on:click=retire>
                {move || if gone.get() { t.unretire } else { t.retire }}
            </button>
        </p>
        <Merging editing id/>
    }
}

#[component]
fn Names(editing: Editing, id: RecordId) -> impl IntoView {
    let t = ThemeTexts::now();
    let names = untrack(|| {
        editing.desk.read(|state| {
            let theme = Theme::find(state, id);
            Lang::ALL.map(|lang| {
                theme
                    .and_then(|theme| theme.own_name(lang))
                    .unwrap_or("")
                    .to_owned()
            })
        })
    });
    let names = RwSignal::new(names);
    let field = move |at: usize, label| {
        let typed = move |event| names.update(|names| names[at] = event_target_value(&event));
        view! {
            <label class="field">
                <span>{label}</span>
                <input
                    type="text"
                    autocomplete="off"
                    prop:value=names.get_untracked()[at].clone()
                    on:input=typed
                />
            </label>
        }
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let names = names.get_untracked();
        // A theme without any name could not be found again.
        if names.iter().any(|name| !name.trim().is_empty()) {
            let names = [0, 1, 2].map(|at| (Lang::ALL[at], names[at].as_str()));
            editing.write(vec![Theme::rename(id, &names)], true);
        }
    };
    view! {
        <form class="stack" on:submit=submit>
            {field(0, t.name_hant)}
            {field(1, t.name_hans)}
            {field(2, t.name_en)}
            <p class="button-row"><button class="button primary">{t.save}</button></p>
        </form>
    }
}

#[component]
fn Merging(editing: Editing, id: RecordId) -> impl IntoView {
    let t = ThemeTexts::now();
    let merge = move |event: ev::Event| {
        if let Ok(into) = event_target_value(&event).parse() {
            editing.with_tree(true, |tree| tree.merge(id, into));
        }
    };
    let others = untrack(|| {
        let mut others = choices(editing, None);
        others.retain(|(other, _)| *other != id);
        options(others, None)
    });
    let merged = move || {
        let lang = language();
        let merged = editing.desk.read(|state| {
            let tree = Tree::of(state);
            let names = tree
                .merged_into(id)
                .filter_map(|one| Some((one, Theme::find(state, one)?.name(lang).to_owned())));
            names.collect::<Vec<_>>()
        });
        let rows = merged.into_iter().map(|(one, name)| {
            view! {
                <li>
                    {fill(t.merged, &[&name])}
                    <button
                        class="button"
                        on:click=move |_| editing.write(vec![Theme::unmerge(one)], false)
                    >
                        <Icon name="undo"/>{t.unmerge}
                    </button>
                </li>
            }
        });
        view! { <ul class="theme-tags">{rows.collect_view()}</ul> }
    };
    view! {
        {merged}
        <label class="field">
            <span>{t.merge}</span>
            <select on:change=merge>
                <option value="">{t.merge_choose}</option>
                {others}
            </select>
        </label>
        <p class="hint">{t.merge_hint}</p>
    }
}
