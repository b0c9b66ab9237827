//! What was finished, a response or an interview, as a row of a list.

use ledger::{Record, State};
use leptos::prelude::*;
use needs::{
    Interview, Person, Questionnaire, Response, Unit,
    review::{Item, Stage},
};

use crate::{
    components::{moment::day_and_time, row::Row},
    locales::{TodayTexts, language},
    pages::today::unit_line,
    sync::Courier,
};

/// A row that leads to the record; its chip says how far it has come: to the office, and through
/// the review there. Where all are of one door, the form is the title. Nothing where the person may
/// not read it.
pub fn finished_row(
    state: &State,
    item: Item,
    (me, of_one_door): (Option<Person<'_>>, bool),
    courier: Courier,
) -> Option<AnyView> {
    let lang = language();
    let me = me?;
    let (path, icon, readable) = if item.kind == Interview::KIND {
        let one = Interview::find(state, item.id)?;
        ("notebook", "interview", one.readable_by(me))
    } else {
        let one = Response::find(state, item.id)?;
        ("response", "check", one.readable_by(me))
    };
    let record = state.record(item.kind, item.id).filter(|_| readable)?;
    let made = record.created();
    let unit = record.link("unit").and_then(|unit| Unit::find(state, unit));
    let door = unit.map(|unit| unit_line(state, unit, lang));
    let form = record.link("form");
    let form = form.and_then(|form| Questionnaire::find(state, form));
    let form = form.map(|form| form.title(lang).to_owned());
    let when = day_and_time(&made.wall, lang);
    let (title, form) = if of_one_door {
        (form, None)
    } else {
        (door.or_else(|| titled(record)), form)
    };
    let sub = [form, Some(when)].into_iter().flatten();
    let row = Row {
        icon: Some(icon),
        title: title.unwrap_or_default(),
        sub: sub.collect::<Vec<_>>().join(" · "),
        chip: Some(fate(item.stage, courier.server_has(made.device, made.seq))),
        record: Some(item.id.to_string()),
    };
    Some(row.link(format!("/{path}/{}", item.id)))
}

/// What a group discussion was about.
fn titled(record: &Record) -> Option<String> {
    record.text("title").map(str::to_owned)
}

fn fate(stage: Stage, arrived: bool) -> (&'static str, &'static str) {
    let t = TodayTexts::now();
    match (stage, arrived) {
        (Stage::Accepted, _) => ("done", t.accepted),
        (Stage::Returned, _) => ("problem", t.to_correct),
        (_, true) => ("sent", t.at_office),
        (_, false) => ("waiting", t.waiting),
    }
}
