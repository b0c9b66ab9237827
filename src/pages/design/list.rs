//! The questions as a list of cards, groups indented. Only the cards near the view are in the page.

use form::Severity;
use form::design::{Line, RowId};
use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast};

use super::{
    add, drag,
    drag::Drag,
    kinds::{kind_icon, kind_name},
    studio::Studio,
};
use crate::{
    components::icon::Icon,
    locales::{DesignTexts, fill},
};

/// The height of a card in CSS pixels, as in the style sheet.
pub const ROW: f64 = 64.0;
/// Cards above and below the view that are in the page too.
const NEAR: usize = 10;

pub fn list(studio: Studio) -> AnyView {
    let t = DesignTexts::now();
    let rows = Memo::new(move |_| studio.visible());
    let view = RwSignal::new((0.0, 1_200.0));
    let drag = RwSignal::new(None::<Drag>);
    let frame = NodeRef::<html::Div>::new();
    let measure = follow(frame, view);
    let window = Memo::new(move |_| {
        let (top, height) = view.get();
        let count = rows.with(Vec::len);
        let first = row_at(top).saturating_sub(NEAR).min(count);
        let last = (row_at(top + height) + NEAR).min(count);
        (first, last.max(first))
    });
    let cards = move || {
        let (first, last) = window.get();
        rows.with(|rows| rows.get(first..last).unwrap_or_default().to_vec())
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "a form has fewer rows than that"
    )]
    let px = |rows: usize| format!("{}px", rows as f64 * ROW);
    view! {
        <div
            class="design-list"
            node_ref=frame
            on:scroll=move |_| measure()
            on:pointermove=move |event| drag::moved(studio, drag, frame, rows, &event)
            on:pointerup=move |_| drag::dropped(studio, drag)
            on:pointercancel=move |_| drag.set(None)
        >
            <Show when=move || rows.with(Vec::is_empty)>
                <p class="empty">{t.empty}</p>
            </Show>
            <ul
                class="design-rows"
                aria-label=t.pane_questions
                style:height=move || px(rows.with(Vec::len))
                style:padding-top=move || px(window.get().0)
            >
                <For each=cards key=|line| line.clone() let:line>
                    {card(studio, drag, &line)}
                </For>
                {move || drag.get().filter(|drag| drag.moving).map(|drag| view! {
                    <li
                        class="design-drop"
                        aria-hidden="true"
                        style:top=px(drag.gap)
                        style:--depth=drag.depth.to_string()
                    ></li>
                })}
            </ul>
        </div>
        {add_button(studio)}
    }
    .into_any()
}

/// Keeps `view` at what the frame shows: its upper edge and its height. Gives a way to look again.
fn follow(
    frame: NodeRef<html::Div>,
    view: RwSignal<(f64, f64)>,
) -> impl Fn() + Copy + Send + Sync + 'static {
    let measure = move || {
        if let Some(frame) = frame.get_untracked() {
            let height = f64::from(frame.client_height());
            view.set((f64::from(frame.scroll_top()), height));
        }
    };
    Effect::new(move |_| {
        if frame.get().is_some() {
            measure();
        }
    });
    let resized = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    measure
}

fn add_button(studio: Studio) -> AnyView {
    let t = DesignTexts::now();
    let adding = RwSignal::new(false);
    view! {
        <div class="design-add">
            <button
                type="button"
                class="button primary"
                data-action="add"
                on:click=move |_| adding.set(true)
            >
                <Icon name="add"/>
                {t.add}
            </button>
        </div>
        {add::add(studio, adding)}
    }
    .into_any()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "cut to what fits just before"
)]
pub fn row_at(y: f64) -> usize {
    (y / ROW).clamp(0.0, 1e6) as usize
}

