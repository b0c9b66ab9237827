//! What a repeat's members come to, kept up to date: the same as looking at each of them.

use form::Session;
use proptest::prelude::*;

use crate::properties::{Step, cases, step, take};
use crate::scenario::{check, same_as_opened_anew, start};

/// Each calculation twice: as it is kept up to date, and, through a union, by looking at every
/// member.
const FORM: &str = "
| survey |
|  | type         | name   | label | relevant              | calculation | repeat_count | constraint |
|  | integer      | n      | N     |                       |             |              |            |
|  | integer      | skip   | S     |                       |             |              |            |
|  | begin repeat | outer  | O     | ${n} != 3             |             |              |            |
|  | integer      | w      | W     |                       |             |              | . >= 0     |
|  | begin repeat | r      | R     | ${w} != 2             |             |              |            |
|  | decimal      | x      | X     | ${n} != 4             |             |              |            |
|  | text         | t      | T     | ${x} != 1             |             |              |            |
|  | calculate    | share  |       |                       | ${x} div ${inner} |        |            |
|  | end repeat   |        |       |                       |             |              |            |
|  | calculate    | inner  |       |                       | sum(${x})   |              |            |
|  | calculate    | inner2 |       |                       | sum(${x} \\| ${x}) |          |            |
|  | calculate    | most   |       |                       | max(${x})   |              |            |
|  | calculate    | most2  |       |                       | max(${x} \\| ${x}) |          |            |
|  | calculate    | here   |       |                       | count(${r}) |              |            |
|  | calculate    | here2  |       |                       | count(${r} \\| ${r}) |        |            |
|  | end repeat   |        |       |                       |             |              |            |
|  | begin repeat | c      | C     | position(.) != ${skip} |            | ${n}         |            |
|  | calculate    | k      |       |                       | position(..) * 0.1 |       |            |
|  | calculate    | upto   |       |                       | ${k} + if(position(..) > 1, coalesce(indexed-repeat(${upto}, ${c}, position(..) - 1), 0), 0) | | |
|  | calculate    | ahead  |       |                       | indexed-repeat(${k}, ${c}, position(..) + 2) | | |
|  | end repeat   |        |       |                       |             |              |            |
|  | calculate    | all    |       |                       | sum(${x})   |              |            |
|  | calculate    | all2   |       |                       | sum(${x} \\| ${x}) |          |            |
|  | calculate    | least  |       |                       | min(${x})   |              |            |
|  | calculate    | least2 |       |                       | min(${x} \\| ${x}) |          |            |
|  | calculate    | filled |       |                       | count-non-empty(${t}) |    |            |
|  | calculate    | filled2 |      |                       | count-non-empty(${t} \\| ${t}) | |           |
|  | calculate    | many   |       |                       | count(${r}) + count(${share}) | |          |
|  | calculate    | many2  |       |                       | count(${r} \\| ${r}) + count(${share} \\| ${share}) | | |
|  | calculate    | kept   |       |                       | sum(${k})   |              |            |
|  | calculate    | kept2  |       |                       | sum(${k} \\| ${k}) |          |            |
|  | calculate    | third  |       |                       | indexed-repeat(${x}, ${outer}, 1, ${r}, 3) | | |
|  | calculate    | third2 |       |                       | string(/data/outer[1]/r[3]/x) |  |         |
";

fn both_agree(session: &Session, after: &str) {
    for item in session.items() {
        let path = session.item(item).path();
        let Some(other) = session.find(&format!("{path}2")) else {
            continue;
        };
        if session.item(item).relevant() {
            let (kept, looked) = (session.item(item).value(), session.item(other).value());
            assert_eq!(kept, looked, "{path} after {after}");
        }
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn any_sequence_of_steps_gives_what_looking_at_each_member_gives(
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let mut session = start(FORM);
        for step in &steps {
            take(&mut session, step);
            both_agree(&session, &format!("{step:?}"));
            same_as_opened_anew(&session, &format!("{step:?}"));
        }
    }
}

#[test]
fn numbers_that_are_taken_out_leave_nothing_behind() {
    let mut session = start(FORM);
    let steps = [
        Step::Add(3),
        Step::Set(4, "0.1".into()),
        Step::Set(8, "1e300".into()),
        Step::Set(4, String::new()),
    ];
    for step in &steps {
        take(&mut session, step);
        both_agree(&session, &format!("{step:?}"));
    }
    check(
        FORM,
        "/outer[1]/r[1]/x := 1e300
         + /outer[1]/r
         /outer[1]/r[2]/x := 0.1
         /outer[1]/r[1]/x := 0.2
         + /outer[1]/r
         /outer[1]/r[3]/x := 0.3
         /all = 0.6
         /third = 0.3
         /least = 0.1
         /outer[1]/most = 0.3
         /filled = 0
         /outer[1]/r[1]/t := words
         /filled = 1
         - /outer[1]/r[2]
         /all = 0.5
         /many = 4
         /n := 3
         /all = 0",
    );
}

#[test]
fn a_running_total_goes_on_to_the_end_of_a_long_repeat() {
    let form = "
| survey |
|  | type         | name | label | repeat_count | relevant | calculation |
|  | integer      | n    | N     |              |          |             |
|  | begin repeat | r    | R     | ${n}         |          |             |
|  | integer      | x    | X     |              |          |             |
|  | calculate    | upto |       |              |          | coalesce(${x}, 1) + coalesce(indexed-repeat(${upto}, ${r}, position(..) - 1), 0) |
|  | calculate    | next |       |              |          | indexed-repeat(${upto}, ${r}, position(..) + 1) |
|  | note         | show | Before: ${upto} |    |          |             |
|  | end repeat   |      |       |              |          |             |
";
    let mut session = start(form);
    let n = session.find("/n").unwrap();
    session.set(n, "1200").unwrap();
    same_as_opened_anew(&session, "1200 members");
    let value =
        |session: &Session, path| session.item(session.find(path).unwrap()).value().to_owned();
    assert_eq!(value(&session, "/r[1200]/upto"), "1200");
    let x = session.find("/r[1]/x").unwrap();
    session.set(x, "5").unwrap();
    assert_eq!(value(&session, "/r[1200]/upto"), "1204");
    assert_eq!(value(&session, "/r[3]/next"), "8");
    let x = session.find("/r[1200]/x").unwrap();
    let changes = session.set(x, "2").unwrap();
    // The last member's own answer, total and label, and what the one before it looks forward to.
    assert_eq!(changes.len(), 4);
}

#[test]
fn a_number_counts_the_members_that_do_not_apply_too() {
    check(
        FORM,
        "/n := 4
         /c[4]/upto = 1
         /skip := 2
         /c[3]/upto = 0.30000000000000004
         /c[4]/upto = 0.7000000000000001
         /c[1]/ahead = 0.30000000000000004
         /skip := 3
         /c[4]/upto = 0.4
         /c[1]/ahead =
         /skip := 9
         /c[4]/upto = 1",
    );
}
