//! The way of a response through the supervisor's review, and the signs of its quality.

#![expect(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod office;
mod quality;
mod talks;

use std::collections::BTreeMap;

use ledger::{Change, Fields};
use needs::{
    Response, files_of,
    review::{Stage, WHOLE, correct, files_to_keep, gone_over, items, refilled, sent_back},
    with_answered_files,
};
use office::{ASSISTANT, Office, SUPERVISOR, answers, file, filled, record};
use serde_json::json;

/// A response with a photo, as it came in.
fn one() -> Office {
    let mut office = Office::new();
    let pairs = [
        ("/a", "1"),
        ("/photo", "p.jpg"),
        ("/meta/audit", "audit.csv"),
        ("/gone", "x"),
    ];
    let change = filled(1, 100, "2026-11-22T09:50:00+08:00", &pairs);
    let change = with_answered_files(change, &[file("p.jpg"), file("audit.csv")]);
    office.write(ASSISTANT, change);
    office
}

fn names(office: &Office) -> Vec<String> {
    files_of(office.state(), record(1))
        .into_iter()
        .map(|file| file.name)
        .collect()
}

#[test]
fn a_response_is_sent_back_corrected_and_accepted() {
    let mut office = one();
    assert_eq!(office.review(1).stage(), Stage::New);
    let remarks = answers(&[
        ("/a", " Which of the two? "),
        (WHOLE, "Thank you"),
        ("/b", " "),
    ]);
    let back = office.review(1).send_back("response", record(1), &remarks);
    office.write(SUPERVISOR, back);
    let review = office.review(1);
    assert_eq!(review.stage(), Stage::Returned);
    assert_eq!(review.reviewed().unwrap().actor, record(SUPERVISOR));
    let expected = BTreeMap::from([("/a", "Which of the two?"), (WHOLE, "Thank you")]);
    assert_eq!(review.remarks(), expected);
    assert_eq!(sent_back(office.state(), record(ASSISTANT)).len(), 1);
    assert!(sent_back(office.state(), record(SUPERVISOR)).is_empty());

    let again = filled(
        1,
        100,
        "2026-11-22T09:50:00+08:00",
        &[("/a", "2"), ("/photo", "p.jpg")],
    );
    let again = refilled(office.state(), &again).unwrap();
    office.write(ASSISTANT, again);
    assert_eq!(office.review(1).stage(), Stage::Corrected);
    assert!(sent_back(office.state(), record(ASSISTANT)).is_empty());
    assert_eq!(items(office.state(), |stage, _| stage.waits()).len(), 1);

    let accepted = office.review(1).accept("response", record(1));
    office.write(SUPERVISOR, accepted);
    assert_eq!(office.review(1).stage(), Stage::Accepted);
    assert!(
        office.review(1).remarks().is_empty(),
        "they were dealt with"
    );
    assert_eq!(Response::all(office.state()).len(), 1, "still one record");
}

#[test]
fn what_is_filled_in_again_writes_only_what_differs() {
    let office = one();
    let again = filled(
        1,
        100,
        "2026-11-22T11:00:00+08:00",
        &[("/a", "2"), ("/photo", "p.jpg")],
    );
    let again = with_answered_files(again, &[file("p.jpg")]);
    let change = refilled(office.state(), &again).unwrap();
    let expected = Fields::from([
        ("answer:/a".to_owned(), json!("2")),
        ("answer:/gone".to_owned(), json!(null)),
        ("corrected".to_owned(), json!({ "reply": "" })),
    ]);
    assert_eq!(
        change.set, expected,
        "neither the start nor the log of the filling"
    );
    assert_eq!(refilled(office.state(), &filled(7, 100, "", &[])), None);
}

#[test]
fn files_survive_the_way_back_and_replaced_ones_go() {
    let mut office = one();
    assert_eq!(
        files_to_keep(office.state(), record(1)),
        ["audit.csv", "p.jpg"]
    );
    // The photo's bytes are no longer on the tablet: it is not among the files of the draft.
    let again = filled(
        1,
        100,
        "",
        &[("/a", "1"), ("/photo", "p.jpg"), ("/gone", "x")],
    );
    let change = refilled(office.state(), &again).unwrap();
    office.write(ASSISTANT, change);
    assert_eq!(names(&office), ["audit.csv", "p.jpg"]);
    let again = filled(
        1,
        100,
        "",
        &[("/a", "1"), ("/photo", "new.jpg"), ("/gone", "x")],
    );
    let again = with_answered_files(again, &[file("new.jpg")]);
    let change = refilled(office.state(), &again).unwrap();
    office.write(ASSISTANT, change);
    assert_eq!(names(&office), ["audit.csv", "new.jpg"]);
}

#[test]
fn the_office_corrects_with_a_reason() {
    let mut office = one();
    office.write(
        SUPERVISOR,
        correct(record(1), "/a", "3", " Asked by phone "),
    );
    let (why, touch) = office.review(1).reason("/a").unwrap();
    assert_eq!((why, touch.actor), ("Asked by phone", record(SUPERVISOR)));
    let response = Response::find(office.state(), record(1)).unwrap();
    assert_eq!(response.answers()["/a"], "3");
    assert_eq!(
        office.review(1).stage(),
        Stage::New,
        "a correction is no verdict"
    );
    office.write(SUPERVISOR, correct(record(1), "/a", "", "A slip"));
    let response = Response::find(office.state(), record(1)).unwrap();
    assert!(!response.answers().contains_key("/a"));
}

#[test]
fn an_interview_goes_the_same_way() {
    let mut office = Office::new();
    let set = Fields::from([("line:a".to_owned(), json!({ "text": "slow lift", "at": 0 }))]);
    let (kind, id) = ("interview".to_owned(), record(1));
    office.write(ASSISTANT, Change { kind, id, set });
    let remarks = answers(&[("a", "Which lift?")]);
    let back = office.review(1).send_back("interview", record(1), &remarks);
    office.write(SUPERVISOR, back);
    assert_eq!(
        sent_back(office.state(), record(ASSISTANT))[0].kind,
        "interview"
    );
    office.write(
        ASSISTANT,
        gone_over("interview", record(1), " The left one "),
    );
    assert_eq!(office.review(1).stage(), Stage::Corrected);
    assert_eq!(office.review(1).reply().unwrap().0, "The left one");
    // Sent back once more, with other remarks.
    let back = office
        .review(1)
        .send_back("interview", record(1), &answers(&[(WHOLE, "When?")]));
    office.write(SUPERVISOR, back);
    assert_eq!(
        office.review(1).remarks(),
        BTreeMap::from([(WHOLE, "When?")])
    );
    assert_eq!(office.review(1).stage(), Stage::Returned);
}
