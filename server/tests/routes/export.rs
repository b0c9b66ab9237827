//! `GET /api/v1/sites/{site}/export`, and the same at the command line.

use std::{collections::BTreeMap, fs, process::Command};

use chrono::DateTime;
use ledger::{Author, Change, RecordId, Salt, SiteId};
use needs::{
    Building, Localised, Person, Purpose, Questionnaire, Response, Role, Tenure, Unit,
    consent::Whom,
};
use serde_json::Value;
use server::storage::{Storage, Taking};
use uuid::Uuid;

use crate::{
    device::{Device, new_site},
    engines::{Database, databases, run},
    server::{Server, error, header},
};

const FORM: &str = "| survey |
 |  | type         | name | label::en |
 |  | integer      | age  | Age       |
 |  | text         | note | Remarks   |
 |  | begin_repeat | pet  | Pet       |
 |  | text         | name | Its name  |
 |  | end_repeat   |      |           |";

fn same(text: &str) -> Localised<'_> {
    Localised {
        zh_hant: text,
        zh_hans: text,
        en: text,
    }
}

pub(crate) fn new_id() -> RecordId {
    RecordId(Uuid::new_v4())
}

/// Writes a change at a minute of 1 June 2026.
fn write(device: &mut Device, actor: RecordId, minute: i64, change: Change) {
    let author = Author {
        device: device.id,
        actor,
    };
    let now = DateTime::from_timestamp(1_780_300_800 + minute * 60, 0).unwrap();
    let salt = Salt(Uuid::new_v4().into_bytes());
    let entry = device
        .ledger
        .write(author, now.fixed_offset(), salt, change)
        .unwrap();
    device.take(entry);
}

/// A change of one field.
pub(crate) fn change_of(kind: &str, id: RecordId, field: &str, value: &str) -> Change {
    Change {
        kind: kind.to_owned(),
        id,
        set: [(field.to_owned(), value.into())].into(),
    }
}

#[derive(Clone)]
pub(crate) struct Estate {
    pub(crate) site: SiteId,
    pub(crate) device: Device,
    actor: RecordId,
    form: RecordId,
    unit: RecordId,
}

/// An estate with a questionnaire and one door.
pub(crate) fn estate() -> Estate {
    let site = new_site();
    let mut device = Device::new(site);
    let [actor, form, unit, building] = std::array::from_fn(|_| new_id());
    let workbook = Questionnaire::change(
        form,
        ("QP-1", "3"),
        same("Survey"),
        Purpose::Survey,
        FORM.as_bytes(),
    );
    for change in [
        Person::change(actor, same("Chan"), Role::Manager),
        Building::change(building, same("Block 1"), 1),
        Unit::change(unit, building, (4, 1), "4B", Tenure::Owner),
        Questionnaire::with_file_name(workbook, "survey.md"),
    ] {
        write(&mut device, actor, 0, change);
    }
    Estate {
        site,
        device,
        actor,
        form,
        unit,
    }
}

impl Estate {
    pub(crate) fn unit(&self) -> RecordId {
        self.unit
    }

    pub(crate) fn answer(&mut self, minute: i64, answers: &[(&str, &str)]) -> RecordId {
        let id = new_id();
        let answers: BTreeMap<String, String> = answers
            .iter()
            .map(|(path, value)| ((*path).to_owned(), (*value).to_owned()))
            .collect();
        let change = Response::change(id, self.form, self.unit, None, ("en", None), answers);
        write(&mut self.device, self.actor, minute, change);
        id
    }

    /// Whoever lives behind the one door.
    pub(crate) fn at_the_door(&self) -> Whom {
        Whom {
            unit: Some(self.unit),
            resident: None,
        }
    }

    pub(crate) fn write(&mut self, minute: i64, change: Change) {
        write(&mut self.device, self.actor, minute, change);
    }

    /// Puts what the device has into the database.
    pub(crate) fn store(&mut self, database: &Database) {
        let entries = std::mem::take(&mut self.device.entries);
        run(async {
            let storage = Storage::open(&database.location()).await.unwrap();
            storage
                .make_site(self.site, server::storage::Opening::Open)
                .await
                .unwrap();
            let pushed = storage.push(self.site, entries, Taking::AllOrNone).await;
            pushed.unwrap();
            storage.close().await;
        });
    }
}

