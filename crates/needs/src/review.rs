//! The supervisor's review: what came in is accepted, or sent back with remarks at its questions or
//! lines; an answer is corrected with a reason.
//!
//! All of it stands in the reviewed record, so that it travels, and is withheld, with it. What has
//! become of a review is derived from who wrote last.

use std::collections::BTreeMap;

use ledger::{Cell, Change, Fields, FileRef, Hlc, Record, RecordId, State, Touch};
use serde_json::{Value, json};

use crate::{Interview, Response};

/// The kinds that are reviewed.
pub const KINDS: [&str; 2] = [Response::KIND, Interview::KIND];
/// What is remarked about the whole, not about a question or a line.
pub const WHOLE: &str = "/";

const REVIEW: &str = "review";
const REMARK: &str = "remark:";
const REASON: &str = "reason:";
const CORRECTED: &str = "corrected";
const ANSWER: &str = "answer:";
/// Beneath it lies what the app itself says about a filling, such as the name of its log.
const META: &str = "/meta/";

/// Where a review stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Nobody has looked at it.
    New,
    /// Its writer has gone over it after it was sent back.
    Corrected,
    /// It lies with its writer.
    Returned,
    /// It stands.
    Accepted,
}

impl Stage {
    /// Whether it waits for the supervisor.
    pub const fn waits(self) -> bool {
        matches!(self, Self::New | Self::Corrected)
    }
}

/// The review of a record.
#[derive(Clone, Copy, Debug)]
pub struct Review<'a> {
    record: &'a Record,
}

impl<'a> Review<'a> {
    /// The review of a response or an interview.
    pub fn of(state: &'a State, id: RecordId) -> Option<Self> {
        let mut kinds = KINDS.iter();
        let record = kinds.find_map(|kind| state.record(kind, id))?;
        Some(Self { record })
    }

    fn verdict(self) -> Option<(&'a str, &'a Cell)> {
        let cell = self.record.cell(REVIEW)?;
        Some((cell.value.get("verdict")?.as_str()?, cell))
    }

    /// Where it stands.
    pub fn stage(self) -> Stage {
        let Some((verdict, cell)) = self.verdict() else {
            return Stage::New;
        };
        let corrected = self.record.cell(CORRECTED);
        if corrected.is_some_and(|corrected| corrected.time() > cell.time()) {
            return Stage::Corrected;
        }
        match verdict {
            "accepted" => Stage::Accepted,
            _ => Stage::Returned,
        }
    }

    /// Who gave the last verdict, and when.
    pub fn reviewed(self) -> Option<&'a Touch> {
        Some(self.verdict()?.1.touch())
    }

    /// What its writer said to the remarks, and when they had gone over it.
    pub fn reply(self) -> Option<(&'a str, &'a Touch)> {
        let cell = self.record.cell(CORRECTED)?;
        let reply = cell.value.get("reply").and_then(Value::as_str);
        Some((reply.unwrap_or_default(), cell.touch()))
    }

    /// The remarks by the path of an answer, the key of a line, or [`WHOLE`].
    pub fn remarks(self) -> BTreeMap<&'a str, &'a str> {
        let members = self.record.members(REMARK);
        ledger::gather(members.filter_map(|(at, text)| Some((at, text.as_str()?))))
    }

    /// Why an answer was corrected by somebody else, and by whom.
    pub fn reason(self, path: &str) -> Option<(&'a str, &'a Touch)> {
        let cell = self.record.cell(&format!("{REASON}{path}"))?;
        Some((cell.value.as_str()?, cell.touch()))
    }

    /// Who brought it in.
    pub fn writer(self) -> RecordId {
        self.record.created().actor
    }

    /// Accepts it. Remarks that were made stay in the history.
    pub fn accept(self, kind: &str, id: RecordId) -> Change {
        let gone = self.remarks();
        let gone = gone.keys().map(|at| (format!("{REMARK}{at}"), Value::Null));
        let mut set: Fields = gone.collect();
        set.insert(REVIEW.to_owned(), json!({ "verdict": "accepted" }));
        change(kind, id, set)
    }

    /// Sends it back with these remarks, which take the place of earlier ones.
    pub fn send_back(self, kind: &str, id: RecordId, remarks: &BTreeMap<String, String>) -> Change {
        let mut set = self.accept(kind, id).set;
        set.insert(REVIEW.to_owned(), json!({ "verdict": "returned" }));
        for (at, text) in remarks {
            let text = text.trim();
            if !text.is_empty() {
                set.insert(format!("{REMARK}{at}"), text.into());
            }
        }
        change(kind, id, set)
    }
}

