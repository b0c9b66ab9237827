//! The controls of the planner: a number, a tick, and a count that is looked at.

use leptos::prelude::*;

/// A whole number in a field. What is no number in the range leaves it as it was.
pub fn number(
    label: &'static str,
    name: &'static str,
    range: std::ops::RangeInclusive<usize>,
    read: impl Fn() -> usize + Send + Sync + 'static,
    write: impl Fn(usize) + 'static,
) -> AnyView {
    let (least, most) = (*range.start(), *range.end());
    let change = move |event| {
        if let Ok(number) = event_target_value(&event).trim().parse::<usize>()
            && range.contains(&number)
        {
            write(number);
        }
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                type="number"
                inputmode="numeric"
                name=name
                min=least.to_string()
                max=most.to_string()
                prop:value=move || read().to_string()
                on:change=change
            />
        </label>
    }
    .into_any()
}

/// A line that can be ticked.
pub fn tick(
    title: String,
    sub: String,
    is_on: impl Fn() -> bool + Send + Sync + 'static,
    turn: impl Fn(bool) + 'static,
) -> AnyView {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=is_on
                on:change=move |event| turn(event_target_checked(&event))
            />
            <span>
                {title}
                {(!sub.is_empty()).then(|| view! { <span class="row-sub plan-sub">{sub}</span> })}
            </span>
        </label>
    }
    .into_any()
}

/// Puts an item into a list or takes it out.
pub fn turn<T: PartialEq>(list: &mut Vec<T>, item: T, on: bool) {
    list.retain(|one| *one != item);
    if on {
        list.push(item);
    }
}
