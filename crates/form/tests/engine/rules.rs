//! What a workbook must not say, and what is let through with a word.

use std::fmt::Write as _;

use form::Severity;

/// The findings of one severity, as `code row column`.
pub(crate) fn told(form: &str, severity: Severity) -> Vec<String> {
    let reading = form::read_markdown(form);
    let of_kind = reading
        .diagnostics
        .iter()
        .filter(|found| found.severity == severity);
    of_kind
        .map(|found| {
            let row = found.row.unwrap_or(0);
            let column = found.column.as_deref().unwrap_or("-");
            format!("{} {row} {column}", found.code)
        })
        .collect()
}

pub(crate) fn errors(form: &str) -> Vec<String> {
    told(form, Severity::Error)
}

/// The errors of a survey of one row: type, then columns as `header=cell`.
fn one_row(kind: &str, cells: &[(&str, &str)]) -> Vec<String> {
    let mut header = "| | type | name | label |".to_owned();
    let mut row = format!("| | {kind} | a | A |");
    for (column, cell) in cells {
        let _ = write!(header, " {column} |");
        let _ = write!(row, " {cell} |");
    }
    let choices =
        "| choices |\n| | list_name | name | label |\n| | l | 1 | One |\n| | l | 5 | Five |";
    errors(&format!("| survey |\n{header}\n{row}\n{choices}"))
}

#[test]
fn each_type_takes_its_own_parameters() {
    let bad = |kind: &str, text: &str| one_row(kind, &[("parameters", text)]);
    let none: [&str; 0] = [];
    for (kind, fine) in [
        ("text", "rows=3"),
        ("image", "max-pixels=1000 app=org.example.camera"),
        ("audio", "quality=external"),
        ("background-audio", "quality=low"),
        (
            "geopoint",
            "capture-accuracy=5 warning-accuracy=20.5 allow-mock-accuracy=true",
        ),
        ("geotrace", "incremental=true"),
        ("select_one l", "randomize=true seed=42"),
        ("range", "start=0 end=1 step=0.1 tick_interval=0.5"),
        ("integer", "anything=goes"),
    ] {
        assert_eq!(bad(kind, fine), none, "{kind} {fine}");
    }
    for (kind, wrong) in [
        ("text", "rows=many"),
        ("image", "max-pixels=big"),
        ("image", "app=camera"),
        ("audio", "quality=best"),
        ("background-audio", "quality=external"),
        ("geopoint", "capture-accuracy=fine"),
        ("geoshape", "allow-mock-accuracy=perhaps"),
        ("geotrace", "incremental=false"),
        ("select_one l", "randomize=sometimes"),
        ("select_one l", "seed=4"),
        ("select_one l", "randomize=true seed=soon"),
        ("text", "rows"),
        ("text", "rows=1=2"),
    ] {
        assert_eq!(
            bad(kind, wrong),
            ["bad-parameter 2 parameters"],
            "{kind} {wrong}"
        );
    }
    let unknown = ["unknown-parameter 2 parameters"];
    assert_eq!(bad("text", "row=3"), unknown);
    assert_eq!(bad("geotrace", "capture-accuracy=3"), unknown);
    assert_eq!(bad("select_one l", "step=3"), unknown);
}

#[test]
fn the_numbers_of_a_range_fit_together() {
    let bad = |text: &str| one_row("range", &[("parameters", text)]);
    let none: [&str; 0] = [];
    assert_eq!(
        bad("start=1 end=5 step=2 placeholder=3 tick_labelset=l"),
        none
    );
    assert_eq!(bad("start=5 end=1 step=1"), none);
    for wrong in [
        "step=0",
        "step=20",
        "tick_interval=0",
        "step=2 tick_interval=3",
        "placeholder=11",
        "start=1 end=9 step=2 placeholder=4",
        "tick_labelset=nowhere",
        "start=2 end=9 tick_labelset=l",
        "start=1 end=9 step=3 tick_labelset=l",
    ] {
        assert_eq!(bad(wrong), ["bad-range 2 parameters"], "{wrong}");
    }
    assert_eq!(bad("end=high"), ["bad-parameter 2 parameters"]);
    let picker = one_row(
        "range",
        &[("parameters", "tick_interval=2"), ("appearance", "picker")],
    );
    assert_eq!(picker, ["bad-parameter 2 parameters"]);
    let unlabelled = one_row(
        "range",
        &[
            ("parameters", "start=1 end=9 step=4 tick_labelset=l"),
            ("appearance", "no-ticks"),
        ],
    );
    assert_eq!(unlabelled, ["bad-range 2 parameters"]);
}

