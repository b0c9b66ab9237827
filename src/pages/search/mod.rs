//! Search in everything that the person may read.

mod naming;

use ledger::State;
use leptos::{ev::KeyboardEvent, html, prelude::*, wasm_bindgen::JsCast};
use leptos_router::components::A;
use needs::{
    Act, Campaign, Person, Questionnaire, Theme,
    search::{Found, Index, Query, Stretch},
};
use web_sys::{Element, HtmlElement};

use crate::{
    components::icon::Icon,
    desk::Desk,
    locales::{WayTexts, fill, language},
};
use naming::{heading, href, sub, title};

/// How many records of a kind are shown before somebody wants more.
const AT_FIRST: usize = 5;
/// How many letters are read in one go while the page is idle: a few milliseconds' worth.
const IN_ONE_GO: usize = 50_000;

/// What has been read for search, as long as the site is open. A handle.
#[derive(Clone, Copy)]
pub struct Finder {
    index: StoredValue<Index, LocalStorage>,
    /// What was typed last.
    text: RwSignal<String>,
    /// Raised whenever more has been read.
    seen: RwSignal<u32>,
    /// Whether there is something left to read.
    reading: RwSignal<bool>,
}

impl Finder {
    /// Nothing has been read yet.
    pub fn new() -> Self {
        Self {
            index: StoredValue::new_local(Index::default()),
            text: RwSignal::new(String::new()),
            seen: RwSignal::new(0),
            reading: RwSignal::new(false),
        }
    }

    /// Reads what is new, a little at a time.
    fn follow(self, desk: Desk) {
        self.index.update_value(Index::begin);
        if !self.reading.get_untracked() {
            self.reading.set(true);
            self.read_on(desk);
        }
    }

    fn read_on(self, desk: Desk) {
        request_idle_callback(move || {
            let step =
                |index: &mut Index| desk.peek(|ledger| index.refresh(ledger.state(), IN_ONE_GO));
            let Some(done) = self.index.try_update_value(step) else {
                return;
            };
            self.seen.update(|seen| *seen += 1);
            if done {
                self.reading.set(false);
            } else {
                self.read_on(desk);
            }
        });
    }
}

/// What a record shows among the results.
#[derive(Clone, PartialEq)]
struct Line {
    href: String,
    title: Vec<Stretch>,
    sub: Vec<Stretch>,
}

/// The records of a kind.
#[derive(Clone, PartialEq)]
struct Shown {
    kind: &'static str,
    lines: Vec<Line>,
    count: usize,
    more: bool,
}

