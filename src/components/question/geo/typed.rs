//! Coordinates that are typed: from another device, or where none can be had.

use leptos::{html, prelude::*};

use super::coordinates::Point;
use crate::{components::question::field::Field, locales::ControlTexts};

/// Fields for latitude, longitude and altitude, folded away, and a button that takes them.
pub(super) fn typed(field: Field, text: &'static str, take: Callback<Point>) -> AnyView {
    let t = ControlTexts::now();
    let [latitude, longitude, altitude] = [(); 3].map(|()| NodeRef::<html::Input>::new());
    let wrong = RwSignal::new(false);
    let number = |input: NodeRef<html::Input>| {
        let text = input
            .get_untracked()
            .map(|input| input.value())
            .unwrap_or_default();
        text.trim().replace(',', ".").parse::<f64>().ok()
    };
    let set = move |_| {
        let height = number(altitude).unwrap_or_default();
        let point = number(latitude)
            .zip(number(longitude))
            .and_then(|(north, east)| Point::with_altitude(north, east, height));
        wrong.set(point.is_none());
        if let Some(point) = point {
            take.run(point);
        }
    };
    let input = move |name: &'static str, text: &'static str, input: NodeRef<html::Input>| {
        view! {
            <label class="field">
                <span>{text}</span>
                <input
                    node_ref=input
                    class="input"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    data-coordinate=name
                    aria-describedby=field.part("typed-error")
                    aria-invalid=move || wrong.get().then_some("true")
                />
            </label>
        }
        .into_any()
    };
    view! {
        <details class="typed-coordinates">
            <summary>{t.type_coordinates}</summary>
            <div class="coordinates">
                {input("latitude", t.latitude, latitude)}
                {input("longitude", t.longitude, longitude)}
                {input("altitude", t.altitude, altitude)}
            </div>
            <p class="error" id=field.part("typed-error") role="alert">
                {move || wrong.get().then_some(t.coordinates_wrong)}
            </p>
            <button type="button" class="button" data-action="set" on:click=set>
                {text}
            </button>
        </details>
    }
    .into_any()
}
