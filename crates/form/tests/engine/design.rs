//! A form is changed and stays the workbook that it was.

#![expect(clippy::unwrap_used, reason = "a test that can not go on stops")]

use std::collections::HashMap;

use form::design::{Design, NameTrouble, Place, RowId, TypeCell};
use form::{Session, Severity, read_xlsx};
use proptest::prelude::*;

use crate::scenario::context;

fn kind(text: &str) -> TypeCell {
    TypeCell::of(text)
}

/// A form with a column, a setting and a sheet that nobody knows.
fn strange() -> Design {
    let mut design = Design::new("strange", "Strange", "English (en)");
    let who = design.add(&kind("text"), Place::Last);
    design.set(who, "label", "English (en)", "Who are you?");
    design.set_column(who, "bind::vendor:mask", "AAA-99");
    let group = design.add(&kind("begin_group"), Place::Last);
    design.set(group, "label", "English (en)", "Your home");
    let pets = design.add(&kind("select_multiple pets"), Place::Into(group));
    design.set(pets, "label", "English (en)", "Which pets?");
    for (name, label) in [("cat", "A cat"), ("dog", "A dog")] {
        let choice = design.add_choice("pets");
        design.set(choice, "name", "", name);
        design.set(choice, "label", "English (en)", label);
        design.set_column(choice, "noise", "loud");
    }
    let note = design.add(&kind("note"), Place::Into(group));
    design.set(note, "label", "English (en)", "Hello ${who_are_you}");
    design.set(note, "relevant", "", "selected(${which_pets}, 'cat')");
    design.set_setting("vendor_colour", "teal");
    design
}

fn labels(design: &Design) -> Vec<(usize, String)> {
    let lines = design.outline().into_iter();
    let label = |row| design.cell(row, "label", "English (en)").to_owned();
    lines.map(|line| (line.depth, label(line.row))).collect()
}

fn row(design: &Design, name: &str) -> RowId {
    let mut lines = design.outline().into_iter();
    let found = lines.find(|line| design.cell(line.row, "name", "") == name);
    found.unwrap().row
}

#[test]
fn a_form_made_here_can_be_filled_in() {
    let design = strange();
    let reading = read_xlsx(&design.to_xlsx());
    let errors = |found: &&form::Diagnostic| found.severity == Severity::Error;
    assert_eq!(reading.diagnostics.iter().find(errors), None);
    let mut session = Session::start(reading.form.unwrap(), context());
    let pets = session.find("/your_home/which_pets").unwrap();
    session.set(pets, "cat").unwrap();
    assert_eq!(session.progress().total, 2);
    assert_eq!(design.read().form.unwrap().title(), "Strange");
}

#[test]
fn names_follow_labels_until_they_are_given() {
    let mut design = strange();
    let age = design.add(&kind("integer"), Place::Last);
    assert_eq!(design.cell(age, "name", ""), "q1");
    design.set(age, "label", "English (en)", "您的年齡");
    assert_eq!(design.cell(age, "name", ""), "q1");
    design.set(age, "label", "English (en)", "Age");
    let class = design.add(&kind("text"), Place::Last);
    design.set(class, "relevant", "", "${age} < 18");
    design.set(age, "label", "English (en)", "Age now");
    assert_eq!(design.cell(class, "relevant", ""), "${age_now} < 18");
    design.rename(age, "years").unwrap();
    design.set(age, "label", "English (en)", "Age in years");
    assert_eq!(design.cell(age, "name", ""), "years");
    assert_eq!(design.rename(age, "which_pets"), Err(NameTrouble::Taken));
    assert_eq!(design.rename(age, "2 b"), Err(NameTrouble::NotAName));
    let reopened = Design::open("form.xlsx", &design.to_xlsx()).unwrap();
    let mut reopened = reopened.clone();
    let who = row(&reopened, "who_are_you");
    reopened.set(who, "label", "English (en)", "Your name");
    // Answers that exist already are under this name.
    assert_eq!(reopened.cell(who, "name", ""), "who_are_you");
}

