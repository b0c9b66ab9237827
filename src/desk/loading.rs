//! Reading the ledger from the storage into memory.

use std::{collections::BTreeMap, future::poll_fn, task::Poll};

use ledger::{
    Admitted, DeviceId, Entry, Ledger, Place, Refusal, SiteId, lean::Row, sync::Received,
};

use super::{
    exchange::row_of,
    image::{EntryRow, decode},
    segments::{Packed, ROWS, unpacker},
};
use crate::store::{Area, Database, Segment, StoreError};

/// Segments read at a time: between two of these the page may do what a person asks for.
const SEGMENTS: u32 = 2;

/// Some rows of the ledger.
pub(super) enum Page {
    /// A segment, by its key.
    Segment(u32, Result<Segment, StoreError>),
    /// Rows by themselves, by their numbers.
    Rows(Vec<(u32, Result<EntryRow, StoreError>)>),
}

impl Page {
    /// The entries that can be read.
    pub(super) fn into_entries(self) -> impl Iterator<Item = Entry> {
        let entries: Vec<Entry> = match self {
            Self::Segment(_, Ok(segment)) => {
                let (mut rows, mut entries) = (segment.rows(), Vec::new());
                while let Some(read) = rows.next(None) {
                    entries.extend(read.row.ok().map(Row::into_entry));
                }
                entries
            }
            Self::Segment(_, Err(_)) => Vec::new(),
            Self::Rows(rows) => {
                let readable = rows.into_iter().filter_map(|(_, row)| row.ok());
                readable.map(|row| row.entry).collect()
            }
        };
        entries.into_iter()
    }
}

/// Reads the rows after `after`. Of each device, what is packed comes before what is not: rows are
/// packed in their order.
pub(super) async fn each_page(
    database: &Database,
    after: u32,
    mut take: impl FnMut(Page),
) -> Result<(), StoreError> {
    let read = |last| database.read_page(Area::Segments, last, SEGMENTS);
    let mut page = read(after).await?;
    let unpack = match page.as_slice() {
        [] => None,
        _ => Some(unpacker().await?),
    };
    while let (Some((last, _)), Some(unpack)) = (page.last(), unpack) {
        // The browser reads and opens the next while this one is taken in.
        let mut next = Box::pin(read(*last));
        let begun = poll_fn(|context| Poll::Ready(next.as_mut().poll(context))).await;
        for (key, content) in page {
            let segment = content.and_then(|content| unpack(&content));
            take(Page::Segment(key, segment));
        }
        page = match begun {
            Poll::Ready(next) => next?,
            Poll::Pending => next.await?,
        };
    }
    let mut last = after;
    loop {
        let page = database.read_page(Area::Entries, last, ROWS).await?;
        let Some((number, _)) = page.last() else {
            return Ok(());
        };
        last = *number;
        let rows = page
            .into_iter()
            .map(|(number, row)| (number, row.and_then(|row| decode::<EntryRow>(&row))));
        take(Page::Rows(rows.collect()));
    }
}

/// The ledger as it lies in the storage.
pub(super) struct Image {
    pub(super) ledger: Ledger,
    /// For each device, the row in which each of its entries lies, by sequence.
    pub(super) rows: BTreeMap<DeviceId, Vec<u32>>,
    /// For each device, how far its chain was written here, and not received.
    pub(super) written: BTreeMap<DeviceId, u64>,
    pub(super) last_row: u32,
    pub(super) packed: Packed,
    /// Rows that could not be read, by number, and why.
    pub(super) damaged: Vec<(u32, String)>,
    /// Rows whose entry's chain has a gap before it, as far as it could be read.
    pub(super) strays: Vec<(u32, EntryRow)>,
    /// A row that was read on stands where another entry is known: a tail was replaced meanwhile.
    pub(super) outdated: bool,
}

impl Image {
    /// An empty one.
    pub(super) fn new(site: SiteId) -> Self {
        Self {
            ledger: Ledger::new(site),
            rows: BTreeMap::new(),
            written: BTreeMap::new(),
            last_row: 0,
            packed: Packed::default(),
            damaged: Vec::new(),
            strays: Vec::new(),
            outdated: false,
        }
    }

