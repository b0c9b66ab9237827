//! What is stored and sent.

use form::{Answers, ItemId, ProblemKind, Rejection};

use crate::scenario::{play, start};

const FORM: &str = "
| survey |
|  | type          | name | label | relevant     | required | calculation |
|  | select_one yn | on   | On    |              | yes      |             |
|  | begin group   | g    | G     | ${on} = 'y'  |          |             |
|  | integer       | a    | A     |              | yes      |             |
|  | decimal       | d    | D     |              |          |             |
|  | end group     |      |       |              |          |             |
|  | calculate     | c    |       |              |          | ${a} + 1    |
|  | acknowledge   | ok   | Ok    |              |          |             |
| choices |
|  | list_name | name | label |
|  | yn | y | Y |
|  | yn | n | N |
";

fn answers(pairs: &[(&str, &str)]) -> Answers {
    pairs
        .iter()
        .map(|(path, value)| ((*path).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn a_draft_keeps_all_and_a_submission_what_is_relevant() {
    let session = play(
        start(FORM),
        "/on := y
         /g/a := 4
         /g/d := 1.5
         /ok := OK
         /on := n",
    );
    let all = answers(&[("/on", "n"), ("/g/a", "4"), ("/g/d", "1.5"), ("/ok", "OK")]);
    assert_eq!(session.answers(), all);
    assert_eq!(
        session.submission(),
        answers(&[("/on", "n"), ("/ok", "OK")])
    );
}

#[test]
fn problems_come_in_the_order_of_the_form() {
    let mut session = play(start(FORM), "/on := y\n/g/d := 1,5");
    let now = "2026-11-22T09:00:00+08:00".parse().unwrap();
    let problems = session.finish(now).unwrap_err();
    let found: Vec<(String, ProblemKind)> = problems
        .iter()
        .map(|p| (session.item(p.item).path(), p.kind))
        .collect();
    assert_eq!(
        found,
        [
            ("/g/a".to_owned(), ProblemKind::Required),
            ("/g/d".to_owned(), ProblemKind::Type)
        ]
    );
}

#[test]
fn what_takes_no_answer_says_so() {
    let mut session = start(FORM);
    let find = |path: &str| session.find(path).unwrap();
    let (group, calculated, select) = (find("/g"), find("/c"), find("/on"));
    assert_eq!(session.set(group, "x"), Err(Rejection::NoAnswer));
    assert_eq!(session.set(calculated, "x"), Err(Rejection::NoAnswer));
    assert_eq!(session.set(select, "maybe"), Err(Rejection::NotAChoice));
    assert_eq!(
        session.set(select, &"y".repeat(2 << 20)),
        Err(Rejection::TooLong)
    );
    assert_eq!(
        session.add_instance(group).map(|_| ()),
        Err(Rejection::NotFound)
    );
    let last: ItemId = session.items().last().unwrap();
    assert_eq!(session.item(last).name(), "ok");
}

#[test]
fn progress_counts_what_can_be_asked_now() {
    play(
        start(FORM),
        "answered 0 of 2
         /on := y
         answered 1 of 4
         /g/a := 1
         answered 2 of 4
         /on := n
         answered 1 of 2",
    );
}

#[test]
fn a_form_is_shared_between_threads_and_a_session_can_move() {
    fn shared<T: Send + Sync>() {}
    fn moved<T: Send>() {}
    shared::<form::Form>();
    moved::<form::Session>();
}
