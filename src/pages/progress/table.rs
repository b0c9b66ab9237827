//! The figures of a picture as a table: on the page and, the same cells, as a file.

use leptos::prelude::*;
use needs::tables::{Exported, Wanted};
use report::{Cell, Column, Format, Sheet};

use crate::{
    components::store_error::store_error_text,
    desk::{Desk, WriteError},
    locales::{TableTexts, fill},
    platform::{clock, files, random},
};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Count(usize),
    /// A number with one decimal.
    Number(f64),
    /// A share, between 0 and 1, shown in percent or points.
    Percent(f64),
    None,
}

impl Value {
    pub(super) fn maybe<T>(value: Option<T>, make: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::None, make)
    }

    /// In words, for the page.
    fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Number(number) => one_decimal(*number),
            Self::Percent(share) => one_decimal(share * 100.0),
            Self::None => "–".to_owned(),
        }
    }

    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Text(text) => Cell::text(text),
            Self::None => Cell::Empty,
            number => Cell::number(number.shown()),
        }
    }
}

/// A number with one decimal. What rounds to nothing has no sign.
pub(super) fn one_decimal(number: f64) -> String {
    let text = format!("{number:.1}");
    if text == "-0.0" {
        "0.0".to_owned()
    } else {
        text
    }
}

/// A table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// What its file is called: letters and `-`.
    pub name: &'static str,
    /// Names of columns for programs, and for people.
    pub columns: Vec<(&'static str, &'static str)>,
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// The table on the page. The first column names the row.
    pub(super) fn view(&self) -> AnyView {
        let is_figure = |at: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(at));
            cells
                .into_iter()
                .any(|cell| matches!(cell, Value::Count(_) | Value::Number(_) | Value::Percent(_)))
        };
        let figures: Vec<bool> = (0..self.columns.len()).map(is_figure).collect();
        let class = |at: usize| {
            figures
                .get(at)
                .copied()
                .unwrap_or_default()
                .then_some("figure")
        };
        let head = self.columns.iter().enumerate().map(|(at, (_, title))| {
            view! { <th scope="col" class=class(at)>{*title}</th> }
        });
        let rows = self.rows.iter().map(|row| {
            let cells = row.iter().enumerate().map(|(at, cell)| {
                let column = self.columns.get(at).map(|(name, _)| *name);
                let text = cell.shown();
                if at == 0 {
                    view! { <th scope="row">{text}</th> }.into_any()
                } else {
                    view! { <td class=class(at) data-column=column>{text}</td> }.into_any()
                }
            });
            view! { <tr>{cells.collect_view()}</tr> }
        });
        view! {
            <div class="table-frame">
                <table class="figures" data-table=self.name>
                    <thead><tr>{head.collect_view()}</tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    }

    /// The table as a file, for the person to keep; that they took it is noted down first.
    pub(super) async fn save(self, desk: Desk, format: Format) -> Result<(), String> {
        let t = TableTexts::now();
        let columns = self.columns.iter();
        let columns = columns.map(|(name, title)| Column::labelled(*name, *title));
        let mut sheet = Sheet::new(format, self.name, columns.collect());
        for row in &self.rows {
            sheet.row(row.iter().map(Value::cell));
        }
        sheet.end();
        note_down(desk, self.name, format, sheet.rows())
            .await
            .map_err(|why| fill(t.not_recorded, &[&why]))?;
        let name = file_name(self.name, format.extension());
        files::save(&name, &sheet.take(), format.media_type()).map_err(|_| t.failed.to_owned())
    }
}

/// What a file of today is called.
pub(super) fn file_name(name: &str, extension: &str) -> String {
    format!("{name}-{}.{extension}", clock::now().date_naive())
}

async fn note_down(desk: Desk, name: &str, format: Format, rows: u64) -> Result<(), String> {
    let id = random::record_id();
    let wanted = Wanted {
        table: name.to_owned(),
        ..Wanted::default()
    };
    let mut change = Exported::begun(id, &wanted, format, None);
    change.set.extend(Exported::ended(id, rows).set);
    desk.record(change).await.map_err(|error| match error {
        WriteError::Store(error) => store_error_text(&error),
        WriteError::Invalid(why) => why,
        WriteError::NoActor => String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_what_the_page_shows() {
        for (value, shown) in [
            (Value::Count(64), "64"),
            (Value::Percent(0.3184), "31.8"),
            (Value::Percent(-0.000_1), "0.0"),
            (Value::Number(4.25), "4.2"),
        ] {
            assert_eq!(value.shown(), shown);
            assert_eq!(value.cell(), Cell::number(shown));
        }
        assert_eq!(Value::None.cell(), Cell::Empty);
    }
}
