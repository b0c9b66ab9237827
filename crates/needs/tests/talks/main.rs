//! Interviews, lines, passages and needs as tables, and what a withdrawn consent leaves of them.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod office;

use std::collections::BTreeSet;

use ledger::erase;
use needs::{
    Interview, Lang, Need, Passage, Tree,
    consent::{Consent, Withdrawals},
    review,
    tables::all,
    taken_from, tallies,
};
use office::{MARK, NEED, Office, SOUND, TALK, YES, id};

#[track_caller]
fn holds(row: &[(String, String)], wanted: &[(&str, &str)]) {
    for (name, value) in wanted {
        let found = row.iter().find(|(known, _)| known == name);
        assert_eq!(
            found.map(|(_, value)| value.as_str()),
            Some(*value),
            "{name}"
        );
    }
}

#[test]
fn an_interview_is_a_row_with_the_fields_of_its_record() {
    let office = Office::new();
    let row = office.row("interviews");
    holds(
        &row,
        &[
            ("_form", "QP-2"),
            ("_version", "7"),
            ("_unit", "12A"),
            ("_building", "Block 1"),
            ("_floor", "12"),
            ("tenure", "owner"),
            ("_by", "Chan"),
            ("_started", "2026-11-22T10:00:00+08:00"),
            ("minutes", "65"),
            ("present", "Anna (resident)"),
            ("consent_interview", "given"),
            ("consent_recording", "given"),
            ("consent_photo", ""),
            ("guide_covered", "1"),
            ("guide_points", "2"),
            ("covered", "The lifts"),
            ("lines", "2"),
            ("characters", "27"),
            ("recordings", "1"),
            ("recorded_seconds", "60"),
            ("files", "1"),
            ("passages", "1"),
            ("themes", "Lifts"),
            ("needs", "1"),
            ("review", "new"),
        ],
    );
}

#[test]
fn its_lines_passages_and_needs_are_rows_and_no_formula() {
    let office = Office::new();
    let lines = office.csv("interview_lines", None);
    assert!(
        lines.contains(",0:01:01,61,Anna,Quiet here.,\r\n"),
        "{lines}"
    );
    assert!(lines.contains(",1:02:03,3723,Anna,The lift is slow,Lifts\r\n"));
    let passage = office.row("passages");
    holds(
        &passage,
        &[
            ("quote", "lift is slow"),
            ("themes", "Lifts"),
            ("_unit", "12A"),
            ("source", "interview"),
            ("source_id", &id(TALK).to_string()),
        ],
    );
    let need = office.row("needs");
    holds(
        &need,
        &[
            ("content", "'=A faster lift"),
            ("quote", "lift is slow"),
            ("themes", "Lifts"),
            ("time", "2026-11-22T10:00:00+08:00"),
            ("_building", "Block 1"),
            ("passage_id", &id(MARK).to_string()),
            ("withdrawn", "0"),
        ],
    );
    let kinds = office.state().kinds();
    let listed = all(office.state(), kinds, Lang::En);
    let names: BTreeSet<_> = listed.iter().map(|listed| listed.table).collect();
    for table in ["interviews", "interview_lines", "passages", "needs"] {
        assert!(names.contains(table), "{table}");
    }
    let kinds: Vec<_> = listed
        .iter()
        .filter_map(|one| one.kind.as_deref())
        .collect();
    assert!(
        !kinds.contains(&"interview") && !kinds.contains(&"need"),
        "{kinds:?}"
    );
}

/// All that is left of what was said, wherever it is read.
#[track_caller]
fn nothing_is_left(office: &Office) {
    for table in ["interviews", "interview_lines", "passages", "needs"] {
        assert_eq!(office.rows(table), 0, "{table}");
    }
    for kind in ["interview", "passage", "need"] {
        let text = office.csv("records", Some(kind));
        assert_eq!(text.lines().count(), 1, "{text}");
    }
    assert_eq!(Passage::usable(office.state()).len(), 0);
    assert_eq!(Need::usable(office.state()).len(), 0);
    let tree = Tree::of(office.state());
    assert!(tallies(office.state(), &tree).is_empty());
    assert_eq!(office.says("slow"), 0, "neither line nor passage");
    assert_eq!(office.says("faster"), 0, "nor need");
}

#[track_caller]
fn all_is_there(office: &Office) {
    for table in ["interviews", "passages", "needs"] {
        assert_eq!(office.rows(table), 1, "{table}");
    }
    assert_eq!(Passage::usable(office.state()).len(), 1);
    assert_eq!(Need::usable(office.state()).len(), 1);
    assert!(office.says("slow") > 0 && office.says("faster") > 0);
}

#[test]
fn what_was_taken_back_is_nowhere_and_a_slip_brings_it_back() {
    let mut office = Office::new();
    all_is_there(&office);
    office.withdraw(50, YES);
    nothing_is_left(&office);
    office.write(Consent::undo(id(50)));
    all_is_there(&office);
}

#[test]
fn a_recording_is_taken_back_and_the_notes_stay() {
    let mut office = Office::new();
    office.withdraw(50, SOUND);
    let row = office.row("interviews");
    let gone = [
        ("recordings", "0"),
        ("recorded_seconds", "0"),
        ("consent_recording", "withdrawn"),
        ("lines", "2"),
        ("files", "1"),
    ];
    holds(&row, &gone);
    let raw = office.csv("records", Some("interview"));
    let row = raw.lines().nth(1).unwrap();
    assert!(
        !row.contains("talk.webm") || !row.contains("\"\"at\"\":5000"),
        "{row}"
    );
}

#[test]
fn what_was_erased_takes_its_passages_and_needs_along() {
    let mut office = Office::new();
    let along: BTreeSet<_> = taken_from(office.state(), id(TALK)).into_iter().collect();
    assert_eq!(along, BTreeSet::from([id(MARK), id(NEED)]));
    // Also where somebody marks it who does not know yet.
    office.write(erase::change(id(TALK), "asked for it"));
    nothing_is_left(&office);
}

#[test]
fn a_yes_that_was_a_no_is_corrected_with_the_reason() {
    let mut office = Office::new();
    office.correct(50, YES);
    nothing_is_left(&office);
    let correction = Consent::find(office.state(), id(50)).unwrap();
    assert!(!correction.given());
    assert_eq!(correction.reason(), Some("The wrong button."));
    assert_eq!(correction.corrects(), Some(id(YES)));
    assert!(
        Consent::find(office.state(), id(YES)).unwrap().given(),
        "what was written down stays as it was"
    );
    // The correction was the mistake.
    office.correct(51, 50);
    all_is_there(&office);
    assert!(Consent::find(office.state(), id(51)).unwrap().given());
}

#[test]
fn a_withdrawal_that_was_none_is_corrected_and_a_real_one_counts_again() {
    let mut office = Office::new();
    office.withdraw(50, YES);
    office.correct(51, 50);
    all_is_there(&office);
    let withdrawals = Withdrawals::of(office.state());
    assert!(!withdrawals.takes(id(YES)));
    office.withdraw(52, YES);
    nothing_is_left(&office);
}

#[test]
fn a_review_shows_in_the_row() {
    let mut office = Office::new();
    let review = review::Review::of(office.state(), id(TALK)).unwrap();
    let accepted = review.accept(Interview::KIND, id(TALK));
    office.write(accepted);
    holds(&office.row("interviews"), &[("review", "accepted")]);
}
