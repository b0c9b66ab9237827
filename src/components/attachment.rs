//! A file of a record as it is looked at: a picture shown, a recording played, anything to save.

use std::sync::Arc;

use ledger::{FileRef, safe_type};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{
        file_error::file_error_text,
        icon::Icon,
        notice::{Kind, notice},
        size::size_of,
    },
    desk::{Desk, FileError},
    locales::{OfficeTexts, fill},
    platform::object_url::ObjectUrl,
};

/// What is not larger is fetched without being asked for.
const AT_ONCE_BYTES: u64 = 5 << 20;

#[derive(Clone)]
enum Loading {
    Asked,
    Under,
    Here(Arc<ObjectUrl>),
    Failed(FileError),
}

/// Shows a file, fetched from the server where it is not on this device.
#[component]
pub fn Attachment(
    /// The file.
    file: FileRef,
    /// What it shows, for those who don't see it.
    label: String,
) -> impl IntoView {
    let t = OfficeTexts::now();
    let desk = expect_context::<Desk>();
    let at_once = file.size <= AT_ONCE_BYTES || untrack(|| desk.files().is_here(&file));
    let loading = RwSignal::new(Loading::Asked);
    let load = {
        let file = file.clone();
        move || {
            loading.set(Loading::Under);
            let file = file.clone();
            spawn_local(async move {
                let loaded = desk.files().object_url(&file).await;
                let _ = loading.try_set(match loaded {
                    Ok(url) => Loading::Here(Arc::new(url)),
                    Err(error) => Loading::Failed(error),
                });
            });
        }
    };
    if at_once {
        load();
    }
    let (name, size) = (file.name.clone(), size_of(file.size));
    let shown = move || match loading.get() {
        Loading::Under => view! { <p class="hint" role="status">{t.file_loading}</p> }.into_any(),
        Loading::Here(url) => shown(&file, &url, &label),
        Loading::Asked => {
            let load = load.clone();
            view! {
                <button class="button" on:click=move |_| load()>
                    <Icon name="in"/>{fill(t.file_load, &[&size])}
                </button>
            }
            .into_any()
        }
        Loading::Failed(error) => {
            let load = load.clone();
            let again = view! {
                <button class="button" on:click=move |_| load()>{t.file_again}</button>
            };
            notice(
                Kind::Warning,
                file_error_text(&error),
                Some(again.into_any()),
            )
        }
    };
    view! { <div class="attachment" data-file=name>{shown}</div> }
}

fn shown(file: &FileRef, url: &Arc<ObjectUrl>, label: &str) -> AnyView {
    let t = OfficeTexts::now();
    let (href, label) = (url.href().to_owned(), label.to_owned());
    let seen = match safe_type(&file.media_type).split_once('/') {
        Some(("image", _)) => view! { <img src=href.clone() alt=label/> }.into_any(),
        Some(("audio", _)) => {
            view! { <audio src=href.clone() controls aria-label=label></audio> }.into_any()
        }
        Some(("video", _)) => {
            view! { <video src=href.clone() controls aria-label=label></video> }.into_any()
        }
        _ => ().into_any(),
    };
    // The address is given back when nothing of this is shown any more.
    let held = Arc::clone(url);
    on_cleanup(move || drop(held));
    view! {
        {seen}
        <a class="button quiet" href=href download=file.name.clone()>
            <Icon name="out"/>
            {fill(t.file_save, &[&file.name, &size_of(file.size)])}
        </a>
    }
    .into_any()
}
