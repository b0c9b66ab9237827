//! A replica of a site's ledger in memory: the state, the chains and the clock.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use crate::{
    Author, Change, Clock, DeviceId, Digest, Entry, EntryV1, Head, Heads, Invalid, Place, RecordId,
    Refusal, Salt, SiteId, State, chain, erase, gather, genesis,
    lean::{self, Packed, Row},
    sync::Received,
};

/// What this device knows of a site.
#[derive(Clone, Debug)]
pub struct Ledger {
    site: SiteId,
    state: State,
    /// The hash of each entry of each device, in order: which entries are here, and that they are
    /// the ones.
    chains: BTreeMap<DeviceId, Vec<Digest>>,
    /// The entries whose body is not here, and the record with which it would be erased.
    bare: BTreeMap<DeviceId, BTreeMap<u64, Option<RecordId>>>,
    clock: Clock,
}

/// What became of an entry that was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admitted {
    /// It is in the state now.
    New,
    /// It was there already.
    Known,
    /// It was there without its body, which has come now.
    Filled,
}

impl Ledger {
    /// An empty replica of a site's ledger.
    pub fn new(site: SiteId) -> Self {
        Self {
            site,
            state: State::default(),
            chains: BTreeMap::new(),
            bare: BTreeMap::new(),
            clock: Clock::default(),
        }
    }

    /// The site it belongs to.
    pub fn site(&self) -> SiteId {
        self.site
    }

    /// What all admitted entries together say.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// How far each device's chain reaches here.
    pub fn heads(&self) -> Heads {
        let devices = self.chains.keys();
        gather(devices.filter_map(|device| Some((*device, self.head(*device)?))))
    }

    /// How far one device's chain reaches here; `None` where nothing of it is known.
    pub fn head(&self, device: DeviceId) -> Option<Head> {
        let hashes = self.chains.get(&device)?;
        Some(Head {
            seq: hashes.len() as u64,
            hash: *hashes.last()?,
        })
    }

    /// The hash of one entry; `None` where it is not here.
    pub fn hash_at(&self, device: DeviceId, seq: u64) -> Option<Digest> {
        let place = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.chains.get(&device)?.get(place).copied()
    }

    /// How many entries are here.
    pub fn len(&self) -> usize {
        self.chains.values().map(Vec::len).sum()
    }

    /// Whether no entry is here.
    pub fn is_empty(&self) -> bool {
        self.chains.is_empty()
    }

    /// The chains without the state: enough to check what would be admitted, and cheap.
    #[must_use]
    pub fn clone_chains(&self) -> Self {
        let mut bare = self.bare.clone();
        for records in bare.values_mut() {
            records.retain(|_, id| !id.is_some_and(|id| self.state.is_erased(id)));
        }
        Self {
            state: State::default(),
            chains: self.chains.clone(),
            bare,
            ..*self
        }
    }

    /// Whether the body of an entry that is here was withheld, so that it may still come. One that
    /// was erased does not.
    pub fn lacks_body(&self, place: Place) -> bool {
        let bare = self.bare.get(&place.device);
        let record = bare.and_then(|bare| bare.get(&place.seq));
        record.is_some_and(|id| !id.is_some_and(|id| self.state.is_erased(id)))
    }

    /// How far a device's chain may be passed on: to where a body is missing that was not erased.
    /// A reader from whom bodies are withheld so never takes them from anyone else.
    pub fn shareable(&self, device: DeviceId) -> Option<Head> {
        self.shareable_beyond(device, 0)
    }

    /// As [`Self::shareable`] to someone who has the chain up to number `known` already: what is
    /// missing before that is no matter.
    pub fn shareable_beyond(&self, device: DeviceId, known: u64) -> Option<Head> {
        let bare = self.bare.get(&device).into_iter();
        let bare = bare.flat_map(|bare| bare.range(known.saturating_add(1)..));
        let mut withheld = bare.filter(|(_, id)| !id.is_some_and(|id| self.state.is_erased(id)));
        let Some((first, _)) = withheld.next() else {
            return self.head(device);
        };
        let last = usize::try_from(first.checked_sub(2)?).ok()?;
        Some(Head {
            seq: first - 1,
            hash: *self.chains.get(&device)?.get(last)?,
        })
    }

