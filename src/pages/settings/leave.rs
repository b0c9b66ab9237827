//! Taking the open site off this tablet: what is not sent yet is said, and can be sent or saved
//! first; a word is typed; the office is told where it can be.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{
        icon::Icon,
        notice::{Kind, notice},
        store_error::store_error_text,
    },
    desk::Desk,
    locales::{AccessTexts, LockTexts},
    pages::lock::{Unsent, WordForm},
    platform::timer,
    profiles::{self, Opened},
    sync::{self, Courier, Trouble, membership},
};

/// How long the office may take to answer before we say that it can't be told.
const ANSWER_MS: i32 = 8_000;

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Asking,
    Working,
    /// The office could not be told, nor has it been heard of since; leaving is possible all the
    /// same.
    Untold,
}

/// What would be lost with the open site; whoever calls this in a view follows changes.
fn unsent(desk: Desk, courier: Courier) -> Unsent {
    Unsent {
        entries: courier.status().pending,
        drafts: desk.drafts().len() + desk.notebooks().len(),
        files: desk.files().unsent().files,
    }
}

/// The form.
#[component]
pub fn LeaveForm(
    /// Leaves everything as it is.
    back: Callback<()>,
) -> impl IntoView {
    let t = AccessTexts::now();
    let (desk, courier) = (expect_context::<Desk>(), expect_context::<Courier>());
    let opened = expect_context::<Opened>();
    let at = RwSignal::new(At::Asking);
    let error = RwSignal::new(None::<String>);
    let only = untrack(|| opened.sites().len() == 1);
    Effect::new(move |before: Option<Option<i64>>| {
        let heard = courier.status().last_success_ms;
        let news = before.is_some_and(|before| before != heard);
        if news && at.get_untracked() == At::Untold {
            at.set(At::Asking);
        }
        heard
    });
    let go = Callback::new(move |()| {
        let tell = at.get_untracked() == At::Asking;
        at.set(At::Working);
        spawn_local(async move {
            if tell && !told(desk).await {
                let _ = at.try_set(At::Untold);
                // So that it is noticed when the office is back.
                courier.sync_now();
                return;
            }
            // It ends with the page loaded anew.
            if let Err(why) = profiles::depart(opened, desk.site()).await {
                let _ = error.try_set(Some(store_error_text(&why)));
                let _ = at.try_set(At::Asking);
            }
        });
    });
    let label = Signal::derive(move || match at.get() {
        At::Asking => t.leave_now,
        At::Working => t.leaving,
        At::Untold => t.leave_anyway,
    });
    let busy = Signal::derive(move || at.get() == At::Working);
    view! {
        <div class="page-head">
            <h2 id="leave-title">{t.leave_title}</h2>
            <p>{if only { t.leave_text_only } else { t.leave_text }}</p>
        </div>
        {move || lost(unsent(desk, courier), courier, back)}
        {move || (at.get() == At::Untold).then(|| notice(Kind::Warning, t.leave_untold, None))}
        <WordForm word=t.leave_word name="leave" label busy error go back/>
    }
}

/// What is lost, and the two ways not to lose it.
fn lost(unsent: Unsent, courier: Courier, back: Callback<()>) -> AnyView {
    let t = AccessTexts::now();
    let Some(text) = unsent.told() else {
        return notice(Kind::Info, LockTexts::now().wipe_all_sent, None);
    };
    let save = move |_| {
        back.run(());
        let section = document().get_element_by_id("backup");
        if let Some(section) = section {
            section.scroll_into_view();
        }
    };
    let ways = view! {
        <p class="button-row">
            {(unsent.entries > 0 || unsent.files > 0).then(|| view! {
                <button class="button" type="button" id="send-first" on:click=move |_| courier.sync_now()>
                    <Icon name="sync"/>
                    {t.send_first}
                </button>
            })}
            <button class="button" type="button" id="save-first" on:click=save>
                <Icon name="out"/>
                {t.save_first}
            </button>
        </p>
    };
    notice(Kind::Warning, text, Some(ways.into_any()))
}

/// Tells the office that this device leaves; `false` where it could not be told. An open site keeps
/// no list of devices.
async fn told(desk: Desk) -> bool {
    if !sync::has_token() {
        return true;
    }
    let told = RwSignal::new(false);
    timer::at_most(ANSWER_MS, async move {
        let answer = membership::revoke(desk.site(), desk.device()).await;
        // Whom the office does not know any more has left already.
        let left = matches!(answer, Ok(()) | Err(Trouble::Stranger));
        let _ = told.try_set(left);
    })
    .await;
    told.get_untracked()
}
