//! What can be done with a chosen passage. Each step says how it is taken back.

use ledger::{Change, RecordId};
use leptos::{prelude::*, task::spawn_local};
use needs::{
    Need, Passage, Theme, Tree, first_tree,
    passage::{Line, Spot, quote_of},
};

use super::{Chosen, Done, Lines, Marking};
use crate::{
    components::store_error::write_error_text,
    desk::Desk,
    locales::{ThemeTexts, fill, language},
    platform::{
        random,
        selection::{self, Selected},
    },
};

/// The words of a selection, and the selection without the spaces around it; nothing where it is
/// all spaces.
pub(super) fn words(lines: &Lines, mut selected: Selected) -> Option<(Selected, String)> {
    let lines: Vec<_> = lines.iter().map(|(key, text)| Line { key, text }).collect();
    let number = |key: &str| lines.iter().position(|line| line.key == key);
    let (first, last) = (number(&selected.from.0)?, number(&selected.to.0)?);
    let quote = quote_of(&lines, (first, selected.from.1), (last, selected.to.1));
    let trimmed = quote.trim_matches([' ', '\t', '\u{3000}']);
    let before = quote.chars().count()
        - quote
            .trim_start_matches([' ', '\t', '\u{3000}'])
            .chars()
            .count();
    let after = quote.chars().count() - before - trimmed.chars().count();
    if trimmed.trim().is_empty() {
        return None;
    }
    selected.from.1 += before;
    selected.to.1 = selected.to.1.saturating_sub(after);
    let trimmed = trimmed.to_owned();
    Some((selected, trimmed))
}

/// What begins the tree of a site that has none.
pub fn begin_tree(desk: Desk) -> Vec<Change> {
    let none = desk.peek(|ledger| Theme::all(ledger.state()).next().is_none());
    if none {
        first_tree(desk.site())
    } else {
        Vec::new()
    }
}

impl Marking {
    /// Marks what is chosen, if it isn't yet, and goes on with `then`: what else to write, and what
    /// takes that back.
    fn on_passage(self, text: String, then: impl FnOnce(RecordId) -> (Vec<Change>, Vec<Change>)) {
        let Some(chosen) = self.chosen.get_untracked() else {
            return;
        };
        let (id, mut changes, mut undo) = match chosen {
            Chosen::Passage(id) => (id, Vec::new(), Vec::new()),
            Chosen::Text(selected, quote) => {
                let id = random::record_id();
                let spot = |(line, offset): &(String, usize)| (line.clone(), *offset);
                let (from, to) = (spot(&selected.from), spot(&selected.to));
                let span = (
                    Spot {
                        line: &from.0,
                        offset: from.1,
                    },
                    Spot {
                        line: &to.0,
                        offset: to.1,
                    },
                );
                let mark = Passage::mark(id, self.text.source(&from.0), span, &quote);
                (id, vec![mark], vec![Passage::unmark(id, true)])
            }
        };
        let (more, back) = then(id);
        changes.extend(more);
        undo.extend(back);
        selection::clear();
        self.write(changes, Some(Done { text, undo }));
        self.sheet.set(false);
        self.chosen.set(None);
    }

    fn write(self, changes: Vec<Change>, done: Option<Done>) {
        spawn_local(async move {
            match self.desk.record_all(merged(changes)).await {
                Ok(()) => {
                    let _ = self.error.try_set(None);
                    let _ = self.done.try_set(done);
                }
                Err(error) => {
                    let _ = self.error.try_set(Some(write_error_text(&error)));
                }
            }
        });
    }

    /// Gives the chosen passage a theme.
    pub(super) fn give(self, theme: RecordId, name: &str) {
        let text = fill(ThemeTexts::now().marked_with, &[&name]);
        self.on_passage(text, |id| {
            (
                vec![Passage::give(id, theme, true)],
                vec![Passage::give(id, theme, false)],
            )
        });
    }

    /// Takes a theme from a passage.
    pub(super) fn take(self, passage: RecordId, theme: RecordId, name: &str) {
        // It may have been given under the name of one that was merged since.
        let given = self.desk.peek(|ledger| {
            let tree = Tree::of(ledger.state());
            let passage = Passage::find(ledger.state(), passage)?;
            let given = passage.themes();
            let given = given.filter(|one| tree.counts_for(*one) == Some(theme));
            Some(given.collect::<Vec<_>>())
        });
        let given = given.unwrap_or_default();
        let all = |on| {
            let give = given.iter().map(|theme| Passage::give(passage, *theme, on));
            give.collect::<Vec<_>>()
        };
        let done = Done {
            text: fill(ThemeTexts::now().taken, &[&name]),
            undo: all(true),
        };
        self.write(all(false), Some(done));
    }

    /// Makes a new theme, and gives it to the chosen passage.
    pub(super) fn give_new(self, name: &str) {
        let theme = random::record_id();
        let order = self
            .desk
            .peek(|ledger| Tree::of(ledger.state()).place_below(None));
        let add = Theme::add(theme, (language(), name), None, order);
        let text = fill(ThemeTexts::now().marked_with, &[&name.trim()]);
        self.on_passage(text, |id| {
            (
                vec![add, Passage::give(id, theme, true)],
                vec![Passage::give(id, theme, false), Theme::retire(theme, true)],
            )
        });
    }

    /// Makes a need of the chosen passage.
    pub(super) fn make_need(self, content: &str) {
        let need = random::record_id();
        let chosen = self.chosen.get_untracked();
        let desk = self.desk;
        // The need takes themes and door from the passage, so that one is written first.
        let content = content.to_owned();
        self.on_passage(ThemeTexts::now().need_made.to_owned(), |id| {
            let text = self.text;
            let made = desk.peek(|ledger| match chosen {
                Some(Chosen::Passage(_)) => {
                    let passage = Passage::find(ledger.state(), id)?;
                    Need::of_passage(ledger.state(), need, passage, &content)
                }
                _ => Some(Need::of_source(
                    ledger.state(),
                    need,
                    (id, &text.source("")),
                    &content,
                )),
            });
            let made = made.into_iter().collect();
            (made, vec![Need::withdraw(need, true)])
        });
    }

    /// Notes something about the chosen passage.
    pub(super) fn annotate(self, note: &str, before: &str) {
        self.on_passage(ThemeTexts::now().noted.to_owned(), |id| {
            (
                vec![Passage::annotate(id, note)],
                vec![Passage::annotate(id, before)],
            )
        });
    }

    /// Takes a mark away.
    pub(super) fn unmark(self, id: RecordId) {
        let done = Done {
            text: ThemeTexts::now().unmarked.to_owned(),
            undo: vec![Passage::unmark(id, false)],
        };
        self.write(vec![Passage::unmark(id, true)], Some(done));
        self.sheet.set(false);
        self.chosen.set(None);
    }

    /// Takes back what was done last.
    pub(super) fn undo(self) {
        if let Some(done) = self.done.get_untracked() {
            self.write(done.undo, None);
        }
    }
}

/// One entry for each record, so that a passage with its theme is one step of its history.
fn merged(changes: Vec<Change>) -> Vec<Change> {
    let mut merged: Vec<Change> = Vec::new();
    for change in changes {
        let same = |one: &&mut Change| one.id == change.id && one.kind == change.kind;
        match merged.iter_mut().find(same) {
            Some(one) => one.set.extend(change.set),
            None => merged.push(change),
        }
    }
    merged
}
