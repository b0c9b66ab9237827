//! Compaction: rows that the server has too are packed into segments while nothing else is to do.
//!
//! Four steps, and after each the ledger is whole on the disk: the segment is written beside its
//! rows; it is read back and compared with them; then they are deleted. Cut off in between, a row
//! lies in both places, is taken in once, and is deleted at the next turn.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use js_sys::Uint8Array;
use ledger::{Admitted, sync::Received};
use leptos::{prelude::*, task::spawn_local};

use super::{
    Desk,
    image::{EntryRow, decode},
};
use crate::{
    parts::{self, Upkeep},
    platform::{
        clock,
        locks::{self, Held},
        packing::{Format, packed},
        prefs,
        timer::{self, Timer},
    },
    store::{Area, Database, Kept, Key, Packer, StoreError, Write},
};

/// Rows of one segment. More would be a large thing to write anew for one erased record, fewer
/// would be many to open.
const ROWS: usize = 1_000;
/// Fewer rows than this can wait for others.
pub(super) const WORTH: usize = 250;
/// Bytes of a segment before it is compressed.
const BYTES: usize = 2 << 20;
/// Rows that are checked in one go; a tap waits no longer than that.
const SLICE: usize = 20;
/// After the last change, and between two segments.
const QUIET_MS: i32 = 5_000;
const BREATH_MS: i32 = 200;

/// When compaction is due.
#[derive(Default)]
pub(super) struct Tidying {
    timer: Timer,
    under_way: bool,
}

impl Desk {
    /// Packs what can be packed once nothing has changed for a while.
    pub fn compact_when_quiet(self) {
        self.inner.update_value(|inner| {
            let start = move || spawn_local(parts::work(Upkeep::Tidy(self)));
            inner.tidying.timer.set(QUIET_MS, start);
        });
    }

    /// Packs what can be packed, and frees the space of files that have been sent, unless that is
    /// under way.
    pub async fn tidy(self) {
        let free = self
            .inner
            .try_update_value(|inner| !std::mem::replace(&mut inner.tidying.under_way, true));
        if free != Some(true) {
            return;
        }
        // What fails now, as on a full device, is tried after the next change.
        let _ = self.compact().await;
        if let Some(days) = prefs::keep_files_days() {
            let _ = self.files().free_sent(clock::now_ms(), days).await;
        }
        self.inner
            .update_value(|inner| inner.tidying.under_way = false);
    }

    /// Packs all rows that can be packed.
    pub async fn compact(self) -> Result<(), StoreError> {
        loop {
            let Some(held) = self.try_lock_segments().await else {
                return Ok(());
            };
            if !self.compact_some().await? {
                return Ok(());
            }
            // Whoever wants to change a segment gets a turn.
            drop(held);
            timer::pause(BREATH_MS).await;
        }
    }

    /// The right to change segments, if no other tab has it.
    async fn try_lock_segments(self) -> Option<Held> {
        locks::try_lock(&self.segments_lock(), false).await
    }

    /// The right to change segments.
    pub(super) async fn lock_segments(self) -> Option<Held> {
        locks::lock(&self.segments_lock()).await
    }

    fn segments_lock(self) -> String {
        self.inner
            .with_value(|inner| format!("segments-{}", inner.database.name()))
    }

    /// One segment; `false` if there was nothing to pack.
    async fn compact_some(self) -> Result<bool, StoreError> {
        let database = self.inner.with_value(|inner| inner.database.clone());
        self.learn_segments().await?;
        let single = database.numbers(Area::Entries).await?;
        self.delete_packed(&database, &single).await?;
        let wanted = self.inner.with_value(|inner| {
            let here = single.into_iter().collect();
            inner.to_pack(&here)
        });
        if wanted.len() < WORTH {
            return Ok(false);
        }
        let packer = self.pack_rows(&database, &wanted).await?;
        let key = packer.key();
        let segment = Write::Add(Area::Segments, Key::Number(key), content(&packer).await?);
        match database.commit(&[segment]).await {
            // Another tab has made it: it is learnt in the next round.
            Err(StoreError::Taken) => return Ok(false),
            outcome => outcome?,
        }
        self.learn_segments().await?;
        let single: Vec<u32> = wanted.into_iter().collect();
        self.delete_packed(&database, &single).await?;
        Ok(true)
    }

    /// Packs rows, as many as fit. Each is compared with the ledger on the way.
    async fn pack_rows(
        self,
        database: &Database,
        wanted: &BTreeSet<u32>,
    ) -> Result<Packer, StoreError> {
        let mut packer = Packer::default();
        let rows = read_rows(database, wanted).await?;
        for (index, (number, row)) in rows.iter().enumerate() {
            if packer.len() > BYTES {
                break;
            }
            let entry = &row.entry;
            // What can't be vouched for stays where it is.
            if self.peek(|ledger| ledger.check(entry)) != Ok(Admitted::Known) {
                continue;
            }
            packer.add(&Kept {
                number: *number,
                hash: entry.hash(),
                received: row.received.as_deref().unwrap_or_default().into(),
                entry: entry.clone(),
            });
            if index % SLICE == SLICE - 1 {
                timer::pause(0).await;
            }
        }
        Ok(packer)
    }

