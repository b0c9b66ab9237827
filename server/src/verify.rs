//! `doorstep verify`: whether a server's data or a bundle is as it was written.

mod beside;

use std::{fs, path::Path};

use chrono::{DateTime, Utc};
use ledger::{
    DeviceId, Digest, Entry, Heads, Place, SiteId,
    audit::{Audit, Report},
};
use serde::Serialize;
use serde_json::Value;

use crate::{
    carrying,
    cli::{say, text},
    storage::{Storage, StorageError, StoredRow, StoredSite},
};

/// Rows that are read at once.
const ROWS: u32 = 1_000;

/// What was found about one site.
#[derive(Serialize)]
struct Verified {
    #[serde(flatten)]
    entries: Report,
    /// What was found about its files; missing for a bundle that holds none.
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<Files>,
}

/// The files that entries name.
#[derive(Serialize)]
struct Files {
    /// How many are here.
    here: usize,
    /// How many have not arrived.
    missing: usize,
    /// Which are not what they were.
    damaged: Vec<Digest>,
}

/// Looks at all sites of a server.
pub(crate) async fn storage(storage: &Storage, json: bool) -> Result<(), String> {
    let mut found = Vec::new();
    for site in storage.sites().await.map_err(text)? {
        let entries = entries_of(storage, &site).await.map_err(text)?;
        let (here, missing, damaged) = carrying::verify(storage, site.id).await.map_err(text)?;
        let files = Some(Files {
            here,
            missing,
            damaged,
        });
        found.push(Verified { entries, files });
    }
    tell(&found, json)
}

/// Looks at a bundle.
pub(crate) fn bundle(file: &Path, json: bool) -> Result<(), String> {
    let at = |why: String| format!("{}: {why}", file.display());
    let bytes = fs::read(file).map_err(|error| at(error.to_string()))?;
    let mut bundle: Value =
        serde_json::from_slice(&bytes).map_err(|error| at(format!("not whole: {error}")))?;
    if bundle["format"] != "doorstep-bundle" {
        return Err(at("this is no bundle".to_owned()));
    }
    let site: SiteId = serde_json::from_value(bundle["site"].take())
        .map_err(|error| at(format!("its site can't be read: {error}")))?;
    let mut audit = Audit::new(site, Utc::now());
    let Value::Array(entries) = bundle["entries"].take() else {
        return Err(at("its entries are not a list".to_owned()));
    };
    for (entry, number) in entries.into_iter().zip(1..) {
        audit.entry(number, entry, None);
    }
    let heads: Heads = serde_json::from_value(bundle["heads"].take()).unwrap_or_else(|error| {
        audit.damaged(None, None, format!("its heads can't be read: {error}"));
        Heads::new()
    });
    let files = files_of(bundle["files"].take());
    let entries = audit.end(&heads);
    tell(&[Verified { entries, files }], json)
}

fn files_of(files: Value) -> Option<Files> {
    let Value::Array(files) = files else {
        return None;
    };
    let mut found = Files {
        here: 0,
        missing: 0,
        damaged: Vec::new(),
    };
    for file in files {
        let named = file["sha256"].as_str().and_then(|text| text.parse().ok());
        match ledger::PackedFile::from_json(file) {
            Ok(_) => found.here += 1,
            Err(_) => found.damaged.push(named.unwrap_or(Digest([0; 32]))),
        }
    }
    Some(found)
}

/// Walks a site's entries, and holds what stands beside them against them. Servers go on meanwhile:
/// what they add is walked too, until what stands beside was read with nothing added since.
async fn entries_of(storage: &Storage, site: &StoredSite) -> Result<Report, StorageError> {
    let mut audit = Audit::new(site.id, Utc::now());
    let mut said = beside::Said::default();
    let mut last = 0;
    let (stored, heads, head) = loop {
        walk(storage, site.id, (&mut audit, &mut said), &mut last).await?;
        let stored = storage.beside(site.id).await?;
        let heads = storage.heads(site.id).await?;
        let head = storage.head(site.id).await?;
        if head <= last || storage.rows(site.id, last, 1).await?.is_empty() {
            break (stored, heads, head);
        }
    };
    if last != head {
        let what = "entries, but the last one has the number";
        audit.damaged(None, None, format!("there should be {head} {what} {last}"));
    }
    beside::compare(&mut audit, site.opening, &stored, &said);
    Ok(audit.end(&heads))
}

