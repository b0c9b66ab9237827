//! The planner: a campaign step by step, from when it is to who walks which round.

mod controls;
mod keep;
mod left;
mod steps;
mod whom;

use ledger::{Fields, RecordId};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{
    components::A,
    hooks::{use_location, use_params_map},
};
use needs::{Campaign, Plan, Role, Stage};

use super::may_plan;
use crate::{
    components::{icon::Icon, notice::error_notice},
    desk::{Desk, LeftPlan, PlanOf},
    locales::{CampaignTexts, PlanTexts, ShellTexts, fill},
    pages::Missing,
    platform::{clock, random},
};

/// A part of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    When,
    Forms,
    Frame,
    Sample,
    Rounds,
    Check,
}

impl Step {
    const ALL: [Self; 6] = [
        Self::When,
        Self::Forms,
        Self::Frame,
        Self::Sample,
        Self::Rounds,
        Self::Check,
    ];

    fn number(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).unwrap_or(0)
    }

    fn title(self) -> &'static str {
        let t = PlanTexts::now();
        match self {
            Self::When => t.when,
            Self::Forms => t.forms,
            Self::Frame => t.frame,
            Self::Sample => t.sample,
            Self::Rounds => t.rounds,
            Self::Check => t.check,
        }
    }

    /// What is still missing in this step, in words.
    fn missing(self, plan: &Plan, population: usize) -> Option<&'static str> {
        let t = PlanTexts::now();
        match self {
            Self::When if plan.names.iter().all(|name| name.trim().is_empty()) => {
                Some(t.name_missing)
            }
            Self::When if plan.ends < plan.starts => Some(t.days_wrong),
            Self::Forms if plan.forms.is_empty() => Some(t.forms_missing),
            Self::Frame if population == 0 => Some(t.frame_empty),
            _ => None,
        }
    }
}

/// The plan under way. A handle: copies are the same.
#[derive(Clone, Copy)]
struct Planner {
    desk: Desk,
    /// What is planned.
    of: PlanOf,
    /// The draft that is changed; `None` for a new campaign.
    campaign: Option<RecordId>,
    /// What the plan began with, as fields.
    base: StoredValue<Fields>,
    plan: RwSignal<Plan>,
    people: RwSignal<Vec<RecordId>>,
    /// How many percent are expected to answer.
    response: RwSignal<u32>,
    step: RwSignal<Step>,
    error: RwSignal<Option<String>>,
    /// Units of the frame, and of the estate.
    population: Memo<(usize, usize)>,
    /// Whether it goes on from where somebody left it.
    resumed: RwSignal<bool>,
    /// How far keeping it is.
    keeping: StoredValue<left::Keeping, LocalStorage>,
}

/// How many answer of those who are asked, until somebody says otherwise: what door-to-door surveys
/// of an estate's own office reach.
const RESPONSE: u32 = 60;

impl Planner {
    fn new(desk: Desk, of: PlanOf, plan: Plan, left: Option<LeftPlan>) -> Self {
        let campaign = match of {
            PlanOf::Campaign(id) => Some(id),
            PlanOf::New | PlanOf::Like(_) => None,
        };
        let base = StoredValue::new(plan.noted());
        let resumed = RwSignal::new(left.is_some());
        let plan = match &left {
            Some(left) => plan.resumed(&left.base, &left.plan),
            None => plan,
        };
        let plan = RwSignal::new(plan);
        let frame = Memo::new(move |_| plan.with(|plan| plan.frame.clone()));
        let population = Memo::new(move |_| {
            desk.read(|state| {
                let all = needs::Unit::all(state).count();
                (frame.with(|frame| frame.population(state).len()), all)
            })
        });
        let people = if campaign.is_some() {
            Vec::new()
        } else {
            desk.peek(|ledger| {
                let people = needs::Person::all(ledger.state()).into_iter();
                let people = people.filter(|person| person.role() == Role::Assistant);
                people.map(|person| person.id).collect::<Vec<_>>()
            })
        };
        let step = left.as_ref().and_then(|left| Step::ALL.get(left.step));
        let response = left.as_ref().map_or(RESPONSE, |left| left.response);
        Self {
            desk,
            of,
            campaign,
            base,
            plan,
            people: RwSignal::new(left.map_or(people, |left| left.people)),
            response: RwSignal::new(response),
            step: RwSignal::new(step.copied().unwrap_or(Step::When)),
            error: RwSignal::new(None),
            population,
            resumed,
            keeping: StoredValue::new_local(left::Keeping::default()),
        }
    }

    /// Goes to a step, unless one before it lacks something; then there.
    fn go(self, to: Step) {
        let population = self.population.get_untracked().0;
        let lacking = self.plan.with_untracked(|plan| {
            let mut before = Step::ALL.into_iter().take(to.number());
            before.find_map(|step| Some((step, step.missing(plan, population)?)))
        });
        let (step, why) = lacking.unzip();
        self.step.set(step.unwrap_or(to));
        self.error.set(why.map(str::to_owned));
    }

    fn by(self, steps: isize) {
        let at = self.step.get_untracked().number().checked_add_signed(steps);
        if let Some(step) = at.and_then(|at| Step::ALL.get(at)) {
            self.go(*step);
        }
    }
}

