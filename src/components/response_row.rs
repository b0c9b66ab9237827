//! A response as a row of a list.

use ledger::State;
use leptos::prelude::*;
use needs::{Questionnaire, Response, Unit};

use crate::{
    components::{moment::day_and_time, row::Row},
    locales::language,
    pages::today::unit_line,
};

/// A row that leads to the response: door, form and time; the person if `by` is given; a chip with
/// state and word if `chip` is.
pub fn response_row(
    state: &State,
    response: Response<'_>,
    by: Option<String>,
    chip: Option<(&'static str, &'static str)>,
) -> AnyView {
    let lang = language();
    let unit = response.unit().and_then(|unit| Unit::find(state, unit));
    let door = unit
        .map(|unit| unit_line(state, unit, lang))
        .unwrap_or_default();
    let form = response
        .form()
        .and_then(|form| Questionnaire::find(state, form));
    let when = day_and_time(&response.finished().wall, lang);
    let parts = [form.map(|form| form.title(lang).to_owned()), by, Some(when)];
    let sub = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let record = Some(response.id.to_string());
    Row {
        title: door,
        sub,
        chip,
        record,
        icon: None,
    }
    .link(format!("/response/{}", response.id))
}
