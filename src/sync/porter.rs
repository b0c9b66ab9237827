//! Files on their way: drives the ledger's state machine for them, when no entry has to go.

use std::{cell::RefCell, rc::Rc};

use ledger::{
    sync::Phase,
    transfer::{Command, Event, Transfer, Why},
};
use leptos::{prelude::*, task::spawn_local};

use super::{Courier, file_requests as requests};
use crate::{
    desk::{Desk, FileError},
    parts::{self, Upkeep},
    platform::{
        clock,
        locks::{self, Held},
        random,
        timer::Timer,
    },
};

/// How often a tab asks whether the one that carried the files is gone.
const TAKE_OVER_MS: i32 = 30_000;

/// Carries files between this device and the server. A handle: copies are the same.
#[derive(Clone, Copy)]
pub struct Porter {
    desk: Desk,
    courier: Courier,
    inner: StoredValue<Inner, LocalStorage>,
    /// How many files can't be sent or fetched, and why the first one can't.
    stuck: RwSignal<Option<(usize, Why)>>,
}

struct Inner {
    machine: Transfer,
    timer: Timer,
    /// One tab carries: a second one would send the same bytes again.
    turn: Option<Held>,
    asking: Rc<RefCell<bool>>,
    begun: bool,
}

impl Porter {
    /// Carries as soon as the line is free for the first time: until then the code for it need not
    /// be here. Where it can't be fetched, it is tried again when the line is free again.
    pub fn start(desk: Desk, courier: Courier) -> Self {
        let inner = Inner {
            machine: Transfer::default(),
            timer: Timer::default(),
            turn: None,
            asking: Rc::default(),
            begun: false,
        };
        let porter = Self {
            desk,
            courier,
            inner: StoredValue::new_local(inner),
            stuck: RwSignal::new(None),
        };
        Effect::new(move || {
            if porter.is_free() && !porter.inner.with_value(|inner| inner.begun) {
                spawn_local(parts::work(Upkeep::Carry(porter)));
            }
        });
        porter
    }

    /// Begins to carry, once.
    pub fn begin(self) {
        let begun = |inner: &mut Inner| std::mem::replace(&mut inner.begun, true);
        if self.inner.try_update_value(begun) != Some(false) {
            return;
        }
        // Whenever the line becomes free, and whenever there is another file or record.
        Effect::new(move || {
            let free = self.is_free();
            self.desk.files().changes();
            self.desk.read(|_| ());
            if free {
                self.handle(Event::Nudge);
            }
        });
    }

    /// How many files the server will not take or does not give rightly, and why the first one.
    pub fn stuck(self) -> Option<(usize, Why)> {
        self.stuck.get()
    }

    /// Entries go first: a file that no entry names there would not be taken.
    fn is_free(self) -> bool {
        let status = self.courier.status();
        status.pending == 0 && status.phase == Phase::Resting && status.last_success_ms.is_some()
    }

    fn handle(self, event: Event) {
        if self.inner.with_value(|inner| inner.turn.is_none()) {
            return self.ask_for_turn();
        }
        let work = self.desk.files().work(untrack(|| self.is_free()));
        let commands = self.inner.try_update_value(|inner| {
            let machine = &mut inner.machine;
            machine.handle(event, clock::now_ms(), &work, random::jitter())
        });
        self.show();
        for command in commands.into_iter().flatten() {
            self.run(command);
        }
    }

    fn ask_for_turn(self) {
        let asking = self.inner.with_value(|inner| Rc::clone(&inner.asking));
        if asking.replace(true) {
            return;
        }
        spawn_local(async move {
            let name = format!("doorstep-files-{}", self.desk.storage());
            let turn = locks::try_lock(&name, false).await;
            asking.replace(false);
            let got = turn.is_some();
            self.inner.update_value(|inner| {
                inner.turn = turn;
                if !got {
                    let again = move || self.ask_for_turn();
                    inner.timer.set(TAKE_OVER_MS, again);
                }
            });
            if got {
                self.handle(Event::Nudge);
            }
        });
    }

    fn show(self) {
        let stuck = self.inner.with_value(|inner| {
            let hopeless = inner.machine.hopeless();
            let first = hopeless.values().next()?;
            Some((hopeless.len(), *first))
        });
        if stuck != self.stuck.get_untracked() {
            self.stuck.set(stuck);
        }
    }

    fn run(self, command: Command) {
        let (site, files) = (self.desk.site(), self.desk.files());
        match command {
            Command::Ask(inquiry) => spawn_local(async move {
                self.handle(requests::ask(site, &inquiry).await);
            }),
            Command::Send { file, bytes, size } => spawn_local(async move {
                let event = match files.range(&file, bytes.clone()).await {
                    Ok(part) => requests::send(site, file, (bytes, size), &part).await,
                    Err(FileError::Store(_)) => Event::Failed,
                    Err(_) => Event::Refused(file, Why::Unreadable),
                };
                self.handle(event);
            }),
            Command::Fetch { file, bytes } => spawn_local(async move {
                let event = match requests::fetch_part(site, file, &bytes).await {
                    Ok(part) => match files.keep_part(file, bytes.start, part).await {
                        Ok(()) => Event::Kept,
                        Err(_) => Event::KeepFailed,
                    },
                    Err(event) => event,
                };
                self.handle(event);
            }),
            Command::Finish(file) => spawn_local(async move {
                self.handle(match files.finish_fetch(file).await {
                    Ok(true) => Event::Kept,
                    Ok(false) => Event::Spoiled(file),
                    Err(_) => Event::KeepFailed,
                });
            }),
            Command::Note(epoch, whole) => spawn_local(async move {
                // Only for the sign: asked again at the next start.
                let _ = files.note_sent(&epoch, &whole).await;
            }),
            Command::WakeAt(at_ms) => {
                let delay = at_ms.saturating_sub(clock::now_ms());
                let delay = i32::try_from(delay.max(0)).unwrap_or(i32::MAX);
                self.inner.update_value(|inner| {
                    inner.timer.set(delay, move || self.handle(Event::Tick));
                });
            }
        }
    }
}