    /// Reads the whole of it.
    pub(super) async fn read(database: &Database, site: SiteId) -> Result<Self, StoreError> {
        let mut image = Self::new(site);
        each_page(database, 0, |page| image.take(page)).await?;
        image.connect_strays();
        image.outdated = false;
        Ok(image)
    }

    /// Whether all of it could be read.
    pub(super) fn is_whole(&self) -> bool {
        self.damaged.is_empty() && self.strays.is_empty()
    }

    /// Takes a page in.
    pub(super) fn take(&mut self, page: Page) {
        match page {
            Page::Segment(key, Ok(segment)) => self.take_segment(key, &segment),
            Page::Segment(key, Err(error)) => self.set_aside(key, format!("{error:?}")),
            Page::Rows(rows) => {
                for (number, row) in rows {
                    match row {
                        Ok(row) => self.take_row(number, row),
                        Err(error) => self.set_aside(number, format!("{error:?}")),
                    }
                }
            }
        }
    }

    /// Takes in what hung behind a gap that a later row has filled: where a row was damaged, the
    /// server has sent its entry again.
    pub(super) fn connect_strays(&mut self) {
        loop {
            let strays = std::mem::take(&mut self.strays);
            let before = strays.len();
            for (number, row) in strays {
                self.take_row(number, row);
            }
            if self.strays.len() == before {
                return;
            }
        }
    }

    fn take_segment(&mut self, key: u32, segment: &Segment) {
        self.last_row = self.last_row.max(key);
        let mut rows = segment.rows();
        while let Some(read) = rows.next(Some(&mut self.ledger)) {
            self.packed.note(key, [read.number].into_iter());
            match read.row {
                Ok(row) => self.restore(read.number, &read.received, row),
                Err(why) => self.set_aside(read.number, why),
            }
        }
        if !rows.is_at_end() {
            self.set_aside(key, "a segment that breaks off".to_owned());
        }
    }

    /// Takes in an entry that lies in a segment.
    fn restore(&mut self, number: u32, received: &str, row: Row) {
        let place = row.place();
        match self.ledger.restore(row) {
            Ok(Admitted::New) => self.note(place, number, received.is_empty()),
            Ok(_) => {}
            Err((refusal, entry)) => {
                let received = (!received.is_empty()).then(|| received.to_owned());
                self.refused(number, EntryRow { received, entry }, refusal);
            }
        }
    }

    /// Takes in an entry that lies in a row of its own.
    pub(super) fn take_row(&mut self, number: u32, row: EntryRow) {
        self.last_row = self.last_row.max(number);
        match self.ledger.admit(&row.entry) {
            Ok(Admitted::New) => self.note(row.entry.place(), number, row.received.is_none()),
            Ok(_) => {}
            Err(refusal) => self.refused(number, row, refusal),
        }
    }

    /// Takes in an entry of the server's, whose hash is known.
    pub(super) fn take_received(&mut self, number: u32, received: &Received) {
        self.last_row = self.last_row.max(number);
        match self.ledger.admit_received(received) {
            Ok(Admitted::New) => self.note(received.entry.place(), number, false),
            Ok(_) => {}
            Err(refusal) => self.refused(number, row_of(received), refusal),
        }
    }

    fn note(&mut self, place: Place, number: u32, written_here: bool) {
        self.rows.entry(place.device).or_default().push(number);
        if written_here {
            let written = self.written.entry(place.device).or_default();
            if *written + 1 == place.seq {
                *written = place.seq;
            }
        }
    }

    fn refused(&mut self, number: u32, row: EntryRow, refusal: Refusal) {
        if matches!(refusal, Refusal::Gap { .. }) {
            self.strays.push((number, row));
        } else {
            self.outdated |= matches!(refusal, Refusal::Fork);
            self.damaged.push((number, refusal.to_string()));
        }
    }

    fn set_aside(&mut self, number: u32, why: String) {
        self.last_row = self.last_row.max(number);
        self.damaged.push((number, why));
    }
}
