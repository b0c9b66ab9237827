//! Themes, passages and needs: a team's tree whatever several people make of it, marks that
//! survive a correction of the text, and needs that know where they come from.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod passages;
mod team;

use ledger::{Change, Fields};
use needs::{Lang, Passage, Theme, first_tree, tallies};
use proptest::prelude::*;
use team::{Team, record, site};

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
}
