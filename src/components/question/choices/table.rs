//! Questions of one kind as the rows of a table: a head with the choices, then one row each.
//! `table-list` on a group makes one of all its questions; `label`, `list-nolabel` and `list` on
//! the questions say it one by one.

use form::{Choice, Control, ItemId, ItemKind};
use leptos::prelude::*;

use super::{Select, clear_answer, key, rows::input};
use crate::components::question::{
    Interview,
    field::{Field, GroupFrame},
    markup::{markup, plain},
};

/// What a question is in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The head: labels alone.
    Head,
    /// A row under a head.
    Row,
    /// A row that shows the labels of its choices itself.
    Labelled,
}

/// What a question is in a table, if it is in one.
pub(super) fn part(field: Field) -> Option<Part> {
    let parts = [
        ("label", Part::Head),
        ("list-nolabel", Part::Row),
        ("list", Part::Labelled),
    ];
    let own = parts.iter().find(|(name, _)| field.has_appearance(name));
    let within = || {
        let listed = field.interview.peek(|session| {
            let group = session.parent(field.item);
            group.is_some_and(|group| session.item(group).has_appearance("table-list"))
        });
        listed.then_some(Part::Row)
    };
    own.map(|(_, part)| *part).or_else(within)
}

/// The head of a group with the appearance `table-list`: the choices of its first question.
pub fn header(interview: Interview, group: ItemId) -> Option<AnyView> {
    let first = interview.peek(|session| {
        if !session.item(group).has_appearance("table-list") {
            return None;
        }
        let mut questions = session.children(group);
        questions.find(|item| {
            matches!(
                session.item(*item).kind(),
                ItemKind::Question(Control::SelectOne | Control::SelectMultiple)
            )
        })
    })?;
    // A form that was made by other software may bring a head of its own.
    if interview.peek(|session| session.item(first).has_appearance("label")) {
        return None;
    }
    let choices = Memo::new(move |_| interview.choices(first));
    Some(head(choices.into()))
}

/// A screen reader hears the label of each choice at its button instead.
fn head(choices: Signal<Vec<Choice>>) -> AnyView {
    view! {
        <div class="table-head" aria-hidden="true">
            <For each=move || choices.get() key=key let:choice>
                <span>{markup(&choice.label)}</span>
            </For>
        </div>
    }
    .into_any()
}

pub(super) fn row(select: Select, part: Part) -> AnyView {
    let field = select.field;
    if part == Part::Head {
        return view! {
            <div class="question table-row" id=field.id() data-path=field.path()>
                <p class="question-head">{field.label()}</p>
                {head(select.choices)}
            </div>
        }
        .into_any();
    }
    let labels = (part == Part::Labelled).then_some("shown");
    let role = (!select.multiple).then_some("radiogroup");
    let cell = move |choice: Choice| {
        view! {
            <label class="table-cell">
                {input(select, &choice.name)}
                <span>{plain(&choice.label)}</span>
            </label>
        }
    };
    view! {
        <GroupFrame field role>
            <div class="table-cells" data-labels=labels>
                <For each=move || select.choices.get() key=key let:choice>{cell(choice)}</For>
            </div>
            {clear_answer(field)}
        </GroupFrame>
    }
    .into_any()
}
