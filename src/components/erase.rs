//! Erasing what a person asks to be forgotten: with a reason, and asked twice.

use ledger::{RecordId, erase};
use leptos::{prelude::*, task::spawn_local};
use needs::Act;

use crate::{
    components::{icon::Icon, notice::error_notice, sheet::Sheet, store_error::write_error_text},
    desk::Desk,
    locales::{ConsentTexts, fill},
};

/// A button that erases a record, for those whose role may.
#[component]
pub fn Erase(
    /// The record.
    record: RecordId,
    /// What it is, as a heading of the question.
    #[prop(into)]
    what: String,
    /// Called when it is erased here; the others follow.
    #[prop(into)]
    erased: Callback<()>,
) -> impl IntoView {
    let t = ConsentTexts::now();
    let desk = expect_context::<Desk>();
    let open = RwSignal::new(false);
    let title = format!("erase-{record}");
    let what = StoredValue::new(what);
    let may = Memo::new(move |_| desk.may(Act::Erase));
    let labelled = title.clone();
    view! {
        <Show when=move || may.get()>
            <button
                class="button quiet danger"
                data-action="erase-record"
                on:click=move |_| open.set(true)
            >
                <Icon name="delete"/>
                {t.erase}
            </button>
        </Show>
        <Sheet open labelled_by=labelled>
            <Question record title=title.clone() what=what.get_value() open erased/>
        </Sheet>
    }
}

#[component]
fn Question(
    record: RecordId,
    title: String,
    what: String,
    open: RwSignal<bool>,
    erased: Callback<()>,
) -> impl IntoView {
    let t = ConsentTexts::now();
    let desk = expect_context::<Desk>();
    let why = RwSignal::new(String::new());
    let failed = RwSignal::new(None::<String>);
    let along = desk.peek(|ledger| needs::taken_from(ledger.state(), record).len());
    let sure = move |_| {
        let reason = why.get_untracked().trim().to_owned();
        if reason.is_empty() {
            return failed.set(Some(t.erase_why_missing.to_owned()));
        }
        spawn_local(async move {
            let along = desk.peek(|ledger| needs::taken_from(ledger.state(), record));
            let all = std::iter::once(record).chain(along);
            let changes = all.map(|id| erase::change(id, &reason)).collect();
            match desk.record_all(changes).await {
                Ok(()) => {
                    let _ = open.try_set(false);
                    let _ = erased.try_run(());
                }
                Err(error) => drop(failed.try_set(Some(write_error_text(&error)))),
            }
        });
    };
    view! {
        <h2 id=title>{t.erase_title}</h2>
        <p class="row-title">{what}</p>
        <p>{t.erase_text}</p>
        {(along > 0).then(|| view! { <p>{fill(t.erase_along, &[&along])}</p> })}
        {error_notice(failed)}
        <label class="field">
            <span>{t.erase_why}</span>
            <input
                type="text"
                name="why"
                maxlength="200"
                aria-describedby="erase-hint"
                on:input=move |event| why.set(event_target_value(&event))
            />
        </label>
        <p class="row-sub" id="erase-hint">{t.erase_why_hint}</p>
        <div class="button-stack">
            <button class="button danger" data-action="erase-sure" on:click=sure>
                <Icon name="delete"/>
                {t.erase_sure}
            </button>
            <button class="button" on:click=move |_| open.set(false)>{t.keep}</button>
        </div>
    }
}
