//! Barcodes and QR codes: read by the camera where the browser can, typed everywhere.

use leptos::prelude::*;
use web_sys::HtmlVideoElement;

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
        let look = move |video: HtmlVideoElement| async move {
            find(&detector.try_get_value().flatten()?, &video).await
        };
        camera.look_for(look, move |code| {
            field.answer(&code);
            field.leave();
        });
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
