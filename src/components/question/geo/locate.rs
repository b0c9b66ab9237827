//! Taking the device's position: what it is now and how exact shows live, and it is taken by a
//! button or, once it is exact enough, by itself.

use leptos::prelude::*;

use super::coordinates::Point;
use crate::{
    components::{icon::Icon, question::field::Field},
    locales::{ControlTexts, fill},
    platform::position::{Fix, NoFix, Watch, watch},
};

/// What ODK Collect does where the form says nothing, in metres.
const CAPTURE_M: f64 = 5.0;
const WARNING_M: f64 = 100.0;

/// A position that is being looked for. Copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Locating {
    /// The newest position.
    pub(super) here: RwSignal<Option<Fix>>,
    failure: RwSignal<Option<NoFix>>,
    watching: RwSignal<bool>,
    watch: StoredValue<Option<Watch>, LocalStorage>,
    capture_m: f64,
    warning_m: f64,
}

impl Locating {
    pub(super) fn new(field: Field) -> Self {
        let threshold = || {
            let own = |session: &form::Session| {
                let item = session.item(field.item);
                item.attribute("accuracyThreshold").map(str::to_owned)
            };
            field.interview.peek(own)?.parse::<f64>().ok()
        };
        Self {
            here: RwSignal::new(None),
            failure: RwSignal::new(None),
            watching: RwSignal::new(false),
            watch: StoredValue::new_local(None),
            capture_m: field
                .number("capture-accuracy")
                .or_else(threshold)
                .unwrap_or(CAPTURE_M),
            warning_m: field.number("warning-accuracy").unwrap_or(WARNING_M),
        }
    }

    /// Whether the device is being located.
    pub(super) fn busy(self) -> bool {
        self.watching.get()
    }

    /// Begins; each new position is handed to `each`, which says whether it has had enough.
    pub(super) fn start(self, each: impl Fn(Fix) -> bool + Clone + 'static) {
        self.failure.set(None);
        self.watching.set(true);
        let watch = watch(move |found| match found {
            Ok(fix) => {
                let _ = self.here.try_set(Some(fix));
                if each(fix) {
                    self.stop();
                }
            }
            Err(why) => {
                let _ = self.failure.try_set(Some(why));
                self.stop();
            }
        });
        if watch.is_none() {
            self.failure.set(Some(NoFix::NotFound));
            self.watching.set(false);
        }
        let _ = self.watch.try_set_value(watch);
    }

    pub(super) fn stop(self) {
        let _ = self.watching.try_set(false);
        // A watch must not be dropped while it is calling.
        let watch = self.watch;
        set_timeout(
            move || drop(watch.try_set_value(None)),
            std::time::Duration::ZERO,
        );
    }

    /// Whether a position is exact enough to be taken by itself.
    fn enough(self, fix: Fix) -> bool {
        fix.accuracy <= self.capture_m
    }

    /// The button that begins, and what shows while the position is looked for.
    pub(super) fn show(self, text: Signal<&'static str>, take: Callback<Fix>) -> AnyView {
        let t = ControlTexts::now();
        let begin = move |_| {
            self.here.set(None);
            self.start(move |fix| {
                let enough = self.enough(fix);
                if enough {
                    take.run(fix);
                }
                enough
            });
        };
        let resting = move || {
            view! {
                <button type="button" class="button" data-action="locate" on:click=begin>
                    <Icon name="pin"/>
                    {move || text.get()}
                </button>
            }
        };
        view! {
            <div class="locate" data-busy=move || self.watching.get().then_some("")>
                <Show when=move || self.watching.get() fallback=resting>
                    {self.progress(take)}
                </Show>
                {move || self.failure.get().map(|why| {
                    let text = match why {
                        NoFix::Denied => t.locate_denied,
                        NoFix::NotFound => t.locate_failed,
                    };
                    view! { <p class="notice" data-kind="warning" role="alert">{text}</p> }
                })}
            </div>
        }
        .into_any()
    }

    fn progress(self, take: Callback<Fix>) -> AnyView {
        let t = ControlTexts::now();
        let now = move |_| {
            if let Some(fix) = self.here.get_untracked() {
                take.run(fix);
            }
            self.stop();
        };
        let exact = move || match self.here.get() {
            None => t.locating.to_owned(),
            Some(fix) => fill(t.accuracy, &[&metres(fix.accuracy)]),
        };
        view! {
            <p class="locate-accuracy" role="status">{exact}</p>
            <p class="hint">{fill(t.accuracy_goal, &[&metres(self.capture_m)])}</p>
            <p class="button-row">
                <button
                    type="button"
                    class="button primary"
                    data-action="use"
                    hidden=move || self.here.with(Option::is_none)
                    on:click=now
                >
                    {t.use_position}
                </button>
                <button type="button" class="button" on:click=move |_| self.stop()>
                    {t.cancel}
                </button>
            </p>
        }
        .into_any()
    }

    /// What is to be said of a stored position that is not exact.
    pub(super) fn warning(self, point: Point) -> Option<String> {
        let poor = point.accuracy() > self.warning_m;
        poor.then(|| {
            fill(
                ControlTexts::now().accuracy_poor,
                &[&metres(point.accuracy())],
            )
        })
    }
}

/// Metres for people: tenths below ten.
pub(super) fn metres(metres: f64) -> String {
    if metres < 10.0 {
        format!("{metres:.1}")
    } else {
        format!("{metres:.0}")
    }
}
