//! Tables that follow from the entries, held against them: whoever may write into the database
//! could make a manager of themselves there, and the entries would still be as they were written.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{
    DeviceId, Digest, Entry, FileRef, Place, RecordId, State, audit::Audit, erase, ruling,
};
use needs::Person;

use crate::storage::{Beside, DEVICE, Opening};

/// What the entries say that is written down beside them too.
#[derive(Default)]
pub(super) struct Said {
    /// Which records name which files.
    files: BTreeSet<(Digest, RecordId)>,
    /// People, devices, rulings and erasures; nothing else.
    state: State,
}

impl Said {
    /// Takes note of what one entry says.
    pub(super) fn by(&mut self, entry: &Entry) {
        // What an entry of a later version is about is not known; it stands under no record.
        let record = match entry {
            Entry::V1(entry) => entry.id,
            Entry::Newer(_) => RecordId(uuid::Uuid::nil()),
        };
        let files = FileRef::named_by(entry).into_iter();
        self.files.extend(files.map(|file| (file.sha256, record)));
        if let Some(Person::KIND | DEVICE | ruling::KIND | erase::KIND) = entry.kind() {
            self.state.apply(entry);
        }
    }
}

/// Tells what stands otherwise beside the entries. At an open site everyone may do everything.
pub(super) fn compare(audit: &mut Audit, opening: Opening, beside: &Beside, said: &Said) {
    let mut found = Vec::new();
    let state = &said.state;
    for (file, record) in &beside.files {
        if !said.files.contains(&(*file, *record)) {
            found.push((
                None,
                format!("no entry of record {record} names file {file}"),
            ));
        }
    }
    if opening == Opening::Closed {
        found.extend(people(state, &beside.people).map(|what| (None, what)));
        found.extend(rulings(&audit.ruled_out().collect(), &beside.rulings));
        found.extend(devices(state, &beside.devices).map(|what| (None, what)));
    } else if state.records(DEVICE).next().is_some() || !beside.devices.is_empty() {
        let what = "the site asks nobody who they are, though devices have joined it";
        found.push((None, what.to_owned()));
    }
    for (place, what) in found {
        audit.damaged(None, place, what);
    }
}

fn people(state: &State, stored: &[(RecordId, String)]) -> impl Iterator<Item = String> {
    let written: BTreeMap<RecordId, &str> = state
        .records(Person::KIND)
        .filter_map(|(person, record)| Some((person, record.text("role")?)))
        .collect();
    let stored: BTreeMap<RecordId, &str> = stored
        .iter()
        .map(|(person, role)| (*person, role.as_str()))
        .collect();
    let all: BTreeSet<RecordId> = written.keys().chain(stored.keys()).copied().collect();
    let differs = |person| {
        let (is, should) = (stored.get(&person), written.get(&person));
        let name = |role: Option<&&str>| role.map_or("nothing".to_owned(), |role| (*role).into());
        (is != should).then(|| {
            let (is, should) = (name(is), name(should));
            format!("person {person} counts as {is}, and the entries say {should}")
        })
    };
    all.into_iter()
        .filter_map(differs)
        .collect::<Vec<_>>()
        .into_iter()
}

fn rulings(written: &BTreeSet<Place>, stored: &[Place]) -> Vec<(Option<Place>, String)> {
    let stored: BTreeSet<Place> = stored.iter().copied().collect();
    let counts = "counts for the server, though it was ruled out";
    let left_out = "is left out by the server, though nothing rules it out";
    let of = |what: &str, places: Vec<Place>| -> Vec<_> {
        let places = places.into_iter();
        places.map(|place| (Some(place), what.to_owned())).collect()
    };
    let mut found = of(counts, written.difference(&stored).copied().collect());
    found.extend(of(left_out, stored.difference(written).copied().collect()));
    found
}

/// A device that the entries know and the table doesn't is none that could come in: that is so
/// after a restore.
fn devices(state: &State, stored: &[(DeviceId, RecordId, bool)]) -> impl Iterator<Item = String> {
    let differs = |(device, person, inside): &(DeviceId, RecordId, bool)| {
        let record = state.record(DEVICE, RecordId(device.0));
        let Some(record) = record else {
            return Some(format!(
                "device {device} is let in, and no entry says that it joined"
            ));
        };
        if record.text("person") != Some(&person.to_string()) {
            return Some(format!(
                "device {device} counts as {person}'s, and the entries say not"
            ));
        }
        let joined = record.text("state") == Some("joined");
        (joined != *inside).then(|| match inside {
            true => format!("device {device} is let in, and the entries say that it has to leave"),
            false => format!("device {device} is kept out, and the entries say that it joined"),
        })
    };
    stored
        .iter()
        .filter_map(differs)
        .collect::<Vec<_>>()
        .into_iter()
}
