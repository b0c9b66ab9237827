//! An interview at this door: begun in the notebook, or gone on with.

use ledger::RecordId;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use needs::{
    Interview, Person,
    interview::{Opening, PresentAs, present_field},
};

use crate::{
    components::{icon::Icon, moment::day_and_time, store_error::store_error_text},
    desk::Desk,
    locales::{TodayTexts, fill, language},
    platform::clock,
};

/// The way into the notebook.
pub fn notebook(
    (unit, campaign, form): (RecordId, RecordId, RecordId),
    failed: RwSignal<Option<String>>,
) -> AnyView {
    let desk = expect_context::<Desk>();
    let navigate = use_navigate();
    let start = Callback::new(move |()| {
        let navigate = navigate.clone();
        let opening = Opening {
            unit: Some(unit),
            campaign: Some(campaign),
            form: Some(form),
            started: clock::now().to_rfc3339(),
            ..Opening::default()
        };
        let me = me(desk);
        spawn_local(async move {
            match desk.begin_notebook(&opening, me).await {
                Ok(id) => navigate(&format!("/interview/{id}"), NavigateOptions::default()),
                Err(error) => drop(failed.try_set(Some(store_error_text(&error)))),
            }
        });
    });
    (move || {
        let under_way = desk.notebooks().into_iter().find_map(|(id, fields)| {
            let one = Interview::of_draft(id, &fields);
            let here = one.unit() == Some(unit);
            here.then(|| (id, one.started().unwrap_or_default().to_owned()))
        });
        match under_way {
            Some((id, started)) => go_on(id, &started),
            None => begin(start),
        }
    })
    .into_any()
}

fn begin(start: Callback<()>) -> AnyView {
    let t = TodayTexts::now();
    view! {
        <button class="button primary" data-action="notebook" on:click=move |_| start.run(())>
            <Icon name="interview"/>{t.start_notebook}
        </button>
    }
    .into_any()
}

fn go_on(id: RecordId, started: &str) -> AnyView {
    let t = TodayTexts::now();
    view! {
        <p class="row-sub">{fill(t.begun_at, &[&day_and_time(started, language())])}</p>
        <A href=format!("/interview/{id}") attr:class="button primary">
            <Icon name="pen"/>{t.continue_notebook}
        </A>
    }
    .into_any()
}

/// Whoever holds the talk is there.
fn me(desk: Desk) -> Vec<(String, serde_json::Value)> {
    let lang = language();
    let me = untrack(|| {
        desk.with_person(|_, me| PresentAs {
            name: Person::name(me, lang).to_owned(),
            role: "staff".to_owned(),
            resident: Some(me.id),
        })
    });
    me.iter().map(|me| present_field("01", Some(me))).collect()
}
