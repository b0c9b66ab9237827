//! Themes, passages and needs: a team's tree whatever several people make of it, marks that
//! survive a correction of the text, and needs that know where they come from.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use chrono::DateTime;
use ledger::{Author, Change, DeviceId, Fields, Ledger, RecordId, Salt, SiteId, State, uuid_v7};
use needs::{
    Lang, Need, Passage, Theme, Tree, first_tree,
    passage::{Line, Source, Spot, Standing, pieces, quote_of, recent_themes},
    tallies,
};
use proptest::prelude::*;
use serde_json::json;

fn site(n: u8) -> SiteId {
    SiteId(uuid_v7(5, [n; 10]))
}

fn record(n: u8) -> RecordId {
    RecordId(uuid_v7(u64::from(n), [n; 10]))
}

struct Team {
    ledger: Ledger,
    minutes: i64,
}

impl Team {
    fn new() -> Self {
        Self {
            ledger: Ledger::new(site(9)),
            minutes: 0,
        }
    }

    fn begun() -> Self {
        let mut team = Self::new();
        team.write_all(first_tree(site(9)));
        team
    }

    fn write(&mut self, change: Change) {
        let author = Author {
            device: DeviceId(uuid_v7(1, [1; 10])),
            actor: record(202),
        };
        let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
        self.minutes += 1;
        let now = now + chrono::TimeDelta::minutes(self.minutes);
        let entry = self.ledger.write(author, now, Salt([0; 16]), change);
        self.ledger.admit(&entry.unwrap()).unwrap();
    }

    fn write_all(&mut self, changes: Vec<Change>) {
        for change in changes {
            self.write(change);
        }
    }

    fn state(&self) -> &State {
        self.ledger.state()
    }

    fn tree(&self) -> Tree<'_> {
        Tree::of(self.state())
    }

    fn named(&self, name: &str) -> RecordId {
        let tree = self.tree();
        let node = tree
            .nodes()
            .iter()
            .find(|node| node.theme.name(Lang::En) == name);
        node.unwrap().theme.id
    }

    fn outline(&self) -> Vec<String> {
        let tree = self.tree();
        let nodes = tree.nodes().iter();
        nodes
            .map(|node| format!("{}{}", "-".repeat(node.depth), node.theme.name(Lang::En)))
            .collect()
    }

    fn interview(&mut self, id: u8, lines: &[(&str, &str)]) {
        let mut set = Fields::from([
            ("unit".to_owned(), record(100).to_string().into()),
            ("campaign".to_owned(), record(101).to_string().into()),
            ("started".to_owned(), "2026-11-22T09:30:00+08:00".into()),
        ]);
        let lines = lines.iter().zip(0..);
        set.extend(lines.map(|((key, text), at)| {
            (
                format!("line:{key}"),
                json!({ "text": text, "at": at * 1000 }),
            )
        }));
        self.write(Change {
            kind: "interview".to_owned(),
            id: record(id),
            set,
        });
    }

    /// Marks `quote` in line `key` of an interview, at `offset`.
    fn mark(&mut self, id: u8, interview: u8, (key, offset): (&str, usize), quote: &str) {
        let spot = |offset| Spot { line: key, offset };
        let span = (spot(offset), spot(offset + quote.chars().count()));
        let source = Source::Interview(record(interview));
        self.write(Passage::mark(record(id), source, span, quote));
    }
}

#[test]
fn a_team_begins_with_the_categories_of_the_work_instruction() {
    let team = Team::begun();
    let outline = team.outline();
    assert_eq!(outline.len(), 4 + 11 + 5 + 3 + 3);
    assert_eq!(
        outline[..3],
        ["Services asked for", "-Housekeeping", "-Business services"]
    );
    assert_eq!(outline[12..14], ["Management", "-Environment"]);
    let lifts = team.named("Lifts");
    assert_eq!(team.tree().path(lifts, Lang::ZhHant), "管理 › 電梯運行");
    assert_eq!(team.tree().path(lifts, Lang::ZhHans), "管理 › 电梯运行");
    for node in team.tree().nodes() {
        for lang in Lang::ALL {
            assert!(
                node.theme
                    .own_name(lang)
                    .is_some_and(|name| !name.is_empty())
            );
        }
    }
}

#[test]
fn two_tablets_that_begin_a_tree_apart_make_one() {
    let mut team = Team::begun();
    let once = team.outline();
    team.write_all(first_tree(site(9)));
    assert_eq!(team.outline(), once);
    let other = site(10);
    let ids = |site| first_tree(site).into_iter().map(|change| change.id);
    assert!(ids(site(9)).all(|id| ids(other).all(|one| one != id)));
}

