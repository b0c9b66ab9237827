//! The audit trail of a record: who, when by which clock, on which device, and what changed.

use std::collections::{BTreeMap, BTreeSet};

use form::Form;
use ledger::{Place, RecordId, Standing, State, Step};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;
use needs::{Interview, Response, access::Breach};

use super::form_of;
use crate::{
    components::{
        back::BackLink,
        moment::day_and_time,
        notice::{Kind, notice},
        record_name::{device_name, field_name, kind_name, person_name, record_name, value_text},
    },
    desk::Desk,
    locales::{ShellTexts, TrailTexts, fill, language},
    pages::Missing,
    platform::clock,
    sync::Courier,
};

/// The screen.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let params = use_params_map();
    let desk = expect_context::<Desk>();
    let about = Memo::new(move |_| {
        let params = params.read();
        let id: RecordId = params.get("record")?.parse().ok()?;
        Some((params.get("kind")?, id))
    });
    let readable = Memo::new(move |_| {
        let (kind, id) = about.get()?;
        desk.with_person(|state, person| match kind.as_str() {
            Response::KIND => {
                Response::find(state, id).is_none_or(|response| response.readable_by(person))
            }
            Interview::KIND => {
                Interview::find(state, id).is_none_or(|interview| interview.readable_by(person))
            }
            _ => true,
        })
    });
    move || match (about.get(), readable.get()) {
        (Some((kind, id)), Some(true)) => view! { <History kind id/> }.into_any(),
        (Some(_), _) => view! { <Missing text=ShellTexts::now().not_yours/> }.into_any(),
        (None, _) => view! { <Missing text=ShellTexts::now().gone/> }.into_any(),
    }
}

#[component]
fn History(kind: String, id: RecordId) -> impl IntoView {
    let t = TrailTexts::now();
    let desk = expect_context::<Desk>();
    let courier = expect_context::<Courier>();
    let received = RwSignal::new(BTreeMap::new());
    let about = kind.clone();
    // When entries come, so may their times of receipt.
    Effect::new(move |_| {
        let places: BTreeSet<Place> = desk.read(|state| {
            let steps = state.history(&about, id);
            steps.iter().map(|step| place(step)).collect()
        });
        spawn_local(async move {
            if let Ok(times) = desk.receipts(places).await {
                let _ = received.try_set(times);
            }
        });
    });
    let form = form_of(desk, &kind, id);
    let named = kind.clone();
    let title = move || desk.read(|state| record_name(state, &named, id, language()));
    let about = kind.clone();
    let steps = move || {
        let (times, form) = (received.get(), form.as_deref());
        desk.read(|state| {
            let steps = state.history(&about, id);
            if steps.is_empty() {
                return view! { <p class="empty">{t.nothing}</p> }.into_any();
            }
            let steps = steps.iter().enumerate().rev();
            let steps = steps.map(|(at, step)| {
                let receipt = times.get(&place(step)).map(|at| in_this_zone(at));
                let receipt = receipt.unwrap_or_else(|| {
                    let here = step.touch.device == desk.device();
                    let known = courier.server_has(step.touch.device, step.touch.seq);
                    match (known, here) {
                        (false, _) => t.not_received.to_owned(),
                        (true, _) => t.sent_from_here.to_owned(),
                    }
                });
                step_view(state, step, at == 0, (receipt, desk), form)
            });
            view! { <ol class="trail">{steps.collect_view()}</ol> }.into_any()
        })
    };
    view! {
        <main class="page stack" id="content">
            <BackLink/>
            <div class="page-head">
                <h1>{t.history}</h1>
                <p>{kind_name(&kind)}" · "{title}</p>
                <p class="hint">{t.history_sub}</p>
            </div>
            {steps}
        </main>
    }
}

fn place(step: &Step<'_>) -> Place {
    Place {
        device: step.touch.device,
        seq: step.touch.seq,
    }
}

/// A time of the server, as this device's clock would show it.
fn in_this_zone(rfc3339: &str) -> String {
    let zone = clock::now().timezone();
    let time = chrono::DateTime::parse_from_rfc3339(rfc3339);
    let time = time.map(|time| time.with_timezone(&zone).to_rfc3339());
    day_and_time(time.as_deref().unwrap_or(rfc3339), language())
}

fn step_view(
    state: &State,
    step: &Step<'_>,
    first: bool,
    (receipt, desk): (String, Desk),
    form: Option<&Form>,
) -> AnyView {
    let t = TrailTexts::now();
    let touch = step.touch;
    let rows = step.set.iter().map(|became| {
        let value = |value| value_text(state, became.field, value, form);
        let was = became.was.map(value);
        let now = value_text(state, became.field, became.value, form);
        let was = was.map(|was| {
            view! { <dd class="was"><span class="visually-hidden">{t.was}" "</span><del>{was}</del></dd> }
        });
        view! {
            <div data-field=became.field.to_owned()>
                <dt>{field_name(became.field, form)}</dt>
                {was}
                <dd><span class="visually-hidden">{t.now}" "</span>{now}</dd>
            </div>
        }
    });
    let rows = view! { <dl class="answers">{rows.collect_view()}</dl> };
    let count = step.set.len();
    let changes = match count {
        0 => None,
        // What was written at first is long; what matters is what changed.
        _ if first => Some(
            view! { <details><summary>{fill(t.fields, &[&count])}</summary>{rows}</details> }
                .into_any(),
        ),
        _ => Some(rows.into_any()),
    };
    let standing = standing_text(step.standing).map(|text| notice(Kind::Info, text, None));
    view! {
        <li class="card stack" data-seq=touch.seq>
            <div>
                <h2>{person_name(state, touch.actor)}</h2>
                <p>{if first { t.created } else { t.corrected }}</p>
            </div>
            {standing}
            {changes}
            <dl class="facts">
                <div><dt>{t.by_clock}</dt><dd>{day_and_time(&touch.wall, language())}</dd></div>
                <div><dt>{t.received}</dt><dd>{receipt}</dd></div>
                <div>
                    <dt>{t.on_device}</dt>
                    <dd>{device_name(state, touch.device, desk.device())}</dd>
                </div>
            </dl>
        </li>
    }
    .into_any()
}

fn standing_text(standing: Standing<'_>) -> Option<String> {
    let t = TrailTexts::now();
    match standing {
        Standing::Counts => None,
        Standing::RuledOut(why) => Some(fill(t.ruled_out, &[&why_text(why)])),
        Standing::Erased => Some(t.erased.to_owned()),
        Standing::Withheld => Some(t.withheld.to_owned()),
    }
}

/// Why an entry is ruled out.
pub(super) fn why_text(why: Option<&str>) -> String {
    let t = TrailTexts::now();
    let text = match why.and_then(Breach::named) {
        Some(Breach::UnknownDevice) => t.why_unknown_device,
        Some(Breach::OtherPerson) => t.why_other_person,
        Some(Breach::Kind) => t.why_kind,
        Some(Breach::Field) => t.why_field,
        Some(Breach::OthersRecord) => t.why_others_record,
        Some(Breach::ServerOnly) => t.why_server_only,
        None => why.unwrap_or(t.why_none),
    };
    text.to_owned()
}
