//! Folding: groups and entries that show only their heading.

use std::collections::BTreeSet;

use form::ItemId;
use leptos::prelude::*;

use crate::components::icon::Icon;

/// What is folded. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Folds(RwSignal<BTreeSet<ItemId>>);

impl Folds {
    pub fn new() -> Self {
        Self(RwSignal::new(BTreeSet::new()))
    }

    pub fn is_folded(self, item: ItemId) -> bool {
        self.0.with(|folded| folded.contains(&item))
    }

    pub fn set_all(self, items: &[ItemId], folded: bool) {
        self.0.update(|all| {
            for item in items {
                if folded {
                    all.insert(*item);
                } else {
                    all.remove(item);
                }
            }
        });
    }

    /// Opens whatever of these is folded.
    pub fn open(self, items: &[ItemId]) {
        let any = self
            .0
            .with_untracked(|folded| items.iter().any(|item| folded.contains(item)));
        if any {
            self.set_all(items, false);
        }
    }
}

/// A heading that folds what is below it.
#[component]
pub(super) fn FoldHeading(
    /// What it stands over.
    item: ItemId,
    /// Whether it is that of an entry rather than of a group.
    small: bool,
    /// Its text.
    children: Children,
) -> impl IntoView {
    let folds = expect_context::<Folds>();
    let folded = Memo::new(move |_| folds.is_folded(item));
    let toggle = move |_| folds.set_all(&[item], !folded.get_untracked());
    let button = view! {
        <button
            type="button"
            class="fold"
            aria-expanded=move || if folded.get() { "false" } else { "true" }
            on:click=toggle
        >
            <Icon name="chevron"/>
            {children()}
        </button>
    };
    if small {
        view! { <h3 class="fold-heading">{button}</h3> }.into_any()
    } else {
        view! { <h2 class="fold-heading">{button}</h2> }.into_any()
    }
}
