//! Before a profile is open: who is there, and what opens it.

mod attempt;
mod field;
mod make;
mod passphrase_page;
mod picker;
mod pin_page;
mod recovery_page;
mod recovery_sheet;
mod wipe;
mod word_form;

use leptos::{prelude::*, task::spawn_local};
use web_sys::CryptoKey;

pub use attempt::{Attempt, AttemptRow, Waiting};
pub use field::{NewPassphrase, SecretField, too_easy, unlock_error_text};
pub use make::{Made, MakeVault, NewProfile};
pub use pin_page::{pin_problem, plain_digits};
pub use recovery_sheet::RecoverySheet;
pub use wipe::{Unsent, WipeForm};
pub use word_form::WordForm;

use crate::{
    pages::welcome::LanguageChoice,
    platform::unlocker,
    profiles::{Known, Parcel, Profile, ProfileId, Relay, ask},
};

/// A profile and its key, where it has one.
pub type Entering = (Profile, Option<CryptoKey>);

/// Which of the screens shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Who,
    Passphrase(ProfileId),
    Pin,
    Recovery(ProfileId),
    Wipe(ProfileId),
}

/// The lock screen.
#[component]
pub fn LockPage(
    /// The profiles of this tablet; at least one.
    known: Known,
    /// A key that a short number opens.
    parcel: Option<Parcel>,
    /// Opens a profile.
    enter: Callback<Entering>,
    /// Someone else wants to begin on this tablet.
    fresh: Callback<()>,
) -> impl IntoView {
    unlocker::prepare();
    let at = RwSignal::new(first_screen(&known, parcel.as_ref()));
    let slot = StoredValue::new_local(parcel);
    let known = StoredValue::new(known);
    follow_other_tabs(known, enter);
    let screen = move || match at.get() {
        At::Who => {
            let choose = Callback::new(move |profile: Profile| {
                let short = slot.with_value(|parcel| {
                    parcel.as_ref().map(|parcel| parcel.profile) == Some(profile.id)
                });
                if short {
                    at.set(At::Pin);
                } else if profile.vault.is_some() {
                    at.set(At::Passphrase(profile.id));
                } else {
                    enter.run((profile, None));
                }
            });
            let known = known.get_value();
            view! { <picker::PickerPage known choose fresh/> }.into_any()
        }
        At::Pin => {
            let parcel = slot.get_value();
            let owner = parcel.as_ref().map(|parcel| parcel.profile);
            let owner = owner.and_then(|id| known.with_value(|known| known.profile(id).cloned()));
            let Some((parcel, owner)) = parcel.zip(owner) else {
                return ().into_any();
            };
            let id = owner.id;
            // The key is forgotten before the passphrase is asked for.
            let give_up = Callback::new(move |()| {
                slot.set_value(None);
                at.set(At::Passphrase(id));
            });
            let others = Callback::new(move |()| at.set(At::Who));
            view! { <pin_page::PinPage parcel owner enter give_up others/> }.into_any()
        }
        At::Passphrase(id) | At::Recovery(id) | At::Wipe(id) => {
            let several = known.with_value(|known| known.profiles.len() > 1);
            let profile = known.with_value(|known| known.profile(id).cloned());
            profile
                .map(|profile| of_one(at, profile, several, enter))
                .into_any()
        }
    };
    view! {
        {screen}
        <footer class="page narrow lock-foot"><LanguageChoice/></footer>
    }
}

/// The screens of one profile that is locked.
fn of_one(at: RwSignal<At>, profile: Profile, several: bool, enter: Callback<Entering>) -> AnyView {
    let id = profile.id;
    let to = move |screen| Callback::new(move |()| at.set(screen));
    match at.get_untracked() {
        At::Recovery(_) => {
            let (back, wipe) = (to(At::Passphrase(id)), to(At::Wipe(id)));
            view! { <recovery_page::RecoveryPage profile enter back wipe/> }.into_any()
        }
        At::Wipe(_) => view! {
            <main class="page narrow stack" id="content">
                <WipeForm profile unsent=None back=to(At::Recovery(id))/>
            </main>
        }
        .into_any(),
        _ => {
            let (forgot, others) = (to(At::Recovery(id)), to(At::Who));
            view! { <passphrase_page::PassphrasePage profile enter forgot others several/> }
                .into_any()
        }
    }
}

/// When another tab has opened a profile, this one need not ask.
fn follow_other_tabs(known: StoredValue<Known>, enter: Callback<Entering>) {
    Relay::wait(move || {
        spawn_local(async move {
            let given = ask().await;
            let profile = given.and_then(|(id, key)| {
                let profile = known.try_with_value(|known| known.profile(id).cloned());
                Some((profile??, Some(key)))
            });
            match profile {
                Some(entering) => enter.run(entering),
                // Asking took the place of waiting.
                None => follow_other_tabs(known, enter),
            }
        });
    });
}

fn first_screen(known: &Known, parcel: Option<&Parcel>) -> At {
    match (parcel, known.profiles.as_slice()) {
        (Some(_), _) => At::Pin,
        (None, [only]) if only.vault.is_some() => At::Passphrase(only.id),
        _ => At::Who,
    }
}
