//! One field that people disagree about, and how it is settled: by writing it anew.

use ledger::{Change, RecordId, State};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use serde_json::Value;

use super::{address_of, form_of};
use crate::{
    components::{
        icon::Icon,
        moment::day_and_time,
        notice::error_notice,
        record_name::{
            choices_of, device_name, field_name, kind_name, person_name, record_name, value_text,
        },
        store_error::store_error_text,
    },
    desk::{Desk, WriteError},
    locales::{TrailTexts, fill, language},
};

/// What is picked: one of the values, by its place in the list, or another.
#[derive(Clone, Copy, PartialEq)]
enum Pick {
    Nothing,
    Leaf(usize),
    Third,
}

/// A value that someone gave.
#[derive(Clone, PartialEq)]
struct Given {
    value: Value,
    shown: String,
    by: String,
    when: String,
    device: String,
}

#[component]
pub(super) fn Settling(
    /// Kind, record and field.
    conflict: (String, RecordId, String),
    may: Memo<bool>,
    settled: RwSignal<bool>,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let (kind, id, field) = conflict;
    let form = form_of(desk, &kind, id);
    let given = {
        let (kind, field, form) = (kind.clone(), field.clone(), form.clone());
        Memo::new(move |_| {
            desk.read(|state| given(state, desk, (&kind, id, &field), form.as_deref()))
        })
    };
    let pick = RwSignal::new(Pick::Nothing);
    let third = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let name = format!("settle-{id}-{field}");
    let heading = format!("heading-{id}-{field}");
    let (labelled_by, marked) = (heading.clone(), name.clone());
    let title = desk.peek(|ledger| record_name(ledger.state(), &kind, id, language()));
    let choices = choices_of(&field, form.as_deref());
    let label = field_name(&field, form.as_deref());
    let address = address_of(&kind, id);
    let trail = format!("/history/{kind}/{id}");
    let about = kind_name(&kind);
    let record = (kind, id, field);
    let settle = move |_| {
        let value = match (pick.get_untracked(), third.get_untracked()) {
            (Pick::Nothing, _) => {
                return error.set(Some(TrailTexts::now().choose_first.to_owned()));
            }
            (Pick::Third, text) if text.trim().is_empty() => {
                return error.set(Some(TrailTexts::now().write_first.to_owned()));
            }
            (Pick::Third, text) => Some(given.with_untracked(|given| like(given, text.trim()))),
            (Pick::Leaf(at), _) => {
                given.with_untracked(|given| given.get(at).map(|one| one.value.clone()))
            }
        };
        let (kind, id, field) = record.clone();
        let set = [(field, value.unwrap_or_default())].into();
        spawn_local(async move {
            match desk.record(Change { kind, id, set }).await {
                Ok(()) => settled.set(true),
                Err(why) => drop(error.try_set(Some(not_settled(&why)))),
            }
        });
    };
    let options = {
        let name = name.clone();
        move || options_view(&given.read(), &name, pick, may.get())
    };
    let t = TrailTexts::now();
    view! {
        <section class="card stack" aria-labelledby=labelled_by data-conflict=marked>
            <div>
                <h2 id=heading>{label}</h2>
                <p>{about}" · "{title}</p>
            </div>
            {error_notice(error)}
            {options}
            <Show when=move || may.get()>
                <Third name=name.clone() pick third choices=choices.clone()/>
                <p class="button-row">
                    <button class="button primary" on:click=settle.clone()>{t.settle}</button>
                </p>
            </Show>
            <p class="button-row">
                <A href=address.clone() attr:class="button quiet">{about}</A>
                <A href=trail.clone() attr:class="button quiet"><Icon name="list"/>{t.history}</A>
            </p>
        </section>
    }
}

fn given(
    state: &State,
    desk: Desk,
    (kind, id, field): (&str, RecordId, &str),
    form: Option<&form::Form>,
) -> Vec<Given> {
    let Some(record) = state.record(kind, id) else {
        return Vec::new();
    };
    let leaves = record.leaves(field).into_iter();
    leaves
        .map(|cell| Given {
            value: cell.value.clone(),
            shown: value_text(state, field, &cell.value, form),
            by: person_name(state, cell.touch().actor),
            when: day_and_time(&cell.touch().wall, language()),
            device: device_name(state, cell.device(), desk.device()),
        })
        .collect()
}

/// The values side by side; the last one is what everybody sees meanwhile.
fn options_view(given: &[Given], name: &str, pick: RwSignal<Pick>, may: bool) -> AnyView {
    let t = TrailTexts::now();
    let last = given.len().saturating_sub(1);
    let each = given.iter().enumerate().map(|(at, one)| {
        let shown = (at == last)
            .then(|| view! { <span class="chip" data-state="waiting">{t.shown_now}</span> });
        let words = view! {
            <span class="versus-words">
                <strong>{one.shown.clone()}</strong>
                <span>{one.by.clone()}</span>
                <span>{one.when.clone()}" · "{one.device.clone()}</span>
                {shown}
            </span>
        };
        if !may {
            return view! { <div class="choice-row">{words}</div> }.into_any();
        }
        view! {
            <label class="choice-row">
                <input
                    type="radio"
                    name=name.to_owned()
                    value=at.to_string()
                    prop:checked=move || pick.get() == Pick::Leaf(at)
                    on:change=move |_| pick.set(Pick::Leaf(at))
                />
                {words}
            </label>
        }
        .into_any()
    });
    view! { <div class="versus">{each.collect_view()}</div> }.into_any()
}

/// A value that nobody gave: one of the question's choices, or a text.
#[component]
fn Third(
    name: String,
    pick: RwSignal<Pick>,
    third: RwSignal<String>,
    choices: Vec<(String, String)>,
) -> impl IntoView {
    let t = TrailTexts::now();
    let write = move |text: String| {
        pick.set(Pick::Third);
        third.set(text);
    };
    let field = if choices.is_empty() {
        view! {
            <input
                class="input"
                type="text"
                aria-label=t.third
                prop:value=third
                on:input=move |event| write(event_target_value(&event))
            />
        }
        .into_any()
    } else {
        let options = choices
            .into_iter()
            .map(|(name, label)| view! { <option value=name>{label}</option> })
            .collect_view();
        view! {
            <select
                class="input"
                aria-label=t.third
                on:change=move |event| write(event_target_value(&event))
            >
                <option value=""></option>
                {options}
            </select>
        }
        .into_any()
    };
    view! {
        <label class="choice-row">
            <input
                type="radio"
                name=name
                value="third"
                prop:checked=move || pick.get() == Pick::Third
                on:change=move |_| pick.set(Pick::Third)
            />
            <span>{t.third}</span>
        </label>
        {field}
    }
}

/// What was typed, as a number where the others are numbers.
fn like(given: &[Given], text: &str) -> Value {
    let numbers = given.iter().all(|one| one.value.is_number());
    let number = text.parse::<i64>().ok().filter(|_| numbers);
    number.map_or_else(|| Value::from(text), Value::from)
}

fn not_settled(error: &WriteError) -> String {
    let why = match error {
        WriteError::Store(error) => store_error_text(error),
        WriteError::Invalid(why) => why.clone(),
        WriteError::NoActor => String::new(),
    };
    fill(TrailTexts::now().not_settled, &[&why])
}
