//! The lines of an interview as they are written: a text editor whose lines know when they were
//! begun, who says them and what they are about.
//!
//! One line is being written, all others stand still. Every step keeps the state before it; lines
//! are shared between states, so a state costs a pointer a line.

use std::rc::Rc;

use needs::interview::{LineNote, key};

/// Steps that can be taken back.
const STEPS: usize = 200;
/// Typing that goes on within this time is one step.
const PAUSE_MS: i64 = 1_500;

/// A line that stands still.
#[derive(Debug, PartialEq)]
pub struct Written {
    /// Its key in the record.
    pub key: Rc<str>,
    /// What it says.
    pub note: LineNote,
    /// Another one for each change of it.
    pub version: u64,
}

/// Lines to keep on the disk (`None`: to take away).
pub type Dirty = Vec<(String, Option<LineNote>)>;

#[derive(Clone, Debug)]
struct State {
    lines: Vec<Rc<Written>>,
    active: usize,
}

/// The lines. There is always one, and one of them is being written.
#[derive(Debug)]
pub struct Notes {
    now: State,
    past: Vec<State>,
    versions: u64,
    /// The line that was typed in last, and when.
    typed: Option<(Rc<str>, i64)>,
}

impl Notes {
    /// What was kept, in reading order. What comes next is written at the end.
    pub fn of(kept: Vec<(String, LineNote)>) -> Self {
        let mut notes = Self {
            now: State {
                lines: Vec::with_capacity(kept.len() + 1),
                active: 0,
            },
            past: Vec::new(),
            versions: 0,
            typed: None,
        };
        for (key, note) in kept {
            let line = notes.written(key.into(), note);
            notes.now.lines.push(line);
        }
        let last = notes.now.lines.last().map(|line| line.note.clone());
        if last.as_ref().is_none_or(|note| !is_blank(note)) {
            let note = next_to(&last.unwrap_or_default());
            notes.push(note);
        }
        notes.now.active = notes.now.lines.len() - 1;
        notes
    }

    fn written(&mut self, key: Rc<str>, note: LineNote) -> Rc<Written> {
        self.versions += 1;
        Rc::new(Written {
            key,
            note,
            version: self.versions,
        })
    }

    fn push(&mut self, note: LineNote) {
        let last = self.now.lines.last().map(|line| &*line.key);
        let key = key::after(last).into();
        let line = self.written(key, note);
        self.now.lines.push(line);
    }

    /// All lines in reading order.
    pub fn lines(&self) -> &[Rc<Written>] {
        &self.now.lines
    }

    /// Where the line that is being written stands.
    pub fn place(&self) -> usize {
        self.now.active
    }

    /// The line that is being written.
    pub fn active(&self) -> &Rc<Written> {
        &self.now.lines[self.now.active]
    }

    fn note(&self) -> LineNote {
        self.active().note.clone()
    }

    fn put(&mut self, at: usize, note: LineNote) {
        let key = Rc::clone(&self.now.lines[at].key);
        self.now.lines[at] = self.written(key, note);
    }

    /// Does something that is one step, and says what has to be kept.
    fn step(&mut self, act: impl FnOnce(&mut Self)) -> Dirty {
        let before = self.now.clone();
        act(self);
        let dirty = differences(&before.lines, &self.now.lines);
        if !dirty.is_empty() {
            self.remember(before);
            self.typed = None;
        }
        dirty
    }

    fn remember(&mut self, before: State) {
        if self.past.len() == STEPS {
            self.past.remove(0);
        }
        self.past.push(before);
    }

    /// The line that is being written says this now. `at` is the moment of the interview, in
    /// milliseconds: a line begins when its first character comes.
    pub fn write(&mut self, text: &str, at: i64) -> Dirty {
        if text.contains('\n') {
            return self.spread(text, at);
        }
        let mut note = self.note();
        if note.text == text {
            return Vec::new();
        }
        let key = Rc::clone(&self.active().key);
        let goes_on = self
            .typed
            .as_ref()
            .is_some_and(|(known, last)| *known == key && at - last < PAUSE_MS);
        if !goes_on {
            let before = self.now.clone();
            self.remember(before);
        }
        self.typed = Some((Rc::clone(&key), at));
        if is_blank(&note) {
            note.at = at;
        }
        text.clone_into(&mut note.text);
        let active = self.now.active;
        self.put(active, note.clone());
        vec![(key.to_string(), Some(note))]
    }

    /// A text of several lines takes the place of the line.
    fn spread(&mut self, text: &str, at: i64) -> Dirty {
        self.step(|notes| {
            let first = notes.note();
            let begun = if is_blank(&first) { at } else { first.at };
            let mut lines = text.lines();
            let mut note = LineNote {
                text: lines.next().unwrap_or_default().to_owned(),
                at: begun,
                ..first
            };
            let active = notes.now.active;
            notes.put(active, note.clone());
            for line in lines {
                line.clone_into(&mut note.text);
                notes.insert(note.clone());
            }
        })
    }

    /// A line behind the one that is being written; it is written from here on.
    fn insert(&mut self, note: LineNote) {
        let at = self.now.active + 1;
        let next = self.now.lines.get(at).map(|line| &*line.key);
        let key = key::between(Some(&self.active().key), next).into();
        let line = self.written(key, note);
        self.now.lines.insert(at, line);
        self.now.active = at;
    }

