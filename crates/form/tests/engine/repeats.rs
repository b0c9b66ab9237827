//! Repeats.

use crate::scenario::{check, play, start};

const HOME: &str = "
| survey |
|  | type         | name   | label                  | calculation | relevant | constraint |
|  | begin repeat | member | Member                 |             |          |            |
|  | text         | name   | Name                   |             |          |            |
|  | integer      | age    | Age of ${name}         |             |          |            |
|  | calculate    | at     |                        | position(..) |         |            |
|  | text         | school | School                 |             | ${age} < 18 |         |
|  | calculate    | oldest |                        | ${age} = max(../../member/age) | | |
|  | end repeat   |        |                        |             |          |            |
|  | calculate    | sum    |                        | sum(${age}) |          |            |
|  | calculate    | count  |                        | count(${member}) |     |            |
|  | calculate    | names  |                        | join(', ', ${name}) |  |            |
|  | calculate    | second |                        | indexed-repeat(${name}, ${member}, 2) | | |
|  | calculate    | picked |                        | /data/member[2]/name | |            |
|  | calculate    | old    |                        | count(${member}[age > 60]) | |      |
";

#[test]
fn members_come_and_go() {
    check(
        HOME,
        "/member : 1 instances
         /count = 1
         /member[1]/name := Ann
         /member[1]/age := 70
         + /member
         /member[2]/name := Bob
         /member[2]/age := 9
         /member[2]/age label Age of Bob
         /member[2]/school : relevant
         /member[1]/school : not relevant
         /sum = 79
         /count = 2
         /names = Ann, Bob
         /second = Bob
         /picked = Bob
         /old = 1
         /member[1]/oldest = true
         /member[2]/oldest = false
         + /member
         /member[3]/at = 3
         /member[3]/name := Cy
         - /member[1]
         /member : 2 instances
         /member[1]/name = Bob
         /member[1]/at = 1
         /member[2]/at = 2
         /second = Cy
         /sum =
         /member[2]/age := 1
         /sum = 10
         /old = 0",
    );
}

#[test]
fn an_answer_in_one_member_leaves_the_others_alone() {
    let mut form = String::from(HOME);
    form = form
        .replace("| ${age} = max(../../member/age) |", "| |")
        .replace("| calculate    | oldest |", "| hidden | oldest |");
    play(
        start(&form),
        "+ /member
         /member[1]/age := 1
         /member[2]/age := 2
         changed /member[2]/age /member[2]/school /sum",
    );
}

#[test]
fn indexed_repeat_takes_its_repeats_in_any_order() {
    check(
        "| survey |
         | | type         | name | label | calculation |
         | | begin repeat | r    | R     |             |
         | | begin repeat | s    | S     |             |
         | | text         | q    | Q     |             |
         | | end repeat   |      |       |             |
         | | end repeat   |      |       |             |
         | | calculate    | out  |       | indexed-repeat(${q}, ${r}, 2, ${s}, 1) |
         | | calculate    | in   |       | indexed-repeat(${q}, ${s}, 1, ${r}, 2) |",
        "+ /r
         /r[1]/s[1]/q := a
         /r[2]/s[1]/q := b
         /out = b
         /in = b",
    );
}

#[test]
fn the_form_can_count() {
    check(
        "| survey |
         | | type         | name | label | repeat_count | calculation | relevant |
         | | integer      | n    | N     |              |             |          |
         | | begin repeat | r    | R     | ${n}         |             |          |
         | | integer      | x    | X     |              |             |          |
         | | begin repeat | in   | In    | ${x}         |             |          |
         | | calculate    | where |      |              | concat(position(../..), '-', position(..)) | |
         | | end repeat   |      |       |              |             |          |
         | | end repeat   |      |       |              |             |          |
         | | calculate    | all  |       |              | count(${in}) |         |",
        "/r : 0 instances
         /n := 2
         /r : 2 instances
         /r[2]/x := 3
         /r[2]/in[3]/where = 2-3
         /all = 3
         /r[1]/x := 1
         /all = 4
         /n := 1
         /r : 1 instances
         /all = 1
         /n :=
         /r : 1 instances
         /n := 0
         /r : 0 instances
         /all = 0",
    );
}

#[test]
fn an_irrelevant_repeat_keeps_its_members() {
    check(
        "| survey |
         | | type          | name | label | repeat_count | relevant    | calculation |
         | | select_one yn | on   | On    |              |             | |
         | | begin group   | g    | G     |              | ${on} = 'y' | |
         | | integer       | n    | N     |              |             | |
         | | begin repeat  | r    | R     | ${n}         |             | |
         | | text          | x    | X     |              |             | |
         | | end repeat    |      |       |              |             | |
         | | end group     |      |       |              |             | |
         | | calculate     | has  |       |              |             | count(${r}) |
         | choices |
         | | list_name | name | label |
         | | yn | y | Y |
         | | yn | n | N |",
        "/on := y
         /g/n := 2
         /g/r[2]/x := b
         /has = 2
         /on := n
         /has = 0
         /on := y
         /has = 2
         /g/r[2]/x = b",
    );
}

#[test]
fn each_member_is_relevant_by_itself() {
    check(
        "| survey |
         | | type         | name | label | relevant | calculation |
         | | integer      | most | Most  |          | |
         | | begin repeat | r    | R     | position(.) <= ${most} | |
         | | text         | x    | X     |          | |
         | | end repeat   |      |       |          | |
         | | calculate    | n    |       |          | count(${r}) |",
        "/most := 1
         + /r
         /r[1]/x : relevant
         /r[2]/x : not relevant
         /n = 1
         /most := 2
         /r[2]/x : relevant
         /n = 2",
    );
}

#[test]
fn a_running_total_comes_to_rest() {
    check(
        "| survey |
         | | type         | name | label | calculation |
         | | begin repeat | r    | R     | |
         | | integer      | x    | X     | |
         | | calculate    | sum  |       | ${x} + coalesce(indexed-repeat(${sum}, ${r}, position(..) - 1), 0) |
         | | end repeat   |      |       | |",
        "/r[1]/x := 1
         + /r
         /r[2]/x := 2
         + /r
         /r[3]/x := 3
         /r[3]/sum = 6
         /r[1]/x := 10
         /r[3]/sum = 15",
    );
}
