//! Keeps a design on the disk: what is newest is saved after a short pause, one save at a time.

use std::{cell::RefCell, rc::Rc};

use form::design::Design;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    desk::{DesignHead, Desk},
    platform::{clock, timer::Timer},
    store::StoreError,
};

/// How long to wait for the next key: packing a workbook for each would be felt.
const PAUSE_MS: i32 = 500;

/// How saving stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Sign {
    Saving,
    Saved,
    Failed(StoreError),
}

/// It outlives the screen, so that a last change is saved though the person has left. Copies are
/// the same keeper.
#[derive(Clone)]
pub struct Keeper {
    desk: Desk,
    pub sign: ArcRwSignal<Sign>,
    state: Rc<RefCell<State>>,
}

struct State {
    head: DesignHead,
    newest: Option<Design>,
    under_way: bool,
    closed: bool,
    pause: Timer,
}

impl Keeper {
    pub fn new(desk: Desk, head: DesignHead) -> Self {
        Self {
            desk,
            sign: ArcRwSignal::new(Sign::Saved),
            state: Rc::new(RefCell::new(State {
                head,
                newest: None,
                under_way: false,
                closed: false,
                pause: Timer::default(),
            })),
        }
    }

    pub fn head(&self) -> DesignHead {
        self.state.borrow().head.clone()
    }

    /// Saves a state of the design soon.
    pub fn save(&self, design: Design) {
        let keeper = self.clone();
        {
            let mut state = self.state.borrow_mut();
            if state.closed {
                return;
            }
            state.newest = Some(design);
            state.pause.set(PAUSE_MS, move || keeper.save_now());
        }
        if *self.sign.read_untracked() != Sign::Saving {
            self.sign.set(Sign::Saving);
        }
    }

    /// Saves what waits.
    pub fn save_now(&self) {
        let (head, design) = {
            let mut state = self.state.borrow_mut();
            if state.under_way {
                return;
            }
            let Some(design) = state.newest.take() else {
                return;
            };
            state.under_way = true;
            design
                .setting("form_title")
                .clone_into(&mut state.head.title);
            state.head.updated_ms = clock::now_ms();
            (state.head.clone(), design)
        };
        let keeper = self.clone();
        let workbook = design.to_xlsx();
        spawn_local(async move {
            let outcome = keeper.desk.save_design(&head, &workbook).await;
            keeper.state.borrow_mut().under_way = false;
            match outcome {
                Err(error) => {
                    // A newer state takes the place of this one.
                    keeper.state.borrow_mut().newest.get_or_insert(design);
                    keeper.sign.set(Sign::Failed(error));
                }
                Ok(()) if keeper.state.borrow().newest.is_some() => keeper.save_now(),
                Ok(()) => keeper.sign.set(Sign::Saved),
            }
        });
    }

    /// Nothing more is saved: the design has been published or thrown away.
    pub fn close(&self) {
        let mut state = self.state.borrow_mut();
        state.closed = true;
        state.newest = None;
    }
}
