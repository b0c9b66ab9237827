//! `doorstep form run`.

use std::process::Command;

use serde_json::{Value, json};

use crate::File;

fn command(words: &[&str]) -> (String, String, bool) {
    let output = Command::new(env!("CARGO_BIN_EXE_doorstep"))
        .args(["form", "run"])
        .args(words)
        .env_remove("TZ")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        text(output.stdout),
        text(output.stderr),
        output.status.success(),
    )
}

/// Runs a form and gives what is printed.
fn run(words: &[&str]) -> Value {
    let (printed, told, success) = command(words);
    assert!(success, "{told}");
    serde_json::from_str(&printed).unwrap()
}

fn node<'a>(run: &'a Value, path: &str) -> &'a Value {
    let mut nodes = run["nodes"].as_array().unwrap().iter();
    nodes.find(|node| node["path"] == path).unwrap()
}

const HOUSEHOLD: &str = "| survey |
    | | type                    | name   | label::English (en) | label::中文 (zh) | relevant      | constraint | constraint_message::English (en) | choice_filter |
    | | begin repeat            | member | Member              | 成員             |               |            |               |                  |
    | | integer                 | age    | Age                 | 年齡             |               | . < 130    | So old?       |                  |
    | | select_one towns        | town   | Town                | 鎮               | ${age} > 17   |            |               | in != 'nowhere'  |
    | | end repeat              |        |                     |                  |               |            |               |                  |
    | choices |
    | | list_name | name | label::English (en) | label::中文 (zh) | in |
    | | towns     | a    | A-town              | 甲               | x  |
    | | towns     | b    | B-town              | 乙               | nowhere |";

#[test]
fn a_person_is_played_step_by_step() {
    let form = File::new("run.md", HOUSEHOLD);
    let steps = File::new(
        "run.json",
        r#"[{"answer":"/data/member/age","to":"21"},
            {"add":"/data/member"},
            {"answer":"/data/member[2]/age","to":"old"},
            {"answer":"/data/member[2]/age","to":150},
            {"answer":"/data/member[1]/town","to":"b"},
            {"answer":"/data/nobody","to":"x"},
            {"language":"中文 (zh)"},
            {"add":"/data/member"},
            {"remove":"/data/member[3]"}]"#,
    );
    let run = run(&[form.path(), steps.path()]);
    let steps: Vec<&Value> = run["rejected"].as_array().unwrap().iter().collect();
    let numbers: Vec<_> = steps
        .iter()
        .map(|step| step["step"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, [3, 5, 6]);
    assert!(
        steps
            .iter()
            .all(|step| step["why"].as_str().unwrap().len() > 5)
    );
    assert_eq!(
        *node(&run, "/data/member[1]/town"),
        json!({
            "path": "/data/member[1]/town", "type": "select_one", "value": "", "relevant": true,
            "required": false, "readonly": false, "valid": true, "message": null, "label": "鎮",
            "hint": null, "choices": ["a"],
        })
    );
    let age = node(&run, "/data/member[2]/age");
    assert_eq!(
        (&age["value"], &age["valid"]),
        (&json!("150"), &json!(false))
    );
    assert_eq!(age["message"], "So old?");
    assert_eq!(node(&run, "/data/member")["count"], 2);
    assert_eq!(run["nodes"][0]["path"], "/data");
}

#[test]
fn what_is_irrelevant_is_there_without_its_value() {
    let form = File::new("irrelevant.md", HOUSEHOLD);
    let steps = File::new(
        "irrelevant.json",
        r#"[{"answer":"/data/member/age","to":"21"},{"answer":"/data/member/town","to":"a"},
            {"answer":"/data/member/age","to":"3"}]"#,
    );
    let run = run(&[form.path(), steps.path()]);
    let town = node(&run, "/data/member[1]/town");
    assert_eq!(
        (&town["relevant"], &town["value"]),
        (&json!(false), &json!(""))
    );
}

#[test]
fn a_form_in_xml_has_its_files_its_clock_and_its_device() {
    let form = File::new(
        "run.xml",
        r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
            xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title><model>
          <instance><visit id="v"><day/><rate/><who/><price>2</price></visit></instance>
          <instance id="rows" src="jr://file-csv/rows.csv"/>
          <bind nodeset="/visit/day" calculate="format-date-time(now(), '%Y-%m-%d %H:%M')"/>
          <bind nodeset="/visit/rate" calculate="instance('rows')/root/item[k = 'x']/rate"/>
          <bind nodeset="/visit/who" jr:preload="property" jr:preloadParams="deviceid"/>
          <bind nodeset="/visit/price" type="decimal"/>
          </model></h:head><h:body><input ref="/visit/price"/></h:body></h:html>"#,
    );
    let rows = File::new("other.csv", "k,rate\nx,5\n");
    let attach = format!("rows.csv={}", rows.path());
    let run = run(&[
        form.path(),
        "--attach",
        &attach,
        "--now",
        "2026-11-22T00:30:00Z",
        "--tz",
        "America/Phoenix",
        "--set",
        "deviceid=tablet-7",
    ]);
    let value = |path: &str| node(&run, path)["value"].as_str().unwrap().to_owned();
    assert_eq!(value("/visit/day"), "2026-11-21 17:30");
    assert_eq!(
        (value("/visit/rate"), value("/visit/who")),
        ("5".into(), "tablet-7".into())
    );
    assert_eq!(value("/visit/price"), "2.0");
}

#[test]
fn what_can_not_be_run_is_told() {
    let form = File::new(
        "bad.md",
        "| survey |\n| | type | name |\n| | nonsense | a |",
    );
    let (printed, told, success) = command(&[form.path()]);
    assert!(!success && printed.is_empty());
    assert!(
        told.contains("row 2") && told.contains("nonsense"),
        "{told}"
    );
    let good = File::new("good-run.md", HOUSEHOLD);
    let steps = File::new(
        "bad.json",
        r#"[{"answer":"/data/member/age","to":"1"},{"jump":1}]"#,
    );
    let (_, told, success) = command(&[good.path(), steps.path()]);
    assert!(!success && told.contains("step 2"), "{told}");
    let (_, told, success) = command(&[good.path(), "--set", "shoe=44"]);
    assert!(!success && told.contains("shoe"), "{told}");
}
