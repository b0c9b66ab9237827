//! Who may read what: an assistant gets the bodies of their own responses only, and what they
//! write of another kind than theirs is ruled out. The rules of the real server in a few lines.

use ledger::{Change, Entry, Fields, Ledger, Place, RecordId, State, sync::Received, uuid_v7};
use serde_json::json;

/// A record whose bodies are not for everyone.
pub(crate) const SECRET: &str = "response";
/// What an assistant does not write.
pub(crate) const OFFICIAL: &str = "campaign";
const PERSON: &str = "person";
const ROLE: &str = "role";

/// The person of the first device: always of the office.
pub(crate) fn office() -> RecordId {
    person(1)
}

/// The person of a device.
pub(crate) fn person(number: u8) -> RecordId {
    RecordId(uuid_v7(4, [number; 10]))
}

/// Gives a person a role.
pub(crate) fn change(person: RecordId, role: &str) -> Change {
    Change {
        kind: PERSON.to_owned(),
        id: person,
        set: Fields::from([(ROLE.to_owned(), json!(role))]),
    }
}

/// A person's role as a ledger knows it, where it was ever given.
pub(crate) fn role(state: &State, person: RecordId) -> Option<&str> {
    state.record(PERSON, person)?.text(ROLE)
}

/// What a person may read hangs on this alone: the role, and which entry gave it.
pub(crate) fn reader(state: &State, person: RecordId) -> String {
    let given = state.record(PERSON, person);
    let given = given.and_then(|record| record.cell(ROLE));
    given.map_or_else(String::new, |cell| {
        format!("{} {:?}", cell.value, cell.place())
    })
}

/// Whether nothing is withheld from a person.
pub(crate) fn reads_all(ledger: &Ledger, person: RecordId) -> bool {
    person == office() || role(ledger.state(), person) != Some("assistant")
}

/// Leaves out what an assistant may not read.
pub(crate) fn withhold(received: Received, reader: RecordId) -> Received {
    let own = match &received.entry {
        Entry::V1(entry) => entry.kind != SECRET || entry.actor == reader,
        // What it is about can't be told.
        Entry::Newer(_) => false,
    };
    if own {
        return received;
    }
    let hash = received.hash();
    Received::kept(received.received, received.entry.without_body(), hash)
}

/// The place of an entry that breaks a rule.
pub(crate) fn breach(ledger: &Ledger, entry: &Entry) -> Option<Place> {
    let Entry::V1(said) = entry else { return None };
    let breaks = said.kind == OFFICIAL && !reads_all(ledger, said.actor);
    breaks.then(|| entry.place())
}

/// Whether it is the body of a record that is not for everyone, written by somebody else.
pub(crate) fn is_secret_of_another(entry: &Entry, reader: RecordId) -> bool {
    match entry {
        Entry::V1(said) => said.kind == SECRET && said.actor != reader && entry.has_body(),
        Entry::Newer(_) => false,
    }
}
