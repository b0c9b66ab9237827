//! Functions of SurveyCTO and CHT that forms in use call.

use crate::check::check;

const XML: &str =
    "<data><m><n>1</n><s>a</s></m><m><n>5</n><s>b</s></m><m><n>3</n><s>c</s></m></data>";

#[test]
fn members_that_meet_a_condition() {
    check(
        XML,
        "/data",
        "
        count-if(m, n > 2)           => 2
        sum-if(m/n, . > 2)           => 8
        min-if(m/n, . > 1)           => 3
        max-if(m/n, . < 5)           => 3
        max-if(m/n, . > 9)           => NaN
        join-if(', ', m/s, ../n > 2) => 'b, c'
        ",
    );
}

#[test]
fn lists_with_a_separator() {
    check(
        XML,
        "/data",
        "
        item-at('|', 'a|b|c', 1)        => 'b'
        item-at('|', 'a|b|c', 3)        => ''
        item-index('|', 'a|b|c', 'c')   => 2
        item-index('|', 'a|b|c', 'd')   => -1
        item-present('|', 'a|b', 'b')   => true
        count-items('|', 'a||b')        => 3
        count-items('|', '')            => 0
        de-duplicate(' ', 'a b a c b')  => 'a b c'
        de-duplicate('', 'aa')          => 'aa'
        ",
    );
}

#[test]
fn whole_days_weeks_months_and_years() {
    check(
        XML,
        "/data",
        "
        difference-in-days('2026-02-01', '2026-03-01')       => 28
        cht:difference-in-weeks('2026-02-01', '2026-02-14')  => 1
        difference-in-months('2026-01-31', '2026-02-28')     => 0
        difference-in-months('2025-11-15', '2026-02-15')     => 3
        cht:difference-in-years('2000-02-29', '2026-02-28')  => 25
        difference-in-months('x', '2026-02-28')              => NaN
        add-date('2026-01-31', 0, 1)                         => '2026-02-28'
        add-date('2026-01-31', -1, 0, 1)                     => '2025-02-01'
        add-date('2026-01-31T10:00:00-07:00', 0, 0, 0, 1, 30) => '2026-01-31T11:30:00.000-07:00'
        add-date('2026-01-31', 1e9)                          => 'Invalid Date'
        ",
    );
}

#[test]
fn small_helps() {
    check(
        XML,
        "/data",
        "
        empty(m[1]/s)                  => false
        empty(nothing)                 => true
        format-number(1234567.5)       => '1,234,567.5'
        format-number(-123)            => '-123'
        string-length(linebreak())     => 1
        distance-between('0 0', '0 1') => 111318.85
        version()                      => ''
        username()                     => 'chan'
        property('nosuch')             => ''
        duration()                     => ''
        ",
    );
}

#[test]
fn a_question_in_the_instance_of_a_number() {
    let xml =
        "<data><a><b><c>1</c></b><b><c>2</c></b></a><a><b><c>3</c></b><b><c>4</c></b></a></data>";
    check(
        xml,
        "/data",
        "
        indexed-repeat(/data/a/b/c, /data/a, 2, /data/a/b, 1) => /data[1]/a[2]/b[1]/c[1]
        count(indexed-repeat(a/b/c, a, 1))                    => 2
        indexed-repeat(a/b/c, a, 3)                           => nothing
        indexed-repeat(a/b/c, a, 1.5)                         => nothing
        indexed-repeat(a/b/c, a, 0)                           => nothing
        ",
    );
}
