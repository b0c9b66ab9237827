//! What the records among the results are called, and where they are opened.

use ledger::{RecordId, State};
use needs::{
    Building, Campaign, Interview, Lang, Need, Passage, Person, Questionnaire, Resident, Response,
    Theme, Unit, search::Hit, visit::Visit,
};

use crate::{
    components::record_name::record_name,
    locales::WayTexts,
    pages::today::{building_name, unit_line},
};

/// What a record is called.
pub fn title(state: &State, kind: &str, id: RecordId, lang: Lang) -> String {
    let record = state.record(kind, id);
    let text = |field: &str| {
        record
            .and_then(|record| record.text(field))
            .unwrap_or_default()
    };
    let name = match kind {
        Building::KIND => building_name(state, id, lang),
        Resident::KIND => text("name").to_owned(),
        Interview::KIND => text("title").to_owned(),
        Theme::KIND => Theme::find(state, id)
            .map_or("", |theme| theme.name(lang))
            .to_owned(),
        _ => String::new(),
    };
    if name.is_empty() {
        record_name(state, kind, id, lang)
    } else {
        name
    }
}

/// What stands under its name: where the words were found, or the door.
pub fn sub(
    state: &State,
    kind: &str,
    hit: &Hit,
    (title, in_title): (&str, bool),
    lang: Lang,
) -> String {
    let unit = state
        .record(kind, hit.id)
        .and_then(|record| record.link("unit"));
    let unit = unit.and_then(|unit| Unit::find(state, unit));
    let door = unit
        .map(|unit| unit_line(state, unit, lang))
        .filter(|door| door != title);
    let around = (!in_title && hit.around != title).then(|| hit.around.clone());
    let parts = [door, around];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Where it is opened.
pub fn href(state: &State, kind: &str, id: RecordId) -> String {
    let link = |field: &str| state.record(kind, id).and_then(|record| record.link(field));
    let at_unit = || link("unit").map_or_else(|| "/".to_owned(), |unit| format!("/unit/{unit}"));
    match kind {
        Building::KIND => format!("/building/{id}"),
        Unit::KIND => format!("/unit/{id}"),
        Response::KIND => format!("/response/{id}"),
        Interview::KIND => format!("/notebook/{id}"),
        Campaign::KIND => format!("/campaign/{id}"),
        Theme::KIND => format!("/theme/{id}"),
        Need::KIND => format!("/need/{id}"),
        Questionnaire::KIND => "/forms".to_owned(),
        Person::KIND => "/people".to_owned(),
        Passage::KIND => match (link("interview"), link("response")) {
            (Some(interview), _) => format!("/notebook/{interview}"),
            (None, Some(response)) => format!("/response/{response}"),
            (None, None) => at_unit(),
        },
        _ => at_unit(),
    }
}

/// What the records of a kind are called.
pub fn heading(kind: &str) -> &'static str {
    let t = WayTexts::now();
    match kind {
        Building::KIND => t.blocks,
        Unit::KIND => t.doors,
        Resident::KIND => t.residents,
        Interview::KIND => t.interviews,
        Passage::KIND => t.passages,
        Need::KIND => t.needs,
        Response::KIND => t.answers,
        Visit::KIND => t.visits,
        Theme::KIND => t.themes,
        Campaign::KIND => t.campaigns,
        Questionnaire::KIND => t.forms,
        _ => t.people,
    }
}