#[test]
fn the_log_of_the_filling_has_its_own_rules() {
    let audit = |name: &str, parameters: &str| {
        errors(&format!(
            "| survey |\n| | type | name | label | parameters |\n| | text | t | T | |\n\
             | | audit | {name} | | {parameters} |"
        ))
    };
    let none: [&str; 0] = [];
    assert_eq!(audit("", "track-changes=true identify-user=false"), none);
    let location = "location-priority=balanced location-min-interval=10 location-max-age=60";
    assert_eq!(audit("audit", location), none);
    assert_eq!(audit("log", ""), ["bad-name 3 name"]);
    for wrong in [
        "location-priority=balanced",
        "location-priority=foo location-min-interval=1 location-max-age=2",
        "location-priority=balanced location-min-interval=60 location-max-age=10",
        "location-priority=balanced location-min-interval=-1 location-max-age=10",
        "track-changes=often",
        "track-changes-reasons=always",
    ] {
        assert_eq!(audit("", wrong), ["bad-parameter 3 parameters"], "{wrong}");
    }
}

#[test]
fn names_are_told_apart() {
    let form = "| survey |
        | | type         | name | label |
        | | begin_repeat | r    | R     |
        | | text         | a    | A     |
        | | text         | A    | A     |
        | | end_repeat   |      |       |
        | | begin_group  | g    | G     |
        | | begin_repeat | r    | R     |
        | | text         | meta | M     |
        | | end_repeat   |      |       |
        | | end_group    |      |       |
        | | begin_repeat | data | D     |
        | | text         | b    | B     |
        | | end_repeat   |      |       |";
    assert_eq!(
        errors(form),
        [
            "duplicate-name 7 name",
            "reserved-name 8 name",
            "duplicate-name 11 name"
        ]
    );
    assert_eq!(told(form, Severity::Warning), ["similar-name 4 name"]);
}

#[test]
fn a_group_called_meta_is_let_through() {
    let form = "| survey |
        | | type        | name | label |
        | | begin_group | meta | M     |
        | | text        | a    | A     |
        | | end_group   |      |       |";
    assert!(errors(form).is_empty());
    assert_eq!(told(form, Severity::Warning), ["reserved-name 2 name"]);
}

#[test]
fn a_count_that_is_worked_out_takes_a_name() {
    let form = "| survey |
        | | type         | name    | label | repeat_count |
        | | integer      | r_count | N     |              |
        | | begin_repeat | r       | R     | ${r_count}+1 |
        | | text         | a       | A     |              |
        | | end_repeat   |         |       |              |";
    assert_eq!(
        errors(form),
        ["duplicate-name 3 name", "ambiguous-name 3 repeat_count"]
    );
}

#[test]
fn triggers_are_questions_that_are_asked() {
    let trigger = |text: &str| {
        errors(&format!(
            "| survey |
             | | type        | name | label | calculation | trigger |
             | | text        | a    | A     |             |         |
             | | calculate   | c    |       | 1           |         |
             | | begin_group | g    | G     |             |         |
             | | text        | b    | B     |             |         |
             | | end_group   |      |       |             |         |
             | | calculate   | t    |       | now()       | {text}  |"
        ))
    };
    let none: [&str; 0] = [];
    assert_eq!(trigger("${a}, ${b}"), none);
    for (wrong, code) in [
        ("a", "bad-trigger 7 trigger"),
        ("${a} ${b}", "bad-trigger 7 trigger"),
        ("${c}", "bad-trigger 7 trigger"),
        ("${g}", "bad-trigger 7 trigger"),
        ("${x}", "unknown-name 7 trigger"),
    ] {
        assert_eq!(trigger(wrong), [code], "{wrong}");
    }
}

