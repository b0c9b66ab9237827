//! The guide: what is to be talked about, from the questionnaire of the interview.

use std::sync::Arc;

use form::{Context, ItemId, Session};
use leptos::prelude::*;
use needs::{Lang, interview::guide};

use super::book::Here;
use crate::{
    components::{icon::Icon, question::plain},
    desk::Desk,
    locales::{NotebookTexts, fill},
    pages::survey::forms,
};

/// A question of the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its path in the questionnaire.
    pub path: String,
    /// What it asks.
    pub label: String,
    /// What helps to ask it.
    pub hint: Option<String>,
}

/// Questions under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The heading.
    pub title: Option<String>,
    /// The questions.
    pub topics: Vec<Topic>,
}

/// The whole guide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guide {
    /// In the order of the questionnaire.
    pub parts: Vec<Part>,
}

impl Guide {
    /// The guide that a questionnaire gives, each question under its heading.
    pub fn of(session: &Session) -> Self {
        let mut guide = Self::default();
        for item in guide::asked(session) {
            let it = session.item(item);
            let Some(label) = it.label() else { continue };
            let title = heading(session, item);
            let topic = Topic {
                path: it.path(),
                label: plain(&label),
                hint: it.hint().map(|hint| plain(&hint)),
            };
            match guide.parts.last_mut() {
                Some(last) if last.title == title => last.topics.push(topic),
                _ => guide.parts.push(Part {
                    title,
                    topics: vec![topic],
                }),
            }
        }
        guide
    }

    /// The guide of a questionnaire that is here; empty where it can't be read.
    pub fn read(desk: Desk, form: Option<ledger::RecordId>, lang: Lang) -> Arc<Self> {
        let form = form.and_then(|form| untrack(|| forms::compiled(desk, form).ok()));
        let guide = form.map(|form| {
            let mut session = Session::start(form, Context::default());
            if let Some(lang) = session.form().language_for(lang.tag()) {
                session.set_language(lang);
            }
            Self::of(&session)
        });
        Arc::new(guide.unwrap_or_default())
    }

    /// All questions.
    pub fn topics(&self) -> impl Iterator<Item = &Topic> {
        self.parts.iter().flat_map(|part| &part.topics)
    }

    /// What a question asks; its path where the guide does not have it.
    pub fn label<'a>(&'a self, path: &'a str) -> &'a str {
        let topic = self.topics().find(|topic| topic.path == path);
        topic.map_or(path, |topic| &topic.label)
    }
}

/// The label of the nearest group around an item that has one.
fn heading(session: &Session, item: ItemId) -> Option<String> {
    let mut around = session.parent(item);
    while let Some(group) = around {
        if group == session.root() {
            return None;
        }
        if let Some(label) = session.item(group).label() {
            return Some(plain(&label));
        }
        around = session.parent(group);
    }
    None
}

/// How many questions are covered, of how many.
pub fn count(here: Here, guide: &Guide) -> String {
    let covered = here.with(|book| {
        book.head(|head| {
            let covered = head.covered();
            let known = guide.topics();
            known
                .filter(|topic| covered.contains(topic.path.as_str()))
                .count()
        })
    });
    let all = guide.topics().count();
    fill(NotebookTexts::now().covered_of, &[&covered, &all])
}

/// The guide, to be ticked off and to be written under.
pub fn panel(here: Here, guide: &Arc<Guide>, turn: Callback<String>) -> AnyView {
    let t = NotebookTexts::now();
    if guide.parts.is_empty() {
        return view! { <p class="hint">{t.no_guide}</p> }.into_any();
    }
    let parts = guide.parts.iter().map(|part| {
        let topics = part.topics.iter().cloned();
        let topics: Vec<_> = topics.map(|topic| row(here, topic, turn)).collect();
        view! {
            {part.title.clone().map(|title| view! { <h3>{title}</h3> })}
            <ul class="guide-topics">{topics}</ul>
        }
    });
    let parts: Vec<_> = parts.collect();
    view! { <div class="guide">{parts}</div> }.into_any()
}

fn row(here: Here, topic: Topic, turn: Callback<String>) -> AnyView {
    let t = NotebookTexts::now();
    let Topic { path, label, hint } = topic;
    let (asked, ticked, turned) = (path.clone(), path.clone(), path.clone());
    let covered = Memo::new({
        let path = path.clone();
        move |_| here.with(|book| book.head(|head| head.covered().contains(path.as_str())))
    });
    let tick = move |_| here.with(|book| book.cover(&ticked, !covered.get_untracked()));
    let about = Memo::new(move |_| {
        here.with(|book| {
            book.lines(|notes| notes.active().note.guide.as_deref() == Some(asked.as_str()))
        })
    });
    let name = fill(t.covered_name, &[&label]);
    view! {
        <li
            class="guide-topic"
            data-topic=path
            data-covered=move || covered.get().then_some("")
            data-now=move || about.get().then_some("")
        >
            <button
                type="button"
                class="guide-tick"
                role="checkbox"
                aria-checked=move || if covered.get() { "true" } else { "false" }
                aria-label=name
                on:click=tick
            >
                <Icon name="check"/>
            </button>
            <button type="button" class="guide-ask" on:click=move |_| turn.run(turned.clone())>
                <span>{label}</span>
                {hint.map(|hint| view! { <span class="hint">{hint}</span> })}
            </button>
        </li>
    }
    .into_any()
}
