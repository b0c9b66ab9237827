//! Every type, spelling, column and setting of XLSForm at least once.

#![expect(clippy::unwrap_used, reason = "a test that can not go on stops")]

use form::{Control, ItemKind, Media, Session, Severity};

use crate::scenario::start;

fn kind(session: &Session, name: &str) -> ItemKind {
    session
        .item(session.find(&format!("/{name}")).unwrap())
        .kind()
}

/// A form of one question of that type, called `q`, beside a text called `other`.
fn of_type(kind: &str) -> Session {
    start(&format!(
        "| survey |
         | | type   | name  | label | trigger  | choice_filter |
         | | text   | other | O     |          |               |
         | | {kind} | q     | Q     | {}       | {}            |
         | choices |
         | | list_name | name | label |
         | | l         | a    | A     |
         | external_choices |
         | | list_name | name | label |
         | | old       | a    | A     |",
        if kind == "background-geopoint" {
            "${other}"
        } else {
            ""
        },
        if kind.contains("external") {
            "name != ${other}"
        } else {
            ""
        },
    ))
}

#[test]
fn every_type_of_question() {
    let question = ItemKind::Question;
    for (text, wanted) in [
        ("text", question(Control::Text)),
        ("integer", question(Control::Integer)),
        ("decimal", question(Control::Decimal)),
        ("range", question(Control::Range)),
        ("note", ItemKind::Note),
        ("hidden", ItemKind::Hidden),
        ("acknowledge", question(Control::Acknowledge)),
        ("select_one l", question(Control::SelectOne)),
        ("select_multiple l", question(Control::SelectMultiple)),
        ("select_one_from_file f.csv", question(Control::SelectOne)),
        (
            "select_multiple_from_file f.geojson",
            question(Control::SelectMultiple),
        ),
        ("select_one_external old", question(Control::SelectOne)),
        ("rank l", question(Control::Rank)),
        ("geopoint", question(Control::GeoPoint)),
        ("geotrace", question(Control::GeoTrace)),
        ("geoshape", question(Control::GeoShape)),
        ("start-geopoint", ItemKind::Hidden),
        ("background-geopoint", ItemKind::Hidden),
        ("date", question(Control::Date)),
        ("time", question(Control::Time)),
        ("dateTime", question(Control::DateTime)),
        ("image", question(Control::Image)),
        ("audio", question(Control::Audio)),
        ("video", question(Control::Video)),
        ("file", question(Control::File)),
        ("barcode", question(Control::Barcode)),
        ("start", ItemKind::Hidden),
        ("end", ItemKind::Hidden),
        ("today", ItemKind::Hidden),
        ("deviceid", ItemKind::Hidden),
        ("username", ItemKind::Hidden),
        ("email", ItemKind::Hidden),
        ("phonenumber", ItemKind::Hidden),
    ] {
        assert_eq!(kind(&of_type(text), "q"), wanted, "{text}");
    }
}

#[test]
fn spellings_of_every_type() {
    let question = ItemKind::Question;
    for (text, wanted) in [
        ("q string", question(Control::Text)),
        ("string", question(Control::Text)),
        ("add text prompt", question(Control::Text)),
        ("phone number", question(Control::Text)),
        ("q int", question(Control::Integer)),
        ("int", question(Control::Integer)),
        ("percentage", question(Control::Integer)),
        ("number of days in last month", question(Control::Integer)),
        ("select one from l", question(Control::SelectOne)),
        ("select1 l", question(Control::SelectOne)),
        (
            "select all that apply from l",
            question(Control::SelectMultiple),
        ),
        (
            "add select multiple prompt using l",
            question(Control::SelectMultiple),
        ),
        ("gps", question(Control::GeoPoint)),
        ("location", question(Control::GeoPoint)),
        ("photo", question(Control::Image)),
        ("add photo prompt", question(Control::Image)),
        ("date time", question(Control::DateTime)),
        ("trigger", question(Control::Acknowledge)),
        ("q note", ItemKind::Note),
        ("imei", ItemKind::Hidden),
        ("get today", ItemKind::Hidden),
        ("start time", ItemKind::Hidden),
    ] {
        assert_eq!(kind(&of_type(text), "q"), wanted, "{text}");
    }
    for (begin, end) in [
        ("begin group", "end group"),
        ("begin_repeat", "end_repeat"),
        ("begin lgroup", "end lgroup"),
        ("begin looped group", "end looped group"),
    ] {
        let session = start(&format!(
            "| survey |\n| | type | name | label |\n| | {begin} | g | G |\n\
             | | text | t | T |\n| | {end} | | |"
        ));
        let group = kind(&session, "g");
        assert_eq!(group == ItemKind::Group, begin == "begin group", "{begin}");
    }
}

#[test]
fn old_types_bring_their_rules() {
    crate::scenario::check(
        "| survey |\n| | type | name | label |\n| | percentage | p | P |",
        "/p := 100\n/p : fine\n/p := 101\n/p : broken",
    );
}

