//! Rows that say more than one question: loops, look-ups, choices from elsewhere.

use form::Severity;

use crate::rules::{errors, told};

#[test]
fn a_loop_asks_once_for_each_choice() {
    let form = "| survey |
        | | type               | name | label              |
        | | begin loop over l  | g    | G                  |
        | | integer            | n    | How many %(label)s? |
        | | end loop           |      |                    |
        | choices |
        | | list_name | name  | label |
        | | l         | cats  | Cats  |
        | | l         | dogs  | Dogs  |";
    crate::scenario::check(
        form,
        "/g/cats label Cats\n/g/dogs/n label How many Dogs?\n/g/cats/n := 2\n/g/dogs/n = ",
    );
    let listless = form.replace("begin loop over l", "begin loop");
    assert_eq!(errors(&listless), ["missing-list 2 type"]);
}

#[test]
fn old_settings_among_the_questions() {
    let form = "| survey |
        | | type           | name    | label |
        | | set form title | A title |       |
        | | set form id    | an_id   |       |
        | | text           | a       | A     |";
    let session = crate::scenario::start(form);
    assert_eq!(session.form().title(), "A title");
    assert_eq!(session.form().id(), "an_id");
    assert_eq!(
        told(form, Severity::Warning),
        ["old-setting 2 type", "old-setting 3 type"]
    );
}

#[test]
fn choices_from_the_answers_of_a_repeat() {
    crate::scenario::check(
        "| survey |
         | | type               | name   | label | choice_filter |
         | | begin repeat       | person | P     |               |
         | | text               | name   | N     |               |
         | | integer            | age    | A     |               |
         | | end repeat         |        |       |               |
         | | select one ${name} | any    | Any   |               |
         | | select one ${name} | adult  | Adult | ${age} > 17   |",
        "/person[1]/name := Ann\n/person[1]/age := 40\n+ /person\n/person[2]/name := Bob\n\
         /person[2]/age := 4\n+ /person\n/any choices Ann Bob\n/adult choices Ann",
    );
}

#[test]
fn choices_in_a_random_order_of_a_seed() {
    let form = |parameters: &str| {
        let rows: Vec<String> = (0..20).map(|n| format!("| | l | c{n} | C{n} |")).collect();
        let rows = rows.join("\n");
        let session = crate::scenario::start(&format!(
            "| survey |\n| | type | name | label | parameters |\n\
             | | select_one l | a | A | {parameters} |\n\
             | choices |\n| | list_name | name | label |\n{rows}"
        ));
        let item = session.item(session.find("/a").unwrap());
        let names = item.choices().into_iter().map(|choice| choice.name);
        names.collect::<Vec<_>>()
    };
    let shuffled = form("randomize=true seed=7");
    assert_ne!(shuffled, form(""));
    assert_eq!(shuffled, form("randomize=true, seed=7"));
    assert_ne!(shuffled, form("randomize=true seed=8"));
}

