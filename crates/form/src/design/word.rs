//! The type cell, taken apart and put together.

use crate::blueprint::{Preload, Shape};
use crate::form::Control;
use crate::xlsform::{Kind, Section, Select, kind};

/// What a type cell says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct TypeCell {
    /// The type as XLSForm writes it today: `text`, `select_one`, `begin_group`…; empty where it
    /// is not known here.
    pub word: &'static str,
    /// The list of choices, or the file, of a select.
    pub list: String,
    /// A select with `or_other`.
    pub other: bool,
}

impl TypeCell {
    /// Takes a cell apart; every spelling that the reader takes.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let (word, list, other) = match kind(text) {
            Kind::Begin(Shape::Repeat) => ("begin_repeat", String::new(), false),
            Kind::Begin(_) => ("begin_group", String::new(), false),
            Kind::End(Section::Repeat) => ("end_repeat", String::new(), false),
            Kind::End(Section::Group) => ("end_group", String::new(), false),
            Kind::Select(Select {
                control,
                list,
                other,
                external: false,
            }) => (control.word(), list, other),
            Kind::SelectFromFile(Control::SelectMultiple, file) => {
                ("select_multiple_from_file", file, false)
            }
            Kind::SelectFromFile(_, file) => ("select_one_from_file", file, false),
            Kind::Calculate => ("calculate", String::new(), false),
            Kind::Row(Shape::Question(control)) => (control.word(), String::new(), false),
            Kind::Row(Shape::Note) => ("note", String::new(), false),
            Kind::Row(Shape::Hidden) => ("hidden", String::new(), false),
            Kind::Row(Shape::Preload(preload)) => (preload_word(preload), String::new(), false),
            _ => ("", String::new(), false),
        };
        Self { word, list, other }
    }

    /// The cell's text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.word.to_owned();
        if !self.list.is_empty() {
            text.push(' ');
            text.push_str(&self.list);
        }
        if self.other {
            text.push_str(" or_other");
        }
        text
    }

    /// Whether rows up to an end stand inside.
    #[must_use]
    pub fn begins(&self) -> bool {
        matches!(self.word, "begin_group" | "begin_repeat")
    }

    pub(super) fn ends(&self) -> bool {
        matches!(self.word, "end_group" | "end_repeat")
    }

    /// Whether it is answered by choosing from a list in the workbook.
    #[must_use]
    pub fn chooses(&self) -> bool {
        matches!(self.word, "select_one" | "select_multiple" | "rank")
    }
}

fn preload_word(preload: Preload) -> &'static str {
    match preload {
        Preload::Start => "start",
        Preload::End => "end",
        Preload::Today => "today",
        Preload::DeviceId => "deviceid",
        Preload::Username => "username",
        Preload::Email => "email",
        Preload::PhoneNumber => "phonenumber",
        // Every workbook has one: it is no row.
        Preload::Uid => "hidden",
    }
}
