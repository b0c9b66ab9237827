//! Closed sites: tokens, who may ask what, and which entries may stand.

use std::collections::BTreeSet;

use ledger::{Entry, RecordId, ruling};
use needs::Role;
use serde_json::{Value, json};

use crate::{
    cli::printed,
    closed::{Closed, Member, change, new_record, on_each_closed_site, response},
    device::{Device, file_of},
    engines::Database,
    server::{client, error},
};

/// Of each ruling: sequence number of the entry it is about, and why.
fn rulings(entries: &[Entry]) -> Vec<(u64, String)> {
    let ruling = |entry: &Entry| {
        let Entry::V1(entry) = entry else { return None };
        let set = entry.set.as_ref().filter(|_| entry.kind == ruling::KIND)?;
        let why = set.get(ruling::WHY)?.as_str()?.to_owned();
        Some((set[ruling::SEQ].as_u64()?, why))
    };
    entries.iter().filter_map(ruling).collect()
}

/// Every operation of the document: method, path with ids filled in, whether it needs a token.
fn operations(closed: &Closed) -> Vec<(String, String, bool)> {
    let mut document = closed.server.get("/api/v1/openapi.json");
    let text = document.body_mut().read_to_string().unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let mut all = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, says) in methods.as_object().unwrap() {
            let needs_token = says.get("security").is_none();
            assert_eq!(needs_token, path.contains("{site}"), "{method} {path}");
            let path = path
                .replace("{site}", &closed.site.to_string())
                .replace("{sha256}", &"0".repeat(64))
                .replace("{file}", "units.csv")
                .replace(['{', '}'], "");
            all.push((method.to_uppercase(), path, needs_token));
        }
    }
    all
}

fn ask(closed: &Closed, method: &str, path: &str, token: Option<&str>) -> (u16, String) {
    let url = format!("{}/api/v1{path}", closed.server.url);
    let mut request = ureq::http::Request::builder().method(method).uri(url);
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
    let code = body["error"]["code"].as_str().unwrap_or_default();
    (status, code.to_owned())
}

#[test]
fn no_route_about_a_site_answers_a_stranger() {
    on_each_closed_site(|closed| {
        let member = closed.join(Role::Assistant);
        let other = Closed::over(Database::sqlite());
        let elsewhere = other.join(Role::Manager);
        let gone = closed.join(Role::Manager);
        printed(&["revoke", &gone.device.id.to_string()], &closed.database);
        let mut asked = 0;
        for (method, path, needs_token) in operations(closed) {
            if !needs_token {
                continue;
            }
            asked += 1;
            let said = |token| ask(closed, &method, &path, token);
            let at = format!("{method} {path}");
            assert_eq!(said(None), (401, "no-token".to_owned()), "{at}");
            for strange in [elsewhere.token.as_str(), "x", &member.token[1..]] {
                let answer = (401, "unknown-token".to_owned());
                assert_eq!(said(Some(strange)), answer, "{at}");
            }
            let answer = (401, "revoked".to_owned());
            assert_eq!(said(Some(&gone.token)), answer, "{at}");
            assert_ne!(said(Some(&member.token)).0, 401, "{at}");
        }
        assert!(asked >= 9, "{asked}");
        // A list of sites tells nobody of a closed one but its own.
        let shown = |token: Option<&str>| {
            let mut request = client().get(format!("{}/api/v1/sites", closed.server.url));
            if let Some(token) = token {
                request = request.header("authorization", format!("Bearer {token}"));
            }
            let mut answer = request.call().unwrap();
            let text = answer.body_mut().read_to_string().unwrap();
            let sites: Value = serde_json::from_str(&text).unwrap();
            sites.as_array().unwrap().len()
        };
        assert_eq!((shown(None), shown(Some(&gone.token))), (0, 0));
        assert_eq!(shown(Some(&member.token)), 1);
    });
}

#[test]
fn only_a_manager_invites_and_tells_others_to_leave() {
    on_each_closed_site(|closed| {
        let members: Vec<_> = Role::ALL.map(|role| closed.join(role)).into();
        for (role, member) in Role::ALL.into_iter().zip(&members) {
            let expected = if role == Role::Manager { 200 } else { 403 };
            let invited = client()
                .post(closed.url("invitations"))
                .header("authorization", format!("Bearer {}", member.token))
                .content_type("application/json")
                .send(json!({"person": closed.people[0]}).to_string().as_bytes())
                .unwrap();
            assert_eq!(invited.status(), expected, "{role:?}");
            let sees = match role {
                Role::Supervisor | Role::Manager | Role::Auditor => 200,
                Role::Assistant | Role::Executive => 403,
            };
            let devices = closed.get("devices", Some(&member.token));
            assert_eq!(devices.status(), sees, "{role:?}");
        }
        let path = |member: &Member| format!("/sites/{}/devices/{}", closed.site, member.device.id);
        let leave =
            |who: &Member, whom: &Member| ask(closed, "DELETE", &path(whom), Some(&who.token)).0;
        let [assistant, supervisor, manager, ..] = &members[..] else {
            panic!("{}", members.len());
        };
        assert_eq!(leave(supervisor, assistant), 403);
        assert_eq!(leave(manager, assistant), 200);
        assert_eq!(closed.get("me", Some(&assistant.token)).status(), 401);
        // One's own device always.
        assert_eq!(leave(supervisor, supervisor), 200);
        assert_eq!(closed.get("me", Some(&supervisor.token)).status(), 401);
    });
}

