//! The way through a questionnaire: which page is open, and what stands in the way of the next.

use std::collections::BTreeSet;

use form::{AuditEvent, ItemId, ItemKind, LanguageId, Session};
use leptos::prelude::*;

use super::{
    Host,
    fold::Folds,
    held::{Held, topmost_path},
    near::Nearness,
    paging::{self, Flow, Page},
};
use crate::{
    components::question::{Interview, focus_field},
    platform::{clock, prefs},
};

/// The name of the check of the answers where pages go by their first item's path.
const CHECK: &str = "/";

/// What is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The page with this key; `checking` if the person came from the check of the answers, and
    /// goes back there.
    Page { key: ItemId, checking: bool },
    /// The check of the answers.
    Check,
}

/// A handle: copies are the same walk.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    pub interview: Interview,
    /// How the questionnaire is shown.
    pub flow: RwSignal<Flow>,
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
    pub nearness: Nearness,
    pub folds: Folds,
    pub host: StoredValue<Host>,
}

impl Walk {
    pub fn begin(interview: Interview, host: Host) -> Self {
        let style = interview.peek(|session| Flow::of_style(session.form().style()));
        let flow = RwSignal::new(host.flow.or_else(prefs::flow).unwrap_or(style));
        let pages =
            Memo::new(move |_| interview.structure(|session| paging::pages(session, flow.get())));
        let (place, passed) = pages.with_untracked(|pages| {
            let number = interview
                .peek(|session| Some(opens_at(session, pages, &host.place)))
                .unwrap_or_default();
            // After the last page comes the check.
            let place = pages.get(number).map_or(Place::Check, |page| Place::Page {
                key: page.key,
                checking: false,
            });
            // The pages before the one that was open were handed in when the draft was begun.
            let passed = pages.iter().take(number).map(|page| page.key).collect();
            (place, passed)
        });
        Self {
            interview,
            flow,
            pages,
            place: RwSignal::new(place),
            passed: RwSignal::new(passed),
            summary: RwSignal::new(Vec::new()),
            summons: RwSignal::new(0),
            turned: StoredValue::new(false),
            nearness: Nearness::new(),
            folds: Folds::new(),
            host: StoredValue::new(host),
        }
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

    /// Opens a page, or the check.
    pub fn go(self, place: Place) {
        self.summary.set(Vec::new());
        self.interview
            .with_session(|session| session.touch_now(clock::now()));
        self.turned.set_value(true);
        self.place.set(place);
        let name = match place {
            Place::Page { key, .. } => self.interview.peek(|session| session.item(key).path()),
            Place::Check => CHECK.to_owned(),
        };
        if let Some(turned) = self.host.with_value(|host| host.turned) {
            turned.run(name);
        }
    }

    /// Shows the questionnaire in another way, from the question on that was at the top of the
    /// screen, and remembers it for the next one.
    pub fn show_as(self, flow: Flow) {
        prefs::set_flow(flow);
        let top = topmost_path();
        let top = top.and_then(|path| self.interview.peek(|session| session.find(&path)));
        let before = untrack(|| self.current()).map(|(_, page)| page.key);
        self.flow.set(flow);
        if let Some(item) = top.or(before) {
            self.go_to(item, false);
        }
    }

    /// Shows labels, hints and choices in another of the form's languages. What is at the top of
    /// the screen stays there.
    pub fn speak(self, language: LanguageId) {
        let held = Held::top();
        self.interview.set_language(language);
        held.put_back();
    }

    /// The page that an item is on, or the first of those that what is in it is on.
    pub fn page_of(self, item: ItemId) -> Option<Page> {
        let found = |item| {
            let within = self.interview.peek(|session| chain(session, item));
            self.pages.with_untracked(|pages| {
                let mut pages = pages.iter();
                let holds = |page: &&Page| {
                    within.contains(&page.key) || page.items.iter().any(|i| within.contains(i))
                };
                pages.find(holds).cloned()
            })
        };
        found(item).or_else(|| {
            let inside = self.interview.peek(|session| first_inside(session, item));
            found(inside?)
        })
    }

    /// Opens a section from its beginning: its page, if the questionnaire is shown so.
    pub fn open_section(self, key: ItemId) {
        let is_page = |pages: &Vec<Page>| pages.iter().any(|page| page.key == key);
        if self.flow.get_untracked() != Flow::Whole && self.pages.with_untracked(is_page) {
            self.go(Place::Page {
                key,
                checking: false,
            });
        } else {
            self.go_to(key, false);
        }
    }

    /// The section that the open page is in, by its key.
    pub fn section(self) -> Option<ItemId> {
        let (_, page) = untrack(|| self.current())?;
        self.interview.peek(|session| {
            let within = chain(session, page.key);
            let sections = paging::pages(session, Flow::Sections);
            let holds = |section: &&Page| {
                within.contains(&section.key)
                    || section.items.iter().any(|item| within.contains(item))
            };
            sections.iter().find(holds).map(|section| section.key)
        })
    }

    /// The group or repeat whose label is the heading of the open page.
    pub fn current_title(self) -> Option<ItemId> {
        untrack(|| self.current()).and_then(|(_, page)| page.title)
    }

    /// Opens the page that a question is on, and puts the focus there.
    pub fn go_to(self, item: ItemId, checking: bool) {
        let page = self.page_of(item).map(|page| page.key);
        let here = self.place.with_untracked(|place| match place {
            Place::Page { key, .. } => Some(*key),
            Place::Check => None,
        });
        let (path, within) = self
            .interview
            .peek(|session| (session.item(item).path(), chain(session, item)));
        self.folds.open(&within);
        self.nearness.want(within);
        if let Some(key) = page.filter(|page| Some(*page) != here) {
            self.go(Place::Page { key, checking });
        }
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
            if let Some(log) = self.log() {
                log.note(AuditEvent::ConstraintError);
            }
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

    /// Finishes, unless something is wrong.
    pub fn finish(self) {
        let Some(host) = self.host.try_get_value() else {
            return;
        };
        if host.busy.get_untracked() {
            return;
        }
        let finished = self
            .interview
            .with_session(|session| session.finish(clock::now()));
        match (finished, host.finish) {
            (Some(Ok(submission)), Some(finish)) => {
                if let Some(log) = self.log() {
                    log.shows(self.interview, &[]);
                    log.note(AuditEvent::FormFinalize);
                }
                finish.run(submission);
            }
            (Some(Err(_)), _) => self.summon(self.ask_all()),
            _ => {}
        }
    }

    /// The person wants to leave.
    pub fn leave(self) {
        self.tell_place();
        if let Some(leave) = self.host.with_value(|host| host.leave) {
            leave.run(());
        }
    }
}

/// An item and all that it is in, from inside out.
pub(super) fn chain(session: &Session, item: ItemId) -> Vec<ItemId> {
    std::iter::successors(Some(item), |item| session.parent(*item)).collect()
}

/// The first question or note in an item.
fn first_inside(session: &Session, item: ItemId) -> Option<ItemId> {
    session
        .children(item)
        .find_map(|child| match session.item(child).kind() {
            ItemKind::Question(_) | ItemKind::Note if session.item(child).relevant() => Some(child),
            _ => first_inside(session, child),
        })
}

/// The number of the page with this name; the first one if there is none.
fn opens_at(session: &Session, pages: &[Page], name: &str) -> usize {
    if name == CHECK {
        return pages.len();
    }
    let Some(item) = session.find(name) else {
        return 0;
    };
    let within = chain(session, item);
    pages
        .iter()
        .position(|page| {
            page.items.iter().any(|item| within.contains(item)) || within.contains(&page.key)
        })
        .unwrap_or_default()
}