/// Looks at the entries after number `last`, and leaves there the number of the last one.
async fn walk(
    storage: &Storage,
    site: SiteId,
    (audit, said): (&mut Audit, &mut beside::Said),
    last: &mut u64,
) -> Result<(), StorageError> {
    loop {
        let rows = storage.rows(site, *last, ROWS).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            for missing in *last + 1..row.ordinal {
                audit.damaged(None, None, format!("entry {missing} is missing"));
            }
            *last = row.ordinal;
            row_of(audit, said, &row);
        }
    }
}

fn row_of(audit: &mut Audit, said: &mut beside::Said, row: &StoredRow) {
    let place = Place {
        device: DeviceId(row.device),
        seq: row.seq,
    };
    let Ok(hash) = <[u8; 32]>::try_from(&*row.hash) else {
        let what = "its stored hash has another length".to_owned();
        return audit.damaged(Some(row.ordinal), Some(place), what);
    };
    // What is no JSON is no entry either.
    let json: Value = serde_json::from_str(&row.text).unwrap_or_default();
    // Who may read and write what is decided by these columns.
    let entry = Entry::from_json(json.clone());
    if let Ok(entry) = &entry {
        said.by(entry);
    }
    if let Ok(Entry::V1(entry)) = entry {
        let taken = (Some(&entry.kind), Some(entry.id.0), Some(entry.actor.0));
        if taken != (row.kind.as_ref(), row.record, row.actor) {
            let what = "its kind, record or person stands otherwise beside it".to_owned();
            audit.damaged(Some(row.ordinal), Some(place), what);
        }
    }
    if DateTime::parse_from_rfc3339(&row.received).is_err() {
        let what = "the time of its receipt can't be read".to_owned();
        audit.damaged(Some(row.ordinal), Some(place), what);
    }
    audit.entry(row.ordinal, json, Some((place, Digest(hash))));
}

fn tell(found: &[Verified], json: bool) -> Result<(), String> {
    if json {
        say(serde_json::to_string_pretty(found).map_err(text)?)?;
    } else {
        found.iter().try_for_each(tell_in_words)?;
    }
    let files = |site: &Verified| site.files.as_ref().map_or(0, |files| files.damaged.len());
    let faults: usize = found
        .iter()
        .map(|site| site.entries.damage.len() + files(site))
        .sum();
    match faults {
        0 => Ok(()),
        _ => Err(format!("{faults} faults; see above")),
    }
}

fn tell_in_words(found: &Verified) -> Result<(), String> {
    let Report {
        site,
        entries,
        chains,
        erased,
        withheld,
        parked,
        ruled_out,
        damage,
        remarks,
    } = &found.entries;
    for what in damage {
        say(format_args!("site {site}: DAMAGE: {what}"))?;
    }
    for what in remarks {
        say(format_args!("site {site}: remark: {what}"))?;
    }
    let state = if damage.is_empty() {
        "all as they were written".to_owned()
    } else {
        format!("{} faults", damage.len())
    };
    let devices = chains.len();
    say(format_args!("site {site}: {entries} entries, {state}"))?;
    say(format_args!(
        "site {site}: {devices} devices; {erased} bodies erased, {withheld} withheld; {parked} \
         entries of a later version; {ruled_out} ruled out"
    ))?;
    let Some(files) = &found.files else {
        return Ok(());
    };
    for file in &files.damaged {
        say(format_args!("site {site}: DAMAGE: file {file} was changed"))?;
    }
    if files.here + files.missing > 0 {
        let (here, missing) = (files.here, files.missing);
        say(format_args!(
            "site {site}: {here} files here, {missing} have not arrived yet"
        ))?;
    }
    Ok(())
}
