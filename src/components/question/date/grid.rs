//! The calendar: a month of days or a year of months to choose from. Keys are those of the WAI-ARIA
//! date grid: arrows, Home and End, Page Up and Page Down, with Shift by the year.

use leptos::{html, prelude::*, wasm_bindgen::JsCast};
use web_sys::{HtmlElement, KeyboardEvent};

use super::{
    DateField,
    calendar::{stored, weekday},
    locale,
    typing::Grain,
};
use crate::{
    components::icon::Icon,
    locales::{ControlTexts, SurveyTexts},
    platform::{clock, intl, intl::DateFormat},
};

/// Months in a row.
const MONTHS: i64 = 3;

/// The open calendar. Copies are the same.
#[derive(Clone, Copy)]
struct Grid {
    of: DateField,
    /// The day that the keys are at.
    active: RwSignal<i64>,
    body: NodeRef<html::Table>,
    words: StoredValue<Words, LocalStorage>,
    first_weekday: u32,
}

struct Words {
    title: DateFormat,
    weekday: DateFormat,
    full: DateFormat,
    cell: DateFormat,
}

impl Words {
    fn of(grain: Grain, calendar: Option<&str>) -> Self {
        let format = |options: &[(&str, &str)]| DateFormat::new(&locale(calendar), options);
        let year: &[(&str, &str)] = &[("year", "numeric")];
        let month: &[(&str, &str)] = &[("year", "numeric"), ("month", "long")];
        let by_month = grain == Grain::Month;
        Self {
            title: format(if by_month { year } else { month }),
            weekday: format(&[("weekday", "short")]),
            full: format(if by_month {
                month
            } else {
                &[("dateStyle", "full")]
            }),
            cell: format(&[("month", "short")]),
        }
    }
}

pub(super) fn grid(of: DateField) -> AnyView {
    let day = untrack(|| of.day()).unwrap_or_else(clock::today);
    let grid = Grid {
        of,
        active: RwSignal::new(day),
        body: NodeRef::new(),
        words: StoredValue::new_local(Words::of(
            of.grain,
            of.calendar.with_value(|calendar| calendar.name),
        )),
        first_weekday: intl::first_weekday(),
    };
    grid.focus();
    let table = move || {
        if of.grain == Grain::Month {
            grid.months()
        } else {
            grid.days()
        }
    };
    view! {
        {grid.head()}
        <table
            node_ref=grid.body
            class="calendar"
            role="grid"
            aria-labelledby=of.field.part("month")
            data-grain=if of.grain == Grain::Month { "month" } else { "day" }
            on:keydown=move |event| grid.key(&event)
        >
            {table}
        </table>
        {grid.foot()}
    }
    .into_any()
}

impl Grid {
    fn head(self) -> AnyView {
        let t = ControlTexts::now();
        let by_month = self.of.grain == Grain::Month;
        let title = move || {
            let day = self.active.get();
            self.words.with_value(|words| words.title.text(day))
        };
        let turn = move |text: &'static str, name: &'static str, months: i64, years: i32| {
            view! {
                <button
                    type="button"
                    class="button square"
                    aria-label=text
                    data-turn=if years == 0 { "month" } else { "year" }
                    on:click=move |_| self.turn(months, years)
                >
                    <Icon name/>
                </button>
            }
            .into_any()
        };
        view! {
            <div class="calendar-head">
                {turn(t.year_before, "first", 0, -1)}
                {(!by_month).then(|| turn(t.month_before, "back", -1, 0))}
                <h2 id=self.of.field.part("month") aria-live="polite">{title}</h2>
                {(!by_month).then(|| turn(t.month_after, "next", 1, 0))}
                {turn(t.year_after, "last", 0, 1)}
            </div>
        }
        .into_any()
    }

    fn foot(self) -> AnyView {
        let (t, s) = (ControlTexts::now(), SurveyTexts::now());
        view! {
            <div class="button-row">
                <button
                    type="button"
                    class="button"
                    data-action="today"
                    on:click=move |_| self.take(clock::today())
                >
                    {t.today}
                </button>
                <button
                    type="button"
                    class="button quiet"
                    on:click=move |_| self.of.open.set(false)
                >
                    {s.close}
                </button>
            </div>
        }
        .into_any()
    }

