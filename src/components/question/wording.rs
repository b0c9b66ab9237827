//! How an answer is told, and what a problem is called where the form has no words of its own for
//! it.

use form::{Control, Item, ItemKind, Problem, ProblemKind, Rejection};

use super::Interview;
use crate::locales::SurveyTexts;

/// An answer as a person reads it. Times are stored with seconds and an offset (ODK XForms, data
/// types); a person wants the hour and the minute.
pub fn answer_text(item: &Item<'_>) -> String {
    let value = item.value();
    match item.kind() {
        ItemKind::Question(Control::Time) => value.get(..5).unwrap_or(value).to_owned(),
        ItemKind::Question(Control::DateTime) => minute(value),
        _ => item.display_value(),
    }
}

/// `2026-11-22T14:03:00.000+08:00` as `2026-11-22 14:03`.
fn minute(value: &str) -> String {
    match value.split_once('T') {
        Some((date, time)) => format!("{date} {}", time.get(..5).unwrap_or(time)),
        None => value.to_owned(),
    }
}

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

#[cfg(test)]
mod tests {
    use super::minute;

    #[test]
    fn a_moment_is_told_to_the_minute() {
        assert_eq!(minute("2026-11-22T14:03:00.000+08:00"), "2026-11-22 14:03");
        assert_eq!(minute("soon"), "soon");
    }
}
