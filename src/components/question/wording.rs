//! What a problem is called where the form has no words of its own for it.

use form::{Control, ItemKind, Problem, ProblemKind, Rejection};

use super::Interview;
use crate::locales::SurveyTexts;

/// What is wrong with an answer, in the form's words or else in ours.
pub fn problem_text(interview: Interview, problem: &Problem) -> String {
    if let Some(message) = &problem.message {
        return message.clone();
    }
    let t = SurveyTexts::now();
    let kind = interview.peek(|session| Some(session.item(problem.item).kind()));
    let text = match problem.kind {
        ProblemKind::Required => t.problem_required,
        ProblemKind::Constraint => t.problem_constraint,
        ProblemKind::Type => match kind {
            Some(ItemKind::Question(Control::Integer)) => t.problem_integer,
            Some(ItemKind::Question(Control::Decimal | Control::Range)) => t.problem_decimal,
            Some(ItemKind::Question(Control::Date)) => t.problem_date,
            Some(ItemKind::Question(Control::Time | Control::DateTime)) => t.problem_time,
            _ => t.problem_constraint,
        },
    };
    text.to_owned()
}

/// Why an answer was not taken, where a person can do something about it.
pub(super) fn rejection_text(rejection: Rejection) -> Option<&'static str> {
    (rejection == Rejection::TooLong).then_some(SurveyTexts::now().problem_too_long)
}
