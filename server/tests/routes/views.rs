//! `doorstep views`: what SQL gives is what the export gives.

use std::{collections::BTreeMap, process::Command};

use ledger::{Place, ruling};
use needs::Response;
use serde_json::Value;
use server::storage::Location;
use sqlx::{AssertSqlSafe, Connection as _, Row as _};

use crate::{
    engines::{Database, databases, run},
    export::{Estate, change_of, estate},
    server::Server,
};

/// What a command prints, which has to work.
pub(crate) fn doorstep(words: &[&str], database: &Database) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
    command.args(words);
    match database.location() {
        Location::Folder(folder) => command.arg("--data").arg(folder),
        Location::Postgres(url) => command.args(["--database", &url]),
    };
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    String::from_utf8(output.stdout).unwrap()
}

/// The rows of a view, each value as text, in any order.
pub(crate) fn rows(
    database: &Database,
    view: &str,
    columns: &[String],
) -> Vec<Vec<Option<String>>> {
    let texts: Vec<String> = columns
        .iter()
        .map(|name| format!("CAST(\"{name}\" AS TEXT)"))
        .collect();
    let query = format!("SELECT {} FROM \"{view}\"", texts.join(", "));
    let width = columns.len();
    let mut rows = run(async {
        match database.location() {
            Location::Folder(folder) => {
                let file = folder.join("doorstep.sqlite").display().to_string();
                let mut connection = sqlx::SqliteConnection::connect(&file).await.unwrap();
                let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(&mut connection);
                let rows = rows.await.unwrap();
                rows.iter()
                    .map(|row| (0..width).map(|at| row.get(at)).collect())
                    .collect::<Vec<_>>()
            }
            Location::Postgres(url) => {
                let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
                let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(&mut connection);
                let rows = rows.await.unwrap();
                rows.iter()
                    .map(|row| (0..width).map(|at| row.get(at)).collect())
                    .collect::<Vec<_>>()
            }
        }
    });
    rows.sort();
    rows
}

/// The same of an export.
pub(crate) fn exported(
    server: &Server,
    estate: &Estate,
    query: &str,
) -> (Vec<String>, Vec<Vec<Option<String>>>) {
    let path = format!(
        "/api/v1/sites/{}/export/responses.json?form=QP-1&lang=en{query}",
        estate.site
    );
    let text = server.get(&path).body_mut().read_to_string().unwrap();
    let all: Vec<BTreeMap<String, Value>> = serde_json::from_str(&text).unwrap();
    let columns: Vec<String> = all[0].keys().cloned().collect();
    let cell = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    let mut rows: Vec<Vec<_>> = all
        .iter()
        .map(|row| row.values().map(cell).collect())
        .collect();
    rows.sort();
    (columns, rows)
}

#[test]
fn a_view_has_the_rows_of_the_export_whatever_was_corrected_deleted_or_ruled_out() {
    for database in databases() {
        let mut estate = estate();
        let answers = [
            ("/age", "-7"),
            ("/note", "it's \"so\"; \u{0}"),
            ("/pet[1]/name", "Rex"),
        ];
        let first = estate.answer(1, &answers);
        estate.answer(
            2,
            &[
                ("/note", "second"),
                ("/pet[1]/name", "Tom"),
                ("/pet[12]/name", "Ada"),
            ],
        );
        let third = estate.answer(3, &[("/age", "seven")]);
        let gone = estate.answer(4, &[("/age", "4")]);
        let at = |estate: &Estate| Place {
            device: estate.device.id,
            seq: estate.device.entries.len() as u64,
        };
        estate.write(5, change_of(Response::KIND, first, "answer:/age", "8"));
        estate.write(6, change_of(Response::KIND, first, "answer:/age", "99"));
        let wrong = at(&estate);
        estate.write(7, change_of(Response::KIND, third, "answer:/age", "70"));
        let lifted = at(&estate);
        let mut delete = change_of(Response::KIND, gone, "deleted", "");
        delete.set.insert("deleted".into(), true.into());
        estate.write(8, delete);
        estate.write(9, ruling::change(wrong, "kind"));
        estate.write(10, ruling::change(lifted, "kind"));
        estate.write(11, ruling::lift(lifted, true));
        // A ruling that is ruled out has no effect.
        estate.write(12, ruling::lift(wrong, true));
        let false_lift = at(&estate);
        estate.write(13, ruling::change(false_lift, "kind"));
        estate.store(&database);

        let made = doorstep(&["views", "--lang", "en"], &database);
        let talks = "interview_lines\ninterviews\nneeds\npassages\n";
        assert_eq!(made, format!("{talks}qp_1_v3\nqp_1_v3_pet\n"));
        let server = Server::of(&database);
        let (columns, expected) = exported(&server, &estate, "");
        assert_eq!(expected.len(), 3, "{expected:?}");
        let mut found = rows(&database, "qp_1_v3", &columns);
        // A character that PostgreSQL has not, and a text in a column of numbers.
        let tidy = |rows: &mut Vec<Vec<Option<String>>>| {
            for cell in rows.iter_mut().flatten() {
                *cell = cell
                    .take()
                    .map(|text| text.replace(['\u{0}', '\u{fffd}'], "?"));
            }
        };
        let mut expected = expected;
        tidy(&mut expected);
        tidy(&mut found);
        assert_eq!(found, expected);
        for answer in ["8", "70"] {
            let mut cells = found.iter().flatten();
            assert!(
                cells.any(|cell| cell.as_deref() == Some(answer)),
                "{answer}"
            );
        }

        let (columns, expected) = exported(&server, &estate, "&repeat=/pet");
        assert_eq!(rows(&database, "qp_1_v3_pet", &columns), expected);
        assert_eq!(expected.len(), 3);
    }
}

#[test]
fn views_are_made_anew_and_those_of_others_are_left_alone() {
    for database in databases() {
        let mut estate = estate();
        estate.answer(1, &[("/age", "7")]);
        estate.store(&database);
        doorstep(&["views"], &database);
        doorstep(&["views"], &database);
        doorstep(&["views", "--prefix", "lake_"], &database);
        let columns = ["age".to_owned()];
        assert_eq!(
            rows(&database, "lake_qp_1_v3", &columns),
            [[Some("7".to_owned())]]
        );
        run(database.execute("CREATE VIEW mine AS SELECT 1 AS one"));
        run(database.execute("CREATE VIEW qp_1_v3 AS SELECT 1 AS one"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
        command.arg("views");
        match database.location() {
            Location::Folder(folder) => command.arg("--data").arg(folder),
            Location::Postgres(url) => command.args(["--database", &url]),
        };
        let told = command.output().unwrap();
        assert!(!told.status.success());
        let told = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(told.contains("no view was changed"), "{told}");
        let one = ["one".to_owned()];
        assert_eq!(rows(&database, "mine", &one), [[Some("1".to_owned())]]);
        assert_eq!(
            rows(&database, "lake_qp_1_v3", &columns),
            [[Some("7".to_owned())]]
        );
    }
}
