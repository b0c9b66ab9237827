//! One building as the office keeps it: its name, and its units to be added, changed or marked.

use std::collections::BTreeMap;

use ledger::{Change, RecordId};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use needs::{Act, Building, BuildingFacts, Lang, Localised, Resident, Unit};

use super::unit_form::UnitForm;
use crate::{
    components::{
        back::BackTo,
        icon::Icon,
        notice::{Kind, error_notice, notice},
        sheet::Sheet,
        store_error::write_error_text,
        text_field::text_field,
    },
    desk::Desk,
    locales::{EstateTexts, TodayTexts, fill, language},
    pages::about_readable,
};

/// Rows shown before "more" is asked for.
const PAGE: usize = 60;

/// The screen.
#[component]
pub fn BuildingPage() -> impl IntoView {
    about_readable(
        "building",
        |state, id| Building::find(state, id).is_some(),
        |desk, _| desk.may(Act::Estate),
        |building| view! { <Kept building/> }.into_any(),
    )
}

#[component]
fn Kept(building: RecordId) -> impl IntoView {
    let t = EstateTexts::now();
    let desk = expect_context::<Desk>();
    let title = move || {
        desk.read(|state| {
            Building::find(state, building).map(|one| one.name(language()).to_owned())
        })
    };
    view! {
        <main class="page stack" id="content">
            <BackTo href="/estate" title=t.title/>
            <div class="page-head"><h1>{title}</h1></div>
            <p class="button-row">
                <A href=format!("/building/{building}") attr:class="button">
                    <Icon name="block"/>{t.front}
                </A>
                <A href=format!("/building/{building}/order") attr:class="button">
                    <Icon name="walk"/>{t.walking_order}
                </A>
            </p>
            <Names building/>
            <Units building/>
        </main>
    }
}

/// What the building is called.
#[component]
fn Names(building: RecordId) -> impl IntoView {
    let t = EstateTexts::now();
    let desk = expect_context::<Desk>();
    let outcome = RwSignal::new(None::<Result<(), String>>);
    let known = |lang| {
        desk.peek(|ledger| {
            let building = Building::find(ledger.state(), building);
            RwSignal::new(building.map_or(String::new(), |one| one.name(lang).to_owned()))
        })
    };
    let [hant, hans, en] = Lang::ALL.map(known);
    let key = RwSignal::new(desk.peek(|ledger| {
        let building = Building::find(ledger.state(), building);
        building.map_or(String::new(), |one| one.key().to_owned())
    }));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (zh_hant, zh_hans) = (hant.get_untracked(), hans.get_untracked());
        let (en, key) = (en.get_untracked(), key.get_untracked());
        let name = Localised {
            zh_hant: zh_hant.trim(),
            zh_hans: zh_hans.trim(),
            en: en.trim(),
        };
        let facts = BuildingFacts {
            name: Some(name),
            key: Some(&key),
            ..BuildingFacts::default()
        };
        let change = desk.peek(|ledger| Building::find(ledger.state(), building)?.update(facts));
        spawn_local(async move {
            let result = match change {
                Some(change) => desk.record(change).await,
                None => Ok(()),
            };
            let _ = outcome.try_set(Some(result.map_err(|error| write_error_text(&error))));
        });
    };
    view! {
        <details class="card">
            <summary>{t.names}</summary>
            <form class="stack" id="building-names" on:submit=save>
                <div class="field-pair">
                    {text_field(t.name_hant, "name-hant", "text", hant)}
                    {text_field(t.name_hans, "name-hans", "text", hans)}
                    {text_field(t.name_en, "name-en", "text", en)}
                    {text_field(t.key, "building-key", "text", key)}
                </div>
                {move || outcome.get().map(|outcome| match outcome {
                    Ok(()) => notice(Kind::Good, t.saved, None),
                    Err(why) => notice(Kind::Error, why, None),
                })}
                <p class="button-row">
                    <button class="button primary" type="submit">{t.save}</button>
                </p>
            </form>
        </details>
    }
}

