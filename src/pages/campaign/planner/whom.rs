//! The steps that say who counts, and who of these is asked.

use leptos::prelude::*;
use needs::{
    Building, Tenure, Usage,
    sample::{Design, Method, enough, error},
    target,
};

use super::{
    Planner,
    controls::{number, tick, turn},
    new_seed,
};
use crate::{
    components::choice_row::ChoiceRow,
    locales::{PlanTexts, fill, language},
    pages::campaign::words::{method_text, usage_text},
};

pub fn frame(planner: Planner) -> AnyView {
    let t = PlanTexts::now();
    let plan = planner.plan;
    let frame = Memo::new(move |_| plan.with(|plan| plan.frame.clone()));
    let tenures = vec![
        (None, t.all.to_owned()),
        (Some(Tenure::Owner), t.owners.to_owned()),
        (Some(Tenure::Tenant), t.tenants.to_owned()),
    ];
    let tenure = Memo::new(move |_| frame.with(|frame| frame.tenure));
    let choose_tenure = Callback::new(move |one| plan.update(|plan| plan.frame.tenure = one));
    let keys = vec![
        (None, t.all.to_owned()),
        (Some(true), t.keys_only.to_owned()),
        (Some(false), t.keys_without.to_owned()),
    ];
    let key = Memo::new(move |_| frame.with(|frame| frame.key_customers));
    let choose_key = Callback::new(move |one| plan.update(|plan| plan.frame.key_customers = one));
    let usages = Usage::ALL.map(|usage| {
        tick(
            usage_text(usage).to_owned(),
            String::new(),
            move || frame.with(|frame| frame.usage.is_empty() || frame.usage.contains(&usage)),
            move |on| {
                plan.update(|plan| {
                    let chosen = &mut plan.frame.usage;
                    if chosen.is_empty() {
                        *chosen = Usage::ALL.to_vec();
                    }
                    turn(chosen, usage, on);
                });
            },
        )
    });
    let counted = move || {
        let (frame, all) = planner.population.get();
        fill(t.counted, &[&frame, &all])
    };
    view! {
        <p class="plan-count" role="status">{counted}</p>
        <fieldset class="plan-choices plan-beside"><legend>{t.usage}</legend>{usages}</fieldset>
        <ChoiceRow name="tenure" legend=t.tenure options=tenures taken=tenure choose=choose_tenure/>
        <ChoiceRow name="keys" legend=t.keys options=keys taken=key choose=choose_key/>
        <div class="field-pair">
            {floor(planner, t.lowest, "lowest", |frame| &mut frame.lowest)}
            {floor(planner, t.highest, "highest", |frame| &mut frame.highest)}
        </div>
        {buildings(planner)}
    }
    .into_any()
}

/// A floor that may be left open.
fn floor(
    planner: Planner,
    label: &'static str,
    name: &'static str,
    of: fn(&mut needs::Frame) -> &mut Option<i64>,
) -> AnyView {
    let plan = planner.plan;
    let read = move || {
        let mut copy = plan.with(|plan| plan.frame.clone());
        of(&mut copy)
            .map(|floor| floor.to_string())
            .unwrap_or_default()
    };
    let write = move |event| {
        let floor = event_target_value(&event).trim().parse().ok();
        plan.update(|plan| *of(&mut plan.frame) = floor);
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <input type="number" inputmode="numeric" name=name prop:value=read on:change=write/>
        </label>
    }
    .into_any()
}

