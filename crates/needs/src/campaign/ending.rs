//! The end of a campaign: its figures are written down, and nothing more is counted.

use ledger::{Change, Hlc, RecordId, State, Touch};
use serde_json::{Value, json};

use super::{Campaign, Stage, stage};
use crate::{Response, Round, visit::Visit};

/// The field of the final figures.
pub(crate) const FINAL: &str = "final";

/// What a campaign came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Units of the frame.
    pub frame: usize,
    /// Units that were asked.
    pub asked: usize,
    /// Units with a finished survey.
    pub surveys: usize,
    /// Units to survey.
    pub survey_target: usize,
    /// Units with a finished interview.
    pub interviews: usize,
    /// Units to interview.
    pub interview_target: usize,
}

impl Figures {
    /// The figures as they are now, without what was written after the closing.
    pub fn of(state: &State, campaign: Campaign<'_>) -> Self {
        let round = Round::read(state, Some(campaign));
        Self {
            frame: round.survey.units,
            asked: round.doors().filter(|(_, door)| door.counts).count(),
            surveys: round.survey.reached,
            survey_target: round.survey.target,
            interviews: round.interview.reached,
            interview_target: round.interview.target,
        }
    }

    fn value(self) -> Value {
        json!({
            "frame": self.frame,
            "asked": self.asked,
            "surveys": self.surveys,
            "survey_target": self.survey_target,
            "interviews": self.interviews,
            "interview_target": self.interview_target,
        })
    }

    fn read(value: &Value) -> Self {
        let number = |name: &str| {
            let number = value.get(name).and_then(Value::as_u64);
            number.and_then(|number| usize::try_from(number).ok())
        };
        let number = |name| number(name).unwrap_or_default();
        Self {
            frame: number("frame"),
            asked: number("asked"),
            surveys: number("surveys"),
            survey_target: number("survey_target"),
            interviews: number("interviews"),
            interview_target: number("interview_target"),
        }
    }
}

/// When a campaign was closed, where it was.
pub(crate) fn closing_of(state: &State, campaign: RecordId) -> Option<Hlc> {
    stage::closed_at(state.record(Campaign::KIND, campaign)?)
}

impl Campaign<'_> {
    /// Whether something that was written then counts for it: nothing does that was written after
    /// its closing, whatever the clock of the device said.
    pub fn counts_at(self, time: Hlc) -> bool {
        self.closed.is_none_or(|closed| time <= closed)
    }

    /// The figures that were written down when it was closed.
    pub fn final_figures(self) -> Option<Figures> {
        self.closed?;
        self.cell(FINAL).map(|cell| Figures::read(&cell.value))
    }

    /// Signs the closing, with the figures that stand from then on.
    pub fn close(mut signed: Change, figures: Figures) -> Change {
        signed.set.insert(FINAL.to_owned(), figures.value());
        signed
    }

    /// What was written into it after its closing, and so isn't counted: visits and responses, with
    /// kind, id and who wrote them.
    pub fn after_closing(self, state: &State) -> Vec<(&'static str, RecordId, &Touch)> {
        if self.stage() != Stage::Closed {
            return Vec::new();
        }
        let id = self.id.to_string();
        let mut late = Vec::new();
        for kind in [Response::KIND, Visit::KIND] {
            for (record, fields) in state.records(kind) {
                // A visit at which a survey was finished is told by the response.
                let told = kind == Visit::KIND && fields.text("response").is_some();
                if !told
                    && fields.text("campaign") == Some(&id)
                    && !self.counts_at(fields.created().time)
                {
                    late.push((kind, record, fields.created()));
                }
            }
        }
        late.sort_unstable_by_key(|(_, id, touch)| (touch.time, *id));
        late
    }
}
