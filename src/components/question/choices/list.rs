//! A list of any length to choose from: only the rows that can be seen are in the page. It follows
//! the WAI-ARIA listbox pattern; with a search it is the list of a combobox.

use form::Choice;
use leptos::{html, prelude::*};
use web_sys::KeyboardEvent;

use super::{Select, finder::Finder};
use crate::{
    components::{icon::Icon, question::markup::plain},
    locales::{ControlTexts, fill},
};

/// The height of a row; the style sheet says the same.
const ROW_PX: usize = 56;
/// Rows in the page above and below what can be seen.
const SPARE: usize = 6;
/// How far a page key goes.
const PAGE: usize = 8;

/// The list that is open. Copies are the same list.
#[derive(Clone, Copy)]
struct Open {
    select: Select,
    found: Memo<Vec<usize>>,
    /// Which of the found rows the keys are at.
    active: RwSignal<usize>,
    /// How far it is scrolled, in rows.
    top: RwSignal<usize>,
    list: NodeRef<html::Div>,
    done: Callback<()>,
}

/// The list, and a search above it when there are many. `done` is called when one is chosen.
#[expect(clippy::too_many_lines, reason = "one view, read from top to bottom")]
pub(super) fn list(select: Select, search_first: bool, done: Callback<()>) -> AnyView {
    let t = ControlTexts::now();
    let query = RwSignal::new(String::new());
    let finder = Memo::new_with_compare(
        move |_| std::sync::Arc::new(select.choices.with(|choices| Finder::of(choices))),
        |before, now| match (before, now) {
            (Some(before), Some(now)) => !std::sync::Arc::ptr_eq(before, now),
            _ => true,
        },
    );
    let found = Memo::new(move |_| finder.with(|finder| query.with(|query| finder.find(query))));
    let taken = select.choices.with_untracked(|choices| {
        choices
            .iter()
            .position(|choice| untrack(|| select.has(&choice.name)))
    });
    let open = Open {
        select,
        found,
        active: RwSignal::new(taken.unwrap_or_default()),
        top: RwSignal::new(0),
        list: NodeRef::new(),
        done,
    };
    let search = NodeRef::<html::Input>::new();
    let typed = move |text: String| {
        query.set(text);
        open.active.set(0);
        open.bring(0);
    };
    let short = select.choices.with_untracked(Vec::len) <= PAGE;
    let field = (search_first || !short).then(|| {
        view! {
            <label class="finder-search">
                <span class="visually-hidden">{t.search}</span>
                <Icon name="search"/>
                <input
                    node_ref=search
                    type="search"
                    class="input"
                    role="combobox"
                    aria-expanded="true"
                    aria-autocomplete="list"
                    aria-controls=select.field.part("list")
                    aria-activedescendant=move || open.active_id()
                    autocomplete="off"
                    placeholder=t.search
                    on:input=move |event| typed(event_target_value(&event))
                    on:keydown=move |event| open.key(&event, true)
                />
            </label>
            <p class="visually-hidden" role="status">
                {move || fill(t.found, &[&found.with(Vec::len)])}
            </p>
        }
    });
    let with_search = field.is_some();
    // The sheet opens first and takes the focus for itself; by then it may be closed again.
    request_animation_frame(move || {
        let Some(active) = open.active.try_get_untracked() else {
            return;
        };
        open.bring(active);
        if search_first {
            if let Some(search) = search.try_get_untracked().flatten() {
                let _ = search.focus();
            }
        } else if let Some(list) = open.list.try_get_untracked().flatten() {
            let _ = list.focus();
        }
    });
    let keys = move |event: KeyboardEvent| {
        open.key(&event, false);
        // Whoever begins to type is searching.
        let letter = event.key().chars().count() == 1 && !event.ctrl_key() && event.key() != " ";
        if with_search
            && letter
            && let Some(search) = search.get_untracked()
        {
            let _ = search.focus();
        }
    };
    view! {
        <div class="finder">
            {field}
            {open.rows(keys)}
            <Show when=move || found.with(Vec::is_empty)>
                <p class="empty">{t.nothing_found}</p>
            </Show>
        </div>
    }
    .into_any()
}

