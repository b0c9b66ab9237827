//! Rules at the door: how often one goes there, whether positions are noted, and the words in
//! which consent is asked.

mod wordings;

use leptos::{prelude::*, task::spawn_local};
use needs::{Act, Role, visit::Rules};

use crate::{
    components::{
        back::BackTo, choice_row::ChoiceRow, notice::error_notice, store_error::write_error_text,
    },
    desk::Desk,
    locales::{ConsentTexts, OfficeTexts},
    pages::only_for,
};
use wordings::Wordings;

/// The screen, for those whose role reads everything.
#[component]
pub fn RulesPage() -> impl IntoView {
    let t = ConsentTexts::now();
    only_for(Act::ReadAll, move || {
        view! {
            <main class="page stack" id="content">
                <BackTo href="/office" title=OfficeTexts::now().title/>
                <div class="page-head"><h1>{t.rules_title}</h1><p>{t.rules_sub}</p></div>
                <Attempts/>
                <Wordings/>
            </main>
        }
        .into_any()
    })
}

/// How often, and with what. The site's record is the manager's.
#[component]
fn Attempts() -> impl IntoView {
    let t = ConsentTexts::now();
    let desk = expect_context::<Desk>();
    let failed = RwSignal::new(None::<String>);
    let manages = Memo::new(move |_| {
        desk.with_person(|_, person| person.role() == Role::Manager) == Some(true)
    });
    let rules = Memo::new(move |_| desk.read(Rules::of));
    let write = move |rules: Rules| {
        let site = desk.site();
        spawn_local(async move {
            let result = desk.record(rules.change(site)).await;
            let _ = failed.try_set(result.err().map(|error| write_error_text(&error)));
        });
    };
    let least = Callback::new(move |least| {
        write(Rules {
            least,
            ..rules.get_untracked()
        });
    });
    let options = || (1..=6).map(|n: usize| (n, n.to_string())).collect();
    let taken = Signal::derive(move || rules.get().least);
    let spread = move |on| {
        write(Rules {
            spread: on,
            ..rules.get_untracked()
        });
    };
    let position = move |on| {
        write(Rules {
            position: on,
            ..rules.get_untracked()
        });
    };
    view! {
        <section class="card stack">
            {error_notice(failed)}
            {move || (!manages.get()).then(|| view! { <p class="row-sub">{t.rules_read_only}</p> })}
            <fieldset class="stack plain-fieldset" disabled=move || !manages.get()>
                <ChoiceRow
                    name="attempts"
                    legend=t.attempts
                    options=options()
                    taken
                    choose=least
                />
                <label class="choice-row">
                    <input
                        type="checkbox"
                        name="spread"
                        prop:checked=move || rules.get().spread
                        on:change=move |event| spread(event_target_checked(&event))
                    />
                    <span>{t.spread}</span>
                </label>
                <label class="choice-row">
                    <input
                        type="checkbox"
                        name="position"
                        prop:checked=move || rules.get().position
                        on:change=move |event| position(event_target_checked(&event))
                    />
                    <span>{t.position}</span>
                </label>
            </fieldset>
        </section>
    }
}
