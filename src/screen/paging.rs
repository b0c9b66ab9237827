//! How a questionnaire is cut into pages.

use std::collections::BTreeSet;

use form::{ItemId, ItemKind, ProblemKind, Session};
use serde::{Deserialize, Serialize};

/// How a questionnaire is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flow {
    /// A page for each group at the top, and for each run of questions between them.
    #[default]
    Sections,
    /// One question on a screen; what the form keeps together (`field-list`) stays together.
    Single,
    /// Everything on one page.
    Whole,
}

impl Flow {
    /// As the form asks for it: `style` in its settings (XLSForm: `pages` shows one question, or
    /// one group with the appearance `field-list`, at a time).
    pub(super) fn of_style(style: &str) -> Self {
        if style.split_whitespace().any(|word| word == "pages") {
            Self::Single
        } else {
            Self::Sections
        }
    }
}

/// One screenful: a group, or a run of questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// Stands for the page: its group, else the first of its items, also while that one does not
    /// apply.
    pub key: ItemId,
    /// The items at its top, in order.
    pub items: Vec<ItemId>,
    /// The group or repeat whose label is the heading.
    pub title: Option<ItemId>,
}

/// The pages that apply now and have something to show.
pub(super) fn pages(session: &Session, flow: Flow) -> Vec<Page> {
    let mut pages = match flow {
        Flow::Sections => sections(session),
        Flow::Single => {
            let mut pages = Vec::new();
            singles(session, session.root(), None, &mut pages);
            pages
        }
        Flow::Whole => {
            let items: Vec<_> = session.children(session.root()).collect();
            let page = |key: &ItemId| Page {
                key: *key,
                items: items.clone(),
                title: None,
            };
            items.first().map(page).into_iter().collect()
        }
    };
    pages.retain(|page| {
        let applies = page.items.contains(&page.key) || session.item(page.key).relevant();
        applies && page.items.iter().any(|item| shows(session, *item))
    });
    pages
}

fn sections(session: &Session) -> Vec<Page> {
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
                        title: None,
                    }),
                }
                run_open = true;
            }
            ItemKind::Group | ItemKind::Repeat | ItemKind::RepeatInstance => {
                pages.push(together(session, item));
                run_open = false;
            }
        }
    }
    pages
}

/// A page for a group or a repeat with all that is in it.
fn together(session: &Session, item: ItemId) -> Page {
    let items = match session.item(item).kind() {
        ItemKind::Group => session.children(item).collect(),
        _ => vec![item],
    };
    Page {
        key: item,
        items,
        title: Some(item),
    }
}

/// A page for each question in an item; `title` is the last group with a label around it.
fn singles(session: &Session, within: ItemId, title: Option<ItemId>, pages: &mut Vec<Page>) {
    for item in session.children(within) {
        let it = session.item(item);
        match it.kind() {
            ItemKind::Hidden => {}
            ItemKind::Question(_) | ItemKind::Note => pages.push(Page {
                key: item,
                items: vec![item],
                title,
            }),
            ItemKind::Group
                if !it.has_appearance("field-list") && !it.has_appearance("table-list") =>
            {
                let title = it.label().is_some().then_some(item).or(title);
                singles(session, item, title, pages);
            }
            ItemKind::Group | ItemKind::Repeat | ItemKind::RepeatInstance => {
                pages.push(together(session, item));
            }
        }
    }
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
        pages(session, Flow::Sections)
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
        let run = pages(&session, Flow::Sections).remove(0);
        assert_eq!(run.items.len(), 2, "the note stands on the same page");
        set(&mut session, "/a", "more");
        assert_eq!(titles(&session), ["a", "g", "hidden", "f"]);
    }

    #[test]
    fn one_question_at_a_time_or_all_at_once() {
        let mut session = session();
        set(&mut session, "/a", "more");
        let names = |flow| -> Vec<(String, usize)> {
            pages(&session, flow)
                .iter()
                .map(|page| (session.item(page.key).name().to_owned(), page.items.len()))
                .collect()
        };
        let single = names(Flow::Single);
        let single: Vec<_> = single.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(single, ["a", "b", "c", "d", "e", "f"]);
        assert_eq!(names(Flow::Whole), [("a".to_owned(), 6)]);
        let under_c = &pages(&session, Flow::Single)[2];
        assert_eq!(
            under_c.title,
            session.find("/g"),
            "the group is the heading"
        );
    }

    #[test]
    fn what_the_form_keeps_together_is_one_screen() {
        let reading = form::read_markdown(
            "
| survey |             |      |       |            |
|        | type        | name | label | appearance |
|        | begin_group | g    | G     | field-list |
|        | text        | a    | A     |            |
|        | text        | b    | B     |            |
|        | end_group   |      |       |            |
",
        );
        let session = Session::start(reading.form.expect("the form is sound"), Context::default());
        let pages = pages(&session, Flow::Single);
        assert_eq!(pages.len(), 1);
        assert_eq!(pages[0].items.len(), 2);
    }

    #[test]
    fn the_style_says_how_a_form_is_shown() {
        assert_eq!(Flow::of_style("theme-grid pages"), Flow::Single);
        assert_eq!(Flow::of_style(""), Flow::Sections);
    }

    #[test]
    fn a_page_tells_how_far_it_is() {
        let mut session = session();
        let page = pages(&session, Flow::Sections).remove(1);
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