#[test]
fn themes_are_added_moved_renamed_and_retired() {
    let mut team = Team::begun();
    let management = team.named("Management");
    let order = team.tree().place_below(Some(management));
    let parking = record(1);
    team.write(Theme::add(
        parking,
        (Lang::En, " Parking "),
        Some(management),
        order,
    ));
    assert_eq!(
        team.outline()[18],
        "-Parking",
        "as the last of its siblings"
    );
    // Who reads another language sees what was typed.
    let tree = team.tree();
    assert_eq!(
        tree.node(parking).unwrap().theme.name(Lang::ZhHant),
        "Parking"
    );

    for change in tree.shift(parking, false) {
        team.write(change);
    }
    assert_eq!(team.outline()[17..19], ["-Parking", "-Lifts"]);
    assert!(
        team.tree()
            .shift(team.named("Environment"), false)
            .is_empty()
    );

    team.write(Theme::rename(
        parking,
        &[(Lang::En, "Car park"), (Lang::ZhHant, "停車場")],
    ));
    let hung = team
        .tree()
        .hang_below(parking, Some(team.named("Operations")))
        .unwrap();
    team.write(hung);
    assert_eq!(team.tree().path(parking, Lang::ZhHant), "經營 › 停車場");
    assert_eq!(
        team.tree()
            .hang_below(management, Some(team.named("Lifts"))),
        None
    );

    team.write(Theme::retire(parking, true));
    assert!(
        team.tree().search("car park").is_empty(),
        "no longer offered"
    );
    assert!(team.tree().node(parking).is_some(), "but still there");
    team.write(Theme::retire(parking, false));
    assert_eq!(team.tree().search("停").len(), 1);
}

#[test]
fn whoever_types_finds_themes_in_any_language_those_that_begin_so_first() {
    let mut team = Team::begun();
    team.write(Theme::add(record(1), (Lang::En, "Old lifts"), None, 1));
    let tree = team.tree();
    let names: Vec<_> = tree
        .search("LIFT")
        .iter()
        .map(|n| n.theme.name(Lang::En))
        .collect();
    assert_eq!(names, ["Lifts", "Old lifts"]);
    let names: Vec<_> = tree
        .search("电梯")
        .iter()
        .map(|n| n.theme.name(Lang::En))
        .collect();
    assert_eq!(names, ["Lifts"]);
    assert_eq!(tree.search("").len(), tree.nodes().len());
}

#[test]
fn a_merge_counts_for_the_other_and_can_be_taken_back() {
    let mut team = Team::begun();
    team.interview(
        10,
        &[("a", "The lift is slow"), ("b", "The corridor is dark")],
    );
    let (lifts, upkeep) = (team.named("Lifts"), team.named("Repairs and upkeep"));
    team.mark(20, 10, ("a", 4), "lift");
    team.mark(21, 10, ("b", 4), "corridor");
    team.write(Passage::give(record(20), lifts, true));
    team.write(Passage::give(record(21), upkeep, true));
    let changes = team.tree().merge(lifts, upkeep);
    team.write_all(changes);
    let passages = |team: &Team, theme| {
        let tally = tallies(team.state(), &team.tree());
        tally.get(&theme).map_or(0, |tally| tally.passages)
    };
    assert_eq!((passages(&team, lifts), passages(&team, upkeep)), (0, 2));
    assert!(team.tree().merged_into(upkeep).eq([lifts]));
    team.write(Theme::unmerge(lifts));
    assert_eq!((passages(&team, lifts), passages(&team, upkeep)), (1, 1));
}

#[test]
fn what_lies_below_takes_the_place_of_what_it_swallows() {
    let mut team = Team::begun();
    let (management, lifts) = (team.named("Management"), team.named("Lifts"));
    let changes = team.tree().merge(management, lifts);
    team.write_all(changes);
    let outline = team.outline();
    assert_eq!(outline[12..14], ["Lifts", "-Environment"]);
    assert_eq!(outline.len(), 25);
}

#[test]
fn what_lies_above_counts_a_passage_once() {
    let mut team = Team::begun();
    team.interview(10, &[("a", "Lifts and trees")]);
    team.interview(11, &[("a", "Lifts")]);
    team.mark(20, 10, ("a", 0), "Lifts and trees");
    team.mark(21, 11, ("a", 0), "Lifts");
    for (passage, theme) in [(20, "Lifts"), (20, "Greening"), (21, "Lifts")] {
        let theme = team.named(theme);
        team.write(Passage::give(record(passage), theme, true));
    }
    let tally = tallies(team.state(), &team.tree());
    let of = |name| {
        let tally = &tally[&team.named(name)];
        (tally.passages, tally.sources.len())
    };
    assert_eq!(of("Lifts"), (2, 2));
    assert_eq!(of("Greening"), (1, 1));
    assert_eq!(of("Management"), (2, 2));
}

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

proptest! {
    /// Whatever several people write, every theme that stays stands at one place, and reading ends.
    #[test]
    fn any_records_make_a_tree(
        links in prop::collection::vec((0..12_u8, 0..12_u8, any::<bool>()), 0..40),
    ) {
        let mut team = Team::new();
        for n in 0..12 {
            team.write(Theme::add(record(n), (Lang::En, &n.to_string()), None, i64::from(n)));
        }
        for (from, to, merged) in links {
            let field = if merged { "into" } else { "parent" };
            team.write(Change {
                kind: Theme::KIND.to_owned(),
                id: record(from),
                set: Fields::from([(field.to_owned(), record(to).to_string().into())]),
            });
        }
        let tree = team.tree();
        let merged = (0..12).filter(|n| tree.counts_for(record(*n)) != Some(record(*n)));
        prop_assert_eq!(tree.nodes().len() + merged.count(), 12);
        for n in 0..12 {
            let end = tree.counts_for(record(n)).unwrap();
            prop_assert!(tree.node(end).is_some());
            prop_assert!(tree.above(end).count() < 12);
        }
    }

    /// The pieces of a line are the line, and each mark covers what it should.
    #[test]
    fn pieces_make_the_line(text in "[a-c電梯\u{1F6D7}]{0,12}", spans in prop::collection::vec((0..14_usize, 0..14_usize), 0..5)) {
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
