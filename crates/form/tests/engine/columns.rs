//! Columns beyond names, labels and logic: media, attributes, settings, entities.

#![expect(clippy::unwrap_used, reason = "a test that can not go on stops")]

use form::{Media, Session};

use crate::scenario::start;

fn item<'a>(session: &'a Session, path: &str) -> form::Item<'a> {
    session.item(session.find(path).unwrap())
}

const MEDIA: &str = "
| survey  |              |      |           |           |                  |                  |                   |          |
|         | type         | name | label::en | label::fr | media::image::en | media::image::fr | big-image         | autoplay |
|         | select_one c | pet  | Pet       | Animal    | pet-en.png       | pet-fr.png       | pet-${who}-hd.png | audio    |
|         | text         | who  | Who       | Qui       |                  |                  |                   |          |
| choices |              |      |           |           |                  |                  |                   |          |
|         | list_name    | name | label::en | label::fr | image            | video::fr        | geometry          | colour   |
|         | c            | cat  | Cat       | Chat      | cat.png          | chat.mp4         | 1 2 0 0           | grey     |
|         | c            | dog  | Dog       | Chien     |                  |                  |                   |          |";

#[test]
fn media_follow_the_language() {
    let mut session = start(MEDIA);
    let pet = item(&session, "/pet");
    assert_eq!(pet.media(Media::Image).as_deref(), Some("pet-en.png"));
    assert_eq!(pet.media(Media::Video), None);
    assert_eq!(pet.autoplay(), Some(Media::Audio));
    assert_eq!(item(&session, "/who").media(Media::Image), None);
    let french = session.form().language_for("fr").unwrap();
    session.set_language(french);
    let who = session.find("/who").unwrap();
    session.set(who, "ann").unwrap();
    let pet = item(&session, "/pet");
    assert_eq!(pet.media(Media::Image).as_deref(), Some("pet-fr.png"));
    assert_eq!(
        pet.media(Media::BigImage).as_deref(),
        Some("pet-ann-hd.png")
    );
}

#[test]
fn choices_have_media_places_and_columns() {
    let mut session = start(MEDIA);
    let french = session.form().language_for("fr").unwrap();
    session.set_language(french);
    let pet = item(&session, "/pet");
    let choices = pet.choices();
    assert_eq!(choices[0].media(Media::Image), Some("cat.png"));
    assert_eq!(choices[0].media(Media::Video), Some("chat.mp4"));
    assert_eq!(choices[0].geometry.as_deref(), Some("1 2 0 0"));
    assert_eq!(choices[1].media(Media::Image), None);
    assert_eq!(choices[1].geometry, None);
    assert_eq!(pet.choice_column("cat", "colour").as_deref(), Some("grey"));
    assert_eq!(pet.choice_column("dog", "colour"), None);
}

#[test]
fn attributes_of_the_control_are_kept() {
    let session = start(
        "| survey |          |      |       |      |                         |             |
         |        | type     | name | label | rows | body::accuracyThreshold | bind::oc:id |
         |        | text     | t    | T     | 5    |                         | x1          |
         |        | geopoint | g    | G     |      | 2.5                     |             |",
    );
    assert_eq!(item(&session, "/t").attribute("rows"), Some("5"));
    assert_eq!(item(&session, "/t").attribute("bind::oc:id"), Some("x1"));
    let place = item(&session, "/g");
    assert_eq!(place.attribute("accuracyThreshold"), Some("2.5"));
}

#[test]
fn settings_reach_the_form() {
    let session = start(
        "| survey   |            |      |       |
         |          | type       | name | label |
         |          | text       | t    | T     |
         | settings |            |            |                  |           |                |               |                    |
         |          | public_key | style      | submission_url   | auto_send | attribute::abc | namespaces    | allow_choice_duplicates |
         |          | MIIB       | pages      | https://a.test/s | no        | 7              | x=\"http://x\" | yes |",
    );
    let form = session.form();
    assert_eq!(form.style(), "pages");
    let settings = form.settings();
    assert_eq!(settings.public_key.as_deref(), Some("MIIB"));
    assert_eq!(settings.submission_url.as_deref(), Some("https://a.test/s"));
    assert_eq!(settings.auto_send, Some(false));
    assert!(settings.allow_choice_duplicates);
    assert_eq!(settings.attributes, [("abc".into(), "7".into())]);
    assert_eq!(settings.namespaces, [("x".into(), "http://x".into())]);
}

