//! Drafts: what is being filled in. They stay on this device until they are finished.

use std::collections::BTreeMap;

use ledger::RecordId;
use serde::{Deserialize, Serialize};

/// A questionnaire that has been begun at a door.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The id that the response will have.
    pub id: RecordId,
    /// The questionnaire.
    pub form: RecordId,
    /// The unit.
    pub unit: RecordId,
    /// Who answers, where that was said.
    #[serde(default)]
    pub resident: Option<RecordId>,
    /// The campaign it counts for.
    pub campaign: Option<RecordId>,
    /// When it was begun (RFC 3339).
    pub started: String,
    /// When it was last changed, in milliseconds since 1970.
    pub updated_ms: i64,
    /// What the questionnaire draws at random stays the same when it is opened again.
    pub seed: u64,
    /// The page that was open, as the form screen names it; the first one if this is empty.
    #[serde(default)]
    pub place: String,
    /// How many of the questions that apply are answered, and how many apply.
    pub progress: (usize, usize),
    /// The answers by path, those included that do not apply at the moment.
    pub answers: BTreeMap<String, String>,
}
