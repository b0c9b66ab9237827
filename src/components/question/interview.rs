//! The questionnaire that is being filled in, as its controls see it: they read an item and are run
//! again when just that item changes, and they hand in answers.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use form::{
    Aspects, Changes, Choice, Item, ItemId, LanguageId, Problem, ProblemKind, Rejection, Session,
};
use leptos::prelude::*;

/// A handle: copies are the same interview. Every use of it is harmless after the screen is gone,
/// because browsers send a last `blur` from a field that is being taken away.
#[derive(Clone, Copy)]
pub struct Interview {
    inner: StoredValue<Inner, LocalStorage>,
    /// Notified when it changes which items there are to show.
    structure: Trigger,
    /// The number of the entry that was removed last, while that can be taken back.
    removed: RwSignal<Option<usize>>,
    /// Whether the form waits to be told where the device is.
    unplaced: RwSignal<bool>,
}

struct Inner {
    session: Session,
    triggers: BTreeMap<ItemId, ArcTrigger>,
    /// Of what reads the choices: a list may be long, and an answer does not change it.
    choice_triggers: BTreeMap<ItemId, ArcTrigger>,
    /// Fields that have been left: what is wrong with their answers may show.
    left: BTreeSet<ItemId>,
    /// Fields whose page has been handed in: a missing answer may show too.
    asked: BTreeSet<ItemId>,
    /// What the session did not take, while the field still shows it.
    rejected: BTreeMap<ItemId, Rejection>,
    /// As it was before an entry was removed, until the next answer.
    before_removal: Option<Session>,
    changed: Rc<dyn Fn(&Session)>,
}

impl Inner {
    fn trigger(&mut self, item: ItemId) -> ArcTrigger {
        self.triggers.entry(item).or_default().clone()
    }

    fn visible_problem(&self, item: ItemId) -> Option<Problem> {
        let problem = self.session.item(item).problem()?;
        let asked = self.asked.contains(&item);
        let shows = asked || (problem.kind != ProblemKind::Required && self.left.contains(&item));
        shows.then_some(problem)
    }
}

impl Interview {
    /// An interview over a session; `changed` is called after every answer.
    pub fn new(session: Session, changed: impl Fn(&Session) + 'static) -> Self {
        let unplaced = RwSignal::new(!session.unplaced().is_empty());
        let inner = Inner {
            session,
            triggers: BTreeMap::new(),
            choice_triggers: BTreeMap::new(),
            left: BTreeSet::new(),
            asked: BTreeSet::new(),
            rejected: BTreeMap::new(),
            before_removal: None,
            changed: Rc::new(changed),
        };
        Self {
            inner: StoredValue::new_local(inner),
            structure: Trigger::new(),
            removed: RwSignal::new(None),
            unplaced,
        }
    }

    /// Reads one item; whoever calls this in a view is run again when the item changes.
    pub fn item<T: Default>(self, item: ItemId, read: impl FnOnce(Item<'_>) -> T) -> T {
        self.track(item);
        self.peek(|session| read(session.item(item)))
    }

    /// Reads the session once.
    pub fn peek<T: Default>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.inner
            .try_with_value(|inner| read(&inner.session))
            .unwrap_or_default()
    }

