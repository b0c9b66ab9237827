//! Signatures and drawings. What is drawn is kept a moment after each stroke, so that nothing is
//! lost when the device dies.

use leptos::{prelude::*, task::spawn_local};
use web_sys::{Blob, ImageBitmap};

use super::{canvas::Canvas, keeper::Keeper};
use crate::{
    components::{
        icon::Icon,
        question::field::{Field, GroupFrame},
    },
    locales::ControlTexts,
    platform::{picture, timer::Timer},
};

/// After the last stroke, before it is kept.
const KEEP_MS: i32 = 800;
/// The pictures that are made, in pixels.
const SHEET: (u32, u32) = (1200, 800);
pub(super) const SIGNATURE: (u32, u32) = (1200, 480);
/// A photo is marked in this size at the most.
const MARKED: u32 = 1600;

pub(super) fn drawing(field: Field, signature: bool) -> AnyView {
    let t = ControlTexts::now();
    let keeper = Keeper::new(field);
    let editing = RwSignal::new(false);
    let (_, url) = keeper.file(true);
    let (size, icon, text) = if signature {
        (SIGNATURE, "pen", t.sign)
    } else {
        (SHEET, "edit", t.draw)
    };
    let resting = move || {
        let picture = url.get().map(|url| {
            view! { <img class="kept-picture" src=url.href().to_owned() alt=t.picture_of/> }
        });
        let remover = keeper.answered().then(|| keeper.remover());
        view! {
            {picture}
            <div class="button-row">
                <button
                    type="button"
                    class="button"
                    data-action="draw"
                    on:click=move |_| editing.set(true)
                >
                    <Icon name=icon/>
                    {if keeper.answered() { t.change_drawing } else { text }}
                </button>
                {remover}
            </div>
        }
    };
    let done = Callback::new(move |()| editing.set(false));
    let shown = move || {
        if editing.get() {
            let canvas = Canvas::new(size, None, !signature);
            keeper_pad(&keeper, canvas, picture::PNG, done)
        } else {
            resting().into_any()
        }
    };
    view! {
        <GroupFrame field role=None>
            {shown}
            {keeper.status()}
        </GroupFrame>
    }
    .into_any()
}

/// Drawing over the picture that is kept; the marked one takes its place.
pub(super) fn over(keeper: &Keeper, done: Callback<()>) -> AnyView {
    let keeper = *keeper;
    let ground = RwSignal::new_local(None::<ImageBitmap>);
    let Some(shelf) = keeper.shelf else {
        return ().into_any();
    };
    let name = keeper.field.value.get_untracked();
    let file = untrack(|| shelf.files.find(shelf.owner.response, &name));
    spawn_local(async move {
        let Some(file) = file else { return };
        if let Ok(bytes) = shelf.files.bytes(&file).await
            && let Ok(blob) = blob_of(&bytes)
            && let Ok(bitmap) = picture::read(&blob).await
        {
            let _ = ground.try_set(Some(bitmap));
        }
    });
    (move || {
        ground.get().map(|bitmap| {
            let size = picture::within(bitmap.width(), bitmap.height(), Some(MARKED));
            let canvas = Canvas::new(size, Some(bitmap), true);
            keeper_pad(&keeper, canvas, picture::JPEG, done)
        })
    })
    .into_any()
}

fn blob_of(bytes: &[u8]) -> Result<Blob, wasm_bindgen::JsValue> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence(&parts)
}

/// A drawing that is no answer to a question; `keep` gets it a moment after each stroke.
pub fn sketch(
    id: &str,
    keep: impl Fn(Blob) + Copy + Send + Sync + 'static,
    done: Callback<()>,
) -> AnyView {
    let canvas = Canvas::new(SHEET, None, true);
    pad((canvas, id.to_owned()), keep, picture::PNG, done)
}

/// The canvas of a question.
fn keeper_pad(
    keeper: &Keeper,
    canvas: Canvas,
    media_type: &'static str,
    done: Callback<()>,
) -> AnyView {
    let keeper = *keeper;
    let id = keeper.field.part("canvas");
    pad(
        (canvas, id),
        move |blob| keeper.keep(blob, String::new()),
        media_type,
        done,
    )
}

/// The canvas with its tools, and a button that ends it.
fn pad(
    (canvas, id): (Canvas, String),
    kept: impl Fn(Blob) + Copy + Send + Sync + 'static,
    media_type: &'static str,
    done: Callback<()>,
) -> AnyView {
    let t = ControlTexts::now();
    let timer = StoredValue::new_local(Timer::default());
    let keep = move || {
        let Some(element) = canvas.element() else {
            return;
        };
        spawn_local(async move {
            if let Ok(blob) = picture::file_of(&element, media_type).await {
                kept(blob);
            }
        });
    };
    Effect::new(move |before: Option<usize>| {
        let changes = canvas.changes();
        if before.is_some_and(|before| before != changes) {
            timer.update_value(|timer| timer.set(KEEP_MS, keep));
        }
        changes
    });
    let finish = move |_| {
        // What waits is kept now: the canvas is about to go.
        if canvas.changes_untracked() > 0 {
            timer.update_value(|timer| *timer = Timer::default());
            keep();
        }
        done.run(());
    };
    view! {
        <div class="pad" data-busy="">
            {canvas.show(id)}
            <div class="button-row">
                <button
                    type="button"
                    class="button primary"
                    data-action="done"
                    on:click=finish
                >
                    <Icon name="check"/>
                    {t.keep_drawing}
                </button>
            </div>
        </div>
    }
    .into_any()
}
