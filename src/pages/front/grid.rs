//! The front itself: a table with a floor in each row. Arrow keys go from door to door.

use ledger::RecordId;
use leptos::{ev::KeyboardEvent, prelude::*, task::spawn_local, wasm_bindgen::JsCast};
use needs::front::Front;
use web_sys::{Element, HtmlElement};

use super::sign::sign_icon;
use crate::{
    components::icon::Icon,
    locales::{TodayTexts, WayTexts, fill},
    platform::frame::painted,
};

/// So many floors are built between two frames.
const AT_ONCE: usize = 24;

/// A floor with its doors.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FloorRow {
    /// Its row, from 0 at the top.
    pub at: usize,
    /// Its number.
    pub number: i64,
    /// The doors from left to right.
    pub cells: Vec<Option<Cell>>,
}

/// A door and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cell {
    /// The unit.
    pub unit: RecordId,
    /// What stands on the door.
    pub label: String,
    /// Its sign.
    pub sign: &'static str,
    /// The sign in words.
    pub text: String,
    /// Whether it is the door to walk to.
    pub next: bool,
}

/// The front.
#[component]
pub fn Grid(
    front: Memo<Front>,
    rows: Memo<Vec<FloorRow>>,
    only: RwSignal<Option<&'static str>>,
) -> impl IntoView {
    let t = WayTexts::now();
    let size = Memo::new(move |_| front.with(|front| (front.floors.len(), front.columns.len())));
    // One door is reached with the tab key, the others from there with the arrows.
    let first = Memo::new(move |_| {
        rows.with(|rows| {
            let cells = || rows.iter().flat_map(|row| row.cells.iter().flatten());
            let next = cells().find(|cell| cell.next).or_else(|| cells().next());
            next.map(|cell| cell.unit)
        })
    });
    let head = move || front.with(head);
    // The floors that fill the screen are painted before the others are built.
    let built = RwSignal::new(AT_ONCE);
    Effect::new(move |_| {
        let shown = built.get();
        if rows.with(|rows| rows.len() > shown) {
            spawn_local(async move {
                painted().await;
                let _ = built.try_set(shown + AT_ONCE);
            });
        }
    });
    let some = move || {
        let built = built.get();
        rows.with(|rows| rows.iter().take(built).cloned().collect::<Vec<_>>())
    };
    view! {
        <div class="front-frame">
            <table
                class="front"
                role="grid"
                aria-label=t.grid
                data-only=move || only.get()
                on:keydown=move |event| move_focus(&event, size.get_untracked())
            >
                <thead>{head}</thead>
                <tbody>
                    <For each=some key=Clone::clone let:row>
                        {floor(row, first)}
                    </For>
                </tbody>
            </table>
        </div>
    }
}

/// The entrances, where there are several, and what the flats are called.
fn head(front: &Front) -> AnyView {
    let t = WayTexts::now();
    let entrances = front.entrances();
    let entrances = (entrances.len() > 1).then(|| {
        let heads = entrances.into_iter().map(|(name, columns)| {
            let name = fill(t.entrance, &[&name]);
            view! { <th scope="colgroup" colspan=columns.to_string()>{name}</th> }
        });
        view! { <tr><td></td>{heads.collect_view()}</tr> }
    });
    let flats = front.columns.iter();
    let flats = flats.map(|column| view! { <th scope="col">{column.flat.clone()}</th> });
    view! { {entrances}<tr><td></td>{flats.collect_view()}</tr> }.into_any()
}

