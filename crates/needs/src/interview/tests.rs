use ledger::{Author, DeviceId, Digest, Ledger, Salt, SiteId, uuid_v7};
use proptest::prelude::*;
use serde_json::json;

use super::*;

fn id(number: u8) -> RecordId {
    RecordId(uuid_v7(1, [number; 10]))
}

fn note(text: &str, at: i64) -> LineNote {
    LineNote {
        text: text.to_owned(),
        at,
        ..LineNote::default()
    }
}

fn opening() -> Opening {
    Opening {
        unit: Some(id(1)),
        campaign: Some(id(2)),
        form: Some(id(3)),
        started: "2026-11-22T10:00:00+08:00".to_owned(),
        ..Opening::default()
    }
}

/// An interview with three lines, the second of them blank.
fn draft() -> Fields {
    let mut set = Interview::begin(&opening());
    set.extend([
        line_field("0002", Some(&note("second", 61_000))),
        line_field("0001", Some(&note("first", 2_000))),
        line_field("0003", Some(&note(" ", 70_000))),
        line_field("0004", None),
        guide_field("/talk/parking", true),
        guide_field("/talk/lifts", false),
        recording_field(Recorded::beginning(1, "a.webm", 1_000)),
        attach_field("b.jpg", Some("0002")),
        consent_field("recording", id(9)),
    ]);
    set
}

fn file(name: &str) -> FileRef {
    FileRef {
        name: name.to_owned(),
        sha256: Digest([7; 32]),
        size: 3,
        media_type: "audio/webm".to_owned(),
    }
}

fn ledger_with(changes: Vec<Change>) -> Ledger {
    let mut ledger = Ledger::new(SiteId(uuid_v7(0, [9; 10])));
    let author = Author {
        device: DeviceId(uuid_v7(1, [1; 10])),
        actor: id(8),
    };
    for change in changes {
        let now = DateTime::parse_from_rfc3339("2026-11-22T10:30:00+08:00").unwrap();
        let entry = ledger.write(author, now, Salt([0; 16]), change).unwrap();
        ledger.admit(&entry).unwrap();
    }
    ledger
}

#[test]
fn one_under_way_is_read_like_a_finished_one() {
    let fields = draft();
    let change = Interview::finish(
        id(5),
        fields.clone(),
        "2026-11-22T10:40:00+08:00",
        &[file("a.webm"), file("taken-back.jpg")],
    );
    let ledger = ledger_with(vec![change]);
    let under_way = Interview::of_draft(id(5), &fields);
    let finished = Interview::find(ledger.state(), id(5)).unwrap();
    assert_eq!(under_way.finished(), None);
    assert_eq!(finished.finished(), Some("2026-11-22T10:40:00+08:00"));
    assert_eq!(finished.files(), [file("a.webm")]);
    for interview in [under_way, finished] {
        assert_eq!(interview.unit(), Some(id(1)));
        assert_eq!(interview.form(), Some(id(3)));
        assert!(!interview.is_group());
        assert_eq!(interview.covered(), BTreeSet::from(["/talk/parking"]));
        assert_eq!(interview.attachments(), [("b.jpg", "0002")]);
        assert_eq!(interview.consents(), [("recording", id(9))]);
        let texts: Vec<_> = interview.lines().iter().map(|line| line.text).collect();
        assert_eq!(texts[..2], ["first", "second"]);
    }
    assert_eq!(under_way.lines().len(), 3);
    assert_eq!(finished.lines().len(), 2, "a blank line is not written");
    assert_eq!(finished.line("0002").unwrap().at, 61_000);
}

#[test]
fn a_correction_changes_one_line_and_keeps_what_was_there() {
    let write = Interview::finish(id(5), draft(), "2026-11-22T10:40:00+08:00", &[]);
    let mut line = note("first, heard again", 2_000);
    line.speaker = Some("01".to_owned());
    let correct = Interview::change(id(5), [line_field("0001", Some(&line))]);
    assert_eq!(correct.set.len(), 1);
    let ledger = ledger_with(vec![write, correct]);
    let interview = Interview::find(ledger.state(), id(5)).unwrap();
    assert_eq!(interview.line("0001").unwrap().note(), line);
    let earlier: Vec<_> = interview
        .earlier("0001")
        .into_iter()
        .map(|(text, _)| text)
        .collect();
    assert_eq!(earlier, ["first"]);
    assert!(interview.earlier("0002").is_empty());
}

#[test]
fn a_line_can_be_taken_away() {
    let write = Interview::finish(id(5), draft(), "", &[]);
    let ledger = ledger_with(vec![
        write,
        Interview::change(id(5), [line_field("0001", None)]),
    ]);
    let interview = Interview::find(ledger.state(), id(5)).unwrap();
    let texts: Vec<_> = interview.lines().iter().map(|line| line.text).collect();
    assert_eq!(texts, ["second"]);
}

