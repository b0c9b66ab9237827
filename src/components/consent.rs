//! Asking for consent: the words in the person's language, and how they said yes or no.

use ledger::{FileRef, RecordId};
use leptos::{prelude::*, task::spawn_local};
use needs::{
    Lang,
    consent::{Consent, Decision, How, Scope, Whom, Wording},
};

use crate::{
    components::{
        icon::Icon,
        notice::error_notice,
        question::{SignatureSheet, signature_sheet},
        store_error::write_error_text,
    },
    desk::Desk,
    locales::{ConsentTexts, fill, language},
    platform::{picture, random},
};

/// What a scope is called.
pub fn scope_text(scope: Scope) -> &'static str {
    let t = ConsentTexts::now();
    match scope {
        Scope::Survey => t.survey,
        Scope::Interview => t.interview,
        Scope::Recording => t.recording,
        Scope::Photo => t.photo,
    }
}

/// The name of a language in itself.
fn own_name(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhHant => "繁體中文",
        Lang::ZhHans => "简体中文",
        Lang::En => "English",
    }
}

/// Asks for one consent, and writes down what was said. One tap is enough: it was said aloud.
#[component]
pub fn AskConsent(
    /// What for.
    scope: Scope,
    /// Who is asked.
    whom: Whom,
    /// In which campaign.
    campaign: Option<RecordId>,
    /// The language that the person speaks, if that is known.
    speaks: Option<Lang>,
    /// Called with the decision's record, and whether they said yes, when it is on the disk.
    decided: Callback<(RecordId, bool)>,
) -> impl IntoView {
    let t = ConsentTexts::now();
    let desk = expect_context::<Desk>();
    let lang = RwSignal::new(speaks.unwrap_or_else(language));
    let failed = RwSignal::new(None::<String>);
    let signing = RwSignal::new(false);
    let wording = desk.peek(|ledger| Wording::current(ledger.state(), scope).id);
    let busy = RwSignal::new(false);
    let decide = Callback::new(move |(given, how): (bool, How)| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let decision = Decision {
                whom,
                campaign,
                scope,
                wording: Some(wording),
                given,
                how,
            };
            let id = random::record_id();
            let written = write(desk, id, &decision, None).await;
            finish(written.map(|()| (id, given)), busy, failed, decided);
        });
    });
    let sign = Callback::new(move |sheet: SignatureSheet| {
        let Some(element) = sheet.element() else {
            return;
        };
        if sheet.changes_untracked() == 0 {
            return failed.set(Some(t.sign_first.to_owned()));
        }
        busy.set(true);
        spawn_local(async move {
            let decision = Decision {
                whom,
                campaign,
                scope,
                wording: Some(wording),
                given: true,
                how: How::Signed,
            };
            let id = random::record_id();
            let written = match keep(desk, id, &element).await {
                Some(file) => write(desk, id, &decision, Some(&file)).await,
                None => Err(t.not_signed.to_owned()),
            };
            finish(written.map(|()| (id, true)), busy, failed, decided);
        });
    });
    view! {
        <section class="card stack consent" data-scope=scope.name()>
            <Words scope wording lang/>
            {error_notice(failed)}
            {move || {
                if signing.get() {
                    view! { <Sign signing sign/> }.into_any()
                } else {
                    view! { <Ways decide signing/> }.into_any()
                }
            }}
        </section>
    }
}

/// Goes on once the decision is on the disk; says what kept it from there.
fn finish(
    written: Result<(RecordId, bool), String>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<String>>,
    decided: Callback<(RecordId, bool)>,
) {
    let _ = busy.try_set(false);
    match written {
        Ok(decision) => drop(decided.try_run(decision)),
        Err(text) => drop(failed.try_set(Some(text))),
    }
}

async fn write(
    desk: Desk,
    id: RecordId,
    decision: &Decision,
    signature: Option<&FileRef>,
) -> Result<(), String> {
    let change = Consent::change(id, decision);
    let change = match signature {
        Some(file) => Consent::signed(change, file),
        None => change,
    };
    desk.record(change)
        .await
        .map_err(|error| write_error_text(&error))
}

/// Keeps a signature as the decision's file.
async fn keep(desk: Desk, id: RecordId, element: &web_sys::HtmlCanvasElement) -> Option<FileRef> {
    let blob = picture::file_of(element, picture::PNG).await.ok()?;
    let kept = desk.files().put_blob(id, &blob, "signature", picture::PNG);
    kept.await.ok()
}

/// What is read out, in the language that is chosen.
#[component]
fn Words(scope: Scope, wording: RecordId, lang: RwSignal<Lang>) -> impl IntoView {
    let t = ConsentTexts::now();
    let desk = expect_context::<Desk>();
    let languages = Lang::ALL.map(|choice| {
        let on = move || lang.get() == choice;
        view! {
            <button
                type="button"
                class="chip-button"
                lang=choice.tag()
                aria-pressed=move || if on() { "true" } else { "false" }
                on:click=move |_| lang.set(choice)
            >
                {own_name(choice)}
            </button>
        }
    });
    let words = move || {
        desk.read(|state| {
            let found = Wording::find(state, wording);
            let found = found.unwrap_or_else(|| Wording::built_in(scope));
            let version = fill(t.version, &[&found.version]);
            (found.text(lang.get()).to_owned(), version)
        })
    };
    view! {
        <div class="consent-head">
            <h2 id="consent-title">{scope_text(scope)}</h2>
            <span class="row-sub">{t.read_out} " · " {move || words().1}</span>
        </div>
        <div class="chips" role="group" aria-label=t.language>{languages.collect_view()}</div>
        <p class="consent-words" lang=move || lang.get().tag()>{move || words().0}</p>
    }
}

/// The ways to say yes, and no.
#[component]
fn Ways(decide: Callback<(bool, How)>, signing: RwSignal<bool>) -> impl IntoView {
    let t = ConsentTexts::now();
    view! {
        <button
            class="button primary"
            data-consent="spoken"
            on:click=move |_| decide.run((true, How::Spoken))
        >
            <Icon name="check"/>
            {t.spoken_yes}
        </button>
        <label class="choice-row consent-tick" data-consent="ticked">
            <input type="checkbox" on:change=move |_| decide.run((true, How::Ticked))/>
            <span>{t.tick} <small class="row-sub">{t.tick_hint}</small></span>
        </label>
        <div class="button-row">
            <button class="button" data-consent="sign" on:click=move |_| signing.set(true)>
                <Icon name="pen"/>
                {t.sign}
            </button>
            <button
                class="button quiet danger"
                data-consent="no"
                on:click=move |_| decide.run((false, How::Spoken))
            >
                {t.said_no}
            </button>
        </div>
    }
}

/// A sheet to sign on.
#[component]
fn Sign(signing: RwSignal<bool>, sign: Callback<SignatureSheet>) -> impl IntoView {
    let t = ConsentTexts::now();
    let sheet = signature_sheet();
    view! {
        <div class="pad">
            {sheet.show("consent-signature".to_owned())}
            <div class="button-row">
                <button
                    class="button primary"
                    data-consent="signed"
                    on:click=move |_| sign.run(sheet)
                >
                    <Icon name="check"/>
                    {t.signed}
                </button>
                <button class="button quiet" on:click=move |_| signing.set(false)>{t.back}</button>
            </div>
        </div>
    }
}
