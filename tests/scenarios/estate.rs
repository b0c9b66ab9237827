//! The office fills the estate: a list with mistakes in it is taken over, twice, and a building is
//! laid out.

use e2e::{Engine, Lang, Server, Tablet};

/// Two flats of building 1 that the demo has, one that it lacks, a new building, and what lists
/// have: a title, a heading nobody knows, a row without a door, a floor that is none, a row twice.
const LIST: &str = "Residents of the estate\n\
    Block,Flat,Level,Inside,Owner,Tel.,VIP\n\
    1,5A,5,61.5,Chan Tai Man,0555 0001,yes\n\
    1,5B,5,48,Ho Mei,0555 0002,\n\
    1,99A,99,48,Lam Ka Yan,0555 0003,\n\
    77,1A,first floor or so,50,Wong Wai,0555 0004,\n\
    77,,1,50,Nobody,0555 0005,\n\
    77,1A,first floor or so,50,Wong Wai,0555 0004,\n";

fn office(engine: Engine, server: &Server, name: &str) -> Tablet {
    let office = Tablet::new(engine, server, name);
    office.first_visit(Lang::En, "supervisor");
    office
}

/// Chooses from a menu.
fn choose(office: &Tablet, menu: &str, value: &str) {
    office.browser.see(menu);
    let script = "const menu = document.querySelector(arguments[0]);
        menu.value = arguments[1];
        menu.dispatchEvent(new Event('change', { bubbles: true }))";
    office
        .browser
        .script(script, vec![menu.into(), value.into()]);
}

#[track_caller]
fn sees_counts(office: &Tablet, of: &str, counts: [&str; 3]) {
    for (kind, count) in ["new", "changed", "same"].into_iter().zip(counts) {
        let cell = format!("#plan tr[data-of={of}] [data-count={kind}]");
        office.browser.wait(&format!("{count} {kind} {of}"), || {
            let texts = office.browser.texts(&cell);
            (texts.first().map(String::as_str) == Some(count)).then_some(())
        });
    }
}

#[test]
fn a_list_with_mistakes_is_taken_over_once_however_often_it_is_imported() {
    let engine = Engine::first();
    let mut server = Server::start();
    let office = office(engine, &server, "import");
    let browser = &office.browser;
    office.open("/estate");
    browser.click("a[href='/estate/import']");
    browser.see(".drop");
    browser.drop_file(".drop", "list.csv", LIST);

    // The headings are understood, but for one that a person has to explain.
    browser.see("select[data-column='1'][data-meaning=label]");
    browser.see("select[data-column='5'][data-meaning=owner-phone]");
    browser.see("select[data-column='3']:not([data-meaning])");
    choose(&office, "select[data-column='3']", "area");
    browser.see("select[data-column='3'][data-meaning=area]");
    sees_counts(&office, "buildings", ["1", "–", "–"]);
    sees_counts(&office, "units", ["2", "2", "0"]);
    sees_counts(&office, "residents", ["4", "0", "0"]);
    browser.see("#issues [data-row='6'][data-skipped=false]");
    browser.see("#issues [data-row='7'][data-skipped=true]");
    browser.see("#issues [data-row='8'][data-skipped=true]");
    // What the list leaves out is only offered.
    browser.see("#missing");

    browser.click("#write-list");
    browser.see_text(".notice[data-kind=good]", "records written");
    browser.see_no("#write-list");
    sees_counts(&office, "units", ["0", "0", "4"]);
    sees_counts(&office, "residents", ["0", "0", "4"]);
    office.all_sent();
    let entries = server.export().bundle.entries.len();

    // The same list again, from the beginning: nothing is to be written.
    office.open("/estate/import");
    browser.see(".drop");
    browser.drop_file(".drop", "list.csv", LIST);
    browser.see("select[data-column='3']:not([data-meaning])");
    choose(&office, "select[data-column='3']", "area");
    sees_counts(&office, "units", ["0", "0", "4"]);
    browser.see_no("#write-list");
    browser.see_text(".notice[data-kind=good]", "Nothing is to be written");

    // Whoever stands at the door reads it.
    let tablet = Tablet::new(engine, &server, "tablet");
    tablet.first_visit(Lang::En, "assistant");
    tablet.open("/");
    tablet.open_door("5A");
    tablet.browser.see_text("#residents", "Chan Tai Man");
    tablet.browser.see_text("#residents", "Key customer");
    tablet.browser.click("#add-resident");
    tablet.browser.fill_in("#resident-name", "Chan Siu Ming");
    tablet
        .browser
        .click("#resident-form label:has(input[name=contact][value='3'])");
    tablet.browser.click("#resident-form .button.primary");
    tablet
        .browser
        .see_text("#residents .notice", "Do not contact Chan Siu Ming");
    tablet.all_sent();
    assert_eq!(server.export().bundle.entries.len(), entries + 1);
    server.stop();
}

#[test]
fn a_building_is_laid_out_and_nothing_is_doubled() {
    let engine = Engine::first();
    let mut server = Server::start();
    let office = office(engine, &server, "layout");
    let browser = &office.browser;
    office.open("/estate/layout");
    browser.fill_in("#layout-buildings", "1, 60");
    browser.fill_in("#layout-highest", "6");
    browser.fill_in("#layout-left-out", "4");
    browser.fill_in("#layout-flats", "2");
    browser.see_text("#preview", "6A");
    // Of building 1 the demo has all ten doors.
    browser.see_text("#write-layout", "Add 10 units");
    browser.click("#write-layout");
    browser.see("#nothing-new");
    office.open("/estate");
    browser.see_text("#buildings", "Block 60");

    // A unit is changed, and marked where it is gone.
    browser.click("#buildings li:last-child a");
    browser.see_text("h1", "Block 60");
    browser.fill_in("#find-unit", "6B");
    browser.click("#units .row .button");
    browser.fill_in("#unit-label", "6A");
    browser.click("#unit-form .button.primary");
    browser.see_text("#unit-form .notice", "such a door already");
    browser.click("#mark-gone");
    browser.see("#units [data-gone=true]");
    office.all_sent();
    server.stop();
}
