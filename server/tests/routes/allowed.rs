//! Who may ask what at a closed site, as one table: every route against everyone who could ask.

use std::collections::BTreeSet;

use needs::Role;
use serde_json::Value;

use crate::{
    cli::printed,
    closed::{Closed, Member, on_each_closed_site},
    engines::Database,
    server::client,
};

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq)]
enum For {
    /// Whoever comes by.
    Everyone,
    /// Whoever has joined.
    Members,
    /// Those of them who have one of these roles.
    Roles(&'static [Role]),
}

use For::{Everyone, Members, Roles};
use Role::{Auditor, Executive, Manager, Supervisor};

const MANAGER: For = Roles(&[Manager]);
const EXPORTERS: For = Roles(&[Supervisor, Manager, Executive, Auditor]);
const SEES_DEVICES: For = Roles(&[Supervisor, Manager, Auditor]);

/// Every route. One that is not in this table makes the test fail: whoever adds it has to say here
/// who may ask for it.
const ROUTES: &[(&str, &str, For)] = &[
    ("get", "/openapi.json", Everyone),
    ("get", "/sites", Everyone),
    ("post", "/join", Everyone),
    ("post", "/join/look", Everyone),
    ("post", "/sites/{site}/sync", Members),
    ("get", "/sites/{site}/events", Members),
    ("post", "/sites/{site}/files", Members),
    ("get", "/sites/{site}/files/{sha256}", Members),
    ("put", "/sites/{site}/files/{sha256}", Members),
    ("get", "/sites/{site}/me", Members),
    ("post", "/sites/{site}/rekey", Members),
    ("get", "/sites/{site}/export", EXPORTERS),
    ("get", "/sites/{site}/export/{file}", EXPORTERS),
    ("get", "/sites/{site}/invitations", MANAGER),
    ("post", "/sites/{site}/invitations", MANAGER),
    ("delete", "/sites/{site}/invitations/{person}", MANAGER),
    ("get", "/sites/{site}/devices", SEES_DEVICES),
    ("delete", "/sites/{site}/devices/{device}", MANAGER),
];

/// Status and code of what a route says to a token.
fn said(closed: &Closed, (method, path): (&str, &str), token: Option<&str>) -> (u16, String) {
    let path = path
        .replace("{site}", &closed.site.to_string())
        .replace("{sha256}", &"0".repeat(64))
        .replace("{file}", "units.csv")
        .replace(['{', '}'], "");
    let url = format!("{}/api/v1{path}", closed.server.url);
    let mut request = ureq::http::Request::builder()
        .method(method.to_uppercase().as_str())
        .uri(url);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let mut answer = client().run(request.body(()).unwrap()).unwrap();
    let status = answer.status().as_u16();
    if status == 200 {
        return (status, String::new());
    }
    let text = answer.body_mut().read_to_string().unwrap();
    let body: Value = serde_json::from_str(&text).unwrap();
    (
        status,
        body["error"]["code"].as_str().unwrap_or("?").to_owned(),
    )
}

/// Every operation of the API's own document.
fn documented(closed: &Closed) -> BTreeSet<(String, String)> {
    let mut document = closed.server.get("/api/v1/openapi.json");
    let text = document.body_mut().read_to_string().unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let mut all = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            all.insert((method.clone(), path.clone()));
        }
    }
    all
}

#[test]
fn every_route_stands_in_the_table_of_who_may_ask() {
    on_each_closed_site(|closed| {
        let table = ROUTES
            .iter()
            .map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()));
        assert_eq!(documented(closed), table.collect());
    });
}

#[test]
fn each_route_answers_whom_the_table_says_and_nobody_else() {
    on_each_closed_site(|closed| {
        let members: Vec<(Role, Member)> = Role::ALL.map(|role| (role, closed.join(role))).into();
        let other = Closed::over(Database::sqlite());
        let elsewhere = other.join(Manager).token;
        let gone = closed.join(Manager);
        printed(&["revoke", &gone.device.id.to_string()], &closed.database);
        let own = &members[2].1.token;
        let truncated = &own[1..];
        let upper = own.to_uppercase();
        let strangers = [
            (None, "no-token"),
            (Some(""), "no-token"),
            (Some(&*elsewhere), "unknown-token"),
            (Some(truncated), "unknown-token"),
            (Some(&*upper), "unknown-token"),
            (Some(&*gone.token), "revoked"),
        ];
        for (method, path, may) in ROUTES.iter().copied() {
            let asked = |token: Option<&str>| said(closed, (method, path), token);
            for (token, code) in strangers {
                let (status, said) = asked(token);
                let at = format!("{method} {path} with {token:?}: {status} {said}");
                if may == Everyone {
                    assert!(status < 500 && status != 401 && status != 403, "{at}");
                } else {
                    assert_eq!((status, &*said), (401, code), "{at}");
                }
            }
            for (role, member) in &members {
                let (status, said) = asked(Some(&member.token));
                let at = format!("{method} {path} by {role:?}: {status} {said}");
                let barred = matches!(may, Roles(roles) if !roles.contains(role));
                if barred {
                    assert_eq!((status, &*said), (403, "not-allowed"), "{at}");
                } else {
                    assert!(status < 500 && status != 401 && status != 403, "{at}");
                }
            }
        }
    });
}
