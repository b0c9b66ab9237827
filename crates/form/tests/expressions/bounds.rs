//! No expression and no XML panics, hangs or takes memory without end.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use form::{Outcome, Wanted, evaluate};

use crate::check::context;

/// Far more than any of these takes, even on a slow machine without optimisation.
const SOON: Duration = Duration::from_mins(1);

fn ends(expression: &str, xml: &str) -> Result<Outcome, String> {
    let begun = Instant::now();
    let outcome = evaluate(expression, xml, None, Wanted::Any, &context());
    let taken = begun.elapsed();
    let start: String = expression.chars().take(60).collect();
    assert!(taken < SOON, "{start} takes {taken:?}");
    outcome
}

fn refused(expression: &str, xml: &str, why: &str) {
    let outcome = ends(expression, xml);
    let start: String = expression.chars().take(60).collect();
    assert!(
        matches!(&outcome, Err(message) if message.contains(why)),
        "{start}: {outcome:?}"
    );
}

fn siblings(count: usize) -> String {
    format!("<l>{}</l>", "<i>text</i>".repeat(count))
}

#[test]
fn depth_is_bounded_and_length_is_not_depth() {
    refused(
        &format!("{}1{}", "(".repeat(5_000), ")".repeat(5_000)),
        "",
        "too deeply",
    );
    refused(
        &format!("{}1{}", "a[".repeat(5_000), "]".repeat(5_000)),
        "",
        "too deeply",
    );
    refused(&"concat(".repeat(5_000), "", "too deeply");
    refused(&"1+".repeat(50_000), "", "too long");
    let signs = format!("{}1", "-".repeat(50_001));
    assert_eq!(ends(&signs, ""), Ok(Outcome::Number(-1.0)));
    let chain = format!("1{}", " or 1".repeat(10_000));
    assert_eq!(ends(&chain, ""), Ok(Outcome::Boolean(true)));
}

#[test]
fn work_is_bounded() {
    let many = siblings(10_000);
    for expression in [
        "//*[//*[//*]]",
        "count(//*/following-sibling::nosuch)",
        "count(//*/preceding::nosuch)",
        "//i = //i/text()[. != 'text'] or //i != //i",
        "count-if(//i, count(/l/i) = 0)",
    ] {
        refused(expression, &many, "too much");
    }
    // These look like many steps by many, but are not.
    for expression in ["count(//i[position(.) > 5])", "count(//i[instance('a')])"] {
        assert!(ends(expression, &many).is_ok(), "{expression}");
    }
}

#[test]
fn long_texts_are_work() {
    let long = format!(
        "<l><t>{}</t>{}</l>",
        "x".repeat(1 << 20),
        "<i/>".repeat(5_000)
    );
    refused("count(//i[contains(/l/t, 'y')])", &long, "too much");
    refused("count(//i[/l/t = 'y'])", &long, "too much");
    refused("count(//i[string-length(/l/t) = 1])", &long, "too much");
    refused("join(/l/t, //i)", &long, "too much");
    let nested = format!("{}x{}", "<a>".repeat(200), "</a>".repeat(200));
    assert_eq!(
        ends("count(//a[. = 'x'])", &nested),
        Ok(Outcome::Number(200.0))
    );
}

#[test]
fn texts_do_not_grow_without_end() {
    let mut bomb = "'0123456789'".to_owned();
    for _ in 0..8 {
        bomb = format!("concat({bomb}, {bomb}, {bomb}, {bomb}, '')");
        if bomb.len() > 60_000 {
            break;
        }
    }
    assert!(ends(&format!("string-length({bomb})"), "").is_err() || bomb.len() < 64 << 10);
    refused("join(string(/l), //i)", &siblings(3_000), "too much");
}

#[test]
fn patterns_take_time_in_proportion() {
    let line = "a".repeat(20_000);
    let xml = format!("<t>{line}</t>");
    assert_eq!(
        ends("regex(/t, '(a+)+b')", &xml),
        Ok(Outcome::Boolean(false))
    );
    assert_eq!(
        ends("regex(/t, '(a|a)*')", &xml),
        Ok(Outcome::Boolean(true))
    );
    refused("regex(/t, '((a{100}){100}){100}')", &xml, "not a pattern");
    refused("regex(/t, '(a{1,2000}){10}')", &xml, "");
    let patterns = siblings(20_000);
    refused(
        "count(//i[regex(., concat('a{', position(), '}'))])",
        &patterns,
        "too much",
    );
}

#[test]
fn long_lines_on_the_map_are_refused() {
    let mut line = String::new();
    for at in 0..20_000 {
        let _ = write!(line, "{} {};", f64::from(at) / 1_000.0, at % 2);
    }
    refused("intersects(/t)", &format!("<t>{line}</t>"), "too much");
}

#[test]
fn hostile_xml_is_refused() {
    let names: String = (0..2_000).fold(String::new(), |mut names, at| {
        let _ = write!(names, " a{at}='' xmlns:n{at}='u'");
        names
    });
    for xml in [
        "<a>".repeat(10_000),
        format!("<a{names}/>"),
        format!("<a xmlns='{}'/>", "u".repeat(10_000)),
        "<!DOCTYPE a [<!ENTITY b 'bb'>]><a>&b;</a>".to_owned(),
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd' [<!ENTITY x SYSTEM 'x'>]><a/>".to_owned(),
        "<a>&nosuch;</a>".to_owned(),
        "<a></b>".to_owned(),
        "text".to_owned(),
        "<a/><b/>".to_owned(),
    ] {
        let start: String = xml.chars().take(60).collect();
        assert!(ends("1", &xml).is_err(), "{start}");
    }
    let references = format!("<a>{}</a>", "&amp;".repeat(200_000));
    assert_eq!(
        ends("string-length(/a)", &references),
        Ok(Outcome::Number(200_000.0))
    );
}

#[test]
fn many_nodes_are_shown_in_one_go() {
    let Ok(Outcome::Nodes(paths)) = ends("//i", &siblings(30_000)) else {
        unreachable!("nodes were asked for")
    };
    assert_eq!(paths.last().map(String::as_str), Some("/l[1]/i[30000]"));
}
