//! One item of the questionnaire with all that is in it, and runs of them, of which only what is
//! near the screen is in the page.

use form::{ItemId, ItemKind, Session};
use leptos::prelude::*;

use super::{grid, near::Near, repeat, section};
use crate::components::question::{Interview, Question};

/// As many questions as this make a stretch that is built and taken out as one.
const STRETCH: usize = 6;
/// Counting further than this says nothing more about the height of a page.
const COUNTED: usize = 60;
/// The height of a question before it has been seen, in pixels.
const QUESTION_PX: f64 = 150.0;

/// One item with all that is in it; nothing while it does not apply.
#[component]
pub(super) fn Block(
    /// The item.
    item: ItemId,
    /// How many questions of it are built at once.
    now: usize,
) -> impl IntoView {
    let interview = expect_context::<Interview>();
    let relevant = Memo::new(move |_| interview.item(item, |item| item.relevant()));
    let kind = interview.peek(|session| Some(session.item(item).kind()));
    let content = move || match kind {
        Some(ItemKind::Group) => view! { <section::Section item now/> }.into_any(),
        Some(ItemKind::Repeat) => view! { <repeat::Repeat item now/> }.into_any(),
        Some(ItemKind::RepeatInstance) => view! { <repeat::Instance item now/> }.into_any(),
        Some(ItemKind::Note) => view! { <section::Note item/> }.into_any(),
        Some(ItemKind::Question(_)) => view! { <Question item/> }.into_any(),
        Some(ItemKind::Hidden) | None => ().into_any(),
    };
    view! { <Show when=move || relevant.get()>{content()}</Show> }
}

/// Items one after the other, or side by side where the form has a grid.
#[component]
pub(super) fn Run(
    /// The items. What can come and go among them is for [`repeat::Repeat`].
    items: Vec<ItemId>,
    /// The group that they are in.
    within: ItemId,
    /// How many questions of it are built at once.
    now: usize,
) -> impl IntoView {
    let interview = expect_context::<Interview>();
    let columns = interview.peek(|session| grid::columns(session, within));
    let mut stretches = interview.peek(|session| cut(session, items, columns));
    // A short run needs no boxes.
    if let [stretch] = &mut stretches[..]
        && stretch.weight <= STRETCH
    {
        let items = std::mem::take(&mut stretch.items);
        return blocks(interview, items, columns, now);
    }
    let mut left = now;
    stretches
        .into_iter()
        .map(|stretch| {
            let share = left.min(stretch.weight);
            left -= share;
            view! { <Far stretch columns share/> }
        })
        .collect_view()
        .into_any()
}

fn blocks(interview: Interview, items: Vec<ItemId>, columns: Option<u8>, now: usize) -> AnyView {
    let Some(columns) = columns else {
        let blocks = items.into_iter().map(|item| view! { <Block item now/> });
        return blocks.collect_view().into_any();
    };
    let cell = |item| {
        let span = interview.peek(|session| grid::span(session, item, columns));
        view! {
            <div class="cell" style:--span=span.to_string()>
                <Block item now/>
            </div>
        }
    };
    let cells = items.into_iter().map(cell).collect_view();
    view! { <div class="grid" style:--columns=columns.to_string()>{cells}</div> }.into_any()
}

/// A stretch that is built when it comes near; `share` questions of it at once.
#[component]
fn Far(stretch: Stretch, columns: Option<u8>, share: usize) -> impl IntoView {
    let interview = expect_context::<Interview>();
    let items = StoredValue::new(stretch.items.clone());
    view! {
        <Near
            items=stretch.items
            questions=stretch.shown
            guess_px=guess_px(stretch.shown)
            now={share > 0}
        >
            {blocks(interview, items.get_value(), columns, share)}
        </Near>
    }
}

/// The height of so many questions, by a guess.
#[expect(clippy::cast_precision_loss, reason = "questions of one page")]
pub(super) fn guess_px(questions: usize) -> f64 {
    questions as f64 * QUESTION_PX
}

