//! Marked passages as a table: what was said, under which themes, by which door, when.

use ledger::{RecordId, State};
use report::{Cell, Column};

use super::{Themes, meta};
use crate::{Building, Campaign, Lang, Passage, Person, Tenure, Unit, passage::Origin};

pub(super) const COLUMNS: [&str; 14] = [
    "_id",
    "quote",
    "themes",
    "note",
    "_unit",
    "_building",
    "tenure",
    "_campaign",
    "_started",
    "_by",
    "source",
    "source_id",
    "_unit_id",
    "_created",
];

/// The columns of the table; with titles in a language, if one is given.
pub fn passage_columns(titles: Option<Lang>) -> Vec<Column> {
    let mut columns: Vec<Column> = COLUMNS.into_iter().map(Column::new).collect();
    meta::title(&mut columns, titles);
    columns
}

/// The row of a passage; nothing where the passage or its source is not here.
pub fn passage_row(
    state: &State,
    themes: &Themes,
    id: RecordId,
    lang: Lang,
) -> Option<Vec<Cell<'static>>> {
    let passage = Passage::find(state, id)?;
    let source = passage.source()?;
    let origin = Origin::of(state, &source)?;
    let building = origin.unit.and_then(Unit::building);
    let building = building.and_then(|id| Building::find(state, id));
    let campaign = origin.campaign.and_then(|id| Campaign::find(state, id));
    let tenure = origin
        .unit
        .and_then(Unit::tenure)
        .map(|tenure| match tenure {
            Tenure::Owner => "owner",
            Tenure::Tenant => "tenant",
        });
    let text = |text: Option<&str>| Cell::text(text.unwrap_or_default().to_owned());
    Some(vec![
        meta::id(id),
        text(Some(passage.quote())),
        Cell::text(themes.named(passage.themes())),
        text(passage.note()),
        text(origin.unit.map(Unit::label)),
        text(building.map(|building| building.name(lang))),
        text(tenure),
        text(campaign.map(|campaign| campaign.name(lang))),
        text(Some(origin.started)),
        text(Person::find(state, origin.by).map(|person| person.name(lang))),
        text(Some(source.kind())),
        meta::id(source.record()),
        Cell::maybe(origin.unit.map(|unit| unit.id.to_string())),
        text(Some(&passage.marked().wall)),
    ])
}
