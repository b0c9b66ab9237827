//! Done: the tick, and the next door.

use ledger::{RecordId, State, Touch};
use leptos::prelude::*;
use leptos_router::components::A;
use needs::{Campaign, Interview, Purpose, Questionnaire, Response, Unit};

use crate::{
    components::{icon::Icon, moment::day_and_time, notice::error_notice},
    desk::Desk,
    locales::{DoorTexts, TodayTexts, fill, language},
    pages::{
        about,
        today::{NextDoor, unit_line},
        unit::interview::{Notebook, Talk},
    },
    round::RoundNow,
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
    let round = RoundNow::here();
    let failed = RwSignal::new(None::<String>);
    let offered = Memo::new(move |_| {
        desk.read(|state| {
            let response = Response::find(state, id)?;
            let unit = response.unit()?;
            let campaign = Campaign::find(state, response.campaign()?)?;
            let survey = Questionnaire::find(state, response.form()?)?;
            if survey.purpose() != Purpose::Survey || response.refused() {
                return None;
            }
            let forms = campaign.questionnaires(state).into_iter();
            let mut guides = forms.filter(|form| form.purpose() == Purpose::Interview);
            let form = guides.next_back()?.id;
            let campaign = campaign.id;
            let talk = Talk {
                unit,
                campaign,
                form,
            };
            Some((talk, response.resident()))
        })
    });
    let open = Memo::new(move |_| {
        let (talk, met) = offered.get()?;
        let interviewed = round.with(|round| round.door(talk.unit).map(|door| door.interviewed));
        (interviewed != Some(true)).then_some((talk, met))
    });
    move || {
        let (talk, met) = open.get()?;
        let met = Signal::stored(met);
        let label = DoorTexts::now().go_on_interview;
        Some(view! {
            <Notebook talk met label primary=false failed/>
            {error_notice(failed)}
        })
    }
}
