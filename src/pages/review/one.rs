//! One record under review: what it says, with a place for a remark at each question or line.

use ledger::{Change, RecordId};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use needs::{
    Act, Interview, Response,
    consent::Withdrawals,
    review::{self, Item, Review},
};

use super::{answers::Answers, bar::Verdict, remark::Remark, signs, title_of};
use crate::{
    components::{
        back::BackLink,
        icon::Icon,
        moment::day_and_time,
        notice::{Kind, notice},
        record_name::person_name,
        stage::stage_chip,
        store_error::write_error_text,
    },
    desk::Desk,
    locales::{NotebookTexts, ReviewTexts, TrailTexts, fill, language},
    pages::about_readable,
};

/// The record under review. A handle.
#[derive(Clone, Copy)]
pub(super) struct Reviewing {
    pub(super) desk: Desk,
    pub(super) kind: &'static str,
    pub(super) id: RecordId,
    pub(super) error: RwSignal<Option<String>>,
}

impl Reviewing {
    pub(super) fn write(self, changes: Vec<Change>) {
        spawn_local(async move {
            let why = self.desk.record_all(changes).await.err();
            let _ = self.error.try_set(why.map(|why| write_error_text(&why)));
        });
    }
}

/// The screen.
#[component]
pub fn ReviewOnePage() -> impl IntoView {
    about_readable(
        "record",
        |state, id| Review::of(state, id).is_some(),
        |desk, _| desk.may(Act::Review),
        |id| view! { <One id/> }.into_any(),
    )
}

#[component]
fn One(id: RecordId) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let kind = desk.peek(|ledger| review::item(ledger.state(), id).map(|item| item.kind));
    let reviewing = Reviewing {
        desk,
        kind: kind.unwrap_or(Response::KIND),
        id,
        error: RwSignal::new(None),
    };
    let content = if reviewing.kind == Interview::KIND {
        view! { <Lines reviewing/> }.into_any()
    } else {
        view! { <Answers reviewing/> }.into_any()
    };
    view! {
        <main class="page stack" id="content">
            <BackLink/>
            <Head reviewing/>
            {content}
            <Verdict reviewing/>
        </main>
    }
}

#[component]
fn Head(reviewing: Reviewing) -> impl IntoView {
    let t = ReviewTexts::now();
    let (desk, id) = (reviewing.desk, reviewing.id);
    let item = Memo::new(move |_| desk.read(|state| review::item(state, id)));
    let facts = move |item: Item| {
        let (title, sub) = desk.read(|state| title_of(state, item));
        let (shape, word) = stage_chip(item.stage);
        let said = desk.read(|state| {
            let review = Review::of(state, id)?;
            let reviewed = review.reviewed().map(|touch| {
                let when = day_and_time(&touch.wall, language());
                format!("{} · {when}", person_name(state, touch.actor))
            });
            let reply = review.reply().filter(|(reply, _)| !reply.is_empty());
            let reply = reply.map(|(reply, _)| fill(t.replied, &[&reply]));
            Some([reviewed, reply])
        });
        let said = said.into_iter().flatten().flatten();
        let said = said
            .map(|text| view! { <p class="hint">{text}</p> })
            .collect_view();
        let found = signs::texts(desk, &signs::Judge::new(desk).signs(item));
        let signs = if found.is_empty() {
            view! { <p class="hint">{t.signs_none}</p> }.into_any()
        } else {
            let rows = found.into_iter().map(|text| view! { <li>{text}</li> });
            let list = view! { <ul>{rows.collect_view()}</ul><p class="hint">{t.signs_hint}</p> };
            notice(Kind::Info, t.signs, Some(list.into_any()))
        };
        view! {
            <div class="page-head">
                <h1>{title}</h1>
                <p>{sub}</p>
                <p><span class="chip" data-stage data-state=shape>{word}</span></p>
            </div>
            {said}
            {signs}
        }
    };
    let source = if reviewing.kind == Interview::KIND {
        "notebook"
    } else {
        "response"
    };
    view! {
        {move || item.get().map(facts)}
        <p class="button-row">
            <A href=format!("/{source}/{id}") attr:class="button">
                <Icon name="document"/>{ReviewTexts::now().open_record}
            </A>
            <A href=format!("/history/{}/{id}", reviewing.kind) attr:class="button">
                <Icon name="list"/>{TrailTexts::now().history}
            </A>
        </p>
    }
}

/// The notes of an interview, line by line.
#[component]
fn Lines(reviewing: Reviewing) -> impl IntoView {
    let id = reviewing.id;
    let lines = Memo::new(move |_| {
        reviewing.desk.read(|state| {
            let lines = Interview::find(state, id).map(Interview::lines);
            let lines = lines.unwrap_or_default().into_iter();
            let owned = lines.map(|line| (line.key.to_owned(), line.text.to_owned()));
            owned.collect::<Vec<_>>()
        })
    });
    let lost = Memo::new(move |_| {
        reviewing.desk.read(|state| {
            let one = Interview::find(state, id);
            one.is_some_and(|one| one.lost(&Withdrawals::of(state)).content)
        })
    });
    move || {
        if lost.get() {
            return notice(Kind::Info, NotebookTexts::now().withdrawn, None);
        }
        // A line that stays keeps what is being written about it.
        let row = move |(key, text): (String, String)| {
            view! {
                <li class="review-line">
                    <p>{text}</p>
                    <Remark reviewing at=key/>
                </li>
            }
        };
        view! {
            <ul class="card review-lines">
                <For each=move || lines.get() key=Clone::clone children=row/>
            </ul>
        }
        .into_any()
    }
}
