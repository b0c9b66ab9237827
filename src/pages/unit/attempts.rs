//! What came of a visit: one tap for an outcome, and every attempt so far.

use ledger::{Change, RecordId};
use leptos::{prelude::*, task::spawn_local};
use needs::{
    Act, Campaign,
    visit::{Attempt, Outcome, RefusalReason, Refuser, Rules, Slot, Visit, attempts},
};

use super::{
    appointment::AppointmentTimes,
    met::Met,
    paper::{PaperNumber, is_paper},
    refusal::refusal,
    tries::{open_slots, still_to_try_line},
};
use crate::{
    components::{
        moment::{day_and_time, local_day_and_time},
        notice::error_notice,
        outcome::{outcome_text, reason_text},
        store_error::write_error_text,
    },
    desk::Desk,
    locales::{DoorTexts, VisitTexts, fill, language},
    pages::today::NextDoor,
    platform::{clock, random},
    whereabouts,
};

/// The outcomes that a door brings most often.
const FIRST: [Outcome; 3] = [Outcome::NobodyHome, Outcome::Appointment, Outcome::Refused];

/// Those that are offered on demand, from the commonest to the rarest.
const MORE: [Outcome; 14] = [
    Outcome::FormLeft,
    Outcome::FormReturned,
    Outcome::Partial,
    Outcome::BreakOff,
    Outcome::NoAccess,
    Outcome::Away,
    Outcome::Unable,
    Outcome::Language,
    Outcome::Vacant,
    Outcome::NotResidential,
    Outcome::NotEligible,
    Outcome::NotFound,
    Outcome::Unsafe,
    Outcome::Other,
];

/// Notes the outcome of a visit at a door, and shows those so far.
#[component]
pub fn Attempts(unit: RecordId, met: Met) -> impl IntoView {
    let t = VisitTexts::now();
    let desk = expect_context::<Desk>();
    let failed = RwSignal::new(None::<String>);
    let choosing_time = RwSignal::new(false);
    let write = Callback::new(move |change: Change| {
        spawn_local(async move {
            let result = desk.record(change).await;
            failed.set(result.err().map(|error| write_error_text(&error)));
        });
    });
    let note = Callback::new(move |(outcome, at)| {
        choosing_time.set(false);
        let today = clock::now().date_naive();
        let campaign = desk.peek(|ledger| Campaign::current(ledger.state(), today).map(|c| c.id));
        let change = Visit::change(random::record_id(), unit, campaign, outcome, at);
        let met: Vec<RecordId> = met.get_untracked().into_iter().collect();
        let (visit, change) = (change.id, Visit::meeting(change, &met));
        spawn_local(async move {
            let result = desk.record(change).await;
            if result.is_ok() {
                whereabouts::note(desk, visit);
            }
            let _ = failed.try_set(result.err().map(|error| write_error_text(&error)));
        });
    });
    let button = move |outcome: Outcome| {
        let tap = move |_| match outcome {
            Outcome::Appointment => choosing_time.update(|open| *open = !*open),
            outcome => note.run((outcome, None)),
        };
        let expanded = (outcome == Outcome::Appointment)
            .then_some(move || if choosing_time.get() { "true" } else { "false" });
        view! {
            <button
                class="button"
                data-outcome=outcome.name()
                aria-expanded=expanded
                on:click=tap
            >
                {outcome_text(outcome)}
            </button>
        }
    };
    let collects = Memo::new(move |_| desk.may(Act::Collect));
    move || {
        collects.get().then(|| {
            view! {
                <section class="card stack outcomes">
                    <h2>{t.title}</h2>
                    <p class="row-sub">{t.title_sub}</p>
                    {error_notice(failed)}
                    <div class="outcome-buttons">{FIRST.map(button).collect_view()}</div>
                    <Show when=move || choosing_time.get()>
                        <AppointmentTimes
                            choose=Callback::new(move |at| {
                                note.run((Outcome::Appointment, Some(at)));
                            })
                        />
                    </Show>
                    <details>
                        <summary>{t.more}</summary>
                        <div class="outcome-buttons">{MORE.map(button).collect_view()}</div>
                    </details>
                    <History unit write/>
                </section>
            }
        })
    }
}

