//! Why somebody refused, and for whom: one tap each, a second one takes it back.

use ledger::{Change, RecordId};
use leptos::prelude::*;
use needs::visit::{RefusalReason, Refuser, Visit};

use crate::{
    components::outcome::reason_text,
    locales::{DoorTexts, VisitTexts},
};

/// What can be added to a refusal.
pub fn refusal(
    visit: RecordId,
    (why, who): (Option<RefusalReason>, Option<Refuser>),
    write: Callback<Change>,
) -> AnyView {
    let (t, door) = (VisitTexts::now(), DoorTexts::now());
    let reasons = RefusalReason::ALL.map(|reason| {
        let given = why == Some(reason);
        let change = Visit::because(visit, (!given).then_some(reason));
        chip(
            ("reason", reason.name()),
            reason_text(reason),
            given,
            change,
            write,
        )
    });
    let refusers = Refuser::ALL.map(|refuser| {
        let given = who == Some(refuser);
        let change = Visit::refused_by(visit, (!given).then_some(refuser));
        let text = match refuser {
            Refuser::Household => door.household,
            Refuser::Person => door.person,
        };
        chip(("refuser", refuser.name()), text, given, change, write)
    });
    view! {
        <div class="reasons" role="group" aria-label=t.why>
            <span class="row-sub">{t.why}</span>
            <div class="chips">{reasons.collect_view()}</div>
        </div>
        <div class="reasons" role="group" aria-label=door.who_refused>
            <span class="row-sub">{door.who_refused}</span>
            <div class="chips">{refusers.collect_view()}</div>
        </div>
    }
    .into_any()
}

fn chip(
    (kind, name): (&'static str, &'static str),
    text: &'static str,
    given: bool,
    change: Change,
    write: Callback<Change>,
) -> AnyView {
    view! {
        <button
            class="chip-button"
            data-reason=(kind == "reason").then_some(name)
            data-refuser=(kind == "refuser").then_some(name)
            aria-pressed=if given { "true" } else { "false" }
            on:click=move |_| write.run(change.clone())
        >
            {text}
        </button>
    }
    .into_any()
}
