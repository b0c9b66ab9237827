//! Passages: what somebody marked in an interview or in a long answer, with its themes.

mod place;

use std::collections::BTreeMap;

use ledger::{Change, Fields, Record, RecordId, State, Touch};
use serde_json::{Value, json};

pub use place::{Line, Piece, Place, Spot, Standing, char_at, pieces, quote_of};

use crate::{Interview, Response, Unit, consent::Withdrawals};

const INTERVIEW: &str = Interview::KIND;

/// A marked stretch of text.
#[derive(Clone, Copy, Debug)]
pub struct Passage<'a> {
    /// The record's id.
    pub id: RecordId,
    record: &'a Record,
}

/// What a passage is marked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source<'a> {
    /// The notes of an interview.
    Interview(RecordId),
    /// An answer of a response, by its path.
    Answer(RecordId, &'a str),
}

impl Source<'_> {
    /// The record of the interview or response.
    pub const fn record(&self) -> RecordId {
        match self {
            Self::Interview(id) | Self::Answer(id, _) => *id,
        }
    }

    /// Whether whoever said it has taken their consent back, or what they said was erased.
    pub fn is_lost(&self, state: &State, withdrawals: &Withdrawals) -> bool {
        let record = state.record(self.kind(), self.record());
        record.is_none_or(|record| withdrawals.lost_any(state, self.kind(), record).content)
    }

    /// The kind of that record.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Interview(_) => INTERVIEW,
            Self::Answer(..) => Response::KIND,
        }
    }
}

/// What is known of where a passage is from, whichever kind of record it is marked in.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The door; none for a focus group.
    pub unit: Option<Unit<'a>>,
    /// The campaign.
    pub campaign: Option<RecordId>,
    /// When the interview or survey began, as its device claimed (RFC 3339).
    pub started: &'a str,
    /// Who brought it in.
    pub by: RecordId,
}

impl<'a> Origin<'a> {
    /// Where a passage, or a need, is from.
    pub fn of(state: &'a State, source: &Source<'_>) -> Option<Self> {
        let record = state.record(source.kind(), source.record())?;
        let unit = record.link("unit").and_then(|unit| Unit::find(state, unit));
        let created = record.created();
        Some(Self {
            unit,
            campaign: record.link("campaign"),
            started: record.text("started").unwrap_or(&created.wall),
            by: created.actor,
        })
    }
}

const THEME: &str = "theme:";

impl<'a> Passage<'a> {
    /// The kind of its record.
    pub const KIND: &'static str = "passage";

    /// All passages, in no particular order.
    pub fn all(state: &'a State) -> impl Iterator<Item = Self> {
        let records = state.records(Self::KIND);
        records.map(|(id, record)| Self { id, record })
    }

    /// The passages whose source is there and may still be used: nobody has taken their consent to
    /// it back.
    pub fn usable(state: &'a State) -> Vec<Self> {
        let withdrawals = Withdrawals::of(state);
        let mut lost: BTreeMap<RecordId, bool> = BTreeMap::new();
        let mut usable = |passage: &Self| {
            let source = passage.source();
            source.is_some_and(|source| {
                !*lost
                    .entry(source.record())
                    .or_insert_with(|| source.is_lost(state, &withdrawals))
            })
        };
        Self::all(state).filter(|one| usable(one)).collect()
    }