    /// Adds what the server sent after the last row that is known, with `others`, in one
    /// transaction. It is packed from the start: a thousand rows are one to seal and to write, and
    /// nothing is to be packed later. What is lost of it the server has.
    pub async fn append_packed(
        self,
        fresh: Vec<Rc<Received>>,
        others: Vec<Write>,
    ) -> Result<(), StoreError> {
        let (database, first) = self
            .inner
            .with_value(|inner| (inner.database.clone(), inner.image.last_row + 1));
        let mut writes = others;
        // Whoever wrote meanwhile has been first, in rows or in segments.
        writes.push(Write::NoneFrom(Area::Segments, first));
        writes.push(Write::NoneFrom(Area::Entries, first));
        let (mut keys, mut packer) = (Vec::new(), Packer::default());
        let rows = || (first..).zip(&fresh);
        for (number, row) in rows() {
            packer.add_entry(number, &row.entry, row.hash(), &row.received);
            let full = ((number - first + 1) as usize).is_multiple_of(ROWS);
            if full || packer.len() > BYTES {
                keys.push((packer.key(), content(&packer).await?));
                packer = Packer::default();
            }
        }
        if !packer.is_empty() {
            keys.push((packer.key(), content(&packer).await?));
        }
        let last: Vec<u32> = keys.iter().map(|(key, _)| *key).collect();
        let segments = keys.into_iter();
        writes.extend(
            segments.map(|(key, content)| Write::Add(Area::Segments, Key::Number(key), content)),
        );
        database.commit(&writes).await?;
        self.inner.update_value(|inner| {
            let mut from = first;
            for key in last {
                inner.image.packed.note(key, from..=key);
                from = key + 1;
            }
            for (number, row) in rows() {
                inner.image.take_received(number, row);
            }
        });
        self.inner.with_value(|inner| inner.tabs.tell());
        self.revision.update(|revision| *revision += 1);
        Ok(())
    }

    /// Deletes those of these rows that a segment on the disk holds, the same to the byte.
    async fn delete_packed(self, database: &Database, rows: &[u32]) -> Result<(), StoreError> {
        let mut by_segment: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        self.inner.with_value(|inner| {
            for row in rows {
                if let Some(key) = inner.image.packed.holding(*row) {
                    by_segment.entry(key).or_default().insert(*row);
                }
            }
        });
        for (key, rows) in by_segment {
            let Some(segment) = database.segment(key).await? else {
                continue;
            };
            let rows = read_rows(database, &rows).await?;
            let kept = segment.kept()?.into_iter();
            let held = kept.filter(|kept| {
                let row = rows.get(&kept.number);
                row.is_some_and(|row| is_same(kept, row))
            });
            let deletes: Vec<Write> = held
                .map(|kept| Write::Delete(Area::Entries, Key::Number(kept.number)))
                .collect();
            database.commit(&deletes).await?;
        }
        Ok(())
    }
}

/// A segment's content, packed by the browser where it can.
async fn content(packer: &Packer) -> Result<Vec<u8>, StoreError> {
    let text = Uint8Array::from(packer.text());
    match packed(&text, Format::Zlib).await {
        Some(text) => packer.finish_with(&text.to_vec()),
        None => packer.finish(),
    }
}

fn is_same(kept: &Kept, row: &EntryRow) -> bool {
    let json = |entry| serde_json::to_vec(entry).ok();
    *kept.received == *row.received.as_deref().unwrap_or_default()
        && kept.hash == row.entry.hash()
        && json(&kept.entry) == json(&row.entry)
}

/// Reads rows by their numbers.
async fn read_rows(
    database: &Database,
    wanted: &BTreeSet<u32>,
) -> Result<BTreeMap<u32, EntryRow>, StoreError> {
    let mut rows = BTreeMap::new();
    let mut next = wanted.first().copied();
    while let Some(first) = next {
        let page = database.read_page(Area::Entries, first - 1, 250).await?;
        let Some((last, _)) = page.last() else { break };
        next = wanted.range(last + 1..).next().copied();
        for (number, content) in page {
            if let (true, Ok(content)) = (wanted.contains(&number), content)
                && let Ok(row) = decode::<EntryRow>(&content)
            {
                rows.insert(number, row);
            }
        }
    }
    Ok(rows)
}

impl super::image::Inner {
    /// The first rows by themselves whose entries the server has, in order.
    fn to_pack(&self, single: &BTreeSet<u32>) -> BTreeSet<u32> {
        let chains = self.image.rows.iter();
        let synced = chains.flat_map(|(device, rows)| {
            let head = self.checkpoint.heads.get(device);
            let synced = head.map_or(0, |head| usize::try_from(head.seq).unwrap_or(usize::MAX));
            rows.iter().take(synced).copied()
        });
        let mut rows: Vec<u32> = synced.filter(|row| single.contains(row)).collect();
        rows.sort_unstable();
        rows.truncate(ROWS);
        rows.into_iter().collect()
    }
}
