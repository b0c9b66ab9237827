//! The verdict: accept, or send back with the remarks that were made.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos_router::components::A;
use needs::review::{Review, Stage, WHOLE, items};

use super::{one::Reviewing, remark::Remark};
use crate::{
    components::{icon::Icon, notice::error_notice},
    locales::ReviewTexts,
};

#[component]
pub(super) fn Verdict(reviewing: Reviewing) -> impl IntoView {
    let t = ReviewTexts::now();
    let desk = reviewing.desk;
    let id = reviewing.id;
    let stage = Memo::new(move |_| {
        desk.read(|state| Review::of(state, id).map_or(Stage::New, Review::stage))
    });
    let remarks = Memo::new(move |_| {
        desk.read(|state| Review::of(state, id).map_or(0, |review| review.remarks().len()))
    });
    let accept = move |_| {
        let change =
            desk.peek(|ledger| Some(Review::of(ledger.state(), id)?.accept(reviewing.kind, id)));
        reviewing.write(change.into_iter().collect());
    };
    let send_back = move |_| {
        let change = desk.peek(|ledger| {
            let review = Review::of(ledger.state(), id)?;
            let remarks = review.remarks().into_iter();
            let remarks: BTreeMap<String, String> = remarks
                .map(|(at, text)| (at.to_owned(), text.to_owned()))
                .collect();
            Some(review.send_back(reviewing.kind, id, &remarks))
        });
        reviewing.write(change.into_iter().collect());
    };
    let next = Memo::new(move |_| {
        let waiting = desk.read(|state| items(state, |stage, _| stage.waits()));
        waiting
            .into_iter()
            .map(|item| item.id)
            .find(|next| *next != id)
    });
    let back = move || {
        if remarks.get() == 0 {
            return view! { <p class="hint">{t.send_back_needs}</p> }.into_any();
        }
        view! {
            <button class="button" data-do="send-back" on:click=send_back>
                <Icon name="back"/>{t.send_back}
            </button>
        }
        .into_any()
    };
    view! {
        <section class="card stack">
            <Remark reviewing at=WHOLE add=t.remark_whole/>
            {error_notice(reviewing.error)}
            <div class="button-row">
                <Show when=move || stage.get() != Stage::Accepted>
                    <button class="button primary" data-do="accept" on:click=accept>
                        <Icon name="check"/>{t.accept}
                    </button>
                </Show>
                <Show when=move || stage.get() != Stage::Returned>{back}</Show>
                {move || next.get().map(|next| view! {
                    <A href=format!("/review/{next}") attr:class="button quiet">
                        {t.next}<Icon name="chevron"/>
                    </A>
                })}
            </div>
        </section>
    }
}