    /// Forgets the end of a chain; for a copy of the chains only, the state would keep it.
    pub(crate) fn cut(&mut self, end: crate::sync::Span) {
        if let Some(hashes) = self.chains.get_mut(&end.device) {
            hashes.truncate(usize::try_from(end.after).unwrap_or(usize::MAX));
        }
        if let Some(bare) = self.bare.get_mut(&end.device) {
            bare.retain(|seq, _| *seq <= end.after);
        }
    }

    /// How far each device's chain may be passed on to someone who knows nothing of it.
    pub fn shareable_heads(&self) -> Heads {
        let devices = self.chains.keys();
        gather(devices.filter_map(|device| Some((*device, self.shareable(*device)?))))
    }

    /// The devices of whose entries some bodies were withheld: what to read again when more may be
    /// seen than before.
    pub fn withheld_devices(&self) -> impl Iterator<Item = DeviceId> {
        let here = |(device, head): &(DeviceId, Head)| self.shareable(*device) == Some(*head);
        let heads = self.heads().into_iter();
        heads
            .filter(move |head| !here(head))
            .map(|(device, _)| device)
    }

    /// Drops from memory what is still known of a record that was erased; does nothing for one that
    /// was not. The bodies of [`State::places_of`] are to be dropped from the storage too.
    pub fn forget(&mut self, id: RecordId) {
        if !self.state.is_erased(id) {
            return;
        }
        for Place { device, seq } in self.state.places_of(id) {
            self.bare.entry(device).or_default().insert(seq, Some(id));
        }
        self.state.forget(id);
    }

    /// Whether [`Self::admit`] would take the entry in.
    pub fn check(&self, entry: &Entry) -> Result<Admitted, Refusal> {
        self.place(entry, entry.hash())
    }

    /// What admitting the entry with this hash would do.
    fn place(&self, entry: &Entry, hash: Digest) -> Result<Admitted, Refusal> {
        match self.hash_at(entry.device(), entry.seq()) {
            Some(known) if known == hash => Ok(self.again(entry)),
            Some(_) => Err(Refusal::Fork),
            None => chain::connects(self.site, self.head(entry.device()).as_ref(), entry)
                .map(|()| Admitted::New),
        }
    }

    /// What an entry brings that is here already.
    fn again(&self, entry: &Entry) -> Admitted {
        let place = entry.place();
        if entry.has_body() && (self.lacks_body(place) || self.state.lacks_body(place)) {
            Admitted::Filled
        } else {
            Admitted::Known
        }
    }

    /// Takes an entry into chain, clock and state. One that is known already changes nothing, but
    /// that it may bring the body which was withheld before.
    pub fn admit(&mut self, entry: &Entry) -> Result<Admitted, Refusal> {
        self.admit_with(entry, entry.hash())
    }

    /// As [`Self::admit`], for what a server sent: its hash was worked out when it was read.
    pub fn admit_received(&mut self, received: &Received) -> Result<Admitted, Refusal> {
        self.admit_with(&received.entry, received.hash())
    }

    fn admit_with(&mut self, entry: &Entry, hash: Digest) -> Result<Admitted, Refusal> {
        let admitted = self.place(entry, hash)?;
        self.take(entry, hash, admitted);
        Ok(admitted)
    }

    /// Reads the next entry of a pack, with the names that are in use here. It can be taken in by
    /// [`Self::restore`].
    pub fn next_row(&mut self, rows: &mut lean::Reader) -> Option<Row> {
        rows.row_with(Some(self.state.names()))
    }

