//! Dates and times. A date is typed or taken from a calendar of our own, in one of several
//! calendars; what is stored is always the Gregorian date.

mod calendar;
mod grid;
mod typing;

use form::Control;
use leptos::{html, prelude::*};

use super::{
    choices::clear_answer,
    field::{Field, Frame, GroupFrame},
    text::has_focus,
};
use crate::{
    components::{icon::Icon, sheet::Sheet},
    locales::{ControlTexts, fill, language},
    platform::{clock, intl::DateFormat},
};
use calendar::{Calendar, from_stored, stored};
use typing::{Grain, read, shown};

/// A date, a time, or both.
pub(super) fn moment(field: Field) -> AnyView {
    match field.control {
        Control::Time => view! {
            <Frame field>
                {time_input(field, field.part("input"))}
                {clear_answer(field)}
            </Frame>
        }
        .into_any(),
        Control::DateTime => both(field),
        _ => view! {
            <Frame field>
                {date(field, field.part("input"))}
                {clear_answer(field)}
            </Frame>
        }
        .into_any(),
    }
}

fn both(field: Field) -> AnyView {
    let t = ControlTexts::now();
    view! {
        <GroupFrame field role=None>
            <div class="date-and-time">
                <div class="field">
                    <label for=field.part("input")><span>{t.date}</span></label>
                    {date(field, field.part("input"))}
                </div>
                <div class="field">
                    <label for=field.part("time")><span>{t.time}</span></label>
                    {time_input(field, field.part("time"))}
                </div>
            </div>
            {clear_answer(field)}
        </GroupFrame>
    }
    .into_any()
}

/// A date field. Copies are the same.
#[derive(Clone, Copy)]
struct DateField {
    field: Field,
    grain: Grain,
    calendar: StoredValue<Calendar, LocalStorage>,
    open: RwSignal<bool>,
}

impl DateField {
    /// The day of the answer, if it has one.
    fn day(self) -> Option<i64> {
        self.field.value.with(|value| from_stored(value))
    }

    /// Takes a day, and keeps the time of the answer.
    fn take(self, day: i64) {
        let value = self.field.value.try_get_untracked().unwrap_or_default();
        self.answer_date(&stored(day), &value);
    }

    fn answer_date(self, date: &str, before: &str) {
        if self.field.control != Control::DateTime {
            return self.field.answer(date);
        }
        let time = before.split_once('T').map_or("", |(_, time)| time);
        let time = time.get(..5).unwrap_or_default();
        self.field.answer(&date_time(date, time));
    }

    /// What stands in the field.
    fn shown(self) -> String {
        let value = self.field.value.get();
        let day = from_stored(&value);
        let date = || value.split('T').next().unwrap_or_default().to_owned();
        day.map_or_else(date, |day| {
            let ymd = self.calendar.with_value(|calendar| calendar.read(day));
            shown(ymd, self.grain)
        })
    }

    fn typed(self, text: &str) {
        let found = self
            .calendar
            .with_value(|calendar| calendar.find(read(text, self.grain)?));
        match found {
            Some(day) => self.take(day),
            // What is no date is kept as it was typed, and shows as wrong.
            None => self.answer_date(
                text.trim(),
                &self.field.value.try_get_untracked().unwrap_or_default(),
            ),
        }
    }
}

const CALENDARS: [&str; 5] = ["ethiopian", "coptic", "islamic", "persian", "buddhist"];

fn date(field: Field, id: String) -> AnyView {
    let named = CALENDARS
        .into_iter()
        .find(|name| field.has_appearance(name))
        .and_then(Calendar::named);
    let grain = if field.has_appearance("year") {
        Grain::Year
    } else if field.has_appearance("month-year") {
        Grain::Month
    } else {
        Grain::Day
    };
    let of = DateField {
        field,
        grain,
        calendar: StoredValue::new_local(named.unwrap_or_else(Calendar::gregorian)),
        open: RwSignal::new(false),
    };
    let button = grain != Grain::Year && !field.has_appearance("no-calendar");
    view! {
        <div class="with-button">
            {date_input(of, id)}
            {button.then(|| opener(of))}
        </div>
        {long_form(of)}
    }
    .into_any()
}

fn date_input(of: DateField, id: String) -> AnyView {
    let t = ControlTexts::now();
    let field = of.field;
    let input = NodeRef::<html::Input>::new();
    let today = clock::today();
    let example = of
        .calendar
        .with_value(|calendar| shown(calendar.read(today), of.grain));
    Effect::new(move |_| {
        let value = of.shown();
        if let Some(input) = input.get()
            && !has_focus(&input)
            && input.value() != value
        {
            input.set_value(&value);
        }
    });
    let left = move |_| {
        field.leave();
        if field.value.try_get_untracked().is_some()
            && let Some(input) = input.get_untracked()
        {
            input.set_value(&untrack(|| of.shown()));
        }
    };
    let described = move || {
        let long = field.part("long");
        field
            .described_by()
            .map_or_else(|| long.clone(), |other| format!("{other} {long}"))
    };
    view! {
        <input
            node_ref=input
            class="input short number"
            type="text"
            id=id
            inputmode=if of.grain == Grain::Day { "text" } else { "numeric" }
            autocomplete="off"
            placeholder=fill(t.date_like, &[&example])
            prop:value=untrack(|| of.shown())
            aria-describedby=described
            aria-invalid=move || field.invalid()
            on:input=move |event| of.typed(&event_target_value(&event))
            on:blur=left
        />
    }
    .into_any()
}

