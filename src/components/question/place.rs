//! Where a question is on the screen: its id there, and moving the focus to it.

use js_sys::{Array, Function, Reflect};
use leptos::{prelude::*, wasm_bindgen::JsCast};
use web_sys::{HtmlElement, KeyboardEvent};

const NEXT: &str = r#".survey-bar [data-action="next"]"#;
const CONTROLS: &str =
    ".questions input, .questions textarea, .questions select, .survey-bar .primary";

/// The id of a question's element: `/services/housekeeping` → `q-services-housekeeping`.
pub fn field_id(path: &str) -> String {
    let named = |c: char| {
        if c.is_alphanumeric() || matches!(c, '_' | '.') {
            c
        } else {
            '-'
        }
    };
    format!("q{}", path.chars().map(named).collect::<String>())
}

/// Brings the question at `path` into view and puts the focus on its first control.
pub fn focus_field(path: &str) {
    focus_first(&field_id(path));
    // The whole question, not only its control.
    show_field(path);
}

/// Brings the question at `path` into view.
pub fn show_field(path: &str) {
    if let Some(field) = document().get_element_by_id(&field_id(path)) {
        field.scroll_into_view();
    }
}

/// Puts the focus on the first control of the question with this id, or on the choice that is
/// taken.
pub(super) fn focus_first(id: &str) {
    let Some(field) = document().get_element_by_id(id) else {
        return;
    };
    let control = ["input:checked", "input, textarea, select, button, summary"]
        .iter()
        .find_map(|wanted| field.query_selector(wanted).ok().flatten());
    if let Some(control) = control.and_then(|control| control.dyn_into::<HtmlElement>().ok()) {
        let _ = control.focus();
    }
}

/// On from a question that is answered by one tap: to the next question of the page, or to the next
/// page.
pub(super) fn go_on(id: String) {
    // Others may come or go by this answer.
    request_animation_frame(move || {
        let questions = all(".questions .question");
        let mut after = questions.iter().skip_while(|question| question.id() != id);
        let next = after.nth(1).map(|question| question.id());
        if let Some(next) = next {
            focus_first(&next);
            if let Some(question) = document().get_element_by_id(&next) {
                question.scroll_into_view();
            }
        } else if let Ok(Some(next)) = document().query_selector(NEXT)
            && let Ok(next) = next.dyn_into::<HtmlElement>()
        {
            next.click();
        }
    });
}

/// Enter in a field of one line goes to the next field, at the end to the button "next".
pub fn focus_next(event: &KeyboardEvent) {
    // Enter also closes the candidates of an input method for Chinese.
    if event.key() != "Enter" || event.is_composing() || event.key_code() == 229 {
        return;
    }
    let input = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let Some(input) = input.filter(|element| element.tag_name() == "INPUT") else {
        return;
    };
    event.prevent_default();
    let controls = all(CONTROLS);
    let mut after = controls
        .iter()
        .skip_while(|control| **control != input)
        .skip(1);
    // The radio buttons of one question are one field: the arrow keys move among them.
    let own_name = input.get_attribute("name");
    let next =
        after.find(|control| own_name.is_none() || control.get_attribute("name") != own_name);
    if let Some(next) = next {
        let _ = next.focus();
    }
}

/// What matches on the page, in order.
fn all(selector: &str) -> Vec<HtmlElement> {
    let found = Reflect::get(&document(), &"querySelectorAll".into())
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|query| query.call1(&document(), &selector.into()));
    let found = found.map(|found| Array::from(&found)).unwrap_or_default();
    found
        .iter()
        .filter_map(|control| control.dyn_into().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::field_id;

    #[test]
    fn ids_follow_from_paths() {
        assert_eq!(
            field_id("/services/housekeeping"),
            "q-services-housekeeping"
        );
        assert_eq!(field_id("/household[2]/age_now"), "q-household-2--age_now");
    }
}
