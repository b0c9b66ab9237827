//! The outcomes of visits, in plain words.

use needs::visit::{Outcome, RefusalReason};

use crate::locales::VisitTexts;

/// An outcome's name for people.
pub fn outcome_text(outcome: Outcome) -> &'static str {
    let t = VisitTexts::now();
    match outcome {
        Outcome::Complete => t.complete,
        Outcome::Partial => t.partial,
        Outcome::Refused => t.refused,
        Outcome::BreakOff => t.break_off,
        Outcome::Appointment => t.appointment,
        Outcome::FormLeft => t.form_left,
        Outcome::FormReturned => t.form_returned,
        Outcome::NoAccess => t.no_access,
        Outcome::NobodyHome => t.nobody_home,
        Outcome::Away => t.away,
        Outcome::Unable => t.unable,
        Outcome::Language => t.language,
        Outcome::Other => t.other,
        Outcome::Unsafe => t.unsafe_there,
        Outcome::NotFound => t.not_found,
        Outcome::NotResidential => t.not_residential,
        Outcome::Vacant => t.vacant,
        Outcome::NotEligible => t.not_eligible,
    }
}

/// A reason's name for people.
pub fn reason_text(reason: RefusalReason) -> &'static str {
    let t = VisitTexts::now();
    match reason {
        RefusalReason::NoTime => t.reason_no_time,
        RefusalReason::NotInterested => t.reason_not_interested,
        RefusalReason::Privacy => t.reason_privacy,
        RefusalReason::Dissatisfied => t.reason_dissatisfied,
    }
}