#[test]
fn rows_go_into_groups_and_out_of_them() {
    let mut design = strange();
    let who = row(&design, "who_are_you");
    assert!(design.shift(who, true));
    assert_eq!(labels(&design)[1], (1, "Who are you?".into()));
    for _ in 0..3 {
        assert!(design.shift(who, true));
    }
    assert_eq!(labels(&design)[3], (0, "Who are you?".into()));
    assert!(!design.shift(who, true));
    let group = row(&design, "your_home");
    design.move_to(who, Place::Into(group));
    assert_eq!(labels(&design)[3], (1, "Who are you?".into()));
    design.move_to(group, Place::Into(who));
    assert_eq!(labels(&design).len(), 4, "nothing goes into itself");
    design.move_to(who, Place::Before(group));
    assert!(design.shift(group, false));
    assert_eq!(labels(&design)[0], (0, "Your home".into()));
    assert_eq!(labels(&design)[3], (0, "Who are you?".into()));
}

#[test]
fn a_copy_refers_to_itself() {
    let mut design = strange();
    let copy = design.duplicate(row(&design, "your_home")).unwrap();
    assert_eq!(design.cell(copy, "name", ""), "your_home_2");
    let note = design.outline().last().unwrap().row;
    assert_eq!(
        design.cell(note, "relevant", ""),
        "selected(${which_pets_2}, 'cat')"
    );
    assert_eq!(
        design.cell(note, "label", "English (en)"),
        "Hello ${who_are_you}"
    );
    assert!(design.read().form.is_some());
    design.delete(copy);
    assert_eq!(design.outline().len(), 4);
}

#[test]
fn a_group_becomes_a_repeat_with_its_end() {
    let mut design = strange();
    let group = row(&design, "your_home");
    design.set_kind(group, &kind("begin_repeat"));
    let text = design.read();
    assert!(text.form.is_some(), "{:?}", text.diagnostics);
}

#[test]
fn every_kind_of_table_opens() {
    let markdown = "| survey | | |\n| | type | name |\n| | text | who |";
    let design = Design::open("form.md", markdown.as_bytes()).unwrap();
    assert_eq!(design.outline().len(), 1);
    let csv = "survey,type,name\n,text,who\n,integer,age\n";
    let design = Design::open("form.csv", csv.as_bytes()).unwrap();
    assert_eq!(design.outline().len(), 2);
    assert!(
        Design::open("form.xml", b"<h:html/>")
            .unwrap_err()
            .to_string()
            .contains("XForm")
    );
    assert!(Design::open("form.txt", b"hello").is_err());
    assert!(Design::open("form.xlsx", b"PK").is_err());
}

#[test]
fn findings_point_to_their_row() {
    let mut design = strange();
    let pets = row(&design, "which_pets");
    design.set(pets, "relevant", "", "${nobody} = 1");
    let reading = design.read();
    let errors = |found: &&form::Diagnostic| found.severity == Severity::Error;
    let finding = reading.diagnostics.iter().find(errors).unwrap();
    assert_eq!(design.row_of(finding), Some(pets));
}

#[test]
fn languages_come_and_go() {
    let mut design = strange();
    let who = row(&design, "who_are_you");
    design.add_language("繁體中文 (zh-Hant)");
    design.set(who, "label", "繁體中文 (zh-Hant)", "您是誰？");
    design.set(who, "hint", "繁體中文 (zh-Hant)", "姓名");
    assert_eq!(design.languages().len(), 2);
    design.rename_language("English (en)", "English");
    assert_eq!(design.cell(who, "label", "English"), "Who are you?");
    assert_eq!(design.setting("default_language"), "English");
    design.remove_language("繁體中文 (zh-Hant)");
    assert_eq!(design.languages(), ["English"]);
    design.undo();
    assert_eq!(design.cell(who, "hint", "繁體中文 (zh-Hant)"), "姓名");
}

#[test]
fn lists_are_shared_and_renamed() {
    let mut design = strange();
    let more = design.add(&kind("select_one pets"), Place::Last);
    assert_eq!(design.users_of("pets").len(), 2);
    design.set(
        more,
        "relevant",
        "",
        "count(instance('pets')/root/item) > 1",
    );
    design.rename_list("pets", "animals");
    assert_eq!(design.kind(more).list, "animals");
    assert!(
        design
            .cell(more, "relevant", "")
            .contains("instance('animals')")
    );
    let choices = design.choices("animals");
    assert!(design.shift_choice(choices[0], true));
    assert!(!design.shift_choice(choices[0], true));
    design.delete_choice(choices[1]);
    assert_eq!(design.choices("animals"), [choices[0]]);
    assert_eq!(design.free_list("animals"), "animals_2");
    assert!(design.read().form.is_some());
}

