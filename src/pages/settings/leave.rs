//! Taking the open site off this tablet: what is not sent yet is said, and can be sent or saved
//! first; a word is typed; the office is told where it can be.

use leptos::{ev, prelude::*, task::spawn_local};

use crate::{
    components::{
        icon::Icon,
        notice::{Kind, error_notice, notice},
        store_error::store_error_text,
    },
    desk::Desk,
    locales::{AccessTexts, LockTexts, fill},
    pages::lock::Unsent,
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
    /// The office could not be told; leaving is possible all the same.
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
    let (t, l) = (AccessTexts::now(), LockTexts::now());
    let (desk, courier) = (expect_context::<Desk>(), expect_context::<Courier>());
    let opened = expect_context::<Opened>();
    let (at, typed) = (RwSignal::new(At::Asking), RwSignal::new(String::new()));
    let error = RwSignal::new(None::<String>);
    let only = untrack(|| opened.sites().len() == 1);
    let go = move |tell: bool| {
        error.set(None);
        at.set(At::Working);
        spawn_local(async move {
            if tell && !told(desk).await {
                let _ = at.try_set(At::Untold);
                return;
            }
            // It ends with the page loaded anew.
            if let Err(why) = profiles::depart(opened, desk.site()).await {
                let _ = error.try_set(Some(store_error_text(&why)));
                let _ = at.try_set(At::Asking);
            }
        });
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if at.get_untracked() == At::Working {
            return;
        }
        if typed.read_untracked().trim().to_lowercase() != t.leave_word {
            error.set(Some(l.wipe_wrong.to_owned()));
            return;
        }
        go(at.get_untracked() == At::Asking);
    };
    let word = move || match at.get() {
        At::Asking => t.leave_now,
        At::Working => t.leaving,
        At::Untold => t.leave_anyway,
    };
    view! {
        <div class="page-head">
            <h2 id="leave-title">{t.leave_title}</h2>
            <p>{if only { t.leave_text_only } else { t.leave_text }}</p>
        </div>
        {move || lost(unsent(desk, courier), courier, back)}
        <form class="stack" on:submit=submit>
            {error_notice(error)}
            {move || (at.get() == At::Untold).then(|| notice(Kind::Warning, t.leave_untold, None))}
            <label class="field">
                <span>{fill(l.wipe_type, &[&t.leave_word])}</span>
                <input
                    id="leave-word"
                    class="input"
                    type="text"
                    autocomplete="off"
                    autocapitalize="none"
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </label>
            <p class="button-row">
                <button class="button" type="button" on:click=move |_| back.run(())>{l.cancel}</button>
                <button class="button danger" type="submit" id="leave-now">
                    <Icon name="delete"/>
                    {word}
                </button>
            </p>
        </form>
    }
}

/// What is lost, and the two ways not to lose it.
fn lost(unsent: Unsent, courier: Courier, back: Callback<()>) -> AnyView {
    let (t, l) = (AccessTexts::now(), LockTexts::now());
    let Unsent {
        entries,
        drafts,
        files,
    } = unsent;
    if entries == 0 && drafts == 0 && files == 0 {
        return notice(Kind::Info, l.wipe_all_sent, None);
    }
    let save = move |_| {
        back.run(());
        let section = document().get_element_by_id("backup");
        if let Some(section) = section {
            section.scroll_into_view();
        }
    };
    let ways = view! {
        <p class="button-row">
            {(entries > 0 || files > 0).then(|| view! {
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
    let text = fill(l.wipe_unsent, &[&entries, &drafts, &files]);
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
