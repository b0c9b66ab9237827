//! Only what is near the screen is in the page, and some of what was: people go back. A stretch of
//! it that is far away is a box of the height it had, or of the height that it will have by a
//! guess. It is built at once when it comes on the screen; before that, when it comes near, in a
//! task of its own, so that an answer never waits for more than one. A page of few stretches is
//! built whole while nothing else is to be done.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

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
/// How high the watched area is, in screens: the screen and the margins.
const WATCHED: f64 = 3.0;
/// As many far stretches stay built, or are built ahead if the page has no more.
const KEPT: usize = 24;
/// What comes near is built so long after: what is on the screen is painted first.
const SOON: Duration = Duration::from_millis(30);
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
    /// What has come near and is to be built.
    waiting: VecDeque<u32>,
    /// Whether the next of these has its turn already.
    building: bool,
    /// Whether something may be built ahead soon.
    idle: bool,
    /// What is built and far away, the longest first.
    kept: VecDeque<u32>,
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
    is_near: bool,
    state: RwSignal<State>,
    height_px: StoredValue<f64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// An empty box.
    Empty,
    /// Built, but far away: a box of the height it had, which the browser need not lay out.
    Kept,
    /// Built, as high as it is.
    Here,
}

impl Nearness {
    pub(super) fn new() -> Self {
        let inner = StoredValue::new_local(Inner {
            observer: None,
            seen: None,
            stretches: BTreeMap::new(),
            last: 0,
            waiting: VecDeque::new(),
            building: false,
            idle: false,
            kept: VecDeque::new(),
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
                self.build_ahead();
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
        let is_near = entry.is_intersecting();
        let found = self.inner.try_update_value(|inner| {
            let stretch = inner.stretches.get_mut(&number?)?;
            stretch.is_near = is_near;
            Some((stretch.state, stretch.height_px))
        });
        let (Some(number), Some((state, height_px))) = (number, found.flatten()) else {
            return;
        };
        match (is_near, state.get_untracked()) {
            (true, State::Kept) => state.set(State::Here),
            (true, State::Empty) if on_screen(entry) => state.set(State::Here),
            (true, State::Empty) => self.build_soon(number),
            (false, State::Here) if !in_use(&element) => {
                height_px.set_value(element.get_bounding_client_rect().height());
                state.set(State::Kept);
                self.keep(number);
            }
            _ => {}
        }
    }

    /// Keeps a stretch built that has gone far, and takes out those that went long ago.
    fn keep(self, number: u32) {
        let gone = self.inner.try_update_value(|inner| {
            let stretches = &inner.stretches;
            inner.kept.retain(|kept| {
                let state = stretches.get(kept).map(|stretch| stretch.state);
                *kept != number && state.is_some_and(|it| it.get_untracked() == State::Kept)
            });
            inner.kept.push_back(number);
            let over = inner.kept.len().saturating_sub(KEPT);
            let gone = inner.kept.drain(..over);
            let gone = gone.filter_map(|number| Some(stretches.get(&number)?.state));
            gone.collect::<Vec<_>>()
        });
        for state in gone.unwrap_or_default() {
            state.set(State::Empty);
        }
    }

    fn build_soon(self, number: u32) {
        let begin = self.inner.try_update_value(|inner| {
            inner.waiting.push_back(number);
            !std::mem::replace(&mut inner.building, true)
        });
        if begin == Some(true) {
            set_timeout(move || self.build_next(), SOON);
        }
    }

    /// Builds what has waited longest and is near still.
    fn build_next(self) {
        let next = self.inner.try_update_value(|inner| {
            let mut next = None;
            while let Some(number) = inner.waiting.pop_front() {
                next = inner.stretches.get(&number).filter(|stretch| {
                    stretch.is_near && stretch.state.get_untracked() == State::Empty
                });
                if next.is_some() {
                    break;
                }
            }
            inner.building = next.is_some();
            next.map(|stretch| stretch.state)
        });
        match next.flatten() {
            Some(state) => {
                state.set(State::Here);
                set_timeout(move || self.build_next(), Duration::ZERO);
            }
            None => self.build_ahead(),
        }
    }

    /// Builds all of a page of few stretches, one whenever nothing else is to be done.
    fn build_ahead(self) {
        let ask = self.inner.try_update_value(|inner| {
            let fits = inner.stretches.len() <= KEPT;
            fits && !inner.building && !std::mem::replace(&mut inner.idle, true)
        });
        if ask != Some(true) {
            return;
        }
        request_idle_callback(move || {
            let next = self.inner.try_update_value(|inner| {
                inner.idle = false;
                let mut empty = inner.stretches.iter().filter(|(_, stretch)| {
                    !stretch.is_near && stretch.state.get_untracked() == State::Empty
                });
                let next = empty
                    .next()
                    .map(|(number, stretch)| (*number, stretch.state));
                next.filter(|_| inner.stretches.len() <= KEPT)
            });
            if let Some((number, state)) = next.flatten() {
                state.set(State::Kept);
                self.keep(number);
                self.build_ahead();
            }
        });
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
        let states = self.inner.try_with_value(|inner| {
            let holding = inner
                .stretches
                .values()
                .filter(|stretch| stretch.items.iter().any(|item| items.contains(item)));
            holding.map(|stretch| stretch.state).collect::<Vec<_>>()
        });
        self.wanted.set_value(items);
        // What is there already is left alone: to say it again would build all of it anew.
        for state in states.unwrap_or_default() {
            if state.get_untracked() != State::Here {
                state.set(State::Here);
            }
        }
    }

    /// Whether one of these items has to be there.
    pub(super) fn wants(self, items: &[ItemId]) -> bool {
        self.wanted
            .with_value(|wanted| items.iter().any(|item| wanted.contains(item)))
    }
}

/// Whether what came near is on the screen already.
fn on_screen(entry: &IntersectionObserverEntry) -> bool {
    let place = entry.bounding_client_rect();
    entry.root_bounds().is_none_or(|watched| {
        let margin_px = watched.height() / WATCHED;
        place.bottom() > watched.top() + margin_px && place.top() < watched.bottom() - margin_px
    })
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
    let begins = if now || nearness.wants(&items) {
        State::Here
    } else {
        State::Empty
    };
    let state = RwSignal::new(begins);
    let built = Memo::new(move |_| state.get() != State::Empty);
    let far = move || state.get() != State::Here;
    let height_px = StoredValue::new(guess_px);
    let own = NodeRef::<html::Div>::new();
    let stretch = StoredValue::new(Some(items));
    Effect::new(move |_| {
        let Some(element) = own.get() else { return };
        if let Some(items) = stretch.try_update_value(Option::take).flatten() {
            let stretch = Stretch {
                items,
                is_near: state.get_untracked() == State::Here,
                state,
                height_px,
            };
            nearness.watch(&element, stretch);
        }
    });
    let height = move || {
        let px = height_px.get_value();
        far().then(|| format!("{px}px"))
    };
    view! {
        <div
            class="stretch"
            node_ref=own
            style:height=height
            data-far=move || far().then(|| questions.to_string())
            data-kept=move || (state.get() == State::Kept).then_some("")
        >
            {move || built.get().then(|| children())}
        </div>
    }
}
