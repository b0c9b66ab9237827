//! What is not yet everywhere, and why: to be sent, refused, damaged, for a later version, ruled
//! out.

use ledger::{Place, Refusal, State, ruling, sync::Phase};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use needs::{Act, Role};

use super::{address_of, history::why_text};
use crate::{
    components::{
        back::BackLink,
        icon::Icon,
        notice::{Kind, error_notice, notice},
        record_name::{kind_name, person_name, record_name},
        size::size_of,
        store_error::store_error_text,
    },
    desk::{Desk, WriteError},
    locales::{TrailTexts, fill, language},
    sync::Courier,
};

/// Rows of each list.
const SHOWN: usize = 50;

/// The screen.
#[component]
pub fn QueuePage() -> impl IntoView {
    let t = TrailTexts::now();
    let courier = expect_context::<Courier>();
    let desk = expect_context::<Desk>();
    let busy = move || matches!(courier.status().phase, Phase::Exchanging | Phase::Storing);
    let files = move || {
        let unsent = desk.files().unsent();
        (unsent.files > 0).then(|| {
            let text = fill(t.files_waiting, &[&unsent.files, &size_of(unsent.bytes)]);
            view! { <p>{text}</p> }
        })
    };
    view! {
        <main class="page stack" id="content">
            <BackLink/>
            <div class="page-head"><h1>{t.queue}</h1><p>{t.queue_sub}</p></div>
            {move || trouble(courier)}
            <p class="button-row">
                <button class="button primary" id="sync-now" on:click=move |_| courier.sync_now()>
                    <Icon name="sync"/>
                    {move || if busy() { t.syncing } else { t.sync_now }}
                </button>
            </p>
            {move || waiting(desk, courier)}
            {files}
            {move || damaged(desk)}
            {move || parked(desk)}
            <RuledOut/>
        </main>
    }
}

fn trouble(courier: Courier) -> Option<AnyView> {
    let why = courier.trouble()?;
    let text = fill(TrailTexts::now().trouble, &[&why]);
    Some(notice(Kind::Error, text, None))
}

/// The entries that are here and not at the server.
fn unsent(desk: Desk, courier: Courier) -> Vec<Place> {
    let heads = desk.peek(ledger::Ledger::heads);
    let tails = heads.into_iter().flat_map(|(device, head)| {
        (1..=head.seq)
            .rev()
            .take_while(move |seq| !courier.server_has(device, *seq))
            .map(move |seq| Place { device, seq })
    });
    let mut places: Vec<Place> = tails.collect();
    places.reverse();
    places
}

fn waiting(desk: Desk, courier: Courier) -> AnyView {
    let t = TrailTexts::now();
    let entries = desk.entries();
    let places = unsent(desk, courier);
    if places.is_empty() {
        let done = if entries == 0 { Kind::Info } else { Kind::Good };
        return notice(done, t.queue_none, None);
    }
    let more = places.len().saturating_sub(SHOWN);
    let rows = desk.read(|state| {
        let rows = places.iter().take(SHOWN);
        rows.map(|place| row(state, *place, &why_not_sent(desk, courier, *place)))
            .collect_view()
    });
    view! {
        <ul class="row-list" id="unsent">{rows}</ul>
        {(more > 0).then(|| view! { <p class="hint">{fill(t.and_more, &[&more])}</p> })}
    }
    .into_any()
}

fn why_not_sent(desk: Desk, courier: Courier, place: Place) -> String {
    let t = TrailTexts::now();
    let refused = courier.refused();
    let of_device = refused.iter().find(|one| one.device == place.device);
    let why = match of_device {
        Some(one) if one.seq == place.seq => match one.why {
            Refusal::Fork => t.why_refused_fork,
            _ => t.why_refused,
        },
        Some(one) if one.seq < place.seq => t.why_behind,
        _ => {
            let known = courier.server_has_upto(place.device);
            let shareable = desk.peek(|ledger| ledger.shareable_beyond(place.device, known));
            let here = shareable.map_or(0, |head| head.seq);
            if place.seq > here {
                t.why_withheld
            } else if matches!(courier.status().phase, Phase::Exchanging | Phase::Storing) {
                t.why_sending
            } else {
                t.why_waiting
            }
        }
    };
    why.to_owned()
}

