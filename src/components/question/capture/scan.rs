//! Barcodes and QR codes: read by the camera where the browser can, typed everywhere.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsValue};

use crate::{
    components::{
        camera::Camera,
        code_reader::{detector, find},
        icon::Icon,
        question::{
            choices::clear_answer,
            field::{Field, Frame},
            text,
        },
    },
    locales::ControlTexts,
    platform::camera::Facing,
};

const EVERY: Duration = Duration::from_millis(250);

/// A code. With `hidden-answer` it is not shown.
pub(in super::super) fn barcode(field: Field) -> AnyView {
    let t = ControlTexts::now();
    let hidden = field.has_appearance("hidden-answer");
    let failure = RwSignal::new(false);
    let failed = Callback::new(move |()| failure.set(true));
    let front = field.has_appearance("front");
    let facing = if front { Facing::Front } else { Facing::Back };
    let camera = Camera::new(facing, failed);
    let detector = StoredValue::new_local(detector());
    let can = detector.with_value(Option::is_some);
    if can {
        watch(field, camera, detector);
    }
    let open = move |_| {
        failure.set(false);
        camera.open.set(true);
    };
    let scanned = move || {
        (hidden && !field.value.with(String::is_empty)).then(|| {
            view! {
                <p class="chosen" role="status">
                    <Icon name="check-circle"/>
                    " " {t.scanned}
                </p>
            }
        })
    };
    let typed = move || {
        if hidden {
            text::masked(field)
        } else {
            text::line(field, "text", "text", None)
        }
    };
    let scanner = move || {
        can.then(|| {
            view! {
                <p class="button-row">
                    <button type="button" class="button" data-action="scan" on:click=open>
                        <Icon name="scan"/>
                        {t.scan}
                    </button>
                </p>
                {camera.sheet((field.part("camera"), t.scanning), true, None)}
            }
        })
    };
    view! {
        <Frame field>
            {scanned}
            {typed()}
            {scanner()}
            <Show when=move || failure.get()>
                <p class="notice" data-kind="warning" role="alert">{t.scan_failed}</p>
            </Show>
            {clear_answer(field)}
        </Frame>
    }
    .into_any()
}

/// Looks for a code while the camera is open; the first one is the answer.
fn watch(field: Field, camera: Camera, detector: StoredValue<Option<JsValue>, LocalStorage>) {
    let looking = StoredValue::new(false);
    let look = move || {
        let idle =
            camera.open.try_get_untracked() == Some(true) && looking.try_get_value() == Some(false);
        let Some(video) = camera.seen().filter(|_| idle) else {
            return;
        };
        let Some(detector) = detector.try_get_value().flatten() else {
            return;
        };
        looking.set_value(true);
        spawn_local(async move {
            let found = find(&detector, &video).await;
            let _ = looking.try_set_value(false);
            let open = camera.open.try_get_untracked() == Some(true);
            if let Some(code) = found.filter(|_| open) {
                field.answer(&code);
                field.leave();
                let _ = camera.open.try_set(false);
            }
        });
    };
    if let Ok(timer) = set_interval_with_handle(look, EVERY) {
        on_cleanup(move || timer.clear());
    }
}
