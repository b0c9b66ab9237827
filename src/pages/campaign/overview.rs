//! One campaign: its steps, its plan, how far it is, its sample, its rounds, its end.

use ledger::RecordId;
use leptos::prelude::*;
use leptos_router::components::A;
use needs::{
    Act, Assignments, Campaign, Members, Person, Plan, Stage, Unit, assignment, campaign::Figures,
    sample,
};

use super::{
    facts, may_plan,
    reserve::ReserveUnits,
    signing::Steps,
    words::{occasion_text, period_text, stage_chip},
};
use crate::{
    components::{
        back::BackTo,
        icon::Icon,
        moment::day_and_time,
        notice::{Kind, notice},
        row::Row,
    },
    desk::Desk,
    locales::{CampaignTexts, fill, language},
    pages::{
        about_readable,
        today::{building_name, unit_line},
    },
};

/// The screen.
#[component]
pub fn CampaignPage() -> impl IntoView {
    about_readable(
        "campaign",
        |state, id| Campaign::find(state, id).is_some(),
        |desk, _| desk.may(Act::ReadAll),
        |campaign| view! { <Overview campaign/> }.into_any(),
    )
}

/// What is asked of a campaign that is there.
fn with<T>(
    desk: Desk,
    campaign: RecordId,
    ask: impl FnOnce(&ledger::State, Campaign<'_>) -> T,
) -> Option<T> {
    desk.read(|state| Campaign::find(state, campaign).map(|found| ask(state, found)))
}

#[component]
fn Overview(campaign: RecordId) -> impl IntoView {
    let t = CampaignTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let head = move || {
        with(desk, campaign, |_, found| {
            let (state, word) = stage_chip(found.stage());
            let sub = format!(
                "{} · {}",
                occasion_text(found.occasion()),
                period_text(found)
            );
            view! {
                <div class="page-head">
                    <h1>{found.name(lang).to_owned()}</h1>
                    <p class="with-chip">{sub}<span class="chip" data-state=state data-stage>{word}</span></p>
                </div>
            }
        })
    };
    let copy = move || {
        may_plan(desk).then(|| {
            view! {
                <p class="button-row">
                    <A href=format!("/campaign/new?like={campaign}") attr:class="button">
                        <Icon name="copy"/>{t.copy}
                    </A>
                </p>
            }
        })
    };
    view! {
        <main class="page stack" id="content">
            <BackTo href="/campaigns" title=t.title/>
            {head}
            <Steps campaign/>
            <Numbers campaign/>
            <Planned campaign/>
            <Drawn campaign/>
            <ReserveUnits campaign/>
            <Rounds campaign/>
            <Late campaign/>
            {copy}
        </main>
    }
}

/// How far it is; of a closed one the figures that were signed.
#[component]
fn Numbers(campaign: RecordId) -> impl IntoView {
    let t = CampaignTexts::now();
    let desk = expect_context::<Desk>();
    let figures = Memo::new(move |_| {
        with(desk, campaign, |state, found| {
            (
                found.stage(),
                found.final_figures(),
                Figures::of(state, found),
            )
        })
    });
    move || {
        let (stage, signed, now) = figures.get()?;
        let shown = signed.unwrap_or(now);
        let reached = |count: usize, wanted: usize| fill(t.of_target, &[&count, &wanted]);
        let rows = vec![
            (t.units_frame, shown.frame.to_string()),
            (t.units_asked, shown.asked.to_string()),
            (t.surveys, reached(shown.surveys, shown.survey_target)),
            (
                t.interviews,
                reached(shown.interviews, shown.interview_target),
            ),
        ];
        let other = signed.is_some_and(|signed| signed != now);
        let title = if stage == Stage::Closed {
            t.final_figures
        } else {
            t.so_far
        };
        Some(view! {
            <section class="stack" data-figures>
                <h2>{title}</h2>
                {facts::list(rows)}
                {other.then(|| {
                    let text = fill(t.arrived_since, &[&now.surveys, &now.interviews]);
                    notice(Kind::Info, text, None)
                })}
            </section>
        })
    }
}

/// What was decided.
#[component]
fn Planned(campaign: RecordId) -> impl IntoView {
    let t = CampaignTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    move || {
        with(desk, campaign, |state, found| {
            let plan = Plan::of(state, found);
            let population = found.frame().population(state).len();
            let facts = facts::of_plan(state, &plan, population, lang);
            let edit = (found.stage() == Stage::Draft && may_plan(desk)).then(|| {
                view! {
                    <p class="button-row">
                        <A href=format!("/campaign/{campaign}/plan") attr:class="button">
                            <Icon name="edit"/>{t.edit_plan}
                        </A>
                    </p>
                }
            });
            view! {
                <section class="stack">
                    <h2>{t.plan}</h2>
                    {facts::list(facts)}
                    {edit}
                </section>
            }
        })
    }
}

/// The drawn list: where it came from, and the way to make sure of it.
#[component]
fn Drawn(campaign: RecordId) -> impl IntoView {
    let t = CampaignTexts::now();
    let desk = expect_context::<Desk>();
    let checked = RwSignal::new(None::<sample::Check>);
    let is_drawn = Memo::new(move |_| {
        let drawn = with(desk, campaign, |_, found| found.sample().is_some());
        drawn.unwrap_or(false)
    });
    let check = move |_| {
        let found = desk.peek(|ledger| {
            let found = Campaign::find(ledger.state(), campaign)?;
            sample::check(ledger.state(), found)
        });
        checked.set(found);
    };
    let result = move || {
        checked.get().map(|check| match check {
            sample::Check::Same {
                units,
                reserve,
                frame,
            } => {
                let text = fill(t.drawn_same, &[&frame, &units, &reserve]);
                notice(Kind::Good, text, None)
            }
            sample::Check::Differs { units } => {
                notice(Kind::Warning, fill(t.drawn_differs, &[&units]), None)
            }
        })
    };
    view! {
        <Show when=move || is_drawn.get()>
            <section class="stack">
                <h2>{t.sample}</h2>
                {result}
                <p class="button-row">
                    <button class="button" data-draw-again on:click=check>
                        <Icon name="sync"/>{t.draw_again}
                    </button>
                </p>
            </section>
        </Show>
    }
}

/// Who walks, and what was handed over.
#[component]
fn Rounds(campaign: RecordId) -> impl IntoView {
    let t = CampaignTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let line = move || {
        desk.read(|state| {
            let given = Assignments::of(state, campaign);
            let mut people: Vec<RecordId> = given.buildings.values().copied().collect();
            people.extend(given.units.values());
            people.sort_unstable();
            people.dedup();
            if people.is_empty() {
                return t.rounds_none.to_owned();
            }
            let members = Members::of(state, Campaign::find(state, campaign));
            let units = Unit::all(state).filter(|unit| members.has(*unit));
            let units = units.filter(|unit| given.person(*unit).is_some());
            fill(t.rounds_line, &[&people.len(), &units.count()])
        })
    };
    let handed = move || {
        desk.read(|state| {
            let name = |id: RecordId| {
                let person = Person::find(state, id);
                person.map_or("", |person| person.name(lang)).to_owned()
            };
            let all = assignment::handovers(state, campaign).into_iter();
            let rows: Vec<AnyView> = all
                .take(SHOWN)
                .map(|one| {
                    let unit = one.unit.and_then(|unit| Unit::find(state, unit));
                    let what = match unit {
                        Some(unit) => unit_line(state, unit, lang),
                        None => one
                            .building
                            .map(|building| building_name(state, building, lang))
                            .unwrap_or_default(),
                    };
                    let to = one.to.map_or_else(|| t.nobody.to_owned(), name);
                    let title = fill(t.handover_line, &[&what, &name(one.from), &to]);
                    let when = day_and_time(one.wall, lang);
                    let sub = fill(t.signed, &[&name(one.actor), &when]);
                    view! {
                        <li class="row">
                            <span class="row-main">
                                <span class="row-title">{title}</span>
                                <span class="row-sub">{sub}</span>
                            </span>
                        </li>
                    }
                    .into_any()
                })
                .collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <details>
                        <summary>{t.handovers}</summary>
                        <ul class="row-list">{rows}</ul>
                    </details>
                }
            })
        })
    };
    view! {
        <section class="stack">
            <h2>{t.rounds}</h2>
            <p>{line}</p>
            <p class="button-row">
                <A href=format!("/campaign/{campaign}/rounds") attr:class="button">
                    <Icon name="walk"/>{t.rounds_open}
                </A>
            </p>
            {handed}
        </section>
    }
}

/// How many rows of what is rarely looked at.
const SHOWN: usize = 100;

/// What was written after the closing.
#[component]
fn Late(campaign: RecordId) -> impl IntoView {
    let t = CampaignTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    move || {
        with(desk, campaign, |state, found| {
            let late = found.after_closing(state);
            let count = late.len();
            let rows = late.into_iter().take(SHOWN).map(|(kind, id, touch)| {
                let response = kind == needs::Response::KIND;
                let person = Person::find(state, touch.actor);
                let person = person.map_or("", |person| person.name(lang));
                let row = Row {
                    title: if response {
                        t.late_response
                    } else {
                        t.late_visit
                    }
                    .to_owned(),
                    sub: fill(t.signed, &[&person, &day_and_time(&touch.wall, lang)]),
                    ..Row::default()
                };
                row.link(format!("/history/{kind}/{id}"))
            });
            let rows: Vec<AnyView> = rows.collect();
            (count > 0).then(|| {
                view! {
                    <section class="stack" data-late>
                        <h2>{t.late}</h2>
                        <p>{fill(t.late_line, &[&count])}</p>
                        <ul class="row-list">{rows}</ul>
                    </section>
                }
            })
        })
    }
}
