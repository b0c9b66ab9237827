//! The signs of an interview's quality.

use ledger::{Change, Fields, RecordId};
use needs::{
    Interview,
    interview::{LineNote, Opening, Recorded, guide_field, line_field, recording_field},
    quality::{Peers, Rules, Sign, talk_signs},
};

use crate::office::{ASSISTANT, Office, record, site};

const TEN: &str = "2026-11-22T10:00:00+08:00";

/// A talk from ten o'clock at a door, with lines at these seconds.
fn talk(id: u8, unit: u8, until: &str, lines: &[(i64, &str)], more: Fields) -> Change {
    let opening = Opening {
        unit: Some(record(unit)),
        started: TEN.to_owned(),
        ..Opening::default()
    };
    let mut fields = Interview::begin(&opening);
    for (number, (seconds, text)) in lines.iter().enumerate() {
        let note = LineNote {
            text: (*text).to_owned(),
            at: seconds * 1000,
            ..LineNote::default()
        };
        fields.extend([line_field(&format!("{number:04}"), Some(&note))]);
    }
    fields.extend(more);
    let until = format!("2026-11-22T{until}+08:00");
    Interview::finish(record(id), fields, &until, &[])
}

fn covering(points: &[&str]) -> Fields {
    points
        .iter()
        .map(|point| guide_field(point, true))
        .collect()
}

fn recorded(held: Option<(i64, i64)>, until: i64) -> Fields {
    let mut value = Recorded::beginning(1, "a.webm", 0).value();
    value["until"] = (until * 1000).into();
    if let Some((from, to)) = held {
        value["held"] = serde_json::json!([[from * 1000, to * 1000]]);
    }
    let (field, _) = recording_field(Recorded::beginning(1, "a.webm", 0));
    Fields::from([(field, value)])
}

fn signs(office: &Office, id: u8, points: usize) -> Vec<Sign> {
    let peers = Peers::of(office.state());
    let rules = Rules::of(office.state(), site());
    let one = Interview::find(office.state(), record(id)).unwrap();
    talk_signs(office.state(), &peers, rules, one, points)
}

fn of(change: Change, points: usize) -> Vec<Sign> {
    let mut office = Office::new();
    office.write(ASSISTANT, change);
    signs(&office, 1, points)
}

#[test]
fn a_talk_that_took_its_time_has_no_signs() {
    let lines = [(10, "The lift is slow."), (400, "The garden is fine.")];
    let talk = talk(1, 100, "10:20:00", &lines, covering(&["/lift"]));
    assert_eq!(of(talk, 12), []);
}

#[test]
fn too_short_for_its_points_or_its_words_says_the_rule() {
    let points = covering(&["/a", "/b", "/c", "/d"]);
    let quick = talk(1, 100, "10:01:00", &[(10, "Fine.")], points);
    let found = Sign::ShortForItsPoints {
        took_s: 60,
        covered: 4,
        each_s: 20,
    };
    assert_eq!(of(quick, 4), [found]);

    let much = "很".repeat(1_000);
    let talk = talk(1, 100, "10:02:00", &[(10, &much)], covering(&["/a"]));
    let found = Sign::ShortForItsText {
        took_s: 120,
        characters: 1_000,
        a_minute: 300,
    };
    assert_eq!(of(talk, 4), [found]);
}

#[test]
fn sound_that_runs_without_a_line_is_noticed_unless_it_was_held() {
    let lines = [(60, "Fine."), (900, "That was long.")];
    let with = |held| {
        let mut more = covering(&["/a"]);
        more.extend(recorded(held, 1_000));
        of(talk(1, 100, "10:20:00", &lines, more), 4)
    };
    let found = Sign::SilentSound {
        silent_s: 840,
        most_s: 600,
    };
    assert_eq!(with(None), [found]);
    assert_eq!(with(Some((100, 800))), []);
}

#[test]
fn no_point_covered_and_an_odd_hour_are_noticed() {
    let mut late = talk(1, 100, "10:20:00", &[(1, "Fine.")], Fields::new());
    assert_eq!(of(late.clone(), 4), [Sign::NothingCovered { points: 4 }]);
    assert_eq!(of(late.clone(), 0), [], "there is no guide");
    late.set
        .insert("started".into(), "2026-11-22T22:30:00+08:00".into());
    late.set
        .insert("finished".into(), "2026-11-22T23:05:00+08:00".into());
    let found = Sign::OddHour {
        minute: 23 * 60 + 5,
        from: 8,
        until: 22,
    };
    assert_eq!(of(late, 0), [found]);
}

#[test]
fn the_same_words_at_another_door_and_a_second_talk_at_one_are_noticed() {
    let mut office = Office::new();
    let words = [(10, "The lift is slow.")];
    for (id, unit) in [(1, 100), (2, 101), (3, 100)] {
        let mut lines = words.to_vec();
        if id == 3 {
            lines.push((20, "And loud."));
        }
        office.write(ASSISTANT, talk(id, unit, "10:20:00", &lines, Fields::new()));
    }
    let other = |id: u8| -> RecordId { record(id) };
    assert_eq!(signs(&office, 1, 0), [Sign::SameWords { other: other(2) }]);
    assert_eq!(signs(&office, 2, 0), [Sign::SameWords { other: other(1) }]);
    assert_eq!(
        signs(&office, 3, 0),
        [Sign::SameDoorTalk { other: other(1) }]
    );
}
