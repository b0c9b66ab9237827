//! Pictures made of lines that a form brings along, made safe to stand in the page.

use js_sys::{Function, Reflect};
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomParser, Element, SupportedType};

/// What may be in a picture; everything else is left out, scripts and foreign pages above all.
const ELEMENTS: [&str; 22] = [
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "title",
    "desc",
    "defs",
    "lineargradient",
    "radialgradient",
    "stop",
    "clippath",
    "use",
    "symbol",
    "mask",
    "pattern",
];

/// What a `style` attribute may say: the page's rules refuse the attribute itself, so these become
/// attributes of their own.
const LOOKS: [&str; 12] = [
    "fill",
    "stroke",
    "stroke-width",
    "opacity",
    "fill-opacity",
    "stroke-opacity",
    "fill-rule",
    "display",
    "font-size",
    "text-anchor",
    "stop-color",
    "stroke-linejoin",
];

/// The picture as an element, without anything that could act or reach out.
pub(super) fn safe(text: &str) -> Option<Element> {
    let parser = DomParser::new().ok()?;
    let document = parser
        .parse_from_string(&tamed(text), SupportedType::ImageSvgXml)
        .ok()?;
    let root = document.document_element()?;
    if root.local_name() != "svg" {
        return None;
    }
    clean(&root);
    if root.get_attribute("viewBox").is_none()
        && let (Some(width), Some(height)) =
            (root.get_attribute("width"), root.get_attribute("height"))
    {
        let number = |text: &str| text.trim_end_matches(char::is_alphabetic).to_owned();
        let area = format!("0 0 {} {}", number(&width), number(&height));
        let _ = root.set_attribute("viewBox", &area);
    }
    Some(root)
}

/// What stands before the attributes that the page's rules refuse, until they have been read.
const TAMED: &str = "data-tamed-";
const TAMED_STYLE: &str = "data-tamed-style";

/// The text with styles and actions under other names. The browser already complains while it reads
/// them; whether they are gone is for [`clean`] to see to.
fn tamed(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let (mut within, mut quote) = (false, None);
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        out.push(c);
        match (within, quote, c) {
            (false, _, '<') => {
                within = true;
                let name = rest.as_str().trim_start_matches('/');
                if name
                    .get(..5)
                    .is_some_and(|name| name.eq_ignore_ascii_case("style"))
                {
                    // An element of no known name, which is left out.
                    if rest.as_str().starts_with('/') {
                        out.extend(rest.next());
                    }
                    out.push('x');
                }
            }
            (true, None, '>') => within = false,
            (true, None, '"' | '\'') => quote = Some(c),
            (true, Some(open), _) if c == open => quote = None,
            (true, None, _) if c.is_whitespace() => {
                let next: String = rest.as_str().chars().take(5).collect();
                let next = next.to_ascii_lowercase();
                if next.starts_with("on") || next == "style" {
                    out.push_str(TAMED);
                }
            }
            _ => {}
        }
    }
    out
}

fn clean(element: &Element) {
    for name in names(element) {
        let lower = name.to_ascii_lowercase();
        let value = element.get_attribute(&name).unwrap_or_default();
        if lower == TAMED_STYLE {
            for (look, value) in looks(&value) {
                let _ = element.set_attribute(look, value);
            }
        }
        let outward = value.contains("url(") && !value.contains("url(#");
        let link = lower.ends_with("href") && !value.starts_with('#');
        if lower.starts_with("on")
            || lower == "style"
            || lower.starts_with(TAMED)
            || outward
            || link
        {
            let _ = element.remove_attribute(&name);
        }
    }
    let mut child = element.first_element_child();
    while let Some(here) = child {
        child = here.next_element_sibling();
        let name = here.local_name().to_ascii_lowercase();
        if ELEMENTS.contains(&name.as_str()) {
            clean(&here);
        } else {
            here.remove();
        }
    }
}

fn names(element: &Element) -> Vec<String> {
    let names = element.get_attribute_names();
    names.iter().filter_map(|name| name.as_string()).collect()
}

/// The harmless declarations of a `style` attribute.
fn looks(style: &str) -> Vec<(&str, &str)> {
    let declarations = style.split(';').filter_map(|one| one.split_once(':'));
    declarations
        .map(|(name, value)| (name.trim(), value.trim()))
        .filter(|(name, _)| LOOKS.contains(name))
        .collect()
}

/// Puts the focus on an element of a picture: unlike others these have no typed method for it.
pub(super) fn focus(element: &Element) {
    if let Ok(focus) = Reflect::get(element, &JsValue::from_str("focus"))
        && let Ok(focus) = focus.dyn_into::<Function>()
    {
        let _ = focus.call0(element);
    }
}

#[cfg(test)]
mod tests {
    use super::{looks, tamed};

    #[test]
    fn styles_and_actions_are_renamed_before_the_browser_reads_them() {
        assert_eq!(
            tamed(r#"<g onclick="a style=b" style='fill:red'>on style</g>"#),
            r#"<g data-tamed-onclick="a style=b" data-tamed-style='fill:red'>on style</g>"#
        );
        assert_eq!(tamed("<style>a{}</style>"), "<xstyle>a{}</xstyle>");
    }

    #[test]
    fn a_style_keeps_only_its_looks() {
        assert_eq!(
            looks("fill: #fff; background: url(x); stroke:red"),
            [("fill", "#fff"), ("stroke", "red")]
        );
    }
}