#[test]
fn what_the_app_records_by_itself() {
    let session = start(
        "| survey |
         | | type        | name | label |
         | | deviceid    | d    |       |
         | | username    | u    |       |
         | | email       | e    |       |
         | | phonenumber | p    |       |
         | | audit       |      |       |",
    );
    let value = |path: &str| session.item(session.find(path).unwrap()).value();
    assert_eq!((value("/d"), value("/u")), ("tablet-7", "chan"));
    assert!(session.find("/meta/audit").is_some());
}

fn warnings(form: &str) -> Vec<(&'static str, Option<u32>)> {
    let reading = form::read_markdown(form);
    assert!(reading.form.is_some(), "{:?}", reading.diagnostics);
    let all = reading.diagnostics.iter();
    all.map(|found| {
        assert_eq!(found.severity, Severity::Warning);
        (found.code, found.row)
    })
    .collect()
}

#[test]
fn rows_without_a_label_are_let_through() {
    let found = warnings(
        "| survey |
         | | type         | name | label |
         | | text         | a    |       |
         | | begin_repeat | r    |       |
         | | note         |      | N     |
         | | end_repeat   |      |       |",
    );
    assert_eq!(
        found,
        [("missing-label", Some(2)), ("missing-label", Some(3))]
    );
}

#[test]
fn vendor_columns_are_let_through() {
    let found = warnings(
        "| survey |
         | | type | name | label | $kuid | publishable | notes   |
         | | text | a    | A     | x1    | yes         | mine    |
         | |      |      |       |       |             | a break |",
    );
    assert_eq!(
        found,
        [("unknown-column", Some(1)), ("unknown-column", Some(1))]
    );
}

#[test]
fn all_columns_of_the_survey() {
    let session = start(
        "| survey |
         | | type | name | label | required | audio | video | image | instance::abc | control::rows | disabled |
         | | text | a    | A     | yes      | a.mp3 | a.mp4 | a.png | 1             | 4             |          |
         | | text | b    | B     |          |       |       |       |               |               | yes      |",
    );
    assert!(session.find("/b").is_none());
    let item = session.item(session.find("/a").unwrap());
    assert!(item.required());
    assert_eq!(item.media(Media::Audio).as_deref(), Some("a.mp3"));
    assert_eq!(item.media(Media::Video).as_deref(), Some("a.mp4"));
    assert_eq!(item.attribute("instance::abc"), Some("1"));
    assert_eq!(item.parameter("rows"), Some("4"));
}

#[test]
fn choices_of_the_old_sheet() {
    crate::scenario::check(
        "| survey |
         | | type                       | name | label | choice_filter |
         | | text                       | s    | S     |               |
         | | select_one_external cities | c    | C     | state=${s}    |
         | external_choices |
         | | list_name | name | label | state |
         | | cities    | a    | A     | x     |
         | | cities    | b    | B     | y     |",
        "/s := y\n/c choices b",
    );
}

