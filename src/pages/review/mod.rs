//! The supervisor's review: what has come in, with signs of quality, and what became of it.

mod answer;
mod answers;
mod bar;
mod hours;
pub mod one;
mod remark;
mod signs;

use ledger::State;
use leptos::prelude::*;
use needs::{
    Act, Questionnaire, Unit,
    review::{Item, Review, Stage, items},
};

use crate::{
    components::{
        back::BackTo, icon::Icon, moment::day_and_time, record_name::person_name, stage::stage_chip,
    },
    desk::Desk,
    locales::{OfficeTexts, ReviewTexts, fill, language},
    pages::{only_for, today::unit_line},
};
use leptos_router::components::A;
use signs::{Judge, texts};

/// Rows shown before "more" is asked for: the signs of each need its form to be run.
const PAGE: usize = 30;

/// What is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Waiting,
    Returned,
    Accepted,
}

impl Tab {
    const fn holds(self, stage: Stage) -> bool {
        match self {
            Self::Waiting => stage.waits(),
            Self::Returned => matches!(stage, Stage::Returned),
            Self::Accepted => matches!(stage, Stage::Accepted),
        }
    }
}

/// The screen, for those who review.
#[component]
pub fn ReviewPage() -> impl IntoView {
    only_for(Act::Review, || view! { <Queue/> }.into_any())
}

/// What a record is called in the lists of the review, and what stands below that.
fn title_of(state: &State, item: Item) -> (String, String) {
    let lang = language();
    let t = ReviewTexts::now();
    let record = state.record(item.kind, item.id);
    let unit = record.and_then(|record| Unit::find(state, record.link("unit")?));
    let door = unit.map(|unit| unit_line(state, unit, lang));
    let title = record
        .and_then(|record| record.text("title"))
        .map(str::to_owned);
    let form = record.and_then(|record| Questionnaire::find(state, record.link("form")?));
    let form = form.map_or(t.interview, |form| form.title(lang)).to_owned();
    let made = record.map(ledger::Record::created);
    let by = made.map(|made| person_name(state, made.actor));
    let when = made.map(|made| day_and_time(&made.wall, lang));
    let sub: Vec<_> = [Some(form), by, when].into_iter().flatten().collect();
    let title = door.or(title).unwrap_or_else(|| t.interview.to_owned());
    (title, sub.join(" · "))
}

#[component]
fn Queue() -> impl IntoView {
    let t = ReviewTexts::now();
    let desk = expect_context::<Desk>();
    let tab = RwSignal::new(Tab::Waiting);
    let most = RwSignal::new(PAGE);
    let all = Memo::new(move |_| desk.read(|state| items(state, |_, _| true)));
    let count = move |tab: Tab| {
        let all = all.read();
        all.iter().filter(|item| tab.holds(item.stage)).count()
    };
    let choice = move |own: Tab, text: &'static str, name| {
        view! {
            <label class="choice-row">
                <input
                    type="radio"
                    name="stage"
                    value=name
                    prop:checked=move || tab.get() == own
                    on:change=move |_| tab.set(own)
                />
                <span>{move || fill(text, &[&count(own)])}</span>
            </label>
        }
    };
    let list = move || {
        let all = all.get();
        let own = all.into_iter().filter(|item| tab.get().holds(item.stage));
        let own: Vec<_> = own.collect();
        if own.is_empty() {
            let none = if tab.get() == Tab::Waiting {
                t.nothing_waiting
            } else {
                t.nothing_here
            };
            return view! { <p class="empty">{none}</p> }.into_any();
        }
        let judge = Judge::new(desk);
        let more = own.len() > most.get();
        let rows = own
            .into_iter()
            .take(most.get())
            .map(|item| row(desk, &judge, item));
        view! {
            <ul class="row-list review-list">{rows.collect_view()}</ul>
            {more.then(|| view! {
                <button class="button" on:click=move |_| most.update(|most| *most += PAGE)>
                    {OfficeTexts::now().more}
                </button>
            })}
        }
        .into_any()
    };
    view! {
        <main class="page stack" id="content">
            <BackTo href="/office" title=OfficeTexts::now().title/>
            <div class="page-head"><h1>{t.review}</h1><p>{t.review_sub}</p></div>
            <fieldset class="filter">
                <legend class="visually-hidden">{t.review}</legend>
                {choice(Tab::Waiting, t.waiting, "waiting")}
                {choice(Tab::Returned, t.returned, "returned")}
                {choice(Tab::Accepted, t.accepted, "accepted")}
            </fieldset>
            {list}
            <hours::Hours/>
        </main>
    }
}

fn row(desk: Desk, judge: &Judge, item: Item) -> AnyView {
    let (title, sub) = desk.read(|state| title_of(state, item));
    let signs = texts(desk, &judge.signs(item));
    let (state, word) = stage_chip(item.stage);
    let reply = desk.read(|state| {
        let (reply, _) = Review::of(state, item.id)?.reply()?;
        (!reply.is_empty()).then(|| fill(ReviewTexts::now().replied, &[&reply]))
    });
    let signs = signs.into_iter().map(|text| {
        view! { <span class="quality-sign"><Icon name="info"/>{text}</span> }
    });
    view! {
        <li>
            <A
                href=format!("/review/{}", item.id)
                attr:class="row"
                attr:data-response=item.id.to_string()
            >
                <span class="row-main">
                    <span class="row-title">{title}</span>
                    <span class="row-sub">{sub}</span>
                    {reply.map(|reply| view! { <span class="row-sub">{reply}</span> })}
                    {signs.collect_view()}
                </span>
                <span class="chip" data-state=state>{word}</span>
                <Icon name="chevron"/>
            </A>
        </li>
    }
    .into_any()
}
