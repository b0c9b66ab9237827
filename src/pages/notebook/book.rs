//! An interview under way, as the screen holds it. It outlives the screen while sound is recorded
//! or something is not yet on the disk.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use chrono::{DateTime, FixedOffset, TimeDelta};
use ledger::{Fields, RecordId};
use leptos::{prelude::*, task::spawn_local};
use needs::{
    Interview,
    interview::{LineNote, guide_field, line_field},
};
use serde_json::Value;

use super::{
    keeper::Keeper,
    notes::{Dirty, Notes},
    sound::Sound,
};
use crate::{
    desk::{Desk, WriteError},
    platform::{
        clock,
        locks::{self, Held},
    },
    profiles::leaving,
    store::StoreError,
};

thread_local! {
    /// The interviews that this tab has open.
    static OPEN: RefCell<BTreeMap<RecordId, Book>> = RefCell::default();
}

/// A handle: copies are the same interview.
#[derive(Clone)]
pub struct Book(Rc<Inner>);

struct Inner {
    id: RecordId,
    desk: Desk,
    begun: DateTime<FixedOffset>,
    /// All fields but the lines.
    head: RefCell<Fields>,
    head_changed: ArcTrigger,
    notes: RefCell<Notes>,
    /// Lines came, went, or another one is written.
    lines_changed: ArcTrigger,
    can_undo: ArcRwSignal<bool>,
    /// Where the caret belongs in the line that is written, in UTF-16 units.
    caret: Cell<u32>,
    keeper: Keeper,
    sound: Sound,
    /// How many screens show it.
    shown: Cell<u32>,
    /// How many lines could not be read.
    damaged: usize,
    _locks: (Held, Held),
}

/// Why an interview can't be opened.
#[derive(Clone, Debug)]
pub enum Closed {
    /// There is none of this id.
    Gone,
    /// It is finished.
    Finished,
    /// Another tab has it open.
    Elsewhere,
    /// The storage.
    Store(StoreError),
}

impl Book {
    /// Opens an interview: as it is in this tab, or as it was kept.
    pub async fn open(desk: Desk, id: RecordId) -> Result<Self, Closed> {
        if let Some(open) = OPEN.with_borrow(|open| open.get(&id).cloned()) {
            return Ok(open);
        }
        let locks = locks::open_draft(&id.to_string()).await;
        // Another opening in this tab may have been quicker.
        if let Some(open) = OPEN.with_borrow(|open| open.get(&id).cloned()) {
            return Ok(open);
        }
        let locks = locks.ok_or(Closed::Elsewhere)?;
        let Some(head) = desk.notebook(id) else {
            let finished = desk.peek(|ledger| Interview::find(ledger.state(), id).is_some());
            return Err(if finished {
                Closed::Finished
            } else {
                Closed::Gone
            });
        };
        let (rows, damaged) = desk.notebook_lines(id).await.map_err(Closed::Store)?;
        let fields: Fields = rows
            .into_iter()
            .map(|(key, value)| (line_field(&key, None).0, value))
            .collect();
        let lines = Interview::of_draft(id, &fields).lines().into_iter();
        let lines = lines.map(|line| (line.key.to_owned(), line.note()));
        let notes = Notes::of(lines.collect());
        let begun = Interview::of_draft(id, &head).started();
        let begun = begun.and_then(|begun| DateTime::parse_from_rfc3339(begun).ok());
        let book = Self(Rc::new(Inner {
            id,
            desk,
            begun: begun.unwrap_or_else(clock::now),
            head: RefCell::new(head),
            head_changed: ArcTrigger::new(),
            notes: RefCell::new(notes),
            lines_changed: ArcTrigger::new(),
            can_undo: ArcRwSignal::new(false),
            caret: Cell::new(0),
            keeper: Keeper::new(),
            sound: Sound::default(),
            shown: Cell::new(0),
            damaged,
            _locks: locks,
        }));
        leaving::before("notebooks", settle_all);
        OPEN.with_borrow_mut(|open| drop(open.insert(id, book.clone())));
        Ok(book)
    }

    pub fn id(&self) -> RecordId {
        self.0.id
    }