    /// As [`Self::admit`] for an entry that was admitted before and has since lain where nobody can
    /// have changed it: its hash is taken as it was kept beside it. Hashing is most of the work of
    /// reading a long ledger. One that is refused is given back.
    pub fn restore(&mut self, row: Row) -> Result<Admitted, (Refusal, Entry)> {
        let (place, hash) = (row.place(), row.hash);
        let head = self.head(place.device);
        let joined = match self.hash_at(place.device, place.seq) {
            Some(known) if known == hash => {
                if row.has_body() && self.lacks_body(place) {
                    return Ok(self.restore_known(row));
                }
                return Ok(Admitted::Known);
            }
            Some(_) => Err(Refusal::Fork),
            None => chain::joins(self.site, head.as_ref(), place, row.prev()),
        };
        match (joined, row.entry) {
            (Err(refusal), entry) => Err((refusal, Row { hash, entry }.into_entry())),
            (Ok(()), Packed::Other(entry)) => {
                self.take(&entry, hash, Admitted::New);
                Ok(Admitted::New)
            }
            (Ok(()), Packed::Told(said)) => {
                self.chains.entry(place.device).or_default().push(hash);
                let told = said.told;
                if told.set.is_none() {
                    self.note_bare(place, Some(&told.kind), Some(told.id));
                }
                self.clock.observe(told.time);
                self.state.hear(told);
                Ok(Admitted::New)
            }
        }
    }

    /// Takes in a row whose entry may be here without its body.
    fn restore_known(&mut self, row: Row) -> Admitted {
        let (hash, entry) = (row.hash, row.into_entry());
        let admitted = self.again(&entry);
        self.take(&entry, hash, admitted);
        admitted
    }

    fn note_bare(&mut self, place: Place, kind: Option<&str>, id: Option<RecordId>) {
        let record = id.filter(|_| kind.is_none_or(erase::concerns));
        let bare = self.bare.entry(place.device).or_default();
        bare.insert(place.seq, record);
    }

    fn take(&mut self, entry: &Entry, hash: Digest, admitted: Admitted) {
        let Place { device, seq } = entry.place();
        match admitted {
            Admitted::Known => return,
            Admitted::New => self.chains.entry(device).or_default().push(hash),
            Admitted::Filled => {
                if let Some(bare) = self.bare.get_mut(&device) {
                    bare.remove(&seq);
                }
            }
        }
        if !entry.has_body() {
            self.note_bare(entry.place(), entry.kind(), entry.id());
        }
        if let Entry::V1(entry) = entry {
            self.clock.observe(entry.time);
        }
        self.state.apply(entry);
    }

    /// The next entry of `author`'s device, `now` by its wall clock. It is not admitted yet: first
    /// it has to be stored.
    pub fn write(
        &mut self,
        author: Author,
        now: DateTime<FixedOffset>,
        salt: Salt,
        change: Change,
    ) -> Result<Entry, Invalid> {
        let mut entries = self.write_all(author, now, vec![(salt, change)])?;
        entries
            .pop()
            .ok_or_else(|| Invalid::new("entry", "nothing to write"))
    }

    /// As [`Self::write`] for several changes: entries that follow each other, to be stored
    /// together. No two may be about the same fields of the same record, since what one of them
    /// replaces is looked up before any of them is admitted.
    pub fn write_all(
        &mut self,
        author: Author,
        now: DateTime<FixedOffset>,
        changes: Vec<(Salt, Change)>,
    ) -> Result<Vec<Entry>, Invalid> {
        let (mut seq, mut prev) = match self.head(author.device) {
            Some(head) => (head.seq + 1, head.hash),
            None => (1, genesis(self.site, author.device)),
        };
        let mut entries = Vec::with_capacity(changes.len());
        for (salt, change) in changes {
            let time = self.clock.tick(now.timestamp_millis());
            let over = self.state.seen_by(&change);
            let written = (change, Some(over));
            let entry = EntryV1::write(author, (seq, prev), (time, now), salt, written)?;
            let entry = Entry::V1(Box::new(entry));
            (seq, prev) = (seq + 1, entry.hash());
            entries.push(entry);
        }
        Ok(entries)
    }
}

#[cfg(test)]
pub(crate) mod tests;
