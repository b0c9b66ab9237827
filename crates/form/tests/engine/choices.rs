//! Selects and their lists.

use std::fmt::Write as _;

use crate::scenario::{check, start};

const CASCADE: &str = "
| survey |
|  | type                | name   | label  | choice_filter      |
|  | select_one state    | state  | State  |                    |
|  | select_one county   | county | County | state = ${state}   |
|  | select_multiple town | towns | Towns  | county = ${county} and name != 'ghost' |
| choices |
|  | list_name | name  | label  | state | county |
|  | state     | tx    | Texas  |       |        |
|  | state     | wa    | Washington |   |        |
|  | county    | king  | King   | wa    |        |
|  | county    | bexar | Bexar  | tx    |        |
|  | county    | travis | Travis | tx   |        |
|  | town      | a     | A-town |       | king   |
|  | town      | b     | B-town |       | king   |
|  | town      | ghost | Ghost  |       | king   |
|  | town      | c     | C-town |       | bexar  |
";

#[test]
fn a_filter_offers_what_fits() {
    check(
        CASCADE,
        "/county choices
         /state := tx
         changed /state /county
         /county choices bexar travis
         /county :! king
         /county := bexar
         /towns choices c",
    );
}

#[test]
fn what_is_no_longer_offered_is_dropped() {
    check(
        CASCADE,
        "/state := wa
         /county := king
         /towns := b  a b
         /towns = a b
         /towns shows A-town, B-town
         /towns :! ghost
         /state := tx
         changed /state /county /towns
         /county =
         /towns =
         /state := wa
         /county = king
         /towns = a b
         /state := tx
         /county := bexar
         /state := wa
         /county =",
    );
}

#[test]
fn other_asks_which() {
    check(
        "| survey |
         | | type                 | name | label |
         | | select_one f or_other | fruit | Fruit |
         | choices |
         | | list_name | name  | label |
         | | f         | apple | Apple |",
        "/fruit choices apple other
         /fruit_other : not relevant
         /fruit := other
         /fruit_other : relevant
         /fruit_other label Specify other.",
    );
}

#[test]
fn labels_of_choices_can_be_asked_for() {
    check(
        "| survey |
         | | type          | name | label::en | label::zh | calculation |
         | | select_one f  | f    | Fruit     | 水果      |             |
         | | calculate     | said |           |           | jr:choice-name(${f}, '${f}') |
         | | calculate     | from |           |           | instance('f')/root/item[name = ${f}]/colour |
         | choices |
         | | list_name | name  | label::en | label::zh | colour |
         | | f         | apple | Apple     | 蘋果      | red    |
         | | f         | plum  | Plum      | 梅        | blue   |",
        "/f := apple
         /said = Apple
         /from = red
         language zh
         /said = 蘋果
         /f shows 蘋果
         /f := plum
         /said = 梅
         /from = blue",
    );
}

#[test]
fn a_question_can_stand_in_a_choice_label() {
    check(
        "| survey |
         | | type         | name | label |
         | | text         | who  | Who   |
         | | select_one w | pick | Pick  |
         | choices |
         | | list_name | name | label |
         | | w         | me   | I, ${who} |",
        "/who := Ann
         changed /who /pick
         /pick := me
         /pick shows I, Ann",
    );
}

#[test]
fn selected_counts_and_looks() {
    check(
        "| survey |
         | | type              | name | label | calculation | constraint |
         | | select_multiple f | f    | F     |             | not(selected(., 'none') and count-selected(.) > 1) |
         | | calculate         | n    |       | count-selected(${f}) | |
         | | calculate         | last |       | selected-at(${f}, ${n} - 1) | |
         | choices |
         | | list_name | name | label |
         | | f | a | A |
         | | f | b | B |
         | | f | none | None |",
        "/f := a b
         /n = 2
         /last = b
         /f : fine
         /f := a none
         /f : broken
         /f :=
         /n = 0
         /last =",
    );
}

#[test]
fn ten_thousand_choices_are_looked_up_not_scanned() {
    let mut form = String::from(
        "| survey |
         | | type | name | label | choice_filter |
         | | integer | g | G | |
         | | select_one c | c | C | group = ${g} |
         | choices |
         | | list_name | name | label | group |\n",
    );
    for at in 0..10_000 {
        let _ = writeln!(form, "| | c | n{at} | N | {} |", at / 10);
    }
    let mut session = start(&form);
    let (g, c) = (session.find("/g").unwrap(), session.find("/c").unwrap());
    session.set(g, "77").unwrap();
    let names: Vec<String> = session
        .item(c)
        .choices()
        .into_iter()
        .map(|c| c.name)
        .collect();
    assert_eq!(names.len(), 10);
    assert_eq!(names[0], "n770");
}
