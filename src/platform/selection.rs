//! What a person has selected in texts whose lines are named (`data-line`). Offsets count
//! characters.

use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, Node, Range, Selection};

/// A selected stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selected {
    /// The name of the first line, and how many of its characters stand before the stretch.
    pub from: (String, usize),
    /// The name of the last line, and how many of its characters stand before the stretch's end.
    pub to: (String, usize),
}

/// What names a line.
const LINE: &str = "data-line";

fn selection() -> Option<Selection> {
    web_sys::window()?.get_selection().ok()?
}

/// What is selected of the lines in `within`; nothing where none of their characters is.
pub fn selected(within: &Element) -> Option<Selected> {
    let selection = selection()?;
    if selection.is_collapsed() || selection.range_count() == 0 {
        return None;
    }
    let range = selection.get_range_at(0).ok()?;
    let lines = within.query_selector_all("[data-line]").ok()?;
    let mut stretch: Option<Selected> = None;
    for at in 0..lines.length() {
        let Some(line) = lines.get(at).and_then(|line| line.dyn_into().ok()) else {
            continue;
        };
        let Some((from, to)) = part_of(&line, &range).filter(|(from, to)| from < to) else {
            if stretch.is_some() {
                break;
            }
            continue;
        };
        let Some(key) = line.get_attribute(LINE) else {
            continue;
        };
        match &mut stretch {
            Some(stretch) => stretch.to = (key, to),
            None => {
                stretch = Some(Selected {
                    from: (key.clone(), from),
                    to: (key, to),
                });
            }
        }
    }
    stretch
}

/// The characters of a line that a range covers.
fn part_of(line: &Element, range: &Range) -> Option<(usize, usize)> {
    if !range.intersects_node(line).ok()? {
        return None;
    }
    let before = |node: Node, offset: u32| {
        let inside = line.contains(Some(&node));
        inside.then(|| characters_before(line, &node, offset))
    };
    let start = before(range.start_container().ok()?, range.start_offset().ok()?);
    let end = before(range.end_container().ok()?, range.end_offset().ok()?);
    let length = || line.text_content().unwrap_or_default().chars().count();
    Some((
        start.flatten().unwrap_or(0),
        end.flatten().unwrap_or_else(length),
    ))
}

fn characters_before(line: &Element, node: &Node, offset: u32) -> Option<usize> {
    let before = Range::new().ok()?;
    before.set_start(line, 0).ok()?;
    before.set_end(node, offset).ok()?;
    Some(String::from(before.to_string()).chars().count())
}

/// Selects all of an element; the arrow keys with Shift make it less.
pub fn select_all_of(element: &Element) {
    if let Some(selection) = selection() {
        let _ = selection.select_all_children(element);
    }
}

/// Selects nothing.
pub fn clear() {
    if let Some(selection) = selection() {
        let _ = selection.remove_all_ranges();
    }
}

/// Hears of changes of the selection until it is dropped. The event stays at the document, so a
/// listener at the window would hear nothing.
pub struct Listening(Closure<dyn FnMut()>);

const EVENT: &str = "selectionchange";

/// Calls `changed` whenever the selection changes.
pub fn listen(changed: impl FnMut() + 'static) -> Listening {
    let changed = Closure::<dyn FnMut()>::new(changed);
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        let callback = changed.as_ref().unchecked_ref();
        let _ = document.add_event_listener_with_callback(EVENT, callback);
    }
    Listening(changed)
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            let callback = self.0.as_ref().unchecked_ref();
            let _ = document.remove_event_listener_with_callback(EVENT, callback);
        }
    }
}