#[test]
fn entities_reach_the_form() {
    let session = start(
        "| survey   |           |      |       |         |
         |          | type      | name | label | save_to |
         |          | text      | t    | T     | height  |
         | entities |           |                 |           |
         |          | list_name | label           | create_if |
         |          | trees     | concat(${t}, 1) | ${t} != '' |",
    );
    let [entity] = session.form().entities() else {
        panic!("one entity")
    };
    assert_eq!(entity.dataset, "trees");
    assert_eq!(entity.create_if.as_deref(), Some("${t} != ''"));
    assert_eq!(entity.properties, [("height".into(), "t".into())]);
}

#[test]
fn of_two_words_for_the_id_the_newer_counts() {
    for header in ["id_string | form_id", "form_id | id_string"] {
        let values = header.replace("id_string", "old").replace("form_id", "new");
        let reading = form::read_markdown(&format!(
            "| survey |\n| | type | name | label |\n| | text | a | A |
             | settings |\n| | {header} |\n| | {values} |"
        ));
        let codes: Vec<_> = reading.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, ["duplicate-column"], "{header}");
        assert_eq!(reading.form.unwrap().id(), "new", "{header}");
    }
}

#[test]
fn two_columns_for_one_thing_are_refused() {
    let codes = |header: &str| {
        let form = format!("| survey |\n| | type | name | {header} |\n| | text | a | A | B |");
        let reading = form::read_markdown(&form);
        let codes: Vec<_> = reading.diagnostics.iter().map(|found| found.code).collect();
        (reading.form.is_some(), codes)
    };
    assert_eq!(codes("label | caption"), (false, vec!["duplicate-column"]));
    assert_eq!(
        codes("label | media::smell"),
        (false, vec!["unknown-column"])
    );
    assert_eq!(codes("label | smell"), (true, vec!["unknown-column"]));
}

#[test]
fn two_columns_for_one_thing_are_refused_in_every_sheet() {
    let survey = "| survey |\n| | type | name | label |\n| | select_one l | a | A |\n";
    let codes = |choices: &str, settings: &str| {
        let form = format!("{survey}| choices |\n{choices}| settings |\n{settings}");
        let reading = form::read_markdown(&form);
        let codes: Vec<_> = reading.diagnostics.iter().map(|found| found.code).collect();
        (reading.form.is_some(), codes)
    };
    let plain = "| | list_name | name | label |\n| | l | x | X |\n";
    let named = "| | form_id |\n| | f |\n";
    assert_eq!(codes(plain, named), (true, Vec::new()));
    let twice = (false, vec!["duplicate-column"]);
    let lists = "| | list name | name | label | list_name |\n| | l | x | X | l |\n";
    assert_eq!(codes(lists, named), twice);
    let names = "| | list_name | name | label | value |\n| | l | x | X | y |\n";
    assert_eq!(codes(names, named), twice);
    assert_eq!(
        codes(plain, "| | Form_ID | form_id |\n| | f | g |\n"),
        twice
    );
    assert_eq!(
        codes(plain, "| | title | form_title |\n| | f | g |\n"),
        twice
    );
    // A column "list" beside "list_name" is the author's, whatever stands in it.
    let own = "| | list_name | name | label | list |\n| | l | x | X | other |\n";
    assert_eq!(codes(own, named), (true, Vec::new()));
    let other = "| | list | name | label |\n| | l | x | X |\n";
    assert_eq!(codes(other, named), (true, Vec::new()));
}

#[test]
fn an_empty_column_of_entities_says_nothing() {
    let read = |value: &str| {
        let form = format!(
            "| survey |\n| | type | name | label | save_to |\n| | text | a | A | p |\n\
             | entities |\n| | list_name | label | what |\n| | trees | ${{a}} | {value} |\n"
        );
        form::read_markdown(&form).form.is_some()
    };
    assert!(read(""));
    assert!(!read("x"));
}
