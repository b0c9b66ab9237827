//! How far a campaign has got, after two people were out: figures right to the door, in the
//! picture, in the table and in the file that is taken away.

use std::fs;

use e2e::{Engine, Lang, Office, Server, Tablet, skipped};

#[test]
fn the_office_sees_to_the_door_how_far_the_campaign_is() {
    let engine = Engine::first();
    if !engine.keeps_things() {
        return skipped("coverage", "the bare browser of WebKit keeps no files");
    }
    let mut server = Server::start();
    let office = Office::open(engine, &server, Lang::En).app;
    office.browser.click(r#".tabs a[href="/office"]"#);
    let line = r#"main a[href="/progress"] .row-sub"#;
    office.browser.see_text(line, "0 of 200 doors surveyed");
    office.browser.click(r#"main a[href="/progress"]"#);
    office.browser.see("[data-picture=progress-targets]");
    office.browser.click("input[name=show][value='2']");
    office.browser.see("[data-table=progress-people]");

    // What comes in shows while one looks.
    let assistant = Tablet::ready(engine, &server, "assistant", Lang::En);
    assistant.survey_next_door();
    outcome(&assistant, "refused");
    assistant.all_sent();
    let reached = "[data-table=progress-targets] tbody tr:first-child [data-column=reached]";
    office.browser.see_text(reached, "1");
    let manager = Tablet::new(engine, &server, "manager");
    manager.first_visit(Lang::En, "manager");
    manager.today();
    outcome(&manager, "nobody-home");
    manager.all_sent();
    office.browser.wait("the third door", || {
        (sum(&office, "progress-people", "attempts") == 3).then_some(())
    });

    for table in ["progress-buildings", "progress-people"] {
        let sums = [
            "doors",
            "surveyed",
            "refused",
            "again",
            "untried",
            "outstanding",
        ]
        .map(|column| sum(&office, table, column));
        assert_eq!(sums, [200, 1, 1, 1, 197, 198], "{table}");
    }
    assert_eq!(sum(&office, "progress-days", "surveys"), 1);
    assert_eq!(sum(&office, "progress-days", "refusals"), 1);
    assert_eq!(
        office
            .browser
            .count("[data-table=progress-people] tbody tr"),
        3
    );
    // 61 is more than 30 % of 200, 21 more than 10 %.
    let targets = office
        .browser
        .texts("[data-table=progress-targets] [data-column=target]");
    assert_eq!(targets, ["61", "21"]);

    // The picture says what the table says.
    let said = office
        .browser
        .attribute("[data-picture=progress-targets]", "aria-label");
    assert!(said.contains("1 of 200 doors, target 61"), "{said}");
    let drawn = office.browser.script(
        "return document.querySelector('[data-picture=progress-people]').textContent",
        Vec::new(),
    );
    let drawn = drawn.as_str().unwrap_or_default();
    assert!(drawn.contains("1 surveyed, 0 open"), "{drawn}");

    taken_away(&office, &mut server);
}

/// The table of buildings as a file, without a line, is the one on the page.
fn taken_away(office: &Tablet, server: &mut Server) {
    server.kill();
    office
        .browser
        .click("[data-figure=progress-buildings] [data-save=csv]");
    let saved = office.browser.wait("the saved table", || {
        let files = fs::read_dir(office.browser.downloads()).ok()?;
        let mut files = files.flatten().map(|file| file.path());
        let file = files.find(|file| file.extension().is_some_and(|kind| kind == "csv"))?;
        let text = fs::read_to_string(file).ok()?;
        text.ends_with('\n').then_some(text)
    });
    let mut lines = saved.trim_start_matches('\u{feff}').lines();
    let names: Vec<&str> = lines.next().expect("names").split(',').collect();
    let at = names.iter().position(|name| *name == "surveyed");
    let at = at.expect("the column");
    let figures: Vec<&str> = lines
        .skip(1)
        .filter_map(|line| line.split(',').nth(at))
        .collect();
    let page = office
        .browser
        .texts("[data-table=progress-buildings] [data-column=surveyed]");
    assert_eq!(figures, page);

    // A picture for a report, and the note that a table was taken.
    office
        .browser
        .click("[data-figure=progress-days] [data-save=png]");
    office.browser.wait("the picture", || {
        let files = fs::read_dir(office.browser.downloads()).ok()?;
        let mut files = files.flatten().map(|file| file.path());
        let file = files.find(|file| file.extension().is_some_and(|kind| kind == "png"))?;
        fs::read(file).ok()?.starts_with(b"\x89PNG").then_some(())
    });
    server.start_again();
    office.all_sent();
    let entries = server.export().bundle.entries;
    let noted = entries
        .iter()
        .filter(|entry| entry.kind() == Some("export"));
    assert_eq!(noted.count(), 1);
}

/// Notes what came of the next door.
fn outcome(tablet: &Tablet, outcome: &str) {
    tablet.today();
    let door = tablet.door_to_visit(0);
    tablet.open_door(&door);
    tablet.browser.click(&format!("[data-outcome={outcome}]"));
    tablet
        .browser
        .see(&format!(".attempt[data-outcome={outcome}]"));
}

/// The sum of a column of a table that shows.
fn sum(office: &Tablet, table: &str, column: &str) -> u32 {
    let cells = format!("[data-table={table}] [data-column={column}]");
    let cells = office.browser.texts(&cells);
    cells
        .iter()
        .filter_map(|cell| cell.parse::<u32>().ok())
        .sum()
}
