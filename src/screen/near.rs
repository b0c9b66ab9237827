//! Only what is near the screen is in the page. A stretch of it that is far away is an empty box of
//! the height it had, or of the height that it will have by a guess; it is built when it comes near
//! and taken out when it goes.

use std::collections::BTreeMap;

use form::ItemId;
use leptos::{
    html,
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
};
use web_sys::{
    Element, HtmlElement, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit,
};

/// How far beyond the edges of the screen is still near: far enough to scroll on without seeing
/// what is not built yet, and to move the focus to the next question.
const MARGIN: &str = "100% 0px";
/// The attribute that holds the number of a stretch.
const NUMBER: &str = "data-stretch";
/// The attribute of what is under way in a control: a camera, a recording, an open list.
const BUSY: &str = "[data-busy]";

/// Knows which stretches of a screen are near. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Nearness {
    inner: StoredValue<Inner, LocalStorage>,
    /// What has to be there, though it may be far away: an item and all that it is in.
    wanted: StoredValue<Vec<ItemId>>,
}

struct Inner {
    observer: Option<IntersectionObserver>,
    /// What the observer calls.
    seen: Option<Closure<dyn FnMut(Vec<IntersectionObserverEntry>)>>,
    stretches: BTreeMap<u32, Stretch>,
    last: u32,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

struct Stretch {
    items: Vec<ItemId>,
    near: RwSignal<bool>,
    height_px: StoredValue<f64>,
}

impl Nearness {
    pub(super) fn new() -> Self {
        let inner = StoredValue::new_local(Inner {
            observer: None,
            seen: None,
            stretches: BTreeMap::new(),
            last: 0,
        });
        Self {
            inner,
            wanted: StoredValue::new(Vec::new()),
        }
    }

    /// Begins to watch what comes and goes in the box that the element scrolls in.
    fn begin(self, element: &Element) {
        let called = Closure::<dyn FnMut(Vec<IntersectionObserverEntry>)>::new(
            move |entries: Vec<IntersectionObserverEntry>| {
                for entry in entries {
                    self.moved(&entry);
                }
            },
        );
        let options = IntersectionObserverInit::new();
        options.set_root_margin(MARGIN);
        options.set_root(scroller(element).as_ref());
        let observer =
            IntersectionObserver::new_with_options(called.as_ref().unchecked_ref(), &options);
        self.inner.update_value(|inner| {
            inner.observer = observer.ok();
            inner.seen = Some(called);
        });
    }

    fn moved(self, entry: &IntersectionObserverEntry) {
        let element = entry.target();
        let number = element.get_attribute(NUMBER).and_then(|n| n.parse().ok());
        let found = self.inner.try_with_value(|inner| {
            let stretch = inner.stretches.get(&number?)?;
            Some((stretch.near, stretch.height_px))
        });
        let Some((near, height_px)) = found.flatten() else {
            return;
        };
        let is_near = entry.is_intersecting();
        if near.get_untracked() == is_near || (!is_near && in_use(&element)) {
            return;
        }
        if !is_near {
            height_px.set_value(element.get_bounding_client_rect().height());
        }
        near.set(is_near);
    }

    /// Has a stretch watched while its place in the view exists.
    fn watch(self, element: &HtmlElement, stretch: Stretch) {
        if self.inner.try_with_value(|inner| inner.seen.is_none()) == Some(true) {
            self.begin(element);
        }
        let number = self.inner.try_update_value(|inner| {
            inner.last += 1;
            inner.stretches.insert(inner.last, stretch);
            let _ = element.set_attribute(NUMBER, &inner.last.to_string());
            if let Some(observer) = &inner.observer {
                observer.observe(element);
            }
            inner.last
        });
        let element = StoredValue::new_local(element.clone());
        on_cleanup(move || {
            let _ = self.inner.try_update_value(|inner| {
                inner.stretches.remove(&number.unwrap_or_default());
                if let (Some(observer), Some(element)) = (&inner.observer, element.try_get_value())
                {
                    observer.unobserve(&element);
                }
            });
        });
    }

    /// Has what holds these items built at once, and what will hold them when it is built itself.
    pub(super) fn want(self, items: Vec<ItemId>) {
        let near = self.inner.try_with_value(|inner| {
            let holding = inner
                .stretches
                .values()
                .filter(|stretch| stretch.items.iter().any(|item| items.contains(item)));
            holding.map(|stretch| stretch.near).collect::<Vec<_>>()
        });
        self.wanted.set_value(items);
        // What is there already is left alone: to say it again would build all of it anew.
        for near in near.unwrap_or_default() {
            if !near.get_untracked() {
                near.set(true);
            }
        }
    }

    fn wants(self, items: &[ItemId]) -> bool {
        self.wanted
            .with_value(|wanted| items.iter().any(|item| wanted.contains(item)))
    }
}

/// The box that an element scrolls in; none if that is the page itself.
fn scroller(element: &Element) -> Option<Element> {
    let scrolls = |element: &Element| {
        let style = window().get_computed_style(element).ok().flatten();
        let overflow = style.and_then(|style| style.get_property_value("overflow-y").ok());
        overflow.is_some_and(|overflow| overflow == "auto" || overflow == "scroll")
    };
    std::iter::successors(element.parent_element(), |element| element.parent_element())
        .find(scrolls)
}

/// Whether a stretch, or one beside it, holds the focus or something that is under way. What is
/// beside the focus stays, so that the next field is there to move to.
fn in_use(element: &Element) -> bool {
    let beside = [
        element.previous_element_sibling(),
        element.next_element_sibling(),
    ];
    let focused = |element: &Element| element.matches(":focus-within").unwrap_or(false);
    focused(element)
        || beside.iter().flatten().any(focused)
        || element
            .query_selector(BUSY)
            .is_ok_and(|busy| busy.is_some())
}

/// A stretch of a long page.
#[component]
pub(super) fn Near(
    /// The items in it, as far as something may have to be found by one.
    items: Vec<ItemId>,
    /// How many questions are in it that apply, as far as that has been counted.
    questions: usize,
    /// Its height by a guess, in pixels.
    guess_px: f64,
    /// Whether it is built at once.
    now: bool,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let nearness = expect_context::<Nearness>();
    let near = RwSignal::new(now || nearness.wants(&items));
    let height_px = StoredValue::new(guess_px);
    let own = NodeRef::<html::Div>::new();
    let stretch = StoredValue::new(Some(items));
    Effect::new(move |_| {
        let Some(element) = own.get() else { return };
        if let Some(items) = stretch.try_update_value(Option::take).flatten() {
            let stretch = Stretch {
                items,
                near,
                height_px,
            };
            nearness.watch(&element, stretch);
        }
    });
    let height = move || {
        let px = height_px.get_value();
        (!near.get()).then(|| format!("{px}px"))
    };
    view! {
        <div
            class="stretch"
            node_ref=own
            style:height=height
            data-far=move || (!near.get()).then(|| questions.to_string())
        >
            {move || near.get().then(|| children())}
        </div>
    }
}
