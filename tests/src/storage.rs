//! What lies on a tablet's disk, past the app: rows of its databases.

use ledger::Entry;
use serde_json::{Value, json};

use crate::Browser;

/// Opens the database of the site, whatever its version, as `database`.
const OPEN: &str = "const done = arguments[arguments.length - 1];
    const asked = (request) => new Promise((good, bad) => {
        request.onsuccess = () => good(request.result);
        request.onerror = () => bad(request.error);
    });
    (async () => {
        const names = (await indexedDB.databases()).map(({ name }) => name);
        const name = names.find((name) => name !== 'doorstep');
        if (!name) return null;
        const database = await asked(indexedDB.open(name));
        try { return await (ACT)(database, asked, arguments[0]); } finally { database.close(); }
    })().then(done, (error) => done(String(error)))";

const COUNT: &str = "async (database, asked) => {
    const count = (area) => asked(database.transaction(area).objectStore(area).count());
    return [await count('entries'), await count('segments')];
}";

/// Makes the database anew as an earlier version of the app had it.
const GO_BACK: &str = "async (database, asked, { version, areas, entries }) => {
    const rows = {};
    for (const area of areas) {
        const store = database.transaction(area).objectStore(area);
        const [keys, values] = await Promise.all(
            [asked(store.getAllKeys()), asked(store.getAll())]);
        rows[area] = keys.map((key, at) => [key, values[at]]);
    }
    const bytes = (entry) => new TextEncoder().encode(JSON.stringify({ entry }));
    const row = (entry) => new Uint8Array([0, ...bytes(entry)]);
    rows.entries = entries.map((entry, at) => [at + 1, row(entry)]);
    database.close();
    await asked(indexedDB.deleteDatabase(database.name));
    const opening = indexedDB.open(database.name, version);
    opening.onupgradeneeded = () => areas.forEach((area) => opening.result.createObjectStore(area));
    const old = await asked(opening);
    const transaction = old.transaction(areas, 'readwrite');
    for (const area of areas) {
        for (const [key, value] of rows[area]) transaction.objectStore(area).put(value, key);
    }
    await new Promise((good) => { transaction.oncomplete = good; });
    old.close();
    return areas.length;
}";

const WRAPPINGS: &str = "async (database, asked) => {
    const found = new Set();
    for (const area of database.objectStoreNames) {
        for (const row of await asked(database.transaction(area).objectStore(area).getAll())) {
            found.add(row[0]);
        }
    }
    return [...found];
}";

/// Changes a byte in the middle of the first entry's row.
const DAMAGE: &str = "async (database, asked) => {
    const store = () => database.transaction('entries', 'readwrite').objectStore('entries');
    const [key] = await asked(store().getAllKeys());
    const row = await asked(store().get(key));
    row[row.length >> 1] ^= 1;
    await asked(store().put(row, key));
    return key;
}";

impl Browser {
    /// How many rows of the ledger lie by themselves, and how many segments there are; `None` while
    /// there is no database.
    #[track_caller]
    pub fn rows_and_segments(&self) -> Option<(u64, u64)> {
        let counts = self.in_storage(COUNT, Value::Null);
        Some((counts[0].as_u64()?, counts[1].as_u64()?))
    }

    /// Takes the storage back to an earlier layout, with these entries as plain rows. No page of
    /// the app may be open.
    #[track_caller]
    pub fn go_back_to_layout(&self, version: u32, areas: &[&str], entries: &[Entry]) {
        let entries: Vec<Value> = entries.iter().map(Entry::to_json).collect();
        let layout = json!({"version": version, "areas": areas, "entries": entries});
        let made = self.in_storage(GO_BACK, layout);
        assert_eq!(made, areas.len(), "the areas of the earlier layout");
    }

    /// How the rows on the disk are wrapped: 0 for plain, 1 for sealed.
    #[track_caller]
    pub fn wrappings(&self) -> Vec<u64> {
        serde_json::from_value(self.in_storage(WRAPPINGS, Value::Null)).unwrap_or_default()
    }

    /// Damages the first row of the ledger that lies by itself; gives its number.
    #[track_caller]
    pub fn damage_a_row(&self) -> u64 {
        let row = self.in_storage(DAMAGE, Value::Null);
        row.as_u64().unwrap_or_else(|| panic!("no row: {row}"))
    }

    fn in_storage(&self, act: &str, argument: Value) -> Value {
        self.script_async(&OPEN.replace("ACT", act), vec![argument])
    }
}
