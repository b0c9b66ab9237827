//! `doorstep form eval`.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::File;

fn eval_in(tz: Option<&str>, words: &[&str]) -> (Value, bool) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
    command.args(["form", "eval"]).args(words).env_remove("TZ");
    if let Some(tz) = tz {
        command.env("TZ", tz);
    }
    let output = command.output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(printed.lines().count(), 1, "{words:?}: {printed}");
    let json = serde_json::from_str(&printed).unwrap();
    (json, output.status.success())
}

fn eval(words: &[&str]) -> Value {
    let (json, success) = eval_in(None, words);
    assert!(success, "{words:?}: {json}");
    json
}

#[test]
fn a_result_is_named_by_its_type() {
    assert_eq!(eval(&["1 + 1"]), json!({"number": 2}));
    assert_eq!(eval(&["1 div 4"]), json!({"number": 0.25}));
    assert_eq!(eval(&["concat('a', 1)"]), json!({"string": "a1"}));
    assert_eq!(eval(&["1 = 1"]), json!({"boolean": true}));
    assert_eq!(eval(&["/"]), json!({"nodes": ["/"]}));
    assert_eq!(eval(&["//a"]), json!({"nodes": []}));
}

#[test]
fn an_expression_may_begin_like_an_option() {
    assert_eq!(eval(&["-1"]), json!({"number": -1}));
    assert_eq!(eval(&["--1", "--as", "string"]), json!({"string": "1"}));
    assert_eq!(eval(&["--as", "string", "-1"]), json!({"string": "-1"}));
}

#[test]
fn numbers_that_json_has_not_are_texts() {
    assert_eq!(eval(&["0 div 0"]), json!({"number": "NaN"}));
    assert_eq!(eval(&["1 div 0"]), json!({"number": "Infinity"}));
    assert_eq!(eval(&["-1 div 0"]), json!({"number": "-Infinity"}));
}

#[test]
fn results_are_converted_on_request() {
    let xml = File::new("converted.xml", "<data><n>1</n><n>2</n></data>");
    let of = |wanted: &str| eval(&["//n", "--xml", xml.path(), "--as", wanted]);
    assert_eq!(of("number"), json!({"number": 1}));
    assert_eq!(of("string"), json!({"string": "1"}));
    assert_eq!(of("boolean"), json!({"boolean": true}));
    assert_eq!(
        of("nodes"),
        json!({"nodes": ["/data[1]/n[1]", "/data[1]/n[2]"]})
    );
}

#[test]
fn the_context_is_a_node_of_the_file() {
    let xml = File::new(
        "context.xml",
        "<!DOCTYPE data>\n<data><member id='a'><age>3</age></member><member><age>7</age></member></data>",
    );
    let at = |path: &str| eval(&[".", "--xml", xml.path(), "--at", path]);
    for path in [
        "/data/member[2]/age",
        "/data[1]/member[2]/age[1]",
        "//age[. = 7]",
    ] {
        assert_eq!(
            at(path),
            json!({"nodes": ["/data[1]/member[2]/age[1]"]}),
            "{path}"
        );
    }
    assert_eq!(
        at("/data/member/@id"),
        json!({"nodes": ["/data[1]/member[1]/@id"]})
    );
}

#[test]
fn what_is_wrong_is_said_in_json_too() {
    let xml = File::new("wrong.xml", "<data>");
    let missing = Path::new("/nonexistent/a.xml").to_str().unwrap();
    for words in [
        &["1 +"][..],
        &[""],
        &["nosuch()"],
        &["1", "--xml", xml.path()],
        &["1", "--xml", missing],
        &["1", "--at", "/a"],
        &["1", "--as", "nodes"],
    ] {
        let (json, success) = eval_in(None, words);
        assert!(json["error"].is_string() && !success, "{words:?}: {json}");
    }
}

#[test]
fn the_clock_and_the_zone_are_given_or_the_machines() {
    const NOW: &str = "2026-07-01T12:00:00Z";
    let phoenix = ["now()", "--now", NOW, "--tz", "America/Phoenix"];
    assert_eq!(
        eval(&phoenix),
        json!({"string": "2026-07-01T05:00:00.000-07:00"})
    );
    let berlin = ["string(date('2026-01-01T00:00:00Z'))", "--now", NOW];
    let (json, _) = eval_in(Some("Europe/Berlin"), &berlin);
    assert_eq!(json, json!({"string": "2026-01-01T01:00:00.000+01:00"}));
    let (json, _) = eval_in(None, &berlin);
    assert_eq!(json, json!({"string": "2026-01-01"}));
    let days = ["decimal-date-time('2026-07-01')", "--tz", "Europe/Berlin"];
    assert_eq!(eval(&days), json!({"number": 20_634.916_666_666_668}));
}
