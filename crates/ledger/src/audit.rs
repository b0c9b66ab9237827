//! Whether a ledger that lies somewhere is as it was written: every body against its digest, every
//! chain from its first entry to its end.
//!
//! Damage is named where it is and does not hide what comes after it: an entry that can't be read
//! counts as a place in its chain, and the walk goes on behind it.

use std::{collections::BTreeMap, fmt};

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::{
    DeviceId, Digest, Entry, EntryV1, Fields, Head, Heads, Hlc, Place, Refusal, SiteId, State,
    chain, ruling,
};

/// A walk through the entries of one site, in the order in which they lie.
#[derive(Debug)]
pub struct Audit {
    site: SiteId,
    now: Hlc,
    chains: BTreeMap<DeviceId, Chain>,
    report: Report,
    /// Who touched what and which bodies are there, without the values.
    state: State,
}

/// A chain as far as it has been walked.
#[derive(Debug)]
struct Chain {
    head: Head,
    /// Whether the last entry's hash is not known, so that the next can't be held against it.
    lost: bool,
    time: Hlc,
    walked: Walked,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The site.
    pub site: SiteId,
    /// How many entries lie there, damaged or not.
    pub entries: u64,
    /// Each device's chain.
    pub chains: BTreeMap<DeviceId, Walked>,
    /// Entries whose body is gone because their record was erased.
    pub erased: u64,
    /// Entries whose body is not here for another reason: this reader may not see it.
    pub withheld: u64,
    /// Entries of a later version.
    pub parked: u64,
    /// Entries that were ruled out.
    pub ruled_out: u64,
    /// What is not as it was written.
    pub damage: Vec<Finding>,
    /// What is odd, but can be as it was written.
    pub remarks: Vec<Finding>,
}

/// One device's chain.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Walked {
    /// How many of its entries lie there.
    pub entries: u64,
    /// When the first was written, by the hybrid logical clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Hlc>,
    /// When the last was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Hlc>,
}

/// Something found at one entry, or about the whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// The number of the entry in the order in which they lie, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
    /// Its place in its chain, if that can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What is wrong, in words.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(entry) = self.entry {
            write!(f, "entry {entry}")?;
        }
        if let Some(Place { device, seq }) = self.place {
            let open = if self.entry.is_some() { " (" } else { "" };
            let close = if self.entry.is_some() { ")" } else { "" };
            write!(f, "{open}number {seq} of device {device}{close}")?;
        }
        if self.entry.is_some() || self.place.is_some() {
            f.write_str(": ")?;
        }
        f.write_str(&self.what)
    }
}

/// How far ahead of the present an entry's time is worth a remark.
const AHEAD_MS: i64 = 86_400_000;

impl Audit {
    /// Begins a walk. `now` tells which times lie in the future.
    pub fn new(site: SiteId, now: DateTime<Utc>) -> Self {
        Self {
            site,
            now: Hlc::at(now.timestamp_millis().saturating_add(AHEAD_MS)),
            chains: BTreeMap::new(),
            report: Report {
                site,
                entries: 0,
                chains: BTreeMap::new(),
                erased: 0,
                withheld: 0,
                parked: 0,
                ruled_out: 0,
                damage: Vec::new(),
                remarks: Vec::new(),
            },
            state: State::default(),
        }
    }

    /// The entries that are ruled out by what was looked at so far.
    pub fn ruled_out(&self) -> impl Iterator<Item = Place> {
        self.state.ruled_out().map(|(place, _)| place)
    }

    /// Looks at the next entry. `stored` is where it should stand and the hash that it should have,
    /// where that is kept beside it.
    pub fn entry(&mut self, number: u64, json: Value, stored: Option<(Place, Digest)>) {
        self.report.entries += 1;
        let head = json_without_body(&json);
        match Entry::from_json(json) {
            Ok(entry) => self.sound(number, &entry, stored),
            Err(why) => {
                // A damaged body leaves the head, by which the walk goes on.
                let head = head.and_then(|head| Entry::from_json(head).ok());
                let place = stored.map(|(place, _)| place);
                let place = place.or_else(|| head.as_ref().map(Entry::place));
                self.damaged(Some(number), place, why.to_string());
                if let Some(place) = place {
                    let hash = stored.map(|(_, hash)| hash);
                    let hash = hash.or_else(|| head.as_ref().map(Entry::hash));
                    self.go_on(place, hash, None);
                }
            }
        }
    }

    /// Says that something is wrong with the whole.
    pub fn damaged(&mut self, entry: Option<u64>, place: Option<Place>, what: String) {
        self.report.damage.push(Finding { entry, place, what });
    }

