//! A list that is put in order: by dragging, or with two buttons on each row that do the same.

use ledger::RecordId;
use leptos::{html, prelude::*, wasm_bindgen::JsCast};
use web_sys::{Element, PointerEvent};

use crate::{
    components::icon::Icon,
    locales::{ControlTexts, fill},
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Item {
    /// What it is found by.
    pub id: RecordId,
    /// What it is called.
    pub title: String,
    /// More about it.
    pub sub: String,
}

/// The list, and what is under the finger. Copies are the same list.
#[derive(Clone, Copy)]
struct List {
    items: Memo<Vec<Item>>,
    put: Callback<Vec<RecordId>>,
    /// The order as it would be if the finger were lifted now.
    order: RwSignal<Option<Vec<RecordId>>>,
    held: RwSignal<Option<RecordId>>,
    own: NodeRef<html::Ol>,
    /// What a screen reader is told after a move.
    said: RwSignal<String>,
}

/// A list in an order that can be changed.
#[component]
pub fn Sortable(
    /// The rows in the order that holds.
    items: Memo<Vec<Item>>,
    /// What to do with a new order.
    put: Callback<Vec<RecordId>>,
    /// What else a row shows when it is unfolded.
    #[prop(optional)]
    inside: Option<Callback<RecordId, AnyView>>,
) -> impl IntoView {
    let list = List {
        items,
        put,
        order: RwSignal::new(None),
        held: RwSignal::new(None),
        own: NodeRef::new(),
        said: RwSignal::new(String::new()),
    };
    let ids = Memo::new(move |_| list.shown());
    view! {
        <ol node_ref=list.own class="rank">
            <For each=move || ids.get() key=|id| *id let:id>{row(list, id, inside)}</For>
        </ol>
        <p class="visually-hidden" role="status">{move || list.said.get()}</p>
    }
}

#[expect(clippy::too_many_lines, reason = "one view, read from top to bottom")]
fn row(list: List, id: RecordId, inside: Option<Callback<RecordId, AnyView>>) -> AnyView {
    let t = ControlTexts::now();
    let item = Memo::new(move |_| {
        let found = list
            .items
            .with(|items| items.iter().find(|item| item.id == id).cloned());
        found.map_or_else(Default::default, |item| (item.title, item.sub))
    });
    let title = move || item.get().0;
    let at = Memo::new(move |_| list.shown().iter().position(|other| *other == id));
    let last = Memo::new(move |_| at.get().is_none_or(|at| at + 1 == list.shown().len()));
    let unfolded = RwSignal::new(false);
    let grab = move |event: PointerEvent| {
        event.prevent_default();
        let handle = event.current_target();
        if let Some(handle) = handle.and_then(|on| on.dyn_into::<Element>().ok()) {
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
        list.held.set(Some(id));
    };
    let button = move |text, icon, off: Signal<bool>, by: isize| {
        view! {
            <button
                type="button"
                class="button square"
                data-move=if by < 0 { "up" } else { "down" }
                aria-label=move || fill(text, &[&title()])
                aria-disabled=move || off.get().then_some("true")
                on:click=move |_| list.shift(id, by)
            >
                <Icon name=icon/>
            </button>
        }
    };
    let fold = inside.map(|_| {
        view! {
            <button
                type="button"
                class="button quiet square order-fold"
                aria-label=title
                aria-expanded=move || if unfolded.get() { "true" } else { "false" }
                on:click=move |_| unfolded.update(|unfolded| *unfolded = !*unfolded)
            >
                <Icon name="chevron"/>
            </button>
        }
    });
    view! {
        <li data-row=id.to_string()>
            <div
                class="rank-row order-row"
                data-held=move || (list.held.get() == Some(id)).then_some("")
            >
                <span
                    class="rank-handle"
                    aria-hidden="true"
                    title=move || fill(t.rank_drag, &[&title()])
                    on:pointerdown=grab
                    on:pointermove=move |event| list.drag(&event)
                    on:pointerup=move |_| list.drop(true)
                    on:pointercancel=move |_| list.drop(false)
                >
                    <Icon name="drag"/>
                </span>
                <span class="rank-label">
                    <span class="row-title">{title}</span>
                    <span class="row-sub">{move || item.get().1}</span>
                </span>
                {fold}
                {button(t.rank_up, "up", Signal::derive(move || at.get() == Some(0)), -1)}
                {button(t.rank_down, "down", Signal::derive(move || last.get()), 1)}
            </div>
            {move || {
                let inside = inside.filter(|_| unfolded.get());
                inside.map(|inside| view! { <div class="order-inside">{inside.run(id)}</div> })
            }}
        </li>
    }
    .into_any()
}

impl List {
    /// The order on the screen.
    fn shown(self) -> Vec<RecordId> {
        let held = self.order.get();
        held.unwrap_or_else(|| {
            self.items
                .with(|items| items.iter().map(|item| item.id).collect())
        })
    }

    fn shift(self, id: RecordId, by: isize) {
        let order = untrack(|| self.shown());
        let at = order.iter().position(|other| *other == id);
        let to = at.and_then(|at| at.checked_add_signed(by));
        if let Some(to) = to.filter(|to| *to < order.len()) {
            self.give(id, moved(&order, id, to));
        }
    }

    /// Hands on an order, and says where something is now.
    fn give(self, id: RecordId, order: Vec<RecordId>) {
        let at = order
            .iter()
            .position(|other| *other == id)
            .unwrap_or_default();
        let title = self.items.with_untracked(|items| {
            let item = items.iter().find(|item| item.id == id);
            item.map_or_else(String::new, |item| item.title.clone())
        });
        let t = ControlTexts::now();
        self.said
            .set(fill(t.rank_at, &[&title, &(at + 1), &order.len()]));
        self.put.run(order);
    }

    /// Puts what is held where the finger is.
    fn drag(self, event: &PointerEvent) {
        let (Some(id), Some(list)) = (self.held.get_untracked(), self.own.get_untracked()) else {
            return;
        };
        let rows = list.children();
        let y = f64::from(event.client_y());
        let count = rows.length();
        let below = (0..count).find(|at| {
            let row = rows.item(*at);
            row.is_some_and(|row| y < row.get_bounding_client_rect().bottom())
        });
        let to = below.unwrap_or(count.saturating_sub(1)) as usize;
        let order = untrack(|| self.shown());
        if order.get(to) != Some(&id) {
            self.order.set(Some(moved(&order, id, to)));
        }
    }

    fn drop(self, keep: bool) {
        let held = self.held.get_untracked();
        self.held.set(None);
        let order = self.order.get_untracked();
        if let (true, Some(id), Some(order)) = (keep, held, order) {
            self.give(id, order);
        }
        self.order.set(None);
    }
}

/// The order with one row at another place.
fn moved(order: &[RecordId], id: RecordId, to: usize) -> Vec<RecordId> {
    let mut order: Vec<RecordId> = order.iter().copied().filter(|other| *other != id).collect();
    order.insert(to.min(order.len()), id);
    order
}
