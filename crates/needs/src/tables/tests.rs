use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use ledger::{Author, Change, DeviceId, Ledger, RecordId, Salt, SiteId, State, uuid_v7};
use report::{Format, Sheet};

use super::{Layout, Missing, Wanted, all, columns_of};
use crate::{
    Building, Lang, Localised, Person, Purpose, Questionnaire, Response, Role, Tenure, Unit,
};

const FORM: &str = "| survey |
 |  | type                  | name  | label::en   | label::zh-Hant |
 |  | integer               | age   | Age         | 年齡           |
 |  | select_multiple want  | want  | What for    | 需要           |
 |  | begin_repeat          | pet   | Pet         | 寵物           |
 |  | text                  | name  | Its name    | 名字           |
 |  | begin_repeat          | toy   | Toy         | 玩具           |
 |  | text                  | name  | Toy's name  | 名字           |
 |  | end_repeat            |       |             |                |
 |  | end_repeat            |       |             |                |
 |  | begin_group           | g     | G           | 組             |
 |  | text                  | _unit | Which unit  | 單位           |
 |  | end_group             |       |             |                |
 | choices |
 |  | list_name | name | label::en | label::zh-Hant |
 |  | want      | lift | Lift      | 升降機          |
 |  | want      | gate | Gate      | 大門            |";

fn id(number: u8) -> RecordId {
    RecordId(uuid_v7(u64::from(number), [number; 10]))
}

fn same(text: &str) -> Localised<'_> {
    Localised {
        zh_hant: text,
        zh_hans: text,
        en: text,
    }
}

/// One estate, two responses of 1 and 2 June; the first was corrected.
fn site() -> Ledger {
    let mut ledger = Ledger::new(SiteId(uuid_v7(0, [9; 10])));
    let answers = |all: &[(&str, &str)]| -> BTreeMap<String, String> {
        all.iter()
            .map(|(path, value)| ((*path).to_owned(), (*value).to_owned()))
            .collect()
    };
    let first = answers(&[
        ("/age", "-7"),
        ("/want", "gate"),
        ("/pet[1]/name", "=Rex"),
        ("/pet[2]/name", "Tom"),
        ("/pet[2]/toy[1]/name", "ball"),
        ("/pet[10]/name", "Ada"),
        ("/g/_unit", "12A"),
    ]);
    let mut change = Response::change(id(6), id(4), id(3), None, ("en", None), first);
    let mut correct = change.clone();
    correct.set = [("answer:/age".to_owned(), "8".into())].into();
    let second = answers(&[("/want", "lift gate")]);
    change
        .set
        .insert("started".into(), "2026-06-01T09:00:00.000+08:00".into());
    let form = Questionnaire::change(
        id(4),
        ("QP-1", "2"),
        same("F"),
        Purpose::Survey,
        FORM.as_bytes(),
    );
    let form = Questionnaire::with_file_name(form, "f.md");
    let writes: [(&str, Change); 8] = [
        ("2026-05-01", Building::change(id(2), same("B1"), 1)),
        (
            "2026-05-01",
            Unit::change(id(3), id(2), (12, 1), "12A", Tenure::Owner),
        ),
        (
            "2026-05-01",
            Person::change(id(1), same("Chan"), Role::Manager),
        ),
        ("2026-05-01", form),
        ("2026-06-01", change),
        (
            "2026-06-02",
            Response::change(id(7), id(4), id(3), None, ("en", None), second),
        ),
        ("2026-06-03", correct),
        (
            "2026-06-04",
            Response::change(
                id(8),
                id(5),
                id(3),
                None,
                ("en", None),
                answers(&[("/age", "1")]),
            ),
        ),
    ];
    let author = Author {
        device: DeviceId(uuid_v7(1, [1; 10])),
        actor: id(1),
    };
    for (day, change) in writes {
        let now = DateTime::parse_from_rfc3339(&format!("{day}T10:00:00+08:00")).unwrap();
        let entry = ledger.write(author, now, Salt([1; 16]), change).unwrap();
        ledger.admit(&entry).unwrap();
    }
    ledger
}

fn wanted(table: &str) -> Wanted {
    Wanted {
        table: table.to_owned(),
        form: (table == "responses").then(|| "QP-1".to_owned()),
        names: Lang::En,
        ..Wanted::default()
    }
}

