//! The survey under way: the questionnaire, which page is open, and the keeping of the draft.

use std::collections::BTreeSet;

use form::ItemId;
use leptos::prelude::*;

use super::{
    paging::{self, Page},
    saver::{Saver, performance_now},
};
use crate::{
    components::question::{Interview, focus_field},
    desk::{Desk, WriteError},
    draft::Draft,
    platform::clock,
};

/// What is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The page with this key; `checking` if the person came from the check of the answers, and
    /// goes back there.
    Page { key: ItemId, checking: bool },
    /// The check of the answers.
    Check,
}

/// A handle: copies are the same visit.
#[derive(Clone, Copy)]
pub struct Visit {
    pub interview: Interview,
    pub pages: Memo<Vec<Page>>,
    pub place: RwSignal<Place>,
    /// The pages that were handed in.
    pub passed: RwSignal<BTreeSet<ItemId>>,
    /// The problems that the summary on top of the page lists.
    pub summary: RwSignal<Vec<ItemId>>,
    /// Raised when the person has to look at the summary before going on.
    pub summons: RwSignal<u32>,
    /// A page has been turned: from now on the focus goes to each new heading.
    pub turned: StoredValue<bool>,
    /// Why the response could not be written or the draft not be thrown away.
    pub failure: RwSignal<Option<WriteError>>,
    /// The response is being written.
    pub busy: RwSignal<bool>,
    pub draft: StoredValue<Draft>,
    pub desk: Desk,
    saver: StoredValue<Saver, LocalStorage>,
}

impl Visit {
    pub fn open(desk: Desk, draft: Draft, session: form::Session, saver: Saver) -> Self {
        let first_page = draft.page;
        let draft = StoredValue::new(draft);
        let keeper = saver.clone();
        let interview = Interview::new(session, move |session| {
            let input_ms = performance_now();
            let newest = draft.try_update_value(|draft| {
                draft.answers = session.answers();
                let progress = session.progress();
                draft.progress = (progress.answered, progress.total);
                draft.updated_ms = clock::now_ms();
                draft.clone()
            });
            if let Some(newest) = newest {
                keeper.save(newest, input_ms);
            }
        });
        let pages = Memo::new(move |_| interview.structure(paging::pages));
        // After the last page comes the check.
        let place = pages.with_untracked(|pages| match pages.get(first_page) {
            Some(page) => Place::Page {
                key: page.key,
                checking: false,
            },
            None => Place::Check,
        });
        // The pages before the one that was open were handed in when the draft was begun.
        let passed = pages.with_untracked(|pages| {
            pages
                .iter()
                .take(first_page)
                .map(|page| page.key)
                .collect::<BTreeSet<_>>()
        });
        Self {
            interview,
            pages,
            place: RwSignal::new(place),
            passed: RwSignal::new(passed),
            summary: RwSignal::new(Vec::new()),
            summons: RwSignal::new(0),
            turned: StoredValue::new(false),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            draft,
            saver: StoredValue::new_local(saver),
            desk,
        }
    }

    pub fn saver(self) -> Option<Saver> {
        self.saver.try_get_value()
    }

    /// The open page and its number from 0. A page that no longer applies gives way to the one
    /// before.
    pub fn current(self) -> Option<(usize, Page)> {
        let Place::Page { key, .. } = self.place.get() else {
            return None;
        };
        self.pages.with(|pages| {
            let number = pages.iter().position(|page| page.key >= key);
            let exact = number.filter(|number| pages.get(*number).is_some_and(|p| p.key == key));
            let number = exact.or(number.map(|number| number.saturating_sub(1)));
            let number = number.unwrap_or(pages.len().saturating_sub(1));
            pages.get(number).map(|page| (number, page.clone()))
        })
    }

    pub fn checking(self) -> bool {
        matches!(self.place.get(), Place::Page { checking: true, .. })
    }

