//! The questionnaires that are published: every version, which of them the campaign uses, and the
//! workbook to take out again.

use std::collections::BTreeMap;

use ledger::{RecordId, State};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use needs::{Campaign, Purpose, Questionnaire, Response};

use crate::{
    components::{icon::Icon, notice::error_notice, store_error::store_error_text},
    desk::Desk,
    locales::{FormsTexts, fill, language},
    pages::design,
    platform::{clock, files},
};

/// A version, as it is shown.
#[derive(Clone, PartialEq, Eq)]
struct Row {
    id: RecordId,
    title: String,
    line: String,
    responses: usize,
    /// Whether the campaign uses it; none where there is no campaign.
    used: Option<bool>,
}

fn rows(state: &State) -> Vec<Row> {
    let t = FormsTexts::now();
    let campaign = Campaign::current(state, clock::now().date_naive());
    let mut responses: BTreeMap<RecordId, usize> = BTreeMap::new();
    for form in Response::all(state).into_iter().filter_map(Response::form) {
        *responses.entry(form).or_default() += 1;
    }
    let row = |form: Questionnaire<'_>| {
        let purpose = match form.purpose() {
            Purpose::Survey => t.survey,
            Purpose::Interview => t.interview,
        };
        let version = fill(t.version_of, &[&form.version()]);
        Row {
            id: form.id,
            title: form.title(language()).to_owned(),
            line: format!("{} · {version} · {purpose}", form.number()),
            responses: responses.get(&form.id).copied().unwrap_or_default(),
            used: campaign.map(|campaign| campaign.uses(form.id)),
        }
    };
    Questionnaire::all(state).into_iter().map(row).collect()
}

/// The list.
#[component]
pub(super) fn Shelf(
    /// Whether the person may change anything here.
    publishes: Memo<bool>,
) -> impl IntoView {
    let t = FormsTexts::now();
    let desk = expect_context::<Desk>();
    let rows = Memo::new(move |_| desk.read(rows));
    let campaign = move || {
        desk.read(|state| {
            Campaign::current(state, clock::now().date_naive())
                .map(|campaign| campaign.name(language()).to_owned())
        })
    };
    let failure = RwSignal::new(None::<String>);
    view! {
        <section class="stack" id="shelf">
            <h2>{t.published}</h2>
            {move || campaign().map(|name| view! { <p class="hint">{fill(t.campaign, &[&name])}</p> })}
            {error_notice(failure)}
            <Show when=move || rows.with(Vec::is_empty)>
                <p class="empty">{t.none}</p>
            </Show>
            <ul class="shelf">
                <For each=move || rows.get() key=|row| row.id let:row>
                    <Version row rows publishes failure/>
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Version(
    row: Row,
    rows: Memo<Vec<Row>>,
    publishes: Memo<bool>,
    failure: RwSignal<Option<String>>,
) -> impl IntoView {
    let t = FormsTexts::now();
    let desk = expect_context::<Desk>();
    let id = row.id;
    let now = Memo::new(move |_| rows.with(|rows| rows.iter().find(|row| row.id == id).cloned()));
    let used = move || now.get().and_then(|row| row.used).unwrap_or(false);
    let choose = move |event| {
        let on = event_target_checked(&event);
        spawn_local(async move {
            let campaign = desk.peek(|ledger| {
                Campaign::current(ledger.state(), clock::now().date_naive()).map(|found| found.id)
            });
            let Some(campaign) = campaign else { return };
            if let Err(why) = desk.record(Campaign::choose(campaign, id, on)).await {
                let _ = failure.try_set(Some(super::publish::write_error_text(&why)));
            }
        });
    };
    let count = move || {
        let responses = now.get().map_or(0, |row| row.responses);
        (responses > 0).then(|| fill(t.responses, &[&responses]))
    };
    let go = StoredValue::new_local(use_navigate());
    let edit = move |_| {
        spawn_local(async move {
            match design::begin(desk, Some(id)).await {
                Ok(design) => {
                    let href = format!("/forms/design/{design}");
                    go.try_with_value(|go| go(&href, NavigateOptions::default()));
                }
                Err(why) => drop(failure.try_set(Some(store_error_text(&why)))),
            }
        });
    };
    let download = move |_| {
        let file = desk.peek(|ledger| {
            let form = Questionnaire::find(ledger.state(), id)?;
            Some((form.file_name(), form.workbook()?))
        });
        let saved = file.is_some_and(|(name, bytes)| {
            files::save(&name, &bytes, "application/octet-stream").is_ok()
        });
        if !saved {
            failure.set(Some(t.no_workbook_kept.to_owned()));
        }
    };
    view! {
        <li class="card" data-form=id.to_string()>
            <h3>{row.title}</h3>
            <p class="hint">{row.line} {move || count().map(|count| format!(" · {count}"))}</p>
            {row.used.map(|_| view! {
                <label class="choice-row used">
                    <input
                        type="checkbox"
                        prop:checked=used
                        disabled=move || !publishes.get()
                        on:change=choose
                    />
                    <span>{t.used}</span>
                </label>
            })}
            <p class="button-row">
                <A href=format!("/forms/try/{id}") attr:class="button">
                    <Icon name="survey"/>
                    {t.try_it}
                </A>
                <button class="button quiet" data-action="download" on:click=download>
                    <Icon name="download"/>
                    {t.download}
                </button>
                <Show when=move || publishes.get()>
                    <button class="button quiet" data-action="edit" on:click=edit>
                        <Icon name="edit"/>
                        {t.edit}
                    </button>
                </Show>
            </p>
        </li>
    }
}
