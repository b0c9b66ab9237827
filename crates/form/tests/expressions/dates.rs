//! Dates and times, here and where clocks are put forward.

use crate::check::{check, check_in, summer};

const XML: &str = "<data><d>2026-11-21</d><blank/></data>";

#[test]
fn a_date_counts_as_days_from_1970_by_the_local_clock() {
    check(
        XML,
        "/data",
        "
        number('1970-01-02')               => 1.2916666666666667
        decimal-date-time('1970-01-01T00:00:00Z') => 0
        decimal-date-time('1970-01-01T00:00:00')  => 0.2916666666666667
        decimal-date-time('soon')          => NaN
        today() - date(d)                  => 1
        d + 1 < today() + 1                => true
        '2026-1-5' = date('2026-01-05')    => true
        date('2026-11-21') = d             => true
        d < today()                        => true
        ",
    );
}

#[test]
fn dates_are_made_from_texts_and_days() {
    check(
        XML,
        "/data",
        "
        today()                            => '2026-11-22'
        now()                              => '2026-11-22T12:00:00.000-07:00'
        date('2026-1-5')                   => '2026-01-05'
        date(today() + 10)                 => '2026-12-02'
        date(0)                            => '1969-12-31T17:00:00.000-07:00'
        date-time('1970-01-01T21:50:49Z')  => '1970-01-01T14:50:49.000-07:00'
        date('')                           => ''
        date(blank)                        => ''
        ",
    );
}

#[test]
fn what_is_no_date_is_false_and_no_number() {
    check(
        XML,
        "/data",
        "
        date('2026-02-30')                 => 'Invalid Date'
        boolean(date('soon'))              => false
        number(date('soon'))               => NaN
        date(number('x'))                  => 'Invalid Date'
        format-date('soon', '%Y')          => ''
        date('soon') = date('soon')        => false
        ",
    );
}

#[test]
fn dates_are_written_as_asked() {
    check(
        XML,
        "/data",
        "
        format-date('2026-02-05', '%Y-%y %m-%n %b %d-%e %a') => '2026-26 02-2 Feb 05-5 Thu'
        format-date-time('2026-02-05T06:07:08.009-07:00', '%H:%h %M:%S.%3') => '06:6 07:08.009'
        format-date('2026-02-05T23:59:59-07:00', '%d') => '05'
        ",
    );
}

#[test]
fn times_are_fractions_of_a_day() {
    check(
        XML,
        "/data",
        "
        decimal-time('12:00')                   => 0.5
        decimal-time('18:00:00.000-07:00')      => 0.75
        decimal-time('06:00:00.000Z')           => 0.9583333333333334
        decimal-time('2026-02-05T06:00:00-07:00') => 0.25
        decimal-time('noon')                    => NaN
        ",
    );
}

#[test]
fn each_date_has_the_offset_of_its_own_season() {
    check_in(
        &summer(),
        XML,
        "/data",
        "
        date('2026-07-01T12:00:00Z')            => '2026-07-01T05:00:00.000-07:00'
        date('2026-12-01T12:00:00Z')            => '2026-12-01T04:00:00.000-08:00'
        number('2026-07-02') - number('2026-07-01') => 1
        round((number('2026-03-09') - number('2026-03-08')) * 24) => 23
        round((number('2026-11-02') - number('2026-11-01')) * 24) => 25
        date(decimal-date-time('2026-07-01'))   => '2026-07-01'
        format-date(today() - 144, '%b %e')     => 'Jul 1'
        ",
    );
}
