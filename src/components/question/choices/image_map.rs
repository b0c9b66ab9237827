//! Choices as areas of a picture: an SVG file of the form whose elements have the names of choices
//! as their ids.

use form::Media;
use leptos::{html, prelude::*, wasm_bindgen::JsCast};
use web_sys::{Element, KeyboardEvent, MouseEvent};

use super::{Select, clear_answer, rows};
use crate::{
    components::question::{field::GroupFrame, markup::plain, media, svg},
    locales::{ControlTexts, fill},
};

pub(super) fn image_map(select: Select) -> AnyView {
    let field = select.field;
    let Some(name) = media::of_item(field, Media::Image) else {
        // Without a picture the choices can still be chosen.
        return rows::rows(select);
    };
    let t = ControlTexts::now();
    let holder = NodeRef::<html::Div>::new();
    let missing = StoredValue::new(fill(t.picture_missing, &[&name]));
    let drawing = RwSignal::new(None::<String>);
    media::text(name, move |text| {
        let _ = drawing.try_set(text);
    });
    // The holder is built anew when the form opens or closes the answer.
    Effect::new(move |_| {
        let picture = drawing.with(|text| text.as_deref().and_then(svg::safe));
        if let (Some(holder), Some(picture)) = (holder.get(), picture) {
            holder.set_text_content(None);
            let _ = holder.append_child(&picture);
            dress(select, &holder);
        }
    });
    Effect::new(move |_| {
        if let Some(holder) = holder.get() {
            field.value.track();
            select.choices.track();
            dress(select, &holder);
        }
    });
    let chosen = move || {
        let value = field.value.get();
        let names = value.split_ascii_whitespace();
        let labels: Vec<_> = names.map(|name| plain(&select.label_of(name))).collect();
        (!labels.is_empty()).then(|| fill(t.chosen, &[&labels.join(", ")]))
    };
    let clicked = move |event: MouseEvent| {
        if let Some(area) = area_of(select, event.target()) {
            toggle(select, &area);
        }
    };
    let keys = move |event: KeyboardEvent| key(select, &event);
    view! {
        <GroupFrame field role=None>
            <div node_ref=holder class="image-map" on:click=clicked on:keydown=keys></div>
            <Show when=move || drawing.with(Option::is_none)>
                <p class="notice" data-kind="warning">
                    {missing.get_value()}
                </p>
            </Show>
            <p class="chosen" role="status">{chosen}</p>
            {clear_answer(field)}
        </GroupFrame>
    }
    .into_any()
}

fn areas(select: Select, holder: &Element) -> Vec<Element> {
    let of = |name: &String| {
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        holder.query_selector(&format!("[id=\"{quoted}\"]")).ok()?
    };
    let names = select.choices.with_untracked(|choices| {
        choices
            .iter()
            .map(|choice| choice.name.clone())
            .collect::<Vec<_>>()
    });
    names.iter().filter_map(of).collect()
}

/// Makes controls of the areas, and shows which are taken. One of them is in the tab order.
fn dress(select: Select, holder: &Element) {
    let areas = areas(select, holder);
    let taken = |area: &Element| untrack(|| select.has(&area.id()));
    let stop = areas.iter().position(taken).unwrap_or_default();
    for (at, area) in areas.iter().enumerate() {
        let role = if select.multiple { "checkbox" } else { "radio" };
        let label = untrack(|| plain(&select.label_of(&area.id())));
        let index = if at == stop { "0" } else { "-1" };
        for (name, value) in [
            ("role", role),
            ("class", "area"),
            ("data-choice", &area.id()),
            ("aria-label", &label),
            ("aria-checked", if taken(area) { "true" } else { "false" }),
            ("tabindex", index),
        ] {
            let _ = area.set_attribute(name, value);
        }
    }
}

fn area_of(select: Select, target: Option<web_sys::EventTarget>) -> Option<Element> {
    let at: Element = target?.dyn_into().ok()?;
    let area = at.closest("[data-choice]").ok()??;
    let known = select
        .choices
        .with_untracked(|choices| choices.iter().any(|choice| choice.name == area.id()));
    (known && !select.field.readonly.get_untracked()).then_some(area)
}

fn toggle(select: Select, area: &Element) {
    let taken = untrack(|| select.has(&area.id()));
    select.pick(&area.id(), !taken || !select.multiple);
}

/// Space and Enter take the area, the arrows go from one to the next.
fn key(select: Select, event: &KeyboardEvent) {
    let Some(area) = area_of(select, event.target()) else {
        return;
    };
    let step = match event.key().as_str() {
        "Enter" | " " => {
            event.prevent_default();
            event.stop_propagation();
            return toggle(select, &area);
        }
        "ArrowRight" | "ArrowDown" => 1,
        "ArrowLeft" | "ArrowUp" => -1,
        _ => return,
    };
    event.prevent_default();
    let Ok(Some(holder)) = area.closest(".image-map") else {
        return;
    };
    let areas = areas(select, &holder);
    let at = areas
        .iter()
        .position(|other| *other == area)
        .unwrap_or_default();
    let count = isize::try_from(areas.len()).unwrap_or(1).max(1);
    let to = (isize::try_from(at).unwrap_or_default() + step).rem_euclid(count);
    let next = usize::try_from(to).ok().and_then(|to| areas.get(to));
    if let Some(next) = next {
        let _ = area.set_attribute("tabindex", "-1");
        let _ = next.set_attribute("tabindex", "0");
        svg::focus(next);
    }
}
