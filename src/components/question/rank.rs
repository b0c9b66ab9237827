//! Putting things in an order: by dragging, or with two buttons on each that do the same.

use form::Choice;
use leptos::{html, prelude::*, wasm_bindgen::JsCast};
use web_sys::{Element, PointerEvent};

use super::{
    choices::clear_answer,
    field::{Field, GroupFrame},
    markup::{markup, plain},
};
use crate::{
    components::icon::Icon,
    locales::{ControlTexts, fill},
};

/// The question, and what is under the finger. Copies are the same question.
#[derive(Clone, Copy)]
struct Rank {
    field: Field,
    choices: Memo<Vec<Choice>>,
    /// The names in order: the answer, and behind it what it does not hold.
    order: Memo<Vec<String>>,
    list: NodeRef<html::Ol>,
    dragged: RwSignal<Option<String>>,
    /// What a screen reader is told after a move.
    said: RwSignal<String>,
}

pub(super) fn rank(field: Field) -> AnyView {
    let t = ControlTexts::now();
    let choices = Memo::new(move |_| field.interview.choices(field.item));
    let order = Memo::new(move |_| {
        field
            .value
            .with(|value| choices.with(|choices| ordered(choices, value)))
    });
    let rank = Rank {
        field,
        choices,
        order,
        list: NodeRef::new(),
        dragged: RwSignal::new(None),
        said: RwSignal::new(String::new()),
    };
    let unset = move || field.value.with(String::is_empty);
    let accept = move |_| rank.set(&order.get_untracked());
    view! {
        <GroupFrame field role=None>
            <p class="hint">{t.rank_hint}</p>
            <ol
                node_ref=rank.list
                class="rank"
                data-unset=move || unset().then_some("")
                data-busy=move || rank.dragged.with(Option::is_some).then_some("")
            >
                <For each=move || order.get() key=Clone::clone let:name>{row(rank, name)}</For>
            </ol>
            <p class="visually-hidden" role="status">{move || rank.said.get()}</p>
            <Show when=unset>
                <p class="button-row">
                    <button type="button" class="button" data-action="accept" on:click=accept>
                        <Icon name="check"/>
                        {t.rank_accept}
                    </button>
                    <span class="state">{t.rank_unset}</span>
                </p>
            </Show>
            {clear_answer(field)}
        </GroupFrame>
    }
    .into_any()
}