/// How many questions fill this height, by the same guess.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the height of a screen"
)]
pub(super) fn guess_questions(height_px: f64) -> usize {
    (height_px / QUESTION_PX).ceil() as usize
}

/// Items that are built and taken out as one.
#[derive(Debug, PartialEq, Eq)]
struct Stretch {
    items: Vec<ItemId>,
    /// How many questions are in it, counted up to a limit.
    weight: usize,
    /// How many of them apply now.
    shown: usize,
}

/// Cuts a run into stretches of a few questions. What is longer by itself is cut again inside. A
/// row of a grid stays whole.
fn cut(session: &Session, items: Vec<ItemId>, columns: Option<u8>) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let (mut used, mut row_ended) = (0, true);
    let visible = |item: &ItemId| session.item(*item).kind() != ItemKind::Hidden;
    for item in items.into_iter().filter(visible) {
        let weight = weight(session, item, COUNTED, false);
        let shown = self::weight(session, item, COUNTED, true);
        let joins = |last: &&mut Stretch| !row_ended || last.weight + weight <= STRETCH;
        match stretches.last_mut().filter(joins) {
            Some(last) => {
                last.items.push(item);
                last.weight += weight;
                last.shown += shown;
            }
            None => stretches.push(Stretch {
                items: vec![item],
                weight,
                shown,
            }),
        }
        row_ended = columns.is_none_or(|columns| {
            grid::fills_row(&mut used, grid::span(session, item, columns), columns)
        });
    }
    stretches
}

/// How many questions and notes an item holds, counted up to `limit`; all of them, or those that
/// apply now.
pub(super) fn weight(session: &Session, item: ItemId, limit: usize, relevant: bool) -> usize {
    let it = session.item(item);
    if limit == 0 || (relevant && !it.relevant()) {
        return 0;
    }
    match it.kind() {
        ItemKind::Hidden => 0,
        ItemKind::Question(_) | ItemKind::Note => 1,
        ItemKind::Group | ItemKind::Repeat | ItemKind::RepeatInstance => {
            let mut counted = 0;
            for child in session.children(item) {
                counted += weight(session, child, limit - counted, relevant);
                if counted >= limit {
                    break;
                }
            }
            counted
        }
    }
}

#[cfg(test)]
mod tests {
    use form::Context;

    use super::*;

    fn session(rows: &str) -> Session {
        let text =
            format!("| survey |\n| | type | name | label | relevant | repeat_count |\n{rows}");
        let reading = form::read_markdown(&text);
        Session::start(reading.form.expect("the form is sound"), Context::default())
    }

    fn questions(from: usize, to: usize) -> String {
        (from..to)
            .map(|number| format!("| | text | q{number} | Q | | |\n"))
            .collect()
    }

    fn weights(session: &Session) -> Vec<usize> {
        let items: Vec<_> = session.children(session.root()).collect();
        cut(session, items, None)
            .iter()
            .map(|stretch| stretch.weight)
            .collect()
    }

    #[test]
    fn a_long_run_is_cut_into_stretches() {
        let session = session(&questions(0, 20));
        assert_eq!(weights(&session), [6, 6, 6, 2]);
    }

    #[test]
    fn a_long_group_stands_alone_and_is_not_counted_to_its_end() {
        let rows = questions(0, 2)
            + "| | begin_group | g | G | | |\n"
            + &questions(2, 200)
            + "| | end_group | | | | |\n"
            + &questions(200, 202);
        assert_eq!(weights(&session(&rows)), [2, COUNTED, 2]);
    }

    #[test]
    fn what_does_not_apply_has_no_height() {
        let rows = "| | text | a | A | | |\n| | text | b | B | ${a} = 'x' | |\n";
        let mut session = session(rows);
        let items: Vec<_> = session.children(session.root()).collect();
        assert_eq!(cut(&session, items.clone(), None)[0].shown, 1);
        session.set(items[0], "x").expect("the answer is taken");
        assert_eq!(cut(&session, items.clone(), None)[0].shown, 2);
    }
}
