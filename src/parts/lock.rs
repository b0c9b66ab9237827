//! What comes before a profile is open, where it has a passphrase or is to have one.

use leptos::prelude::*;

use super::Show;
use crate::{
    pages::{
        backup::RestorePage,
        join::JoinPage,
        lock::{Entering, LockPage, NewProfile},
    },
    profiles::{Known, Opened, Parcel},
};

/// The screens of this part.
#[derive(Clone, Copy)]
pub enum LockScreen {
    /// The lock screen.
    Locked {
        /// The profiles of this tablet, and a key that a short number opens.
        found: StoredValue<(Known, Option<Parcel>), LocalStorage>,
        /// Opens a profile.
        enter: Callback<Entering>,
        /// Someone else wants to begin on this tablet.
        fresh: Callback<()>,
    },
    /// A site is joined with a code.
    Join {
        /// The profile that is open, if one is.
        opened: Option<Opened>,
        /// It has joined.
        done: Callback<Opened>,
        /// They leave it.
        cancel: Callback<()>,
    },
    /// A site is restored from a backup.
    Restore {
        /// The profile that is open, if one is.
        opened: Option<Opened>,
        /// It is there.
        done: Callback<Opened>,
        /// They leave it.
        cancel: Callback<()>,
    },
    /// A profile is made.
    NewProfile {
        /// It is there.
        done: Callback<Opened>,
        /// They leave it.
        cancel: Callback<()>,
    },
}

/// The way in.
pub fn open() -> Show<LockScreen> {
    show
}

fn show(screen: LockScreen) -> AnyView {
    match screen {
        LockScreen::Locked {
            found,
            enter,
            fresh,
        } => {
            let (known, parcel) = found.get_value();
            view! { <LockPage known parcel enter fresh/> }.into_any()
        }
        LockScreen::Join {
            opened,
            done,
            cancel,
        } => view! { <JoinPage opened done cancel/> }.into_any(),
        LockScreen::Restore {
            opened,
            done,
            cancel,
        } => view! { <RestorePage profile=opened done cancel/> }.into_any(),
        LockScreen::NewProfile { done, cancel } => view! {
            <main class="page narrow stack" id="content"><NewProfile done cancel/></main>
        }
        .into_any(),
    }
}
