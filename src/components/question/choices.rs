//! Questions that are answered by choosing: which of the ways to show a list fits the form's
//! appearance, and what a pick makes of the answer.

mod finder;
mod image_map;
mod layout;
mod list;
mod picker;
mod place_map;
mod rows;
pub mod table;

use std::collections::BTreeSet;

use form::{Choice, Control};
use leptos::prelude::*;

pub(super) use picker::picker;
pub(super) use rows::clear_answer;

use super::{field::Field, place::go_on};

/// More choices than this open in a sheet with a search, whatever the form says.
const ROWS: usize = 20;

/// A question with a list. Copies are the same question.
#[derive(Clone, Copy)]
pub(super) struct Select {
    pub(super) field: Field,
    /// What is offered now.
    pub(super) choices: Signal<Vec<Choice>>,
    /// Whether several may be chosen.
    pub(super) multiple: bool,
}

impl Select {
    fn of(field: Field) -> Self {
        Self {
            field,
            choices: Memo::new(move |_| field.interview.choices(field.item)).into(),
            multiple: field.control == Control::SelectMultiple,
        }
    }

    /// Whether a choice is taken; followed.
    fn has(self, name: &str) -> bool {
        self.field.value.with(|value| {
            if self.multiple {
                value.split_ascii_whitespace().any(|taken| taken == name)
            } else {
                value == name
            }
        })
    }

    /// Takes a choice, or with `false` takes it back.
    fn pick(self, name: &str, taken: bool) {
        let field = self.field;
        if self.multiple {
            let value = self.choices.with_untracked(|choices| {
                let before = field.value.try_get_untracked().unwrap_or_default();
                with_choice(choices, &before, name, taken)
            });
            field.answer(&value);
        } else {
            field.answer(if taken { name } else { "" });
        }
        field.leave();
        let quick = ["quick", "quickcompact"];
        if taken
            && !self.multiple
            && field.interview.peek(|session| {
                let item = session.item(field.item);
                item.appearance()
                    .any(|word| quick.iter().any(|quick| word.starts_with(quick)))
            })
        {
            go_on(field.id());
        }
    }

    /// The label of a choice, as it is offered now.
    fn label_of(self, name: &str) -> String {
        self.choices.with(|choices| {
            let choice = choices.iter().find(|choice| choice.name == name);
            choice.map_or_else(|| name.to_owned(), |choice| choice.label.clone())
        })
    }
}

/// One or some of a list.
pub(super) fn select(field: Field) -> AnyView {
    let select = Select::of(field);
    if field.has_appearance("image-map") {
        return image_map::image_map(select);
    }
    if field.has_any(&["map", "placement-map"]) {
        return place_map::place_map(select);
    }
    if let Some(part) = table::part(field) {
        return table::row(select, part);
    }
    let menu = field.has_any(&["minimal", "autocomplete", "search"]);
    let many = Memo::new(move |_| menu || select.choices.with(Vec::len) > ROWS);
    (move || {
        if many.get() {
            picker(select)
        } else {
            rows::rows(select)
        }
    })
    .into_any()
}

/// The answer with a choice ticked or not, in the order of the choices.
fn with_choice(choices: &[Choice], value: &str, name: &str, taken: bool) -> String {
    let mut names: BTreeSet<&str> = value.split_ascii_whitespace().collect();
    if taken {
        names.insert(name);
    } else {
        names.remove(name);
    }
    choices
        .iter()
        .map(|choice| choice.name.as_str())
        .filter(|name| names.contains(name))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A row stays as it is while its choice does, so that the focus stays in it too.
fn key(choice: &Choice) -> (String, String) {
    (choice.name.clone(), choice.label.clone())
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
