//! Done: the tick, and the next door.

use ledger::{RecordId, State, Touch};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use needs::{Campaign, Interview, Purpose, Questionnaire, Response, Unit};

use crate::{
    components::{
        icon::Icon, moment::day_and_time, notice::error_notice, store_error::store_error_text,
    },
    desk::Desk,
    draft::Draft,
    locales::{DoorTexts, TodayTexts, fill, language},
    pages::{
        about,
        today::{NextDoor, unit_line},
    },
    sync::Courier,
};

/// What was finished: by whom and when, and at which door, if it was at one.
fn finished(state: &State, id: RecordId) -> Option<(&Touch, Option<RecordId>)> {
    let response = Response::find(state, id).map(|one| (one.finished(), one.unit()));
    response.or_else(|| {
        let interview = Interview::find(state, id)?;
        Some((interview.written()?, interview.unit()))
    })
}

/// The screen after a questionnaire is finished. It shows only what is on the disk.
#[component]
pub fn DonePage() -> impl IntoView {
    about(
        "response",
        |state, id| finished(state, id).is_some(),
        |id| view! { <Done id/> }.into_any(),
    )
}

#[component]
fn Done(id: RecordId) -> impl IntoView {
    let t = TodayTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let courier = expect_context::<Courier>();
    let head = move || {
        desk.read(|state| {
            let (finished, unit) = finished(state, id)?;
            let unit = unit.and_then(|unit| Unit::find(state, unit));
            let when = day_and_time(&finished.wall, lang);
            let line = match unit {
                Some(unit) => fill(t.saved_at, &[&unit_line(state, unit, lang), &when]),
                None => when,
            };
            let arrived = courier.server_has(finished.device, finished.seq);
            let (state, fate) = if arrived {
                ("sent", t.arrived)
            } else {
                ("waiting", t.on_its_way)
            };
            Some(view! {
                <div class="page-head">
                    <div class="big-tick"><Icon name="check"/></div>
                    <h1 data-saved=id.to_string()>{t.saved}</h1>
                    <p>{line}</p>
                    <p class="fate" data-state=state role="status">{fate}</p>
                </div>
            })
        })
    };
    let (unit, interview) = desk.peek(|ledger| {
        let state = ledger.state();
        let unit = finished(state, id).and_then(|(_, unit)| unit);
        (unit, Interview::find(state, id).is_some())
    });
    let (see, word) = if interview {
        (format!("/notebook/{id}"), t.see_interview)
    } else {
        (format!("/response/{id}"), t.see_answers)
    };
    view! {
        <main class="page stack done" id="content">
            {head}
            <NextDoor after=unit or=Some(t.round_done)/>
            <GoOn id/>
            <p class="button-row">
                <A href=see attr:class="button quiet">{word}</A>
                <A href="/" attr:class="button quiet">{t.back_to_round}</A>
            </p>
        </main>
    }
}

/// The interview in the same visit: offered once the survey is finished, with the same person.
#[component]
fn GoOn(id: RecordId) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let navigate = use_navigate();
    let failed = RwSignal::new(None::<String>);
    let offered = move || {
        let begun = desk.drafts();
        desk.read(|state| {
            let response = Response::find(state, id)?;
            let unit = response.unit()?;
            let campaign = Campaign::find(state, response.campaign()?)?;
            let survey = Questionnaire::find(state, response.form()?)?;
            if survey.purpose() != Purpose::Survey || response.refused() {
                return None;
            }
            let forms = campaign.questionnaires(state);
            let mut interviews = forms
                .into_iter()
                .filter(|form| form.purpose() == Purpose::Interview);
            let interview = interviews.next_back()?;
            let of_this = |other: &Response<'_>| {
                other.unit() == Some(unit) && other.form() == Some(interview.id)
            };
            let done = Response::all(state).iter().any(of_this);
            let draft = |draft: &Draft| draft.unit == unit && draft.form == interview.id;
            (!done && !begun.iter().any(draft)).then_some((
                interview.id,
                (unit, response.resident()),
                campaign.id,
            ))
        })
    };
    move || {
        let (form, who, campaign) = offered()?;
        let navigate = navigate.clone();
        let start = move |_| {
            let navigate = navigate.clone();
            spawn_local(async move {
                match desk.begin_draft(form, who, Some(campaign)).await {
                    Ok(draft) => navigate(&format!("/survey/{draft}"), NavigateOptions::default()),
                    Err(error) => drop(failed.try_set(Some(store_error_text(&error)))),
                }
            });
        };
        Some(view! {
            <button class="button" data-action="go-on-interview" on:click=start>
                <Icon name="interview"/>
                {DoorTexts::now().go_on_interview}
            </button>
            {error_notice(failed)}
        })
    }
}