#[test]
fn people_are_read_in_the_order_in_which_they_were_added() {
    let person = |name: &str, role: &str| PresentAs {
        name: name.to_owned(),
        role: role.to_owned(),
        resident: (role == "resident").then(|| id(4)),
    };
    let mut set = Interview::begin(&opening());
    set.extend([
        present_field("02", Some(&person("陳太", "resident"))),
        present_field("01", Some(&person("Mei-ling", "staff"))),
        present_field("03", Some(&person("gone", "other"))),
        present_field("03", None),
    ]);
    let present = Interview::of_draft(id(5), &set).present();
    let names: Vec<_> = present
        .iter()
        .map(|one| (one.key, one.name, one.role))
        .collect();
    assert_eq!(
        names,
        [("01", "Mei-ling", "staff"), ("02", "陳太", "resident")]
    );
    assert_eq!(present[1].resident, Some(id(4)));
}

#[test]
fn a_moment_is_found_in_the_recording_that_ran_then() {
    let mut set = Interview::begin(&opening());
    // Held from 20 s to 50 s, and stopped at 100 s.
    let first = Recorded::beginning(1, "a", 10_000);
    set.insert("recording:1".to_owned(), first.held(true, 20_000));
    let held = Interview::of_draft(id(5), &set).recordings()[0].held(false, 50_000);
    set.insert("recording:1".to_owned(), held);
    let stopped = Interview::of_draft(id(5), &set).recordings()[0].stopped(100_000);
    set.insert("recording:1".to_owned(), stopped);
    // The device died in this one.
    set.extend([recording_field(Recorded::beginning(2, "b", 120_000))]);
    set.extend([recording_field(Recorded::beginning(10, "c", 300_000))]);
    let interview = Interview::of_draft(id(5), &set);
    let heard = |at| {
        interview
            .heard(at)
            .map(|(recorded, offset)| (recorded.file, offset))
    };
    assert_eq!(heard(9_999), None);
    assert_eq!(heard(10_000), Some(("a", 0)));
    assert_eq!(heard(30_000), Some(("a", 10_000)));
    assert_eq!(heard(60_000), Some(("a", 20_000)));
    assert_eq!(heard(110_000), None);
    assert_eq!(heard(200_000), Some(("b", 80_000)));
    assert_eq!(heard(300_500), Some(("c", 500)));
    assert_eq!(interview.recordings()[0].length(), Some(60_000));
    assert_eq!(interview.recordings()[1].length(), None);
}

#[test]
fn a_recording_that_is_held_is_not_held_twice() {
    let value = Recorded::beginning(1, "a", 0).held(true, 5);
    let held = Recorded::read("1", &value).unwrap();
    assert_eq!(held.held(true, 9), value);
    let again = held.held(false, 7);
    assert_eq!(Recorded::read("1", &again).unwrap().held(false, 9), again);
    assert_eq!(again["held"], json!([[5, 7]]));
}

#[test]
fn what_is_damaged_is_left_out() {
    let set = Fields::from([
        ("line:0001".to_owned(), json!("no object")),
        ("line:0002".to_owned(), json!({"at": "x"})),
        ("present:01".to_owned(), json!({"role": "staff"})),
        ("recording:x".to_owned(), json!({"file": "a", "at": 1})),
        ("recording:1".to_owned(), json!({"file": "a"})),
        ("attach:a".to_owned(), json!(7)),
        ("consent:photo".to_owned(), json!("?")),
    ]);
    let interview = Interview::of_draft(id(5), &set);
    assert_eq!(interview.lines().len(), 1);
    assert!(interview.present().is_empty());
    assert!(interview.recordings().is_empty());
    assert!(interview.attachments().is_empty());
    assert!(interview.consents().is_empty());
}

#[test]
fn keys_at_the_end_count_on() {
    assert_eq!(key::after(None), "0001");
    assert_eq!(key::after(Some("0001")), "0002");
    assert_eq!(key::after(Some("000z")), "0010");
    assert_eq!(key::after(Some("0001i")), "0002");
    assert!(key::after(Some("zzzz")).as_str() > "zzzz");
}

proptest! {
    /// Wherever lines are put, their keys are different and sort in reading order.
    #[test]
    fn keys_sort_as_lines_were_put(
        places in prop::collection::vec(any::<prop::sample::Index>(), 1..200),
    ) {
        let mut keys: Vec<String> = Vec::new();
        for place in places {
            let at = place.index(keys.len() + 1);
            let before = at.checked_sub(1).map(|at| keys[at].as_str());
            let made = key::between(before, keys.get(at).map(String::as_str));
            keys.insert(at, made);
        }
        prop_assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
    }
}