fn card(studio: Studio, drag: RwSignal<Option<Drag>>, line: &Line) -> AnyView {
    let row = line.row;
    let word = line.kind.word;
    let title = Memo::new(move |_| studio.title(row));
    let chosen = move || (studio.chosen.get() == Some(row)).then_some("true");
    let name = move || studio.cell(row, "name", "");
    let sub = move || kind_name(word, &studio.cell(row, "type", ""));
    view! {
        <li
            class="design-row"
            data-chosen=chosen
            data-dragged=move || drag.get().is_some_and(|drag| drag.row == row).then_some("true")
            style:--depth=line.depth.min(6).to_string()
        >
            {drag::grip(drag, row, title)}
            <button
                type="button"
                class="design-card"
                id=format!("design-card-{row}")
                data-name=name
                aria-current=chosen
                on:click=move |_| studio.choose(row)
                on:keydown=move |event| key(studio, row, &event)
            >
                <Icon name=kind_icon(word)/>
                <span class="row-main">
                    <span class="row-title">{title}</span>
                    <span class="row-sub">{sub} {move || signs(studio, row)}</span>
                </span>
                {move || mark(studio, row)}
            </button>
            {line.kind.begins().then(|| fold(studio, row, title))}
        </li>
    }
    .into_any()
}

/// Whether the row is required, or asked only sometimes, in a word.
fn signs(studio: Studio, row: RowId) -> String {
    let t = DesignTexts::now();
    let mut signs = String::new();
    if !studio.cell(row, "required", "").is_empty() {
        signs.push_str(" · ");
        signs.push_str(t.is_required);
    }
    if !studio.cell(row, "relevant", "").is_empty() {
        signs.push_str(" · ");
        signs.push_str(t.has_condition);
    }
    signs
}

/// A sign where something is wrong.
fn mark(studio: Studio, row: RowId) -> Option<AnyView> {
    let t = DesignTexts::now();
    let worst = studio.findings.with(|found| {
        found
            .get(&row)?
            .iter()
            .map(|finding| finding.severity)
            .max()
    })?;
    let (state, word) = match worst {
        Severity::Error => ("problem", t.problem),
        Severity::Warning => ("warning", t.warning),
    };
    Some(view! { <span class="chip" data-state=state>{word}</span> }.into_any())
}

fn fold(studio: Studio, row: RowId, title: Memo<String>) -> AnyView {
    let t = DesignTexts::now();
    let open = move || !studio.closed.with(|closed| closed.contains(&row));
    let toggle = move |_| {
        studio.closed.update(|closed| {
            if !closed.remove(&row) {
                closed.insert(row);
            }
        });
    };
    view! {
        <button
            type="button"
            class="button quiet icon-button design-fold"
            aria-expanded=move || open().to_string()
            aria-label=move || fill(t.fold, &[&title.get()])
            on:click=toggle
        >
            <Icon name="move-down"/>
        </button>
    }
    .into_any()
}

/// Arrows go through the list; with Alt they move the row; Delete takes it out.
fn key(studio: Studio, row: RowId, event: &ev::KeyboardEvent) {
    let down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        "Delete" => {
            event.prevent_default();
            let next = neighbour(studio, row, true).or_else(|| neighbour(studio, row, false));
            studio.act(|design| design.delete(row));
            studio.chosen.set(next);
            return focus(next);
        }
        _ => return,
    };
    event.prevent_default();
    if event.alt_key() {
        studio.act(|design| design.shift(row, down));
        focus(Some(row));
    } else if let Some(next) = neighbour(studio, row, down) {
        studio.chosen.set(Some(next));
        focus(Some(next));
    }
}

fn neighbour(studio: Studio, row: RowId, down: bool) -> Option<RowId> {
    let lines = studio.visible();
    let own = lines.iter().position(|line| line.row == row)?;
    let next = if down { own + 1 } else { own.checked_sub(1)? };
    lines.get(next).map(|line| line.row)
}

/// Puts the focus on a card, once it is where it goes.
pub fn focus(row: Option<RowId>) {
    let Some(row) = row else { return };
    request_animation_frame(move || {
        let card = document().get_element_by_id(&format!("design-card-{row}"));
        if let Some(card) = card.and_then(|card| card.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = card.focus();
        }
    });
}

/// Brings a row into view that may not be in the page.
pub fn reveal(studio: Studio, row: RowId) {
    let lines = studio.visible();
    let Some(at) = lines.iter().position(|line| line.row == row) else {
        return;
    };
    request_animation_frame(move || {
        let frame = document().query_selector(".design-list").ok().flatten();
        let Some(frame) = frame else { return };
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "a form has fewer rows than that"
        )]
        let top = (at as f64 * ROW) as i32;
        let (from, height) = (frame.scroll_top(), frame.client_height());
        if top < from || top + 64 > from + height {
            frame.set_scroll_top(top - height / 3);
        }
    });
}
