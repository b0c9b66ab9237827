//! A site's data as tables: read a page of records at a time, written as a file that begins to flow
//! before it is whole.
//!
//! In memory are the few records that any row may refer to, the places of the others' entries, and
//! one page. The records of a page are folded by the same rules as everywhere.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ledger::{Entry, RecordId, SiteId, State};
use needs::{
    consent::Consent,
    tables::{self, Layout, Listed, Missing, Wanted},
};
use report::{Format, Sheet};

use crate::storage::{Storage, StorageError};

/// Entries that are read at once.
const ENTRIES: u32 = 1_000;
/// Records that are folded at once.
const RECORDS: usize = 250;
/// How far a record may be from what its row is made of.
const LINKS: usize = 2;
/// What may change what other entries say.
const DECISIONS: [&str; 2] = ["erase", "ruling"];

/// Why a table is not made.
#[derive(Debug)]
pub(crate) enum Failure {
    Missing(Missing),
    Storage(StorageError),
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

/// The tables that a site has.
pub(crate) async fn list(
    storage: &Storage,
    site: SiteId,
    lang: needs::Lang,
) -> Result<Vec<Listed>, StorageError> {
    let kinds = storage.kinds(site).await?;
    let state = fold(storage, site, &[&tables::FEW[..], &DECISIONS].concat()).await?;
    Ok(tables::all(&state, kinds.iter().map(String::as_str), lang))
}

/// All records of some kinds.
pub(crate) async fn fold(
    storage: &Storage,
    site: SiteId,
    kinds: &[&str],
) -> Result<State, StorageError> {
    let mut state = State::default();
    each(storage, site, kinds, |_, entry| state.apply(&entry)).await?;
    Ok(state)
}

async fn each(
    storage: &Storage,
    site: SiteId,
    kinds: &[&str],
    mut take: impl FnMut(u64, Entry),
) -> Result<(), StorageError> {
    let mut after = 0;
    loop {
        let entries = storage.of_kinds(site, kinds, after, ENTRIES).await?;
        let Some((last, _)) = entries.last() else {
            return Ok(());
        };
        after = *last;
        for (ordinal, entry) in entries {
            take(ordinal, entry);
        }
    }
}

/// Where the entries about each record are.
type Places<Map> = (Map, BTreeSet<String>);

/// A table on its way out.
pub(crate) struct Table {
    storage: Storage,
    site: SiteId,
    layout: Layout,
    sheet: Sheet,
    /// What any row may refer to.
    few: State,
    /// Where the entries about the records are that become rows, and who they refer to.
    records: std::collections::btree_map::IntoIter<RecordId, Vec<u64>>,
    linked: HashMap<RecordId, Vec<u64>>,
    ended: bool,
}

impl Table {
    /// Looks the table up and finds the places of its records.
    pub(crate) async fn open(
        storage: &Storage,
        site: SiteId,
        wanted: &Wanted,
        format: Format,
    ) -> Result<Self, Failure> {
        let mut kinds = [&tables::FEW[..], &DECISIONS].concat();
        // What was taken back is in no table. The layout keeps what it has to know of it.
        kinds.push(Consent::KIND);
        kinds.extend(tables::told(&wanted.table));
        let state = fold(storage, site, &kinds).await?;
        // The kind is known only with the layout, which for some kinds depends on their fields.
        let (mut records, fields) = match &wanted.kind {
            Some(kind) if wanted.table == "records" => places(storage, site, kind).await?,
            _ => (BTreeMap::new(), BTreeSet::new()),
        };
        let layout = Layout::of(&state, wanted, &fields).map_err(Failure::Missing)?;
        if wanted.table != "records" {
            records = places(storage, site, layout.kind()).await?.0;
        }
        let mut linked = HashMap::new();
        for kind in layout.linked() {
            linked.extend(places(storage, site, kind).await?.0);
        }
        // Without the workbooks: pages begin with a copy of this.
        let few = tables::FEW
            .iter()
            .filter(|kind| **kind != needs::Questionnaire::KIND);
        let few: Vec<&str> = few.chain(&DECISIONS).copied().collect();
        let few = fold(storage, site, &few).await?;
        let sheet = Sheet::new(format, &layout.file_name, layout.columns.clone());
        Ok(Self {
            storage: storage.clone(),
            site,
            layout,
            sheet,
            few,
            records: records.into_iter(),
            linked,
            ended: false,
        })
    }

    /// A name for the file, without an ending.
    pub(crate) fn file_name(&self) -> &str {
        &self.layout.file_name
    }

    /// How many rows have been written.
    pub(crate) fn rows(&self) -> u64 {
        self.sheet.rows()
    }

    /// The next bytes of the file; `None` after the last.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<u8>>, StorageError> {
        while !self.ended {
            let page: Vec<_> = self.records.by_ref().take(RECORDS).collect();
            if page.is_empty() {
                self.sheet.end();
                self.ended = true;
            } else {
                self.write(page).await?;
            }
            let bytes = self.sheet.take();
            if !bytes.is_empty() {
                return Ok(Some(bytes));
            }
        }
        Ok(None)
    }

    async fn write(&mut self, page: Vec<(RecordId, Vec<u64>)>) -> Result<(), StorageError> {
        let mut state = self.few.clone();
        let kind = self.layout.kind();
        if !tables::FEW.contains(&kind) || kind == needs::Questionnaire::KIND {
            let places = page.iter().flat_map(|(_, places)| places).copied();
            self.take_in(&mut state, places.collect()).await?;
            let mut wanted: Vec<(&str, RecordId)> =
                page.iter().map(|(id, _)| (kind, *id)).collect();
            // A passage leads to an interview, that to a door: no chain is longer.
            for _ in 0..LINKS {
                wanted = self.follow(&mut state, &wanted).await?;
            }
        }
        for (id, _) in page {
            self.layout.rows(&state, id, |cells| self.sheet.row(cells));
        }
        Ok(())
    }

    /// Takes in what some records refer to; gives what that was.
    async fn follow(
        &self,
        state: &mut State,
        from: &[(&str, RecordId)],
    ) -> Result<Vec<(&'static str, RecordId)>, StorageError> {
        let records = from.iter().filter_map(|(kind, id)| state.record(kind, *id));
        let links: BTreeSet<RecordId> = records.flat_map(|one| self.layout.links(one)).collect();
        let found = links.iter().filter_map(|id| self.linked.get(id));
        let places: BTreeSet<u64> = found.flatten().copied().collect();
        self.take_in(state, places.into_iter().collect()).await?;
        let kinds = self.layout.linked().iter();
        let named = kinds.flat_map(|kind| links.iter().map(|id| (*kind, *id)));
        Ok(named.collect())
    }

    async fn take_in(&self, state: &mut State, places: Vec<u64>) -> Result<(), StorageError> {
        for some in places.chunks(ENTRIES as usize) {
            for entry in self.storage.at(self.site, some).await? {
                state.apply(&entry);
            }
        }
        Ok(())
    }
}

/// Where the entries about the records of a kind are, and the names of all fields that they set.
async fn places(
    storage: &Storage,
    site: SiteId,
    kind: &str,
) -> Result<Places<BTreeMap<RecordId, Vec<u64>>>, StorageError> {
    let (mut found, mut fields) = (BTreeMap::<_, Vec<_>>::new(), BTreeSet::new());
    each(storage, site, &[kind], |ordinal, entry| {
        let Entry::V1(entry) = entry else { return };
        found.entry(entry.id).or_default().push(ordinal);
        let set = entry.set.unwrap_or_default();
        fields.extend(
            set.into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, _)| name),
        );
    })
    .await?;
    Ok((found, fields))
}
