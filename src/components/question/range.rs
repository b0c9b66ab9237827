//! A number on a scale: a slider, stars, a thermometer, or a list of the steps.

mod scale;

use form::Choice;
use leptos::{html, prelude::*};

use super::{
    choices::{self, clear_answer},
    field::{Field, Frame, GroupFrame},
    markup::plain,
    number,
};
use crate::{
    components::icon::Icon,
    locales::{ControlTexts, fill},
};
use scale::Scale;

/// A list of more steps than this is no list to choose from.
const LISTED: usize = 10_000;
/// More ticks than this run into each other.
const TICKS: usize = 101;
/// More stars than this don't fit on a line.
const STARS: usize = 12;

pub(super) fn range(field: Field) -> AnyView {
    // The defaults are XLSForm's.
    let text = |name: &str, otherwise: &str| field.parameter(name).unwrap_or(otherwise.to_owned());
    let scale = Scale::new(&text("start", "1"), &text("end", "10"), &text("step", "1"));
    let Some(scale) = scale else {
        return number::number(field);
    };
    if field.has_appearance("picker") && scale.steps() < LISTED {
        return picker(field, scale);
    }
    if field.has_appearance("rating") && scale.steps() < STARS {
        return rating(field, scale);
    }
    slider(field, scale)
}

/// The steps as a list in a sheet.
fn picker(field: Field, scale: Scale) -> AnyView {
    let labels = tick_labels(field);
    let choices = Memo::new(move |_| {
        let step = |at| {
            let name = scale.value(at);
            let label = labels.with(|labels| label_of(labels, &name));
            let label = label.map_or_else(|| name.clone(), |label| format!("{name} – {label}"));
            Choice {
                name,
                label,
                ..Choice::default()
            }
        };
        (0..=scale.steps()).map(step).collect::<Vec<_>>()
    });
    choices::picker(choices::Select {
        field,
        choices: choices.into(),
        multiple: false,
    })
}

/// A row of stars: the answer is how many.
fn rating(field: Field, scale: Scale) -> AnyView {
    let t = ControlTexts::now();
    let at = Memo::new(move |_| field.value.with(|value| scale.position(value)));
    let star = move |number: usize| {
        let value = scale.value(number);
        let taken = value.clone();
        view! {
            <label class="star" data-lit=move || at.get().is_some_and(|at| number <= at).then_some("")>
                <input
                    type="radio"
                    name=field.id()
                    data-choice=value.clone()
                    aria-label=fill(t.stars, &[&value])
                    prop:checked=move || at.get() == Some(number)
                    on:change=move |_| {
                        field.answer(&taken);
                        field.leave();
                    }
                />
                <Icon name="star"/>
            </label>
        }
    };
    let stars = StoredValue::new((0..=scale.steps()).collect::<Vec<_>>());
    view! {
        <GroupFrame field role=Some("radiogroup")>
            <div class="stars">{stars.get_value().into_iter().map(star).collect_view()}</div>
            {clear_answer(field)}
        </GroupFrame>
    }
    .into_any()
}

/// A slider. Nothing is chosen until it is touched: the browser's own slider would show its middle
/// as if it were an answer.
fn slider(field: Field, scale: Scale) -> AnyView {
    let vertical = field.has_any(&["vertical", "distress"])
        || (field.has_appearance("analog-scale") && !field.has_appearance("horizontal"));
    let look = if field.has_appearance("distress") {
        Some("distress")
    } else {
        field.has_appearance("analog-scale").then_some("analog")
    };
    view! {
        <Frame field>
            <div
                class="slider"
                data-direction=if vertical { "vertical" } else { "horizontal" }
                data-look=look
                data-unset=move || field.value.with(String::is_empty).then_some("")
            >
                {output(field)}
                <div class="slider-body">
                    <div class="slider-track">
                        {track(field, scale, vertical)}
                    </div>
                    {ticks(field, scale)}
                </div>
            </div>
            {clear_answer(field)}
        </Frame>
    }
    .into_any()
}

fn output(field: Field) -> AnyView {
    let t = ControlTexts::now();
    let labels = tick_labels(field);
    let shown = move || {
        let value = field.value.get();
        let label = labels.with(|labels| label_of(labels, &value));
        match (value.is_empty(), label) {
            (true, _) => t.not_answered.to_owned(),
            (false, Some(label)) if label != value => format!("{value} – {label}"),
            (false, _) => value,
        }
    };
    // The slider says it itself to a screen reader.
    view! { <output class="slider-value" aria-hidden="true">{shown}</output> }.into_any()
}

