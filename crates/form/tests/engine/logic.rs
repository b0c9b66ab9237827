//! Relevance, requirement, constraints, calculations.

use crate::scenario::check;

const LIFT: &str = "
| survey |
|  | type        | name   | label      | relevant          | required        | constraint       | constraint_message | required_message | calculation |
|  | integer     | floors | Floors?    |                   | yes             | . > 0 and . < 90 | 1 to 89, please    | How many?        |             |
|  | begin group | lift   | Lift       | ${floors} > 3     |                 |                  |                    |                  |             |
|  | select_one yn | works | Works?    |                   | ${floors} > 10  |                  |                    |                  |             |
|  | text        | why    | Why not?   | ${works} = 'no'   | true()          |                  |                    |                  |             |
|  | end group   |        |            |                   |                 |                  |                    |                  |             |
|  | calculate   | double |            |                   |                 |                  |                    |                  | ${floors} * 2 |
|  | note        | said   | Twice: ${double} |             |                 |                  |                    |                  |             |
| choices |
|  | list_name | name | label |
|  | yn        | yes  | Yes   |
|  | yn        | no   | No    |
";

#[test]
fn relevance_is_inherited() {
    check(
        LIFT,
        "/lift : not relevant
         /lift/works : not relevant
         /floors := 20
         /lift/works : relevant
         /lift/works : required
         /lift/works : missing
         /lift/why : not relevant
         /lift/works := no
         /lift/why : relevant
         /lift/why : missing
         /floors := 2
         /lift/why : not relevant
         /lift/why : fine",
    );
}

#[test]
fn irrelevant_answers_come_back() {
    check(
        LIFT,
        "/floors := 20
         /lift/works := no
         /lift/why := old
         /floors := 2
         /floors := 20
         /lift/works = no
         /lift/why = old
         /lift/why : fine",
    );
}

#[test]
fn a_constraint_looks_at_answers_only() {
    check(
        LIFT,
        "/floors : missing
         /floors message How many?
         /floors := 0
         /floors : broken
         /floors message 1 to 89, please
         /floors := 89
         /floors : fine
         /floors :=
         /floors : missing",
    );
}

#[test]
fn only_what_depends_on_an_answer_changes() {
    check(
        LIFT,
        "/floors := 2
         /floors := 3
         changed /floors /double /said
         /double = 6
         /said label Twice: 6
         /floors := 03
         changed /floors
         /floors := 20
         /lift/works := yes
         changed /lift/works",
    );
}

#[test]
fn text_that_is_no_number_is_kept_and_told() {
    check(
        LIFT,
        "/floors := about 20
         /floors : mistyped
         /floors = about 20
         /double =
         /floors := 20
         /floors : fine
         /double = 40",
    );
}

#[test]
fn calculations_run_in_the_order_of_need() {
    check(
        "| survey |
         | | type      | name | label | calculation     |
         | | calculate | c    |       | ${b} + 1        |
         | | calculate | b    |       | ${a} + 1        |
         | | integer   | a    | A     |                 |
         | | calculate | even |       | ${c} mod 2 = 0  |
         | | note      | n    | ${even} |               |",
        "/a := 1
         /b = 2
         /c = 3
         /even = false
         /a := 3
         changed /a /b /c
         /a := 4
         changed /a /b /c /even /n",
    );
}

#[test]
fn an_irrelevant_answer_counts_as_none() {
    check(
        "| survey |
         | | type      | name | label | relevant   | calculation |
         | | select_one yn | on | On  |            |             |
         | | integer   | a    | A     | ${on} = 'y' |            |
         | | calculate | has  |       |            | if(${a} = '', 'none', ${a}) |
         | choices |
         | | list_name | name | label |
         | | yn | y | Y |
         | | yn | n | N |",
        "/on := y
         /a := 5
         /has = 5
         /on := n
         /has = none
         /on := y
         /has = 5",
    );
}

#[test]
fn a_group_can_be_read_only() {
    check(
        "| survey |
         | | type        | name | label | readonly |
         | | text        | who  | Who   |          |
         | | begin group | g    | G     | ${who} = 'guest' |
         | | text        | a    | A     |          |
         | | end group   |      |       |          |
         | | text        | b    | B     | yes      |",
        "/g/a : not readonly
         /b : readonly
         /b :! x
         /g/a := x
         /who := guest
         changed /who /g /g/a
         /g/a : readonly
         /g/a :! y",
    );
}

#[test]
fn once_keeps_its_first_value() {
    check(
        "| survey |
         | | type      | name  | label | calculation |
         | | text      | a     | A     |             |
         | | calculate | first |       | once(${a})  |",
        "/a := x
         /first = x
         /a := y
         /first = x",
    );
}

#[test]
fn dates_can_be_reckoned_with() {
    check(
        "| survey |
         | | type      | name | label | constraint   | calculation |
         | | date      | born | Born  | . <= today() |             |
         | | calculate | age  |       |              | int((today() - ${born}) div 365.25) |
         | | calculate | day  |       |              | format-date(${born}, '%e %b %Y')  |",
        "/born := 2000-01-31
         /age = 26
         /day = 31 Jan 2000
         /born : fine
         /born := 2026-11-23
         /born : broken
         /born := 2026-02-30
         /born : mistyped
         /born = 2026-02-30",
    );
}

#[test]
fn a_trigger_sets_a_value_when_its_question_changes() {
    check(
        "| survey |
         | | type      | name | label | calculation | trigger |
         | | text      | a    | A     |             |         |
         | | text      | b    | B     |             |         |
         | | text      | c    | C     | concat(${a}, ${b}) | ${a} |",
        "/c =
         /b := 2
         /c =
         /a := 1
         /c = 12
         /b := 3
         /c = 12
         /c := mine
         /c = mine",
    );
}