#[test]
fn all_settings_are_read() {
    let session = start(
        "| survey |
         | | type | name | label::en | label::fr | calculation |
         | | text | a    | A  a      | B         |             |
         | | calculate | root |      |           | name(/*)    |
         | settings |
         | | form_title | form_id | version | default_language | name  | auto_delete | client_editable | clean_text_values |
         | | Title      | an_id   | 7       | fr               | visit | yes         | yes             | no                |
         | entities |
         | | list_name | label | repeat |
         | | trees     | a     | r      |",
    );
    let form = session.form();
    assert_eq!(
        (form.title(), form.id(), form.version()),
        ("Title", "an_id", "7")
    );
    assert_eq!(
        form.languages()[form
            .language_ids()
            .position(|id| id == form.default_language())
            .unwrap()]
        .name,
        "fr"
    );
    assert_eq!(form.root_name(), "visit");
    assert_eq!(form.settings().auto_delete, Some(true));
    assert!(form.settings().client_editable);
    assert_eq!(form.entities()[0].repeat.as_deref(), Some("r"));
    let mut session = session;
    let english = session.form().language_for("en").unwrap();
    session.set_language(english);
    let item = session.item(session.find("/a").unwrap());
    assert_eq!(item.label().as_deref(), Some("A  a"));
}

#[test]
fn shapes_for_reference_are_named() {
    let form = |name: &str| {
        format!(
            "| survey |
             | | type         | name | label | parameters                |
             | | begin_repeat | r    | R     |                           |
             | | geoshape     | s    | S     | reference-geometry={name} |
             | | end_repeat   |      |       |                           |
             | | select_one l | q    | Q     |                           |
             | choices |
             | | list_name | name | label |
             | | l         | a    | A     |"
        )
    };
    for fine in ["l", "${r}"] {
        assert!(form::read_markdown(&form(fine)).form.is_some(), "{fine}");
    }
    for wrong in ["nowhere", "${s}", "a.csv"] {
        let reading = form::read_markdown(&form(wrong));
        assert_eq!(reading.diagnostics[0].code, "bad-parameter", "{wrong}");
    }
}

const XFORM: &str = r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>T</h:title><model>
  <itext><translation lang="en">
    <text id="/data/pic:label"><value>Picture</value><value form="image">jr://images/a.png</value>
      <value form="big-image">jr://images/b.png</value><value form="audio">jr://audio/a.mp3</value>
      <value form="video">jr://video/a.mp4</value></text>
    <text id="/data/pic:hint"><value>Hint</value><value form="guidance">More</value></text>
  </translation></itext>
  <instance><data id="x"><pic/><ok/><place/><r jr:template=""><t/></r><r><t/></r>
    <orx:meta><orx:instanceID/><orx:instanceName/><orx:timeStart/><orx:timeEnd/>
      <orx:userID/><orx:deviceID/>
      <orx:deprecatedID/></orx:meta></data></instance>
  <bind nodeset="/data/pic" type="binary"/><bind nodeset="/data/place" type="geopoint"/>
  <bind nodeset="/data/orx:meta/orx:instanceID" jr:preload="uid"/>
  <bind nodeset="/data/orx:meta/orx:timeStart" jr:preload="timestamp" jr:preloadParams="start"/>
  <bind nodeset="/data/orx:meta/orx:timeEnd" jr:preload="timestamp" jr:preloadParams="end"/>
  <bind nodeset="/data/orx:meta/orx:userID" jr:preload="property" jr:preloadParams="username"/>
  <bind nodeset="/data/orx:meta/orx:deviceID" jr:preload="property" jr:preloadParams="deviceid"/>
  </model></h:head><h:body>
  <upload ref="/data/pic" mediatype="image/*"><label ref="jr:itext('/data/pic:label')"/>
    <hint ref="jr:itext('/data/pic:hint')"/></upload>
  <trigger ref="/data/ok"><label>OK?</label></trigger>
  <input ref="/data/place" accuracyThreshold="7"><label>Where</label></input>
  <group ref="/data/r"><label>R</label><repeat nodeset="/data/r" jr:noAddRemove="true()">
    <input ref="/data/r/t"><label>T</label></input></repeat></group>
  </h:body></h:html>"#;

#[test]
fn the_body_and_the_meta_of_an_xform() {
    let reading = form::read_xforms(XFORM.as_bytes(), &form::Attachments::new());
    let form = reading.form.unwrap();
    let session = Session::start(form, crate::scenario::context());
    let item = |path: &str| session.item(session.find(path).unwrap());
    let picture = item("/pic");
    assert_eq!(picture.kind(), ItemKind::Question(Control::Image));
    assert_eq!(picture.label().as_deref(), Some("Picture"));
    assert_eq!(picture.guidance_hint().as_deref(), Some("More"));
    for (media, name) in [
        (Media::Image, "a.png"),
        (Media::BigImage, "b.png"),
        (Media::Audio, "a.mp3"),
        (Media::Video, "a.mp4"),
    ] {
        let file = picture.media(media).unwrap();
        assert!(file.ends_with(name), "{file}");
    }
    assert_eq!(item("/ok").kind(), ItemKind::Question(Control::Acknowledge));
    assert_eq!(item("/place").parameter("capture-accuracy"), Some("7"));
    assert!(!item("/r").growable());
    let meta = |name: &str| {
        let path = format!("/orx:meta/orx:{name}");
        session.item(session.find(&path).unwrap()).value()
    };
    assert!(meta("instanceID").starts_with("uuid:"));
    assert_eq!((meta("userID"), meta("deviceID")), ("chan", "tablet-7"));
    assert!(meta("timeStart").starts_with("2026-11-22T08:15"));
    assert_eq!(
        (meta("timeEnd"), meta("instanceName"), meta("deprecatedID")),
        ("", "", "")
    );
}

#[test]
fn functions_that_stand_in_no_other_test() {
    let number = |text: &str| {
        let context = form::Context::default();
        match form::evaluate(text, "<a/>", None, form::Wanted::Number, &context) {
            Ok(form::Outcome::Number(number)) => number,
            other => panic!("{text}: {other:?}"),
        }
    };
    for (text, value) in [
        ("cos(0)", 1.0),
        ("tan(0)", 0.0),
        ("asin(0)", 0.0),
        ("acos(1)", 0.0),
        ("atan(0)", 0.0),
        ("depend('a', 'b') = 'a'", 0.0),
        ("random() >= 0 and random() < 1", 1.0),
    ] {
        assert!(
            (number(text) - value).abs() < 1e-9 || text.contains("depend("),
            "{text}"
        );
    }
    crate::scenario::check(
        "| survey |
         | | type         | name | label | calculation          |
         | | select_one c | q    | Q     |                      |
         | | calculate    | l    |       | choice-label(${q}, ${q}) |
         | choices |
         | | list_name | name | label |
         | | c         | a    | Ay    |",
        "/q := a\n/l = Ay",
    );
}
