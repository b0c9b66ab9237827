//! What holds for any form, expression and answer.

use form::{Session, Wanted, evaluate, read_markdown, read_xlsx};
use proptest::prelude::*;

use crate::scenario::{context, same_as_opened_anew, snapshot, start};

const FORM: &str = "
| survey |
|  | type            | name  | label | relevant       | required    | constraint | calculation     | choice_filter | repeat_count |
|  | integer         | n     | N     |                | ${m} = 'b'  | . < 5      |                 |               |              |
|  | select_multiple l | m   | M     | ${n} != 3      |             |            |                 |               |              |
|  | begin group     | g     | G     | selected(${m}, 'a') or ${n} > 1 |  |       |                 |               |              |
|  | select_one l    | s     | S ${n} |               | yes         |            |                 | name != 'c' or ${n} = 2 |    |
|  | calculate       | twice |       | ${s} = 'b'     |             |            | ${n} * 2        |               |              |
|  | end group       |       |       |                |             |            |                 |               |              |
|  | begin repeat    | r     | R     | ${n} < 4       |             |            |                 |               |              |
|  | decimal         | x     | X     |                |             | . > position(..) |           |               |              |
|  | calculate       | share |       |                |             |            | ${x} div ${total} |             |              |
|  | end repeat      |       |       |                |             |            |                 |               |              |
|  | begin repeat    | c     | C     |                |             |            |                 |               | ${n}         |
|  | calculate       | k     |       |                |             |            | position(..) + ${twice} |       |              |
|  | end repeat      |       |       |                |             |            |                 |               |              |
|  | calculate       | total |       |                |             |            | sum(${x})       |               |              |
|  | calculate       | many  |       |                |             |            | concat(count(${r}), '-', sum(${k})) |  |         |
| choices |
|  | list_name | name | label |
|  | l         | a    | A     |
|  | l         | b    | B     |
|  | l         | c    | C     |
";

#[derive(Debug, Clone)]
pub(crate) enum Step {
    Set(usize, String),
    Add(usize),
    Remove(usize),
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let value = prop_oneof![
        Just(String::new()),
        (0..6).prop_map(|n: i32| n.to_string()),
        "[abc]( [abc])?",
        "\\PC{0,6}",
    ];
    prop_oneof![
        8 => (0..40_usize, value).prop_map(|(at, value)| Step::Set(at, value)),
        2 => (0..40_usize).prop_map(Step::Add),
        1 => (0..40_usize).prop_map(Step::Remove),
    ]
}

pub(crate) fn take(session: &mut Session, step: &Step) {
    let items: Vec<_> = session.items().collect();
    let pick = |at: usize| items[at % items.len()];
    // A refusal is an answer too.
    match step {
        Step::Set(at, value) => drop(session.set(pick(*at), value)),
        Step::Add(at) => drop(session.add_instance(pick(*at))),
        Step::Remove(at) => drop(session.remove_instance(pick(*at))),
    }
}

pub(crate) fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn any_sequence_of_steps_gives_what_opening_anew_gives(
        steps in prop::collection::vec(step(), 1..25),
    ) {
        let mut session = start(FORM);
        for step in &steps {
            take(&mut session, step);
            same_as_opened_anew(&session, &format!("{step:?}"));
        }
    }

    #[test]
    fn changes_name_all_that_changed(
        steps in prop::collection::vec(step(), 1..15),
        at in 0..40_usize,
        value in "[0-5abc]?",
    ) {
        let mut session = start(FORM);
        for step in &steps {
            take(&mut session, step);
        }
        let before: Vec<(form::ItemId, String)> = lines(&session);
        let items: Vec<_> = session.items().collect();
        if let Ok(changes) = session.set(items[at % items.len()], &value) {
            for (item, line) in lines(&session) {
                let old = before.iter().find(|(known, _)| *known == item);
                if old.is_some_and(|(_, old)| *old != line) {
                    prop_assert!(!changes.of(item).is_empty(), "{line} was not told");
                }
            }
        }
    }

    #[test]
    fn what_is_set_and_unset_leaves_no_trace(
        steps in prop::collection::vec(step(), 1..10),
        value in "[0-2]",
    ) {
        let mut session = start(FORM);
        let n = session.find("/n").unwrap();
        for step in steps.iter().filter(|step| !matches!(step, Step::Set(..))) {
            take(&mut session, step);
        }
        // A count that is cleared keeps the instances, so the way back is the number before.
        session.set(n, "0").unwrap();
        let before = snapshot(&session);
        session.set(n, &value).unwrap();
        session.set(n, "0").unwrap();
        prop_assert_eq!(snapshot(&session), before);
    }
}

/// What a screen shows of each item.
fn lines(session: &Session) -> Vec<(form::ItemId, String)> {
    let show = |id| {
        let item = session.item(id);
        let state = (
            item.relevant(),
            item.required(),
            item.readonly(),
            item.label(),
        );
        let value = if item.relevant() { item.value() } else { "" };
        (
            id,
            format!(
                "{} {value} {state:?} {:?} {:?}",
                item.name(),
                item.problem(),
                item.choices()
            ),
        )
    };
    session.items().map(show).collect()
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn no_text_makes_the_expression_engine_panic(text in expression()) {
        let xml = "<a x='1'><b>1</b><b>2026-01-01</b><c> t </c></a>";
        let _ = evaluate(&text, xml, Some("/a"), Wanted::Any, &context());
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(\\| ?(survey|choices|settings|type|name|label|text|begin group|end repeat|select_one a|\\$\\{a\\}|[a-z(]{0,3}|\\PC{0,5}) ?){1,9}(\n\\|( ?(survey|type|name|label|relevant|calculation|list_name|text|integer|calculate|begin repeat|begin group|end group|end repeat|select_one a|a|b|\\$\\{a\\}|\\PC{0,5}) ?\\|){1,6}){0,8}") {
        let reading = read_markdown(&text);
        if let Some(form) = reading.form {
            let session = Session::start(form, context());
            let _ = (session.answers(), session.problems());
        }
    }

    #[test]
    fn no_bytes_make_the_workbook_reader_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        prop_assert!(read_xlsx(&bytes).form.is_none());
        let mut zipped = b"PK\x03\x04".to_vec();
        zipped.extend(&bytes);
        zipped.extend(b"PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00\x00\x00\x00\x00\x04\x00\x00\x00\x00\x00");
        prop_assert!(read_xlsx(&zipped).form.is_none());
    }
}

/// Things that look like expressions, and things that do not.
fn expression() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "1",
        "0",
        "'x'",
        "''",
        "b",
        "c",
        "@x",
        ".",
        "..",
        "/",
        "//",
        "*",
        "(",
        ")",
        "[",
        "]",
        ",",
        " and ",
        " or ",
        " div ",
        " mod ",
        "+",
        "-",
        "=",
        "!=",
        "<",
        ">=",
        "|",
        "::",
        "ancestor",
        "count(",
        "concat(",
        "substr(",
        "round(",
        "date(",
        "regex(",
        "position(",
        "if(",
        "sum(",
        "format-date(",
        "translate(",
        "selected-at(",
        "randomize(",
        "${b}",
        "true()",
        "today()",
        "-1",
        "1e300",
        "99999999999",
        "not(",
        "checklist(",
        "uuid(",
        "string-length(",
    ]);
    prop_oneof![
        prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat()),
        "\\PC{0,40}",
    ]
}
