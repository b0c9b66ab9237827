//! Settings: a backup out, and one in.

use leptos::prelude::*;

use super::{restore::RestoreForm, save::SaveForm};
use crate::{
    components::{
        icon::Icon,
        notice::{Kind, notice},
        sheet::Sheet,
    },
    desk::Desk,
    locales::BackupTexts,
};

/// What is being done in the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Save,
    Restore,
}

/// The section.
#[component]
pub fn BackupSection() -> impl IntoView {
    let t = BackupTexts::now();
    let desk = expect_context::<Desk>();
    let doing = RwSignal::new(Doing::Save);
    let open = RwSignal::new(false);
    let done = RwSignal::new(None::<String>);
    let begin = move |what| {
        done.set(None);
        doing.set(what);
        open.set(true);
    };
    let cancel = Callback::new(move |()| open.set(false));
    let finish = Callback::new(move |word: String| {
        open.set(false);
        done.set(Some(word));
    });
    let panel = move || match doing.get() {
        Doing::Save => view! { <SaveForm desk finish cancel/> }.into_any(),
        Doing::Restore => view! { <RestoreForm desk finish cancel/> }.into_any(),
    };
    view! {
        <section class="card stack" id="backup">
            <h2>{t.title}</h2>
            {move || done.get().map(|word| notice(Kind::Good, word, None))}
            <p class="hint">{t.hint}</p>
            <p class="button-row">
                <button class="button" id="save-backup" on:click=move |_| begin(Doing::Save)>
                    <Icon name="out"/>
                    {t.save}
                </button>
                <button class="button quiet" id="restore-backup" on:click=move |_| begin(Doing::Restore)>
                    <Icon name="in"/>
                    {t.restore}
                </button>
            </p>
            <Sheet open labelled_by="backup-title">
                <div class="stack protection-sheet">{move || open.get().then(panel)}</div>
            </Sheet>
        </section>
    }
}
