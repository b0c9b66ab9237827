//! The guide: what is to be talked about, from the questionnaire of the interview.

use form::{Context, Control, Form, ItemId, ItemKind, Session};

use crate::Lang;

/// The questions that a questionnaire gives for a talk: those that are answered in words, in many
/// (`multiline`) if it has such, or else all of them. Whether a question applies depends on answers
/// that a talk does not give, so all are there.
pub fn asked(session: &Session) -> impl Iterator<Item = ItemId> {
    let open = |item: ItemId, wide: bool| {
        let it = session.item(item);
        it.kind() == ItemKind::Question(Control::Text) && (!wide || it.has_appearance("multiline"))
    };
    let any = |wide| session.items().any(|item| open(item, wide));
    let (multiline, text) = (any(true), any(false));
    session.items().filter(move |item| {
        let asked = match (multiline, text) {
            (true, _) => open(*item, true),
            (false, true) => open(*item, false),
            (false, false) => matches!(session.item(*item).kind(), ItemKind::Question(_)),
        };
        asked && session.item(*item).label().is_some()
    })
}

/// Path and label of each question of the guide, in the language that is asked for or in another.
pub fn points(form: std::sync::Arc<Form>, lang: Lang) -> Vec<(String, String)> {
    let mut session = Session::start(form, Context::default());
    if let Some(language) = session.form().language_for(lang.tag()) {
        session.set_language(language);
    }
    let points = asked(&session).map(|item| {
        let item = session.item(item);
        (item.path(), item.label().unwrap_or_default())
    });
    points.collect()
}