/// The table in CSV without the mark at its start, of these columns.
fn csv(state: &State, wanted: &Wanted, shown: &[&str]) -> Vec<String> {
    let fields = columns_of(state, wanted.kind.as_deref().unwrap_or_default());
    let layout = Layout::of(state, wanted, &fields).unwrap();
    let at: Vec<usize> = shown
        .iter()
        .map(|name| {
            layout
                .columns
                .iter()
                .position(|column| column.name == *name)
                .unwrap()
        })
        .collect();
    let columns = at.iter().map(|at| layout.columns[*at].clone()).collect();
    let mut sheet = Sheet::new(Format::Csv, &layout.file_name, columns);
    for (id, _) in state.records(layout.kind()) {
        layout.rows(state, id, |cells| {
            assert_eq!(cells.len(), layout.columns.len());
            sheet.row(at.iter().map(|at| cells[*at].clone()));
        });
    }
    sheet.end();
    let text = String::from_utf8(sheet.take()).unwrap();
    text.trim_start_matches('\u{feff}')
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
fn responses_have_a_row_each_as_corrected_with_where_they_come_from() {
    let site = site();
    let names = [
        "_unit",
        "_building",
        "_floor",
        "_by",
        "_form",
        "age",
        "want",
        "g/_unit",
    ];
    assert_eq!(
        csv(site.state(), &wanted("responses"), &names),
        [
            "_unit,_building,_floor,_by,_form,age,want,g/_unit",
            "12A,B1,12,Chan,QP-1,8,gate,12A",
            "12A,B1,12,Chan,QP-1,,\"lift gate\",",
        ]
    );
}

#[test]
fn several_answers_can_have_a_column_each_and_columns_titles() {
    let site = site();
    let wanted = Wanted {
        split: true,
        labels: Some(Lang::ZhHant),
        ..wanted("responses")
    };
    assert_eq!(
        csv(
            site.state(),
            &wanted,
            &["_unit", "age", "want", "want/lift", "want/gate"]
        ),
        [
            "_unit,age,want,want/lift,want/gate",
            "單位,年齡,需要,升降機,大門",
            "12A,8,gate,0,1",
            "12A,,\"lift gate\",1,1",
        ]
    );
}

#[test]
fn instances_of_a_repeat_are_rows_with_the_keys_of_what_they_belong_to() {
    let site = site();
    let mut wanted = wanted("responses");
    wanted.repeat = Some("/pet".to_owned());
    let response = id(6);
    assert_eq!(
        csv(
            site.state(),
            &wanted,
            &["_key", "_parent", "_index", "name"]
        ),
        [
            "_key,_parent,_index,name".to_owned(),
            format!("{response}/pet[1],{response},1,'=Rex"),
            format!("{response}/pet[2],{response},2,Tom"),
            format!("{response}/pet[10],{response},10,Ada"),
        ]
    );
    wanted.repeat = Some("/pet/toy".to_owned());
    assert_eq!(
        csv(site.state(), &wanted, &["_key", "_parent", "name"])[1..],
        [format!("{response}/pet[2]/toy[1],{response}/pet[2],ball")]
    );
}

#[test]
fn days_are_those_of_the_device_and_both_count() {
    let site = site();
    let between = |from: &str, to: &str| {
        let wanted = Wanted {
            from: Some(from.to_owned()),
            to: Some(to.to_owned()),
            ..wanted("responses")
        };
        csv(site.state(), &wanted, &["want"]).len() - 1
    };
    assert_eq!(between("2026-06-01", "2026-06-02"), 2);
    assert_eq!(between("2026-06-02", "2026-06-30"), 1);
    assert_eq!(between("2026-06-03", "2026-06-30"), 0);
}

#[test]
fn other_kinds_have_a_column_for_each_field() {
    let mut site = site();
    let author = Author {
        device: DeviceId(uuid_v7(1, [1; 10])),
        actor: id(1),
    };
    let set = [
        ("title".to_owned(), "Lift".into()),
        ("points".to_owned(), 3.into()),
    ]
    .into();
    let change = Change {
        kind: "need".to_owned(),
        id: id(9),
        set,
    };
    let now = DateTime::parse_from_rfc3339("2026-07-01T10:00:00+08:00").unwrap();
    let entry = site.write(author, now, Salt([1; 16]), change).unwrap();
    site.admit(&entry).unwrap();
    let wanted = Wanted {
        kind: Some("need".to_owned()),
        ..wanted("records")
    };
    assert_eq!(
        csv(site.state(), &wanted, &["_by", "points", "title"]),
        ["_by,points,title", "Chan,3,Lift"]
    );
}

#[test]
fn what_there_is_not_is_named() {
    let site = site();
    let of = |change: &dyn Fn(&mut Wanted)| {
        let mut asked = wanted("responses");
        change(&mut asked);
        Layout::of(site.state(), &asked, &BTreeSet::new())
            .map(|_| ())
            .unwrap_err()
    };
    assert_eq!(of(&|w| w.table = "secrets".into()), Missing::Table);
    assert_eq!(of(&|w| w.form = Some("QP-9".into())), Missing::Form);
    assert_eq!(
        of(&|w| w.version = Some("3".into())),
        Missing::Version(vec!["2".into()])
    );
    assert_eq!(of(&|w| w.repeat = Some("/cat".into())), Missing::Repeat);
    assert_eq!(of(&|w| w.from = Some("yesterday".into())), Missing::Day);
}

#[test]
fn the_tables_of_a_site_are_listed() {
    let site = site();
    let listed = all(site.state(), ["response", "need", "task"], Lang::En);
    let shown: Vec<_> = listed
        .iter()
        .map(|one| {
            let part = one.repeat.as_deref().or(one.kind.as_deref());
            format!("{} {}", one.table, part.unwrap_or("-"))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "units -",
            "people -",
            "campaigns -",
            "responses -",
            "responses /pet",
            "responses /pet/toy",
            "needs -",
            "records task",
        ]
    );
}
