//! Consent that a questionnaire asks for itself: its answer is the record, and nobody is asked
//! twice.

use super::Scope;
use crate::Purpose;

/// The scope of a question with this name: `consent` for what the questionnaire is for,
/// `consent_recording` and the like for the scope that it names. A question about something else,
/// such as `contact_consent`, is none.
pub fn asked_by_form(question: &str, purpose: Purpose) -> Option<Scope> {
    match question.strip_prefix("consent")? {
        "" => Some(Scope::of(purpose)),
        rest => Scope::named(rest.strip_prefix('_')?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_known_by_its_name() {
        let survey = |name| asked_by_form(name, Purpose::Survey);
        assert_eq!(survey("consent"), Some(Scope::Survey));
        assert_eq!(
            asked_by_form("consent", Purpose::Interview),
            Some(Scope::Interview)
        );
        assert_eq!(survey("consent_recording"), Some(Scope::Recording));
        for other in ["contact_consent", "consents", "consent_to_call", "name", ""] {
            assert_eq!(survey(other), None, "{other}");
        }
    }
}