/// A seed that is short enough to be read out.
fn new_seed() -> u64 {
    random::seed() % 1_000_000_000
}

/// The screen: a new plan, one like another campaign's (`?like=`), or a draft that is changed.
#[component]
pub fn PlannerPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let params = use_params_map();
    let query = use_location().query;
    let id = move |map: &leptos_router::params::ParamsMap, name: &str| {
        map.get(name).and_then(|id| id.parse::<RecordId>().ok())
    };
    let asked = Memo::new(move |_| {
        let edited = params.with(|map| id(map, "campaign")).map(PlanOf::Campaign);
        let like = || query.with(|map| id(map, "like")).map(PlanOf::Like);
        edited.or_else(like).unwrap_or(PlanOf::New)
    });
    let may = Memo::new(move |_| may_plan(desk));
    // What is asked for, once it is known whether somebody left it half done.
    let ready = RwSignal::new(None::<(PlanOf, Option<LeftPlan>)>);
    let read = move |of: PlanOf| {
        ready.set(None);
        spawn_local(async move {
            let left = desk.left_plan(of).await;
            let _ = ready.try_set(Some((of, left)));
        });
    };
    Effect::new(move |_| read(asked.get()));
    move || {
        if !may.get() {
            return view! { <Missing text=ShellTexts::now().not_yours/> }.into_any();
        }
        let Some((of, left)) = ready.get() else {
            return ().into_any();
        };
        match begun(desk, of) {
            Some(plan) => {
                let planner = Planner::new(desk, of, plan, left);
                planner.keep_what_changes();
                show(planner, Callback::new(read))
            }
            None => view! { <Missing text=PlanTexts::now().not_draft/> }.into_any(),
        }
    }
}

/// The plan to begin with; `None` where the campaign is no longer a draft.
fn begun(desk: Desk, of: PlanOf) -> Option<Plan> {
    let today = clock::now().date_naive();
    desk.peek(|ledger| {
        let state = ledger.state();
        match of {
            PlanOf::Campaign(edited) => {
                let draft = Campaign::find(state, edited);
                let draft = draft.filter(|one| one.stage() == Stage::Draft)?;
                Some(Plan::of(state, draft))
            }
            PlanOf::Like(like) => Some(match Campaign::find(state, like) {
                Some(like) => Plan::like(state, like, today, new_seed()),
                None => Plan::new(state, today),
            }),
            PlanOf::New => Some(Plan::new(state, today)),
        }
    })
}

fn show(planner: Planner, anew: Callback<PlanOf>) -> AnyView {
    let t = PlanTexts::now();
    let title = if planner.campaign.is_some() {
        t.title_edit
    } else {
        t.title_new
    };
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |before: Option<Step>| {
        let step = planner.step.get();
        // Whoever goes on reads on there.
        if before.is_some_and(|before| before != step)
            && let Some(heading) = heading.get()
        {
            let _ = heading.focus();
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
        step
    });
    let back = planner
        .campaign
        .map_or("/campaigns".to_owned(), |id| format!("/campaign/{id}"));
    let part = move || {
        let step = planner.step.get();
        // What is half typed stays while entries come in.
        untrack(move || match step {
            Step::When => steps::when(planner),
            Step::Forms => steps::forms(planner),
            Step::Frame => whom::frame(planner),
            Step::Sample => whom::sample(planner),
            Step::Rounds => steps::rounds(planner),
            Step::Check => keep::check(planner),
        })
    };
    let step = planner.step;
    let is = move |which: Step| step.get() == which;
    view! {
        <main class="page stack" id="content">
            <A href=back attr:class="button quiet back">
                <Icon name="back"/>{CampaignTexts::now().title}
            </A>
            <div class="page-head"><h1>{title}</h1></div>
            {move || planner.resumed.get().then(|| left::notice_of(planner, anew))}
            <ol class="plan-steps">
                {Step::ALL.map(|one| view! {
                    <li>
                        <button
                            class="plan-step"
                            data-step=one.number()
                            aria-current=move || is(one).then_some("step")
                            data-past=move || (one.number() < step.get().number()).then_some("true")
                            on:click=move |_| planner.go(one)
                        >
                            <span class="plan-number">{one.number() + 1}</span>
                            <span class="plan-title">{one.title()}</span>
                        </button>
                    </li>
                }).collect_view()}
            </ol>
            <section class="card stack plan-part">
                <p class="hint">
                    {move || fill(t.step_of, &[&(step.get().number() + 1), &Step::ALL.len()])}
                </p>
                <h2 tabindex="-1" node_ref=heading>{move || step.get().title()}</h2>
                {error_notice(planner.error)}
                {part}
            </section>
            {way(planner)}
        </main>
    }
    .into_any()
}

/// On to the next step, and back.
fn way(planner: Planner) -> AnyView {
    let t = PlanTexts::now();
    let is = move |which: Step| planner.step.get() == which;
    view! {
            <p class="button-row plan-way">
                <Show when=move || !is(Step::When)>
                    <button class="button" on:click=move |_| planner.by(-1)>{t.previous}</button>
                </Show>
                <Show when=move || !is(Step::Check)>
                    <button class="button primary" data-next on:click=move |_| planner.by(1)>
                        {t.next}
                    </button>
                </Show>
            </p>
    }
    .into_any()
}
