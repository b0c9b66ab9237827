//! What people at this door have agreed to, and taking it back.

use ledger::{Change, RecordId};
use leptos::prelude::*;
use needs::{
    Act, Resident,
    consent::{Consent, How},
};

use crate::{
    components::{
        consent::scope_text, icon::Icon, moment::day_and_time, notice::error_notice, sheet::Sheet,
    },
    desk::Desk,
    locales::{ConsentTexts, DoorTexts, fill, language},
    platform::random,
};

/// The decisions at a door, the latest first, each for what and by whom.
#[component]
pub fn Consents(unit: RecordId, write: Callback<Change>) -> impl IntoView {
    let t = ConsentTexts::now();
    let desk = expect_context::<Desk>();
    let asked = RwSignal::new(None::<RecordId>);
    let wrong = RwSignal::new(None::<RecordId>);
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
                    let may = collects && latest;
                    row(consent, who, (may, mine), (asked, wrong, open, write))
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
        <Correction wrong write/>
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

/// Asks why a decision was written down wrongly.
#[component]
fn Correction(wrong: RwSignal<Option<RecordId>>, write: Callback<Change>) -> impl IntoView {
    let t = ConsentTexts::now();
    let desk = expect_context::<Desk>();
    let open = RwSignal::new(false);
    let why = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if wrong.get().is_some() {
            why.set(String::new());
            missing.set(None);
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            wrong.set(None);
        }
    });
    let given = move || {
        let id = wrong.get()?;
        desk.read(|state| Consent::find(state, id).map(Consent::given))
    };
    let sure = move |_| {
        let reason = why.get_untracked();
        if reason.trim().is_empty() {
            return missing.set(Some(t.erase_why_missing.to_owned()));
        }
        let change = desk.peek(|ledger| {
            let decision = Consent::find(ledger.state(), wrong.get_untracked()?)?;
            Some(decision.correct(random::record_id(), &reason))
        });
        open.set(false);
        if let Some(change) = change {
            write.run(change);
        }
    };
    view! {
        <Sheet open labelled_by="correct-title">
            <h2 id="correct-title">{t.correct_title}</h2>
            <p>{move || if given() == Some(true) { t.correct_yes } else { t.correct_no }}</p>
            {error_notice(missing)}
            <label class="field">
                <span>{t.erase_why}</span>
                <input
                    type="text"
                    name="correct-why"
                    maxlength="200"
                    aria-describedby="correct-hint"
                    prop:value=why
                    on:input=move |event| why.set(event_target_value(&event))
                />
            </label>
            <p class="row-sub" id="correct-hint">{t.correct_hint}</p>
            <div class="button-stack">
                <button class="button primary" data-action="correct-sure" on:click=sure>
                    {t.correct_sure}
                </button>
                <button class="button" on:click=move |_| open.set(false)>{t.keep}</button>
            </div>
        </Sheet>
    }
}

/// The decision to take back, the one to correct, whether that is asked, and how to write it.
type Asking = (
    RwSignal<Option<RecordId>>,
    RwSignal<Option<RecordId>>,
    RwSignal<bool>,
    Callback<Change>,
);

/// A decision. One that holds can be taken back; what one noted oneself can be taken out again.
fn row(
    consent: Consent<'_>,
    who: &str,
    (may_change, mine): (bool, bool),
    (asked, wrong, open, write): Asking,
) -> AnyView {
    let t = ConsentTexts::now();
    let id = consent.id;
    let corrects = consent.corrects().is_some();
    let (state, said) = match (consent.given(), consent.is_withdrawal() && !corrects) {
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
    let mut sub = [who.to_owned(), how.to_owned(), when].join(" · ");
    if let Some(reason) = consent.reason() {
        sub = [sub, fill(t.corrected, &[&reason])].join(" · ");
    }
    let correct = may_change.then(|| {
        view! {
            <button
                class="button quiet"
                data-correct-consent=id.to_string()
                on:click=move |_| wrong.set(Some(id))
            >
                {t.correct}
            </button>
        }
    });
    let withdraw = (may_change && consent.given()).then(|| {
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
            {correct}
            {undo}
        </li>
    }
    .into_any()
}
