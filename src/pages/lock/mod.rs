//! Before a profile is open: who is there, and what opens it.

mod field;
mod make;
mod passphrase_page;
mod picker;
mod pin_page;
mod recovery_page;
mod recovery_sheet;
mod wipe;

use leptos::{prelude::*, task::spawn_local};
use web_sys::CryptoKey;

pub use field::{SecretField, unlock_error_text};
pub use make::{Made, MakeVault, NewPassphrase, NewProfile};
pub use passphrase_page::Waiting;
pub use pin_page::{pin_problem, plain_digits};
pub use recovery_sheet::RecoverySheet;
pub use wipe::{Unsent, WipeForm};

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
    // Another tab has been unlocked: this one need not ask.
    Relay::wait(move || {
        spawn_local(async move {
            let Some((id, key)) = ask().await else { return };
            let profile = known.try_with_value(|known| known.profile(id).cloned());
            if let Some(profile) = profile.flatten() {
                enter.run((profile, Some(key)));
            }
        });
    });
    let profile = move |id| known.with_value(|known| known.profile(id).cloned());
    let several = known.with_value(|known| known.profiles.len() > 1);
    let screen = move || match at.get() {
        At::Who => {
            let choose = Callback::new(move |profile: Profile| {
                if profile.vault.is_some() {
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
            let owner = parcel.as_ref().and_then(|parcel| profile(parcel.profile));
            let Some((parcel, owner)) = parcel.zip(owner) else {
                return ().into_any();
            };
            let id = owner.id;
            // The key is forgotten before the passphrase is asked for.
            let give_up = Callback::new(move |()| {
                slot.set_value(None);
                at.set(At::Passphrase(id));
            });
            view! { <pin_page::PinPage parcel owner enter give_up/> }.into_any()
        }
        At::Passphrase(id) => match profile(id) {
            Some(profile) => view! {
                <passphrase_page::PassphrasePage
                    profile
                    enter
                    forgot=Callback::new(move |()| at.set(At::Recovery(id)))
                    others=Callback::new(move |()| at.set(At::Who))
                    several
                />
            }
            .into_any(),
            None => ().into_any(),
        },
        At::Recovery(id) => match profile(id) {
            Some(profile) => view! {
                <recovery_page::RecoveryPage
                    profile
                    enter
                    back=Callback::new(move |()| at.set(At::Passphrase(id)))
                    wipe=Callback::new(move |()| at.set(At::Wipe(id)))
                />
            }
            .into_any(),
            None => ().into_any(),
        },
        At::Wipe(id) => match profile(id) {
            Some(profile) => view! {
                <main class="page narrow stack" id="content">
                    <WipeForm
                        profile
                        unsent=None
                        back=Callback::new(move |()| at.set(At::Recovery(id)))
                    />
                </main>
            }
            .into_any(),
            None => ().into_any(),
        },
    };
    view! {
        {screen}
        <footer class="page narrow lock-foot"><LanguageChoice/></footer>
    }
}

fn first_screen(known: &Known, parcel: Option<&Parcel>) -> At {
    match (parcel, known.profiles.as_slice()) {
        (Some(_), _) => At::Pin,
        (None, [only]) if only.vault.is_some() => At::Passphrase(only.id),
        _ => At::Who,
    }
}