    /// Reads what there is to show; run again when an item comes or goes.
    pub fn structure<T: Default>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.structure.track();
        self.peek(read)
    }

    /// The choices that are offered now; run again only when these change, or their language.
    pub fn choices(self, item: ItemId) -> Vec<Choice> {
        let trigger = self
            .inner
            .try_update_value(|inner| inner.choice_triggers.entry(item).or_default().clone());
        if let Some(trigger) = trigger {
            trigger.track();
        }
        self.peek(|session| session.item(item).choices())
    }

    /// Whether the form waits to be told where the device is; followed.
    pub fn unplaced(self) -> bool {
        self.unplaced.get()
    }

    /// Tells the form where the device is; an empty text says that it can't be found out.
    pub fn place(self, geopoint: &str) {
        let placed = self
            .inner
            .try_update_value(|inner| inner.session.place(geopoint));
        if let Some(changes) = placed {
            self.spread(&changes);
        }
    }

    fn track(self, item: ItemId) {
        if let Some(trigger) = self.inner.try_update_value(|inner| inner.trigger(item)) {
            trigger.track();
        }
    }

    /// The problem of an item that may be shown by now.
    pub fn problem(self, item: ItemId) -> Option<Problem> {
        self.track(item);
        self.inner
            .try_with_value(|inner| inner.visible_problem(item))
            .flatten()
    }

    /// Why the last answer was not taken.
    pub fn rejection(self, item: ItemId) -> Option<Rejection> {
        self.track(item);
        self.inner
            .try_with_value(|inner| inner.rejected.get(&item).copied())
            .flatten()
    }

    /// Hands in an answer.
    pub fn answer(self, item: ItemId, value: &str) {
        let outcome = self.inner.try_update_value(|inner| {
            let outcome = inner.session.set(item, value);
            match &outcome {
                Ok(_) => drop(inner.rejected.remove(&item)),
                Err(rejection) => drop(inner.rejected.insert(item, *rejection)),
            }
            outcome
        });
        match outcome {
            Some(Ok(changes)) => {
                self.notify(&[item]);
                self.spread(&changes);
            }
            Some(Err(_)) => self.notify(&[item]),
            None => {}
        }
    }

    /// The field was left: what is wrong with its answer may show.
    pub fn leave(self, item: ItemId) {
        if self.inner.try_update_value(|inner| inner.left.insert(item)) == Some(true) {
            self.notify(&[item]);
        }
    }

    /// The page with these items was handed in: missing answers may show.
    pub fn ask(self, items: &[ItemId]) {
        let new = self.inner.try_update_value(|inner| {
            items
                .iter()
                .copied()
                .filter(|item| inner.asked.insert(*item))
                .collect::<Vec<_>>()
        });
        self.notify(&new.unwrap_or_default());
    }

    /// Adds an entry to a repeat; the entry.
    pub fn add_instance(self, repeat: ItemId) -> Option<ItemId> {
        let outcome = self
            .inner
            .try_update_value(|inner| inner.session.add_instance(repeat));
        let Some(Ok((entry, changes))) = outcome else {
            return None;
        };
        self.spread(&changes);
        Some(entry)
    }

    /// Takes an entry out of its repeat. Until the next answer it can be put back.
    pub fn remove_instance(self, instance: ItemId) {
        let outcome = self.inner.try_update_value(|inner| {
            let number = inner.session.item(instance).position();
            let before = inner.session.clone();
            let changes = inner.session.remove_instance(instance).ok()?;
            Some((number, before, changes))
        });
        if let Some(Some((number, before, changes))) = outcome {
            self.spread(&changes);
            let _ = self
                .inner
                .try_update_value(|inner| inner.before_removal = Some(before));
            let _ = self.removed.try_set(Some(number));
        }
    }

    /// The number of the entry that was removed last, while that can be taken back.
    pub fn removed(self) -> Option<usize> {
        self.removed.get()
    }

    /// Puts the entry back that was removed last, with all its answers.
    pub fn put_back(self) {
        let _ = self.inner.try_update_value(|inner| {
            if let Some(before) = inner.before_removal.take() {
                inner.session = before;
            }
        });
        let triggers = self.inner.try_with_value(|inner| {
            let values = inner.triggers.values();
            values
                .chain(inner.choice_triggers.values())
                .cloned()
                .collect::<Vec<_>>()
        });
        for trigger in triggers.unwrap_or_default() {
            trigger.notify();
        }
        self.structure.notify();
        self.tell();
    }

    /// Shows everything in another of the form's languages.
    pub fn set_language(self, language: LanguageId) {
        let changes = self.with_session(|session| session.set_language(language));
        if let Some(changes) = changes {
            self.spread(&changes);
            self.structure.notify();
        }
    }

    /// Does something to the session that changes no answer, such as finishing it.
    pub fn with_session<T>(self, act: impl FnOnce(&mut Session) -> T) -> Option<T> {
        self.inner.try_update_value(|inner| act(&mut inner.session))
    }

    /// Tells the controls of what changed, and the keeper of the draft.
    fn spread(self, changes: &Changes) {
        let items: Vec<_> = changes.iter().map(|(item, _)| item).collect();
        self.notify(&items);
        self.notify_choices(changes);
        let structural = changes.iter().any(|(_, aspects)| {
            aspects.contains(Aspects::RELEVANCE) || aspects.contains(Aspects::CHILDREN)
        });
        if structural {
            self.structure.notify();
        }
        self.tell();
    }

    /// Tells the keeper of the draft. What was removed before can't be put back from here on, since
    /// that would take back what came after it too.
    fn tell(self) {
        let _ = self
            .inner
            .try_update_value(|inner| inner.before_removal = None);
        if self.removed.try_get_untracked().flatten().is_some() {
            self.removed.set(None);
        }
        let unplaced = self.peek(|session| !session.unplaced().is_empty());
        if self.unplaced.try_get_untracked() == Some(!unplaced) {
            self.unplaced.set(unplaced);
        }
        let changed = self.inner.try_with_value(|inner| Rc::clone(&inner.changed));
        if let Some(changed) = changed {
            let _ = self.inner.try_with_value(|inner| changed(&inner.session));
        }
    }

    fn notify_choices(self, changes: &Changes) {
        let triggers = self.inner.try_with_value(|inner| {
            changes
                .iter()
                .filter(|(_, aspects)| aspects.contains(Aspects::CHOICES))
                .filter_map(|(item, _)| inner.choice_triggers.get(&item).cloned())
                .collect::<Vec<_>>()
        });
        for trigger in triggers.unwrap_or_default() {
            trigger.notify();
        }
    }

    /// Runs what reads these items again. An item that nothing has read has nobody to tell.
    fn notify(self, items: &[ItemId]) {
        let triggers = self.inner.try_with_value(|inner| {
            items
                .iter()
                .filter_map(|item| inner.triggers.get(item).cloned())
                .collect::<Vec<_>>()
        });
        for trigger in triggers.unwrap_or_default() {
            trigger.notify();
        }
    }
}