#[test]
fn what_breaks_a_rule_is_kept_ruled_out_and_holds_nothing_up() {
    on_each_closed_site(|closed| {
        let mut member = closed.join(Role::Assistant);
        let own = new_record();
        member.write(response(own));
        // Another person's name; another kind; the server's own kind; then a good one again.
        let manager = closed.person(Role::Manager);
        member.device.write_as(manager, response(new_record()));
        member.write(change("campaign", new_record(), "name:en", json!("Mine")));
        member.write(change("device", new_record(), "state", json!("joined")));
        member.write(change("response", own, "answer:/b", json!("more")));
        let entries = closed.after(&member);
        let expected = [(2, "other-person"), (3, "kind"), (4, "server-only")];
        let expected: Vec<_> = expected.map(|(seq, why)| (seq, why.to_owned())).into();
        assert_eq!(rulings(&entries), expected);
        // All five are there, and each ruling stands before the entry that it is about.
        let chain: Vec<u64> = entries
            .iter()
            .filter(|entry| entry.device() == member.device.id)
            .map(Entry::seq)
            .collect();
        assert_eq!(chain, [1, 2, 3, 4, 5]);
        let mut ruled = BTreeSet::new();
        for entry in &entries {
            ruled.extend(
                rulings(std::slice::from_ref(entry))
                    .into_iter()
                    .map(|(seq, _)| seq),
            );
            if entry.device() == member.device.id && [2, 3, 4].contains(&entry.seq()) {
                assert!(ruled.contains(&entry.seq()), "{}", entry.seq());
            }
        }
        // Sent again, nothing is ruled twice.
        assert_eq!(closed.after(&member).len(), entries.len() + 1);
    });
}

#[test]
fn an_assistant_neither_changes_nor_reads_what_another_brought_in() {
    on_each_closed_site(|closed| {
        let mut supervisor = closed.join(Role::Supervisor);
        let others = new_record();
        let photo = file_of("1-a.jpg", "image/jpeg", b"a photo");
        let mut with_photo = response(others);
        with_photo.set.extend([photo.field()]);
        supervisor.write(with_photo);
        closed.sync(&supervisor, &supervisor.device.bundle());

        let mut member = closed.join(Role::Assistant);
        // An entry of one's own about it is ruled out, and opens nothing.
        member.write(change(
            "response",
            others,
            "answer:/name",
            json!("mine now"),
        ));
        let answer = closed.sync(&member, &member.device.bundle());
        let about = |received: &&ledger::sync::Received| received.entry.id() == Some(others);
        for answer in [answer, closed.sync(&member, &member.device.bundle())] {
            let bodies = answer.entries.iter().filter(about);
            let bodies: Vec<_> = bodies
                .filter(|received| received.entry.device() == supervisor.device.id)
                .map(|received| received.entry.has_body())
                .collect();
            assert_eq!(bodies, [false]);
        }
        let file = format!("/sites/{}/files/{}", closed.site, photo.sha256);
        let said = |member: &Member| ask(closed, "GET", &file, Some(&member.token));
        assert_eq!(said(&member), (404, "unknown-file".to_owned()));
        assert_eq!(said(&supervisor), (404, "not-yet".to_owned()));
        assert_eq!(rulings(&closed.all()), [(1, "others-record".to_owned())]);
    });
}

#[test]
fn nobody_accepts_what_they_brought_in_themselves() {
    on_each_closed_site(|closed| {
        let own = new_record();
        let mut member = closed.join(Role::Assistant);
        member.write(response(own));
        for (field, value) in [
            ("review", json!({ "verdict": "accepted" })),
            ("remark:/name", json!("well done")),
            ("reason:/name", json!("because")),
        ] {
            member.write(change("response", own, field, value));
        }
        member.write(change("response", own, "corrected", json!({ "reply": "" })));
        closed.sync(&member, &member.device.bundle());
        let barred: Vec<_> = (2..=4).map(|seq| (seq, "field".to_owned())).collect();
        assert_eq!(rulings(&closed.all()), barred);

        let mut supervisor = closed.join(Role::Supervisor);
        supervisor.write(change(
            "response",
            own,
            "review",
            json!({ "verdict": "accepted" }),
        ));
        closed.sync(&supervisor, &supervisor.device.bundle());
        assert_eq!(rulings(&closed.all()), barred);
    });
}