impl Open {
    fn rows(self, keys: impl Fn(KeyboardEvent) + 'static) -> AnyView {
        let seen = move || {
            let from = self.top.get().saturating_sub(SPARE);
            let count = self.seen() + 2 * SPARE;
            self.found.with(|found| {
                let rows = found.iter().copied().enumerate().skip(from).take(count);
                rows.collect::<Vec<_>>()
            })
        };
        let height = move || format!("{}px", self.found.with(Vec::len) * ROW_PX);
        let scrolled = move |_| {
            if let Some(list) = self.list.get_untracked() {
                let top = usize::try_from(list.scroll_top()).unwrap_or_default() / ROW_PX;
                if self.top.get_untracked() != top {
                    self.top.set(top);
                }
            }
        };
        view! {
            <div
                node_ref=self.list
                class="finder-list"
                id=self.select.field.part("list")
                role="listbox"
                tabindex="0"
                aria-labelledby=self.select.field.part("label")
                aria-multiselectable=self.select.multiple.then_some("true")
                aria-activedescendant=move || self.active_id()
                on:scroll=scrolled
                on:keydown=keys
            >
                <div class="finder-rows" role="presentation" style:height=height>
                    <For each=seen key=|row| *row let:row>
                        {self.row(row.0, row.1)}
                    </For>
                </div>
            </div>
        }
        .into_any()
    }

    fn row(self, at: usize, number: usize) -> AnyView {
        let choice = self.choice(number);
        let Some(Choice { name, label, .. }) = choice else {
            return ().into_any();
        };
        let wanted = name.clone();
        let taken = Memo::new(move |_| self.select.has(&wanted));
        view! {
            <div
                class="finder-row"
                role="option"
                id=self.option_id(at)
                data-choice=name
                data-active=move || (self.active.get() == at).then_some("")
                aria-selected=move || if taken.get() { "true" } else { "false" }
                aria-posinset=at + 1
                aria-setsize=move || self.found.with(Vec::len)
                style:top=format!("{}px", at * ROW_PX)
                on:click=move |_| {
                    self.active.set(at);
                    self.take(at);
                }
            >
                <span>{plain(&label)}</span>
                <Icon name="check"/>
            </div>
        }
        .into_any()
    }

    fn choice(self, number: usize) -> Option<Choice> {
        self.select
            .choices
            .with_untracked(|choices| choices.get(number).cloned())
    }

    fn option_id(self, at: usize) -> String {
        self.select.field.part(&format!("option-{at}"))
    }

    fn active_id(self) -> Option<String> {
        let at = self.active.get();
        (at < self.found.with(Vec::len)).then(|| self.option_id(at))
    }

    /// How many rows can be seen.
    fn seen(self) -> usize {
        let list = self.list.get_untracked();
        let height = list.map_or(0, |list| list.client_height());
        usize::try_from(height).unwrap_or_default().max(10 * ROW_PX) / ROW_PX + 1
    }

    /// Takes the row, or takes it back where several may be chosen.
    fn take(self, at: usize) {
        let number = self.found.with_untracked(|found| found.get(at).copied());
        let Some(choice) = number.and_then(|number| self.choice(number)) else {
            return;
        };
        let taken = self.select.multiple && untrack(|| self.select.has(&choice.name));
        if !self.select.multiple {
            self.done.run(());
        }
        self.select.pick(&choice.name, !taken);
    }

    fn key(self, event: &KeyboardEvent, typing: bool) {
        // Enter means the next question elsewhere on the page.
        event.stop_propagation();
        if event.is_composing() || event.key_code() == 229 {
            return;
        }
        let last = self.found.with_untracked(Vec::len).saturating_sub(1);
        let at = self.active.get_untracked();
        let to = match event.key().as_str() {
            "ArrowDown" => (at + 1).min(last),
            "ArrowUp" => at.saturating_sub(1),
            "PageDown" => (at + PAGE).min(last),
            "PageUp" => at.saturating_sub(PAGE),
            "Home" if !typing => 0,
            "End" if !typing => last,
            "Enter" => {
                event.prevent_default();
                return self.take(at);
            }
            " " if !typing => {
                event.prevent_default();
                return self.take(at);
            }
            _ => return,
        };
        event.prevent_default();
        self.active.set(to);
        self.bring(to);
    }

    /// Scrolls so that a row can be seen.
    fn bring(self, at: usize) {
        let Some(list) = self.list.try_get_untracked().flatten() else {
            return;
        };
        let px = |rows: usize| i32::try_from(rows * ROW_PX).unwrap_or(i32::MAX);
        let (above, below) = (px(at), px(at + 1) - list.client_height());
        if list.scroll_top() > above {
            list.set_scroll_top(above);
        } else if list.scroll_top() < below {
            list.set_scroll_top(below);
        }
    }
}
