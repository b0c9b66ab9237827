//! Consent before the first question: asked once, in the site's words, unless the questionnaire
//! asks for it itself; then its answer is the record.

use std::collections::BTreeMap;

use form::Session;
use ledger::{Change, RecordId};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use needs::{
    Lang, Purpose, Questionnaire, Resident, Unit,
    consent::{Consent, Decision, How, Scope, Whom, asked_by_form, decided_in, in_force},
    visit::{Outcome, Visit},
};

use crate::{
    components::consent::AskConsent, desk::Desk, draft::Draft, locales::language,
    pages::today::unit_line, platform::random,
};

fn whom(draft: &Draft) -> Whom {
    Whom {
        unit: Some(draft.unit),
        resident: draft.resident,
    }
}

fn purpose(desk: Desk, form: RecordId) -> Purpose {
    let purpose =
        desk.peek(|ledger| Questionnaire::find(ledger.state(), form).map(Questionnaire::purpose));
    purpose.unwrap_or(Purpose::Survey)
}

/// What has to be asked before the first question of this draft.
pub fn to_ask(desk: Desk, draft: &Draft, session: &Session) -> Option<Scope> {
    let purpose = purpose(desk, draft.form);
    let scope = Scope::of(purpose);
    let mut fields = session.form().fields();
    let asks_itself = fields.any(|field| asked_by_form(field.name(), purpose) == Some(scope));
    // Who has answered already has said yes.
    if asks_itself || draft.progress.0 > 0 {
        return None;
    }
    let given =
        desk.peek(|ledger| in_force(ledger.state(), draft.campaign, whom(draft), scope).is_some());
    (!given).then_some(scope)
}

/// The decisions that the answers of a questionnaire are, and whether the first of all was no.
pub fn answered(
    desk: Desk,
    draft: &Draft,
    answers: &BTreeMap<String, String>,
) -> (Vec<Change>, bool) {
    let purpose = purpose(desk, draft.form);
    let decided = decided_in(answers, purpose);
    let refused = decided.contains(&(Scope::of(purpose), false));
    let changes = decided.into_iter().map(|(scope, given)| {
        let decision = Decision {
            whom: whom(draft),
            campaign: draft.campaign,
            scope,
            wording: None,
            given,
            how: How::Form,
        };
        Consent::change(random::record_id(), &decision)
    });
    (changes.collect(), refused)
}

/// The language of this draft: what the person speaks, if the app has it.
pub fn spoken(desk: Desk, draft: &Draft) -> Option<Lang> {
    let resident = draft.resident?;
    desk.peek(|ledger| {
        let resident = Resident::find(ledger.state(), resident)?;
        let here = language();
        let mut known = resident.languages().filter_map(Lang::from_tag);
        let first = known.next()?;
        // The person at the door speaks the app's language too: no need for another.
        Some(if first == here || known.any(|lang| lang == here) {
            here
        } else {
            first
        })
    })
}

/// The question, alone on the screen.
#[component]
pub fn BeforeFirst(draft: Draft, scope: Scope, given: Callback<()>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let navigate = use_navigate();
    let lang = language();
    let door = desk.peek(|ledger| {
        let state = ledger.state();
        Unit::find(state, draft.unit).map(|unit| unit_line(state, unit, lang))
    });
    let title = desk.peek(|ledger| {
        Questionnaire::find(ledger.state(), draft.form).map(|form| form.title(lang).to_owned())
    });
    let (whom, campaign, speaks) = (whom(&draft), draft.campaign, spoken(desk, &draft));
    let decided = Callback::new(move |(_, yes): (RecordId, bool)| {
        if yes {
            return given.run(());
        }
        let (navigate, draft) = (navigate.clone(), draft.clone());
        spawn_local(async move {
            refuse(desk, &draft).await;
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&format!("/unit/{}", draft.unit), options);
        });
    });
    view! {
        <main class="page stack" id="content">
            <div class="page-head"><h1>{door}</h1><p>{title}</p></div>
            <AskConsent scope whom campaign speaks decided/>
        </main>
    }
}

/// No survey comes of it: the draft goes, and the refusal is what came of the visit. An interview
/// that was refused says nothing about the survey.
async fn refuse(desk: Desk, draft: &Draft) {
    // A draft that stays behind can be thrown away by hand; the decision is on the disk.
    let _ = desk.discard_draft(draft.id).await;
    if purpose(desk, draft.form) == Purpose::Survey {
        let visit = random::record_id();
        let change = Visit::change(visit, draft.unit, draft.campaign, Outcome::Refused, None);
        let met: Vec<RecordId> = draft.resident.into_iter().collect();
        let _ = desk.record(Visit::meeting(change, &met)).await;
    }
}
