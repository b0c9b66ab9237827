//! The last step: what was planned at a glance, a signature, and keeping it.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use needs::{Lang, Person};

use super::Planner;
use crate::{
    components::store_error::write_error_text,
    locales::{CampaignTexts, PlanTexts, fill, language},
    pages::campaign::{facts, words::occasion_text},
    platform::{clock, random},
};

pub fn check(planner: Planner) -> AnyView {
    let t = PlanTexts::now();
    let c = CampaignTexts::now();
    let name = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let navigate = use_navigate();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let name = name.get_untracked().trim().to_owned();
        if name.is_empty() && planner.campaign.is_none() {
            return planner.error.set(Some(c.name_missing.to_owned()));
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let kept = keep(planner, &name).await;
            let _ = busy.try_set(false);
            if kept.is_ok() {
                planner.forget().await;
            }
            match kept {
                Ok(id) => navigate(&format!("/campaign/{id}"), NavigateOptions::default()),
                Err(why) => drop(planner.error.try_set(Some(why))),
            }
        });
    };
    view! {
        {move || summary(planner)}
        <form class="stack" on:submit=submit>
            {planner.campaign.is_none().then(|| view! {
                <p class="hint">{t.sign_hint}</p>
                <label class="field">
                    <span>{c.your_name}</span>
                    <input
                        type="text"
                        name="signature"
                        autocomplete="name"
                        prop:value=name
                        on:input=move |event| name.set(event_target_value(&event))
                    />
                </label>
            })}
            <p class="button-row">
                <button
                    class="button primary"
                    type="submit"
                    data-keep
                    aria-busy=move || busy.get().then_some("true")
                >
                    {move || if busy.get() { t.saving } else { t.save }}
                </button>
            </p>
        </form>
    }
    .into_any()
}

/// What was planned at a glance.
fn summary(planner: Planner) -> AnyView {
    let t = PlanTexts::now();
    let c = CampaignTexts::now();
    let lang = language();
    let at = Lang::ALL.iter().position(|one| *one == lang).unwrap_or(0);
    let plan = planner.plan.get();
    let (population, _) = planner.population.get();
    let people = planner.people.get();
    planner.desk.read(|state| {
        let walking = people.iter().filter_map(|id| Person::find(state, *id));
        let walking: Vec<&str> = walking.map(|person| person.name(lang)).collect();
        let walking = if !walking.is_empty() {
            walking.join(" · ")
        } else if planner.campaign.is_some() {
            t.people_keep.to_owned()
        } else {
            t.people_none.to_owned()
        };
        let mut facts = vec![
            (t.name, plan.names[at].clone()),
            (t.occasion, occasion_text(plan.occasion).to_owned()),
            (t.period, fill(c.period, &[&plan.starts, &plan.ends])),
        ];
        facts.extend(facts::of_plan(state, &plan, population, lang));
        facts.push((t.rounds, walking));
        facts::list(facts)
    })
}

async fn keep(planner: Planner, name: &str) -> Result<ledger::RecordId, String> {
    let desk = planner.desk;
    let id = planner.campaign.unwrap_or_else(random::record_id);
    let Some(by) = desk.actor() else {
        return Err(String::new());
    };
    let plan = planner.plan.get_untracked();
    let people = planner.people.get_untracked();
    let now = clock::now();
    let changes = desk.peek(|ledger| plan.keep(ledger.state(), id, (by, name), now, &people));
    if changes.is_empty() {
        return Ok(id);
    }
    let written = desk.record_all(changes).await;
    written.map(|()| id).map_err(|why| write_error_text(&why))
}