    fn sound(&mut self, number: u64, entry: &Entry, stored: Option<(Place, Digest)>) {
        let (place, hash) = (entry.place(), entry.hash());
        if let Some((stored_place, stored_hash)) = stored {
            if stored_place != place {
                let what = "stands under another device or number".to_owned();
                self.damaged(Some(number), Some(stored_place), what);
                self.go_on(stored_place, Some(stored_hash), None);
                return;
            }
            if stored_hash != hash {
                let what = "was changed after it was stored".to_owned();
                self.damaged(Some(number), Some(place), what);
                self.go_on(place, Some(stored_hash), None);
                return;
            }
        }
        let chain = self.chains.get(&place.device);
        let expected = chain.is_none_or(|chain| !chain.lost || place.seq != chain.head.seq + 1);
        if expected
            && let Err(why) = chain::connects(self.site, chain.map(|chain| &chain.head), entry)
        {
            let what = match why {
                Refusal::Gap { have } => format!("the entries after number {have} are missing"),
                _ if chain.is_some_and(|chain| place.seq <= chain.head.seq) => {
                    "comes after a later one, or twice".to_owned()
                }
                _ => "does not go on where the one before it ends".to_owned(),
            };
            self.damaged(Some(number), Some(place), what);
        }
        let time = match entry {
            Entry::V1(entry) => Some(entry.time),
            Entry::Newer(_) => None,
        };
        self.look_at_time(number, place, time);
        self.go_on(place, Some(hash), time);
        self.state.apply(&outline(entry));
    }

    fn look_at_time(&mut self, number: u64, place: Place, time: Option<Hlc>) {
        let Some(time) = time else { return };
        let before = self.chains.get(&place.device).map(|chain| chain.time);
        let what = if time > self.now {
            format!("was written in the future, at {time}")
        } else if before.is_some_and(|before| time <= before) {
            "is not later than the one before it".to_owned()
        } else {
            return;
        };
        self.report.remarks.push(Finding {
            entry: Some(number),
            place: Some(place),
            what,
        });
    }

    /// Moves the end of a chain to a place.
    fn go_on(&mut self, place: Place, hash: Option<Digest>, time: Option<Hlc>) {
        let chain = self.chains.entry(place.device).or_insert(Chain {
            head: Head {
                seq: 0,
                hash: chain::genesis(self.site, place.device),
            },
            lost: false,
            time: Hlc::default(),
            walked: Walked::default(),
        });
        chain.walked.entries += 1;
        if let Some(time) = time {
            chain.time = time;
            chain.walked.first.get_or_insert(time);
            chain.walked.last = Some(time);
        }
        if place.seq > chain.head.seq {
            chain.lost = hash.is_none();
            chain.head = Head {
                seq: place.seq,
                hash: hash.unwrap_or(chain.head.hash),
            };
        }
    }

    /// Holds the ends of the chains against `heads`, which lies beside the entries, and tells what
    /// was found.
    pub fn end(mut self, heads: &Heads) -> Report {
        for (device, head) in heads {
            let chain = self.chains.get(device);
            let reached = chain.map_or(0, |chain| chain.head.seq);
            let what = if reached < head.seq {
                format!("the entries after number {reached} are missing")
            } else if reached > head.seq {
                format!("the chain goes on to number {reached}, which its head does not say")
            } else if chain.is_some_and(|chain| !chain.lost && chain.head.hash != head.hash) {
                "the chain ends in another entry than its head says".to_owned()
            } else {
                continue;
            };
            let place = Place {
                device: *device,
                seq: head.seq,
            };
            self.damaged(None, Some(place), what);
        }
        for device in self.chains.keys() {
            if !heads.contains_key(device) {
                let what = format!("no head is known of device {device}");
                self.report.damage.push(Finding {
                    entry: None,
                    place: None,
                    what,
                });
            }
        }
        self.count();
        let chains = self.chains.into_iter();
        self.report.chains = chains
            .map(|(device, chain)| (device, chain.walked))
            .collect();
        self.report
    }

    /// Counts bodies that are gone, and names those that should be.
    fn count(&mut self) {
        let report = &mut self.report;
        report.parked = self.state.parked().count() as u64;
        report.ruled_out = self.state.ruled_out().count() as u64;
        for (place, has_body, erased) in self.state.bodies() {
            match (has_body, erased) {
                (false, true) => report.erased += 1,
                (false, false) => report.withheld += 1,
                (true, true) => report.damage.push(Finding {
                    entry: None,
                    place: Some(place),
                    what: "its record was erased, but its body is still here".to_owned(),
                }),
                (true, false) => {}
            }
        }
    }
}

impl Report {
    /// Whether all is as it was written.
    pub fn is_sound(&self) -> bool {
        self.damage.is_empty()
    }
}

fn json_without_body(json: &Value) -> Option<Value> {
    let mut head = json.as_object()?.clone();
    head.retain(|name, _| !["salt", "set", "over"].contains(&&**name));
    Some(Value::Object(head))
}

/// The entry as far as its values don't matter: those of a ruling do.
fn outline(entry: &Entry) -> Entry {
    match entry {
        Entry::V1(entry) if entry.kind != ruling::KIND => Entry::V1(Box::new(EntryV1 {
            set: entry.set.is_some().then(Fields::new),
            over: None,
            wall: String::new(),
            kind: entry.kind.clone(),
            was: None,
            ..**entry
        })),
        entry => entry.clone(),
    }
}