fn buildings(planner: Planner) -> AnyView {
    let t = PlanTexts::now();
    let plan = planner.plan;
    let lang = language();
    let all: Vec<(ledger::RecordId, String)> = planner.desk.read(|state| {
        let all = Building::all(state).into_iter();
        all.map(|one| (one.id, one.name(lang).to_owned())).collect()
    });
    let count = all.len();
    let ids: Vec<_> = all.iter().map(|(id, _)| *id).collect();
    let summary = move || {
        let chosen = plan.with(|plan| plan.frame.buildings.len());
        if chosen == 0 {
            fill(t.buildings_all, &[&count])
        } else {
            fill(t.buildings_some, &[&chosen, &count])
        }
    };
    let ids = StoredValue::new(ids);
    let rows = all.into_iter().map(|(id, name)| {
        tick(
            name,
            String::new(),
            move || {
                plan.with(|plan| {
                    plan.frame.buildings.is_empty() || plan.frame.buildings.contains(&id)
                })
            },
            move |on| {
                plan.update(|plan| {
                    let chosen = &mut plan.frame.buildings;
                    if chosen.is_empty() {
                        *chosen = ids.get_value();
                    }
                    turn(chosen, id, on);
                    chosen.sort_unstable();
                    // All of them is what an empty list says.
                    if chosen.len() == count {
                        chosen.clear();
                    }
                });
            },
        )
    });
    view! {
        <details class="plan-buildings">
            <summary>{t.buildings} " · " {summary}</summary>
            <div class="plan-choices plan-beside">{rows.collect_view()}</div>
        </details>
    }
    .into_any()
}

pub fn sample(planner: Planner) -> AnyView {
    let t = PlanTexts::now();
    let plan = planner.plan;
    let method = Memo::new(move |_| plan.with(|plan| plan.sample.map(|design| design.method)));
    let choose = move |chosen: Option<Method>| {
        let population = planner.population.get_untracked().0;
        let response = planner.response.get_untracked();
        plan.update(|plan| {
            let size = plan.size_for_targets(population, response);
            let before = plan.sample;
            plan.sample = chosen.map(|method| match before {
                Some(design) => Design { method, ..design },
                None => Design {
                    method,
                    seed: new_seed(),
                    size,
                    reserve: (size / 5).min(population - size),
                    equal: false,
                },
            });
        });
    };
    let row = move |value: Option<Method>, name: &'static str, title: &'static str, hint| {
        view! {
            <label class="choice" data-method=name>
                <input
                    type="radio"
                    name="method"
                    value=name
                    prop:checked=move || method.get() == value
                    on:change=move |_| choose(value)
                />
                <span>{title}<span class="row-sub plan-sub">{hint}</span></span>
            </label>
        }
    };
    let methods = Method::ALL.map(|one| {
        let hint = match one {
            Method::Random => t.random_hint,
            Method::Systematic => t.systematic_hint,
            Method::ByBuilding => t.by_building_hint,
            Method::BySize => t.by_size_hint,
        };
        row(Some(one), one.name(), method_text(one), hint)
    });
    view! {
        <fieldset class="plan-choices">
            <legend>{t.whom}</legend>
            {row(None, "everyone", t.everyone, t.everyone_hint)}
            {methods}
        </fieldset>
        <Show when=move || method.get().is_some()>{numbers(planner)}</Show>
        <Expectation planner/>
    }
    .into_any()
}

