//! The contact rhythm: who is due, since when, and the way to their door.

use leptos::{prelude::*, task::spawn_local};
use needs::{
    Act, Resident, Unit,
    access::{Caller, Subject},
    rhythm::{Due, Rhythm, due},
};

use crate::{
    components::{
        back::BackTo, choice_row::ChoiceRow, moment::local_day_and_time, notice::error_notice,
        row::Row, store_error::write_error_text,
    },
    desk::Desk,
    locales::{OfficeTexts, RoundsTexts, fill, language},
    pages::{only_for, today::unit_line},
    platform::clock,
};

/// Rows shown before "more" is asked for.
const PAGE: usize = 100;

/// The screen, for those whose role reads everything.
#[component]
pub fn DuePage() -> impl IntoView {
    only_for(Act::ReadAll, || view! { <DueList/> }.into_any())
}

/// Who is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    All,
    Keys,
    Households,
}

impl Which {
    const fn holds(self, due: &Due) -> bool {
        match self {
            Self::All => true,
            Self::Keys => due.resident.is_some(),
            Self::Households => due.resident.is_none(),
        }
    }
}

#[component]
fn DueList() -> impl IntoView {
    let t = RoundsTexts::now();
    let desk = expect_context::<Desk>();
    let which = RwSignal::new(Which::All);
    let shown = RwSignal::new(PAGE);
    let rhythm = Memo::new(move |_| desk.read(|state| Rhythm::of(state, desk.site())));
    let all = Memo::new(move |_| {
        let now = clock::now().naive_local();
        desk.read(|state| due(state, rhythm.get(), now))
    });
    let options = vec![
        (Which::All, t.due_all.to_owned()),
        (Which::Keys, t.due_keys.to_owned()),
        (Which::Households, t.due_households.to_owned()),
    ];
    let choose = Callback::new(move |one| which.set(one));
    let list = move || {
        let (which, most) = (which.get(), shown.get());
        let found: Vec<Due> = all.with(|all| {
            let found = all.iter().filter(|due| which.holds(due));
            found.copied().collect()
        });
        if found.is_empty() {
            return view! { <p class="empty">{t.due_none}</p> }.into_any();
        }
        let count = found.len();
        let rows: Vec<AnyView> = desk.read(|state| {
            let found = found.into_iter().take(most);
            found.map(|due| row(state, due)).collect()
        });
        view! {
            <p class="list-count" role="status">{fill(t.due_count, &[&count])}</p>
            <ul class="row-list">{rows}</ul>
            {(count > most).then(|| view! {
                <button class="button" on:click=move |_| shown.update(|shown| *shown += PAGE)>
                    {t.more}
                </button>
            })}
        }
        .into_any()
    };
    let sub = move || {
        let rhythm = rhythm.get();
        fill(t.due_sub, &[&rhythm.key, &rhythm.ordinary])
    };
    view! {
        <main class="page stack" id="content">
            <BackTo href="/office" title=OfficeTexts::now().title/>
            <div class="page-head"><h1>{t.due_title}</h1><p>{sub}</p></div>
            <SetRhythm rhythm/>
            <ChoiceRow name="which" legend=t.show options taken=which choose/>
            {list}
        </main>
    }
}

fn row(state: &ledger::State, due: Due) -> AnyView {
    let t = RoundsTexts::now();
    let lang = language();
    let unit = Unit::find(state, due.unit);
    let door = unit
        .map(|unit| unit_line(state, unit, lang))
        .unwrap_or_default();
    let resident = due.resident.and_then(|id| Resident::find(state, id));
    let title = match resident {
        Some(resident) => format!("{} · {door}", resident.name()),
        None => door,
    };
    let since = match (due.last, due.since) {
        (Some(last), Some(since)) => fill(t.last, &[&last, &since]),
        _ => t.never.to_owned(),
    };
    let sub = match due.appointment {
        Some(at) => {
            let at = fill(t.appointment, &[&local_day_and_time(at, lang)]);
            format!("{at} · {since}")
        }
        None => since,
    };
    let row = Row {
        icon: Some(if resident.is_some() { "star" } else { "door" }),
        title,
        sub,
        chip: resident.map(|_| ("draft", t.key)),
        record: None,
    };
    row.link(format!("/unit/{}", due.unit))
}

/// How often, for those who may say so.
#[component]
fn SetRhythm(rhythm: Memo<Rhythm>) -> impl IntoView {
    let t = RoundsTexts::now();
    let desk = expect_context::<Desk>();
    let may = Memo::new(move |_| {
        let change = rhythm.get().change(desk.site());
        let subject = Subject {
            kind: Some(&change.kind),
            set: Some(&change.set),
            actor: desk.actor(),
        };
        let may = desk.with_person(|_, person| {
            let (person, role) = (person.id, person.role());
            Caller { person, role }.check(subject, None).is_ok()
        });
        may.unwrap_or(false)
    });
    let error = RwSignal::new(None::<String>);
    let typed = RwSignal::new(None::<(String, String)>);
    let value = move || {
        let rhythm = rhythm.get();
        let known = (rhythm.key.to_string(), rhythm.ordinary.to_string());
        typed.get().unwrap_or(known)
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (key, ordinary) = untrack(value);
        let months = |text: &str| {
            let months = text.trim().parse::<u32>().ok();
            months.filter(|months| (1..=60).contains(months))
        };
        let (Some(key), Some(ordinary)) = (months(&key), months(&ordinary)) else {
            return error.set(Some(t.months_wrong.to_owned()));
        };
        let change = Rhythm { key, ordinary }.change(desk.site());
        spawn_local(async move {
            let written = desk.record(change).await;
            let why = written.err().map(|why| write_error_text(&why));
            let _ = error.try_set(why);
        });
    };
    let field = move |label, name: &'static str, key: bool| {
        let read = move || {
            let (months, ordinary) = value();
            if key { months } else { ordinary }
        };
        let write = move |event| {
            let new = event_target_value(&event);
            let (months, ordinary) = untrack(value);
            typed.set(Some(if key { (new, ordinary) } else { (months, new) }));
        };
        view! {
            <label class="field">
                <span>{label}</span>
                <input
                    type="number"
                    inputmode="numeric"
                    min="1"
                    max="60"
                    name=name
                    prop:value=read
                    on:input=write
                />
            </label>
        }
    };
    view! {
        <Show when=move || may.get()>
            <details>
                <summary>{t.set}</summary>
                <form class="stack" on:submit=submit>
                    {error_notice(error)}
                    <div class="field-pair">
                        {field(t.months_key, "key", true)}
                        {field(t.months_ordinary, "ordinary", false)}
                    </div>
                    <p class="button-row">
                        <button class="button" type="submit">{t.save}</button>
                    </p>
                </form>
            </details>
        </Show>
    }
}
