//! Marks that survive a correction of the text, and needs that know where they come from.

use ledger::{Change, Fields};
use needs::{
    Need, Passage,
    passage::{Line, Source, Spot, Standing, pieces, quote_of, recent_themes},
};
use proptest::prelude::*;

use crate::team::{Team, record};

fn lines<'a>(texts: &[(&'a str, &'a str)]) -> Vec<Line<'a>> {
    texts.iter().map(|(key, text)| Line { key, text }).collect()
}

/// Where a mark of `quote` at (line, offset) lies in `now`.
fn found(quote: &str, from: (&str, usize), to: (&str, usize), now: &[(&str, &str)]) -> String {
    let mut team = Team::new();
    let spot = |(line, offset)| Spot { line, offset };
    let source = Source::Interview(record(10));
    team.write(Passage::mark(
        record(1),
        source,
        (spot(from), spot(to)),
        quote,
    ));
    let passage = Passage::find(team.state(), record(1)).unwrap();
    let lines = lines(now);
    match passage.place(&lines) {
        None => "gone".to_owned(),
        Some(place) => {
            let kept = if place.standing == Standing::Kept {
                "kept"
            } else {
                "changed"
            };
            format!("{kept}: {}", quote_of(&lines, place.from, place.to))
        }
    }
}

#[test]
fn a_mark_survives_a_correction_of_its_line() {
    let one = |now: &str| found("電梯太慢", ("a", 3), ("a", 7), &[("a", now)]);
    assert_eq!(one("住戶說電梯太慢了"), "kept: 電梯太慢");
    assert_eq!(one("三樓住戶又說電梯太慢了"), "kept: 電梯太慢");
    assert_eq!(one("住戶說升降機很慢"), "changed: 升降機很");
    assert_eq!(one("無"), "changed: 無");
    let gone = found("電梯太慢", ("a", 3), ("a", 7), &[("b", "住戶說電梯太慢了")]);
    assert_eq!(gone, "gone");
}

#[test]
fn of_equal_words_the_nearest_is_taken() {
    let mut team = Team::new();
    team.mark(1, 10, ("a", 9), "slow");
    let passage = Passage::find(team.state(), record(1)).unwrap();
    let now = lines(&[("a", "slow, so slow, very slow")]);
    assert_eq!(passage.place(&now).unwrap().from, (0, 9));
    let now = lines(&[("a", "slow? oh so slow, very slow")]);
    assert_eq!(passage.place(&now).unwrap().from, (0, 12));
}

#[test]
fn a_mark_over_several_lines_moves_with_them() {
    let over = |now: &[(&str, &str)]| found("is slow\nand loud\nat night", ("a", 5), ("c", 8), now);
    let (a, b, c) = (
        ("a", "Lift is slow"),
        ("b", "and loud"),
        ("c", "at night too"),
    );
    assert_eq!(over(&[a, b, c]), "kept: is slow\nand loud\nat night");
    let longer = ("a", "The lift is slow");
    assert_eq!(over(&[longer, b, c]), "kept: is slow\nand loud\nat night");
    let changed = ("b", "and very loud");
    assert!(over(&[a, changed, c]).starts_with("changed: "));
    assert!(
        over(&[a, b]).starts_with("changed: "),
        "its last line is gone"
    );
}

#[test]
fn overlapping_marks_cut_a_line_into_pieces() {
    let cut = pieces("ab電梯慢ef", &[(7, 1..4), (8, 3..6)]);
    let shown: Vec<_> = cut
        .iter()
        .map(|p| (p.offset, p.text, p.marks.clone()))
        .collect();
    assert_eq!(
        shown,
        [
            (0, "a", vec![]),
            (1, "b電", vec![7]),
            (3, "梯", vec![7, 8]),
            (4, "慢e", vec![8]),
            (6, "f", vec![]),
        ]
        .map(|(offset, text, marks): (usize, &str, Vec<usize>)| (offset, text, marks))
    );
}

#[test]
fn a_mark_is_taken_away_and_back() {
    let mut team = Team::begun();
    team.mark(20, 10, ("a", 0), "Lifts");
    team.write(Passage::annotate(record(20), " check "));
    team.write(Passage::unmark(record(20), true));
    assert!(Passage::of(team.state(), record(10)).is_empty());
    team.write(Passage::unmark(record(20), false));
    let here = Passage::of(team.state(), record(10));
    assert_eq!((here.len(), here[0].note()), (1, Some("check")));
}