fn floor(row: FloorRow, first: Memo<Option<RecordId>>) -> AnyView {
    let (t, at) = (TodayTexts::now(), row.at);
    let floor = fill(t.floor, &[&row.number]);
    let cells = row.cells.into_iter().enumerate();
    let cells = cells.map(|(column, cell)| {
        let Some(cell) = cell else {
            return view! { <td></td> }.into_any();
        };
        let next = cell.next.then_some(t.next_door);
        let name = [Some(&*cell.label), Some(&*floor), Some(&*cell.text), next];
        let name = name.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let tab = if first.get_untracked() == Some(cell.unit) {
            "0"
        } else {
            "-1"
        };
        view! {
            <td role="gridcell">
                <a
                    href=format!("/unit/{}", cell.unit)
                    class="front-door"
                    data-state=cell.sign
                    data-next=next.map(|_| "true")
                    data-at=format!("{at}:{column}")
                    tabindex=tab
                    aria-label=name
                    title=cell.text
                >
                    <Icon name=sign_icon(cell.sign)/>
                    {cell.label}
                </a>
            </td>
        }
        .into_any()
    });
    view! { <tr><th scope="row">{row.number}</th>{cells.collect_view()}</tr> }.into_any()
}

/// Moves the focus from a door to the next one in the direction of the key.
fn move_focus(event: &KeyboardEvent, (rows, columns): (usize, usize)) {
    let on = event.target().and_then(|on| on.dyn_into::<Element>().ok());
    let Some(on) = on.and_then(|on| on.closest("[data-at]").ok().flatten()) else {
        return;
    };
    let at = on.get_attribute("data-at").unwrap_or_default();
    let Some((Ok(row), Ok(column))) = at
        .split_once(':')
        .map(|(row, column)| (row.parse::<usize>(), column.parse::<usize>()))
    else {
        return;
    };
    let Some(table) = on.closest("table").ok().flatten() else {
        return;
    };
    let found = way(
        &event.key(),
        (row, column),
        (rows, columns),
        event.ctrl_key(),
    )
    .into_iter()
    .find_map(|(row, column)| {
        let door = format!("[data-at=\"{row}:{column}\"]");
        table.query_selector(&door).ok().flatten()
    });
    if let Some(door) = found.and_then(|door| door.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        if let Ok(Some(before)) = table.query_selector("[data-at][tabindex=\"0\"]") {
            let _ = before.set_attribute("tabindex", "-1");
        }
        let _ = door.set_attribute("tabindex", "0");
        let _ = door.focus();
    }
}

/// The places that a key leads to, the nearest first: there may be no door at one.
fn way(
    key: &str,
    (row, column): (usize, usize),
    (rows, columns): (usize, usize),
    all: bool,
) -> Vec<(usize, usize)> {
    let across = |columns: &mut dyn Iterator<Item = usize>| columns.map(|to| (row, to)).collect();
    let every = || (0..rows).flat_map(move |row| (0..columns).map(move |column| (row, column)));
    match key {
        "ArrowUp" => (0..row).rev().map(|to| (to, column)).collect(),
        "ArrowDown" => (row + 1..rows).map(|to| (to, column)).collect(),
        "ArrowLeft" => across(&mut (0..column).rev()),
        "ArrowRight" => across(&mut (column + 1..columns)),
        "Home" if all => every().collect(),
        "End" if all => every().collect::<Vec<_>>().into_iter().rev().collect(),
        "Home" => across(&mut (0..column)),
        "End" => across(&mut (column + 1..columns).rev()),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::way;

    #[test]
    fn keys_lead_to_the_nearest_place_first() {
        let from = |key| way(key, (1, 1), (3, 4), false);
        assert_eq!(from("ArrowUp"), [(0, 1)]);
        assert_eq!(from("ArrowDown"), [(2, 1)]);
        assert_eq!(from("ArrowLeft"), [(1, 0)]);
        assert_eq!(from("ArrowRight"), [(1, 2), (1, 3)]);
        assert_eq!(from("Home"), [(1, 0)]);
        assert_eq!(from("End"), [(1, 3), (1, 2)]);
        assert_eq!(way("Home", (2, 3), (3, 4), true)[0], (0, 0));
        assert_eq!(way("End", (0, 0), (3, 4), true)[0], (2, 3));
        assert!(from("a").is_empty());
    }
}
