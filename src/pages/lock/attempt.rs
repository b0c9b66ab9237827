//! A try that waits for a key: one at a time, with what went wrong above the form.

use leptos::{prelude::*, task::spawn_local};

use crate::{locales::LockTexts, platform::unlocker};

/// What a form that waits for a key knows of its tries. A handle: copies are the same.
#[derive(Clone, Copy)]
pub struct Attempt {
    /// Whether one is under way. It stays so after a success, which leads elsewhere.
    pub busy: RwSignal<bool>,
    /// Why the last one failed.
    pub error: RwSignal<Option<String>>,
}

impl Attempt {
    /// None so far; what derives keys gets ready while the person still types.
    pub fn prepared() -> Self {
        unlocker::prepare();
        Self {
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
        }
    }

    /// Tries it, unless one is under way or a problem with what was typed stands against it.
    pub fn begin(
        self,
        problem: Option<String>,
        work: impl Future<Output = Result<(), String>> + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        let hopeless = problem.is_some();
        self.error.set(problem);
        if hopeless {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            if let Err(why) = work.await {
                let _ = self.error.try_set(Some(why));
                let _ = self.busy.try_set(false);
                unlocker::prepare();
            }
        });
    }
}

/// That a key is being derived. Nothing shows for waits that nobody notices.
#[component]
pub fn Waiting(
    /// Whether it is.
    busy: RwSignal<bool>,
    /// What to call it.
    label: &'static str,
) -> impl IntoView {
    view! {
        <div class="waiting" role="status" aria-live="polite">
            {move || busy.get().then(|| view! {
                <p>{label}</p>
                <progress aria-label=label></progress>
            })}
        </div>
    }
}

/// The last row of such a form.
#[component]
pub fn AttemptRow(
    /// Whether a try is under way.
    busy: RwSignal<bool>,
    /// What the button that begins it says.
    label: &'static str,
    /// The button's id.
    #[prop(optional)]
    id: Option<&'static str>,
    /// Leaves the form.
    cancel: Callback<()>,
) -> impl IntoView {
    let t = LockTexts::now();
    view! {
        <p class="button-row">
            <button class="button" type="button" on:click=move |_| cancel.run(())>{t.cancel}</button>
            <button
                class="button primary"
                type="submit"
                id=id
                aria-busy=move || busy.get().to_string()
            >
                {label}
            </button>
        </p>
    }
}
