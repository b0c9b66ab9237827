//! A line of an interview as a row: the moment, who said it, what was noted, under which themes.

use ledger::State;
use report::Cell;

use super::{Talks, meta, number, text};
use crate::{Interview, Lang, Unit};

pub(super) const COLUMNS: [&str; 12] = [
    "_key",
    "_id",
    "_index",
    "_unit",
    "_unit_id",
    "_campaign",
    "_started",
    "moment",
    "seconds",
    "speaker",
    "text",
    "themes",
];

impl Talks {
    pub(super) fn lines(
        &self,
        state: &State,
        one: Interview<'_>,
        lang: Lang,
        add: &mut impl FnMut(Vec<Cell<'_>>),
    ) {
        let unit = one.unit();
        let door = unit
            .and_then(|unit| Unit::find(state, unit))
            .map(Unit::label);
        let campaign = one
            .campaign()
            .and_then(|id| crate::Campaign::find(state, id));
        let present = one.present();
        let marks = self.made.get(&one.id).map_or(&[][..], |made| &made.marks);
        for (index, line) in (1_usize..).zip(one.lines()) {
            let speaker = line.speaker.map(|key| {
                let who = present.iter().find(|who| who.key == key);
                who.map_or(key, |who| who.name)
            });
            let here = marks
                .iter()
                .filter(|mark| *mark.from <= *line.key && *line.key <= *mark.to);
            let themes = here.flat_map(|mark| mark.themes.iter().copied());
            add(vec![
                text(format!("{}/{}", one.id, line.key)),
                meta::id(one.id),
                number(index),
                Cell::maybe(door),
                Cell::maybe(unit.map(|unit| unit.to_string())),
                Cell::maybe(campaign.map(|campaign| campaign.name(lang))),
                Cell::maybe(one.started()),
                text(moment(line.at)),
                number(line.at / 1000),
                Cell::maybe(speaker),
                Cell::text(line.text),
                text(self.themes.named(themes)),
            ]);
        }
    }
}

/// A moment of a talk, in milliseconds since it began, as `1:02:03`.
fn moment(at: i64) -> String {
    let seconds = at.max(0) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hours}:{minutes:02}:{seconds:02}")
}
