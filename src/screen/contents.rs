//! The contents: every section, or every question, with a sign and a word for how far it is; what
//! is still to do; and a search. Each leads to its place.

use leptos::prelude::*;

use super::{
    near::{Near, Nearness},
    outline::{Line, LineKind, Wanted, outline, to_do, wanted},
    page::form_title,
    paging::Standing,
    walk::{Place, Walk},
};
use crate::{
    components::{choice_row::ChoiceRow, icon::Icon, sheet::Sheet},
    locales::{SurveyTexts, fill},
};

/// As many lines as this are built and taken out as one.
const STRETCH: usize = 25;
/// The height of a line before it has been seen.
const LINE_PX: f64 = 57.0;
/// With fewer questions than this nobody has to search.
const MANY: usize = 12;

/// The dialog.
#[component]
pub(super) fn Contents(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Sheet open labelled_by="contents-title">
            <List open/>
        </Sheet>
    }
}

#[component]
fn List(open: RwSignal<bool>) -> impl IntoView {
    let t = SurveyTexts::now();
    let walk = expect_context::<Walk>();
    if let Some(log) = walk.log() {
        log.note(form::AuditEvent::Jump);
    }
    // It scrolls in a box of its own.
    provide_context(Nearness::new());
    let lines = walk
        .passed
        .with_untracked(|passed| walk.interview.peek(|session| outline(session, passed)));
    let count = |kind| lines.iter().filter(|line| line.kind == kind).count();
    let (sections, questions) = (count(LineKind::Section), count(LineKind::Question));
    let open_ones = lines.iter().filter(|line| to_do(line)).count();
    let first = if sections > 1 {
        Wanted::Parts
    } else {
        Wanted::Questions
    };
    let show = RwSignal::new(first);
    let search = RwSignal::new(String::new());
    let lines = StoredValue::new(lines);
    let shown = Memo::new(move |_| {
        lines.with_value(|lines| search.with(|search| wanted(lines, show.get(), search)))
    });
    let options = vec![
        (Wanted::Parts, t.contents_parts.to_owned()),
        (Wanted::Questions, t.contents_questions.to_owned()),
        (Wanted::ToDo, fill(t.contents_to_do, &[&open_ones])),
    ];
    let choose = Callback::new(move |wanted| {
        search.set(String::new());
        show.set(wanted);
    });
    let search_field = (questions >= MANY).then(|| {
        view! {
            <input
                type="search"
                class="input"
                aria-label=t.contents_search
                placeholder=t.contents_search
                autocomplete="off"
                prop:value=search
                on:input=move |event| search.set(event_target_value(&event))
            />
        }
    });
    view! {
        <div class="sheet-head">
            <h2 id="contents-title">{t.contents}</h2>
            <button class="button quiet" on:click=move |_| open.set(false)>
                <Icon name="close"/>
                {t.close}
            </button>
        </div>
        <ChoiceRow name="contents-show" legend=t.contents_show options taken=show choose/>
        {search_field}
        {move || view! { <Lines lines=shown.get() open/> }}
        <ToCheck open/>
    }
}

#[component]
fn Lines(lines: Vec<Line>, open: RwSignal<bool>) -> impl IntoView {
    let t = SurveyTexts::now();
    let walk = expect_context::<Walk>();
    let current = walk.section();
    if lines.is_empty() {
        return view! { <p class="empty" role="status">{t.contents_none}</p> }.into_any();
    }
    let stretches = lines.chunks(STRETCH).enumerate().map(|(number, lines)| {
        let lines = StoredValue::new(lines.to_vec());
        let row = move |line: Line| {
            let here = line.kind == LineKind::Section && Some(line.item) == current;
            row(walk, open, line, here)
        };
        let height_px = lines.with_value(|lines| lines_px(lines.len()));
        view! {
            <Near items=Vec::new() questions=0 guess_px=height_px now={number == 0}>
                <ul class="contents">{lines.get_value().into_iter().map(row).collect_view()}</ul>
            </Near>
        }
    });
    stretches.collect_view().into_any()
}

#[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
fn lines_px(lines: usize) -> f64 {
    lines as f64 * LINE_PX
}

/// On to the check of the answers.
#[component]
fn ToCheck(open: RwSignal<bool>) -> impl IntoView {
    let t = SurveyTexts::now();
    let walk = expect_context::<Walk>();
    let here = walk.place.with_untracked(|place| *place == Place::Check);
    let check = move |_| {
        open.set(false);
        walk.go(Place::Check);
    };
    view! {
        <ul class="contents">
            <li>
                <button class="row" aria-current=here.then_some("page") on:click=check>
                    <Icon name="survey"/>
                    <span class="row-main"><span class="row-title">{t.check_title}</span></span>
                </button>
            </li>
        </ul>
    }
}

fn row(walk: Walk, open: RwSignal<bool>, line: Line, here: bool) -> impl IntoView {
    let t = SurveyTexts::now();
    let question = line.kind == LineKind::Question;
    let (name, icon, word) = match line.standing {
        Standing::Untouched if question => ("untouched", "circle", t.standing_open),
        Standing::Begun if question => ("begun", "half", t.standing_missing),
        Standing::Untouched => ("untouched", "circle", t.standing_untouched),
        Standing::Begun => ("begun", "half", t.standing_begun),
        Standing::Answered => ("answered", "check-circle", t.standing_answered),
        Standing::Attention => ("attention", "warning", t.standing_attention),
    };
    let title = line.title.unwrap_or_else(|| form_title(walk));
    let (item, section) = (line.item, line.kind == LineKind::Section);
    let jump = move |_| {
        open.set(false);
        if section {
            walk.open_section(item);
        } else {
            walk.go_to(item, false);
        }
    };
    view! {
        <li style:--depth=line.depth.to_string()>
            <button
                class="row"
                data-standing=name
                data-question=question.then_some("true")
                aria-current=here.then_some("page")
                on:click=jump
            >
                <Icon name=icon/>
                <span class="row-main"><span class="row-title">{title}</span></span>
                <span class="standing">{word}</span>
            </button>
        </li>
    }
}
