//! What the fuzz targets, and the test that replays their corpus, do with an input.
//!
//! Nothing is expected of the outcome: what matters is that there is one, soon, and no panic; and
//! that what was taken is given on as it came.

use ledger::{
    Bundle, Entry, FileRef, Ledger, State, sync::Answer, transfer::Holdings, transfer::Inquiry,
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
