//! Needs: what a resident wants, with the way back to where they said so.

use ledger::{Change, Fields, Record, RecordId, State, Touch};

use crate::{
    Passage,
    consent::Withdrawals,
    passage::{Origin, Source},
};

/// A need.
#[derive(Clone, Copy, Debug)]
pub struct Need<'a> {
    /// The record's id.
    pub id: RecordId,
    record: &'a Record,
}

const THEME: &str = "theme:";

impl<'a> Need<'a> {
    /// The kind of its record.
    pub const KIND: &'static str = "need";

    /// All needs that were not withdrawn, in no particular order.
    pub fn all(state: &'a State) -> impl Iterator<Item = Self> {
        let records = state.records(Self::KIND);
        let needs = records.map(|(id, record)| Self { id, record });
        needs.filter(|need| !need.withdrawn())
    }

    /// The needs that may still be used: not withdrawn, and nobody has taken their consent back to
    /// the talk that they came up in.
    pub fn usable(state: &'a State) -> Vec<Self> {
        let withdrawals = Withdrawals::of(state);
        let all = Self::all(state);
        all.filter(|need| !need.is_lost(state, &withdrawals))
            .collect()
    }

    /// One need, also a withdrawn one.
    pub fn find(state: &'a State, id: RecordId) -> Option<Self> {
        let record = state.record(Self::KIND, id)?;
        Some(Self { id, record })
    }

    /// What is wanted, in somebody's words.
    pub fn content(self) -> &'a str {
        self.record.text("content").unwrap_or_default()
    }

    /// The channel it came by: `interview`, `response`.
    pub fn source(self) -> &'a str {
        self.record.text("source").unwrap_or_default()
    }

    /// The passage that it was made of.
    pub fn passage(self) -> Option<RecordId> {
        self.record.link("passage")
    }

    /// The interview or response that it came up in.
    pub fn origin(self) -> Option<RecordId> {
        let interview = self.record.link("interview");
        interview.or_else(|| self.record.link("response"))
    }

    /// Whether it may no longer be shown, since consent to what it was taken from was taken back.
    pub fn is_lost(self, state: &State, withdrawals: &Withdrawals) -> bool {
        withdrawals.lost_any(state, Self::KIND, self.record).content
    }

    /// The unit that it came from.
    pub fn unit(self) -> Option<RecordId> {
        self.record.link("unit")
    }

    /// When it was said (RFC 3339).
    pub fn time(self) -> &'a str {
        self.record.text("time").unwrap_or_default()
    }

    /// Its themes.
    pub fn themes(self) -> impl Iterator<Item = RecordId> + 'a {
        let themes = self.record.members(THEME);
        themes
            .filter(|(_, on)| **on == true)
            .filter_map(|(id, _)| id.parse().ok())
    }

    /// Whether somebody found that it is none.
    pub fn withdrawn(self) -> bool {
        self.record
            .get("withdrawn")
            .is_some_and(|gone| gone == true)
    }

    /// Who wrote it down, and when.
    pub fn written(self) -> &'a Touch {
        self.record.created()
    }

    /// Makes a need of a passage: its themes, its door and its time are kept. Nothing where the
    /// passage has no source.
    pub fn of_passage(
        state: &State,
        id: RecordId,
        passage: Passage<'_>,
        content: &str,
    ) -> Option<Change> {
        let source = passage.source()?;
        let mut change = Self::of_source(state, id, (passage.id, &source), content);
        let themes = passage.themes();
        let themes = themes.map(|theme| (format!("{THEME}{theme}"), true.into()));
        change.set.extend(themes);
        Some(change)
    }

    /// Makes a need of a passage of this id that is written together with it.
    pub fn of_source(
        state: &State,
        id: RecordId,
        (passage, source): (RecordId, &Source<'_>),
        content: &str,
    ) -> Change {
        let kind = source.kind();
        let mut set = Fields::from([
            ("content".to_owned(), content.trim().into()),
            ("source".to_owned(), kind.into()),
            ("passage".to_owned(), passage.to_string().into()),
            (kind.to_owned(), source.record().to_string().into()),
        ]);
        if let Some(origin) = Origin::of(state, source) {
            set.insert("time".to_owned(), origin.started.into());
            let link = |name: &str, id: RecordId| (name.to_owned(), id.to_string().into());
            set.extend(origin.unit.map(|unit| link("unit", unit.id)));
            set.extend(origin.campaign.map(|campaign| link("campaign", campaign)));
        }
        change(id, set)
    }

    /// Puts it into other words.
    pub fn reword(id: RecordId, content: &str) -> Change {
        change(
            id,
            Fields::from([("content".to_owned(), content.trim().into())]),
        )
    }

    /// Withdraws it, or takes that back.
    pub fn withdraw(id: RecordId, gone: bool) -> Change {
        change(id, Fields::from([("withdrawn".to_owned(), gone.into())]))
    }
}

fn change(id: RecordId, set: Fields) -> Change {
    Change {
        kind: Need::KIND.to_owned(),
        id,
        set,
    }
}
