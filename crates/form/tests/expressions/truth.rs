//! Truth: operators, comparisons, and what counts as true.

use crate::check::check;

const XML: &str = "<data><none/><zero>0</zero><no>false</no><n>3</n><n>7</n><word>ab</word></data>";

#[test]
fn a_text_is_true_unless_empty_and_so_is_a_set() {
    check(
        XML,
        "/data",
        "
        boolean('false')        => true
        boolean('')             => false
        boolean(0 div 0)        => false
        boolean(-0.1)           => true
        boolean(none)           => true
        boolean(missing)        => false
        boolean(string(none))   => false
        not(missing)            => true
        boolean-from-string(no) => false
        boolean-from-string(1)  => true
        boolean-from-string('True') => false
        boolean-from-string(1.0001) => false
        boolean-from-string(2)  => true
        boolean-from-string('2') => false
        ",
    );
}

#[test]
fn and_and_or_look_no_further_than_they_must() {
    check(
        XML,
        "/data",
        "
        false() and unknown()          => false
        true() or substring()          => true
        true() and unknown()           => error there is no function unknown()
        0 and unknown(unknown(), 1)    => false
        if(false() and x(), 'a', 'b')  => 'b'
        if(true(), 1, y())             => 1
        1 or 0 and 0                   => true
        1 And 1                        => error did not expect
        ",
    );
}

#[test]
fn a_set_compares_as_any_of_its_members() {
    check(
        XML,
        "/data",
        "
        n = 7              => true
        n != 7             => true
        n > 6              => true
        n < 3              => false
        3 >= n             => true
        missing = ''       => false
        missing != ''      => false
        none = ''          => true
        n = zero           => false
        missing = false()  => true
        n = true()         => true
        none = true()      => true
        n < true()         => false
        ",
    );
}

#[test]
fn values_of_different_types_compare_as_the_stronger_one() {
    check(
        XML,
        "/data",
        "
        '1' = 1         => true
        '1.0' = '1'     => false
        '1.0' < '2'     => true
        'a' < 'b'       => false
        true() = 'a'    => true
        true() = 2      => true
        true() > 0      => true
        1 = 1 = 1       => true
        3 > 2 > 1       => false
        0 div 0 = 0 div 0  => false
        0 div 0 != 0 div 0 => true
        ",
    );
}

#[test]
fn checklists_count_what_is_true_between_bounds() {
    check(
        XML,
        "/data",
        "
        checklist(1, 1, true(), false())    => true
        checklist(-1, 1, 1=1, 2=2)          => false
        checklist(-1, -1)                   => true
        checklist(2, 2, word, zero, none)   => true
        weighted-checklist(2, -1, true(), 2, false(), 9) => true
        weighted-checklist(1, 1, 1=1, 0)    => false
        checklist(0, -2.5, true())          => true
        checklist(-7, 0, true())            => false
        ",
    );
}

#[test]
fn the_first_that_is_not_empty_and_the_value_that_stays() {
    check(
        XML,
        "/data/none",
        "
        coalesce('', 'b')            => 'b'
        coalesce(., ../word)         => /data[1]/word[1]
        coalesce(../missing, '')     => ''
        once('new')                  => 'new'
        ",
    );
    check(XML, "/data/word", "once('new') => 'ab'");
}