#[test]
fn a_name_stands_for_one_table() {
    let clash = "| survey |
        | | type              | name | label | calculation |
        | | csv-external      | l    |       |             |
        | | select_one l      | a    | A     |             |
        | choices |
        | | list_name | name | label |
        | | l         | x    | X     |";
    assert_eq!(errors(clash), ["duplicate-instance 2 name"]);
    let two_files = "| survey |
        | | type         | name   | label | calculation                       |
        | | xml-external | fruits |       |                                   |
        | | calculate    | c      |       | pulldata('fruits', 'a', 'b', 'c') |";
    assert_eq!(errors(two_files), ["duplicate-instance 3 calculation"]);
    let twice = "| survey |
        | | type         | name   | label |
        | | xml-external | fruits |       |
        | | begin_group  | g      | G     |
        | | xml-external | fruits |       |
        | | text         | t      | T     |
        | | end_group    |        |       |";
    assert_eq!(errors(twice), ["duplicate-instance 4 name"]);
}

#[test]
fn entities_are_complete_and_within_reach() {
    let entity = |columns: &str, cells: &str, save_to: &str| {
        errors(&format!(
            "| survey |
             | | type         | name | label | save_to   |
             | | text         | a    | A     | {save_to} |
             | | begin_repeat | r    | R     |           |
             | | text         | b    | B     |           |
             | | end_repeat   |      |       |           |
             | | begin_repeat | s    | S     |           |
             | | text         | c    | C     |           |
             | | end_repeat   |      |       |           |
             | entities |
             | | list_name | {columns} |
             | | trees     | {cells}   |"
        ))
    };
    let none: [&str; 0] = [];
    assert_eq!(entity("label", "${a}", "height"), none);
    assert_eq!(entity("label | create_if", "${a} | ${a} != ''", ""), none);
    assert_eq!(entity("entity_id | update_if", "${a} | ${b} = 1", ""), none);
    for (columns, cells, save_to, code) in [
        ("create_if", "1", "", "incomplete-entity 2 label"),
        (
            "label | update_if",
            "a | 1",
            "",
            "incomplete-entity 2 entity_id",
        ),
        (
            "label | entity_id | create_if",
            "a | a | 1",
            "",
            "incomplete-entity 2 update_if",
        ),
        ("label", "${x}", "", "unknown-name 2 label"),
        ("label", "a", "Name", "bad-save-to 2 save_to"),
        ("label", "a", "__p", "bad-save-to 2 save_to"),
        ("label", "a", "other#p", "bad-save-to 2 save_to"),
        ("label", "a", "trees#p#q", "bad-save-to 2 save_to"),
        ("label", "${b}", "height", "entity-out-of-reach 2 save_to"),
        ("label", "concat(${b}, ${c})", "", "entity-out-of-reach 2 -"),
        ("label | colour", "a | b", "", "unknown-column 1 colour"),
    ] {
        assert_eq!(
            entity(columns, cells, save_to),
            [code],
            "{columns} {cells} {save_to}"
        );
    }
}

#[test]
fn each_group_holds_one_entity() {
    let form = "| survey |
        | | type | name | label | save_to |
        | | text | a    | A     | one#p   |
        | | text | b    | B     | two#p   |
        | entities |
        | | list_name | label |
        | | one       | ${a}  |
        | | two       | ${b}  |";
    assert_eq!(errors(form), ["crowded-entity 3 -"]);
}

#[test]
fn tables_of_questions_share_one_list() {
    let table = |second: &str| {
        errors(&format!(
            "| survey |
             | | type         | name | label | appearance |
             | | begin_group  | g    | G     | table-list |
             | | select_one l | a    | A     |            |
             | | select_one {second} | b | B  |            |
             | | end_group    |      |       |            |
             | | select_one m | c    | C     |            |
             | choices |
             | | list_name | name | label |
             | | l         | x    | X     |
             | | m         | x    | X     |"
        ))
    };
    assert!(table("l").is_empty());
    assert_eq!(table("m"), ["mixed-table-list 4 type"]);
}

#[test]
fn what_is_mistyped_is_guessed() {
    let reading = form::read_markdown(
        "| survey |
         | | type              | name | label | relevant    |
         | | integr            | age  | A     |             |
         | | select_one colors | c    | C     | ${agge} > 1 |
         | choices |
         | | list_name | name | label |
         | | colours   | red  | Red   |",
    );
    let told: Vec<_> = reading
        .diagnostics
        .iter()
        .map(|found| found.message.to_string())
        .collect();
    assert!(
        told.iter()
            .any(|message| message.ends_with("did you mean \"integer\"?")),
        "{told:?}"
    );
    assert!(
        told.iter()
            .any(|message| message.ends_with("did you mean \"colours\"?")),
        "{told:?}"
    );
}
