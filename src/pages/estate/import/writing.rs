//! Writing what a plan says: some hundred records at a time, so that it can be stopped between.

use leptos::prelude::*;
use needs::import::{Accepted, Plan};

use crate::{
    components::{
        notice::{Kind, notice},
        store_error::write_error_text,
    },
    desk::{Desk, WriteError},
    locales::{ImportTexts, fill},
    platform::{frame, random},
};

/// Records in one transaction: enough to be quick, few enough to stop soon.
const BATCH: usize = 400;

/// How far writing has come.
#[derive(Clone, Copy)]
pub struct Progress {
    state: RwSignal<State>,
    stopped: RwSignal<bool>,
}

#[derive(Clone, PartialEq, Eq)]
enum State {
    Idle,
    Writing(usize, usize),
    Stopped(usize),
    Done(usize),
    Failed(String),
}

impl Progress {
    pub fn new() -> Self {
        Self {
            state: RwSignal::new(State::Idle),
            stopped: RwSignal::new(false),
        }
    }

    /// Whether it goes on at this moment.
    pub fn runs(self) -> bool {
        matches!(*self.state.read(), State::Writing(..))
    }

    /// Forgets what came of the last time.
    pub fn forget(self) {
        self.state.set(State::Idle);
    }

    fn set(self, state: State) {
        let _ = self.state.try_set(state);
    }
}

/// Writes a plan. Whatever is written when it ends early is found by the next import.
pub async fn write(desk: Desk, plan: &Plan, accepted: Accepted, progress: Progress) {
    let mut id = random::record_id;
    let changes = desk.peek(|ledger| plan.changes(ledger.state(), accepted, &mut id));
    let all = changes.len();
    let mut done = 0;
    progress.stopped.set(false);
    progress.set(State::Writing(0, all));
    for batch in changes.chunks(BATCH) {
        frame::painted().await;
        // Whoever left the screen has stopped it too.
        if progress.stopped.try_get_untracked() != Some(false) {
            return progress.set(State::Stopped(done));
        }
        if let Err(error) = desk.record_all(batch.to_vec()).await {
            return progress.set(State::Failed(told(&error)));
        }
        done += batch.len();
        progress.set(State::Writing(done, all));
    }
    progress.set(State::Done(done));
}

fn told(error: &WriteError) -> String {
    write_error_text(error)
}

/// How far it is, with a button that stops it.
pub fn progress_view(progress: Progress) -> AnyView {
    let t = ImportTexts::now();
    (move || match progress.state.get() {
        State::Idle => ().into_any(),
        State::Writing(done, all) => view! {
            <div class="stack" id="writing">
                <progress max=all.to_string() value=done.to_string() aria-label=t.title></progress>
                <p role="status">{fill(t.writing, &[&done, &all])}</p>
                <p class="button-row">
                    <button class="button" id="stop-writing"
                        on:click=move |_| progress.stopped.set(true)>{t.stop}</button>
                </p>
            </div>
        }
        .into_any(),
        State::Stopped(done) => notice(Kind::Warning, fill(t.stopped, &[&done]), None),
        State::Done(done) => notice(Kind::Good, fill(t.written, &[&done]), None),
        State::Failed(why) => notice(Kind::Error, why, None),
    })
    .into_any()
}
