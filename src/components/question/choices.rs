//! Questions that are answered by choosing.

use std::collections::BTreeSet;

use form::Choice;
use leptos::prelude::*;

use super::{
    field::{BareFrame, Field, Frame, GroupFrame},
    markup::{markup, plain},
    place::focus_first,
    typed::Number,
};
use crate::{components::icon::Icon, locales::SurveyTexts};

/// More choices than this make a list to scroll through longer than a menu.
const ROWS: usize = 12;
/// As many choices as this go in two columns, if none is wider than this many Latin letters.
const MANY: usize = 6;
const SHORT: usize = 24;
/// A range with more steps than this is typed.
const STEPS: u32 = 11;
/// What an `acknowledge` question holds once it is ticked (XLSForm).
const ACKNOWLEDGED: &str = "OK";

fn choices(field: Field) -> Memo<Vec<Choice>> {
    Memo::new(move |_| field.interview.item(field.item, |item| item.choices()))
}

/// How the rows of choices are laid out, after the form's appearance. Without one, many short
/// choices go in two columns where there is room.
fn layout(field: Field, choices: Signal<Vec<Choice>>) -> Memo<&'static str> {
    let wanted = |names: &[&str]| names.iter().any(|name| field.has_appearance(name));
    let asked = if wanted(&["likert"]) {
        Some("likert")
    } else if wanted(&[
        "columns-pack",
        "horizontal",
        "horizontal-compact",
        "quickcompact",
    ]) {
        Some("pack")
    } else if wanted(&["columns", "columns-2", "columns-3", "columns-4", "compact"]) {
        Some("columns")
    } else {
        None
    };
    Memo::new(move |_| {
        asked.unwrap_or_else(|| {
            choices.with(|choices| {
                let short = choices.iter().all(|choice| width(&choice.label) <= SHORT);
                if short && choices.len() >= MANY {
                    "short"
                } else {
                    "rows"
                }
            })
        })
    })
}

/// How wide a text is, in Latin letters.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// One of several: big rows, or a menu where there are too many.
#[component]
pub(super) fn SelectOne(
    /// The question.
    field: Field,
) -> impl IntoView {
    let choices = choices(field);
    let menu = ["minimal", "autocomplete", "search"]
        .iter()
        .any(|name| field.has_appearance(name));
    let many = Memo::new(move |_| menu || choices.with(Vec::len) > ROWS);
    move || {
        if many.get() {
            view! { <Frame field><Menu field choices/></Frame> }.into_any()
        } else {
            let layout = layout(field, choices.into());
            view! { <Radios field choices layout/> }.into_any()
        }
    }
}

#[component]
fn Menu(field: Field, choices: Memo<Vec<Choice>>) -> impl IntoView {
    let t = SurveyTexts::now();
    let picked = move |event| {
        field.answer(&event_target_value(&event));
        field.leave();
    };
    let option = move |choice: Choice| {
        let name = choice.name.clone();
        let taken = Memo::new(move |_| field.value.with(|value| *value == name));
        view! {
            <option value=choice.name.clone() data-choice=choice.name prop:selected=taken>
                {plain(&choice.label)}
            </option>
        }
    };
    view! {
        <select
            class="input"
            id=field.part("input")
            aria-describedby=move || field.described_by()
            aria-invalid=move || field.invalid()
            on:change=picked
        >
            <option value="" prop:selected=move || field.value.with(String::is_empty)>
                {t.please_choose}
            </option>
            <For each=move || choices.get() key=key let:choice>{option(choice)}</For>
        </select>
    }
}

#[component]
fn Radios(
    field: Field,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(into)] layout: Signal<&'static str>,
) -> impl IntoView {
    let row = move |choice: Choice| {
        let (name, wanted) = (choice.name.clone(), choice.name.clone());
        let taken = Memo::new(move |_| field.value.with(|value| *value == wanted));
        let pick = move |_| {
            field.answer(&name);
            field.leave();
        };
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=field.id()
                    value=choice.name.clone()
                    data-choice=choice.name
                    prop:checked=taken
                    on:change=pick
                />
                <span>{markup(&choice.label)}</span>
            </label>
        }
    };
    view! {
        <GroupFrame field role=Some("radiogroup")>
            <div class="choices" data-layout=move || layout.get()>
                <For each=move || choices.get() key=key let:choice>{row(choice)}</For>
            </div>
            <ClearAnswer field/>
        </GroupFrame>
    }
}

