//! Wiping a profile: what is lost is said, a word is typed, and then it is gone.

use leptos::{prelude::*, task::spawn_local};

use super::WordForm;
use crate::{
    components::{
        notice::{Kind, notice},
        store_error::store_error_text,
    },
    locales::{LockTexts, fill},
    profiles::{Profile, wipe},
};

/// What has not reached the office: entries, drafts and files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// Entries.
    pub entries: u64,
    /// Questionnaires being filled in.
    pub drafts: usize,
    /// Files.
    pub files: usize,
}

impl Unsent {
    /// What would be lost, in a sentence; `None` where all of it has reached the office.
    pub fn told(self) -> Option<String> {
        let Self {
            entries,
            drafts,
            files,
        } = self;
        let nothing = entries == 0 && drafts == 0 && files == 0;
        (!nothing).then(|| fill(LockTexts::now().wipe_unsent, &[&entries, &drafts, &files]))
    }
}

/// The form.
#[component]
pub fn WipeForm(
    /// What goes.
    profile: Profile,
    /// What is lost with it; `None` where nobody can say, because it is locked.
    unsent: Option<Unsent>,
    /// Leaves it as it is.
    back: Callback<()>,
) -> impl IntoView {
    let t = LockTexts::now();
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let lost = match unsent.map(Unsent::told) {
        None => notice(Kind::Warning, t.wipe_unknown, None),
        Some(None) => notice(Kind::Info, t.wipe_all_sent, None),
        Some(Some(text)) => notice(Kind::Warning, text, None),
    };
    let go = Callback::new(move |()| {
        busy.set(true);
        let profile = profile.clone();
        spawn_local(async move {
            // It ends with the page loaded anew.
            if let Err(why) = wipe(&profile).await {
                let _ = error.try_set(Some(store_error_text(&why)));
                let _ = busy.try_set(false);
            }
        });
    });
    let label = Signal::derive(move || if busy.get() { t.wiping } else { t.wipe_now });
    view! {
        <div class="page-head"><h1>{t.wipe_title}</h1><p>{t.wipe_text}</p></div>
        {lost}
        <div class="card">
            <WordForm word=t.wipe_word name="wipe" label busy error go back/>
        </div>
    }
}
