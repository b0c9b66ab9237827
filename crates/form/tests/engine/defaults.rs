//! Defaults and metadata.

use form::{Answers, Session};

use crate::scenario::{check, context, play, start};

const FORM: &str = "
| survey |
|  | type     | name  | label | default          |
|  | start    | began |       |                  |
|  | end      | ended |       |                  |
|  | today    | day   |       |                  |
|  | deviceid | dev   |       |                  |
|  | username | who   |       |                  |
|  | text     | fixed | Fixed | a-b (c)          |
|  | date     | date  | Date  | 2026-01-02       |
|  | text     | moving | Moving | concat(${fixed}, '!') |
|  | date     | now   | Now   | today()          |
| settings |
|  | form_id | version | instance_name |
|  | f1      | 7       | concat(${who}, ' ', ${day}) |
";

#[test]
fn a_session_begins_with_metadata_and_defaults() {
    check(
        FORM,
        "/began = 2026-11-22T08:15:00.000+08:00
         /day = 2026-11-22
         /dev = tablet-7
         /who = chan
         /ended =
         /fixed = a-b (c)
         /date = 2026-01-02
         /moving = a-b (c)!
         /now = 2026-11-22
         answered 4 of 4",
    );
}

#[test]
fn a_draft_gets_no_defaults_again() {
    let session = play(start(FORM), "/fixed :=");
    let mut later = context();
    later.now = "2026-11-24T09:00:00+08:00".parse().unwrap();
    let resumed = Session::resume(session.form().clone(), later, &session.answers());
    play(
        resumed,
        "/fixed =
         /moving = a-b (c)!
         /began = 2026-11-22T08:15:00.000+08:00
         /day = 2026-11-22",
    );
}

#[test]
fn finishing_gives_the_response() {
    let mut session = start(FORM);
    let done = session
        .finish("2026-11-22T08:30:00+08:00".parse().unwrap())
        .unwrap();
    assert_eq!(
        (done.form_id.as_str(), done.form_version.as_str()),
        ("f1", "7")
    );
    assert_eq!(done.instance_name.as_deref(), Some("chan 2026-11-22"));
    assert_eq!(
        done.started.as_deref(),
        Some("2026-11-22T08:15:00.000+08:00")
    );
    assert_eq!(done.ended, "2026-11-22T08:30:00.000+08:00");
    assert_eq!(done.answers["/ended"], done.ended);
}

#[test]
fn a_response_is_shown_as_it_was() {
    let mut session = start(FORM);
    let done = session
        .finish("2026-11-22T08:30:00+08:00".parse().unwrap())
        .unwrap();
    let mut shown = Session::view_answers(session.form().clone(), &done.answers);
    assert_eq!(shown.submission(), done.answers);
    let fixed = shown.find("/fixed").unwrap();
    assert!(shown.item(fixed).readonly());
    assert!(shown.set(fixed, "other").is_err());
}

#[test]
fn values_without_a_place_are_kept_aside() {
    let form = start(FORM).form().clone();
    let saved: Answers = [
        ("/fixed", "x"),
        ("/gone", "1"),
        ("/fixed/deeper", "2"),
        ("no path]", "3"),
        ("/day[3]", "4"),
    ]
    .map(|(path, value)| (path.to_owned(), value.to_owned()))
    .into();
    let session = Session::resume(form, context(), &saved);
    assert_eq!(session.item(session.find("/fixed").unwrap()).value(), "x");
    let kept: Vec<&str> = session.leftover().keys().map(String::as_str).collect();
    assert_eq!(kept, ["/day[3]", "/fixed/deeper", "/gone", "no path]"]);
}
