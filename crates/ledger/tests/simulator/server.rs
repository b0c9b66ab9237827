//! The server: the rules of the real one over a list in memory.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use ledger::{
    Admitted, Author, Bundle, DeviceId, Digest, Entry, Heads, Ledger, RecordId, Salt, SiteId,
    ruling,
    sync::{Answer, Cursor, Received, Refused},
    uuid_v7,
};

use crate::{network::Request, roles};

/// What is on the server's disk.
#[derive(Clone)]
pub(crate) struct Server {
    epoch: u64,
    pub(crate) entries: Vec<Received>,
    pub(crate) ledger: Ledger,
    /// What of it is on its disk, by place.
    pub(crate) places: BTreeMap<(DeviceId, u64), Digest>,
    /// How many entries this server has ruled out.
    pub(crate) ruled: u64,
    /// The records that anyone has erased anywhere, whether this server has heard of it or not.
    pub(crate) erased: BTreeSet<RecordId>,
}

impl Server {
    pub(crate) fn new(site: SiteId) -> Self {
        Self {
            epoch: 1,
            entries: Vec::new(),
            ledger: Ledger::new(site),
            places: BTreeMap::new(),
            ruled: 0,
            erased: BTreeSet::new(),
        }
    }

    /// Goes back to an old copy, which is a new epoch.
    pub(crate) fn restore(&mut self, old: &Self) {
        let epoch = self.epoch + 1;
        *self = Self {
            epoch,
            ruled: self.ruled,
            erased: self.erased.clone(),
            ..old.clone()
        };
    }

    /// Takes a request in; `None` where it can't be read.
    pub(crate) fn answer(&mut self, request: &Request, now_ms: i64) -> Option<Answer> {
        let bundle = Bundle::read(&request.body).ok()?;
        assert_eq!(bundle.site, self.ledger.site());
        let reads_all = request.reads_all.unwrap_or_else(|| self.reads_all(request));
        let refused = self.take(bundle.entries, now_ms);
        let (ordinal, more, mut entries) = self.page(request, &bundle.heads);
        if !reads_all {
            let withhold = |received| roles::withhold(received, request.person);
            entries = entries.into_iter().map(withhold).collect();
        }
        let now = text_of(now_ms);
        let cursor = Cursor {
            epoch: self.epoch.to_string(),
            ordinal,
        };
        let heads = self.ledger.heads();
        Some(Answer {
            cursor,
            more,
            heads,
            refused,
            entries,
            now,
            unreadable: Vec::new(),
        })
    }

    /// Whether the person who asks reads everything, as the server knows it now.
    pub(crate) fn reads_all(&self, request: &Request) -> bool {
        roles::reads_all(&self.ledger, request.person)
    }

    fn add(&mut self, entry: Entry, now_ms: i64) {
        self.places
            .insert((entry.device(), entry.seq()), entry.hash());
        self.entries.push(Received::new(text_of(now_ms), entry));
    }

    /// Writes that an entry has no effect. The server is a device of its own in each epoch.
    fn rule_out(&mut self, entry: &Entry, now_ms: i64) {
        let Some(place) = roles::breach(&self.ledger, entry) else {
            return;
        };
        let epoch = u8::try_from(self.epoch).unwrap();
        let device = DeviceId(uuid_v7(6, [epoch; 10]));
        let actor = RecordId(device.0);
        let salt = [self.entries.len().to_le_bytes(), [epoch; 8]].concat();
        let wall = DateTime::from_timestamp_millis(now_ms).unwrap();
        let ruling = self.ledger.write(
            Author { device, actor },
            wall.fixed_offset(),
            Salt(salt.try_into().unwrap()),
            ruling::change(place, "kind"),
        );
        let ruling = ruling.unwrap();
        self.ledger.admit(&ruling).unwrap();
        self.add(ruling, now_ms);
        self.ruled += 1;
    }

    fn take(&mut self, entries: Vec<Entry>, now_ms: i64) -> Vec<Refused> {
        let mut refused: Vec<Refused> = Vec::new();
        let mut stopped: BTreeSet<DeviceId> = BTreeSet::new();
        for entry in entries {
            let (device, seq) = (entry.device(), entry.seq());
            if stopped.contains(&device) {
                continue;
            }
            // Who erased may pass on what is left of it; what was withheld is nobody's to pass on.
            let erased = entry.id().is_some_and(|id| self.erased.contains(&id));
            assert!(
                entry.has_body() || erased,
                "passed on without its body: {entry:?}"
            );
            match self.ledger.check(&entry) {
                Ok(Admitted::Known | Admitted::Filled) => {}
                Ok(Admitted::New) => {
                    self.rule_out(&entry, now_ms);
                    self.ledger.admit(&entry).unwrap();
                    self.add(entry, now_ms);
                }
                Err(why) => {
                    stopped.insert(device);
                    refused.push(Refused { device, seq, why });
                }
            }
        }
        refused
    }

    /// Entries after the cursor that the device lacks.
    fn page(&self, request: &Request, have: &Heads) -> (u64, bool, Vec<Received>) {
        let since = if request.since.epoch == self.epoch.to_string() {
            request.since.ordinal
        } else {
            0
        };
        let mut lacking = (1..)
            .zip(&self.entries)
            .skip(usize::try_from(since).unwrap())
            .filter(|(_, received)| {
                let seq = received.entry.seq();
                have.get(&received.entry.device())
                    .is_none_or(|head| head.seq < seq)
            });
        let page: Vec<_> = lacking.by_ref().take(request.limit).collect();
        let more = lacking.next().is_some();
        let ordinal = match page.last() {
            Some((ordinal, _)) if more => *ordinal,
            _ => self.entries.len() as u64,
        };
        (
            ordinal,
            more,
            page.into_iter()
                .map(|(_, received)| received.clone())
                .collect(),
        )
    }
}

fn text_of(now_ms: i64) -> String {
    DateTime::from_timestamp_millis(now_ms)
        .unwrap()
        .to_rfc3339()
}
