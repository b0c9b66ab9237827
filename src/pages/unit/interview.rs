//! An interview at this door: consent first, then the notebook; or gone on with.

use ledger::RecordId;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};
use needs::{
    Interview, Lang, Person, Resident,
    consent::{Scope, Whom, in_force},
    interview::{Opening, PresentAs, consent_field, present_field},
};
use serde_json::Value;

use crate::{
    components::{
        consent::AskConsent, icon::Icon, moment::day_and_time, sheet::Sheet,
        store_error::store_error_text,
    },
    desk::Desk,
    locales::{TodayTexts, fill, language},
    platform::clock,
};

/// An interview that can be begun: where, for what, and with which guide.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Talk {
    /// The unit.
    pub unit: RecordId,
    /// The campaign.
    pub campaign: RecordId,
    /// The questionnaire that gives the guide.
    pub form: RecordId,
}

/// The way into the notebook, or back into it.
#[component]
pub fn Notebook(
    talk: Talk,
    /// Who was met.
    #[prop(into)]
    met: Signal<Option<RecordId>>,
    /// What the button says.
    label: &'static str,
    /// Whether it is the main thing to do here.
    #[prop(default = true)]
    primary: bool,
    failed: RwSignal<Option<String>>,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let navigate = use_navigate();
    let asking = RwSignal::new(false);
    let begin = Callback::new(move |consent: RecordId| {
        let navigate = navigate.clone();
        let opening = Opening {
            unit: Some(talk.unit),
            campaign: Some(talk.campaign),
            form: Some(talk.form),
            started: clock::now().to_rfc3339(),
            ..Opening::default()
        };
        let mut known = people(desk, met.get_untracked());
        known.push(consent_field(Scope::Interview.name(), consent));
        spawn_local(async move {
            match desk.begin_notebook(&opening, known).await {
                Ok(id) => navigate(&format!("/interview/{id}"), NavigateOptions::default()),
                Err(error) => drop(failed.try_set(Some(store_error_text(&error)))),
            }
        });
    });
    let whom = move || Whom {
        unit: Some(talk.unit),
        resident: met.get_untracked(),
    };
    let start = Callback::new(move |()| {
        let campaign = Some(talk.campaign);
        let given = desk.peek(|ledger| {
            in_force(ledger.state(), campaign, whom(), Scope::Interview).map(|given| given.id)
        });
        match given {
            Some(consent) => begin.run(consent),
            None => asking.set(true),
        }
    });
    let decided = Callback::new(move |(consent, given): (RecordId, bool)| {
        asking.set(false);
        if given {
            begin.run(consent);
        }
    });
    let ask = move || {
        let speaks = met
            .get_untracked()
            .and_then(|resident| speaks(desk, resident));
        let campaign = Some(talk.campaign);
        view! { <AskConsent scope=Scope::Interview whom=whom() campaign speaks decided/> }
    };
    let way = move || {
        let under_way = desk.notebooks().into_iter().find_map(|(id, fields)| {
            let one = Interview::of_draft(id, &fields);
            let here = one.unit() == Some(talk.unit);
            here.then(|| (id, one.started().unwrap_or_default().to_owned()))
        });
        match under_way {
            Some((id, started)) => go_on(id, &started),
            None => start_button(start, label, primary),
        }
    };
    view! {
        {way}
        <Sheet open=asking labelled_by="consent-title">{ask()}</Sheet>
    }
}

fn start_button(start: Callback<()>, label: &'static str, primary: bool) -> AnyView {
    let class = if primary { "button primary" } else { "button" };
    view! {
        <button class=class data-action="notebook" on:click=move |_| start.run(())>
            <Icon name="interview"/>{label}
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

/// The language in which somebody is asked, where theirs is known.
fn speaks(desk: Desk, resident: RecordId) -> Option<Lang> {
    desk.peek(|ledger| {
        let resident = Resident::find(ledger.state(), resident)?;
        resident.languages().find_map(Lang::from_tag)
    })
}

/// Whoever holds the talk is there, and who was met.
fn people(desk: Desk, met: Option<RecordId>) -> Vec<(String, Value)> {
    let lang = language();
    let me = untrack(|| {
        desk.with_person(|_, me| PresentAs {
            name: Person::name(me, lang).to_owned(),
            role: "staff".to_owned(),
            resident: Some(me.id),
        })
    });
    let met = met.and_then(|id| {
        desk.peek(|ledger| {
            let resident = Resident::find(ledger.state(), id)?;
            Some(PresentAs {
                name: resident.name().to_owned(),
                role: "resident".to_owned(),
                resident: Some(id),
            })
        })
    });
    let me = me.iter().map(|me| present_field("01", Some(me)));
    let met = met.iter().map(|met| present_field("02", Some(met)));
    me.chain(met).collect()
}
