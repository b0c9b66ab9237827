//! Rows of a list: a title, a line under it, and a sign.

use ledger::RecordId;
use leptos::prelude::*;
use leptos_router::components::A;
use needs::Person;

use crate::{
    components::{icon::Icon, role_name::role_name},
    locales::language,
};

/// What a row shows.
#[derive(Default)]
pub struct Row {
    /// The icon in front.
    pub icon: Option<&'static str>,
    /// What it is.
    pub title: String,
    /// More about it.
    pub sub: String,
    /// State and word of the sign behind.
    pub chip: Option<(&'static str, &'static str)>,
    /// The response or draft it stands for, for tests and scripts.
    pub record: Option<String>,
}

impl Row {
    fn inside(self) -> AnyView {
        view! {
            {self.icon.map(|name| view! { <Icon name/> })}
            <span class="row-main">
                <span class="row-title">{self.title}</span>
                {(!self.sub.is_empty()).then(|| view! { <span class="row-sub">{self.sub}</span> })}
            </span>
            {self.chip.map(|(state, word)| view! {
                <span class="chip" data-state=state>{word}</span>
            })}
            <Icon name="chevron"/>
        }
        .into_any()
    }

    /// A row that leads somewhere.
    pub fn link(self, href: String) -> AnyView {
        let record = self.record.clone();
        view! {
            <li><A href=href attr:class="row" attr:data-response=record>{self.inside()}</A></li>
        }
        .into_any()
    }
}

/// A row for a person, to be chosen.
pub fn person_row(person: Person<'_>, choose: Callback<RecordId>) -> AnyView {
    let id = person.id;
    let row = Row {
        icon: Some("person"),
        title: person.name(language()).to_owned(),
        sub: role_name(person.role()).to_owned(),
        ..Row::default()
    };
    view! {
        <li>
            <button
                class="row"
                data-role=person.role().name()
                on:click=move |_| choose.run(id)
            >
                {row.inside()}
            </button>
        </li>
    }
    .into_any()
}