#[test]
fn what_was_saved_last_time_is_the_default() {
    let form = "| survey |
        | | type        | name | label | default            |
        | | begin_group | g    | G     |                    |
        | | text        | city | C     | ${last-saved#city} |
        | | end_group   |      |       |                    |";
    let files = [("last-saved.xml", "<data><g><city>Macau</city></g></data>")];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    let reading = form::read_markdown_with(form, &files.into());
    let session = form::Session::start(reading.form.unwrap(), crate::scenario::context());
    let city = session.find("/g/city").unwrap();
    assert_eq!(session.item(city).value(), "Macau");
    crate::scenario::check(form, "/g/city = ");
}

#[test]
fn search_offers_the_rows_of_a_table() {
    let form = "| survey |
        | | type          | name | label | appearance |
        | | text          | part | Part  |            |
        | | select_one vs | v    | V     | minimal search('villages', 'contains', 'label', ${part}, 'open', '1') |
        | choices |
        | | list_name | name | label |
        | | vs        | 99   | None  |
        | | vs        | code | label |";
    let table = "code,label,open\na,Alpha,1\nb,Beta,1\ng,Gamma,0\n";
    let files = [("villages.csv".to_owned(), table.as_bytes().to_vec())];
    let reading = form::read_markdown_with(form, &files.into());
    let session = form::Session::start(reading.form.unwrap(), crate::scenario::context());
    crate::scenario::play(
        session,
        "/v choices 99 a b\n/part := BE\n/v choices 99 b\n/v := b\n/v shows Beta",
    );
}

#[test]
fn a_range_labels_its_ticks() {
    let session = crate::scenario::start(
        "| survey |
         | | type  | name | label | parameters                    |
         | | range | r    | R     | start=0 end=2 tick_labelset=t |
         | choices |
         | | list_name | name | label |
         | | t         | 0    | Low   |
         | | t         | 2    | High  |",
    );
    let item = session.item(session.find("/r").unwrap());
    let labels: Vec<_> = item
        .tick_labels()
        .into_iter()
        .map(|tick| (tick.name, tick.label))
        .collect();
    assert_eq!(
        labels,
        [("0".into(), "Low".into()), ("2".into(), "High".into())]
    );
}

#[test]
fn what_is_calculated_and_shows_nothing_is_not_asked() {
    let session = crate::scenario::start(
        "| survey |
         | | type    | name | label | calculation |
         | | integer | n    |       | 1 + 1       |
         | | integer | m    | M     | 2 + 2       |",
    );
    let kind = |path: &str| session.item(session.find(path).unwrap()).kind();
    assert_eq!(kind("/n"), form::ItemKind::Hidden);
    assert_eq!(kind("/m"), form::ItemKind::Question(form::Control::Integer));
}

#[test]
fn a_label_looks_up_a_list() {
    crate::scenario::check(
        "| survey |
         | | type         | name | label                                           |
         | | select_one c | q    | Which?                                          |
         | | note         | n    | It is instance('c')/root/item[name = ${q}]/hue. |
         | choices |
         | | list_name | name | label | hue   |
         | | c         | a    | A     | red   |
         | | c         | b    | B     | green |",
        "/n label It is .\n/q := b\n/n label It is green.",
    );
}

#[test]
fn a_count_that_is_worked_out_is_a_value_of_its_own() {
    crate::scenario::check(
        "| survey |
         | | type         | name | label | repeat_count |
         | | integer      | n    | N     |              |
         | | begin_repeat | r    | R     | ${n} + 1     |
         | | text         | a    | A     |              |
         | | end_repeat   |      |       |              |",
        "/n := 2\n/r_count = 3\n/r : 3 instances",
    );
}

#[test]
fn a_response_knows_its_own_id() {
    let session = crate::scenario::start(
        "| survey |
         | | type | name | label         |
         | | note | n    | ${instanceID} |",
    );
    let note = session.item(session.find("/n").unwrap()).label().unwrap();
    assert!(note.starts_with("uuid:"), "{note}");
    let id = session.find("/meta/instanceID").unwrap();
    assert_eq!(session.item(id).value(), note);
}

#[test]
fn what_begins_in_a_loop_ends_in_it() {
    let codes = |rows: &[&str]| {
        let rows = rows.join(" |\n| | ");
        let form = format!(
            "| survey |\n| | type | name | label |\n| | begin_loop over l | g | G |\n| | {rows} |\n\
             | choices |\n| | list_name | name | label |\n| | l | x | X |\n| | l | y | Y |\n"
        );
        let found = form::read_markdown(&form).diagnostics;
        let found = found.into_iter().map(|found| (found.code, found.row));
        found.collect::<Vec<_>>()
    };
    let (text, end) = ("text | a | A", "end_loop | |");
    assert_eq!(codes(&[text, end]), []);
    let (begin, done) = ("begin_group | b | B", "end_group | |");
    assert_eq!(codes(&[begin, text, done, end]), []);
    // Told once, not once for each choice.
    assert_eq!(codes(&[done, text, end]), [("unmatched-end", Some(3))]);
    let repeat = "begin_repeat | r | R";
    assert_eq!(codes(&[repeat, text, end]), [("unmatched-begin", Some(3))]);
}