/// The units, as they are walked.
#[component]
fn Units(building: RecordId) -> impl IntoView {
    let t = EstateTexts::now();
    let desk = expect_context::<Desk>();
    let failed = RwSignal::new(None::<String>);
    let query = RwSignal::new(String::new());
    let shown = RwSignal::new(PAGE);
    let edited = RwSignal::new(None::<RecordId>);
    let open = RwSignal::new(false);
    let write = Callback::new(move |change: Option<Change>| {
        open.set(false);
        let Some(change) = change else { return };
        spawn_local(async move {
            let result = desk.record(change).await;
            failed.set(result.err().map(|error| write_error_text(&error)));
        });
    });
    let edit = Callback::new(move |id| {
        edited.set(id);
        open.set(true);
    });
    let list = move || {
        let query = query.read().trim().to_lowercase();
        let shown = shown.get();
        desk.read(|state| {
            let mut units: Vec<_> = Unit::known(state)
                .filter(|unit| unit.building() == Some(building))
                .filter(|unit| unit.label().to_lowercase().contains(&query))
                .collect();
            units.sort_by_key(|unit| (unit.is_gone(), unit.order(), unit.id));
            let here = units.iter().filter(|unit| !unit.is_gone()).count();
            let more = units.len() > shown;
            units.truncate(shown);
            // One pass over the residents, however many rows there are.
            let mut people: BTreeMap<RecordId, usize> = BTreeMap::new();
            for one in Resident::all(state).filter(|one| one.is_here()) {
                if let Some(unit) = one.unit() {
                    *people.entry(unit).or_default() += 1;
                }
            }
            let count = |unit: &Unit<'_>| people.get(&unit.id).copied().unwrap_or(0);
            let rows = units.iter().map(|unit| row(*unit, count(unit), edit));
            let rows = rows.collect_view();
            view! {
                <p class="list-count" role="status">{fill(t.units, &[&here])}</p>
                <ul class="row-list" id="units">{rows}</ul>
                {more.then(|| view! { <More/> })}
            }
        })
    };
    provide_context(shown);
    view! {
        <section class="stack">
            {error_notice(failed)}
            <div class="estate-tools">
                <label class="field">
                    <span class="visually-hidden">{t.find}</span>
                    <input
                        type="search"
                        id="find-unit"
                        placeholder=t.find
                        prop:value=query
                        on:input=move |event| query.set(event_target_value(&event))
                    />
                </label>
                <button class="button" id="add-unit" on:click=move |_| edit.run(None)>
                    <Icon name="add"/>{t.add_unit}
                </button>
            </div>
            {list}
            <Sheet open labelled_by="unit-title">
                <UnitForm building id=edited.get_untracked() write/>
            </Sheet>
        </section>
    }
}

#[component]
fn More() -> impl IntoView {
    let shown = expect_context::<RwSignal<usize>>();
    view! {
        <button class="button" on:click=move |_| shown.update(|shown| *shown += PAGE)>
            {EstateTexts::now().more}
        </button>
    }
}

fn row(unit: Unit<'_>, people: usize, edit: Callback<Option<RecordId>>) -> impl IntoView + use<> {
    let t = EstateTexts::now();
    let id = unit.id;
    let label = unit.label().to_owned();
    let mut facts = vec![fill(TodayTexts::now().floor, &[&unit.floor()])];
    facts.extend(Some(unit.entrance().to_owned()).filter(|entrance| !entrance.is_empty()));
    facts.extend(unit.area().map(|area| format!("{area} m²")));
    if people > 0 {
        facts.push(fill(t.people, &[&people]));
    }
    let gone = unit.is_gone();
    let change = fill(t.change_unit, &[&label]);
    view! {
        <li class="row" data-unit=id.to_string() data-gone=gone.to_string()>
            <span class="row-main">
                <A href=format!("/unit/{id}") attr:class="row-title">{label}</A>
                <span class="row-sub">{facts.join(" · ")}</span>
            </span>
            {gone.then(|| view! { <span class="chip" data-state="closed">{t.gone}</span> })}
            <button class="button" aria-label=change on:click=move |_| edit.run(Some(id))>
                <Icon name="edit"/>{t.change}
            </button>
        </li>
    }
}
