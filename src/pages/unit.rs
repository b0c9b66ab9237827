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
    let collects = Memo::new(move |_| desk.may(Act::Collect));
    let offers = Memo::new(move |_| offers(desk, unit));
    let forms = move || {
        if !collects.get() {
            return view! { <p class="empty">{t.read_only}</p> }.into_any();
        }
        let Some((campaign, offers)) = offers.get() else {
            return view! { <p class="empty">{t.no_forms}</p> }.into_any();
        };
        let cards = offers.into_iter();
        let cards = cards.map(|offer| form_card(offer, (unit, campaign), (who, failed)));
        cards.collect_view().into_any()
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

/// A questionnaire that can be filled in here.
#[derive(Clone, PartialEq)]
struct Offer {
    form: RecordId,
    purpose: Purpose,
    number: String,
    version: String,
    title: String,
    /// What was begun: its id, when, and how many questions are answered of how many.
    begun: Option<(RecordId, String, (usize, usize))>,
}

/// The questionnaires of the campaign, where there is one.
fn offers(desk: Desk, unit: RecordId) -> Option<(RecordId, Vec<Offer>)> {
    let drafts = desk.drafts();
    desk.read(|state| {
        let campaign = Campaign::current(state, clock::now().date_naive())?;
        let offer = |form: Questionnaire<'_>| {
            let mut drafts = drafts.iter();
            let begun = drafts.find(|draft| draft.unit == unit && draft.form == form.id);
            Offer {
                form: form.id,
                purpose: form.purpose(),
                number: form.number().to_owned(),
                version: form.version().to_owned(),
                title: form.title(language()).to_owned(),
                begun: begun.map(|draft| (draft.id, draft.started.clone(), draft.progress)),
            }
        };
        let forms = campaign.questionnaires(state).into_iter();
        Some((campaign.id, forms.map(offer).collect()))
    })
}

/// A questionnaire with the button that starts it, or goes on with it.
fn form_card(
    offer: Offer,
    (unit, campaign): (RecordId, RecordId),
    (met, failed): (met::Met, RwSignal<Option<String>>),
) -> impl IntoView {
    let t = TodayTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let navigate = use_navigate();
    let form_id = offer.form;
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
    let notebook = (offer.purpose == Purpose::Interview).then(|| {
        let talk = Talk {
            unit,
            campaign,
            form: form_id,
        };
        view! { <Notebook talk met label=t.start_notebook failed/> }
    });
    // In the notebook one writes as the talk goes; the form is there for those who prefer it.
    let class = if notebook.is_some() {
        "button"
    } else {
        "button primary"
    };
    let (label, icon) = match offer.purpose {
        Purpose::Survey => (t.start_survey, "survey"),
        Purpose::Interview => (t.start_interview, "interview"),
    };
    let begun = offer.begun.as_ref().map(|(_, started, (answered, total))| {
        view! {
            <p class="row-sub">
                {fill(t.begun_at, &[&day_and_time(started, lang)])} " · "
                {fill(t.answered_of, &[answered, total])}
            </p>
        }
    });
    let version = fill(t.version, &[&offer.number, &offer.version]);
    let action = match offer.begun {
        Some((draft, ..)) => view! {
            <A href=format!("/survey/{draft}") attr:class=class>
                <Icon name="pen"/>{t.continue_draft}
            </A>
        }
        .into_any(),
        None => view! {
            <button class=class data-start=offer.number on:click=start>
                <Icon name=icon/>{label}
            </button>
        }
        .into_any(),
    };
    view! {
        <section class="card stack">
            <h2>{offer.title}</h2>
            <p class="row-sub">{version}</p>
            {begun}
            <div class="button-row">{notebook} {action}</div>
        </section>
    }
}