fn opener(of: DateField) -> AnyView {
    let t = ControlTexts::now();
    view! {
        <button
            type="button"
            class="button"
            data-action="calendar"
            aria-haspopup="dialog"
            on:click=move |_| of.open.set(true)
        >
            <Icon name="calendar"/>
            {t.calendar}
        </button>
        <Sheet open=of.open labelled_by=of.field.part("month")>{grid::grid(of)}</Sheet>
    }
    .into_any()
}

/// The date in words, so that a slip of the finger is seen; and the Gregorian one beside another.
fn long_form(of: DateField) -> AnyView {
    let t = ControlTexts::now();
    let other = of.calendar.with_value(|calendar| calendar.name);
    let grain = of.grain;
    let options: &[(&str, &str)] = match grain {
        Grain::Day => &[("dateStyle", "full")],
        Grain::Month => &[("year", "numeric"), ("month", "long")],
        Grain::Year => &[("year", "numeric")],
    };
    let format = StoredValue::new_local(DateFormat::new(&locale(other), options));
    let words = move || {
        let day = of.day()?;
        if grain == Grain::Year && other.is_none() {
            return None;
        }
        let words = format.with_value(|format| format.text(day));
        Some(match other {
            Some(_) => format!("{words} · {}", fill(t.gregorian, &[&stored(day)])),
            None => words,
        })
    };
    view! { <p class="long-date" id=of.field.part("long")>{words}</p> }.into_any()
}

/// The language of the screen with a calendar.
fn locale(calendar: Option<&str>) -> String {
    let name = calendar.unwrap_or("gregory");
    format!("{}-u-ca-{name}", language().tag())
}

/// The browser's own field: it takes typing, and each device brings the picker that its owner
/// knows.
fn time_input(field: Field, id: String) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let now = move || {
        field
            .value
            .with(|value| time_of(field.control, value).to_owned())
    };
    Effect::new(move |_| {
        let value = now();
        if let Some(input) = input.get()
            && !has_focus(&input)
            && input.value() != value
        {
            input.set_value(&value);
        }
    });
    let picked = move |event| {
        let time = event_target_value(&event);
        if field.control == Control::Time {
            let date = stored(clock::today());
            return field.answer(&time_with_offset(&date, &time));
        }
        let before = field.value.try_get_untracked().unwrap_or_default();
        let date = before.split('T').next().unwrap_or_default();
        field.answer(&date_time(date, &time));
    };
    view! {
        <input
            node_ref=input
            class="input short"
            type="time"
            id=id
            prop:value=untrack(now)
            aria-describedby=move || field.described_by()
            aria-invalid=move || field.invalid()
            on:input=picked
            on:blur=move |_| field.leave()
        />
    }
    .into_any()
}

/// Hours and minutes of an answer.
fn time_of(control: Control, value: &str) -> &str {
    let time = match control {
        Control::Time => value,
        _ => value.split_once('T').map_or("", |(_, time)| time),
    };
    time.get(..5).unwrap_or_default()
}

/// A date and a time as XForms stores them. While one of them is missing the value is not of its
/// type, and the question says so.
fn date_time(date: &str, time: &str) -> String {
    match (date.is_empty(), time.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!("{date}T"),
        _ => format!("{date}T{}", time_with_offset(date, time)),
    }
}

/// A time with seconds and the offset from UTC that the device has on that day (ODK XForms, data
/// types).
fn time_with_offset(date: &str, time: &str) -> String {
    if time.is_empty() {
        return String::new();
    }
    // Some browsers add seconds of their own.
    let seconds = match time.matches(':').count() {
        1 => ":00.000",
        _ => "",
    };
    format!("{time}{seconds}{}", clock::offset_at(date, time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_an_answer_is_its_hours_and_minutes() {
        assert_eq!(time_of(Control::Time, "14:03:00.000+08:00"), "14:03");
        let both = "2026-11-22T14:03:00.000+08:00";
        assert_eq!(time_of(Control::DateTime, both), "14:03");
        assert_eq!(time_of(Control::DateTime, "2026-11-22T"), "");
        assert_eq!(time_of(Control::DateTime, ""), "");
    }

    #[test]
    fn half_a_moment_is_kept_and_is_none() {
        assert_eq!(date_time("", ""), "");
        assert_eq!(date_time("2026-11-22", ""), "2026-11-22T");
    }
}