#[test]
fn options_leave_others_alone() {
    let mut design = strange();
    let pets = row(&design, "which_pets");
    design.set(pets, "appearance", "", "w2 columns-2");
    design.set_appearance(pets, "minimal", &["columns-2", "minimal"]);
    assert_eq!(design.cell(pets, "appearance", ""), "w2 minimal");
    design.set(pets, "parameters", "", "randomize = true, seed=1;vendor=x");
    design.set_parameter(pets, "seed", "2");
    design.set_parameter(pets, "randomize", "");
    assert_eq!(design.cell(pets, "parameters", ""), "seed=2 vendor=x");
    assert_eq!(design.parameter(pets, "vendor"), "x");
}

#[test]
fn typing_on_is_one_step() {
    let mut design = strange();
    let who = row(&design, "who_are_you");
    for text in ["N", "Na", "Name"] {
        design.set(who, "hint", "English (en)", text);
    }
    assert!(design.undo());
    assert_eq!(design.cell(who, "hint", "English (en)"), "");
    assert!(design.redo());
    assert_eq!(design.cell(who, "hint", "English (en)"), "Name");
    assert!(!design.redo());
}

/// Everything in columns that the design has no word for, by what stands beside it.
fn unknown(design: &Design) -> HashMap<String, Vec<String>> {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    let choices = design
        .lists()
        .into_iter()
        .flat_map(|list| design.choices(&list));
    for row in design
        .outline()
        .into_iter()
        .map(|line| line.row)
        .chain(choices)
    {
        for (header, text) in design.columns(row) {
            if ["bind::vendor:mask", "noise"].contains(&header.as_str()) && !text.is_empty() {
                found.entry(header).or_default().push(text);
            }
        }
    }
    found
}

fn act(design: &mut Design, number: usize, which: usize) {
    let lines = design.outline();
    let line = lines[which % lines.len()].row;
    let other = lines[(which / 7) % lines.len()].row;
    match number {
        0 => drop(design.add(&kind("begin_repeat"), Place::Before(line))),
        1 => drop(design.shift(line, true)),
        2 => drop(design.shift(line, false)),
        3 => design.move_to(line, Place::Behind(other)),
        4 => design.move_to(line, Place::Into(other)),
        5 => drop(design.rename(line, &format!("n{which}"))),
        6 => design.add_language(&format!("L{}", which % 3)),
        7 => design.rename_language("L1", "L9"),
        8 => design.remove_language("L2"),
        9 => design.set(line, "hint", "L1", "a hint"),
        10 => drop(design.add_choice("pets")),
        11 => design.rename_list("pets", "animals"),
        12 => design.set(line, "constraint", "", ". != ''"),
        13 => design.set_setting("style", "pages"),
        14 => drop(design.undo()),
        15 => drop(design.redo()),
        16 => design.set_parameter(line, "seed", "1"),
        _ => design.set_kind(
            line,
            &TypeCell {
                list: "pets".into(),
                ..kind("select_one x")
            },
        ),
    }
}

proptest! {
    #[test]
    fn what_is_not_known_survives_everything(
        acts in prop::collection::vec((0_usize..18, 0_usize..1_000), 0..40),
    ) {
        let mut design = Design::open("form.xlsx", &strange().to_xlsx()).unwrap();
        let before = unknown(&design);
        for (number, which) in acts {
            act(&mut design, number, which);
            prop_assert_eq!(unknown(&design), before.clone());
            prop_assert_eq!(design.setting("vendor_colour"), "teal");
        }
        let bytes = design.to_xlsx();
        prop_assert_eq!(Design::open("form.xlsx", &bytes).unwrap().to_xlsx(), bytes);
        // Every step can be taken back, to the very first state.
        while design.undo() {}
        prop_assert_eq!(unknown(&design), before);
    }
}