fn track(field: Field, scale: Scale, vertical: bool) -> AnyView {
    let t = ControlTexts::now();
    let input = NodeRef::<html::Input>::new();
    let labels = tick_labels(field);
    let placeholder = field.parameter("placeholder");
    let resting = placeholder
        .and_then(|value| scale.position(&value))
        .unwrap_or(scale.steps() / 2);
    let at = Memo::new(move |_| field.value.with(|value| scale.position(value)));
    Effect::new(move |_| {
        let shown = at.get().unwrap_or(resting).to_string();
        if let Some(input) = input.get() {
            if input.value() != shown {
                input.set_value(&shown);
            }
            let part = scale.part(at.get().unwrap_or_default());
            let style = web_sys::HtmlElement::style(&input);
            let _ = style.set_property("--part", &format!("{part:.4}"));
        }
    });
    let slid = move |event| {
        if let Ok(at) = event_target_value(&event).parse::<usize>() {
            field.answer(&scale.value(at));
        }
    };
    let spoken = move || {
        let value = field.value.get();
        if value.is_empty() {
            return t.not_answered.to_owned();
        }
        labels
            .with(|labels| label_of(labels, &value))
            .unwrap_or(value)
    };
    // A tap where the resting slider already is changes nothing for the browser: it is an answer.
    let tapped = move |()| {
        if field.value.with_untracked(String::is_empty)
            && let Some(input) = input.get_untracked()
            && let Ok(at) = input.value().parse::<usize>()
        {
            field.answer(&scale.value(at));
        }
        field.leave();
    };
    let pressed = move |event: web_sys::KeyboardEvent| {
        if event.key() == " " {
            event.prevent_default();
            tapped(());
        }
    };
    view! {
        <input
            node_ref=input
            type="range"
            class="slider-input"
            id=field.part("input")
            min="0"
            max=scale.steps()
            step="1"
            prop:value=at.get_untracked().unwrap_or(resting).to_string()
            aria-valuetext=spoken
            aria-orientation=vertical.then_some("vertical")
            aria-describedby=move || field.described_by()
            aria-invalid=move || field.invalid()
            on:input=slid
            on:click=move |_| tapped(())
            on:keydown=pressed
            on:blur=move |_| field.leave()
        />
    }
    .into_any()
}

/// Marks along the slider with numbers or the form's words; at the least its two ends.
fn ticks(field: Field, scale: Scale) -> AnyView {
    let labels = tick_labels(field);
    let bare = field.has_appearance("no-ticks");
    let every = field.parameter("tick_interval");
    let every = every
        .and_then(|text| scale.steps_in(&text))
        .unwrap_or_else(|| scale.interval());
    let shown = move || {
        labels.with(|labels| {
            let labelled: Vec<(usize, String)> = labels
                .iter()
                .filter_map(|choice| Some((scale.position(&choice.name)?, plain(&choice.label))))
                .collect();
            let ends = [0, scale.steps()];
            let marks: Vec<usize> = if bare {
                ends.to_vec()
            } else {
                (0..=scale.steps())
                    .step_by(every.max(1))
                    .take(TICKS)
                    .collect()
            };
            let text = |at: usize| {
                let own = labelled.iter().find(|(known, _)| *known == at);
                match own {
                    Some((_, label)) => label.clone(),
                    None if labelled.is_empty() => scale.value(at),
                    None => String::new(),
                }
            };
            let mut all: Vec<usize> = marks;
            all.extend(labelled.iter().map(|(at, _)| *at));
            all.extend(ends);
            all.sort_unstable();
            all.dedup();
            all.into_iter().map(|at| (at, text(at))).collect::<Vec<_>>()
        })
    };
    let tick = move |(at, text): (usize, String)| {
        let place = format!("{:.4}", scale.part(at));
        view! {
            <span class="tick" style:--at=place>
                <span>{text}</span>
            </span>
        }
    };
    view! {
        <div class="ticks" aria-hidden="true" data-bare=bare.then_some("")>
            {move || shown().into_iter().map(tick).collect_view()}
        </div>
    }
    .into_any()
}

/// The labels that the form gives to steps (`tick_labelset`).
fn tick_labels(field: Field) -> Memo<Vec<Choice>> {
    Memo::new(move |_| field.interview.choices(field.item))
}

fn label_of(labels: &[Choice], value: &str) -> Option<String> {
    let choice = labels.iter().find(|choice| choice.name == value)?;
    Some(plain(&choice.label))
}
