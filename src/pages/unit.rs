//! A unit: what can be done at this door, and what has been.

mod appointment;
mod attempts;
mod before;
mod consents;
mod finished;
pub mod interview;
mod met;
mod paper;
mod refusal;
mod resident_form;
mod residents;
mod tries;

use ledger::{Change, RecordId};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{components::A, hooks::use_navigate};
use needs::{Act, Campaign, Purpose, Questionnaire, Tenure, Unit};

use self::interview::{Notebook, Talk};
use crate::{
    components::{
        back::BackTo,
        icon::Icon,
        moment::day_and_time,
        notice::error_notice,
        store_error::{store_error_text, write_error_text},
    },
    desk::Desk,
    draft::Draft,
    locales::{TodayTexts, TrailTexts, fill, language},
    pages::{about, today::unit_line},
    platform::clock,
};

/// The screen.
#[component]
pub fn UnitPage() -> impl IntoView {
    about(
        "unit",
        |state, id| Unit::find(state, id).is_some(),
        |unit| view! { <Door unit/> }.into_any(),
    )
}

#[component]
fn Door(unit: RecordId) -> impl IntoView {
    let t = TodayTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let failed = RwSignal::new(None::<String>);
    let who: met::Met = RwSignal::new(None);
    let write = Callback::new(move |change: Change| {
        spawn_local(async move {
            let result = desk.record(change).await;
            let _ = failed.try_set(result.err().map(|error| write_error_text(&error)));
        });
    });
    let head = move || {
        desk.read(|state| {
            let unit = Unit::find(state, unit)?;
            let tenure = match unit.tenure() {
                Some(Tenure::Owner) => format!(" · {}", t.owner),
                Some(Tenure::Tenant) => format!(" · {}", t.tenant),
                None => String::new(),
            };
            let sub = fill(t.floor, &[&unit.floor()]) + &tenure;
            Some(view! {
                <div class="page-head"><h1>{unit_line(state, unit, lang)}</h1><p>{sub}</p></div>
            })
        })
    };
    let forms = move || {
        if !desk.may(Act::Collect) {
            return view! { <p class="empty">{t.read_only}</p> }.into_any();
        }
        let drafts = desk.drafts();
        desk.read(|state| {
            let Some(campaign) = Campaign::current(state, clock::now().date_naive()) else {
                return view! { <p class="empty">{t.no_forms}</p> }.into_any();
            };
            let forms = campaign.questionnaires(state);
            forms
                .into_iter()
                .map(|form| {
                    let draft = drafts
                        .iter()
                        .find(|draft| draft.unit == unit && draft.form == form.id);
                    form_card(form, draft, (unit, campaign.id), (who, failed))
                })
                .collect_view()
                .into_any()
        })
    };
    view! {
        <main class="page stack" id="content">
            <BackTo href="/" title=t.back_to_round/>
            {head}
            {error_notice(failed)}
            <before::Before unit write/>
            <met::WhoWasMet unit met=who/>
            {forms}
            <attempts::Attempts unit met=who/>
            <residents::Residents unit/>
            <consents::Consents unit write/>
            <finished::Finished unit/>
            <p class="button-row">
                <A href=format!("/history/{}/{unit}", Unit::KIND) attr:class="button quiet">
                    <Icon name="list"/>{TrailTexts::now().history}
                </A>
            </p>
        </main>
    }
}

/// A questionnaire with the button that starts it, or goes on with it.
fn form_card(
    form: Questionnaire<'_>,
    draft: Option<&Draft>,
    (unit, campaign): (RecordId, RecordId),
    (met, failed): (met::Met, RwSignal<Option<String>>),
) -> impl IntoView + use<> {
    let t = TodayTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let navigate = use_navigate();
    let form_id = form.id;
    let start = move |_| {
        let navigate = navigate.clone();
        spawn_local(async move {
            match desk
                .begin_draft(form_id, (unit, met.get_untracked()), Some(campaign))
                .await
            {
                Ok(draft) => navigate(
                    &format!("/survey/{draft}"),
                    leptos_router::NavigateOptions::default(),
                ),
                Err(error) => failed.set(Some(store_error_text(&error))),
            }
        });
    };
    let notebook = (form.purpose() == Purpose::Interview).then(|| {
        let form = form.id;
        let talk = Talk {
            unit,
            campaign,
            form,
        };
        view! { <Notebook talk met label=t.start_notebook failed/> }
    });
    // In the notebook one writes as the talk goes; the form is there for those who prefer it.
    let class = if notebook.is_some() {
        "button"
    } else {
        "button primary"
    };
    let (label, icon) = match form.purpose() {
        Purpose::Survey => (t.start_survey, "survey"),
        Purpose::Interview => (t.start_interview, "interview"),
    };
    let begun = draft.map(|draft| {
        let (answered, total) = draft.progress;
        view! {
            <p class="row-sub">
                {fill(t.begun_at, &[&day_and_time(&draft.started, lang)])} " · "
                {fill(t.answered_of, &[&answered, &total])}
            </p>
        }
    });
    let action = match draft {
        Some(draft) => view! {
            <A href=format!("/survey/{}", draft.id) attr:class=class>
                <Icon name="pen"/>{t.continue_draft}
            </A>
        }
        .into_any(),
        None => view! {
            <button class=class data-start=form.number().to_owned() on:click=start>
                <Icon name=icon/>{label}
            </button>
        }
        .into_any(),
    };
    view! {
        <section class="card stack">
            <h2>{form.title(lang).to_owned()}</h2>
            <p class="row-sub">{fill(t.version, &[&form.number(), &form.version()])}</p>
            {begun}
            <div class="button-row">{notebook} {action}</div>
        </section>
    }
}