#[test]
fn the_themes_given_last_come_first() {
    let mut team = Team::begun();
    for (passage, theme) in [(20, "Lifts"), (21, "Greening"), (22, "Lifts")] {
        team.mark(passage, 10, ("a", 0), "x");
        let theme = team.named(theme);
        team.write(Passage::give(record(passage), theme, true));
    }
    let expected = [team.named("Lifts"), team.named("Greening")];
    assert_eq!(recent_themes(team.state(), record(202), 5), expected);
    assert!(recent_themes(team.state(), record(203), 5).is_empty());
}

#[test]
fn an_answer_is_marked_like_a_line() {
    let mut team = Team::begun();
    let source = Source::Answer(record(12), "/group/wish");
    let spot = |offset| Spot {
        line: "/group/wish",
        offset,
    };
    team.write(Passage::mark(
        record(20),
        source,
        (spot(0), spot(2)),
        "花園",
    ));
    let here = Passage::of(team.state(), record(12));
    assert_eq!(here[0].source(), Some(source));
    let place = here[0].place(&lines(&[("/group/wish", "花園")])).unwrap();
    assert_eq!(place.within(0, "花園"), Some(0..2));
}

#[test]
fn what_was_said_under_a_consent_that_was_taken_back_is_not_used() {
    let mut team = Team::begun();
    team.interview(10, &[("a", "The lift is slow")]);
    team.interview(11, &[("a", "The lift is slow")]);
    team.write(Change {
        kind: "interview".to_owned(),
        id: record(11),
        set: Fields::from([("unit".to_owned(), record(99).to_string().into())]),
    });
    team.mark(20, 10, ("a", 4), "lift");
    team.mark(21, 11, ("a", 4), "lift");
    assert_eq!(Passage::usable(team.state()).len(), 2);
    team.write(Change {
        kind: "consent".to_owned(),
        id: record(40),
        set: Fields::from([
            ("unit".to_owned(), record(100).to_string().into()),
            ("scope".to_owned(), "interview".into()),
            ("given".to_owned(), false.into()),
            ("withdrawal".to_owned(), true.into()),
        ]),
    });
    let left: Vec<_> = Passage::usable(team.state())
        .iter()
        .map(|one| one.id)
        .collect();
    assert_eq!(left, [record(21)]);
}

#[test]
fn a_need_leads_back_to_where_it_was_said() {
    let mut team = Team::begun();
    team.interview(10, &[("a", "The lift is slow")]);
    team.mark(20, 10, ("a", 4), "lift is slow");
    let lifts = team.named("Lifts");
    team.write(Passage::give(record(20), lifts, true));
    let passage = Passage::find(team.state(), record(20)).unwrap();
    let need = Need::of_passage(team.state(), record(30), passage, " A faster lift ").unwrap();
    team.write(need);
    let need = Need::find(team.state(), record(30)).unwrap();
    assert_eq!(
        (need.content(), need.source()),
        ("A faster lift", "interview")
    );
    assert_eq!(need.passage(), Some(record(20)));
    assert_eq!(need.origin(), Some(record(10)));
    assert_eq!(need.unit(), None, "the unit is not known here");
    assert_eq!(need.time(), "2026-11-22T09:30:00+08:00");
    assert!(need.themes().eq([lifts]));
    team.write(Need::reword(record(30), "A lift that is not slow"));
    team.write(Need::withdraw(record(30), true));
    assert_eq!(Need::all(team.state()).count(), 0);
    team.write(Need::withdraw(record(30), false));
    assert_eq!(Need::all(team.state()).count(), 1);
}

proptest! {
    /// The pieces of a line are the line, and each mark covers what it should.
    #[test]
    fn pieces_make_the_line(
        text in "[a-c電梯\u{1F6D7}]{0,12}",
        spans in prop::collection::vec((0..14_usize, 0..14_usize), 0..5),
    ) {
        let marks: Vec<_> = spans.iter().map(|(a, b)| *a.min(b)..*a.max(b)).enumerate().collect();
        let cut = pieces(&text, &marks);
        prop_assert_eq!(cut.iter().map(|piece| piece.text).collect::<String>(), text.clone());
        for (mark, range) in marks {
            let covered = cut.iter().filter(|piece| piece.marks.contains(&mark));
            let covered: String = covered.map(|piece| piece.text).collect();
            let wanted: String = text.chars().skip(range.start).take(range.len()).collect();
            prop_assert_eq!(covered, wanted);
        }
    }
}