    fn days(self) -> AnyView {
        let day = self.active.get();
        let (first, length) = self.of.calendar.with_value(|calendar| calendar.month(day));
        let lead = i64::from((weekday(first) + 7 - self.first_weekday) % 7);
        let weeks = (lead + length + 6) / 7;
        let name = move |at: i64| {
            // 1970-01-04 was a Sunday.
            let day = 3 + i64::from(self.first_weekday) + at;
            let name = self.words.with_value(|words| words.weekday.text(day));
            view! { <th scope="col">{name}</th> }
        };
        let cell = move |at: i64| {
            let day = first + at - lead;
            let within = (first..first + length).contains(&day);
            let number = self.of.calendar.with_value(|calendar| calendar.read(day).2);
            within.then(|| self.cell(day, number.to_string()))
        };
        let week = move |week: i64| {
            let cells = (0..7).map(|at| {
                view! { <td role="gridcell">{cell(week * 7 + at)}</td> }
            });
            view! { <tr>{cells.collect_view()}</tr> }
        };
        view! {
            <thead>
                <tr>{(0..7).map(name).collect_view()}</tr>
            </thead>
            <tbody>{(0..weeks).map(week).collect_view()}</tbody>
        }
        .into_any()
    }

    fn months(self) -> AnyView {
        let day = self.active.get();
        let months = self
            .of
            .calendar
            .with_value(|calendar| calendar.months_of_year(day));
        let cell = move |first: &i64| {
            let name = self.words.with_value(|words| words.cell.text(*first));
            view! { <td role="gridcell">{self.cell(*first, name)}</td> }
        };
        let rows = months
            .chunks(usize::try_from(MONTHS).unwrap_or(3))
            .map(|row| {
                view! { <tr>{row.iter().map(cell).collect_view()}</tr> }
            });
        view! { <tbody>{rows.collect_view()}</tbody> }.into_any()
    }

    fn cell(self, day: i64, text: String) -> AnyView {
        let here = |other: i64| match self.of.grain {
            Grain::Month => {
                let read = |day| self.of.calendar.with_value(|calendar| calendar.read(day));
                let (a, b) = (read(day), read(other));
                (a.0, a.1) == (b.0, b.1)
            }
            _ => day == other,
        };
        let active = here(self.active.get_untracked());
        let chosen = self.of.day().is_some_and(here);
        let full = self.words.with_value(|words| words.full.text(day));
        view! {
            <button
                type="button"
                class="calendar-day"
                data-day=stored(day)
                aria-label=full
                aria-pressed=if chosen { "true" } else { "false" }
                aria-current=here(clock::today()).then_some("date")
                tabindex=if active { "0" } else { "-1" }
                on:click=move |_| self.take(day)
            >
                {text}
            </button>
        }
        .into_any()
    }

    fn take(self, day: i64) {
        let first = self
            .of
            .calendar
            .with_value(|calendar| calendar.month(day).0);
        self.of.open.set(false);
        self.of.take(if self.of.grain == Grain::Month {
            first
        } else {
            day
        });
        self.of.field.leave();
    }

    fn turn(self, months: i64, years: i32) {
        let day = self.active.get_untracked();
        let to = self.of.calendar.with_value(|calendar| {
            let day = if months == 0 {
                day
            } else {
                calendar.months_on(day, months)
            };
            if years == 0 {
                day
            } else {
                calendar.years_on(day, years)
            }
        });
        self.active.set(to);
    }

    fn key(self, event: &KeyboardEvent) {
        event.stop_propagation();
        let by_month = self.of.grain == Grain::Month;
        let day = self.active.get_untracked();
        let rtl = document()
            .document_element()
            .is_some_and(|root| root.get_attribute("dir").as_deref() == Some("rtl"));
        let along = if rtl { -1 } else { 1 };
        let place = i64::from((weekday(day) + 7 - self.first_weekday) % 7);
        let step = match event.key().as_str() {
            "ArrowRight" => along,
            "ArrowLeft" => -along,
            "ArrowDown" => {
                if by_month {
                    MONTHS
                } else {
                    7
                }
            }
            "ArrowUp" => {
                if by_month {
                    -MONTHS
                } else {
                    -7
                }
            }
            "Home" if !by_month => -place,
            "End" if !by_month => 6 - place,
            "PageDown" | "PageUp" => {
                event.prevent_default();
                let by = if event.key() == "PageDown" { 1 } else { -1 };
                if by_month || event.shift_key() {
                    self.turn(0, by);
                } else {
                    self.turn(i64::from(by), 0);
                }
                return self.focus();
            }
            _ => return,
        };
        event.prevent_default();
        if by_month {
            self.turn(step, 0);
        } else {
            self.active.set(day + step);
        }
        self.focus();
    }

    /// Puts the focus on the active day, once it is in the page.
    fn focus(self) {
        request_animation_frame(move || {
            let cell = self
                .body
                .try_get_untracked()
                .flatten()
                .and_then(|body| body.query_selector(r#"[tabindex="0"]"#).ok().flatten());
            if let Some(cell) = cell.and_then(|cell| cell.dyn_into::<HtmlElement>().ok()) {
                let _ = cell.focus();
            }
        });
    }
}