fn text(server: &Server, path: &str) -> String {
    let mut response = server.get(path);
    let text = response.body_mut().read_to_string().unwrap();
    assert_eq!(response.status(), 200, "{text}");
    text
}

#[test]
fn responses_come_in_every_format_as_they_were_corrected() {
    for database in databases() {
        let mut estate = estate();
        let first = estate.answer(
            1,
            &[("/age", "7"), ("/note", "=1+1"), ("/pet[1]/name", "Rex")],
        );
        estate.answer(2, &[("/note", "second")]);
        let correction = Change {
            kind: Response::KIND.to_owned(),
            id: first,
            set: [("answer:/age".to_owned(), "8".into())].into(),
        };
        write(&mut estate.device, estate.actor, 3, correction);
        estate.store(&database);
        let server = Server::of(&database);
        let export = format!("/api/v1/sites/{}/export", estate.site);

        let rows: Vec<Value> = serde_json::from_str(&text(
            &server,
            &format!("{export}/responses.json?form=QP-1"),
        ))
        .unwrap();
        let mut shown: Vec<String> = rows
            .iter()
            .map(|row| {
                format!(
                    "{} {} {} {}",
                    row["_unit"], row["_building"], row["age"], row["note"]
                )
            })
            .collect();
        shown.sort();
        let door = "\"4B\" \"Block 1\"";
        let expected = [
            format!("{door} 8 \"=1+1\""),
            format!("{door} null \"second\""),
        ];
        assert_eq!(shown, expected);

        let lines = text(
            &server,
            &format!("{export}/responses.ndjson?form=QP-1&version=3"),
        );
        assert_eq!(lines.lines().count(), 2);
        let path = format!(
            "{export}/responses.csv?form={}&labels=en&lang=en",
            estate.form
        );
        let mut response = server.get(&path);
        assert_eq!(
            header(&response, "content-disposition"),
            "attachment; filename=\"QP-1_v3.csv\""
        );
        let csv = response.body_mut().read_to_string().unwrap();
        assert!(
            csv.starts_with('\u{feff}') && csv.contains(",'=1+1"),
            "{csv}"
        );
        assert!(
            csv.lines().nth(1).unwrap().ends_with(",Age,Remarks"),
            "{csv}"
        );
    }
}

#[test]
fn other_tables_come_too_and_repeats_have_keys() {
    for database in databases() {
        let mut estate = estate();
        let first = estate.answer(1, &[("/age", "7"), ("/pet[1]/name", "Rex")]);
        estate.store(&database);
        let server = Server::of(&database);
        let export = format!("/api/v1/sites/{}/export", estate.site);
        let pets = text(
            &server,
            &format!("{export}/responses.csv?form=QP-1&repeat=/pet"),
        );
        assert!(
            pets.contains(&format!("{first}/pet[1],{first},1,{first},Rex")),
            "{pets}"
        );
        let units = text(&server, &format!("{export}/units.csv?lang=en"));
        assert!(units.contains(",4B,\"Block 1\",4,1,owner,"), "{units}");
        let people = text(&server, &format!("{export}/people.csv"));
        assert!(people.contains(",Chan,Chan,Chan,manager,"), "{people}");
        let xlsx = server
            .get(&format!("{export}/units.xlsx"))
            .body_mut()
            .read_to_vec();
        assert!(xlsx.unwrap().starts_with(b"PK"));
    }
}