/// Size, reserve and seed.
fn numbers(planner: Planner) -> AnyView {
    let t = PlanTexts::now();
    let plan = planner.plan;
    let design = move |read: fn(Design) -> usize| plan.with(|plan| plan.sample.map_or(0, read));
    let change = move |change: &dyn Fn(&mut Design)| {
        plan.update(|plan| {
            if let Some(design) = &mut plan.sample {
                change(design);
            }
        });
    };
    let set_size = move |size: usize| {
        let population = planner.population.get_untracked().0;
        change(&|design| {
            design.size = size.min(population);
            design.reserve = design.reserve.min(population.saturating_sub(design.size));
        });
    };
    let share = move || {
        let (population, size) = (planner.population.get().0, design(|one| one.size));
        let tenths = size * 1000 / population.max(1);
        let share = format!("{}.{}", tenths / 10, tenths % 10);
        fill(t.size_share, &[&share])
    };
    let for_targets = move || {
        let population = planner.population.get().0;
        plan.with(|plan| plan.size_for_targets(population, planner.response.get()))
    };
    let for_error = move || {
        let answers = enough(planner.population.get().0, 5.0);
        let response = planner.response.get().max(1) as usize;
        (answers * 100)
            .div_ceil(response)
            .min(planner.population.get().0)
    };
    let strata = Memo::new(move |_| {
        plan.with(|plan| plan.sample.is_some_and(|design| design.method.has_strata()))
    });
    view! {
        <div class="field-pair">
            {number(t.size, "size", 1..=1_000_000, move || design(|one| one.size), set_size)}
            {number(t.reserve, "reserve", 0..=1_000_000, move || design(|one| one.reserve),
                move |reserve| {
                    let population = planner.population.get_untracked().0;
                    change(&|design| {
                        design.reserve = reserve.min(population.saturating_sub(design.size));
                    });
                })}
        </div>
        <p class="hint">{share} " · " {t.reserve_hint}</p>
        <p class="button-row">
            <button class="button" data-for="targets" on:click=move |_| set_size(for_targets())>
                {move || fill(t.size_for_targets, &[&for_targets()])}
            </button>
            <button class="button" data-for="error" on:click=move |_| set_size(for_error())>
                {move || fill(t.size_for_error, &[&for_error()])}
            </button>
        </p>
        <Show when=move || strata.get()>
            {tick(
                t.equal.to_owned(),
                String::new(),
                move || plan.with(|plan| plan.sample.is_some_and(|design| design.equal)),
                move |on| change(&|design| design.equal = on),
            )}
        </Show>
        {seed(planner)}
    }
    .into_any()
}

/// The seed, and another one.
fn seed(planner: Planner) -> AnyView {
    let t = PlanTexts::now();
    let plan = planner.plan;
    let put = move |seed: u64| {
        plan.update(|plan| {
            if let Some(design) = &mut plan.sample {
                design.seed = seed % (1 << 53);
            }
        });
    };
    let seed = move || plan.with(|plan| plan.sample.map(|one| one.seed.to_string()));
    let type_seed = move |event| {
        if let Ok(seed) = event_target_value(&event).trim().parse::<u64>() {
            put(seed);
        }
    };
    view! {
        <div class="plan-seed">
            <label class="field">
                <span>{t.seed}</span>
                <input
                    type="text"
                    inputmode="numeric"
                    name="seed"
                    prop:value=seed
                    on:change=type_seed
                />
            </label>
            <button class="button" on:click=move |_| put(new_seed())>
                {t.seed_new}
            </button>
        </div>
        <p class="hint">{t.seed_hint}</p>
    }
    .into_any()
}

/// What can be expected of it, against the targets.
#[component]
fn Expectation(planner: Planner) -> impl IntoView {
    let t = PlanTexts::now();
    let plan = planner.plan;
    let response = planner.response;
    let lines = move || {
        let population = planner.population.get().0;
        let (asked, surveys, interviews) = plan.with(|plan| {
            let asked = plan.sample.map_or(population, |design| design.size);
            (asked.min(population), plan.surveys, plan.interviews)
        });
        let expected = asked * response.get() as usize / 100;
        let wanted = target(population, surveys);
        let verdict = if expected >= wanted {
            ("done", t.expect_enough.to_owned())
        } else {
            ("problem", fill(t.expect_short, &[&(wanted - expected)]))
        };
        let error = error(population, expected).map(|error| format!("{error:.1}"));
        view! {
            <p>
                {fill(t.expect_surveys, &[&expected, &wanted])} " "
                <span class="chip" data-state=verdict.0>{verdict.1}</span>
            </p>
            <p>{fill(t.expect_interviews, &[&target(population, interviews)])}</p>
            {error.map(|error| view! { <p>{fill(t.expect_error, &[&error])}</p> })}
        }
    };
    view! {
        <h3>{t.expected}</h3>
        {number(
            t.response,
            "response",
            1..=100,
            move || response.get() as usize,
            move |percent| response.set(u32::try_from(percent).unwrap_or(100)),
        )}
        <div class="plan-expected" role="status">{lines}</div>
    }
}
