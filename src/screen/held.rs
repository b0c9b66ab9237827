//! What is at the top of the screen: it can stay there while the page changes around it, and a
//! person can come back to it.

use leptos::{prelude::*, wasm_bindgen::JsCast};
use web_sys::Element;

use super::{
    paging,
    walk::{Walk, chain},
};
use crate::components::question::show_field;

/// What a person reads by: questions and what is told between them.
const MARKS: &str = ".questions :is(.question, .note)";

/// On a page with more questions than this, a person wants to come back to where they were.
const LONG: usize = 12;

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

impl Walk {
    /// Goes back to the question that a long page was left at, and tells the host where that is
    /// whenever the person may be about to go.
    pub fn remember_place(self) {
        let place = self.host.with_value(|host| host.place.clone());
        let begun = self.interview.peek(|session| session.find(&place));
        let first = untrack(|| self.current()).and_then(|(_, page)| page.items.first().copied());
        if let Some(item) = begun.filter(|item| Some(*item) != first && self.is_long()) {
            let within = self.interview.peek(|session| chain(session, item));
            self.nearness.want(within);
            request_animation_frame(move || show_field(&place));
        }
        let listener =
            window_event_listener_untyped("visibilitychange", move |_| self.tell_place());
        on_cleanup(move || listener.remove());
    }

    /// Whether the open page is longer than a screen or two.
    fn is_long(self) -> bool {
        let page = untrack(|| self.current());
        page.is_some_and(|(_, page)| {
            let shown = self
                .interview
                .peek(|session| paging::questions(session, &page).len());
            shown > LONG
        })
    }

    /// Tells the host which question is at the top of a long page.
    pub fn tell_place(self) {
        let turned = self.host.try_with_value(|host| host.turned).flatten();
        if let Some(turned) = turned
            && self.is_long()
            && let Some(path) = topmost_path()
        {
            turned.run(path);
        }
    }
}