#[test]
fn a_foreign_device_is_ruled_out_until_it_joins() {
    on_each_closed_site(|closed| {
        // A colleague brings in what a tablet wrote that the server does not know yet.
        let mut stray = Device::new(closed.site);
        stray.write_as(closed.person(Role::Assistant), response(new_record()));
        let carrier = closed.join(Role::Supervisor);
        closed.sync(&carrier, &carrier.device.bundle_of(stray.entries.clone()));
        assert_eq!(rulings(&closed.all()), [(1, "unknown-device".to_owned())]);

        // When it joins, the server takes its ruling back.
        closed.join_as(Role::Assistant, stray);
        let lifted = closed.all().into_iter().any(|entry| match entry {
            Entry::V1(entry) => {
                let set = entry.set.as_ref().filter(|_| entry.kind == ruling::KIND);
                set.is_some_and(|set| set.get(ruling::LIFTED) == Some(&json!(true)))
            }
            Entry::Newer(_) => false,
        });
        assert!(lifted);
    });
}

#[test]
fn nobody_rises_by_writing_a_managers_chain_on() {
    on_each_closed_site(|closed| {
        let mut manager = closed.join(Role::Manager);
        manager.write(response(new_record()));
        closed.sync(&manager, &manager.device.bundle());
        let member = closed.join(Role::Assistant);

        let me = closed.person(Role::Assistant);
        let mut forger = manager.device.clone();
        forger.write_as(
            closed.person(Role::Manager),
            change("person", me, "role", json!("manager")),
        );
        let forged = forger.entries.last().unwrap().clone();
        closed.sync(&member, &member.device.bundle_of(vec![forged.clone()]));
        let ruled = rulings(&closed.all());
        assert_eq!(ruled, [(forged.seq(), "other-person".to_owned())]);

        // Still an assistant: invites nobody.
        let path = format!("/sites/{}/invitations", closed.site);
        let (status, _) = ask(closed, "GET", &path, Some(&member.token));
        assert_eq!(status, 403);
    });
}

#[test]
fn nobody_writes_the_servers_chain_on_and_a_changed_entry_is_refused() {
    on_each_closed_site(|closed| {
        let mut member = closed.join(Role::Manager);
        let answer = closed.sync(&member, &member.device.bundle());
        member.device.read(&answer);
        let office = |entry: &&Entry| entry.kind() == Some("device");
        let server = member.device.entries.iter().find(office).unwrap().device();
        let mut forger = member.device.clone();
        forger.id = server;
        forger.write_as(
            RecordId(closed.site.0),
            change("device", new_record(), "state", json!("x")),
        );
        let forged = forger.entries.last().unwrap().clone();
        let answer = closed.sync(&member, &member.device.bundle_of(vec![forged]));
        assert_eq!(answer.refused.len(), 1);

        member.write(response(new_record()));
        let mut bundle = serde_json::to_value(member.device.bundle()).unwrap();
        let last = bundle["entries"]
            .as_array_mut()
            .unwrap()
            .last_mut()
            .unwrap();
        last["set"]["answer:/name"] = json!("changed on the way");
        let mut answer = client()
            .post(closed.url("sync"))
            .header("authorization", format!("Bearer {}", member.token))
            .content_type("application/json")
            .send(bundle.to_string().as_bytes())
            .unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        assert!(
            answer.status() == 400 || !text.contains("changed on the way"),
            "{text}"
        );
        assert!(!format!("{:?}", closed.all()).contains("changed on the way"));
    });
}

#[test]
fn a_tablet_that_was_told_to_leave_keeps_its_id_and_sends_the_rest_when_it_is_back() {
    on_each_closed_site(|closed| {
        let mut member = closed.join(Role::Assistant);
        member.write(response(new_record()));
        closed.sync(&member, &member.device.bundle());
        printed(&["revoke", &member.device.id.to_string()], &closed.database);
        member.write(response(new_record()));
        let refused = closed.try_sync(&member.token, &member.device.bundle());
        assert_eq!(error(refused), (401, "revoked".to_owned()));

        let back = closed.join_as(Role::Assistant, member.device);
        let entries = closed.after(&back);
        let sent = entries
            .iter()
            .filter(|entry| entry.device() == back.device.id);
        assert_eq!(sent.count(), 2);
        assert_eq!(rulings(&entries), []);
    });
}
