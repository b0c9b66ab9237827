use serde_json::json;

use super::*;
use crate::{chain::genesis, replica::tests::site};

fn entry() -> EntryV1 {
    let device = DeviceId(crate::uuid_v7(1, [1; 10]));
    let id = RecordId(crate::uuid_v7(2, [2; 10]));
    let set = Fields::from([("name".into(), json!({"en": "Wang", "zh-Hant": "王"}))]);
    EntryV1::write(
        Author { device, actor: id },
        (1, genesis(site(), device)),
        (
            Hlc::at(1_000),
            DateTime::parse_from_rfc3339("2026-11-22T16:00:00+08:00").unwrap(),
        ),
        Salt([7; 16]),
        (
            Change {
                kind: "person".into(),
                id,
                set,
            },
            None,
        ),
    )
    .unwrap()
}

fn read(change: impl FnOnce(&mut Value)) -> Result<Entry, Invalid> {
    let mut value = serde_json::to_value(entry()).unwrap();
    change(&mut value);
    Entry::from_json(value)
}

#[test]
fn reads_back_to_the_same_hash() {
    let entry = Entry::V1(Box::new(entry()));
    let again: Entry = serde_json::from_str(&serde_json::to_string(&entry).unwrap()).unwrap();
    assert_eq!(again, entry);
    assert_eq!(again.hash(), entry.hash());
}

#[test]
fn an_erased_body_leaves_the_hash_as_it_was() {
    let erased = read(|v| {
        v.as_object_mut().unwrap().remove("set");
        v.as_object_mut().unwrap().remove("salt");
    });
    assert_eq!(erased.unwrap().hash(), Entry::V1(Box::new(entry())).hash());
}

#[test]
fn what_was_changed_or_is_out_of_bounds_is_named() {
    let at = |result: Result<Entry, Invalid>| result.unwrap_err().at;
    assert_eq!(at(read(|v| v["set"]["name"]["en"] = "Wong".into())), "set");
    assert_eq!(at(read(|v| v["kind"] = "Person".into())), "kind");
    assert_eq!(at(read(|v| v["seq"] = 0.into())), "seq");
    assert_eq!(at(read(|v| v["wall"] = "yesterday".into())), "wall");
    assert_eq!(at(read(|v| v["v"] = 0.into())), "v");
    assert_eq!(at(read(|v| v["set"]["area"] = json!(80.5))), "set.area");
    assert_eq!(
        at(read(|v| drop(v.as_object_mut().unwrap().remove("salt")))),
        "salt"
    );
    assert_eq!(at(read(|v| v["extra"] = 1.into())), "entry");
}

#[test]
fn a_later_version_is_kept_as_it_came() {
    let raw = json!({
        "v": 2, "device": entry().device, "seq": 1, "body": entry().body, "prev": entry().prev,
        "lamport": 12, "set": {"name": "Wang"}, "salt": entry().salt,
    });
    let entry = Entry::from_json(raw.clone()).unwrap();
    assert!(matches!(&entry, Entry::Newer(newer) if newer.version() == 2));
    assert_eq!(entry.to_json(), raw);
    let mut other = raw.clone();
    other["lamport"] = 13.into();
    assert_ne!(Entry::from_json(other).unwrap().hash(), entry.hash());
}
