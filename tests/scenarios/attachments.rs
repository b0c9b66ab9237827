//! Photos, recordings and other files: carried, kept, sent, seen.

use std::fs;

use chrono::DateTime;
use e2e::{Engine, Exported, Lang, Office, Server, Tablet, skipped};
use ledger::{
    Author, Bundle, Change, DeviceId, Digest, Entry, Fields, FileRef, Ledger, Packing, RecordId,
    Salt, State, uuid_v7,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// A picture of one dot.
pub(crate) const PICTURE: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0!\xf9\x04\x01\0\0\0\0,\0\0\
    \0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// A minute of silence: more than one part on its way.
fn recording() -> Vec<u8> {
    let data = vec![0_u8; 60 * 44_100];
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    let mut wav = b"RIFF".to_vec();
    wav.extend((length + 36).to_le_bytes());
    wav.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wav.extend(44_100_u32.to_le_bytes());
    wav.extend(44_100_u32.to_le_bytes());
    wav.extend(b"\x01\0\x08\0data");
    wav.extend(length.to_le_bytes());
    wav.extend(data);
    wav
}

fn file(name: &str, media_type: &str, bytes: &[u8]) -> FileRef {
    FileRef {
        name: name.to_owned(),
        sha256: Digest(Sha256::digest(bytes).into()),
        size: bytes.len() as u64,
        media_type: media_type.to_owned(),
    }
}

/// The site's ledger, and a device that writes on in it.
struct Writer {
    ledger: Ledger,
    author: Author,
    entries: Vec<Entry>,
}

impl Writer {
    fn on(exported: &Exported) -> Self {
        let mut ledger = Ledger::new(exported.bundle.site);
        for entry in &exported.bundle.entries {
            ledger.admit(entry).expect("the exported ledger");
        }
        let author = Author {
            device: DeviceId(uuid_v7(7, [7; 10])),
            actor: person(ledger.state(), "assistant"),
        };
        Self {
            ledger,
            author,
            entries: exported.bundle.entries.clone(),
        }
    }

    fn write(&mut self, kind: &str, id: RecordId, set: Fields) {
        let now = DateTime::from_timestamp_millis(1_790_000_000_000).expect("a time");
        let change = Change {
            kind: kind.to_owned(),
            id,
            set,
        };
        let salt = Salt([5; 16]);
        let entry = self
            .ledger
            .write(self.author, now.fixed_offset(), salt, change)
            .expect("an entry");
        self.ledger.admit(&entry).expect("an entry that fits");
        self.entries.push(entry);
    }

    /// Everything as a bundle, with files.
    fn packed(&self, files: &[(&FileRef, &[u8])]) -> String {
        let made = DateTime::from_timestamp_millis(0).expect("a time");
        let made = made.fixed_offset();
        let bundle = Bundle::new(&self.ledger, self.author.device, made, self.entries.clone());
        let (mut packing, mut text) = Packing::begin(&bundle);
        for (file, bytes) in files {
            text += &packing.file(&file.sha256);
            text += &packing.bytes(bytes);
            text += &packing.end_file();
        }
        text + packing.end()
    }
}

fn first(state: &State, kind: &str) -> RecordId {
    state.records(kind).next().expect("a record").0
}

/// The first person with a role, as the tablet lists them.
fn person(state: &State, role: &str) -> RecordId {
    let people = state.records("person");
    let person = people
        .filter(|(_, person)| person.text("role") == Some(role))
        .min_by_key(|(_, person)| person.text("name:en"));
    person.expect("somebody").0
}

/// A response to the demo's survey that names these files.
fn response_with(writer: &mut Writer, number: u8, files: &[&FileRef]) -> RecordId {
    let id = RecordId(uuid_v7(1_790_000_000_000, [number; 10]));
    let state = writer.ledger.state();
    let form = state
        .records("form")
        .find(|(_, form)| form.text("number") == Some("QP-08-16-F001"))
        .expect("the survey")
        .0;
    let mut set = Fields::from([
        ("form".to_owned(), json!(form)),
        ("unit".to_owned(), json!(first(state, "unit"))),
        ("campaign".to_owned(), json!(first(state, "campaign"))),
        ("answer:/opening/consent".to_owned(), json!("yes")),
    ]);
    set.extend(files.iter().map(|file| file.field()));
    writer.write("response", id, set);
    id
}

/// The picture shows and the recording can be played.
#[track_caller]
fn shows(tablet: &Tablet) {
    let browser = &tablet.browser;
    browser.wait("the picture", || {
        let width = "return document.querySelector('.attachment img')?.naturalWidth ?? 0";
        (browser.script(width, Vec::new()) == json!(1)).then_some(())
    });
    browser.wait("the recording", || {
        let length = "return document.querySelector('.attachment audio')?.duration ?? 0";
        let length = browser.script(length, Vec::new());
        length
            .as_f64()
            .is_some_and(|s| (59.0..=61.0).contains(&s))
            .then_some(())
    });
}

#[test]
fn what_is_carried_in_is_kept_sent_and_seen_at_the_office() {
    let engine = Engine::first();
    if !engine.keeps_things() {
        return skipped(
            "files",
            "the bare browser of WebKit keeps neither a profile nor files",
        );
    }
    let mut server = Server::start();
    let mut writer = Writer::on(&server.export());
    let recorded = recording();
    let picture = file("1-a.gif", "image/gif", PICTURE);
    let sound = file("2-b.wav", "audio/wav", &recorded);
    let id = response_with(&mut writer, 9, &[&picture, &sound]).to_string();
    writer.author.actor = person(writer.ledger.state(), "supervisor");
    let not_theirs = response_with(&mut writer, 8, &[&picture]).to_string();
    let bundle = writer.packed(&[(&picture, PICTURE), (&sound, &recorded)]);

    let mut tablet = Tablet::ready(engine, &server, "tablet", Lang::En);
    server.kill();
    let carried = tablet.browser.home().join("carried.json");
    fs::write(&carried, bundle).expect("the file");
    tablet.settings();
    tablet.browser.choose_file("#import", &carried);
    let good = r#"#files .notice[data-kind="good"]"#;
    tablet.browser.see_text(good, "2 new files");
    tablet.browser.see_text("#attachments", "of which 2");

    // A dead battery; no server.
    tablet.browser.kill();
    tablet.browser.start_again();
    tablet.open(&format!("/response/{id}"));
    shows(&tablet);
    // Whoever may not read a response doesn't see its files, though they are on the tablet.
    tablet.open(&format!("/response/{not_theirs}"));
    tablet.browser.see_text("main", "not part of your work");
    assert_eq!(tablet.browser.count(".attachment"), 0);

    // An export carries on what was carried in.
    tablet.settings();
    let exported = Exported::from_settings(&tablet.browser);
    assert_eq!(exported.bundle.files.len(), 2);

    server.start_again();
    let address = |file: &FileRef| {
        server.url(&format!(
            "/api/v1/sites/{}/files/{}",
            writer.ledger.site(),
            file.sha256
        ))
    };
    tablet.browser.wait("the files at the server", || {
        let there = |file| ureq::get(address(file)).call().is_ok();
        (there(&picture) && there(&sound)).then_some(())
    });
    tablet.all_sent();
    tablet.browser.see_text("#attachments", "all at the office");
    server.verify();

    let office = Office::open(engine, &server, Lang::En);
    office.read(&id);
    shows(&office.app);
}

#[test]
fn what_a_questionnaire_needs_comes_to_the_tablet_before_it_goes_offline() {
    let engine = Engine::first();
    let mut server = Server::start();
    let mut writer = Writer::on(&server.export());
    let table = b"name,label\nlychee,Lychee\n";
    let needed = file("fruits.csv", "text/csv", table);
    let form = RecordId(uuid_v7(1_790_000_000_000, [3; 10]));
    writer.write(
        "form",
        form,
        Fields::from([
            ("number".to_owned(), json!("F-9")),
            ("version".to_owned(), json!("1")),
            needed.field(),
        ]),
    );
    let tablet = Tablet::ready(engine, &server, "tablet", Lang::En);
    // Asked for before it has arrived.
    tablet.browser.expect_error("/files/");
    // The entry is there before the file is.
    let sync = server.url(&format!("/api/v1/sites/{}/sync", writer.ledger.site()));
    let post = |text: String| {
        let sent = ureq::post(&sync)
            .content_type("application/json")
            .send(text);
        assert!(sent.is_ok(), "{sent:?}");
    };
    post(writer.packed(&[]));
    tablet.settings();
    tablet
        .browser
        .see_text("#storage", "1 still to come (25 B)");
    tablet.today();
    tablet.browser.see_text(".notice", "still to come: 1");
    post(writer.packed(&[(&needed, table)]));
    tablet.browser.reload();
    tablet.settings();
    tablet.browser.see_text("#storage", "All here");
    server.kill();
    let export = engine
        .keeps_things()
        .then(|| Exported::from_settings(&tablet.browser));
    if let Some(export) = export {
        assert_eq!(export.bundle.files[0].data, table);
    }
}

/// What version 0.1.0 left on the disk is read on: the areas for files are added to it.
#[test]
fn a_storage_from_before_there_were_files_is_opened_and_keeps_what_it_has() {
    let server = Server::start();
    let exported = server.export();
    let writer = Writer::on(&exported);
    let tablet = Tablet::new(Engine::first(), &server, "tablet");
    let browser = &tablet.browser;
    // A page of the server that is not the app.
    tablet.open("/healthz");
    let device = "01890a5d-ac96-774b-bcce-b302099a8057";
    let identity = json!({"device": device, "actor": writer.author.actor});
    let draft = json!({
        "id": uuid_v7(1, [1; 10]), "form": first(writer.ledger.state(), "form"),
        "unit": first(writer.ledger.state(), "unit"), "campaign": null,
        "started": "2026-06-01T10:00:00+08:00", "updated_ms": 1, "seed": 1, "page": 0,
        "progress": [0, 3], "answers": {},
    });
    let site = exported.bundle.site.to_string();
    let rows = [
        json!(["doorstep", "meta", "site", site]),
        json!([
            format!("doorstep-{site}"),
            "meta",
            "identity",
            identity.to_string()
        ]),
        json!([
            format!("doorstep-{site}"),
            "drafts",
            draft["id"],
            draft.to_string()
        ]),
    ];
    let made = browser.script_async(
        "const [rows, done] = arguments;
        const put = ([name, area, key, text]) => new Promise((resolve, reject) => {
            const opening = indexedDB.open(name, 1);
            opening.onupgradeneeded = () => ['meta', 'entries', 'drafts']
                .forEach(area => opening.result.createObjectStore(area));
            opening.onsuccess = () => {
                const database = opening.result;
                const writing = database.transaction(area, 'readwrite');
                const row = new TextEncoder().encode('\\0' + text);
                writing.objectStore(area).put(row, key);
                writing.oncomplete = () => { database.close(); resolve(); };
            };
            opening.onerror = () => reject(opening.error);
        });
        rows.reduce((before, row) => before.then(() => put(row)), Promise.resolve())
            .then(() => done('made'), error => done(String(error)))",
        vec![Value::from(rows.to_vec())],
    );
    assert_eq!(made, json!("made"));
    tablet.open("/settings");
    tablet.browser.see_text("#storage", device);
    let facts = tablet.browser.texts("#storage dl div");
    let drafts = facts
        .iter()
        .find(|fact| fact.contains('1') && fact.len() < 40);
    assert!(drafts.is_some(), "the draft is still there: {facts:?}");
    tablet.all_sent();
}
