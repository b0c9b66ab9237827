//! Joining a site with a one-time code, typed or out of a link.

use ledger::SiteId;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{code_reader::CodeReader, notice::error_notice, store_error::store_error_text},
    desk::Desk,
    locales::{AccessTexts, CodeTexts, ShellTexts, fill, language},
    pages::{lock::NewProfile, welcome::LanguageChoice},
    profiles::{JoinedSite, Opened},
    sync::{Trouble, membership},
};

/// The code of a link `https://…/#join=SITE.CODE` that led here, if one did.
pub fn code_in_address() -> Option<String> {
    let hash = web_sys::window()?.location().hash().ok()?;
    code_in(&hash)
}

/// The code in what was typed or pasted: a link, or the code alone.
fn code_in(text: &str) -> Option<String> {
    let (_, joined) = text.split_once("#join=")?;
    let (_, code) = joined.split_once('.')?;
    Some(code.to_owned())
}

/// The address without the code, once it was used: it is nobody else's business. Until then it
/// stays, so that a change of language or loading anew loses nothing.
fn clear_address() {
    if let Some(window) = web_sys::window()
        && let Ok(history) = window.history()
    {
        let url = window.location().pathname().ok();
        let _ = history.replace_state_with_url(&"".into(), "", url.as_deref());
    }
}

/// Asks for the code, makes a profile with a passphrase where there is none, and joins.
#[component]
pub fn JoinPage(
    /// The profile that is open, if one is.
    opened: Option<Opened>,
    /// Goes on with the profile; its last site is the one that was joined.
    done: Callback<Opened>,
    /// Leaves it.
    cancel: Callback<()>,
) -> impl IntoView {
    let t = AccessTexts::now();
    let sealed = opened.filter(|opened| untrack(|| opened.is_sealed()));
    let profile = RwSignal::new(sealed);
    let code = RwSignal::new(code_in_address().unwrap_or_default());
    let label = RwSignal::new(String::new());
    let making = RwSignal::new(false);
    let begin = Callback::new(move |()| {
        if profile.get_untracked().is_none() {
            making.set(true);
        }
    });
    let made = Callback::new(move |opened| {
        profile.set(Some(opened));
        making.set(false);
    });
    let leave = move |_| {
        clear_address();
        cancel.run(());
    };
    view! {
        <main class="page narrow stack" id="content">
            {move || if making.get() {
                view! { <NewProfile done=made cancel/> }.into_any()
            } else {
                view! {
                    <div class="page-head"><h1>{ShellTexts::now().join_by_code}</h1></div>
                    <LanguageChoice/>
                    <CodeForm code label profile begin done/>
                    <p class="button-row">
                        <button class="button" on:click=leave>{t.back}</button>
                    </p>
                }.into_any()
            }}
        </main>
    }
}

/// Code and name of the device.
#[component]
fn CodeForm(
    code: RwSignal<String>,
    label: RwSignal<String>,
    profile: RwSignal<Option<Opened>>,
    begin: Callback<()>,
    done: Callback<Opened>,
) -> impl IntoView {
    let t = AccessTexts::now();
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let found = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(opened) = profile.get_untracked() else {
            return begin.run(());
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let typed = code.get_untracked();
            let typed = code_in(&typed).unwrap_or(typed);
            match join(opened, &typed, &label.get_untracked(), found).await {
                Ok(()) => {
                    clear_address();
                    done.run(opened);
                }
                Err(why) => error.set(Some(why)),
            }
            busy.set(false);
        });
    };
    let scanned = Callback::new(move |text: String| {
        let c = CodeTexts::now();
        if code_in(&text).is_some() {
            error.set(None);
            code.set(text);
            found.set(Some(c.read.to_owned()));
        } else {
            error.set(Some(c.foreign.to_owned()));
        }
    });
    view! {
        <form class="stack join" on:submit=submit>
            {error_notice(error)}
            <p role="status">{found}</p>
            <CodeReader found=scanned/>
            <div class="field">
                <label for="code" class="field-label">{t.code}</label>
                <p class="hint" id="code-hint">{t.join_hint}</p>
                <input
                    id="code"
                    class="input"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    aria-describedby="code-hint"
                    required
                    prop:value=code
                    on:input=move |event| code.set(event_target_value(&event))
                />
            </div>
            <div class="field">
                <label for="device-name" class="field-label">{t.device_name}</label>
                <p class="hint" id="device-hint">{t.device_name_hint}</p>
                <input
                    id="device-name"
                    class="input"
                    autocomplete="off"
                    aria-describedby="device-hint"
                    prop:value=label
                    on:input=move |event| label.set(event_target_value(&event))
                />
            </div>
            <button class="button primary" type="submit">
                {move || if busy.get() { t.joining } else { t.go_on }}
            </button>
        </form>
    }
}

/// What to tell someone whose request brought nothing.
pub fn trouble_text(trouble: &Trouble) -> String {
    let t = AccessTexts::now();
    match trouble {
        Trouble::NoAnswer => t.no_line.to_owned(),
        Trouble::Stranger => ShellTexts::now().not_known.to_owned(),
        Trouble::Refused(why) => fill(t.not_allowed, &[why]),
    }
}

/// Joins the site that a code is for. A device that was in before keeps its id and its entries.
async fn join(
    opened: Opened,
    code: &str,
    label: &str,
    found: RwSignal<Option<String>>,
) -> Result<(), String> {
    let invited = membership::look_at(code)
        .await
        .map_err(|trouble| match trouble {
            Trouble::Refused(_) => AccessTexts::now().wrong_code.to_owned(),
            trouble => trouble_text(&trouble),
        })?;
    let name = invited.name(language());
    found.set(Some(fill(AccessTexts::now().code_for, &[&name])));
    join_site(opened, invited.site, code, label).await
}

async fn join_site(opened: Opened, site: SiteId, code: &str, label: &str) -> Result<(), String> {
    let stored = |error| store_error_text(&error);
    let known = untrack(|| opened.site(site));
    let mut joined = known.unwrap_or_else(|| JoinedSite::own(site, None));
    // Known before there is anything in it: the storage must be found again if the line breaks now.
    opened.keep_site(joined.clone()).await.map_err(stored)?;
    let desk = Desk::open(site, &joined.database, opened.seal())
        .await
        .map_err(stored)?;
    let membership = membership::join(site, code, desk.device(), label)
        .await
        .map_err(|trouble| trouble_text(&trouble))?;
    joined.token = Some(membership.token);
    opened.keep_site(joined).await.map_err(stored)?;
    desk.set_actor(membership.person).await.map_err(stored)
}
