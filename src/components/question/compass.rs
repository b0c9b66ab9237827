//! The direction that the device points to, where it has a compass.

use js_sys::{Function, Promise, Reflect};
use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_bindgen::{JsCast, JsValue},
};
use wasm_bindgen_futures::JsFuture;
use web_sys::Event;

use super::field::Field;
use crate::{
    components::icon::Icon,
    locales::{ControlTexts, fill},
    platform::timer::Timer,
};

/// A compass that says nothing for so long is not there.
const PATIENCE_MS: i32 = 3000;
/// Android's browsers have two events; only the first is bound to north.
const EVENTS: [&str; 2] = ["deviceorientationabsolute", "deviceorientation"];

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Resting,
    Listening,
    Pointing(f64),
    Missing,
}

/// A button that reads the compass until its direction is taken.
pub(super) fn compass(field: Field) -> AnyView {
    let t = ControlTexts::now();
    let state = RwSignal::new(State::Resting);
    let patience = StoredValue::new_local(Timer::default());
    for event in EVENTS {
        let listener = window_event_listener_untyped(event, move |event| {
            let listening = state.try_get_untracked();
            let listening = matches!(listening, Some(State::Listening | State::Pointing(_)));
            if listening && let Some(bearing) = bearing(&event) {
                state.set(State::Pointing(bearing));
            }
        });
        on_cleanup(move || listener.remove());
    }
    let start = move |_| {
        state.set(State::Listening);
        patience.update_value(|timer| {
            timer.set(PATIENCE_MS, move || {
                if state.try_get_untracked() == Some(State::Listening) {
                    state.set(State::Missing);
                }
            });
        });
        ask_permission();
    };
    let take = move |_| {
        if let State::Pointing(bearing) = state.get_untracked() {
            field.answer(&degrees(bearing));
            field.leave();
        }
        state.set(State::Resting);
    };
    let busy = move || matches!(state.get(), State::Listening | State::Pointing(_));
    view! {
        <div class="compass" data-busy=move || busy().then_some("")>
            {move || match state.get() {
                State::Resting | State::Missing => {
                    view! {
                        <button type="button" class="button" data-action="compass" on:click=start>
                            <Icon name="compass"/>
                            {t.compass_start}
                        </button>
                    }
                    .into_any()
                }
                State::Listening | State::Pointing(_) => {
                    let shown = move || match state.get() {
                        State::Pointing(bearing) => degrees(bearing),
                        _ => "…".to_owned(),
                    };
                    view! {
                        <button type="button" class="button primary" data-action="take" on:click=take>
                            {move || fill(t.compass_take, &[&shown()])}
                        </button>
                        <button
                            type="button"
                            class="button"
                            on:click=move |_| state.set(State::Resting)
                        >
                            {t.cancel}
                        </button>
                    }
                    .into_any()
                }
            }}
            <Show when=move || state.get() == State::Missing>
                <p class="hint" role="status">{t.compass_none}</p>
            </Show>
        </div>
    }
    .into_any()
}

fn degrees(bearing: f64) -> String {
    format!("{:.0}", bearing.rem_euclid(360.0))
}

/// Degrees from north, clockwise: iOS says them, others say how far the device is turned the other
/// way round.
fn bearing(event: &Event) -> Option<f64> {
    let number = |name: &str| Reflect::get(event, &JsValue::from_str(name)).ok()?.as_f64();
    let absolute = Reflect::get(event, &JsValue::from_str("absolute")).ok()?;
    let turned = || number("alpha").filter(|_| absolute.is_truthy());
    number("webkitCompassHeading").or_else(|| turned().map(|alpha| 360.0 - alpha))
}

/// iOS asks the person first; others know no such question.
fn ask_permission() {
    let class = Reflect::get(&window(), &JsValue::from_str("DeviceOrientationEvent"));
    let Ok(class) = class else { return };
    let ask = Reflect::get(&class, &JsValue::from_str("requestPermission"));
    let promise = ask
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|ask| ask.call0(&class))
        .and_then(JsCast::dyn_into::<Promise>);
    if let Ok(promise) = promise {
        spawn_local(async move {
            // A refusal shows as a compass that says nothing.
            let _ = JsFuture::from(promise).await;
        });
    }
}
