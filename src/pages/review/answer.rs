//! An answer corrected by the office, with the reason.

use std::rc::Rc;

use form::{Control, Item, ItemId, ItemKind, Session};
use leptos::{ev, prelude::*};
use needs::review::correct;

use super::one::Reviewing;
use crate::{components::icon::Icon, locales::ReviewTexts};

/// What a correction of an answer needs.
#[derive(Clone)]
pub(super) struct Correction {
    path: String,
    value: String,
    /// Name and label of each choice; empty where the answer is typed.
    choices: Vec<(String, String)>,
    several: bool,
    session: Rc<Session>,
    item: ItemId,
}

impl Correction {
    /// A correction of an answer that [is correctable](is_correctable).
    pub(super) fn of(session: &Rc<Session>, id: ItemId) -> Self {
        let item = session.item(id);
        let control = match item.kind() {
            ItemKind::Question(control) => Some(control),
            _ => None,
        };
        let chosen = matches!(control, Some(Control::SelectOne | Control::SelectMultiple));
        let choices = item.choices().into_iter().filter(|_| chosen);
        Self {
            path: item.path(),
            value: item.value().to_owned(),
            choices: choices.map(|choice| (choice.name, choice.label)).collect(),
            several: control == Some(Control::SelectMultiple),
            session: Rc::clone(session),
            item: id,
        }
    }

    /// A button, and behind it the form. What there is to correct is asked for when it is opened.
    pub(super) fn tools(
        find: impl Fn() -> Option<Self> + Copy + 'static,
        reviewing: Reviewing,
    ) -> AnyView {
        let t = ReviewTexts::now();
        let open = RwSignal::new(false);
        let form = move || Some(find()?.form(reviewing, open));
        let find = StoredValue::new_local(form);
        view! {
            {move || if open.get() {
                untrack(|| find.with_value(|form| form())).into_any()
            } else {
                view! {
                    <button class="button quiet" data-do="correct" on:click=move |_| open.set(true)>
                        <Icon name="edit"/>{t.correct}
                    </button>
                }
                .into_any()
            }}
        }
        .into_any()
    }

    fn form(&self, reviewing: Reviewing, open: RwSignal<bool>) -> AnyView {
        let t = ReviewTexts::now();
        let value = RwSignal::new(self.value.clone());
        let reason = RwSignal::new(String::new());
        let wrong = RwSignal::new(None::<&'static str>);
        let own = StoredValue::new_local(self.clone());
        let submit = move |event: ev::SubmitEvent| {
            event.prevent_default();
            let (value, reason) = (value.get_untracked(), reason.get_untracked());
            let value = value.trim();
            let taken = own.with_value(|own| {
                let canonical = own.session.canonical(own.item, value);
                if value.is_empty() {
                    Some(String::new())
                } else {
                    canonical
                }
            });
            match taken {
                _ if reason.trim().is_empty() => wrong.set(Some(t.correct_reason_needed)),
                None => wrong.set(Some(t.correct_invalid)),
                Some(value) => {
                    let change =
                        own.with_value(|own| correct(reviewing.id, &own.path, &value, &reason));
                    reviewing.write(vec![change]);
                    open.set(false);
                }
            }
        };
        view! {
            <form class="stack" on:submit=submit>
                {self.control(value)}
                <label class="field">
                    <span>{t.correct_reason}</span>
                    <input
                        type="text"
                        name="reason"
                        on:input=move |event| reason.set(event_target_value(&event))
                    />
                </label>
                {move || wrong.get().map(|text| view! { <p class="error" role="alert">{text}</p> })}
                <p class="button-row">
                    <button class="button primary" data-save="correction">{t.correct_save}</button>
                    <button type="button" class="button quiet" on:click=move |_| open.set(false)>
                        {t.cancel}
                    </button>
                </p>
            </form>
        }
        .into_any()
    }

    fn control(&self, value: RwSignal<String>) -> AnyView {
        let t = ReviewTexts::now();
        if self.choices.is_empty() {
            return view! {
                <label class="field">
                    <span>{t.correct_value}</span>
                    <input
                        type="text"
                        name="value"
                        prop:value=value
                        on:input=move |event| value.set(event_target_value(&event))
                    />
                </label>
            }
            .into_any();
        }
        if self.several {
            let boxes = self.choices.iter().map(|(name, label)| {
                let (has, own) = (name.clone(), name.clone());
                let checked = move || value.read().split(' ').any(|one| one == has);
                let toggle = move |_| value.update(|value| toggle(value, &own));
                view! {
                    <label class="choice-row">
                        <input type="checkbox" prop:checked=checked on:change=toggle/>
                        <span>{label.clone()}</span>
                    </label>
                }
            });
            return view! { <fieldset class="stack">{boxes.collect_view()}</fieldset> }.into_any();
        }
        let options = self.choices.iter().map(|(name, label)| {
            let chosen = *name == self.value;
            view! { <option value=name.clone() selected=chosen>{label.clone()}</option> }
        });
        view! {
            <label class="field">
                <span>{t.correct_value}</span>
                <select
                    name="value"
                    on:change=move |event| value.set(event_target_value(&event))
                >
                    <option value="">{t.unanswered}</option>
                    {options.collect_view()}
                </select>
            </label>
        }
        .into_any()
    }
}

/// Whether the office may correct it: what can be typed or chosen; no places, files and orders.
pub(super) fn is_correctable(item: &Item<'_>) -> bool {
    let known = matches!(
        item.kind(),
        ItemKind::Question(
            Control::SelectOne
                | Control::SelectMultiple
                | Control::Text
                | Control::Integer
                | Control::Decimal
                | Control::Range
                | Control::Date
                | Control::Time
                | Control::DateTime
        )
    );
    known && !item.readonly()
}

/// Takes a name into a list of them, or out of it.
fn toggle(value: &mut String, name: &str) {
    let mut names: Vec<&str> = value.split(' ').filter(|one| !one.is_empty()).collect();
    match names.iter().position(|one| *one == name) {
        Some(at) => drop(names.remove(at)),
        None => names.push(name),
    }
    *value = names.join(" ");
}
