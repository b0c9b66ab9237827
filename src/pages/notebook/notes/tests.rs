use std::collections::BTreeMap;

use super::*;

/// Notes, and what the disk has of them.
struct Desk {
    notes: Notes,
    disk: BTreeMap<String, LineNote>,
}

impl Desk {
    fn new() -> Self {
        Self {
            notes: Notes::of(Vec::new()),
            disk: BTreeMap::new(),
        }
    }

    fn keep(&mut self, dirty: Dirty) {
        for (key, note) in dirty {
            match note {
                Some(note) => drop(self.disk.insert(key, note)),
                None => drop(self.disk.remove(&key)),
            }
        }
        // What is on the disk is what is on the screen, but for empty lines never kept.
        for line in self.notes.lines() {
            let kept = self.disk.get(&*line.key);
            assert!(kept == Some(&line.note) || is_blank(&line.note), "{line:?}");
        }
        let gone = self.disk.keys().find(|key| self.notes.find(key).is_none());
        assert_eq!(gone, None);
    }

    fn write(&mut self, text: &str, at: i64) {
        let dirty = self.notes.write(text, at);
        self.keep(dirty);
    }

    fn enter(&mut self, caret: u32, at: i64) {
        let text = self.notes.active().note.text.clone();
        let (head, tail) = cut(&text, caret);
        let dirty = self.notes.split(head, tail, at);
        self.keep(dirty);
    }

    fn texts(&self) -> Vec<(&str, i64)> {
        let lines = self.notes.lines().iter();
        lines
            .map(|line| (line.note.text.as_str(), line.note.at))
            .collect()
    }
}

#[test]
fn a_line_begins_with_its_first_character() {
    let mut desk = Desk::new();
    desk.write("電", 5_000);
    desk.write("電梯", 9_000);
    desk.enter(2, 10_000);
    desk.write("慢", 30_000);
    assert_eq!(desk.texts(), [("電梯", 5_000), ("慢", 30_000)]);
}

#[test]
fn a_line_is_cut_and_joined_where_the_caret_is() {
    let mut desk = Desk::new();
    desk.write("one 😀two", 1_000);
    desk.enter(6, 2_000);
    assert_eq!(desk.texts(), [("one 😀", 1_000), ("two", 1_000)]);
    let (dirty, caret) = desk.notes.join_before().unwrap();
    desk.keep(dirty);
    assert_eq!((desk.texts(), caret), (vec![("one 😀two", 1_000)], 6));
    assert!(desk.notes.join_before().is_none());
    desk.enter(0, 3_000);
    assert_eq!(desk.texts(), [("", 1_000), ("one 😀two", 1_000)]);
    desk.notes.go(0);
    let dirty = desk.notes.join_after().unwrap();
    desk.keep(dirty);
    assert_eq!(desk.texts(), [("one 😀two", 1_000)]);
    assert!(desk.notes.join_after().is_none());
}

#[test]
fn a_pasted_text_becomes_lines() {
    let mut desk = Desk::new();
    desk.write("a\nb\r\nc", 1_000);
    assert_eq!(desk.texts(), [("a", 1_000), ("b", 1_000), ("c", 1_000)]);
    assert_eq!(desk.notes.place(), 2);
}

#[test]
fn undo_takes_back_steps_not_letters() {
    let mut desk = Desk::new();
    desk.write("a", 1_000);
    desk.write("ab", 1_200);
    desk.write("abc", 9_000);
    desk.enter(1, 9_500);
    for expected in [vec!["abc"], vec!["ab"], vec![""]] {
        let dirty = desk.notes.undo();
        desk.keep(dirty);
        let texts: Vec<_> = desk.texts().into_iter().map(|(text, _)| text).collect();
        assert_eq!(texts, expected);
    }
    assert!(!desk.notes.can_undo());
    assert!(desk.notes.undo().is_empty());
}

#[test]
fn a_question_of_the_guide_gathers_its_lines() {
    let mut desk = Desk::new();
    let turn = |desk: &mut Desk, guide: &str, at| {
        let dirty = desk.notes.turn_to(guide, at);
        desk.keep(dirty);
    };
    turn(&mut desk, "/parking", 1_000);
    desk.write("full", 2_000);
    turn(&mut desk, "/lifts", 3_000);
    turn(&mut desk, "/lifts", 3_500);
    desk.write("slow", 4_000);
    turn(&mut desk, "/parking", 5_000);
    desk.write("dear", 6_000);
    assert_eq!(
        desk.texts(),
        [("full", 2_000), ("dear", 6_000), ("slow", 4_000)]
    );
    assert_eq!(desk.notes.active().note.guide.as_deref(), Some("/parking"));
}

#[test]
fn the_next_speaker_has_the_next_line() {
    let mut desk = Desk::new();
    let speaks = |desk: &mut Desk, who: &str| {
        let dirty = desk.notes.speaks(Some(who), 1_000);
        desk.keep(dirty);
    };
    speaks(&mut desk, "01");
    desk.write("hello", 2_000);
    speaks(&mut desk, "02");
    desk.write("good day", 3_000);
    let dirty = desk.notes.said_by(0, Some("03"));
    desk.keep(dirty);
    let said: Vec<_> = desk
        .notes
        .lines()
        .iter()
        .map(|line| line.note.speaker.clone())
        .collect();
    assert_eq!(said, [Some("03".to_owned()), Some("02".to_owned())]);
}

#[test]
fn what_was_kept_is_gone_on_with() {
    let mut desk = Desk::new();
    desk.write("a", 1_000);
    desk.enter(1, 2_000);
    desk.write("b", 3_000);
    let kept = desk.disk.clone().into_iter().collect();
    let again = Notes::of(kept);
    assert_eq!(again.characters(), 2);
    assert_eq!(again.place(), 2, "a new line waits at the end");
    assert_eq!(again.lines().len(), 3);
}
