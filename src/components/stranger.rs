//! Says that the server does not know this tablet any more, and how it goes on.

use leptos::prelude::*;

use crate::{
    components::notice::{Kind, notice},
    locales::ShellTexts,
    sync::Courier,
};

/// Leads to the page for joining a site with a code.
#[derive(Clone, Copy)]
pub struct ToJoin(pub Callback<()>);

/// Shown as long as it is so.
#[component]
pub fn StrangerNotice() -> impl IntoView {
    let courier = expect_context::<Courier>();
    let ToJoin(join) = expect_context::<ToJoin>();
    move || {
        courier.is_stranger().then(|| {
            let t = ShellTexts::now();
            let action = view! {
                <button class="button primary" data-join on:click=move |_| join.run(())>
                    {t.join_by_code}
                </button>
            };
            notice(Kind::Info, t.not_known, Some(action.into_any()))
        })
    }
}
