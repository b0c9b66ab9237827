use proptest::prelude::*;

use super::*;
use crate::{Author, Change, Entry, RecordId, Salt, SiteId};

const SITE: SiteId = SiteId(uuid::Uuid::from_bytes([1; 16]));
const OFFICE: DeviceId = DeviceId(uuid::Uuid::from_bytes([2; 16]));

fn places(count: u64) -> Vec<Entry> {
    let mut ledger = Ledger::new(SITE);
    let author = Author {
        device: OFFICE,
        actor: RecordId(uuid::Uuid::from_bytes([3; 16])),
    };
    let time = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let entries = (0..count).map(|number| {
        let change = Change {
            kind: "response".to_owned(),
            id: RecordId(uuid::Uuid::from_bytes([4; 16])),
            set: [(format!("answer:{number}"), "yes".into())].into(),
        };
        let salt = Salt([u8::try_from(number).unwrap(); 16]);
        let entry = ledger
            .write(author, time.fixed_offset(), salt, change)
            .unwrap();
        ledger.admit(&entry).unwrap();
        entry
    });
    entries.collect()
}

/// A tablet, and the server that withholds what it sees no reason to give.
struct Talk {
    machine: Sync,
    here: Ledger,
    disk: Checkpoint,
    there: Vec<Entry>,
    sees: bool,
    requests: u32,
    under_way: Option<Command>,
    now_ms: i64,
}

impl Talk {
    fn new() -> Self {
        Self {
            machine: Sync::new(Checkpoint::default()),
            here: Ledger::new(SITE),
            disk: Checkpoint::default(),
            there: places(3),
            sees: false,
            requests: 0,
            under_way: None,
            now_ms: 0,
        }
    }

    fn handle(&mut self, event: Event) {
        let commands = self.machine.handle(event, self.now_ms, &self.here, 0);
        let asked = commands
            .into_iter()
            .find(|command| !matches!(command, Command::WakeAt(_)));
        if asked.is_some() {
            self.under_way = asked;
        }
    }

    /// The role that the ledger tells this device, as the app says it.
    fn reads_as(&mut self, name: &str) {
        let withheld = self.here.withheld_devices().collect();
        let name = name.to_owned();
        let all = name == "supervisor";
        self.handle(Event::Reader {
            name,
            all,
            withheld,
        });
    }

    /// Does what the machine asked for last; whether there was something.
    fn step(&mut self) -> bool {
        match self.under_way.take() {
            Some(Command::Exchange { since, forget, .. }) => {
                self.requests += 1;
                let answer = self.answer(&since, &forget);
                self.handle(Event::Answered(Box::new(answer)));
            }
            Some(Command::Store {
                entries,
                checkpoint,
                ..
            }) => {
                for received in entries {
                    let _ = self.here.admit(&received.entry);
                }
                self.disk = checkpoint;
                self.handle(Event::Stored);
            }
            _ => return false,
        }
        true
    }

    /// One entry a page.
    fn answer(&self, since: &Cursor, forget: &BTreeSet<DeviceId>) -> Answer {
        let known =
            |seq: u64| !forget.contains(&OFFICE) && self.here.hash_at(OFFICE, seq).is_some();
        let found = (since.ordinal..3).find(|at| !known(at + 1));
        let entry = found.and_then(|at| self.there.get(usize::try_from(at).ok()?));
        let entry = entry.map(|entry| {
            if self.sees {
                entry.clone()
            } else {
                entry.clone().without_body()
            }
        });
        let ordinal = found.map_or(3, |at| at + 1);
        let mut whole = Ledger::new(SITE);
        for entry in &self.there {
            whole.admit(entry).unwrap();
        }
        Answer {
            cursor: Cursor {
                epoch: "1".to_owned(),
                ordinal,
            },
            more: ordinal < 3,
            heads: whole.heads(),
            refused: Vec::new(),
            entries: entry
                .map(|entry| Received::new("2027-01-15T08:00:00Z".to_owned(), entry))
                .into_iter()
                .collect(),
            now: "2027-01-15T08:00:00Z".to_owned(),
            unreadable: Vec::new(),
        }
    }

    fn settle(&mut self) {
        let mut steps = 0;
        while self.step() {
            steps += 1;
            assert!(steps < 100, "asks in a ring");
        }
    }

    fn restart(&mut self) {
        self.machine = Sync::new(self.disk.clone());
        self.under_way = None;
        self.handle(Event::Nudge);
    }

    fn withheld(&self) -> bool {
        self.here.withheld_devices().next().is_some()
    }
}

proptest! {
    #[test]
    fn what_was_withheld_comes_whenever_the_role_is_told_and_the_app_is_killed(
        told in 0_usize..12, killed in prop::option::of(0_usize..14),
    ) {
        let mut talk = Talk::new();
        talk.handle(Event::Nudge);
        talk.reads_as("assistant");
        talk.settle();
        prop_assert!(talk.withheld());

        talk.sees = true;
        talk.handle(Event::Nudge);
        for step in 0..16 {
            if killed == Some(step) {
                talk.restart();
                talk.reads_as(if step >= told { "supervisor" } else { "assistant" });
            } else if step == told {
                talk.reads_as("supervisor");
            }
            talk.step();
        }
        talk.settle();
        prop_assert!(!talk.withheld());
        prop_assert_eq!(talk.disk.reader.as_deref(), Some("supervisor"));
    }
}

#[test]
fn the_first_reading_is_not_repeated_and_nothing_new_is_one_request() {
    let mut talk = Talk::new();
    talk.handle(Event::Nudge);
    talk.step();
    talk.step();
    talk.reads_as("assistant");
    talk.settle();
    assert_eq!(talk.requests, 3, "a request a page");

    talk.restart();
    talk.reads_as("assistant");
    talk.settle();
    assert_eq!(talk.requests, 4);
}

/// A server that was restored from a backup may learn again only later what a reader's role is.
#[test]
fn bodies_that_should_have_come_are_asked_for_again_and_not_in_a_ring() {
    let mut talk = Talk::new();
    talk.handle(Event::Nudge);
    talk.reads_as("supervisor");
    talk.settle();
    assert!(talk.withheld());
    let requests = talk.requests;
    talk.sees = true;
    talk.handle(Event::Nudge);
    talk.settle();
    assert_eq!(talk.requests, requests + 1, "not with every look");

    talk.now_ms = REREAD_MS;
    talk.handle(Event::Tick);
    talk.settle();
    assert!(!talk.withheld());
}

#[test]
fn what_follows_an_entry_that_came_back_without_its_body_still_goes_out() {
    let mut talk = Talk::new();
    talk.handle(Event::Nudge);
    talk.settle();
    assert!(talk.withheld());
    let author = Author {
        device: OFFICE,
        actor: RecordId(uuid::Uuid::from_bytes([3; 16])),
    };
    let change = Change {
        kind: "visit".to_owned(),
        id: RecordId(uuid::Uuid::from_bytes([5; 16])),
        set: [("note".to_owned(), "later".into())].into(),
    };
    let now = chrono::DateTime::from_timestamp(1_800_000_001, 0).unwrap();
    let entry = talk
        .here
        .write(author, now.fixed_offset(), Salt([9; 16]), change)
        .unwrap();
    talk.here.admit(&entry).unwrap();
    assert_eq!(talk.machine.pending(&talk.here), 1);
    talk.handle(Event::Nudge);
    let Some(Command::Exchange { push, .. }) = &talk.under_way else {
        panic!("{:?}", talk.under_way);
    };
    let span = Span {
        device: OFFICE,
        after: 3,
    };
    assert_eq!(push, &[span]);
}
