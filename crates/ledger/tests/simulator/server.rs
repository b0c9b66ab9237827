//! The server: the rules of the real one over a list in memory.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use ledger::{
    Admitted, Bundle, DeviceId, Digest, Heads, Ledger, SiteId,
    sync::{Answer, Cursor, Received, Refused},
};

use crate::network::Request;

/// What is on the server's disk.
#[derive(Clone)]
pub(crate) struct Server {
    epoch: u64,
    pub(crate) entries: Vec<Received>,
    pub(crate) ledger: Ledger,
    /// What of it is on its disk, by place.
    pub(crate) places: BTreeMap<(DeviceId, u64), Digest>,
}

impl Server {
    pub(crate) fn new(site: SiteId) -> Self {
        Self {
            epoch: 1,
            entries: Vec::new(),
            ledger: Ledger::new(site),
            places: BTreeMap::new(),
        }
    }

    /// Goes back to an old copy, which is a new epoch.
    pub(crate) fn restore(&mut self, old: &Self) {
        let epoch = self.epoch + 1;
        *self = Self {
            epoch,
            ..old.clone()
        };
    }

    /// Takes a request in; `None` where it can't be read.
    pub(crate) fn answer(&mut self, request: &Request, now_ms: i64) -> Option<Answer> {
        let bundle = Bundle::read(&request.body).ok()?;
        assert_eq!(bundle.site, self.ledger.site());
        let now = DateTime::from_timestamp_millis(now_ms)
            .unwrap()
            .to_rfc3339();
        let refused = self.take(bundle.entries, &now);
        let (ordinal, more, entries) = self.page(request, &bundle.heads);
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

    fn take(&mut self, entries: Vec<ledger::Entry>, now: &str) -> Vec<Refused> {
        let mut refused: Vec<Refused> = Vec::new();
        let mut stopped: BTreeSet<DeviceId> = BTreeSet::new();
        for entry in entries {
            let (device, seq) = (entry.device(), entry.seq());
            if stopped.contains(&device) {
                continue;
            }
            match self.ledger.admit(&entry) {
                Ok(Admitted::Known | Admitted::Filled) => {}
                Ok(Admitted::New) => {
                    self.places.insert((device, seq), entry.hash());
                    self.entries.push(Received {
                        received: now.to_owned(),
                        entry,
                    });
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