/// A chosen radio button can't be taken back by itself.
#[component]
fn ClearAnswer(field: Field) -> impl IntoView {
    let t = SurveyTexts::now();
    let clear = move |_| {
        field.answer("");
        // The button goes, and the focus must not go with it.
        focus_first(&field.id());
    };
    view! {
        <Show when=move || !field.value.with(String::is_empty)>
            <button type="button" class="clear-answer button quiet" on:click=clear>
                <Icon name="close"/>
                {t.clear_answer}
            </button>
        </Show>
    }
}

/// Any number of several.
#[component]
pub(super) fn SelectMultiple(
    /// The question.
    field: Field,
) -> impl IntoView {
    let choices = choices(field);
    let layout = layout(field, choices.into());
    let row = move |choice: Choice| {
        let (name, wanted) = (choice.name.clone(), choice.name.clone());
        let taken = Memo::new(move |_| {
            field
                .value
                .with(|value| value.split_whitespace().any(|name| name == wanted))
        });
        let tick = move |event| {
            let ticked = event_target_checked(&event);
            let value = choices.with_untracked(|choices| {
                field
                    .value
                    .with_untracked(|value| with_choice(choices, value, &name, ticked))
            });
            field.answer(&value);
            field.leave();
        };
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    value=choice.name.clone()
                    data-choice=choice.name
                    prop:checked=taken
                    on:change=tick
                />
                <span>{markup(&choice.label)}</span>
            </label>
        }
    };
    view! {
        <GroupFrame field role=None>
            <div class="choices" data-layout=move || layout.get()>
                <For each=move || choices.get() key=key let:choice>{row(choice)}</For>
            </div>
        </GroupFrame>
    }
}

/// The answer with one more or one less choice, in the order in which they are offered.
fn with_choice(choices: &[Choice], value: &str, name: &str, ticked: bool) -> String {
    let mut taken: BTreeSet<&str> = value.split_whitespace().collect();
    if ticked {
        taken.insert(name);
    } else {
        taken.remove(name);
    }
    let names = choices.iter().map(|choice| choice.name.as_str());
    names
        .filter(|name| taken.contains(name))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A row stays as it is while its choice does, so that the focus stays in it too.
fn key(choice: &Choice) -> (String, String) {
    (choice.name.clone(), choice.label.clone())
}

/// Something to confirm: one big box.
#[component]
pub(super) fn Acknowledge(
    /// The question.
    field: Field,
) -> impl IntoView {
    let tick = move |event| {
        field.answer(if event_target_checked(&event) {
            ACKNOWLEDGED
        } else {
            ""
        });
        field.leave();
    };
    view! {
        <BareFrame field>
            <label class="choice">
                <input
                    type="checkbox"
                    id=field.part("input")
                    data-choice=ACKNOWLEDGED
                    prop:checked=move || !field.value.with(String::is_empty)
                    disabled=move || field.readonly.get()
                    aria-describedby=move || field.described_by()
                    aria-invalid=move || field.invalid()
                    on:change=tick
                />
                <span>{field.label()}</span>
            </label>
        </BareFrame>
    }
}

/// A number between two ends: a row of steps, or typed where there are many.
#[component]
pub(super) fn Range(
    /// The question.
    field: Field,
) -> impl IntoView {
    let whole = |name: &str, otherwise: u32| {
        let given = field.interview.peek(|session| {
            session
                .item(field.item)
                .parameter(name)
                .map(|text| text.parse::<u32>().ok())
        });
        given.unwrap_or(Some(otherwise))
    };
    // The defaults are XLSForm's.
    let (start, end, step) = (whole("start", 0), whole("end", 10), whole("step", 1));
    match (start, end, step) {
        (Some(start), Some(end), Some(step)) if step > 0 && end.abs_diff(start) / step < STEPS => {
            let numbers: Vec<u32> = if start <= end {
                (start..=end).step_by(step as usize).collect()
            } else {
                (end..=start).rev().step_by(step as usize).collect()
            };
            let steps = numbers.into_iter().map(|number| number.to_string());
            let steps: Vec<_> = steps
                .map(|name| Choice {
                    label: name.clone(),
                    name,
                    ..Choice::default()
                })
                .collect();
            view! { <Radios field choices=Signal::stored(steps) layout=Signal::stored("scale")/> }
                .into_any()
        }
        _ => view! { <Number field/> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_keep_the_order_of_the_choices() {
        let choices = ["a", "b", "c"].map(|name| Choice {
            name: name.to_owned(),
            label: name.to_uppercase(),
            ..Choice::default()
        });
        assert_eq!(with_choice(&choices, "c", "a", true), "a c");
        assert_eq!(with_choice(&choices, "a c", "a", false), "c");
        assert_eq!(with_choice(&choices, "", "b", true), "b");
        assert_eq!(with_choice(&choices, "b", "b", false), "");
    }
}