/// Says that the writer has gone over what was sent back. `reply` may be empty.
pub fn gone_over(kind: &str, id: RecordId, reply: &str) -> Change {
    let value = json!({ "reply": reply.trim() });
    change(kind, id, Fields::from([(CORRECTED.to_owned(), value)]))
}

/// Corrects an answer of a response, with the reason; an empty value takes it away.
pub fn correct(id: RecordId, path: &str, value: &str, reason: &str) -> Change {
    let value = (!value.is_empty()).then_some(value);
    let set = Fields::from([
        (format!("{ANSWER}{path}"), value.into()),
        (format!("{REASON}{path}"), reason.trim().into()),
    ]);
    change(Response::KIND, id, set)
}

/// What a response that is filled in again has to write: the answers and files that differ from
/// those it has, none twice, and that it was gone over. `filled` is the whole response as
/// [`Response::change`] and [`crate::with_answered_files`] make it. Nothing where the record is not
/// known.
///
/// What the form does not ask but the app noted of the first filling stays, and so do the files
/// that an answer still names, whether their bytes are on this tablet or not.
pub fn refilled(state: &State, filled: &Change) -> Option<Change> {
    let record = state.record(Response::KIND, filled.id)?;
    let file = FileRef::field_name("");
    let ours = |field: &str| {
        field.starts_with(ANSWER) || field.starts_with(&file) || field == Response::REFUSED
    };
    let mut set = gone_over(Response::KIND, filled.id, "").set;
    for (field, value) in filled.set.iter().filter(|(field, _)| ours(field)) {
        if record.get(field) != Some(value) {
            set.insert(field.clone(), value.clone());
        }
    }
    if record.get(Response::REFUSED).is_some() && !filled.set.contains_key(Response::REFUSED) {
        set.insert(Response::REFUSED.to_owned(), Value::Null);
    }
    let mut named = Vec::new();
    for (path, value) in record.members(ANSWER) {
        let field = format!("{ANSWER}{path}");
        if path.starts_with(META) && !filled.set.contains_key(&field) {
            named.extend(value.as_str());
        } else if !filled.set.contains_key(&field) {
            set.insert(field, Value::Null);
        }
    }
    named.extend(filled.set.values().filter_map(Value::as_str));
    for file in FileRef::all_of(record) {
        if !named.contains(&file.name.as_str()) {
            set.insert(FileRef::field_name(&file.name), Value::Null);
        }
    }
    Some(change(Response::KIND, filled.id, set))
}

/// The names of the files that a response has to keep while it is filled in again.
pub fn files_to_keep(state: &State, id: RecordId) -> Vec<String> {
    let record = state.record(Response::KIND, id).into_iter();
    record
        .flat_map(FileRef::all_of)
        .map(|file| file.name)
        .collect()
}

/// Remarks on an answer, a line or the whole; an empty text takes the remark away. The writer sees
/// it once the record is sent back.
pub fn remark(kind: &str, id: RecordId, at: &str, text: &str) -> Change {
    let text = text.trim();
    let text = (!text.is_empty()).then_some(text);
    change(
        kind,
        id,
        Fields::from([(format!("{REMARK}{at}"), text.into())]),
    )
}

/// Something that is, or was, to be reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its kind.
    pub kind: &'static str,
    /// Its id.
    pub id: RecordId,
    /// Where its review stands.
    pub stage: Stage,
    /// When it was last written.
    pub time: Hlc,
}

/// One record, as it stands in its review.
pub fn item(state: &State, id: RecordId) -> Option<Item> {
    KINDS.iter().find_map(|kind| {
        let record = state.record(kind, id)?;
        Some(Item {
            kind,
            id,
            stage: Review { record }.stage(),
            time: record.changed().time,
        })
    })
}

/// Everything that `takes` lets in by its stage and its writer, newest first.
pub fn items(state: &State, takes: impl Fn(Stage, RecordId) -> bool) -> Vec<Item> {
    let mut items = Vec::new();
    for kind in KINDS {
        for (id, record) in state.records(kind) {
            let review = Review { record };
            let stage = review.stage();
            if takes(stage, review.writer()) {
                items.push(Item {
                    kind,
                    id,
                    stage,
                    time: record.changed().time,
                });
            }
        }
    }
    items.sort_unstable_by_key(|item| std::cmp::Reverse((item.time, item.id)));
    items
}

/// What was sent back to a person and still lies with them, newest first.
pub fn sent_back(state: &State, person: RecordId) -> Vec<Item> {
    items(state, |stage, writer| {
        stage == Stage::Returned && writer == person
    })
}

fn change(kind: &str, id: RecordId, set: Fields) -> Change {
    Change {
        kind: kind.to_owned(),
        id,
        set,
    }
}
