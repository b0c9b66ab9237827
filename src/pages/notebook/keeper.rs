//! Keeps an interview on the disk: each change within moments, one save at a time, and each save
//! only what changed. While one is on its way, what changes waits for it.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use js_sys::{Function, Promise};
use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsValue};
use needs::interview::LineNote;
use wasm_bindgen_futures::JsFuture;

use super::book::Book;
use crate::{
    components::save_sign::Sign,
    platform::{clock, timeline, timer::Timer},
    store::StoreError,
};

/// The name of the measurements in the browser's timeline: from an input to its place on the disk.
const MEASURE: &str = "note-saved";
/// The tick waits for a short pause in the typing.
const PAUSE_MS: i32 = 250;

/// What is not on the disk yet.
#[derive(Default)]
struct Dirty {
    head: bool,
    lines: BTreeMap<String, Option<LineNote>>,
    /// When the inputs were made, in the browser's clock.
    inputs_ms: Vec<f64>,
}

impl Dirty {
    fn is_empty(&self) -> bool {
        !self.head && self.lines.is_empty()
    }
}

/// What keeps one interview.
pub struct Keeper {
    sign: ArcRwSignal<Sign>,
    dirty: RefCell<Dirty>,
    under_way: Cell<bool>,
    closed: Cell<bool>,
    tick: RefCell<Timer>,
    waiting: RefCell<Vec<Function>>,
}

impl Keeper {
    /// Everything is kept.
    pub fn new() -> Self {
        Self {
            sign: ArcRwSignal::new(Sign::Saved(clock::now())),
            dirty: RefCell::default(),
            under_way: Cell::new(false),
            closed: Cell::new(false),
            tick: RefCell::default(),
            waiting: RefCell::default(),
        }
    }

    /// How saving stands; followed.
    pub fn sign(&self) -> Sign {
        self.sign.get()
    }

    /// Whether everything is on the disk.
    fn is_clean(&self) -> bool {
        !self.under_way.get() && self.dirty.borrow().is_empty()
    }

    /// Stops saving: the interview is about to be finished or thrown away.
    pub fn close(&self, closed: bool) {
        self.closed.set(closed);
    }

    /// Whether nothing is kept any more.
    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }

    fn settle(&self) {
        for resolve in self.waiting.take() {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    }
}

impl Book {
    /// Keeps lines and, where that changed, the rest.
    pub(super) fn keep(&self, head: bool, lines: super::notes::Dirty) {
        let keeper = self.keeper();
        if (!head && lines.is_empty()) || keeper.closed.get() {
            return;
        }
        {
            let mut dirty = keeper.dirty.borrow_mut();
            dirty.head |= head;
            dirty.lines.extend(lines);
            dirty.inputs_ms.push(timeline::now_ms());
        }
        *keeper.tick.borrow_mut() = Timer::default();
        if !matches!(
            *keeper.sign.read_untracked(),
            Sign::Saving | Sign::Failed(_)
        ) {
            keeper.sign.set(Sign::Saving);
        }
        self.flush();
    }

    /// Sends what waits on its way, unless something is.
    pub fn flush(&self) {
        let keeper = self.keeper();
        if keeper.under_way.get() || keeper.dirty.borrow().is_empty() {
            return;
        }
        keeper.under_way.set(true);
        let book = self.clone();
        spawn_local(async move {
            let keeper = book.keeper();
            let outcome = loop {
                let dirty = keeper.dirty.take();
                if dirty.is_empty() {
                    break Ok(());
                }
                if let Err(error) = book.save(dirty).await {
                    break Err(error);
                }
            };
            keeper.under_way.set(false);
            match outcome {
                Ok(()) => {
                    let (sign, saved) = (keeper.sign.clone(), Sign::Saved(clock::now()));
                    let mut tick = keeper.tick.borrow_mut();
                    tick.set(PAUSE_MS, move || sign.set(saved));
                }
                Err(error) => keeper.sign.set(Sign::Failed(error)),
            }
            keeper.settle();
        });
    }

    async fn save(&self, dirty: Dirty) -> Result<(), StoreError> {
        let head = dirty.head.then(|| self.fields());
        let lines: Vec<_> = dirty.lines.into_iter().collect();
        match self.desk().save_notebook(self.id(), head, &lines).await {
            Ok(()) => {
                dirty
                    .inputs_ms
                    .into_iter()
                    .for_each(|input_ms| timeline::measure(MEASURE, input_ms));
                Ok(())
            }
            Err(error) => {
                // What has changed since is newer.
                let mut newer = self.keeper().dirty.borrow_mut();
                newer.head |= dirty.head;
                for (key, line) in lines {
                    newer.lines.entry(key).or_insert(line);
                }
                newer.inputs_ms.extend(dirty.inputs_ms);
                Err(error)
            }
        }
    }

    /// Waits until everything is on the disk, or can't be brought there.
    pub async fn settled(&self) {
        self.flush();
        let keeper = self.keeper();
        while !keeper.is_clean() && keeper.under_way.get() {
            let settled = Promise::new(&mut |resolve, _| {
                keeper.waiting.borrow_mut().push(resolve);
            });
            let _ = JsFuture::from(settled).await;
        }
    }
}
