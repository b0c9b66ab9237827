//! Finished: what was completed on this device, and whether it has arrived.

use leptos::prelude::*;
use leptos_router::components::A;
use needs::{Person, Response};

use crate::{
    components::{icon::Icon, response_row::response_row, sent_back::SentBack},
    desk::Desk,
    locales::TodayTexts,
    sync::Courier,
};

/// The screen.
#[component]
pub fn FinishedPage() -> impl IntoView {
    let t = TodayTexts::now();
    let desk = expect_context::<Desk>();
    let courier = expect_context::<Courier>();
    let list = move || {
        let (device, actor) = (desk.device(), desk.actor());
        desk.read(|state| {
            let me = actor.and_then(|actor| Person::find(state, actor));
            let rows: Vec<_> = Response::all(state)
                .into_iter()
                .filter(|response| response.finished().device == device)
                .filter(|response| me.is_some_and(|me| response.readable_by(me)))
                .map(|response| {
                    let arrived = courier.server_has(device, response.finished().seq);
                    let fate = if arrived {
                        ("sent", t.at_office)
                    } else {
                        ("waiting", t.waiting)
                    };
                    response_row(state, response, None, Some(fate))
                })
                .collect();
            if rows.is_empty() {
                view! { <p class="empty">{t.finished_none}</p> }.into_any()
            } else {
                view! { <ul class="row-list">{rows}</ul> }.into_any()
            }
        })
    };
    view! {
        <main class="page stack" id="content">
            <div class="page-head"><h1>{t.finished_title}</h1></div>
            <SentBack/>
            <p class="button-row">
                <A href="/interviews" attr:class="button">
                    <Icon name="interview"/>{t.interviews}
                </A>
            </p>
            {list}
        </main>
    }
}