/// An attempt, as it is shown.
#[derive(Clone, PartialEq)]
struct Shown {
    outcome: Outcome,
    sub: String,
    /// The visit, where this person noted it and can take it back.
    own: Option<RecordId>,
    why: (Option<RefusalReason>, Option<Refuser>),
    numbered: bool,
}

/// What has been at a door.
#[derive(Clone, Default, PartialEq)]
struct Past {
    /// The last one first.
    attempts: Vec<Shown>,
    still: Vec<Slot>,
    today: bool,
}

fn past(desk: Desk, unit: RecordId) -> Past {
    let actor = desk.actor();
    let today = clock::now().date_naive();
    desk.read(|state| {
        let campaign = Campaign::current(state, today).map(|campaign| campaign.id);
        let mut here = attempts(state, campaign).remove(&unit).unwrap_or_default();
        let still = open_slots(&here, Rules::of(state));
        here.reverse();
        let today = today.to_string();
        let last = here.first();
        Past {
            today: last.is_some_and(|last| last.wall.starts_with(&today)),
            attempts: here.iter().map(|attempt| shown(attempt, actor)).collect(),
            still,
        }
    })
}

/// Every attempt at the door in this campaign, the last one first.
#[component]
fn History(unit: RecordId, write: Callback<Change>) -> impl IntoView {
    let t = VisitTexts::now();
    let desk = expect_context::<Desk>();
    let past = Memo::new(move |_| past(desk, unit));
    move || {
        let Past {
            attempts,
            still,
            today,
        } = past.get();
        let rows = attempts.into_iter().enumerate();
        let rows = rows.map(|(place, attempt)| attempt_row(attempt, write, place == 0));
        let rows: Vec<_> = rows.collect();
        (!rows.is_empty()).then(|| {
            view! {
                {still_to_try_line(&still)}
                <h3>{t.history}</h3>
                <ul class="attempts">{rows}</ul>
                {today.then(|| view! { <NextDoor after=Some(unit)/> })}
            }
        })
    }
}

fn shown(attempt: &Attempt<'_>, actor: Option<RecordId>) -> Shown {
    let t = VisitTexts::now();
    let lang = language();
    let appointment = attempt
        .appointment
        .map(|at| fill(t.at, &[&local_day_and_time(at, lang)]));
    let reason = attempt.reason.map(|reason| reason_text(reason).to_owned());
    let paper = attempt
        .paper
        .map(|number| fill(DoorTexts::now().number_at, &[&number]));
    let note = attempt.note.map(str::to_owned);
    let position = attempt
        .position
        .map(|_| DoorTexts::now().located.to_owned());
    let more = [appointment, reason, paper, note, position];
    let more: Vec<String> = more.into_iter().flatten().collect();
    Shown {
        outcome: attempt.outcome,
        sub: [vec![day_and_time(attempt.wall, lang)], more]
            .concat()
            .join(" · "),
        own: attempt.visit.filter(|_| Some(attempt.actor) == actor),
        why: (attempt.reason, attempt.refuser),
        numbered: attempt.paper.is_some(),
    }
}

/// An attempt. What one noted oneself can be taken back; `last` can be given a reason.
fn attempt_row(attempt: Shown, write: Callback<Change>, last: bool) -> AnyView {
    let t = VisitTexts::now();
    let Shown { outcome, own, .. } = attempt;
    let undo = own.map(|visit| {
        let undo = move |_| write.run(Visit::undo(visit));
        view! { <button class="button quiet" data-undo=visit.to_string() on:click=undo>{t.undo}</button> }
    });
    let reasons = own
        .filter(|_| last && outcome == Outcome::Refused)
        .map(|visit| refusal(visit, attempt.why, write));
    let number = own
        .filter(|_| last && is_paper(outcome))
        .map(|visit| view! { <PaperNumber visit known=attempt.numbered write/> });
    view! {
        <li class="attempt" data-outcome=outcome.name()>
            <span class="row-main">
                <span class="row-title">{outcome_text(outcome)}</span>
                <span class="row-sub">{attempt.sub}</span>
            </span>
            {undo}
            {reasons}
            {number}
        </li>
    }
    .into_any()
}
