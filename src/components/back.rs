//! Ways back.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{components::icon::Icon, locales::OfficeTexts};

/// Leads to the screen above, by its name.
#[component]
pub fn BackTo(
    /// Its address.
    href: &'static str,
    /// What it is called.
    title: &'static str,
) -> impl IntoView {
    view! { <A href=href attr:class="button quiet back"><Icon name="back"/>{title}</A> }
}

/// Goes where the person came from; the link leads home where there is no way back.
#[component]
pub fn BackLink() -> impl IntoView {
    let go = |event: leptos::ev::MouseEvent| {
        let history = window().history();
        if let Ok(history) = history
            && history.length().is_ok_and(|steps| steps > 1)
        {
            event.prevent_default();
            let _ = history.back();
        }
    };
    view! {
        <A href="/" attr:class="button quiet back" on:click=go>
            <Icon name="back"/>{OfficeTexts::now().back}
        </A>
    }
}
