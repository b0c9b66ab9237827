//! Keeps a draft on the disk: every answer is saved, one save at a time, and while one is on its
//! way the newest answers wait for it. Nothing waits longer than that.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use chrono::DateTime;
use js_sys::{Function, Promise};
use ledger::RecordId;
use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::{
    components::save_sign::Sign,
    desk::Desk,
    draft::Draft,
    platform::{clock, timeline, timer::Timer},
    profiles::leaving,
    store::StoreError,
};

/// The name of the measurements in the browser's timeline: from an input to its place on the disk.
const MEASURE: &str = "draft-saved";
/// The tick waits for a short pause in the typing: a sign that flickers at each key says nothing.
const PAUSE_MS: i32 = 250;

/// Saves one draft. It outlives the screen, so that a last answer is saved though the person has
/// left. Copies are the same keeper.
#[derive(Clone)]
pub struct Saver {
    desk: Desk,
    sign: ArcRwSignal<Sign>,
    state: Rc<RefCell<State>>,
}

#[derive(Default)]
struct State {
    /// What is not yet on its way to the disk.
    newest: Option<Draft>,
    /// When the inputs that it holds were made, in the browser's clock.
    inputs_ms: Vec<f64>,
    under_way: usize,
    /// How many saves have been started.
    started: u64,
    closed: bool,
    tick: Timer,
    waiting: Vec<Function>,
}

thread_local! {
    static SAVERS: RefCell<BTreeMap<RecordId, Saver>> = RefCell::default();
}

impl Saver {
    /// The keeper of a draft, and what it holds that is newer than the storage.
    pub fn of(desk: Desk, draft: &Draft) -> (Self, Option<Draft>) {
        let known = SAVERS.with_borrow(|savers| savers.get(&draft.id).cloned());
        if let Some(known) = known {
            let newest = known.state.borrow().newest.clone();
            return (known, newest);
        }
        let saved = DateTime::from_timestamp_millis(draft.updated_ms).unwrap_or_default();
        let saved = saved.with_timezone(clock::now().offset());
        let sign = ArcRwSignal::new(Sign::Saved(saved));
        let saver = Self {
            desk,
            sign,
            state: Rc::default(),
        };
        leaving::before("drafts", settle_all);
        SAVERS.with_borrow_mut(|savers| savers.insert(draft.id, saver.clone()));
        (saver, None)
    }

    /// How saving stands.
    pub fn sign(&self) -> Sign {
        self.sign.get()
    }

    /// Saves a draft; `input_ms` says when the input was made that changed it.
    pub fn save(&self, draft: Draft, input_ms: f64) {
        let idle = {
            let mut state = self.state.borrow_mut();
            if state.closed {
                return;
            }
            state.newest = Some(draft);
            state.inputs_ms.push(input_ms);
            state.tick = Timer::default();
            state.under_way == 0
        };
        if !matches!(*self.sign.read_untracked(), Sign::Saving | Sign::Failed(_)) {
            self.sign.set(Sign::Saving);
        }
        if idle {
            self.start();
        }
    }

    /// Starts saving what waits, though another save is on its way: the page may be about to go.
    /// The storage writes in the order in which it was asked.
    pub fn flush(&self) {
        self.start();
    }

    fn start(&self) {
        let (number, draft, inputs_ms) = {
            let mut state = self.state.borrow_mut();
            let Some(draft) = state.newest.take() else {
                return;
            };
            state.under_way += 1;
            state.started += 1;
            (state.started, draft, std::mem::take(&mut state.inputs_ms))
        };
        let saver = self.clone();
        spawn_local(async move {
            let outcome = saver.desk.save_draft(draft.clone()).await;
            saver.state.borrow_mut().under_way -= 1;
            match outcome {
                Ok(()) => saver.done(&inputs_ms),
                // A later save, on its way or done, holds all that this one did.
                Err(_) if number < saver.state.borrow().started => saver.done(&[]),
                Err(error) => saver.failed(draft, inputs_ms, error),
            }
        });
    }

    fn done(&self, inputs_ms: &[f64]) {
        for input_ms in inputs_ms {
            timeline::measure(MEASURE, *input_ms);
        }
        let (idle, more) = {
            let state = self.state.borrow();
            (state.under_way == 0, state.newest.is_some())
        };
        if idle && more {
            self.start();
        } else if idle {
            self.settle();
            let sign = self.sign.clone();
            let saved = Sign::Saved(clock::now());
            self.state
                .borrow_mut()
                .tick
                .set(PAUSE_MS, move || sign.set(saved));
        }
    }

    fn failed(&self, draft: Draft, mut inputs_ms: Vec<f64>, error: StoreError) {
        {
            let mut state = self.state.borrow_mut();
            // Newer answers take the place of these.
            state.newest.get_or_insert(draft);
            inputs_ms.append(&mut state.inputs_ms);
            state.inputs_ms = inputs_ms;
        }
        self.sign.set(Sign::Failed(error));
        self.settle();
    }

    fn settle(&self) {
        let waiting = std::mem::take(&mut self.state.borrow_mut().waiting);
        for resolve in waiting {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    }

    /// Stops saving, once what is on its way has arrived: the draft is about to become a response
    /// or to be thrown away, and must not come back. [`Saver::reopen`] takes it back.
    pub async fn close(&self) {
        self.state.borrow_mut().closed = true;
        self.settled().await;
    }

    /// Waits for what is on its way.
    async fn settled(&self) {
        while self.state.borrow().under_way > 0 {
            let settled = Promise::new(&mut |resolve, _| {
                self.state.borrow_mut().waiting.push(resolve);
            });
            let _ = JsFuture::from(settled).await;
        }
    }

    /// Goes on saving: the draft stays a draft.
    pub fn reopen(&self) {
        self.state.borrow_mut().closed = false;
    }

    /// Forgets a draft that is no more.
    pub fn forget(&self, draft: RecordId) {
        self.state.borrow_mut().newest = None;
        SAVERS.with_borrow_mut(|savers| drop(savers.remove(&draft)));
    }
}

/// Waits until every draft is on the disk.
async fn settle_all() {
    let savers = SAVERS.with_borrow(|savers| savers.values().cloned().collect::<Vec<_>>());
    for saver in savers {
        saver.flush();
        saver.settled().await;
    }
}
