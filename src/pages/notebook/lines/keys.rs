//! What keys and taps do: they part and join lines, go from one to another, and say who speaks.

use leptos::{ev, prelude::*, wasm_bindgen::JsCast};
use web_sys::Element;

use super::{
    super::notes::{cut, utf16},
    Pad, speakers,
};

impl Pad {
    /// A key that means more than its letter.
    pub(super) fn key(self, event: &ev::KeyboardEvent) {
        // 229: a key that belongs to a composition (UI Events, section 7.3.1).
        if event.is_composing() || event.key_code() == 229 {
            return;
        }
        let Some(field) = self.field.get_untracked() else {
            return;
        };
        let text = field.value();
        let start = field.selection_start().ok().flatten().unwrap_or(0);
        let end = field.selection_end().ok().flatten().unwrap_or(start);
        let (at_start, at_end) = (end == 0, start >= utf16(&text));
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        let done = match event.key().as_str() {
            "Enter" if plain => {
                let (head, tail) = (cut(&text, start).0, cut(&text, end).1);
                self.edit(|book| book.edit(|notes, at| (notes.split(head, tail, at), 0)));
                true
            }
            "Backspace" if plain && at_start => self.join(true),
            "Delete" if plain && at_end && start == end => self.join(false),
            "ArrowUp" if plain && at_start => self.step(-1),
            "ArrowDown" if plain && at_end => self.step(1),
            "z" if (event.ctrl_key() || event.meta_key()) && !event.shift_key() => {
                self.undo();
                true
            }
            _ => self.speaker_key(event, &text),
        };
        if done {
            event.prevent_default();
        }
    }

    fn join(self, before: bool) -> bool {
        let mut joined = false;
        self.edit(|book| {
            book.edit(|notes, _| {
                let caret = notes.active().note.text.clone();
                let done = if before {
                    notes.join_before()
                } else {
                    notes.join_after().map(|dirty| (dirty, utf16(&caret)))
                };
                joined = done.is_some();
                done.unwrap_or_default()
            });
        });
        joined
    }

    fn step(self, by: isize) -> bool {
        let (place, count) = self
            .here
            .with(|book| book.peek(|notes| (notes.place(), notes.lines().len())));
        match place.checked_add_signed(by).filter(|place| *place < count) {
            Some(place) => {
                self.go(place, if by < 0 { u32::MAX } else { 0 });
                true
            }
            None => false,
        }
    }

    /// 1–9 with Alt, or alone in an empty line of a focus group, says who speaks. The number of the
    /// one who speaks already is a number.
    fn speaker_key(self, event: &ev::KeyboardEvent, text: &str) -> bool {
        let code = event.code();
        let digit = code.strip_prefix("Digit").or(code.strip_prefix("Numpad"));
        let Some(digit) = digit.and_then(|digit| digit.parse::<usize>().ok()) else {
            return false;
        };
        let found = self.here.with(|book| {
            let speakers = untrack(|| book.head(speakers));
            let (key, _) = speakers.get(digit.checked_sub(1)?)?.clone();
            let group = book.is_group();
            let now = book.peek(|notes| notes.active().note.speaker.clone());
            let alone = group && text.is_empty() && now.as_ref() != Some(&key);
            let modified = event.ctrl_key() || event.meta_key() || event.shift_key();
            (!modified && (event.alt_key() || alone)).then_some(key)
        });
        let Some(speaker) = found else { return false };
        self.speaks(Some(&speaker));
        true
    }

    /// A tap on a line that stands still: it is written from here on. On its speaker: it was the
    /// next one.
    pub(super) fn tapped(self, event: &ev::MouseEvent) {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let Some(target) = target else { return };
        let found = |name: &str| {
            let of = target.closest(&format!("[{name}]")).ok().flatten();
            let key = of.and_then(|of| of.get_attribute(name))?;
            self.here.with(|book| book.peek(|notes| notes.find(&key)))
        };
        if let Some(place) = found("data-chip") {
            self.pass_on(place);
        } else if let Some(place) = found("data-line") {
            let selection = window().get_selection().ok().flatten();
            let picked = selection.as_ref().is_some_and(|one| !one.is_collapsed());
            // Who marks a text wants to copy it.
            if !picked {
                let caret = selection.map_or(u32::MAX, |one| one.anchor_offset());
                self.go(place, caret);
            }
        }
    }

    fn pass_on(self, place: usize) {
        self.edit(|book| {
            let speakers = untrack(|| book.head(speakers));
            book.edit(|notes, _| {
                let now = notes.lines()[place].note.speaker.clone();
                let at = speakers
                    .iter()
                    .position(|(key, _)| Some(key) == now.as_ref());
                let next = at.map_or(0, |at| at + 1);
                let next = speakers.get(next).map(|(key, _)| key.as_str());
                (notes.said_by(place, next), u32::MAX)
            });
        });
    }
}