    pub fn desk(&self) -> Desk {
        self.0.desk
    }

    pub(super) fn keeper(&self) -> &Keeper {
        &self.0.keeper
    }

    pub fn sound(&self) -> &Sound {
        &self.0.sound
    }

    /// How many lines could not be read from the storage.
    pub fn damaged(&self) -> usize {
        self.0.damaged
    }

    /// The moment of the interview, in milliseconds since it began.
    pub fn now(&self) -> i64 {
        (clock::now() - self.0.begun).num_milliseconds().max(0)
    }

    /// What the clock on the wall showed at a moment of the interview.
    pub fn wall(&self, at: i64) -> DateTime<FixedOffset> {
        self.0.begun + TimeDelta::milliseconds(at)
    }

    /// Reads what there is besides the lines; followed.
    pub fn head<T>(&self, read: impl FnOnce(Interview<'_>) -> T) -> T {
        self.0.head_changed.track();
        read(Interview::of_draft(self.0.id, &self.0.head.borrow()))
    }

    /// The door; none for a focus group. Like what follows it stays as it was begun, so that
    /// nothing has to follow it.
    pub fn unit(&self) -> Option<RecordId> {
        Interview::of_draft(self.0.id, &self.0.head.borrow()).unit()
    }

    /// The campaign that it counts for.
    pub fn campaign(&self) -> Option<RecordId> {
        Interview::of_draft(self.0.id, &self.0.head.borrow()).campaign()
    }

    /// The questionnaire that gave the guide.
    pub fn form(&self) -> Option<RecordId> {
        Interview::of_draft(self.0.id, &self.0.head.borrow()).form()
    }

    /// Several people talk with each other.
    pub fn is_group(&self) -> bool {
        Interview::of_draft(self.0.id, &self.0.head.borrow()).is_group()
    }

    /// All fields but the lines.
    pub(super) fn fields(&self) -> Fields {
        self.0.head.borrow().clone()
    }

    /// Sets fields, or (`null`) takes them away.
    pub fn set(&self, fields: impl IntoIterator<Item = (String, Value)>) {
        {
            let mut head = self.0.head.borrow_mut();
            for (field, value) in fields {
                if value.is_null() {
                    head.remove(&field);
                } else {
                    head.insert(field, value);
                }
            }
        }
        self.keep(true, Dirty::new());
        self.0.head_changed.notify();
    }

    /// Reads the lines; followed, but for what is typed in the one that is written.
    pub fn lines<T>(&self, read: impl FnOnce(&Notes) -> T) -> T {
        self.0.lines_changed.track();
        read(&self.0.notes.borrow())
    }

    /// Reads the lines once.
    pub fn peek<T>(&self, read: impl FnOnce(&Notes) -> T) -> T {
        read(&self.0.notes.borrow())
    }

    /// Whether there is something to take back; followed.
    pub fn can_undo(&self) -> bool {
        self.0.can_undo.get()
    }

    /// Where the caret belongs.
    pub fn caret(&self) -> u32 {
        self.0.caret.get()
    }

    /// The line that is being written says this now.
    pub fn write(&self, text: &str) {
        let at = self.now();
        let (dirty, guide, spread) = {
            let mut notes = self.0.notes.borrow_mut();
            let place = notes.place();
            let was_blank = notes.active().note.text.trim().is_empty();
            let dirty = notes.write(text, at);
            let note = &notes.active().note;
            let begins = was_blank && !note.text.trim().is_empty();
            let guide = note.guide.clone().filter(|_| begins);
            (dirty, guide, notes.place() != place)
        };
        self.keep(false, dirty);
        if !self.0.can_undo.get_untracked() {
            self.0.can_undo.set(true);
        }
        if let Some(guide) = guide {
            self.cover(&guide, true);
        }
        if spread {
            self.0.caret.set(u32::MAX);
            self.0.lines_changed.notify();
        }
    }

    /// Whether it is about to be finished or thrown away.
    pub(super) fn is_closing(&self) -> bool {
        self.keeper().is_closed()
    }

    /// Does something to the lines; the caret goes where `act` says, in UTF-16 units.
    pub fn edit(&self, act: impl FnOnce(&mut Notes, i64) -> (Dirty, u32)) {
        let (dirty, caret) = act(&mut self.0.notes.borrow_mut(), self.now());
        self.0.caret.set(caret);
        self.keep(false, dirty);
        let can_undo = self.0.notes.borrow().can_undo();
        if self.0.can_undo.get_untracked() != can_undo {
            self.0.can_undo.set(can_undo);
        }
        self.0.lines_changed.notify();
    }

    /// Says whether a question of the guide is covered.
    pub fn cover(&self, path: &str, covered: bool) {
        let known = untrack(|| self.head(|head| head.covered().contains(path)));
        if known != covered {
            self.set([guide_field(path, covered)]);
        }
    }

    /// A screen shows it.
    pub fn show(&self) {
        self.0.shown.set(self.0.shown.get() + 1);
    }

    /// A screen shows it no more.
    pub fn hide(&self) {
        self.0.shown.set(self.0.shown.get().saturating_sub(1));
        self.rest();
    }

    /// Lets it go, once nothing needs it: then another tab may open it.
    pub(super) fn rest(&self) {
        let book = self.clone();
        spawn_local(async move {
            book.settled().await;
            if book.0.shown.get() == 0 && !book.0.sound.is_on() {
                OPEN.with_borrow_mut(|open| drop(open.remove(&book.0.id)));
            }
        });
    }

    /// Writes the finished interview; its draft is no more.
    pub async fn finish(&self) -> Result<(), WriteError> {
        self.stop_sound().await;
        self.settled().await;
        self.keeper().close(true);
        let mut fields = self.fields();
        self.peek(|notes| {
            let lines = notes.lines().iter();
            fields.extend(lines.map(|line| line_field(&line.key, Some(&line.note))));
        });
        let finished = clock::now().to_rfc3339();
        let outcome = self.desk().finish_notebook(self.0.id, fields, &finished);
        self.ended(outcome.await)
    }

    /// Throws it away.
    pub async fn discard(&self) -> Result<(), WriteError> {
        self.stop_sound().await;
        self.keeper().close(true);
        self.settled().await;
        let outcome = self.desk().discard_notebook(self.0.id).await;
        self.ended(outcome.map_err(WriteError::Store))
    }

    fn ended(&self, outcome: Result<(), WriteError>) -> Result<(), WriteError> {
        match &outcome {
            Ok(()) => OPEN.with_borrow_mut(|open| drop(open.remove(&self.0.id))),
            Err(_) => self.keeper().close(false),
        }
        outcome
    }
}

/// Waits until every open interview is on the disk.
async fn settle_all() {
    let open = OPEN.with_borrow(|open| open.values().cloned().collect::<Vec<_>>());
    for book in open {
        book.settled().await;
    }
}

/// The interview of a screen. Every use is harmless after the screen is gone.
#[derive(Clone, Copy)]
pub struct Here(StoredValue<Book, LocalStorage>);

impl Here {
    pub fn new(book: Book) -> Self {
        Self(StoredValue::new_local(book))
    }

    /// The interview; `None` once the screen is gone.
    pub fn book(self) -> Option<Book> {
        self.0.try_get_value()
    }

    /// Does something with it.
    pub fn with<T: Default>(self, act: impl FnOnce(&Book) -> T) -> T {
        self.book().map(|book| act(&book)).unwrap_or_default()
    }
}

/// A line as it stands in the notes, to be shown.
pub struct Shown {
    pub key: String,
    pub note: LineNote,
}

impl Book {
    /// The line at a place.
    pub fn shown(&self, place: usize) -> Option<Shown> {
        let notes = self.0.notes.borrow();
        let line = notes.lines().get(place)?;
        Some(Shown {
            key: line.key.to_string(),
            note: line.note.clone(),
        })
    }
}

/// Whether a line begins another question than the one before it.
pub fn headed(notes: &Notes, place: usize) -> bool {
    let guide = |place: usize| notes.lines()[place].note.guide.as_deref();
    let before = place.checked_sub(1).and_then(guide);
    guide(place).is_some() && before != guide(place)
}
