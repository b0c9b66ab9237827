//! Consent that a questionnaire asks for itself: its answer is the record, and nobody is asked
//! twice.

use std::collections::BTreeMap;

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

/// What the answers of a questionnaire of this purpose say about consent, by the questions' names.
/// An answer that is neither yes nor no says nothing.
pub fn decided_in(answers: &BTreeMap<String, String>, purpose: Purpose) -> Vec<(Scope, bool)> {
    let decided = answers.iter().filter_map(|(path, answer)| {
        let question = path.rsplit('/').next()?;
        let given = match answer.to_ascii_lowercase().as_str() {
            "yes" | "true" | "1" | "ok" => true,
            "no" | "false" | "0" => false,
            _ => return None,
        };
        Some((asked_by_form(question, purpose)?, given))
    });
    decided.collect()
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

    #[test]
    fn answers_say_what_was_decided() {
        let answers = [
            ("/opening/consent_interview", "yes"),
            ("/opening/consent_recording", "no"),
            ("/opening/consent_photo", "maybe"),
            ("/contact/contact_consent", "yes"),
        ];
        let answers = answers.map(|(path, answer)| (path.to_owned(), answer.to_owned()));
        assert_eq!(
            decided_in(&BTreeMap::from(answers), Purpose::Interview),
            [(Scope::Interview, true), (Scope::Recording, false)]
        );
    }
}
