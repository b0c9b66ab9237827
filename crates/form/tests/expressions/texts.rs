//! Texts: taking apart, putting together, hashing.

use crate::check::check;

const XML: &str = "<data><t>one</t><t>two</t><empty/><list>a bc  d</list></data>";

#[test]
fn pieces_of_texts() {
    check(
        XML,
        "/data",
        "
        substr('12345', 1, 3)          => '23'
        substr('12345', -2)            => '45'
        substr('12345', 3, 1)          => ''
        substring('12345', 2, 3)       => '234'
        substring('12345', 1.5, 2.6)   => '234'
        substring('12345', 0 div 0)    => ''
        substring('12345', -1 div 0)   => '12345'
        substring('😀bc', 2)           => 'bc'
        substring-before('a-b-c', '-') => 'a'
        substring-after('a-b-c', '-')  => 'b-c'
        substring-after('abc', 'x')    => ''
        string-length('😀')            => 1
        translate('bar', 'abc', 'AB')  => 'BAr'
        translate('--aaa--', 'abc-', 'ABC') => 'AAA'
        contains('abc', '')            => true
        starts-with('abc', 'ab')       => true
        ends-with('abc', 'bc')         => true
        ends-with('abc', '')           => true
        ",
    );
}

#[test]
fn only_the_white_space_of_xml_is_normalised() {
    let xml = "<t>\u{a0} a \n\t b\u{b} </t>";
    check(
        xml,
        "/t",
        "normalize-space() => '\u{a0} a b\u{b}'\nnormalize-space('') => ''",
    );
}

#[test]
fn joining_takes_every_node_of_a_set() {
    check(
        XML,
        "/data",
        "
        concat('a')              => 'a'
        concat(t, '-', 1 = 1)    => 'onetwo-true'
        join(', ', t, 'three')   => 'one, two, three'
        join('-')                => ''
        join(' ', missing)       => ''
        string(t)                => 'one'
        ",
    );
}

#[test]
fn lists_of_what_was_selected() {
    check(
        XML,
        "/data",
        "
        selected(list, 'bc')        => true
        selected(list, 'b')         => false
        selected(list, '  bc ')     => true
        is-selected(list, 'd')      => true
        selected-at(list, 2)        => 'd'
        selected-at(list, -1)       => ''
        selected-at('', 0)          => ''
        count-selected(list)        => 3
        count-selected(empty)       => 0
        ",
    );
}

#[test]
fn a_pattern_has_to_match_all_of_the_text() {
    check(
        XML,
        "/data",
        r#"
        regex('12345', '[0-9]+')      => true
        regex('a12', '[0-9]+')        => false
        regex('ab', 'a|ab')           => true
        regex('', '')                 => true
        regex('a', '(')               => error is not a pattern
        regex("it's", "it's")         => true
        "#,
    );
}

#[test]
fn hashes_in_base64_or_hexadecimal() {
    check(
        XML,
        "/data",
        "
        digest('abc', 'MD5', 'hex')   => '900150983cd24fb0d6963f7d28e17f72'
        digest('abc', 'SHA-1', 'hex') => 'a9993e364706816aba3e25717850c26c9cd0d89d'
        digest('abc', 'SHA-256')      => 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='
        digest('', 'sha-1', 'HEX')    => 'da39a3ee5e6b4b0d3255bfef95601890afd80709'
        string-length(digest('abc', 'SHA-384', 'hex')) => 96
        string-length(digest('abc', 'SHA-512', 'hex')) => 128
        digest('abc', 'CRC')          => error knows no algorithm
        digest('abc', 'MD5', 'octal') => error knows no encoding
        ",
    );
}

#[test]
fn base64_with_and_without_padding() {
    check(
        XML,
        "/data",
        "
        base64-decode('SGVsbG8=')   => 'Hello'
        base64-decode('SGVsbG8')    => 'Hello'
        base64-decode('5L2g 5aW9')  => '你好'
        base64-decode('%')          => ''
        ",
    );
}

/// Key and signature of RFC 8032, section 7.1, test 2: the message is the letter `r`.
#[test]
fn a_signed_message_is_taken_out_if_the_signature_is_right() {
    const KEY: &str = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";
    const SIGNED: &str =
        "kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAHI=";
    let forged = SIGNED.replace("HI=", "HM=");
    let lines = format!(
        "
        extract-signed('{SIGNED}', '{KEY}')  => 'r'
        extract-signed('{forged}', '{KEY}')  => ''
        extract-signed('{SIGNED}', 'AAAA')   => ''
        extract-signed('', '{KEY}')          => ''
        "
    );
    check(XML, "/data", &lines);
}

#[test]
fn identifiers_of_a_length() {
    check(
        XML,
        "/data",
        "
        string-length(uuid())      => 36
        string-length(uuid(8))     => 8
        uuid(missing)              => error a number of characters
        regex(uuid(), '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}') => true
        ",
    );
}

#[test]
fn quotes_of_both_kinds_and_of_word_processors() {
    check(
        XML,
        "/data",
        "
        concat(\"a\", 'b')      => 'ab'
        concat(“a”, ‘b’)        => 'ab'
        concat(\"it's\")        => 'it's'
        'open                   => error is not closed
        $x                      => error no variables
        ",
    );
}