    /// One passage.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        let record = state.record(Self::KIND, id)?;
        Some(Self { id, record })
    }

    /// The passages of an interview or a response, in the order in which they were marked.
    pub fn of(state: &'a State, source: RecordId) -> Vec<Self> {
        let mut here: Vec<_> = Self::all(state)
            .filter(|passage| passage.source().is_some_and(|of| of.record() == source))
            .collect();
        here.sort_by_key(|passage| (passage.record.created().time, passage.id));
        here
    }

    /// Whether it may be shown: nobody has taken their consent to its source back.
    pub fn is_lost(self, state: &State, withdrawals: &Withdrawals) -> bool {
        withdrawals.lost_any(state, Self::KIND, self.record).content
    }

    /// What it is marked in.
    pub fn source(self) -> Option<Source<'a>> {
        if let Some(interview) = self.record.link(INTERVIEW) {
            return Some(Source::Interview(interview));
        }
        let path = self.record.text("path")?;
        Some(Source::Answer(self.record.link("response")?, path))
    }

    /// Where it begins and ends, as it was marked.
    pub fn span(self) -> Option<(Spot<'a>, Spot<'a>)> {
        let spot = |field| {
            let spot = self.record.get(field)?;
            let line = spot.get("line")?.as_str()?;
            let offset = usize::try_from(spot.get("offset")?.as_u64()?).ok()?;
            Some(Spot { line, offset })
        };
        Some((spot("from")?, spot("to")?))
    }

    /// The text as it was marked; lines are parted by line feeds.
    pub fn quote(self) -> &'a str {
        self.record.text("quote").unwrap_or_default()
    }

    /// Where it lies in the text as it stands now.
    pub fn place(self, lines: &[Line<'_>]) -> Option<Place> {
        let (from, to) = self.span()?;
        place::locate(lines, from, to, self.quote())
    }

    /// Its themes, as they were given; [`crate::Tree::counts_for`] knows what became of them.
    pub fn themes(self) -> impl Iterator<Item = RecordId> + 'a {
        let themes = self.record.members(THEME);
        themes
            .filter(|(_, on)| **on == true)
            .filter_map(|(id, _)| id.parse().ok())
    }

    /// What somebody noted about it.
    pub fn note(self) -> Option<&'a str> {
        self.record.text("note").filter(|note| !note.is_empty())
    }

    /// Who marked it, and when.
    pub fn marked(self) -> &'a Touch {
        self.record.created()
    }

    /// Marks a stretch of text.
    pub fn mark(
        id: RecordId,
        source: Source<'_>,
        (from, to): (Spot<'_>, Spot<'_>),
        quote: &str,
    ) -> Change {
        let spot = |spot: Spot<'_>| json!({ "line": spot.line, "offset": spot.offset });
        let mut set = Fields::from([
            ("from".to_owned(), spot(from)),
            ("to".to_owned(), spot(to)),
            ("quote".to_owned(), quote.into()),
        ]);
        let of = Value::from(source.record().to_string());
        match source {
            Source::Interview(_) => set.insert(INTERVIEW.to_owned(), of),
            Source::Answer(_, path) => {
                set.insert("path".to_owned(), path.into());
                set.insert("response".to_owned(), of)
            }
        };
        change(id, set)
    }

    /// Gives it a theme, or takes it away.
    pub fn give(id: RecordId, theme: RecordId, on: bool) -> Change {
        let on = on.then_some(true);
        change(id, Fields::from([(format!("{THEME}{theme}"), on.into())]))
    }

    /// Notes something about it; an empty note is taken away.
    pub fn annotate(id: RecordId, note: &str) -> Change {
        let note = note.trim();
        let note = (!note.is_empty()).then_some(note);
        change(id, Fields::from([("note".to_owned(), note.into())]))
    }

    /// Takes the mark away, or back.
    pub fn unmark(id: RecordId, gone: bool) -> Change {
        change(id, Fields::from([("deleted".to_owned(), gone.into())]))
    }
}

/// The themes that this person gave last, the newest first, each once.
pub fn recent_themes(state: &State, actor: RecordId, most: usize) -> Vec<RecordId> {
    let mut last = BTreeMap::new();
    for passage in Passage::all(state) {
        let touch = passage.record.changed();
        if touch.actor != actor {
            continue;
        }
        for theme in passage.themes() {
            let time = last.entry(theme).or_insert(touch.time);
            *time = (*time).max(touch.time);
        }
    }
    let mut themes: Vec<_> = last.into_iter().collect();
    themes.sort_unstable_by_key(|(theme, time)| std::cmp::Reverse((*time, *theme)));
    themes.truncate(most);
    themes.into_iter().map(|(theme, _)| theme).collect()
}

fn change(id: RecordId, set: Fields) -> Change {
    Change {
        kind: Passage::KIND.to_owned(),
        id,
        set,
    }
}
