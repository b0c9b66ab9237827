//! A need as a row: what is wanted, from whom, said where and when (需求信息庫).

use ledger::{Record, RecordId, State};
use report::Cell;
use serde_json::Value;

use super::{Talks, campaign, door, maker, meta, number, text};
use crate::{Lang, Need, Passage};

pub(super) const COLUMNS: [&str; 19] = [
    "_id",
    "content",
    "source",
    "time",
    "themes",
    "quote",
    "_unit",
    "_unit_id",
    "_building",
    "_floor",
    "tenure",
    "_campaign",
    "_by",
    "_by_id",
    "_device",
    "source_id",
    "passage_id",
    "withdrawn",
    "_created",
];

impl Talks {
    pub(super) fn need<'a>(
        &'a self,
        state: &'a State,
        id: RecordId,
        record: &'a Record,
        lang: Lang,
    ) -> Vec<Cell<'a>> {
        let field = |name: &str| Cell::maybe(record.text(name));
        let passage = record.link("passage");
        let quote = passage.and_then(|id| Passage::find(state, id));
        let themes = Need::find(state, id).into_iter().flat_map(Need::themes);
        let mut row = vec![
            meta::id(id),
            field("content"),
            field("source"),
            field("time"),
            text(self.themes.named(themes)),
            Cell::maybe(quote.map(Passage::quote)),
        ];
        row.extend(door(state, record.link("unit"), lang));
        row.push(campaign(state, record, lang));
        row.extend(maker(state, record, lang));
        let origin = crate::consent::origin(record);
        let withdrawn = record.get("withdrawn") == Some(&Value::Bool(true));
        row.extend([
            Cell::maybe(origin.map(|(_, id)| id.to_string())),
            Cell::maybe(passage.map(|id| id.to_string())),
            number(u8::from(withdrawn)),
            Cell::text(meta::wall(record)),
        ]);
        row
    }
}
