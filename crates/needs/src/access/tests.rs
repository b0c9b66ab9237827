use ledger::{Fields, RecordId, uuid_v7};
use serde_json::json;

use super::*;
use crate::Role::Executive;

fn person(n: u8) -> RecordId {
    RecordId(uuid_v7(1, [n; 10]))
}

/// What becomes of an entry of a kind that person 1, with this role, writes about a record which
/// person `first` began.
fn check(role: Role, kind: &str, field: &str, first: Option<u8>) -> Result<(), Breach> {
    let caller = Caller {
        person: person(1),
        role,
    };
    let set = Fields::from([(field.to_owned(), json!(true))]);
    let subject = Subject {
        kind: Some(kind),
        set: Some(&set),
        actor: Some(person(1)),
    };
    caller.check(subject, first.map(person))
}

/// Each role in the order of `Role::ALL`: `+` writes about any record, `o` about own ones, `-`
/// none.
#[test]
fn who_writes_what() {
    let table = [
        ("site", "--+--"),
        ("person", "--+--"),
        ("building", "-++--"),
        ("unit", "-++--"),
        ("campaign", "-++--"),
        ("sample", "-++--"),
        ("assignment", "+++--"),
        ("form", "-++--"),
        ("response", "o++--"),
        ("visit", "o++--"),
        ("consent", "+++--"),
        ("wording", "-++--"),
        ("interview", "o++--"),
        ("note", "o++-o"),
        ("erase", "--+--"),
        ("device", "-----"),
        ("export", "-++++"),
        ("access", "-----"),
        ("theme", "+++--"),
        ("passage", "o++--"),
        ("need", "o++--"),
        ("action", "-++--"),
        ("project", "-++--"),
        ("report", "-++--"),
        ("of-a-later-version", "-++--"),
    ];
    for (kind, row) in table {
        let found: String = Role::ALL
            .into_iter()
            .map(|role| {
                let own = check(role, kind, "name", Some(1)).is_ok();
                let fresh = check(role, kind, "name", None).is_ok();
                assert_eq!(own, fresh, "{kind}, {role:?}");
                match (own, check(role, kind, "name", Some(2)).is_ok()) {
                    (true, true) => '+',
                    (true, false) => 'o',
                    (false, false) => '-',
                    (false, true) => panic!("{kind}: {role:?} writes only others' records"),
                }
            })
            .collect();
        assert_eq!(found, row, "{kind}");
    }
}

#[test]
fn the_reason_is_told() {
    assert_eq!(
        check(Assistant, "response", "answer:/a", Some(2)),
        Err(Breach::OthersRecord)
    );
    assert_eq!(check(Auditor, "response", "form", None), Err(Breach::Kind));
    assert_eq!(
        check(Executive, "response", "form", None),
        Err(Breach::Kind)
    );
    assert_eq!(
        check(Manager, "device", "state", None),
        Err(Breach::ServerOnly)
    );
    let other = Subject {
        kind: Some("response"),
        set: None,
        actor: Some(person(2)),
    };
    for role in Role::ALL {
        let caller = Caller {
            person: person(1),
            role,
        };
        assert_eq!(caller.check(other, None), Err(Breach::OtherPerson));
    }
}

#[test]
fn a_supervisor_drafts_a_campaign_and_a_manager_signs_it() {
    for field in [
        "state",
        "step:approved",
        "step:running",
        "step:closed",
        "final",
    ] {
        assert_eq!(check(Manager, "campaign", field, Some(2)), Ok(()));
        let barred = check(Supervisor, "campaign", field, Some(1));
        assert_eq!(barred, Err(Breach::Field), "{field}");
    }
    for field in ["step:draft", "frame", "sample", "survey_percent", "form:1"] {
        assert_eq!(check(Supervisor, "campaign", field, None), Ok(()));
    }
    assert_eq!(
        check(Assistant, "campaign", "state", None),
        Err(Breach::Kind)
    );
}

#[test]
fn nobody_reviews_themselves() {
    for kind in ["response", "interview"] {
        for field in ["review", "remark:/a", "reason:/a"] {
            assert_eq!(check(Assistant, kind, field, Some(1)), Err(Breach::Field));
            assert_eq!(check(Supervisor, kind, field, Some(2)), Ok(()));
            assert_eq!(check(Manager, kind, field, Some(2)), Ok(()));
        }
        assert_eq!(check(Assistant, kind, "corrected", Some(1)), Ok(()));
    }
}

#[test]
fn a_manager_lifts_a_ruling_and_makes_none() {
    assert_eq!(check(Manager, "ruling", "lifted", Some(2)), Ok(()));
    assert_eq!(check(Manager, "ruling", "why", None), Err(Breach::Field));
    assert_eq!(
        check(Supervisor, "ruling", "lifted", Some(2)),
        Err(Breach::Kind)
    );
}

#[test]
fn an_entry_of_a_later_version_is_carried_for_everyone() {
    for role in Role::ALL {
        let caller = Caller {
            person: person(1),
            role,
        };
        assert_eq!(caller.check(Subject::NEWER, None), Ok(()));
    }
}

/// Each role in the order of `Role::ALL`: `+` reads all bodies, `o` those of own records, `-` none.
#[test]
fn who_reads_what() {
    let table = [
        (Some("site"), "+++++"),
        (Some("person"), "+++++"),
        (Some("building"), "+++++"),
        (Some("unit"), "+++++"),
        (Some("campaign"), "+++++"),
        (Some("sample"), "+++++"),
        (Some("assignment"), "+++++"),
        (Some("form"), "+++++"),
        (Some("response"), "o++++"),
        (Some("visit"), "+++++"),
        (Some("consent"), "+++++"),
        (Some("wording"), "+++++"),
        (Some("interview"), "o++++"),
        (Some("note"), "o++++"),
        (Some("erase"), "+++++"),
        (Some("ruling"), "+++++"),
        (Some("device"), "+++++"),
        (Some("export"), "-++++"),
        (Some("access"), "-++++"),
        (Some("theme"), "+++++"),
        (Some("passage"), "o++++"),
        (Some("need"), "o++++"),
        (None, "o++++"),
    ];
    for (kind, row) in table {
        let found: String = Role::ALL
            .into_iter()
            .map(|role| {
                let caller = Caller {
                    person: person(1),
                    role,
                };
                match (caller.sees(kind, true), caller.sees(kind, false)) {
                    (true, true) => '+',
                    (true, false) => 'o',
                    (false, _) => '-',
                }
            })
            .collect();
        assert_eq!(found, row, "{kind:?}");
    }
}

#[test]
fn only_a_manager_invites_and_revokes() {
    let may = |deed| {
        Role::ALL.map(|role| {
            let person = person(1);
            Caller { person, role }.may(deed)
        })
    };
    assert_eq!(may(Deed::Invite), [false, false, true, false, false]);
    assert_eq!(may(Deed::Revoke), [false, false, true, false, false]);
    assert_eq!(may(Deed::SeeDevices), [false, true, true, false, true]);
    assert_eq!(may(Deed::Export), [false, true, true, true, true]);
}

#[test]
fn a_reason_is_known_again_by_its_name() {
    for breach in Breach::ALL {
        assert_eq!(Breach::named(breach.name()), Some(breach));
    }
    assert_eq!(Breach::named("unheard-of"), None);
}

#[test]
fn the_page_for_people_says_what_the_rules_say() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/ACCESS.md");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(file, document()).unwrap();
    }
    let page = std::fs::read_to_string(file).unwrap();
    assert_eq!(
        page,
        document(),
        "run UPDATE_SNAPSHOTS=1 cargo test -p needs"
    );
}
