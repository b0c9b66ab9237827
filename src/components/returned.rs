//! What became of a record in the review, where the record is shown: for its writer what to go
//! over, for the supervisor the way to the review.

use ledger::RecordId;
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{components::A, hooks::use_navigate};
use needs::{
    Act, Response,
    review::{Review, Stage, WHOLE, gone_over},
};

use crate::{
    components::{
        icon::Icon,
        notice::{Kind, error_notice, notice},
        store_error::write_error_text,
    },
    desk::Desk,
    locales::ReviewTexts,
};

/// The verdict, with what the person who looks can do about it.
#[component]
pub fn Returned(
    /// The kind of the record.
    kind: &'static str,
    /// The record.
    id: RecordId,
    /// What a remark is about: the label of a question, a line's words.
    about: Callback<String, Option<String>>,
) -> impl IntoView {
    let t = ReviewTexts::now();
    let desk = expect_context::<Desk>();
    let shown = Memo::new(move |_| {
        let me = desk.actor();
        desk.read(|state| {
            let review = Review::of(state, id)?;
            let remarks = review.remarks().into_iter();
            let remarks = remarks.map(|(at, text)| (at.to_owned(), text.to_owned()));
            let own = me == Some(review.writer());
            Some((review.stage(), own, remarks.collect::<Vec<_>>()))
        })
    });
    let reviews = Memo::new(move |_| desk.may(Act::Review));
    move || {
        let (stage, own, remarks) = shown.get()?;
        let to_do = (stage == Stage::Returned).then(|| {
            let rows = remarks.into_iter().map(|(at, text)| {
                let about = (at != WHOLE).then(|| about.run(at)).flatten();
                view! { <li>{about.map(|about| view! { <b>{about}": "</b> })}{text}</li> }
            });
            let list = view! { <ul>{rows.collect_view()}</ul> };
            let tools = own.then(|| view! { <ToDo kind id/> });
            let title = if own {
                t.returned_to_you
            } else {
                t.stage_returned
            };
            notice(
                Kind::Warning,
                title,
                Some(view! { {list}{tools} }.into_any()),
            )
        });
        let way = reviews.get().then(|| {
            view! {
                <p class="button-row">
                    <A href=format!("/review/{id}") attr:class="button">
                        <Icon name="check-circle"/>{t.open}
                    </A>
                </p>
            }
        });
        Some(view! { {to_do}{way} })
    }
}

/// What the writer does about it.
#[component]
fn ToDo(kind: &'static str, id: RecordId) -> impl IntoView {
    let t = ReviewTexts::now();
    let desk = expect_context::<Desk>();
    let navigate = use_navigate();
    let error = RwSignal::new(None::<String>);
    let open = RwSignal::new(false);
    let reply = RwSignal::new(String::new());
    let correct = move |_| {
        let navigate = navigate.clone();
        spawn_local(async move {
            match desk.reopen_response(id).await {
                Ok(()) => navigate(
                    &format!("/survey/{id}"),
                    leptos_router::NavigateOptions::default(),
                ),
                Err(why) => {
                    let _ = error.try_set(Some(write_error_text(&why)));
                }
            }
        });
    };
    let correct = (kind == Response::KIND).then(|| {
        view! {
            <button class="button primary" data-do="correct" on:click=correct>
                <Icon name="pen"/>{t.correct_now}
            </button>
        }
    });
    let hand_back = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let change = gone_over(kind, id, &reply.get_untracked());
        spawn_local(async move {
            let why = desk.record(change).await.err();
            let _ = error.try_set(why.map(|why| write_error_text(&why)));
        });
    };
    view! {
        {error_notice(error)}
        <p class="button-row">
            {correct}
            <button
                class="button"
                data-do="as-it-is"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {if kind == Response::KIND { t.as_it_is } else { t.reply_send }}
            </button>
        </p>
        <Show when=move || open.get()>
            <form class="stack" on:submit=hand_back>
                <label class="field">
                    <span>{t.reply}</span>
                    <textarea
                        rows="2"
                        name="reply"
                        on:input=move |event| reply.set(event_target_value(&event))
                    ></textarea>
                </label>
                <p class="button-row">
                    <button class="button primary" data-save="reply">{t.reply_send}</button>
                </p>
            </form>
        </Show>
    }
}
