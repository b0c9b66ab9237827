//! What a response says of the entities that it makes and changes.

#![expect(clippy::unwrap_used, reason = "a test that can not go on stops")]

use form::Session;

use crate::scenario::start;

fn sent(session: &Session) -> String {
    session.submission_xml("uuid:r")
}

/// The value of an attribute or element that a response holds.
fn value<'s>(session: &'s Session, path: &str) -> &'s str {
    let item = session.find(path).unwrap();
    session.item(item).value()
}

fn answer(session: &mut Session, path: &str, value: &str) {
    let item = session.find(path).unwrap();
    session.set(item, value).unwrap();
}

#[test]
fn an_entity_is_made_with_an_id_and_a_label() {
    let mut session = start(
        "| survey   |           |        |         |         |
         |          | type      | name   | label   | save_to |
         |          | text      | label  | Name    | kind    |
         |          | integer   | entity | Height  | height  |
         | settings |
         |          | instance_name |
         |          | ${label}      |
         | entities |           |                                |             |
         |          | list_name | label                          | create_if   |
         |          | trees     | concat(${label}, ' ', ${entity}) | ${entity} > 2 |",
    );
    answer(&mut session, "/label", "oak");
    answer(&mut session, "/entity", "3");
    let id = value(&session, "/meta/entity/@id").to_owned();
    assert_eq!(id.len(), 36, "{id}");
    assert_eq!(value(&session, "/meta/entity/@create"), "true");
    let xml = sent(&session);
    let entity = format!(
        "<meta><entity dataset=\"trees\" create=\"true\" id=\"{id}\"><label>oak 3</label></entity>\
         <instanceID>uuid:r</instanceID><instanceName>oak</instanceName></meta>"
    );
    assert!(xml.contains(&entity), "{xml}");
    answer(&mut session, "/entity", "1");
    assert_eq!(value(&session, "/meta/entity/@create"), "false");
    assert_eq!(value(&session, "/meta/entity/@id"), id, "it stays the same");
    let answers = session.submission();
    assert_eq!(answers["/meta/entity/@id"], id);
    assert_eq!(answers["/meta/entity/label"], "oak 1");
}

#[test]
fn an_entity_that_is_changed_says_which_version_was_seen() {
    let form = "| survey   |                            |      |       |
         |          | type                       | name | label |
         |          | select_one_from_file trees.csv | t | Tree |
         | entities |           |           |       |
         |          | list_name | entity_id | label |
         |          | trees     | ${t}      | 'Oak' |";
    let csv = "name,label,__version\na1,Oak,7\n".as_bytes().to_vec();
    let files = [("trees.csv".to_owned(), csv)].into_iter().collect();
    let reading = form::read_form("f.md", form.as_bytes(), &files);
    let form = reading
        .form
        .unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
    let mut session = Session::start(form, crate::scenario::context());
    answer(&mut session, "/t", "a1");
    let xml = sent(&session);
    assert!(
        xml.contains("<entity dataset=\"trees\" update=\"1\" baseVersion=\"7\""),
        "{xml}"
    );
    assert!(xml.contains(" id=\"a1\"><label>Oak</label>"), "{xml}");
    assert!(!xml.contains("create="), "{xml}");
}

#[test]
fn each_instance_of_a_repeat_makes_its_own() {
    let mut session = start(
        "| survey   |              |      |       |         |
         |          | type         | name | label | save_to |
         |          | begin_repeat | r    | Trees |         |
         |          | text         | a    | Kind  | kind    |
         |          | end_repeat   |      |       |         |
         | entities |           |       |
         |          | list_name | label |
         |          | trees     | ${a}  |",
    );
    let repeat = session.find("/r").unwrap();
    session.add_instance(repeat).unwrap();
    answer(&mut session, "/r[1]/a", "oak");
    answer(&mut session, "/r[2]/a", "elm");
    let id = |n: usize| value(&session, &format!("/r[{n}]/meta/entity/@id")).to_owned();
    assert_eq!(id(1).len(), 36);
    assert_ne!(id(1), id(2));
    let xml = sent(&session);
    let first = format!(
        "<r><a>oak</a><meta><entity dataset=\"trees\" create=\"1\" id=\"{}\">\
         <label>oak</label></entity></meta></r><r><a>elm</a>",
        id(1)
    );
    assert!(xml.contains(&first), "{xml}");
}

#[test]
fn an_xform_says_itself_what_it_sends() {
    let mut session = crate::xml::session(
        "<a/><orx:meta><orx:instanceID/><entity dataset=\"trees\" id=\"\" create=\"1\"><label/></entity></orx:meta>",
        "<bind nodeset=\"/data/a\"/><bind nodeset=\"/data/meta/entity/label\" calculate=\"/data/a\"/>\
         <setvalue event=\"odk-instance-first-load\" ref=\"/data/meta/entity/@id\" value=\"uuid()\"/>",
        "<input ref=\"/data/a\"/>",
    );
    answer(&mut session, "/a", "oak");
    let id = value(&session, "/meta/entity/@id").to_owned();
    assert_eq!(id.len(), 36);
    let xml = sent(&session);
    let entity =
        format!("<entity dataset=\"trees\" id=\"{id}\" create=\"1\"><label>oak</label></entity>");
    assert!(xml.contains(&entity), "{xml}");
}
