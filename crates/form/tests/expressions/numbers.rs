//! Numbers: reading, writing, reckoning.

use crate::check::check;

const XML: &str = "<data><n>1</n><n>2.5</n><n>-4</n><blank/><word>x</word></data>";

#[test]
fn numbers_read_and_written() {
    check(
        XML,
        "/data",
        "
        number(' 12 ')        => 12
        number('0.')          => 0
        number('.5')          => 0.5
        number('1e3')         => 1000
        number('+1')          => NaN
        number('0x10')        => NaN
        number('Infinity')    => NaN
        number('')            => NaN
        number(blank)         => NaN
        number(true())        => 1
        string(1e21)          => '1000000000000000000000'
        string(0.0000001)     => '0.0000001'
        string(1.10)          => '1.1'
        string(-0)            => '0'
        string(-1 div 0)      => '-Infinity'
        string(0 div 0)       => 'NaN'
        ",
    );
}

#[test]
fn arithmetic() {
    check(
        XML,
        "/data",
        "
        2 + 3 * 4 - 6 div 4   => 12.5
        7 mod -2              => 1
        -7 mod 2              => -1
        1.5 mod .5            => 0
        1 div -0              => -inf
        - - 2                 => 2
        --n                   => 1
        -n                    => -1
        2 - -3                => 5
        n -1                  => 0
        n-1                   => nothing
        'a' + 1               => NaN
        5 div2                => 2.5
        ",
    );
}

#[test]
fn rounding_goes_up_at_the_half() {
    check(
        XML,
        "/data",
        "
        round(2.5)            => 3
        round(-2.5)           => -2
        round(-0.2)           => -0
        round(0.49999999999999994) => 0
        round(23.7825, 2)     => 23.78
        round('-1.475', '2')  => -1.48
        round(33.33, -1)      => 30
        round(1, 2, 3)        => error takes 1 to 2
        floor(-1.5)           => -2
        ceiling(-1.5)         => -1
        int(-1.9)             => -1
        int('x')              => NaN
        int(7.9e-12)          => 0
        ",
    );
}

#[test]
fn sums_and_extremes_take_sets_and_values() {
    check(
        XML,
        "/data",
        "
        sum(n)                => -0.5
        sum(missing)          => 0
        sum(n | word)         => NaN
        count(n)              => 3
        count('a')            => error
        count-non-empty(*)    => 4
        max(n)                => 2.5
        min(n, -9)            => -9
        max(missing)          => NaN
        min('')               => NaN
        min(-1 div 0, '1')    => -inf
        max(true(), 0.5)      => 1
        min(n | blank)        => NaN
        ",
    );
}

#[test]
fn functions_of_one_number() {
    check(
        XML,
        "/data",
        "
        pow(2, 10)            => 1024
        sqrt(16)              => 4
        exp10(3)              => 1000
        log10(1000)           => 3
        log(0)                => -inf
        log(-1)               => NaN
        exp(0)                => 1
        abs(-2)               => 2
        sin(0)                => 0
        acos(2)               => NaN
        round(atan2(1, 1) * 4 - pi(), 9) => 0
        ",
    );
}