/// The screen.
#[component]
pub fn SearchPage() -> impl IntoView {
    let t = WayTexts::now();
    let desk = expect_context::<Desk>();
    let finder = expect_context::<Finder>();
    let field = NodeRef::<html::Input>::new();
    let whole = RwSignal::new(None::<&'static str>);
    Effect::new(move |_| {
        desk.entries();
        finder.follow(desk);
    });
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let results = Memo::new(move |_| results(desk, finder, whole.get()));
    let typed = move |event| {
        whole.set(None);
        finder.text.set(event_target_value(&event));
    };
    view! {
        <main class="page search-page stack" id="content" on:keydown=|event| move_focus(&event)>
            <div class="page-head"><h1>{t.search}</h1></div>
            <div class="search-field">
                <Icon name="search"/>
                <input
                    node_ref=field
                    type="search"
                    class="input"
                    data-line=""
                    aria-label=t.search
                    aria-describedby="search-hint"
                    autocomplete="off"
                    prop:value=move || finder.text.get()
                    on:input=typed
                />
            </div>
            <p class="hint" id="search-hint">{t.search_hint}</p>
            <p class="row-sub" role="status">{move || status(finder, results)}</p>
            <For each=move || results.get() key=|shown| shown.kind let:shown>
                <Group kind=shown.kind results whole/>
            </For>
        </main>
    }
}

/// How much was found.
fn status(finder: Finder, results: Memo<Vec<Shown>>) -> String {
    let t = WayTexts::now();
    let text = finder.text.get();
    if text.trim().is_empty() {
        return String::new();
    }
    let (count, more) = results.with(|results| {
        let count: usize = results.iter().map(|shown| shown.count).sum();
        (count, results.iter().any(|shown| shown.more))
    });
    let found = match (count, more) {
        (0, _) => fill(t.nothing, &[&text.trim()]),
        (_, false) => fill(t.found, &[&count]),
        (_, true) => fill(t.found_more, &[&count]),
    };
    if finder.reading.get() {
        format!("{found} {}", t.searching)
    } else {
        found
    }
}

/// The records of a kind, under its name.
#[component]
fn Group(
    kind: &'static str,
    results: Memo<Vec<Shown>>,
    whole: RwSignal<Option<&'static str>>,
) -> impl IntoView {
    let t = WayTexts::now();
    let shown = Memo::new(move |_| {
        results.with(|results| results.iter().find(|shown| shown.kind == kind).cloned())
    });
    let lines = move || {
        let shown = shown.get()?;
        let left = shown.count > shown.lines.len();
        let lines = shown.lines.into_iter().map(line);
        let more = left.then(|| {
            view! {
                <button class="button quiet" on:click=move |_| whole.set(Some(kind))>
                    {t.show_more}
                </button>
            }
        });
        Some(view! { <ul class="row-list">{lines.collect_view()}</ul> {more} })
    };
    view! {
        <section class="stack" data-kind=kind>
            <h2>{heading(kind)}</h2>
            {lines}
        </section>
    }
}

fn line(line: Line) -> AnyView {
    let marked = |stretches: Vec<Stretch>| {
        let stretches = stretches.into_iter().map(|stretch| {
            if stretch.found {
                view! { <mark>{stretch.text}</mark> }.into_any()
            } else {
                stretch.text.into_any()
            }
        });
        stretches.collect_view()
    };
    let sub =
        (!line.sub.is_empty()).then(|| view! { <span class="row-sub">{marked(line.sub)}</span> });
    view! {
        <li>
            <A href=line.href attr:class="row" attr:data-line="">
                <span class="row-main">
                    <span class="row-title">{marked(line.title)}</span>
                    {sub}
                </span>
                <Icon name="chevron"/>
            </A>
        </li>
    }
    .into_any()
}

/// The arrow keys go from the field to the results and back.
fn move_focus(event: &KeyboardEvent) {
    let by: i32 = match event.key().as_str() {
        "ArrowDown" | "Enter" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let Some(on) = event.target().and_then(|on| on.dyn_into::<Element>().ok()) else {
        return;
    };
    // On a result, Enter opens it.
    if event.key() == "Enter" && on.tag_name() != "INPUT" {
        return;
    }
    let Ok(lines) = document().query_selector_all(".search-page [data-line]") else {
        return;
    };
    let line = |at: u32| {
        lines
            .item(at)
            .and_then(|line| line.dyn_into::<HtmlElement>().ok())
    };
    let at =
        (0..lines.length()).find(|at| line(*at).is_some_and(|line| line.is_same_node(Some(&on))));
    let to = at.and_then(|at| at.checked_add_signed(by));
    if let Some(line) = to.and_then(line) {
        event.prevent_default();
        if event.key() == "Enter" {
            line.click();
        } else {
            let _ = line.focus();
        }
    }
}

/// What is found of what was typed.
fn results(desk: Desk, finder: Finder, whole: Option<&str>) -> Vec<Shown> {
    finder.seen.track();
    let text = finder.text.get();
    let reads_all = desk.may(Act::ReadAll);
    let me = desk.actor();
    let found = finder.index.try_with_value(|index| {
        let query = index.query(&text)?;
        desk.read(|state| {
            let me = me.and_then(|me| Person::find(state, me));
            let found = index.search(state, &query, me).into_iter();
            let found = found.filter(|found| reads_all || at_the_door(found.kind));
            Some(
                found
                    .map(|found| shown(state, (index, &query), &found, whole))
                    .collect(),
            )
        })
    });
    found.flatten().unwrap_or_default()
}

/// Whether records of a kind have a screen for those who carry a tablet.
fn at_the_door(kind: &str) -> bool {
    ![
        Person::KIND,
        Campaign::KIND,
        Questionnaire::KIND,
        Theme::KIND,
    ]
    .contains(&kind)
}

fn shown(
    state: &State,
    (index, query): (&Index, &Query),
    found: &Found,
    whole: Option<&str>,
) -> Shown {
    let most = if whole == Some(found.kind) {
        usize::MAX
    } else {
        AT_FIRST
    };
    let lang = language();
    let lines = found.hits.iter().take(most).map(|hit| {
        let title = title(state, found.kind, hit.id, lang);
        let marked = index.marked(&title, query);
        // What was found may stand in the name itself.
        let in_title = marked.iter().any(|stretch| stretch.found);
        let sub = sub(state, found.kind, hit, (&title, in_title), lang);
        Line {
            href: href(state, found.kind, hit.id),
            title: marked,
            sub: index.marked(&sub, query),
        }
    });
    Shown {
        kind: found.kind,
        lines: lines.collect(),
        count: found.hits.len(),
        more: found.more,
    }
}