    /// Opens a page, or the check, and remembers it in the draft.
    pub fn go(self, place: Place) {
        self.summary.set(Vec::new());
        self.failure.set(None);
        self.interview
            .with_session(|session| session.touch_now(clock::now()));
        self.turned.set_value(true);
        self.place.set(place);
        let number = self.pages.with_untracked(|pages| match place {
            Place::Page { key, .. } => pages.iter().position(|page| page.key == key),
            Place::Check => Some(pages.len()),
        });
        let newest = self.draft.try_update_value(|draft| {
            draft.page = number.unwrap_or(draft.page);
            draft.clone()
        });
        if let (Some(newest), Some(saver)) = (newest, self.saver()) {
            saver.save(newest, performance_now());
        }
    }

    /// The page that a question is on.
    pub fn page_of(self, item: ItemId) -> Option<Page> {
        let holds = |page: &&Page| {
            self.interview
                .peek(|session| paging::questions(session, page).contains(&item))
        };
        self.pages
            .with_untracked(|pages| pages.iter().find(holds).cloned())
    }

    /// Opens the page that a question is on, and puts the focus there.
    pub fn go_to(self, item: ItemId, checking: bool) {
        let page = self.page_of(item).map(|page| page.key);
        let here = self.place.with_untracked(|place| match place {
            Place::Page { key, .. } => Some(*key),
            Place::Check => None,
        });
        if let Some(key) = page.filter(|page| Some(*page) != here) {
            self.go(Place::Page { key, checking });
        }
        let path = self.interview.peek(|session| session.item(item).path());
        // The page has to be there first.
        request_animation_frame(move || focus_field(&path));
    }

    /// The page after the open one, or the check.
    fn after(self, number: usize) -> Place {
        self.pages
            .with_untracked(|pages| match pages.get(number + 1) {
                Some(page) => Place::Page {
                    key: page.key,
                    checking: false,
                },
                None => Place::Check,
            })
    }

    /// Hands the open page in: on to the next one, unless something is wrong with it.
    pub fn next(self) {
        let Some((_, page)) = untrack(|| self.current()) else {
            return;
        };
        let questions = self
            .interview
            .peek(|session| paging::questions(session, &page));
        self.interview.ask(&questions);
        self.passed.update(|passed| {
            passed.insert(page.key);
        });
        let problems = self.interview.peek(|session| {
            let wrong = |item: &ItemId| session.item(*item).problem().is_some();
            questions.into_iter().filter(wrong).collect::<Vec<_>>()
        });
        if problems.is_empty() {
            self.next_anyway();
        } else {
            self.summon(problems);
        }
    }

    /// Shows problems in the summary and brings the person to it.
    pub fn summon(self, problems: Vec<ItemId>) {
        self.summary.set(problems);
        self.summons.update(|summons| *summons += 1);
    }

    /// On to the next page; what is wrong with this one is left for the end.
    pub fn next_anyway(self) {
        let Some((number, _)) = untrack(|| self.current()) else {
            return;
        };
        let place = if untrack(|| self.checking()) {
            Place::Check
        } else {
            self.after(number)
        };
        self.go(place);
    }

    /// The page before the open one; `false` if there is none.
    pub fn back(self) -> bool {
        let number = untrack(|| self.current()).map(|(number, _)| number);
        let before = self.pages.with_untracked(|pages| {
            let number = number.unwrap_or(pages.len()).checked_sub(1)?;
            pages.get(number).map(|page| page.key)
        });
        if let Some(key) = before {
            self.go(Place::Page {
                key,
                checking: false,
            });
        }
        before.is_some()
    }

    /// All problems, in order, shown on their pages from now on.
    pub fn ask_all(self) -> Vec<ItemId> {
        let problems: Vec<_> = self.interview.peek(|session| {
            session
                .problems()
                .into_iter()
                .map(|problem| problem.item)
                .collect()
        });
        let pages = self.pages.get_untracked();
        for page in &pages {
            let questions = self
                .interview
                .peek(|session| paging::questions(session, page));
            self.interview.ask(&questions);
        }
        self.passed
            .update(|passed| passed.extend(pages.iter().map(|page| page.key)));
        problems
    }
}
