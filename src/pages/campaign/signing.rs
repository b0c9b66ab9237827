//! The steps of a campaign with their signatures, and the one that is next.

use ledger::RecordId;
use leptos::{prelude::*, task::spawn_local};
use needs::{
    Campaign, Person, Stage,
    campaign::{Figures, Signature},
};

use super::words::stage_text;
use crate::{
    components::{
        icon::Icon,
        moment::day_and_time,
        notice::{Kind, error_notice, notice},
        store_error::write_error_text,
    },
    desk::Desk,
    locales::{CampaignTexts, fill, language},
    platform::clock,
    sync::Courier,
};

/// The steps, and what the person who looks at them can sign.
#[component]
pub fn Steps(campaign: RecordId) -> impl IntoView {
    let t = CampaignTexts::now();
    let desk = expect_context::<Desk>();
    let stage =
        Memo::new(move |_| desk.read(|state| Campaign::find(state, campaign).map(Campaign::stage)));
    let may = Memo::new(move |_| {
        let next = stage.get().and_then(Stage::next);
        let may = next.and_then(|next| desk.with_person(|_, one| next.signed_by(one.role())));
        may == Some(true)
    });
    let list = move || {
        desk.read(|state| {
            let found = Campaign::find(state, campaign)?;
            let signatures = found.signatures();
            let rows = Stage::ALL.map(|stage| {
                let lines = signatures.iter().filter(|one| one.stage == stage);
                let lines: Vec<AnyView> = lines.map(|one| line(state, one)).collect();
                // A campaign that is given up has not been through all; one of before there were
                // steps has.
                let passed = !lines.is_empty() || signatures.is_empty() || stage == found.stage();
                let reached = passed && stage <= found.stage();
                let empty = lines.is_empty().then(|| {
                    let text = if reached { t.unsigned } else { t.not_yet };
                    view! { <span class="row-sub">{text}</span> }
                });
                let icon = if reached { "check-circle" } else { "circle" };
                view! {
                    <li class="plan-signed" data-stage=stage.name()
                        data-reached=reached.then_some("true")>
                        <Icon name=icon/>
                        <span class="row-main">
                            <span class="row-title">{stage_text(stage)}</span>
                            {lines}{empty}
                        </span>
                    </li>
                }
            });
            Some(view! { <ol class="plan-signatures">{rows.collect_view()}</ol> })
        })
    };
    let changed = move || {
        let changed = desk.read(|state| {
            let found = Campaign::find(state, campaign)?;
            Some(!found.changed_since_approval().is_empty())
        });
        (changed == Some(true)).then(|| notice(Kind::Warning, t.changed_after, None))
    };
    view! {
        <section class="card stack">
            <h2>{t.steps}</h2>
            {list}
            {changed}
            {move || stage.get().map(|stage| {
                // What is half typed stays while entries come in.
                let may = may.get();
                untrack(|| next(campaign, stage, may))
            })}
        </section>
    }
}

fn line(state: &ledger::State, one: &Signature<'_>) -> AnyView {
    let t = CampaignTexts::now();
    let lang = language();
    let by = Person::find(state, one.by).map_or("", |person| person.name(lang));
    let name = if one.name == by || by.is_empty() {
        one.name.to_owned()
    } else {
        format!("{} ({by})", one.name)
    };
    let text = fill(t.signed, &[&name, &day_and_time(one.on, lang)]);
    let reason = (!one.reason.is_empty()).then(|| fill(t.because, &[&one.reason]));
    view! {
        <span class="row-sub">{text}</span>
        {reason.map(|reason| view! { <span class="row-sub">{reason}</span> })}
    }
    .into_any()
}

/// What can be signed now.
fn next(campaign: RecordId, stage: Stage, may: bool) -> AnyView {
    let t = CampaignTexts::now();
    let Some(next) = stage.next() else {
        return ().into_any();
    };
    if !may {
        return view! { <p class="hint">{t.managers_turn}</p> }.into_any();
    }
    let (label, hint) = match next {
        Stage::Approved => (t.approve, t.approve_hint),
        Stage::Running => (t.start, t.start_hint),
        Stage::Draft | Stage::Closed => (t.close, t.close_hint),
    };
    let back = stage.back().map(|to| {
        let label = if to == Stage::Draft {
            t.back_draft
        } else {
            t.back_approved
        };
        view! {
            <details>
                <summary>{label}</summary>
                <SignForm campaign to label hint="" with_reason=true/>
            </details>
        }
    });
    let give_up = (next != Stage::Closed).then(|| {
        view! {
            <details>
                <summary>{t.give_up}</summary>
                <SignForm campaign to=Stage::Closed label=t.give_up hint=t.close_hint
                    with_reason=true/>
            </details>
        }
    });
    view! {
        <SignForm campaign to=next label hint with_reason=false/>
        {back}
        {give_up}
    }
    .into_any()
}

/// A name, perhaps a reason, and the button that signs.
#[component]
fn SignForm(
    campaign: RecordId,
    to: Stage,
    label: &'static str,
    hint: &'static str,
    with_reason: bool,
) -> impl IntoView {
    let t = CampaignTexts::now();
    let desk = expect_context::<Desk>();
    let courier = expect_context::<Courier>();
    let name = RwSignal::new(String::new());
    let reason = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (given, why) = (name.get_untracked(), reason.get_untracked());
        let (given, why) = (given.trim().to_owned(), why.trim().to_owned());
        if given.is_empty() {
            return error.set(Some(t.name_missing.to_owned()));
        }
        if with_reason && why.is_empty() {
            return error.set(Some(t.reason_missing.to_owned()));
        }
        spawn_local(async move {
            let Some(by) = desk.actor() else { return };
            let signed = Campaign::sign(campaign, to, (by, &given), clock::now(), &why);
            let change = desk.peek(|ledger| match Campaign::find(ledger.state(), campaign) {
                Some(found) if to == Stage::Closed => {
                    Campaign::close(signed, Figures::of(ledger.state(), found))
                }
                _ => signed,
            });
            match desk.record(change).await {
                Ok(()) => courier.sync_now(),
                Err(why) => drop(error.try_set(Some(write_error_text(&why)))),
            }
        });
    };
    let main = !with_reason;
    view! {
        <form class="stack" on:submit=submit data-sign=to.name()>
            {(!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> })}
            {error_notice(error)}
            {with_reason.then(|| view! {
                <label class="field">
                    <span>{t.reason}</span>
                    <input
                        type="text"
                        name="reason"
                        autocomplete="off"
                        prop:value=reason
                        on:input=move |event| reason.set(event_target_value(&event))
                    />
                </label>
            })}
            <label class="field">
                <span>{t.your_name}</span>
                <input
                    type="text"
                    name="signature"
                    autocomplete="name"
                    prop:value=name
                    on:input=move |event| name.set(event_target_value(&event))
                />
            </label>
            <p class="button-row">
                <button class="button" class:primary=main type="submit">{label}</button>
            </p>
        </form>
    }
}
