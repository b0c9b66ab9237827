//! Dates in words and in other calendars, from the browser: it brings both along.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::wasm_bindgen::{JsCast, JsValue};

const DAY_MS: f64 = 86_400_000.0;
/// Sunday, as most of the world's calendars on paper begin.
const SUNDAY: u32 = 0;

/// A way to write days.
pub struct DateFormat {
    format: Intl::DateTimeFormat,
}

impl DateFormat {
    /// A format for a language tag (BCP 47, with `-u-ca-…` for a calendar) and the options of
    /// `Intl.DateTimeFormat`. Days are in UTC: a day has no time zone.
    pub fn new(tag: &str, options: &[(&str, &str)]) -> Self {
        let chosen = Object::new();
        for (name, value) in options.iter().chain(&[("timeZone", "UTC")]) {
            // Setting a property of a plain object can't fail.
            let _ = Reflect::set(&chosen, &(*name).into(), &(*value).into());
        }
        Self {
            format: Intl::DateTimeFormat::new(&Array::of1(&tag.into()), &chosen),
        }
    }

    /// A day, counted from 1970-01-01, in words.
    pub fn text(&self, day: i64) -> String {
        let text = self.format.format().call1(&JsValue::UNDEFINED, &date(day));
        text.ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    }

    /// A day as year, month and day of the format's calendar; zeros where it does not say them.
    pub fn numbers(&self, day: i64) -> (i32, u32, u32) {
        let parts = self.format.format_to_parts(&date(day));
        let mut numbers = (0, 0, 0);
        for part in parts.iter() {
            let text = |name: &str| Reflect::get(&part, &name.into()).ok()?.as_string();
            let (kind, value) = (text("type"), text("value").unwrap_or_default());
            match kind.as_deref() {
                Some("year" | "relatedYear") => numbers.0 = value.parse().unwrap_or_default(),
                Some("month") => numbers.1 = value.parse().unwrap_or_default(),
                Some("day") => numbers.2 = value.parse().unwrap_or_default(),
                _ => {}
            }
        }
        numbers
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "days of any calendar fit a double by far"
)]
fn date(day: i64) -> Date {
    Date::new(&JsValue::from_f64(day as f64 * DAY_MS))
}

/// The first day of the week where this device is used, from 0 for Sunday.
pub fn first_weekday() -> u32 {
    known_first_weekday().unwrap_or(SUNDAY)
}

/// Browsers say it in a method or, older ones, in a property; 7 is Sunday there.
fn known_first_weekday() -> Option<u32> {
    let tag = web_sys::window()?.navigator().language()?;
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &"Locale".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let locale = Reflect::construct(&class, &Array::of1(&tag.into())).ok()?;
    let method = Reflect::get(&locale, &"getWeekInfo".into()).ok()?;
    let info = match method.dyn_into::<Function>() {
        Ok(method) => method.call0(&locale).ok()?,
        Err(_) => Reflect::get(&locale, &"weekInfo".into()).ok()?,
    };
    let first = Reflect::get(&info, &"firstDay".into()).ok()?.as_f64()?;
    (1..=7)
        .find(|day| (f64::from(*day) - first).abs() < 0.5)
        .map(|day| day % 7)
}
