//! The words in which consent is asked, by version. The next version follows; none is changed.

use leptos::{prelude::*, task::spawn_local};
use needs::{
    Act, Lang, Localised,
    consent::{Scope, Wording},
};

use crate::{
    components::{
        consent::scope_text, icon::Icon, notice::error_notice, store_error::write_error_text,
    },
    desk::Desk,
    locales::{ConsentTexts, fill, language},
    platform::random,
};

/// One card for each scope.
#[component]
pub fn Wordings() -> impl IntoView {
    let t = ConsentTexts::now();
    view! {
        <section class="stack">
            <h2>{t.wordings}</h2>
            <p class="row-sub">{t.wordings_sub}</p>
            {Scope::ALL.map(|scope| view! { <OneWording scope/> })}
        </section>
    }
}

#[component]
fn OneWording(scope: Scope) -> impl IntoView {
    let t = ConsentTexts::now();
    let desk = expect_context::<Desk>();
    let writing = RwSignal::new(false);
    let current = Memo::new(move |_| {
        desk.read(|state| {
            let wording = Wording::current(state, scope);
            let text = wording.text(language()).to_owned();
            (fill(t.version, &[&wording.version]), text)
        })
    });
    let may = Memo::new(move |_| desk.may(Act::Publish));
    view! {
        <section class="card stack" data-wording=scope.name()>
            <div class="consent-head">
                <h3>{scope_text(scope)}</h3>
                <span class="row-sub">{move || current.get().0}</span>
            </div>
            {move || {
                if writing.get() {
                    view! { <NextVersion scope writing/> }.into_any()
                } else {
                    view! { <p>{current.get().1}</p> }.into_any()
                }
            }}
            <Show when=move || may.get() && !writing.get()>
                <p class="button-row">
                    <button
                        class="button"
                        data-action="new-wording"
                        on:click=move |_| writing.set(true)
                    >
                        <Icon name="edit"/>
                        {t.new_version}
                    </button>
                </p>
            </Show>
        </section>
    }
}

/// The next version, begun with the words of the current one.
#[component]
fn NextVersion(scope: Scope, writing: RwSignal<bool>) -> impl IntoView {
    let t = ConsentTexts::now();
    let desk = expect_context::<Desk>();
    let failed = RwSignal::new(None::<String>);
    let (next, texts) = desk.peek(|ledger| {
        let wording = Wording::current(ledger.state(), scope);
        let texts = Lang::ALL.map(|lang| RwSignal::new(wording.text(lang).to_owned()));
        (wording.version.saturating_add(1), texts)
    });
    let names = ["繁體中文", "简体中文", "English"];
    let fields = Lang::ALL
        .into_iter()
        .zip(names)
        .zip(texts)
        .map(|((lang, name), text)| {
            view! {
                <label class="field">
                    <span>{name}</span>
                    <textarea
                        rows="6"
                        lang=lang.tag()
                        data-lang=lang.tag()
                        prop:value=text.get_untracked()
                        on:input=move |event| text.set(event_target_value(&event))
                    ></textarea>
                </label>
            }
        });
    let publish = move |_| {
        let [zh_hant, zh_hans, en] = texts.map(|text| text.get_untracked().trim().to_owned());
        if [&zh_hant, &zh_hans, &en].iter().any(|text| text.is_empty()) {
            return failed.set(Some(t.all_three.to_owned()));
        }
        let change = desk.peek(|ledger| {
            let text = Localised {
                zh_hant: &zh_hant,
                zh_hans: &zh_hans,
                en: &en,
            };
            Wording::current(ledger.state(), scope).followed_by(random::record_id(), text)
        });
        spawn_local(async move {
            match desk.record(change).await {
                Ok(()) => drop(writing.try_set(false)),
                Err(error) => drop(failed.try_set(Some(write_error_text(&error)))),
            }
        });
    };
    view! {
        {error_notice(failed)}
        {fields.collect_view()}
        <div class="button-row">
            <button class="button primary" data-action="publish-wording" on:click=publish>
                {fill(t.publish, &[&next])}
            </button>
            <button class="button quiet" on:click=move |_| writing.set(false)>{t.cancel}</button>
        </div>
    }
}
