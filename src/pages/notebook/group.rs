//! A group discussion begins: what it is about, where, and who takes part.

use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use needs::{
    Act, Campaign, Person, Purpose, Questionnaire,
    interview::{Opening, PresentAs, present_field},
};

use crate::{
    components::{back::BackLink, icon::Icon, notice::error_notice, store_error::store_error_text},
    desk::Desk,
    locales::{NotebookTexts, TodayTexts, language},
    platform::clock,
};

/// The screen.
#[component]
pub fn GroupPage() -> impl IntoView {
    let t = NotebookTexts::now();
    let desk = expect_context::<Desk>();
    let body = move || {
        if desk.may(Act::Collect) {
            form(desk)
        } else {
            view! { <p class="empty">{TodayTexts::now().read_only}</p> }.into_any()
        }
    };
    view! {
        <main class="page stack" id="content">
            <BackLink/>
            <div class="page-head"><h1>{t.group}</h1><p>{t.group_sub}</p></div>
            {body}
        </main>
    }
}

fn form(desk: Desk) -> AnyView {
    let t = NotebookTexts::now();
    let failed = RwSignal::new(None::<String>);
    let (title, place) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let people = NodeRef::<html::Textarea>::new();
    let navigate = use_navigate();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = |field: NodeRef<html::Input>| {
            let field = field.get_untracked();
            field
                .map(|field| field.value().trim().to_owned())
                .unwrap_or_default()
        };
        let title = text(title);
        if title.is_empty() {
            return failed.set(Some(t.group_no_title.to_owned()));
        }
        let opening = Opening {
            group: true,
            title,
            place: text(place),
            ..opening(desk)
        };
        let names = people
            .get_untracked()
            .map(|field| field.value())
            .unwrap_or_default();
        let navigate = navigate.clone();
        spawn_local(async move {
            match desk.begin_notebook(&opening, present(desk, &names)).await {
                Ok(id) => navigate(&format!("/interview/{id}"), NavigateOptions::default()),
                Err(error) => drop(failed.try_set(Some(store_error_text(&error)))),
            }
        });
    };
    view! {
        <form class="stack" on:submit=submit>
            {error_notice(failed)}
            <label class="field">
                <span>{t.group_title}</span>
                <input class="input" name="title" node_ref=title autocomplete="off"/>
            </label>
            <label class="field">
                <span>{t.group_place}</span>
                <input class="input" name="place" node_ref=place autocomplete="off"/>
            </label>
            <label class="field">
                <span>{t.group_people}</span>
                <textarea class="input" name="people" rows="6" node_ref=people></textarea>
            </label>
            <button type="submit" class="button primary" data-action="start-group">
                <Icon name="interview"/>{t.group_start}
            </button>
        </form>
    }
    .into_any()
}

/// An interview that begins now, in the campaign that runs, with its guide.
fn opening(desk: Desk) -> Opening {
    let now = clock::now();
    let (campaign, form) = desk
        .peek(|ledger| {
            let state = ledger.state();
            let campaign = Campaign::current(state, now.date_naive())?;
            let forms = campaign.questionnaires(state).into_iter();
            let mut guides = forms.filter(|form| form.purpose() == Purpose::Interview);
            Some((
                campaign.id,
                guides.next().map(|form: Questionnaire<'_>| form.id),
            ))
        })
        .unzip();
    Opening {
        campaign,
        form: form.flatten(),
        started: now.to_rfc3339(),
        ..Opening::default()
    }
}

/// The person who uses the tablet, and one for each line.
fn present(desk: Desk, names: &str) -> Vec<(String, serde_json::Value)> {
    let lang = language();
    let me = untrack(|| {
        desk.with_person(|_, me| PresentAs {
            name: Person::name(me, lang).to_owned(),
            role: "staff".to_owned(),
            resident: Some(me.id),
        })
    });
    let names = names.lines().map(str::trim).filter(|name| !name.is_empty());
    let others = names.map(|name| PresentAs {
        name: name.to_owned(),
        role: "resident".to_owned(),
        resident: None,
    });
    let all = others.chain(me).zip(1..);
    all.map(|(one, number)| present_field(&format!("{number:02}"), Some(&one)))
        .collect()
}
