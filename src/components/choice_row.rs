//! A row of choices of which one is taken: a segmented group of radio buttons.

use leptos::prelude::*;

/// A group of radio buttons. `taken` is what is chosen.
#[component]
pub fn ChoiceRow<T>(
    /// The group's name, unique on the page.
    name: &'static str,
    /// What is asked, for the screen reader and as a heading.
    legend: &'static str,
    /// The choices: what each stands for and what it is called.
    options: Vec<(T, String)>,
    /// What is chosen.
    #[prop(into)]
    taken: Signal<T>,
    /// What to do when another is chosen.
    choose: Callback<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let rows = options
        .into_iter()
        .enumerate()
        .map(|(index, (value, label))| {
            view! {
                <label class="choice-row">
                    <input
                        type="radio"
                        name=name
                        value=index.to_string()
                        prop:checked=move || taken.get() == value
                        on:change=move |_| choose.run(value)
                    />
                    <span>{label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="filter">
            <legend>{legend}</legend>
            {rows}
        </fieldset>
    }
}
