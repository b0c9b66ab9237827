//! When to come back: usual times at one tap, or any other.

use chrono::{Datelike, Days, NaiveDateTime, NaiveTime, Weekday};
use leptos::prelude::*;

use crate::{locales::VisitTexts, platform::clock};

/// Offers times for an appointment.
#[component]
pub fn AppointmentTimes(choose: Callback<NaiveDateTime>) -> impl IntoView {
    let t = VisitTexts::now();
    let now = clock::now().naive_local();
    let usual = usual_times(now).into_iter().map(|(label, at)| {
        view! {
            <button class="button" data-time=at.to_string() on:click=move |_| choose.run(at)>
                {label}
            </button>
        }
    });
    let day = RwSignal::new(String::new());
    let time = RwSignal::new(String::new());
    let unclear = RwSignal::new(false);
    let keep = move |_| {
        let at = format!("{}T{}", day.read().trim(), time.read().trim());
        match NaiveDateTime::parse_from_str(&at, "%Y-%m-%dT%H:%M") {
            Ok(at) => choose.run(at),
            Err(_) => unclear.set(true),
        }
    };
    view! {
        <div class="stack appointment" role="group" aria-label=t.when>
            <p class="row-title">{t.when}</p>
            <div class="outcome-buttons">{usual.collect_view()}</div>
            <div class="other-time">
                <label class="field">
                    <span>{t.other_time}</span>
                    <input
                        type="date"
                        min=now.date().to_string()
                        aria-invalid=move || unclear.get().then_some("true")
                        on:input=move |event| day.set(event_target_value(&event))
                    />
                </label>
                <input
                    type="time"
                    aria-label=t.other_time
                    on:input=move |event| time.set(event_target_value(&event))
                />
                <button class="button" on:click=keep>{t.keep}</button>
            </div>
            <Show when=move || unclear.get()>
                <p class="field-error" role="alert">{t.no_time}</p>
            </Show>
        </div>
    }
}

/// Times that residents name: evenings, a morning, the weekend. Only those to come.
fn usual_times(now: NaiveDateTime) -> Vec<(&'static str, NaiveDateTime)> {
    let t = VisitTexts::now();
    let at = |days: u64, hour| {
        let day = now.date().checked_add_days(Days::new(days))?;
        Some(day.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?))
    };
    let to_saturday = Weekday::Sat.days_since(now.weekday());
    let saturday = if to_saturday < 2 {
        to_saturday + 7
    } else {
        to_saturday
    };
    let times = [
        (t.this_evening, at(0, 19)),
        (t.tomorrow_morning, at(1, 10)),
        (t.tomorrow_evening, at(1, 19)),
        (t.saturday, at(saturday.into(), 10)),
    ];
    times
        .into_iter()
        .filter_map(|(label, at)| Some((label, at?)))
        .filter(|(_, at)| *at > now)
        .collect()
}
