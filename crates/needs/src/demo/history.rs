//! A campaign that is under way in the demo: visits and responses, for tests and measurements.

use std::collections::BTreeMap;

use fastrand::Rng;
use ledger::{Change, RecordId, uuid_v7};

use super::Estate;
use crate::{
    Campaign, Questionnaire, Response, Unit,
    visit::{Outcome, RefusalReason, Visit},
};

/// Visits at `percent` of the doors, in walking order, with what comes of visits as often as it
/// does; with a survey's questionnaire also the responses. The same seed gives the same history.
pub fn history(estate: &Estate, seed: u64, percent: u32) -> Vec<Change> {
    let of = |kind: &'static str| {
        let changes = estate.changes.iter();
        changes.filter(move |change| change.kind == kind)
    };
    let survey = of(Questionnaire::KIND).find(|form| {
        let purpose = form.set.get("purpose").and_then(|purpose| purpose.as_str());
        purpose == Some("survey")
    });
    let units: Vec<RecordId> = of(Unit::KIND).map(|unit| unit.id).collect();
    let doors = units.len() * percent.min(100) as usize / 100;
    let mut made = History {
        rng: Rng::with_seed(seed ^ 0x4157),
        campaign: of(Campaign::KIND).next().map(|campaign| campaign.id),
        survey: survey.map(|form| form.id),
        changes: Vec::new(),
    };
    units
        .into_iter()
        .take(doors)
        .for_each(|unit| made.visit(unit));
    made.changes
}

struct History {
    rng: Rng,
    campaign: Option<RecordId>,
    survey: Option<RecordId>,
    changes: Vec<Change>,
}

impl History {
    fn id(&mut self) -> RecordId {
        let random = std::array::from_fn(|_| self.rng.u8(..));
        RecordId(uuid_v7(1_700_000_000_001, random))
    }

    /// What comes of a round, in percent.
    fn outcome(&mut self) -> Outcome {
        match self.rng.u8(..100) {
            0..42 => Outcome::Complete,
            42..72 => Outcome::NobodyHome,
            72..82 => Outcome::Refused,
            82..87 => Outcome::FormLeft,
            87..91 => Outcome::NoAccess,
            91..94 => Outcome::Vacant,
            94..97 => Outcome::Partial,
            97..99 => Outcome::Away,
            _ => Outcome::Language,
        }
    }

    fn visit(&mut self, unit: RecordId) {
        // Where nobody was at home somebody came again.
        for _ in 0..3 {
            let outcome = self.outcome();
            match (outcome, self.survey) {
                (Outcome::Complete, Some(form)) => self.respond(unit, form),
                (Outcome::Complete, None) => return,
                _ => self.attempt(unit, outcome),
            }
            if outcome != Outcome::NobodyHome || self.rng.bool() {
                return;
            }
        }
    }

    fn attempt(&mut self, unit: RecordId, outcome: Outcome) {
        let id = self.id();
        let mut change = Visit::change(id, unit, self.campaign, outcome, None);
        if outcome == Outcome::Refused {
            let reason = RefusalReason::ALL[self.rng.usize(..RefusalReason::ALL.len())];
            change.set.extend(Visit::because(id, Some(reason)).set);
        }
        self.changes.push(change);
    }

    fn respond(&mut self, unit: RecordId, form: RecordId) {
        let role = if self.rng.u8(..10) < 7 {
            "owner"
        } else {
            "tenant"
        };
        let answers = [
            ("/opening/consent", "yes"),
            ("/respondent/respondent_role", role),
            ("/services/services_wanted", "none"),
            ("/closing/feedback_wanted", "no"),
        ];
        let answers: BTreeMap<String, String> = answers
            .map(|(path, answer)| (path.to_owned(), answer.to_owned()))
            .into();
        let (response, visit) = (self.id(), self.id());
        let language = ["zh-Hant", "zh-Hans", "en"][self.rng.usize(..3)];
        let change = Response::change(
            response,
            form,
            unit,
            self.campaign,
            (language, None),
            answers,
        );
        self.changes.push(Visit::finished(visit, &change));
        self.changes.push(change);
    }
}
