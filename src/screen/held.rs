//! What is at the top of the screen, so that it can stay there while the page changes around it.

use leptos::{prelude::*, wasm_bindgen::JsCast};
use web_sys::Element;

/// What a person reads by: questions and what is told between them.
const MARKS: &str = ".questions :is(.question, .note)";

/// The topmost question on the screen, and how far from the top it stood.
pub(super) struct Held(Option<(Element, f64)>);

impl Held {
    /// Takes hold of it.
    pub fn top() -> Self {
        Self(topmost())
    }

    /// Scrolls to where it stands as it stood, as soon as the page has been built. Browsers do that
    /// by themselves, but not all, and not when it all changes at once.
    pub fn put_back(self) {
        let Some((element, was_px)) = self.0 else {
            return;
        };
        request_animation_frame(move || {
            let moved_px = element.get_bounding_client_rect().top() - was_px;
            if element.is_connected() && moved_px.abs() >= 1.0 {
                window().scroll_by_with_x_and_y(0.0, moved_px);
            }
        });
    }
}

/// The path of the topmost question on the screen.
pub(super) fn topmost_path() -> Option<String> {
    topmost()?.0.get_attribute("data-path")
}

fn topmost() -> Option<(Element, f64)> {
    let head = document().query_selector(".survey-head").ok().flatten();
    let head_px = head.map_or(0.0, |head| head.get_bounding_client_rect().bottom());
    let marks = document().query_selector_all(MARKS).ok()?;
    (0..marks.length()).find_map(|index| {
        let mark = marks.item(index)?.dyn_into::<Element>().ok()?;
        let place = mark.get_bounding_client_rect();
        (place.bottom() > head_px && place.height() > 0.0).then(|| (mark, place.top()))
    })
}
