//! A team that marks what people said.

use chrono::DateTime;
use ledger::{Author, Change, DeviceId, Fields, Ledger, RecordId, Salt, SiteId, State, uuid_v7};
use needs::{
    Lang, Passage, Tree, first_tree,
    passage::{Source, Spot},
};
use serde_json::json;

pub fn site(n: u8) -> SiteId {
    SiteId(uuid_v7(5, [n; 10]))
}

pub fn record(n: u8) -> RecordId {
    RecordId(uuid_v7(u64::from(n), [n; 10]))
}

pub struct Team {
    pub ledger: Ledger,
    pub minutes: i64,
}

impl Team {
    pub fn new() -> Self {
        Self {
            ledger: Ledger::new(site(9)),
            minutes: 0,
        }
    }

    pub fn begun() -> Self {
        let mut team = Self::new();
        team.write_all(first_tree(site(9)));
        team
    }

    pub fn write(&mut self, change: Change) {
        let author = Author {
            device: DeviceId(uuid_v7(1, [1; 10])),
            actor: record(202),
        };
        let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00+08:00").unwrap();
        self.minutes += 1;
        let now = now + chrono::TimeDelta::minutes(self.minutes);
        let entry = self.ledger.write(author, now, Salt([0; 16]), change);
        self.ledger.admit(&entry.unwrap()).unwrap();
    }

    pub fn write_all(&mut self, changes: Vec<Change>) {
        for change in changes {
            self.write(change);
        }
    }

    pub fn state(&self) -> &State {
        self.ledger.state()
    }

    pub fn tree(&self) -> Tree<'_> {
        Tree::of(self.state())
    }

    pub fn named(&self, name: &str) -> RecordId {
        let tree = self.tree();
        let node = tree
            .nodes()
            .iter()
            .find(|node| node.theme.name(Lang::En) == name);
        node.unwrap().theme.id
    }

    pub fn outline(&self) -> Vec<String> {
        let tree = self.tree();
        let nodes = tree.nodes().iter();
        nodes
            .map(|node| format!("{}{}", "-".repeat(node.depth), node.theme.name(Lang::En)))
            .collect()
    }

    pub fn interview(&mut self, id: u8, lines: &[(&str, &str)]) {
        let mut set = Fields::from([
            ("unit".to_owned(), record(100).to_string().into()),
            ("campaign".to_owned(), record(101).to_string().into()),
            ("started".to_owned(), "2026-11-22T09:30:00+08:00".into()),
        ]);
        let lines = lines.iter().zip(0..);
        set.extend(lines.map(|((key, text), at)| {
            (
                format!("line:{key}"),
                json!({ "text": text, "at": at * 1000 }),
            )
        }));
        self.write(Change {
            kind: "interview".to_owned(),
            id: record(id),
            set,
        });
    }

    /// Marks `quote` in line `key` of an interview, at `offset`.
    pub fn mark(&mut self, id: u8, interview: u8, (key, offset): (&str, usize), quote: &str) {
        let spot = |offset| Spot { line: key, offset };
        let span = (spot(offset), spot(offset + quote.chars().count()));
        let source = Source::Interview(record(interview));
        self.write(Passage::mark(record(id), source, span, quote));
    }
}
