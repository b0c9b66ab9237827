//! Finished: what was completed on this device, and whether it has arrived.

use leptos::prelude::*;
use leptos_router::components::A;
use needs::{Act, Person, review};

use crate::{
    components::{finished_row::finished_row, icon::Icon, sent_back::SentBack},
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
            let here = review::items(state, |_, _| true)
                .into_iter()
                .filter(|item| {
                    let record = state.record(item.kind, item.id);
                    record.is_some_and(|record| record.created().device == device)
                });
            let rows = here.filter_map(|item| finished_row(state, item, (me, false), courier));
            let rows: Vec<_> = rows.collect();
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
                {move || desk.may(Act::Collect).then(|| view! {
                    <A href="/group" attr:class="button" attr:data-action="group">
                        <Icon name="group"/>{t.group}
                    </A>
                })}
            </p>
            {list}
        </main>
    }
}
