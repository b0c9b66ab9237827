//! A remark at a question, at a line, or about the whole. It is kept at once, and its writer sees
//! it when the record is sent back.

use leptos::prelude::*;
use needs::review::{self, Review};

use super::one::Reviewing;
use crate::{
    components::{icon::Icon, jotting::Jotting},
    locales::ReviewTexts,
};

#[component]
pub(super) fn Remark(
    /// The review that it belongs to.
    reviewing: Reviewing,
    /// The path of an answer or the key of a line.
    #[prop(into)]
    at: String,
    /// What the button says.
    #[prop(default = ReviewTexts::now().remark_add)]
    add: &'static str,
) -> impl IntoView {
    let t = ReviewTexts::now();
    let at = StoredValue::new(at);
    let text = Memo::new(move |_| {
        reviewing.desk.read(|state| {
            let review = Review::of(state, reviewing.id)?;
            at.with_value(|at| {
                review
                    .remarks()
                    .get(at.as_str())
                    .map(|text| (*text).to_owned())
            })
        })
    });
    let open = RwSignal::new(false);
    let write = move |text: &str| {
        let change = at.with_value(|at| review::remark(reviewing.kind, reviewing.id, at, text));
        reviewing.write(vec![change]);
        open.set(false);
    };
    let form = move || {
        let before = text.get_untracked().unwrap_or_default();
        let keep = Callback::new(move |text: String| write(&text));
        view! {
            <Jotting label=t.remark before save=t.remark_save name="remark" keep>
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>
                    {t.cancel}
                </button>
            </Jotting>
        }
        .into_any()
    };
    let shown = move || {
        view! {
            {move || text.get().map(|text| view! {
                <div class="remark" role="note">
                    <Icon name="talk"/><p>{text}</p>
                    <button
                        class="button quiet"
                        aria-label=t.remark_take
                        on:click=move |_| write("")
                    >
                        <Icon name="close"/>
                    </button>
                </div>
            })}
            <button class="button quiet" data-do="remark" on:click=move |_| open.set(true)>
                <Icon name="talk"/>
                {move || if text.read().is_some() { t.remark_edit } else { add }}
            </button>
        }
    };
    view! {
        <div class="remark-at" data-remark=at.get_value()>
            {move || if open.get() { form() } else { shown().into_any() }}
        </div>
    }
}
