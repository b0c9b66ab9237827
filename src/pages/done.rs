//! Done: the tick, and the next door.

use ledger::RecordId;
use leptos::prelude::*;
use leptos_router::components::A;
use needs::{Response, Unit};

use crate::{
    components::{icon::Icon, moment::day_and_time},
    desk::Desk,
    locales::{TodayTexts, fill, language},
    pages::{
        about,
        today::{NextDoor, unit_line},
    },
    sync::Courier,
};

/// The screen after a questionnaire is finished. It shows only what is on the disk.
#[component]
pub fn DonePage() -> impl IntoView {
    about(
        "response",
        |state, id| Response::find(state, id).is_some(),
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
            let response = Response::find(state, id)?;
            let finished = response.finished();
            let unit = Unit::find(state, response.unit()?)?;
            let when = day_and_time(&finished.wall, lang);
            let line = fill(t.saved_at, &[&unit_line(state, unit, lang), &when]);
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
    let unit = desk.peek(|ledger| Response::find(ledger.state(), id).and_then(Response::unit));
    view! {
        <main class="page stack done" id="content">
            {head}
            <NextDoor after=unit or=Some(t.round_done)/>
            <p class="button-row">
                <A href=format!("/response/{id}") attr:class="button quiet">{t.see_answers}</A>
                <A href="/" attr:class="button quiet">{t.back_to_round}</A>
            </p>
        </main>
    }
}