#[expect(clippy::too_many_lines, reason = "one view, read from top to bottom")]
fn row(rank: Rank, name: String) -> AnyView {
    let t = ControlTexts::now();
    let of = StoredValue::new(name.clone());
    let label = Memo::new(move |_| {
        let choice = |choices: &Vec<Choice>| {
            let choice = choices
                .iter()
                .find(|choice| of.with_value(|name| choice.name == *name));
            choice.map(|choice| choice.label.clone())
        };
        rank.choices.with(choice).unwrap_or_else(|| of.get_value())
    });
    let named = move |text| fill(text, &[&plain(&label.get())]);
    let at = Memo::new(move |_| {
        rank.order
            .with(|order| of.with_value(|name| order.iter().position(|other| other == name)))
    });
    let last = move || {
        at.get()
            .is_none_or(|at| rank.order.with(|order| at + 1 == order.len()))
    };
    let shift = move |by: isize| rank.shift(&of.get_value(), by);
    let held = move || {
        rank.dragged
            .with(|dragged| of.with_value(|name| dragged.as_ref() == Some(name)))
    };
    let grab = move |event: PointerEvent| {
        event.prevent_default();
        if let Some(handle) = event
            .current_target()
            .and_then(|on| on.dyn_into::<Element>().ok())
        {
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
        rank.dragged.set(Some(of.get_value()));
    };
    let drop = move |_| {
        if rank.dragged.get_untracked().is_some() {
            rank.dragged.set(None);
            rank.say(&of.get_value());
            rank.field.leave();
        }
    };
    let button = move |text, icon, off: Signal<bool>, by| {
        view! {
            <button
                type="button"
                class="button square"
                data-move=if by < 0 { "up" } else { "down" }
                aria-label=move || named(text)
                aria-disabled=move || off.get().then_some("true")
                on:click=move |_| shift(by)
            >
                <Icon name=icon/>
            </button>
        }
    };
    view! {
        <li class="rank-row" data-choice=name data-held=move || held().then_some("")>
            <span
                class="rank-handle"
                aria-hidden="true"
                title=move || named(t.rank_drag)
                on:pointerdown=grab
                on:pointermove=move |event| rank.drag(&event)
                on:pointerup=drop
                on:pointercancel=drop
            >
                <span class="rank-number">{move || at.get().map(|at| at + 1)}</span>
                <Icon name="drag"/>
            </span>
            <span class="rank-label">{move || markup(&label.get())}</span>
            {button(t.rank_up, "up", Signal::derive(move || at.get() == Some(0)), -1)}
            {button(t.rank_down, "down", Signal::derive(last), 1)}
        </li>
    }
    .into_any()
}

impl Rank {
    fn set(self, order: &[String]) {
        self.field.answer(&order.join(" "));
        self.field.leave();
    }

    fn shift(self, name: &str, by: isize) {
        let order = self.order.get_untracked();
        let at = order.iter().position(|other| other == name);
        if let Some(to) = at.and_then(|at| at.checked_add_signed(by)) {
            self.set(&moved(&order, name, to));
            self.say(name);
        }
    }

    /// Says where something is now.
    fn say(self, name: &str) {
        let t = ControlTexts::now();
        let order = self.order.get_untracked();
        let at = order
            .iter()
            .position(|other| other == name)
            .unwrap_or_default();
        let label = self.choices.with_untracked(|choices| {
            let choice = choices.iter().find(|choice| choice.name == name);
            choice.map_or_else(|| name.to_owned(), |choice| plain(&choice.label))
        });
        self.said
            .set(fill(t.rank_at, &[&label, &(at + 1), &order.len()]));
    }

    /// Puts what is dragged where the finger is.
    fn drag(self, event: &PointerEvent) {
        let Some(name) = self.dragged.get_untracked() else {
            return;
        };
        let Some(list) = self.list.get_untracked() else {
            return;
        };
        let rows = list.children();
        let y = f64::from(event.client_y());
        let count = rows.length();
        let to = (0..count).position(|at| {
            rows.item(at)
                .is_some_and(|row| y < row.get_bounding_client_rect().bottom())
        });
        let to = to.unwrap_or(usize::try_from(count).unwrap_or(1).saturating_sub(1));
        let order = self.order.get_untracked();
        if order.get(to) != Some(&name) {
            self.field.answer(&moved(&order, &name, to).join(" "));
        }
    }
}

/// All names, those of the answer first.
fn ordered(choices: &[Choice], value: &str) -> Vec<String> {
    let mut order: Vec<String> = value.split_ascii_whitespace().map(str::to_owned).collect();
    for choice in choices {
        if !order.contains(&choice.name) {
            order.push(choice.name.clone());
        }
    }
    order
}

/// The order with one name at another place.
fn moved(order: &[String], name: &str, to: usize) -> Vec<String> {
    let mut order: Vec<String> = order.to_vec();
    if let Some(from) = order.iter().position(|other| other == name) {
        let name = order.remove(from);
        order.insert(to.min(order.len()), name);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_moved_and_the_others_keep_their_order() {
        let order = ["a", "b", "c", "d"].map(str::to_owned);
        assert_eq!(moved(&order, "c", 0), ["c", "a", "b", "d"]);
        assert_eq!(moved(&order, "a", 9), ["b", "c", "d", "a"]);
        assert_eq!(moved(&order, "x", 0), order);
    }

    #[test]
    fn what_the_answer_lacks_comes_behind_it() {
        let choices = ["a", "b", "c"].map(|name| Choice {
            name: name.to_owned(),
            ..Choice::default()
        });
        assert_eq!(ordered(&choices, "c"), ["c", "a", "b"]);
        assert_eq!(ordered(&choices, ""), ["a", "b", "c"]);
    }
}