    /// Enter between `head` and `tail`: the line is cut in two, the second half is written on.
    pub fn split(&mut self, head: &str, tail: &str, at: i64) -> Dirty {
        self.step(|notes| {
            let mut note = notes.note();
            head.clone_into(&mut note.text);
            let mut next = next_to(&note);
            tail.clone_into(&mut next.text);
            // What was said already was said when it was begun.
            next.at = if tail.trim().is_empty() { at } else { note.at };
            if notes.active().note != note {
                let active = notes.now.active;
                notes.put(active, note);
            }
            notes.insert(next);
        })
    }

    /// The line joins the one before it; where in that the caret is then, in UTF-16 units. `None`
    /// in the first line.
    pub fn join_before(&mut self) -> Option<(Dirty, u32)> {
        let before = self.now.active.checked_sub(1)?;
        let caret = utf16(&self.now.lines[before].note.text);
        let dirty = self.step(|notes| {
            notes.now.active = before;
            notes.absorb();
        });
        Some((dirty, caret))
    }

    /// The line after it joins this one. `None` in the last line.
    pub fn join_after(&mut self) -> Option<Dirty> {
        let last = self.now.active + 1 == self.now.lines.len();
        (!last).then(|| self.step(Self::absorb))
    }

    /// The next line becomes the end of the one that is being written.
    fn absorb(&mut self) {
        let taken = self.now.lines.remove(self.now.active + 1);
        let mut note = self.note();
        if is_blank(&note) {
            note = taken.note.clone();
        } else {
            note.text += &taken.note.text;
        }
        let active = self.now.active;
        self.put(active, note);
    }

    /// Another line is written from here on.
    pub fn go(&mut self, place: usize) {
        self.now.active = place.min(self.now.lines.len() - 1);
        self.typed = None;
    }

    /// Where a line stands.
    pub fn find(&self, key: &str) -> Option<usize> {
        let lines = &self.now.lines;
        lines.binary_search_by(|line| (*line.key).cmp(key)).ok()
    }

    /// What is written next is about a question of the guide: behind the last line about it, or at
    /// the end where there is none. An empty line there is used.
    pub fn turn_to(&mut self, guide: &str, at: i64) -> Dirty {
        self.step(|notes| {
            let lines = &notes.now.lines;
            let about = lines
                .iter()
                .rposition(|line| line.note.guide.as_deref() == Some(guide));
            notes.now.active = about.unwrap_or(lines.len() - 1);
            let mut note = next_to(&notes.note());
            note.guide = Some(guide.to_owned());
            note.at = at;
            if is_blank(&notes.active().note) {
                if notes.active().note.guide != note.guide {
                    let active = notes.now.active;
                    notes.put(active, note);
                }
            } else {
                notes.insert(note);
            }
        })
    }

    /// Somebody else speaks: an empty line, or one that is corrected, is theirs; at the end of the
    /// talk a new line begins.
    pub fn speaks(&mut self, speaker: Option<&str>, at: i64) -> Dirty {
        self.step(|notes| {
            let mut note = notes.note();
            let last = notes.now.active + 1 == notes.now.lines.len();
            if note.speaker.as_deref() == speaker {
                return;
            }
            let next = last && !is_blank(&note) && note.speaker.is_some();
            if next {
                note = next_to(&note);
                note.at = at;
            }
            note.speaker = speaker.map(str::to_owned);
            if next {
                notes.insert(note);
            } else {
                let active = notes.now.active;
                notes.put(active, note);
            }
        })
    }

    /// It was somebody else who said a line.
    pub fn said_by(&mut self, place: usize, speaker: Option<&str>) -> Dirty {
        self.step(|notes| {
            let mut note = notes.now.lines[place].note.clone();
            note.speaker = speaker.map(str::to_owned);
            notes.put(place, note);
        })
    }

    /// Whether there is something to take back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Takes the last step back.
    pub fn undo(&mut self) -> Dirty {
        let Some(before) = self.past.pop() else {
            return Vec::new();
        };
        self.typed = None;
        let dirty = differences(&self.now.lines, &before.lines);
        self.now = before;
        dirty
    }

    /// How many characters there are.
    pub fn characters(&self) -> usize {
        let lines = self.now.lines.iter();
        lines.map(|line| line.note.text.chars().count()).sum()
    }
}

/// An empty line that follows one: by the same person, about the same thing.
fn next_to(note: &LineNote) -> LineNote {
    LineNote {
        text: String::new(),
        ..note.clone()
    }
}

fn is_blank(note: &LineNote) -> bool {
    note.text.trim().is_empty()
}

/// How long a text is where a browser counts.
pub fn utf16(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// A text cut where a browser counts to `at`.
pub fn cut(text: &str, at: u32) -> (&str, &str) {
    let mut units = 0;
    for (byte, c) in text.char_indices() {
        if units >= at {
            return text.split_at(byte);
        }
        units += u32::from(c.len_utf16() == 2) + 1;
    }
    (text, "")
}

/// What has to be kept to come from one state to another. Both are in the order of their keys.
fn differences(before: &[Rc<Written>], after: &[Rc<Written>]) -> Dirty {
    let (mut old, mut new) = (before.iter().peekable(), after.iter().peekable());
    let mut dirty = Dirty::new();
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return dirty,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(old), Some(new)) => old.key.cmp(&new.key),
        };
        let gone = order.is_le().then(|| old.next()).flatten();
        let come = order.is_ge().then(|| new.next()).flatten();
        match (gone, come) {
            (Some(gone), Some(come)) if Rc::ptr_eq(gone, come) => {}
            (_, Some(come)) => dirty.push((come.key.to_string(), Some(come.note.clone()))),
            (Some(gone), None) => dirty.push((gone.key.to_string(), None)),
            (None, None) => return dirty,
        }
    }
}

#[cfg(test)]
mod tests;