#[test]
fn the_tables_are_listed_and_what_there_is_not_is_told() {
    for database in databases() {
        let mut estate = estate();
        estate.answer(1, &[("/age", "7")]);
        estate.device.write_about("need", new_id(), "title", "Lift");
        estate.store(&database);
        let server = Server::of(&database);
        let export = format!("/api/v1/sites/{}/export", estate.site);
        let listed: Vec<Value> = serde_json::from_str(&text(&server, &export)).unwrap();
        let tables: Vec<&str> = listed
            .iter()
            .filter_map(|one| one["table"].as_str())
            .collect();
        assert_eq!(
            tables,
            [
                "units",
                "people",
                "campaigns",
                "responses",
                "responses",
                "needs",
                "records"
            ]
        );
        let needs = text(&server, &format!("{export}/records.csv?kind=need"));
        assert!(needs.lines().nth(1).unwrap().ends_with(",Lift"), "{needs}");
        for (path, expected) in [
            ("secrets.csv", (404, "unknown-table")),
            ("units.exe", (404, "unknown-table")),
            ("..%2F..%2Funits.csv", (404, "unknown-table")),
            ("responses.csv", (404, "unknown-table")),
            ("responses.csv?form=QP-1&version=9", (409, "which-version")),
            (
                "responses.csv?form=QP-1&repeat=/cat",
                (404, "unknown-table"),
            ),
            ("units.csv?from=yesterday", (400, "bad-query")),
            ("units.csv?labels=fr", (400, "bad-query")),
            ("units.csv?split=maybe", (400, "bad-query")),
        ] {
            let (status, code) = error(server.get(&format!("{export}/{path}")));
            assert_eq!((status, code.as_str()), expected, "{path}");
        }
        let nowhere = format!("/api/v1/sites/{}/export/units.csv", new_site());
        assert_eq!(error(server.get(&nowhere)).0, 404);
    }
}

#[test]
fn the_command_line_writes_the_same_file() {
    for database in databases() {
        let mut estate = estate();
        estate.answer(1, &[("/age", "7")]);
        estate.store(&database);
        let folder = crate::engines::Folder::new();
        let file = folder.path().join("answers.xlsx");
        let server = Server::of(&database);
        let path = format!("/api/v1/sites/{}/export/responses", estate.site);
        let mut from_server = server.get(&format!("{path}.xlsx?form=QP-1"));
        let csv = text(&server, &format!("{path}.csv?form=QP-1"));
        let call = |words: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
            command.arg("export").args(words);
            match database.location() {
                server::storage::Location::Folder(folder) => command.arg("--data").arg(folder),
                server::storage::Location::Postgres(url) => command.args(["--database", &url]),
            };
            command.output().unwrap()
        };
        let name = file.display().to_string();
        let responses = ["--table", "responses", "--form", "QP-1"];
        let done = call(&[&responses[..], &["--to", &name]].concat());
        assert_eq!(String::from_utf8_lossy(&done.stdout), "1 rows written.\n");
        assert!(fs::read(&file).unwrap() == from_server.body_mut().read_to_vec().unwrap());
        assert_eq!(String::from_utf8(call(&responses).stdout).unwrap(), csv);
        let listed = String::from_utf8(call(&["--table", "list"]).stdout).unwrap();
        assert!(
            listed.contains("--table responses --form QP-1 --form-version 3 --repeat /pet"),
            "{listed}"
        );
        let wrong = call(&["--table", "responses"]);
        assert!(!wrong.status.success() && !wrong.stderr.is_empty());
    }
}

#[test]
fn every_export_is_in_the_ledger_with_what_and_how_many_rows() {
    for database in databases() {
        let mut estate = estate();
        estate.answer(1, &[("/age", "7")]);
        estate.store(&database);
        let server = Server::of(&database);
        let export = format!("/api/v1/sites/{}/export", estate.site);
        text(
            &server,
            &format!("{export}/responses.csv?form=QP-1&from=2026-01-01"),
        );
        let all = text(&server, &format!("{export}/records.json?kind=export"));
        let all: Vec<BTreeMap<String, Value>> = serde_json::from_str(&all).unwrap();
        assert_eq!(all.len(), 1);
        let seen = ["table", "format", "form", "from", "rows"].map(|name| all[0][name].clone());
        let expected = ["responses", "csv", "QP-1", "2026-01-01"].map(Value::from);
        assert_eq!(seen[..4], expected);
        assert_eq!(seen[4], 1);
        let second = text(&server, &format!("{export}/records.ndjson?kind=export"));
        assert_eq!(
            second.lines().count(),
            2,
            "also that the exports were looked at: {second}"
        );
    }
}
