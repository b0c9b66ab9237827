//! Passphrase and locking: protect what is open, change what opens it, lock, wipe.

mod change;
mod pin;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{
        choice_row::ChoiceRow,
        icon::Icon,
        notice::{Kind, error_notice, notice},
        sheet::Sheet,
        store_error::store_error_text,
    },
    desk::Desk,
    locales::{AccessTexts, LockTexts, fill},
    pages::lock::{Made, MakeVault, Unsent, WipeForm},
    profiles::{self, Opened, Profile},
    sync::Courier,
};

/// Idle minutes that are offered; 0 is never.
const LOCK_AFTER_MIN: [u16; 5] = [1, 5, 15, 60, 0];

/// What is being done in the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Protect,
    Passphrase,
    Code,
    Pin,
    Wipe,
}

/// The section.
#[component]
pub fn ProtectionSection() -> impl IntoView {
    let t = LockTexts::now();
    let opened = expect_context::<Opened>();
    let doing = RwSignal::new(Doing::Protect);
    let open = RwSignal::new(false);
    let done = RwSignal::new(None::<&'static str>);
    let error = RwSignal::new(None::<String>);
    let begin = Callback::new(move |what| {
        done.set(None);
        error.set(None);
        doing.set(what);
        open.set(true);
    });
    let finish = Callback::new(move |word: &'static str| {
        open.set(false);
        done.set(Some(word));
    });
    let body = move || {
        if opened.is_sealed() {
            view! { <Sealed begin finish error/> }.into_any()
        } else {
            view! {
                <p>{t.section_open}</p>
                <p class="button-row">
                    <button class="button primary" id="protect" on:click=move |_| begin.run(Doing::Protect)>
                        <Icon name="lock"/>
                        {t.protect}
                    </button>
                </p>
            }
            .into_any()
        }
    };
    view! {
        <section class="card stack" id="protection">
            <h2>{t.section}</h2>
            {move || done.get().map(|word| notice(Kind::Good, word, None))}
            {error_notice(error)}
            {body}
            <p class="button-row">
                <button class="button quiet danger" id="wipe" on:click=move |_| begin.run(Doing::Wipe)>
                    <Icon name="delete"/>
                    {t.wipe}
                </button>
            </p>
            <Sheet open labelled_by="protection-title">
                <div id="protection-title" class="stack protection-sheet">
                    {move || panel(doing.get(), opened, open, finish)}
                </div>
            </Sheet>
        </section>
    }
}

fn panel(
    doing: Doing,
    opened: Opened,
    open: RwSignal<bool>,
    finish: Callback<&'static str>,
) -> AnyView {
    let cancel = Callback::new(move |()| open.set(false));
    match doing {
        Doing::Protect => view! { <Protect opened cancel/> }.into_any(),
        Doing::Passphrase => view! { <change::ChangePassphrase opened finish cancel/> }.into_any(),
        Doing::Code => view! { <change::ChangeCode opened finish cancel/> }.into_any(),
        Doing::Pin => view! { <pin::ChangePin opened finish cancel/> }.into_any(),
        Doing::Wipe => {
            let profile = untrack(|| opened.profile());
            let unsent = Some(unsent());
            view! { <WipeForm profile unsent back=cancel/> }.into_any()
        }
    }
}

/// What would be lost with this profile, as far as its open site goes.
fn unsent() -> Unsent {
    let (desk, courier) = (expect_context::<Desk>(), expect_context::<Courier>());
    untrack(|| Unsent {
        entries: courier.status().pending,
        drafts: desk.drafts().len(),
        files: desk.files().unsent().files,
    })
}

/// What can be done with a profile that has a passphrase.
#[component]
fn Sealed(
    begin: Callback<Doing>,
    finish: Callback<&'static str>,
    error: RwSignal<Option<String>>,
) -> impl IntoView {
    let t = LockTexts::now();
    let opened = expect_context::<Opened>();
    let options = LOCK_AFTER_MIN.map(|minutes| match minutes {
        0 => (minutes, t.never.to_owned()),
        _ => (minutes, fill(t.minutes, &[&minutes])),
    });
    let taken = Signal::derive(move || opened.lock_after_min());
    let choose = Callback::new(move |minutes| {
        spawn_local(async move {
            if let Err(why) = opened.set_lock_after_min(minutes).await {
                error.set(Some(store_error_text(&why)));
            }
        });
    });
    let a = AccessTexts::now();
    let show = Callback::new(move |show| {
        spawn_local(async move {
            if let Err(why) = opened.set_shows_sites(show).await {
                error.set(Some(store_error_text(&why)));
            }
        });
    });
    let remove_pin = move |_| {
        spawn_local(async move {
            match opened.set_pin(None).await {
                Ok(()) => finish.run(t.pin_removed),
                Err(why) => error.set(Some(store_error_text(&why))),
            }
        });
    };
    let has_pin = Memo::new(move |_| opened.pin().is_some());
    let pin_word = move || {
        if has_pin.get() {
            t.change_pin
        } else {
            t.set_pin
        }
    };
    let lock = move |_| spawn_local(profiles::lock(opened, true));
    view! {
        <p class="button-row">
            <button class="button primary" id="lock-now" on:click=lock>
                <Icon name="lock"/>
                {t.lock_now}
            </button>
        </p>
        <ChoiceRow name="lock-after" legend=t.auto_lock options=options.to_vec() taken choose/>
        <ChoiceRow
            name="show-sites"
            legend=a.show_sites
            options=vec![
                (false, a.show_sites_no.to_owned()),
                (true, a.show_sites_yes.to_owned()),
            ]
            taken=Signal::derive(move || opened.shows_sites())
            choose=show
        />
        <p class="hint">{t.pin_hint}</p>
        <p class="button-row">
            <button class="button" id="set-pin" on:click=move |_| begin.run(Doing::Pin)>{pin_word}</button>
            <Show when=move || has_pin.get()>
                <button class="button quiet" id="remove-pin" on:click=remove_pin>{t.remove_pin}</button>
            </Show>
        </p>
        <p class="button-row">
            <button class="button" id="change-passphrase" on:click=move |_| begin.run(Doing::Passphrase)>
                {t.change_passphrase}
            </button>
            <button class="button" id="change-code" on:click=move |_| begin.run(Doing::Code)>
                {t.new_code}
            </button>
        </p>
    }
}

/// A passphrase for what was open so far.
#[component]
fn Protect(opened: Opened, cancel: Callback<()>) -> impl IntoView {
    let error = RwSignal::new(None::<String>);
    let label = untrack(|| opened.profile().label);
    let made = Callback::new(move |made: Made| {
        spawn_local(async move {
            if let Err(why) = profiles::protect(opened, made.label, made.header, made.key).await {
                let _ = error.try_set(Some(store_error_text(&why)));
            }
        });
    });
    view! {
        {error_notice(error)}
        <MakeVault label made cancel/>
    }
}

/// The header of a profile that has one.
fn header_of(profile: &Profile) -> String {
    profile.vault.clone().unwrap_or_default()
}
