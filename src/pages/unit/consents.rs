//! What people at this door have agreed to, and taking it back.

use ledger::{Change, RecordId};
use leptos::prelude::*;
use needs::{
    Act, Resident,
    consent::{Consent, How},
};

use crate::{
    components::{consent::scope_text, icon::Icon, moment::day_and_time, sheet::Sheet},
    desk::Desk,
    locales::{ConsentTexts, DoorTexts, language},
    platform::random,
};

/// The decisions at a door, the latest first, each for what and by whom.
#[component]
pub fn Consents(unit: RecordId, write: Callback<Change>) -> impl IntoView {
    let t = ConsentTexts::now();
    let desk = expect_context::<Desk>();
    let asked = RwSignal::new(None::<RecordId>);
    let open = RwSignal::new(false);
    let rows = move || {
        let actor = desk.actor();
        let collects = desk.may(Act::Collect);
        desk.read(|state| {
            let here = Consent::at(state, unit);
            let mut settled = Vec::new();
            let rows: Vec<_> = here
                .into_iter()
                .map(|consent| {
                    let key = (consent.whom(), consent.scope());
                    let latest = !settled.contains(&key);
                    settled.push(key);
                    let resident = consent.whom().resident;
                    let who = resident.and_then(|id| Resident::find(state, id));
                    let who = who.map_or(DoorTexts::now().someone_else, Resident::name);
                    let mine = collects && Some(consent.made().actor) == actor;
                    let may = collects && latest && consent.given();
                    row(consent, who, (may, mine), (asked, open, write))
                })
                .collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <section class="card stack consents">
                        <h2>{t.title}</h2>
                        <ul class="attempts">{rows}</ul>
                    </section>
                }
            })
        })
    };
    let sure = move |_| {
        let consent = asked.get_untracked();
        let change = desk.peek(|ledger| {
            Some(Consent::find(ledger.state(), consent?)?.withdraw(random::record_id()))
        });
        open.set(false);
        if let Some(change) = change {
            write.run(change);
        }
    };
    view! {
        {rows}
        <Sheet open labelled_by="withdraw-title">
            <h2 id="withdraw-title">{t.withdraw_title}</h2>
            <p>{t.withdraw_text}</p>
            <div class="button-stack">
                <button class="button danger" data-action="withdraw-sure" on:click=sure>
                    {t.withdraw_sure}
                </button>
                <button class="button" on:click=move |_| open.set(false)>{t.keep}</button>
            </div>
        </Sheet>
    }
}

type Asking = (RwSignal<Option<RecordId>>, RwSignal<bool>, Callback<Change>);

/// A decision. One that holds can be taken back; what one noted oneself can be taken out again.
fn row(
    consent: Consent<'_>,
    who: &str,
    (may_withdraw, mine): (bool, bool),
    (asked, open, write): Asking,
) -> AnyView {
    let t = ConsentTexts::now();
    let id = consent.id;
    let (state, said) = match (consent.given(), consent.is_withdrawal()) {
        (true, _) => ("given", t.given),
        (false, true) => ("withdrawn", t.withdrawn),
        (false, false) => ("refused", t.refused),
    };
    let how = match consent.how() {
        How::Spoken => t.how_spoken,
        How::Ticked => t.how_ticked,
        How::Signed => t.how_signed,
        How::Form => t.how_form,
    };
    let scope = consent.scope().map_or("", scope_text);
    let when = day_and_time(&consent.made().wall, language());
    let sub = [who.to_owned(), how.to_owned(), when].join(" · ");
    let withdraw = may_withdraw.then(|| {
        let ask = move |_| {
            asked.set(Some(id));
            open.set(true);
        };
        view! {
            <button class="button quiet" data-withdraw=id.to_string() on:click=ask>
                {t.withdraw}
            </button>
        }
    });
    let undo = mine.then(|| {
        let undo = move |_| write.run(Consent::undo(id));
        view! {
            <button class="button quiet" data-undo-consent=id.to_string() on:click=undo>
                <Icon name="undo"/>
                {t.undo}
            </button>
        }
    });
    view! {
        <li class="attempt" data-consent-state=state>
            <span class="row-main">
                <span class="row-title">{scope} " · " {said}</span>
                <span class="row-sub">{sub}</span>
            </span>
            {withdraw}
            {undo}
        </li>
    }
    .into_any()
}
