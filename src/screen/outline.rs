//! The outline of a questionnaire: sections, groups, entries and questions as they apply now, each
//! with how far it is.

use std::collections::BTreeSet;

use form::{ItemId, ItemKind, ProblemKind, Session};

use super::{
    Flow,
    paging::{self, Page, Standing},
    repeat::entry_title,
};
use crate::components::question::plain;

/// What a line of the outline stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// A section: what is a page where the questionnaire is shown by sections.
    Section,
    /// A group or an entry in a section.
    Part,
    /// A question.
    Question,
}

/// A line of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it leads.
    pub item: ItemId,
    pub kind: LineKind,
    /// How deep it is in the sections, from 0.
    pub depth: usize,
    /// Without marks; none for a section without a label.
    pub title: Option<String>,
    pub standing: Standing,
}

/// All lines, in order. `passed` holds the keys of the pages that were handed in.
pub(super) fn outline(session: &Session, passed: &BTreeSet<ItemId>) -> Vec<Line> {
    let mut lines = Vec::new();
    for page in paging::pages(session, Flow::Sections) {
        let title = page.title.and_then(|title| session.item(title).label());
        lines.push(Line {
            item: page.key,
            kind: LineKind::Section,
            depth: 0,
            title: title.map(|title| plain(&title)),
            standing: paging::standing(session, &page, passed),
        });
        for item in &page.items {
            gather(session, *item, 1, passed, &mut lines);
        }
    }
    lines
}

fn gather(
    session: &Session,
    item: ItemId,
    depth: usize,
    passed: &BTreeSet<ItemId>,
    lines: &mut Vec<Line>,
) {
    let it = session.item(item);
    if !it.relevant() {
        return;
    }
    let title = match it.kind() {
        ItemKind::Hidden | ItemKind::Note => return,
        ItemKind::Question(_) => {
            let label = it.label().unwrap_or_else(|| it.name().to_owned());
            lines.push(Line {
                item,
                kind: LineKind::Question,
                depth,
                title: Some(plain(&label)),
                standing: question_standing(session, item),
            });
            return;
        }
        ItemKind::Group => it.label().map(|label| plain(&label)),
        ItemKind::RepeatInstance => Some(entry_title(it.position(), it.label())),
        // Its entries speak for it.
        ItemKind::Repeat => None,
    };
    let inside = depth + usize::from(title.is_some());
    if title.is_some() {
        let page = Page {
            key: item,
            items: vec![item],
            title: None,
        };
        lines.push(Line {
            item,
            kind: LineKind::Part,
            depth,
            title,
            standing: paging::standing(session, &page, passed),
        });
    }
    for child in session.children(item) {
        gather(session, child, inside, passed, lines);
    }
}

fn question_standing(session: &Session, item: ItemId) -> Standing {
    let it = session.item(item);
    match it.problem().map(|problem| problem.kind) {
        Some(ProblemKind::Required) => Standing::Begun,
        Some(_) => Standing::Attention,
        None if it.value().is_empty() => Standing::Untouched,
        None => Standing::Answered,
    }
}

/// Which lines a person wants to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Sections, groups and entries.
    Parts,
    /// All of it.
    Questions,
    /// Questions that need an answer or have a wrong one.
    ToDo,
}

/// The lines to show: those that are wanted, or all questions that hold the searched text.
pub(super) fn wanted(lines: &[Line], wanted: Wanted, search: &str) -> Vec<Line> {
    let search = search.trim().to_lowercase();
    let question = |line: &&Line| line.kind == LineKind::Question;
    let shown = lines.iter().filter(|line| {
        if !search.is_empty() {
            let title = line.title.as_deref().unwrap_or_default().to_lowercase();
            return title.contains(&search);
        }
        match wanted {
            Wanted::Parts => !question(line),
            Wanted::Questions => true,
            Wanted::ToDo => question(line) && to_do(line),
        }
    });
    shown.cloned().collect()
}

/// Whether a question needs an answer or has a wrong one.
pub(super) fn to_do(line: &Line) -> bool {
    line.kind == LineKind::Question
        && matches!(line.standing, Standing::Begun | Standing::Attention)
}

#[cfg(test)]
mod tests {
    use form::Context;

    use super::*;

    const FORM: &str = "
| survey |              |       |        |          |
|        | type         | name  | label  | required |
|        | begin_group  | g     | Home   |          |
|        | text         | a     | Name   | yes      |
|        | begin_group  | inner | Rooms  |          |
|        | integer      | b     | Number |          |
|        | end_group    |       |        |          |
|        | end_group    |       |        |          |
|        | begin_repeat | r     | Person |          |
|        | integer      | age   | Age    |          |
|        | end_repeat   |       |        |          |
";

    fn lines(act: impl FnOnce(&mut Session)) -> Vec<Line> {
        let reading = form::read_markdown(FORM);
        let form = reading.form.expect("the form is sound");
        let mut session = Session::start(form, Context::default());
        act(&mut session);
        outline(&session, &BTreeSet::new())
    }

    fn titles(lines: &[Line]) -> Vec<(usize, &str)> {
        let title = |line| -> (usize, &str) {
            let line: &Line = line;
            (line.depth, line.title.as_deref().unwrap_or("–"))
        };
        lines.iter().map(title).collect()
    }

    #[test]
    fn sections_groups_and_entries_hold_their_questions() {
        let lines = lines(|_| ());
        assert_eq!(
            titles(&lines),
            [
                (0, "Home"),
                (1, "Name"),
                (1, "Rooms"),
                (2, "Number"),
                (0, "Person"),
                (1, "Person 1"),
                (2, "Age"),
            ]
        );
        let parts = wanted(&lines, Wanted::Parts, "");
        assert_eq!(parts.len(), 4);
    }

    #[test]
    fn what_is_missing_or_wrong_is_to_do() {
        let lines = lines(|session| {
            let age = session.find("/r[1]/age").expect("the question is there");
            session.set(age, "old").expect("what is typed is kept");
        });
        let open = wanted(&lines, Wanted::ToDo, "");
        assert_eq!(titles(&open), [(1, "Name"), (2, "Age")]);
    }

    #[test]
    fn a_search_finds_in_any_case() {
        assert_eq!(
            titles(&wanted(&lines(|_| ()), Wanted::Parts, " nAM")),
            [(1, "Name")]
        );
    }
}
