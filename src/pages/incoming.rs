//! What everyone has brought in, as it comes.

use leptos::prelude::*;
use needs::{Act, Person, Questionnaire, Response, Unit, consent::Withdrawals};

use crate::{
    components::{back::BackTo, response_row::response_row},
    desk::Desk,
    locales::{ConsentTexts, OfficeTexts, fill, language},
    pages::{only_for, today::unit_line},
};

/// Rows shown before "more" is asked for.
const PAGE: usize = 100;

/// The screen, for those whose role reads everything.
#[component]
pub fn IncomingPage() -> impl IntoView {
    only_for(Act::ReadAll, || view! { <Everything/> }.into_any())
}

/// What has come in.
#[component]
fn Everything() -> impl IntoView {
    let t = OfficeTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let query = RwSignal::new(String::new());
    let shown = RwSignal::new(PAGE);
    let list = move || {
        let query = query.read().trim().to_lowercase();
        let shown = shown.get();
        desk.read(|state| {
            let all = Response::all(state);
            if all.is_empty() {
                return view! { <p class="empty">{t.none}</p> }.into_any();
            }
            let by = |response: &Response<'_>| {
                Person::find(state, response.finished().actor)
                    .map(|person| person.name(lang).to_owned())
            };
            let matches = |response: &Response<'_>| {
                if query.is_empty() {
                    return true;
                }
                let unit = response.unit().and_then(|unit| Unit::find(state, unit));
                let form = response
                    .form()
                    .and_then(|form| Questionnaire::find(state, form));
                let texts = [
                    unit.map(|unit| unit_line(state, unit, lang)),
                    form.map(|form| format!("{} {}", form.title(lang), form.number())),
                    by(response),
                ];
                texts
                    .iter()
                    .flatten()
                    .any(|text| text.to_lowercase().contains(&query))
            };
            let found: Vec<_> = all.into_iter().filter(matches).collect();
            if found.is_empty() {
                return view! { <p class="empty">{t.nothing_found}</p> }.into_any();
            }
            let count = found.len();
            let withdrawn = Withdrawals::of(state);
            let rows: Vec<_> = found
                .into_iter()
                .take(shown)
                .map(|response| {
                    let lost = withdrawn.lost_of(state, response).content;
                    let chip = lost.then_some(("problem", ConsentTexts::now().chip));
                    response_row(state, response, by(&response), chip)
                })
                .collect();
            view! {
                <p class="list-count" role="status">{fill(t.count, &[&count])}</p>
                <ul class="row-list">{rows}</ul>
                {(count > shown).then(|| view! { <More/> })}
            }
            .into_any()
        })
    };
    provide_context(shown);
    view! {
        <main class="page stack" id="content">
            <BackTo href="/office" title=t.title/>
            <div class="page-head"><h1>{t.incoming}</h1><p>{t.sub}</p></div>
            <label class="field">
                <span class="visually-hidden">{t.search}</span>
                <input
                    type="search"
                    placeholder=t.search
                    prop:value=query
                    on:input=move |event| query.set(event_target_value(&event))
                />
            </label>
            {list}
        </main>
    }
}

#[component]
fn More() -> impl IntoView {
    let shown = expect_context::<RwSignal<usize>>();
    view! {
        <button class="button" on:click=move |_| shown.update(|shown| *shown += PAGE)>
            {OfficeTexts::now().more}
        </button>
    }
}
