//! What the office has sent back to the person who uses this tablet.

use ledger::{RecordId, State};
use leptos::prelude::*;
use needs::{
    Response, Unit,
    review::{Review, sent_back},
};

use crate::{
    components::row::Row,
    desk::Desk,
    locales::{TodayTexts, fill, language},
    pages::today::unit_line,
};

/// A list of it; nothing where there is none.
#[component]
pub fn SentBack() -> impl IntoView {
    let t = TodayTexts::now();
    let desk = expect_context::<Desk>();
    move || {
        let me = desk.actor()?;
        let rows = desk.read(|state| {
            let items = sent_back(state, me).into_iter();
            items
                .map(|item| row(state, item.kind, item.id))
                .collect::<Vec<_>>()
        });
        (!rows.is_empty()).then(|| {
            view! {
                <section data-list="sent-back">
                    <h2>{t.sent_back}</h2>
                    <ul class="row-list">{rows}</ul>
                </section>
            }
        })
    }
}

fn row(state: &State, kind: &str, id: RecordId) -> AnyView {
    let t = TodayTexts::now();
    let record = state.record(kind, id);
    let unit = record.and_then(|record| record.link("unit"));
    let unit = unit.and_then(|unit| Unit::find(state, unit));
    let door = unit.map(|unit| unit_line(state, unit, language()));
    let remarks = Review::of(state, id).map_or(0, |review| review.remarks().len());
    let screen = if kind == Response::KIND {
        "response"
    } else {
        "notebook"
    };
    let row = Row {
        icon: Some("talk"),
        title: door.unwrap_or_else(|| t.interviews.to_owned()),
        sub: fill(t.remarks_count, &[&remarks]),
        chip: Some(("problem", t.to_correct)),
        record: Some(id.to_string()),
    };
    row.link(format!("/{screen}/{id}"))
}
