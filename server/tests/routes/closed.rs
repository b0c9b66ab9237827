//! A closed site to test on: one person of each role, and devices that join.

use ledger::{Bundle, Change, DeviceId, Entry, Fields, RecordId, SiteId, sync::Answer};
use needs::{Localised, Person, Role};
use serde_json::{Value, json};
use server::storage::{Opening, Storage, Taking};
use ureq::{Body, http::Response};
use uuid::Uuid;

use crate::{
    cli::printed,
    device::{Device, new_site},
    engines::{Database, databases, run},
    server::{Server, client, post},
};

/// A closed site with one person of each role, and its server.
pub(crate) struct Closed {
    pub(crate) server: Server,
    pub(crate) database: Database,
    pub(crate) site: SiteId,
    /// In the order of [`Role::ALL`].
    pub(crate) people: Vec<RecordId>,
}

/// A device that has joined.
pub(crate) struct Member {
    pub(crate) token: String,
    pub(crate) person: RecordId,
    pub(crate) device: Device,
}

pub(crate) fn on_each_closed_site(test: impl Fn(&Closed)) {
    for database in databases() {
        let closed = Closed::over(database);
        test(&closed);
    }
}

pub(crate) fn change(kind: &str, id: RecordId, field: &str, value: Value) -> Change {
    Change {
        kind: kind.to_owned(),
        id,
        set: Fields::from([(field.to_owned(), value)]),
    }
}

pub(crate) fn response(id: RecordId) -> Change {
    change("response", id, "answer:/name", json!("a secret"))
}

pub(crate) fn new_record() -> RecordId {
    RecordId(Uuid::new_v4())
}

impl Closed {
    pub(crate) fn over(database: Database) -> Self {
        let site = new_site();
        let mut office = Device::new(site);
        let people: Vec<_> = Role::ALL
            .map(|role| {
                let (person, name) = (new_record(), role.name());
                let name = Localised {
                    zh_hant: name,
                    zh_hans: name,
                    en: name,
                };
                office.write_as(RecordId(site.0), Person::change(person, name, role));
                person
            })
            .into();
        run(async {
            let storage = Storage::open(&database.location()).await.unwrap();
            storage.make_site(site, Opening::Closed).await.unwrap();
            let entries = office.entries.clone();
            let pushed = storage.push(site, entries, Taking::AllOrNone).await;
            assert_eq!(pushed.unwrap().added, 5);
            storage.close().await;
        });
        Self {
            server: Server::of(&database),
            database,
            site,
            people,
        }
    }

    pub(crate) fn person(&self, role: Role) -> RecordId {
        let at = Role::ALL.iter().position(|known| *known == role).unwrap();
        self.people[at]
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}/api/v1/sites/{}/{path}", self.server.url, self.site)
    }

    /// A code for the one person of a role, made at the command line.
    pub(crate) fn code(&self, role: Role) -> String {
        let site = self.site.to_string();
        let words = [
            "invite",
            "--site",
            &site,
            "--role",
            role.name(),
            "--name",
            role.name(),
        ];
        let said = printed(&words, &self.database);
        let (_, link) = said.split_once("/#join=").unwrap();
        let (_, code) = link.lines().next().unwrap().split_once('.').unwrap();
        code.to_owned()
    }

    pub(crate) fn try_join(&self, code: &str, device: DeviceId) -> Response<Body> {
        let asked = json!({"site": self.site, "code": code, "device": device, "label": "Tablet"});
        let url = format!("{}/api/v1/join", self.server.url);
        post(&url, asked.to_string().as_bytes())
    }

    pub(crate) fn join(&self, role: Role) -> Member {
        self.join_as(role, Device::new(self.site))
    }

    pub(crate) fn join_as(&self, role: Role, device: Device) -> Member {
        let mut answer = self.try_join(&self.code(role), device.id);
        let text = answer.body_mut().read_to_string().unwrap();
        assert_eq!(answer.status(), 200, "{text}");
        let given: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(given["person"], json!(self.person(role)));
        Member {
            token: given["token"].as_str().unwrap().to_owned(),
            person: self.person(role),
            device,
        }
    }

    pub(crate) fn get(&self, path: &str, token: Option<&str>) -> Response<Body> {
        let mut request = client().get(self.url(path));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        request.call().unwrap()
    }

    pub(crate) fn try_sync(&self, token: &str, bundle: &Bundle) -> Response<Body> {
        client()
            .post(self.url("sync"))
            .header("authorization", format!("Bearer {token}"))
            .content_type("application/json")
            .send(&serde_json::to_vec(bundle).unwrap()[..])
            .unwrap()
    }

    pub(crate) fn sync(&self, member: &Member, bundle: &Bundle) -> Answer {
        let mut answer = self.try_sync(&member.token, bundle);
        let text = answer.body_mut().read_to_string().unwrap();
        assert_eq!(answer.status(), 200, "{text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Sends everything of a member and gives what a manager's new device then reads.
    pub(crate) fn after(&self, member: &Member) -> Vec<Entry> {
        self.sync(member, &member.device.bundle());
        self.all()
    }

    /// Everything that there is, as a manager reads it.
    pub(crate) fn all(&self) -> Vec<Entry> {
        let reader = self.join(Role::Manager);
        let answer = self.sync(&reader, &reader.device.bundle());
        let entries = answer.entries.into_iter();
        entries.map(|received| received.entry).collect()
    }
}

impl Member {
    pub(crate) fn write(&mut self, change: Change) -> &mut Self {
        self.device.write_as(self.person, change);
        self
    }
}
