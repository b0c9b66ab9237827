//! The steps of a campaign: drafted, approved, running, closed; each signed and dated.

use chrono::{DateTime, FixedOffset};
use ledger::{Change, Fields, Hlc, Record, RecordId};
use serde_json::{Value, json};

use super::{Campaign, set};
use crate::Role;

/// How far a campaign is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It is being planned.
    Draft,
    /// The manager agrees with the plan.
    Approved,
    /// Its doors are walked.
    Running,
    /// It is over, and its figures stand.
    Closed,
}

/// One signature under a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature<'a> {
    /// The stage that the campaign came to by it.
    pub stage: Stage,
    /// Who signed, as their device was theirs.
    pub by: RecordId,
    /// When, by the clock of the device (RFC 3339).
    pub on: &'a str,
    /// The name that they typed.
    pub name: &'a str,
    /// Why it went back a step; empty where it went forward.
    pub reason: &'a str,
    /// When, in the order of the ledger.
    pub time: Hlc,
}

const STATE: &str = "state";
const STEP: &str = "step:";
impl Stage {
    /// Every stage, in their order.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Approved, Self::Running, Self::Closed];

    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Running => "running",
            Self::Closed => "closed",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// The next step; `None` at the end.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Draft => Some(Self::Approved),
            Self::Approved => Some(Self::Running),
            Self::Running => Some(Self::Closed),
            Self::Closed => None,
        }
    }

    /// The step before, which a reason leads back to. What is closed stays closed.
    pub const fn back(self) -> Option<Self> {
        match self {
            Self::Draft | Self::Closed => None,
            Self::Approved => Some(Self::Draft),
            Self::Running => Some(Self::Approved),
        }
    }

    /// Whether a campaign can come from this stage to that one. It can be closed, that is given
    /// up, at any time.
    fn leads_to(self, to: Self) -> bool {
        self.next() == Some(to) || self.back() == Some(to) || to == Self::Closed
    }

    /// Whether a role may sign this step: the supervisor organises, the manager plans and decides
    /// (work instruction 4.1).
    pub const fn signed_by(self, role: Role) -> bool {
        match self {
            Self::Draft => matches!(role, Role::Supervisor | Role::Manager),
            Self::Approved | Self::Running | Self::Closed => matches!(role, Role::Manager),
        }
    }
}

/// When a campaign was closed. The first closing stands: nobody opens it again, also not someone
/// who had not heard of it.
pub(super) fn closed_at(record: &Record) -> Option<Hlc> {
    record.cell(STATE)?;
    let mut states = record.versions(STATE);
    let closed = states.find(|cell| cell.value == Stage::Closed.name());
    closed.map(ledger::Cell::time)
}

impl<'a> Campaign<'a> {
    /// How far it is. A campaign of before there were steps is running. Steps are followed one by
    /// one, so that one which does not follow from the stage before has no effect.
    pub fn stage(self) -> Stage {
        if self.closed.is_some() {
            return Stage::Closed;
        }
        let planned = self.record.cell(&format!("{STEP}draft")).is_some();
        let mut steps = self.record.versions(STATE).filter_map(|cell| {
            let name = cell.value.as_str()?;
            Stage::named(name)
        });
        let first = if planned {
            Stage::Draft
        } else {
            steps.next().unwrap_or(Stage::Running)
        };
        steps.fold(
            first,
            |stage, to| {
                if stage.leads_to(to) { to } else { stage }
            },
        )
    }

    /// Every signature, the first one first.
    pub fn signatures(self) -> Vec<Signature<'a>> {
        let mut all: Vec<_> = Stage::ALL
            .into_iter()
            .flat_map(|stage| {
                let field = format!("{STEP}{}", stage.name());
                let cells: Vec<_> = self.record.versions(&field).collect();
                cells.into_iter().filter_map(move |cell| {
                    let text = |name| cell.value.get(name).and_then(Value::as_str);
                    Some(Signature {
                        stage,
                        by: cell.touch().actor,
                        on: text("on").unwrap_or(&cell.touch().wall),
                        name: text("name")?,
                        reason: text("reason").unwrap_or_default(),
                        time: cell.time(),
                    })
                })
            })
            .collect();
        all.sort_unstable_by_key(|signature| (signature.time, signature.stage));
        all.retain(|signature| self.closed.is_none_or(|closed| signature.time <= closed));
        all
    }

    /// Which part of the plan was written again after it was approved, by the names of its fields;
    /// none where it was not approved.
    pub fn changed_since_approval(self) -> Vec<&'static str> {
        let approved = self.signatures().into_iter();
        let mut approved = approved.filter(|signature| signature.stage == Stage::Approved);
        let (Some(approved), true) = (approved.next_back(), self.stage() > Stage::Draft) else {
            return Vec::new();
        };
        let fields = ["starts", "ends", "survey_percent", "interview_percent"];
        let plan = fields.into_iter().chain(["frame", "sample"]);
        plan.filter(|field| {
            self.cell(field)
                .is_some_and(|cell| cell.time() > approved.time)
        })
        .collect()
    }

    /// Signs a step. `reason` is empty where it goes forward.
    pub fn sign(
        id: RecordId,
        stage: Stage,
        (by, name): (RecordId, &str),
        on: DateTime<FixedOffset>,
        reason: &str,
    ) -> Change {
        let mut step = json!({"by": by.to_string(), "on": on.to_rfc3339(), "name": name});
        if !reason.is_empty() {
            step["reason"] = reason.into();
        }
        set(
            id,
            Fields::from([
                (STATE.to_owned(), stage.name().into()),
                (format!("{STEP}{}", stage.name()), step),
            ]),
        )
    }

    /// The signature of whoever begins a draft: what makes a campaign one that is planned.
    pub(super) fn begun(by: (RecordId, &str), on: DateTime<FixedOffset>) -> (String, Value) {
        let step = json!({"by": by.0.to_string(), "on": on.to_rfc3339(), "name": by.1});
        (format!("{STEP}{}", Stage::Draft.name()), step)
    }
}
