//! How a questionnaire is cut into pages.

use std::collections::BTreeSet;

use form::{ItemId, ItemKind, ProblemKind, Session};

/// One screenful: a group at the top of the questionnaire, or a run of questions outside of groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// The first of its items, also while that one does not apply: it stands for the page.
    pub key: ItemId,
    /// The items at its top, in order.
    pub items: Vec<ItemId>,
    /// Whether it is a group or a repeat, whose label is the heading.
    pub labelled: bool,
}

/// The pages that apply now and have something to show.
pub(super) fn pages(session: &Session) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    let mut run_open = false;
    for item in session.children(session.root()) {
        match session.item(item).kind() {
            ItemKind::Hidden => {}
            ItemKind::Question(_) | ItemKind::Note => {
                match pages.last_mut().filter(|_| run_open) {
                    Some(run) => run.items.push(item),
                    None => pages.push(Page {
                        key: item,
                        items: vec![item],
                        labelled: false,
                    }),
                }
                run_open = true;
            }
            ItemKind::Group => {
                let items = session.children(item).collect();
                pages.push(Page {
                    key: item,
                    items,
                    labelled: true,
                });
                run_open = false;
            }
            ItemKind::Repeat | ItemKind::RepeatInstance => {
                pages.push(Page {
                    key: item,
                    items: vec![item],
                    labelled: true,
                });
                run_open = false;
            }
        }
    }
    pages.retain(|page| {
        let applies = !page.labelled || session.item(page.key).relevant();
        applies && page.items.iter().any(|item| shows(session, *item))
    });
    pages
}

/// Whether an item has something to show now.
fn shows(session: &Session, item: ItemId) -> bool {
    let it = session.item(item);
    it.relevant()
        && match it.kind() {
            ItemKind::Hidden => false,
            ItemKind::Question(_) | ItemKind::Note | ItemKind::Repeat => true,
            ItemKind::Group | ItemKind::RepeatInstance => {
                session.children(item).any(|child| shows(session, child))
            }
        }
}

/// The questions of a page that apply now, in order.
pub(super) fn questions(session: &Session, page: &Page) -> Vec<ItemId> {
    let mut found = Vec::new();
    for item in &page.items {
        gather(session, *item, &mut found);
    }
    found
}

fn gather(session: &Session, item: ItemId, found: &mut Vec<ItemId>) {
    let it = session.item(item);
    if !it.relevant() {
        return;
    }
    match it.kind() {
        ItemKind::Question(_) => found.push(item),
        ItemKind::Group | ItemKind::Repeat | ItemKind::RepeatInstance => {
            for child in session.children(item) {
                gather(session, child, found);
            }
        }
        ItemKind::Note | ItemKind::Hidden => {}
    }
}

/// How far a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing on it has been answered, and it has not been handed in.
    Untouched,
    /// Some of it has been answered.
    Begun,
    /// All of it has, or it was handed in without a problem.
    Answered,
    /// Something on it is wrong, or was handed in without an answer that must be given.
    Attention,
}

/// How far a page is; `passed` holds the pages that have been handed in.
pub(super) fn standing(session: &Session, page: &Page, passed: &BTreeSet<ItemId>) -> Standing {
    let handed_in = passed.contains(&page.key);
    let questions = questions(session, page);
    let answered = questions
        .iter()
        .filter(|item| !session.item(**item).value().is_empty())
        .count();
    let mut problems = questions
        .iter()
        .filter_map(|item| session.item(*item).problem());
    let missing = |kind| kind == ProblemKind::Required;
    let mut open = false;
    if problems.any(|problem| {
        open |= missing(problem.kind);
        handed_in || !missing(problem.kind)
    }) {
        Standing::Attention
    } else if !open && (handed_in || (answered == questions.len() && answered > 0)) {
        Standing::Answered
    } else if answered > 0 {
        Standing::Begun
    } else {
        Standing::Untouched
    }
}

#[cfg(test)]
mod tests {
    use form::Context;

    use super::*;

    const FORM: &str = "
| survey |             |        |                  |          |               |
|        | type        | name   | label            | required | relevant      |
|        | text        | a      | A                |          |               |
|        | hidden      | sum    |                  |          |               |
|        | note        | b      | B                |          |               |
|        | begin_group | g      | G                |          |               |
|        | text        | c      | C                | yes      |               |
|        | text        | d      | D                |          |               |
|        | end_group   |        |                  |          |               |
|        | begin_group | hidden | H                |          | ${a} = 'more' |
|        | text        | e      | E                |          |               |
|        | end_group   |        |                  |          |               |
|        | text        | f      | F                |          |               |
";

    fn session() -> Session {
        let reading = form::read_markdown(FORM);
        Session::start(reading.form.expect("the form is sound"), Context::default())
    }

    fn titles(session: &Session) -> Vec<&str> {
        pages(session)
            .iter()
            .map(|page| session.item(page.key).name())
            .collect()
    }

    fn set(session: &mut Session, path: &str, value: &str) {
        let item = session.find(path).expect("the question is there");
        session.set(item, value).expect("the answer is taken");
    }

    #[test]
    fn groups_and_runs_are_pages() {
        let mut session = session();
        assert_eq!(titles(&session), ["a", "g", "f"]);
        let run = pages(&session).remove(0);
        assert_eq!(run.items.len(), 2, "the note stands on the same page");
        set(&mut session, "/a", "more");
        assert_eq!(titles(&session), ["a", "g", "hidden", "f"]);
    }

    #[test]
    fn a_page_tells_how_far_it_is() {
        let mut session = session();
        let page = pages(&session).remove(1);
        let (fresh, handed_in) = (BTreeSet::new(), BTreeSet::from([page.key]));
        assert_eq!(standing(&session, &page, &fresh), Standing::Untouched);
        assert_eq!(standing(&session, &page, &handed_in), Standing::Attention);
        set(&mut session, "/g/d", "x");
        assert_eq!(standing(&session, &page, &fresh), Standing::Begun);
        set(&mut session, "/g/d", "");
        set(&mut session, "/g/c", "x");
        assert_eq!(standing(&session, &page, &fresh), Standing::Begun);
        assert_eq!(standing(&session, &page, &handed_in), Standing::Answered);
        set(&mut session, "/g/d", "x");
        assert_eq!(standing(&session, &page, &fresh), Standing::Answered);
    }
}
