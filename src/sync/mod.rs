//! Sync: drives the ledger's state machine with requests, timers and the network's ups and downs.

mod asking;
mod credentials;
mod file_requests;
mod http;
pub mod membership;
mod notices;
mod porter;
mod rekey;

use ledger::{
    DeviceId,
    sync::{Command, Event, Phase, Refused, Sync},
};
use leptos::{prelude::*, task::spawn_local};
use needs::{Act, Role};

use crate::{
    desk::Desk,
    parts::{self, Upkeep},
    platform::{background_sync, clock, random, timer::Timer},
};

pub use asking::{Asked, exchange};
pub use credentials::{has_token, set_token};
pub use file_requests::fetch_file;
pub use http::{SiteSummary, Trouble, sites};
pub use porter::Porter;

/// What the sign in the corner shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyncStatus {
    /// What sync is at.
    pub phase: Phase,
    /// How many entries the server is not known to have.
    pub pending: u64,
    /// When the server last answered, in milliseconds since 1970.
    pub last_success_ms: Option<i64>,
}

/// The conversation with the server. A handle: copies are the same.
#[derive(Clone, Copy)]
pub struct Courier {
    desk: Desk,
    inner: StoredValue<Inner, LocalStorage>,
    status: RwSignal<SyncStatus>,
    trouble: RwSignal<Option<String>>,
    /// The server does not know this device any more.
    stranger: RwSignal<bool>,
}

struct Inner {
    machine: Sync,
    timer: Timer,
    notices: notices::Notices,
}

impl Courier {
    /// Starts syncing a desk.
    pub fn start(desk: Desk) -> Self {
        let machine = Sync::new(desk.checkpoint());
        let pending = desk.peek(|ledger| machine.pending(ledger));
        let status = SyncStatus {
            phase: machine.phase(),
            pending,
            last_success_ms: None,
        };
        let inner = Inner {
            machine,
            timer: Timer::default(),
            notices: notices::Notices::default(),
        };
        let courier = Self {
            desk,
            inner: StoredValue::new_local(inner),
            status: RwSignal::new(status),
            trouble: RwSignal::new(None),
            stranger: RwSignal::new(false),
        };
        notices::watch_network(
            move || courier.handle(Event::Nudge),
            move || courier.handle(Event::Offline),
        );
        background_sync::on_nudge(move || courier.handle(Event::Nudge));
        // Whatever is written here is sent on, and the sign counts it at once.
        Effect::new(move || {
            desk.read(|_| ());
            let waiting = courier.pending() > 0;
            courier.show();
            if waiting {
                courier.handle(Event::Nudge);
            }
        });
        // Another role may see what was withheld from the last one.
        Effect::new(move |before: Option<Option<(Role, String)>>| {
            let reader = desk.with_person(|_, person| (person.role(), person.role_given()));
            if let (Some((role, name)), true) = (&reader, before.flatten() != reader) {
                let withheld = desk.peek(|ledger| ledger.withheld_devices().collect());
                courier.handle(Event::Reader {
                    name: name.clone(),
                    all: role.may(Act::ReadAll),
                    withheld,
                });
            }
            reader
        });
        courier.handle(Event::Nudge);
        courier
    }

    /// What sync is at; whoever calls this in a view is run again when it changes.
    pub fn status(self) -> SyncStatus {
        self.status.get()
    }

    /// What sync is at now.
    pub fn status_now(self) -> SyncStatus {
        self.status.get_untracked()
    }

    /// Goes now.
    pub fn sync_now(self) {
        self.handle(Event::Nudge);
    }

    /// Whether the server is known to have an entry.
    pub fn server_has(self, device: DeviceId, seq: u64) -> bool {
        self.status.track();
        self.inner
            .with_value(|inner| seq <= inner.machine.server_has(device))
    }

    /// How many of a device's entries the server is known to have.
    pub fn server_has_upto(self, device: DeviceId) -> u64 {
        self.status.track();
        self.inner
            .with_value(|inner| inner.machine.server_has(device))
    }

    /// Why the server would not talk to this device, in its own words, if the last try ended so.
    pub fn trouble(self) -> Option<String> {
        self.trouble.get()
    }

    /// Whether the server said, when it was last asked, that it does not know this device. What is
    /// here stays, and goes over once the device has joined again.
    pub fn is_stranger(self) -> bool {
        self.stranger.get()
    }

    /// The entries that the server would not take.
    pub fn refused(self) -> Vec<Refused> {
        self.status.track();
        self.inner
            .with_value(|inner| inner.machine.refused().cloned().collect())
    }

    /// How many entries of the server could not be read.
    pub fn unreadable(self) -> usize {
        self.status.track();
        self.inner
            .with_value(|inner| inner.machine.unreadable().len())
    }

    fn handle(self, event: Event) {
        let succeeded = event == Event::Stored;
        let (now_ms, jitter) = (clock::now_ms(), random::jitter());
        let commands = self.inner.try_update_value(|inner| {
            self.desk
                .peek(|here| inner.machine.handle(event, now_ms, here, jitter))
        });
        if succeeded {
            self.status
                .update(|status| status.last_success_ms = Some(clock::now_ms()));
            spawn_local(parts::work(Upkeep::Listen(self)));
        }
        self.show();
        let status = self.status.get_untracked();
        if status.pending > 0 && matches!(status.phase, Phase::Retrying | Phase::Offline) {
            background_sync::ask();
        }
        for command in commands.into_iter().flatten() {
            self.run(command);
        }
    }

    fn pending(self) -> u64 {
        self.inner
            .with_value(|inner| self.desk.peek(|here| inner.machine.pending(here)))
    }

    fn show(self) {
        let status = SyncStatus {
            phase: self.inner.with_value(|inner| inner.machine.phase()),
            pending: self.pending(),
            ..self.status.get_untracked()
        };
        if status != self.status.get_untracked() {
            self.status.set(status);
        }
    }

    fn run(self, command: Command) {
        match command {
            Command::Exchange {
                since,
                push,
                forget,
                batch,
            } => spawn_local(async move {
                let asked = Asked {
                    since,
                    push,
                    forget,
                    batch,
                };
                let answer = parts::ask(|done| Upkeep::Exchange(self.desk, asked, done)).await;
                let answer = answer.unwrap_or(Err(Trouble::NoAnswer));
                self.trouble.set(match &answer {
                    Err(Trouble::Refused(why)) => Some(why.clone()),
                    _ => None,
                });
                if !matches!(answer, Err(Trouble::NoAnswer)) {
                    self.stranger.set(answer == Err(Trouble::Stranger));
                }
                let event = answer.map_or(Event::Failed, |answer| Event::Answered(answer.into()));
                self.handle(event);
            }),
            Command::Store {
                entries,
                checkpoint,
                complete,
            } => spawn_local(async move {
                self.handle(
                    match self.desk.take_in(entries, checkpoint, complete).await {
                        Ok(()) => Event::Stored,
                        Err(_) => Event::StoreFailed,
                    },
                );
            }),
            Command::WakeAt(at_ms) => {
                let delay = at_ms
                    .saturating_sub(clock::now_ms())
                    .clamp(0, i64::from(i32::MAX));
                let delay = i32::try_from(delay).unwrap_or(i32::MAX);
                self.inner.update_value(|inner| {
                    inner.timer.set(delay, move || self.handle(Event::Tick));
                });
            }
        }
    }

    /// Listens for the server's notices, from the first answer on.
    pub fn listen(self) {
        let site = self.desk.site();
        let nudge = move || self.handle(Event::Nudge);
        self.inner
            .with_value(|inner| inner.notices.listen(site, nudge));
    }
}