/// An entry by what it is about, with a sentence under it.
fn row(state: &State, place: Place, why: &str) -> AnyView {
    let t = TrailTexts::now();
    let Some((kind, id)) = state.about(place) else {
        return view! {
            <li class="row"><span class="row-main">
                <span class="row-title">{t.other}</span><span class="row-sub">{why.to_owned()}</span>
            </span></li>
        }
        .into_any();
    };
    let name = record_name(state, kind, id, language());
    let sub = format!("{} · {why}", kind_name(kind));
    view! {
        <li>
            <A href=address_of(kind, id) attr:class="row" attr:data-seq=place.seq>
                <span class="row-main">
                    <span class="row-title">{name}</span>
                    <span class="row-sub">{sub}</span>
                </span>
                <Icon name="chevron"/>
            </A>
        </li>
    }
    .into_any()
}

/// A list with a heading and a sentence; nothing where it is empty.
fn section(title: &'static str, sub: &'static str, rows: Vec<String>) -> Option<AnyView> {
    let t = TrailTexts::now();
    let more = rows.len().saturating_sub(SHOWN);
    (!rows.is_empty()).then(|| {
        let rows = rows.into_iter().take(SHOWN);
        let rows = rows
            .map(|row| view! { <li class="row"><span class="row-main">{row}</span></li> })
            .collect_view();
        view! {
            <section class="stack">
                <h2>{title}</h2>
                <p class="hint">{sub}</p>
                <ul class="row-list">{rows}</ul>
                {(more > 0).then(|| view! { <p class="hint">{fill(t.and_more, &[&more])}</p> })}
            </section>
        }
        .into_any()
    })
}

fn damaged(desk: Desk) -> Option<AnyView> {
    let t = TrailTexts::now();
    let _ = desk.entries();
    let rows = desk.damaged().into_iter();
    let rows = rows.map(|(row, why)| format!("{} · {why}", fill(t.damaged_row, &[&row])));
    section(t.damaged, t.damaged_sub, rows.collect())
}

fn parked(desk: Desk) -> Option<AnyView> {
    let t = TrailTexts::now();
    let rows = desk.read(|state| {
        let rows = state.parked().map(|newer| {
            let kind = newer.kind().map_or(t.other, kind_name);
            format!("{kind} · {}", fill(t.parked_row, &[&newer.version()]))
        });
        rows.collect()
    });
    section(t.parked, t.parked_sub, rows)
}

/// Entries that broke a rule, with the reason; a manager can let one count.
#[component]
fn RuledOut() -> impl IntoView {
    let t = TrailTexts::now();
    let desk = expect_context::<Desk>();
    let error = RwSignal::new(None::<String>);
    let lift = Callback::new(move |place: Place| {
        spawn_local(async move {
            let lifted = desk.record(ruling::lift(place, true)).await;
            if let Err(WriteError::Store(why)) = lifted {
                let _ = error.try_set(Some(store_error_text(&why)));
            }
        });
    });
    let list = move || {
        let decides = desk.with_person(|_, person| person.role() == Role::Manager) == Some(true);
        let sees = decides || desk.may(Act::ReadAll);
        desk.read(|state| {
            let rows: Vec<_> = state
                .ruled_out()
                .filter(|(place, _)| sees || place.device == desk.device())
                .take(SHOWN)
                .map(|(place, why)| ruled_row(state, place, why, decides.then_some(lift)))
                .collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <section class="stack" id="ruled-out">
                        <h2>{t.ruled}</h2>
                        <p class="hint">{t.ruled_sub}</p>
                        <ul class="row-list">{rows}</ul>
                    </section>
                }
            })
        })
    };
    view! { {error_notice(error)} {list} }
}

fn ruled_row(
    state: &State,
    place: Place,
    why: Option<&str>,
    lift: Option<Callback<Place>>,
) -> AnyView {
    let t = TrailTexts::now();
    let about = state.about(place);
    let name = about.map_or_else(
        || t.other.to_owned(),
        |(kind, id)| {
            format!(
                "{} · {}",
                kind_name(kind),
                record_name(state, kind, id, language())
            )
        },
    );
    let by = about.and_then(|(kind, id)| {
        let steps = state.history(kind, id);
        let step = steps
            .iter()
            .find(|step| (step.touch.device, step.touch.seq) == (place.device, place.seq))?;
        Some(person_name(state, step.touch.actor))
    });
    let sub = [by, Some(why_text(why))];
    let sub = sub.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let button = lift.map(|lift| {
        view! { <button class="button" on:click=move |_| lift.run(place)>{t.lift}</button> }
    });
    view! {
        <li class="row">
            <span class="row-main">
                <span class="row-title">{name}</span>
                <span class="row-sub">{sub}</span>
            </span>
            {button}
        </li>
    }
    .into_any()
}
