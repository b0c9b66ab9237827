//! What has been finished at this door: surveys and interviews.

use ledger::RecordId;
use leptos::prelude::*;
use needs::{Person, review};

use crate::{
    components::finished_row::finished_row, desk::Desk, locales::TodayTexts, sync::Courier,
};

/// The list, where there is anything in it.
#[component]
pub fn Finished(unit: RecordId) -> impl IntoView {
    let t = TodayTexts::now();
    let desk = expect_context::<Desk>();
    let courier = expect_context::<Courier>();
    move || {
        let actor = desk.actor();
        desk.read(|state| {
            let me = actor.and_then(|actor| Person::find(state, actor));
            let here = review::items(state, |_, _| true)
                .into_iter()
                .filter(|item| {
                    let record = state.record(item.kind, item.id);
                    record.and_then(|record| record.link("unit")) == Some(unit)
                });
            let rows = here.filter_map(|item| finished_row(state, item, (me, true), courier));
            let rows: Vec<_> = rows.collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <section>
                        <h2>{t.finished_here}</h2>
                        <ul class="row-list">{rows}</ul>
                    </section>
                }
            })
        })
    }
}
