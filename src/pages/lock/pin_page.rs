//! Coming back by a short number, while the key is in memory.

use leptos::{ev, html, prelude::*};

use super::{Entering, picker::name_of};
use crate::{
    components::{icon::Icon, notice::error_notice},
    locales::{LockTexts, fill},
    platform::timer::Timer,
    profiles::{Parcel, Profile, reload},
};

const TRIES: u32 = 5;
/// After four hours the key leaves the memory.
const KEPT_MS: i32 = 4 * 60 * 60 * 1000;

/// The screen.
#[component]
pub fn PinPage(
    /// The key, and the number that opens it.
    parcel: Parcel,
    /// Whose it is.
    owner: Profile,
    /// Opens the profile.
    enter: Callback<Entering>,
    /// Forgets the key and asks for the passphrase.
    give_up: Callback<()>,
    /// Someone else is there.
    others: Callback<()>,
) -> impl IntoView {
    let t = LockTexts::now();
    let pin = RwSignal::new(String::new());
    let left = RwSignal::new(TRIES);
    let error = RwSignal::new(None::<String>);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let expiry = StoredValue::new_local(Timer::default());
    expiry.update_value(|expiry| expiry.set(KEPT_MS, reload));
    let title = fill(t.hello, &[&name_of(&owner)]);
    let parcel = StoredValue::new_local(parcel);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let typed = plain_digits(&pin.get_untracked());
        pin.set(String::new());
        let right = parcel.with_value(|parcel| parcel.pin.as_deref() == Some(typed.as_str()));
        if right {
            let key = parcel.with_value(|parcel| parcel.key.clone());
            enter.run((owner.clone(), Some(key)));
            return;
        }
        left.update(|left| *left = left.saturating_sub(1));
        match left.get_untracked() {
            0 => give_up.run(()),
            left => error.set(Some(fill(t.pin_wrong, &[&left]))),
        }
    };
    view! {
        <main class="page narrow stack" id="content">
            <div class="page-head"><h1><Icon name="lock"/>{title}</h1></div>
            <form class="card stack" on:submit=submit>
                {error_notice(error)}
                <label class="field">
                    <span>{t.pin_title}</span>
                    <input
                        node_ref=field
                        id="pin"
                        class="input pin"
                        type="password"
                        inputmode="numeric"
                        maxlength="8"
                        autocomplete="off"
                        prop:value=move || pin.get()
                        on:input=move |event| pin.set(event_target_value(&event))
                    />
                </label>
                <p class="button-row">
                    <button class="button primary" type="submit">{t.unlock}</button>
                </p>
            </form>
            <p class="button-row">
                <button class="button quiet" id="use-passphrase" on:click=move |_| give_up.run(())>
                    {t.use_passphrase}
                </button>
                <button class="button quiet" id="others" on:click=move |_| others.run(())>
                    {t.others}
                </button>
            </p>
        </main>
    }
}

/// The digits of a number as typed: full-width ones count as plain ones.
pub fn plain_digits(typed: &str) -> String {
    let digits = typed.chars().filter_map(|character| match character {
        '０'..='９' => char::from_digit(u32::from(character) - u32::from('０'), 10),
        other => Some(other),
    });
    digits
        .filter(|character| !character.is_whitespace())
        .collect()
}

/// Whether a number can be a PIN, and why not.
pub fn pin_problem(pin: &str) -> Option<&'static str> {
    let t = LockTexts::now();
    let digits = pin.chars().all(|digit| digit.is_ascii_digit());
    if !digits || !(4..=8).contains(&pin.len()) {
        return Some(t.pin_form);
    }
    let steps = |step: i32| {
        let digits: Vec<i32> = pin.bytes().map(i32::from).collect();
        digits.windows(2).all(|pair| pair[1] - pair[0] == step)
    };
    [0, 1, -1].into_iter().any(steps).then_some(t.pin_easy)
}
