//! What to know before knocking: who does not want it, where it is not safe, which form is out.

use ledger::{Change, RecordId};
use leptos::prelude::*;
use needs::{
    Act, Campaign, Resident,
    visit::{Outcome, Visit, attempts, handed, unsafe_at},
};

use crate::{
    components::{
        icon::Icon,
        moment::day_and_time,
        notice::{Kind, notice},
    },
    desk::Desk,
    locales::{DoorTexts, fill, language},
    platform::{clock, prefs, random},
    whereabouts,
};

/// The notices above everything else at a door.
#[component]
pub fn Before(unit: RecordId, write: Callback<Change>) -> impl IntoView {
    view! {
        <NotSafe unit/>
        <NoContact unit/>
        <FormOut unit write/>
        <AskPosition/>
    }
}

/// Asked once on a device: whether the position of visits may be noted.
#[component]
fn AskPosition() -> impl IntoView {
    let t = DoorTexts::now();
    let desk = expect_context::<Desk>();
    let answered = RwSignal::new(false);
    let answer = move |may| {
        prefs::set_visit_position(may);
        answered.set(true);
    };
    move || {
        let ask = !answered.get() && desk.may(Act::Collect) && whereabouts::to_be_asked(desk);
        ask.then(|| {
            let buttons = view! {
                <div class="button-row">
                    <button class="button" data-position="yes" on:click=move |_| answer(true)>
                        {t.position_yes}
                    </button>
                    <button class="button" data-position="no" on:click=move |_| answer(false)>
                        {t.position_no}
                    </button>
                </div>
            };
            notice(Kind::Info, t.ask_position, Some(buttons.into_any()))
        })
    }
}

/// A colleague noted that it is not safe to go there.
#[component]
fn NotSafe(unit: RecordId) -> impl IntoView {
    let t = DoorTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    move || {
        desk.read(|state| {
            let attempt = unsafe_at(state, unit)?;
            let mut text = fill(t.unsafe_title, &[&day_and_time(attempt.wall, lang)]);
            if let Some(note) = attempt.note {
                text += " · ";
                text += note;
            }
            let advice = view! { <p>{t.unsafe_text}</p> }.into_any();
            Some(notice(Kind::Warning, text, Some(advice)))
        })
    }
}

/// Somebody who lives here does not want to be contacted.
#[component]
fn NoContact(unit: RecordId) -> impl IntoView {
    let t = DoorTexts::now();
    let desk = expect_context::<Desk>();
    move || {
        desk.read(|state| {
            let residents = Resident::of(state, unit).into_iter();
            let silent =
                residents.filter(|one| one.is_here() && one.contact() == needs::Contact::Never);
            silent
                .map(|one| {
                    let advice = view! { <p>{t.no_contact_text}</p> }.into_any();
                    notice(
                        Kind::Warning,
                        fill(t.no_contact, &[&one.name()]),
                        Some(advice),
                    )
                })
                .collect_view()
        })
    }
}

/// A form that was left here is to be fetched; one that was fetched is to be typed in.
#[component]
fn FormOut(unit: RecordId, write: Callback<Change>) -> impl IntoView {
    let t = DoorTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let fetched = move |_| {
        let today = clock::now().date_naive();
        let campaign = desk.peek(|ledger| Campaign::current(ledger.state(), today).map(|c| c.id));
        let visit = random::record_id();
        write.run(Visit::change(
            visit,
            unit,
            campaign,
            Outcome::FormReturned,
            None,
        ));
    };
    move || {
        let today = clock::now().date_naive();
        desk.read(|state| {
            let campaign = Campaign::current(state, today).map(|campaign| campaign.id);
            let here = attempts(state, campaign).remove(&unit)?;
            let handed = handed(&here);
            if let Some((since, number)) = handed.out {
                let since = day_and_time(since, lang);
                let text = match number {
                    Some(number) => fill(t.form_out_number, &[&since, &number]),
                    None => fill(t.form_out, &[&since]),
                };
                let button = view! {
                    <button class="button" data-outcome="form-returned" on:click=fetched>
                        <Icon name="check"/>
                        {t.fetched}
                    </button>
                };
                return Some(notice(Kind::Info, text, Some(button.into_any())));
            }
            let last = here.last()?.outcome;
            (last == Outcome::FormReturned).then(|| notice(Kind::Info, t.type_in, None))
        })
    }
}
