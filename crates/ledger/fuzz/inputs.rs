//! What the fuzz targets, and the test that replays their corpus, do with an input.
//!
//! Nothing is expected of the outcome: what matters is that there is one, soon, and no panic; and
//! that what was taken is given on as it came.

use ledger::{
    Bundle, Entry, FileRef, Ledger, State,
    backup::{FRAME_BYTES, Packer, Trial, read_beginning, read_frame, unpack},
    lean::{Reader, Writer},
    sync::Answer,
    transfer::Holdings,
    transfer::Inquiry,
    wire,
};

/// A bundle, as a file or as the body of a request: read, opened, taken in, folded.
pub fn bundle(data: &[u8]) {
    let Ok(bundle) = Bundle::read(data) else {
        return;
    };
    let text = serde_json::to_vec(&bundle).unwrap_or_default();
    if let Ok(again) = Bundle::read(&text) {
        assert!(
            again.entries == bundle.entries,
            "a bundle changes when it is written"
        );
    }
    fold(&bundle.entries);
    let mut ledger = Ledger::new(bundle.site);
    if let Ok(opening) = bundle.open(&ledger) {
        for entry in &opening.fresh {
            let _ = ledger.admit(entry);
        }
        let _ = ledger.heads();
    }
}

/// What a server answers.
pub fn answer(data: &[u8]) {
    if let Ok(answer) = serde_json::from_slice::<Answer>(data) {
        let entries: Vec<_> = answer
            .entries
            .into_iter()
            .map(|received| received.entry)
            .collect();
        fold(&entries);
    }
    let _ = serde_json::from_slice::<Holdings>(data);
}

/// What a device asks about files, and a single entry.
pub fn question(data: &[u8]) {
    let _ = serde_json::from_slice::<Inquiry>(data);
    if let Ok(entry) = serde_json::from_slice::<Entry>(data) {
        fold(&[entry]);
    }
}

/// A pack of entries out of a device's storage: its text, the length of it first.
pub fn pack(data: &[u8]) {
    let Some((length, rest)) = data.split_first_chunk() else {
        return;
    };
    let length = usize::from(u16::from_le_bytes(*length)).min(rest.len());
    let (text, noise) = rest.split_at(length);
    let mut rows = Reader::new(text, noise);
    while let Some(row) = rows.row() {
        let hash = row.hash();
        let mut again = Writer::default();
        let entry = row.into_entry();
        again.entry(&entry, hash);
        let (text, noise) = again.streams();
        let read = Reader::new(text, noise)
            .row()
            .map(ledger::lean::Row::into_entry);
        // A device packs what was let in alone; of a fraction, say, another might come back.
        let let_in = Entry::from_json(entry.to_json()).is_ok();
        assert!(
            !let_in || read.as_ref() == Some(&entry),
            "an entry changes when it is packed"
        );
        fold(&[entry]);
    }
}

/// A bundle or an answer in few bytes, as it comes in at the server or in the app.
pub fn wire(data: &[u8]) {
    if let Ok(bundle) = wire::read_bundle(data) {
        fold(&bundle.entries);
        let entries = bundle.entries.clone();
        let sent = wire::of_bundle(bundle, Entry::hash).unwrap_or_default();
        let again = wire::read_bundle(&sent).map(|bundle| bundle.entries);
        assert!(again.ok() == Some(entries), "a bundle changes on the way");
    }
    if let Some(answer) = wire::read_answer(data)
        && answer.unreadable.is_empty()
    {
        let sent = wire::of_answer(answer.clone()).unwrap_or_default();
        assert!(
            wire::read_answer(&sent) == Some(answer),
            "an answer changes on the way"
        );
    }
}

/// A sealed backup: its beginning, the frame of a chunk, and what a chunk would hold.
pub fn backup(data: &[u8]) {
    if let Ok((header, start)) = read_beginning(data) {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        assert!(start > header.len() && start <= data.len());
    }
    if let Some((frame, _)) = data.split_first_chunk::<FRAME_BYTES>() {
        let _ = read_frame(*frame);
    }
    let Some(Ok(items)) = unpack(data) else {
        return;
    };
    let (mut packer, mut trial) = (Packer::default(), Trial::default());
    let ledger = Ledger::new(ledger::SiteId(ledger::uuid_v7(1, [0; 10])));
    for item in &items {
        packer.push(item.kind, &item.key, &item.value);
        let _ = trial.entry(&ledger, &item.value);
    }
    let again = packer.take().and_then(|content| unpack(&content));
    assert!(
        items.is_empty() || again == Some(Ok(items)),
        "a chunk changes when it is packed"
    );
}

/// The fold takes anything, in any order, to the same state.
fn fold(entries: &[Entry]) {
    let (mut forth, mut back) = (State::default(), State::default());
    for entry in entries {
        let _ = (entry.hash(), entry.device(), entry.seq());
        let _ = FileRef::named_by(entry);
        forth.apply(entry);
    }
    for entry in entries.iter().rev() {
        back.apply(entry);
    }
    for state in [&forth, &back] {
        let _ = (state.conflicts(), state.parked().count());
    }
}
