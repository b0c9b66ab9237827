//! What the reader takes, and what it says about what it does not take.

use form::{Severity, read_markdown};

/// `severity code place` of each finding.
fn findings(form: &str) -> Vec<String> {
    let reading = read_markdown(form);
    let errors = reading
        .diagnostics
        .iter()
        .any(|found| found.severity == Severity::Error);
    assert_eq!(
        reading.form.is_none(),
        errors,
        "a form is usable if nothing is an error"
    );
    let told = |found: &form::Diagnostic| {
        let row = found.row.map_or(String::new(), |row| format!(" {row}"));
        let column = found
            .column
            .as_ref()
            .map_or(String::new(), |column| format!(" {column}"));
        let severity = if found.severity == Severity::Error {
            "error"
        } else {
            "warning"
        };
        format!("{severity} {} {}{row}{column}", found.code, found.sheet)
    };
    reading.diagnostics.iter().map(told).collect()
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    assert_eq!(
        findings(
            "| survey |
             | | type          | name  | label | relevant       | calculation | colour |
             | | integer       | a     | A     | ${b} > 1       |             | red    |
             | | select_one no | c d   | C     | true( = 1      |             |        |
             | | integr        | e     | E     |                |             |        |
             | | calculate     | f     |       |                |             |        |
             | | text          | a     | A     | Sum(${a}) = 1  |             |        |
             | | text          |       | G     | count(1, 2)    |             |        |
             | | begin group   | g     | G     |                |             |        |
             | | end repeat    |       |       |                |             |        |
             | | end group     |       |       |                |             |        |
             | | begin repeat  | r     | R     |                |             |        |"
        ),
        [
            "warning unknown-column survey 1 colour",
            "error bad-name survey 3 name",
            "error unknown-list survey 3 type",
            "error unknown-type survey 4 type",
            "error missing-calculation survey 5",
            "error duplicate-name survey 6 name",
            "error missing-name survey 7",
            "error unmatched-end survey 9 type",
            "error unmatched-end survey 10 type",
            "error unmatched-begin survey 11",
            "error unknown-name survey 2 relevant",
            "error bad-expression survey 3 relevant",
            "error unknown-function survey 6 relevant",
            "error bad-expression survey 7 relevant",
        ]
    );
}

#[test]
fn a_circle_is_spelled_out() {
    let reading = read_markdown(
        "| survey |
         | | type      | name | label | calculation |
         | | calculate | a    |       | ${b} + 1    |
         | | calculate | b    |       | ${c} + 1    |
         | | calculate | c    |       | ${a} + 1    |
         | | calculate | self |       | ${self} + 1 |",
    );
    let told: Vec<String> = reading
        .diagnostics
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "error: survey row 2, calculation: this depends on itself: a needs b needs c needs a",
            "error: survey row 5, calculation: this depends on itself: self needs self",
        ]
    );
}

#[test]
fn two_questions_can_ask_for_each_other_to_be_relevant() {
    let form = "| survey |
         | | type    | name | label | relevant |
         | | integer | a    | A     | ${b} > 0 |
         | | integer | b    | B     | ${a} > 0 |";
    crate::scenario::check(form, "/a : not relevant\n/b : not relevant");
}

#[test]
fn headers_and_types_have_many_spellings() {
    assert_eq!(
        findings(
            "| Survey |
             | | Type                    | Name | Caption | Label:Français | bind::relevant | Read Only | constraint-message | constraint |
             | | begin_group             | g    | G       |                |                |           |                    |            |
             | | q string                | a    | A       | A              |                | TRUE      |                    |            |
             | | select one from yn      | b    | B       | B              | ${a} = ''      |           | No                 | . != ''    |
             | | End  Group              |      |         |                |                |           |                    |            |
             | Choices |
             | | list name | value | label |
             | | yn        | 1     | One   |
             | Settings |
             | | Form Title | id_string |
             | | T          | t         |"
        ),
        ["warning old-header Survey 1 Label:Français"]
    );
}

#[test]
fn a_list_of_choices_is_checked() {
    assert_eq!(
        findings(
            "| survey |
             | | type         | name | label |
             | | select_one l | a    | A     |
             | choices |
             | | list_name | name | label |
             | | l         | x y  | X     |
             | | l         | z    |       |
             | | l         | z    | Z     |
             | | l         |      | None  |
             | |           | q    | Q     |"
        ),
        [
            "warning space-in-name choices 2",
            "warning missing-label choices 3",
            "warning duplicate-choice choices 4 name",
            "error missing-name choices 5",
            "warning missing-list choices 6",
        ]
    );
}

#[test]
fn a_form_needs_a_survey() {
    assert_eq!(findings(""), ["error no-survey "]);
    assert_eq!(
        findings("| survey |\n| | name |\n| | a |"),
        [
            "error missing-column survey 1",
            "error missing-type survey 2"
        ]
    );
}

#[test]
fn a_name_that_stands_twice_can_not_be_referred_to() {
    assert_eq!(
        findings(
            "| survey |
             | | type        | name | label | calculation |
             | | begin group | g    | G     |             |
             | | text        | a    | A     |             |
             | | calculate   | near |       | ${a}        |
             | | end group   |      |       |             |
             | | begin group | h    | H     |             |
             | | text        | a    | A     |             |
             | | end group   |      |       |             |
             | | calculate   | far  |       | ${a}        |"
        ),
        [
            "error ambiguous-name survey 4 calculation",
            "error ambiguous-name survey 9 calculation"
        ]
    );
}

#[test]
fn a_long_chain_is_no_deep_one() {
    let chain = vec!["${a} = 1"; 2_000].join(" or ");
    let none: [&str; 0] = [];
    assert_eq!(
        findings(&format!(
            "| survey |\n| | type | name | label | relevant |\n| | text | b | B | {chain} |\n| | integer | a | A | |"
        )),
        none
    );
    let deep = format!("{}1{}", "(".repeat(500), ")".repeat(500));
    assert_eq!(
        findings(&format!(
            "| survey |\n| | type | name | label | relevant |\n| | text | b | B | {deep} |"
        )),
        ["error bad-expression survey 2 relevant"]
    );
}

#[test]
fn a_form_where_all_reads_all_is_refused_in_time() {
    let mut form = String::from("| survey |\n| | type | name | label | relevant |\n");
    for at in 0..3_000 {
        form.push_str("| | text | q");
        form.push_str(&at.to_string());
        form.push_str(" | Q | count(//*) > 1 |\n");
    }
    let reading = read_markdown(&form);
    assert!(reading.form.is_none());
    assert!(
        reading
            .diagnostics
            .iter()
            .any(|found| found.code == "too-many-expressions")
    );
}
