//! Work that shows nothing, and that the first screens can do without.

use futures_channel::oneshot::Sender;
use ledger::{Entry, Intake, SiteId};
use leptos::{prelude::*, task::spawn_local};

use super::Show;
use crate::{
    desk::Desk,
    pages::welcome,
    profiles::Opened,
    store::{Database, StoreError, Write},
    sync::Porter,
};

/// The work of this part.
pub enum Upkeep {
    /// Putting the storage of a desk in order.
    Tidy(Desk),
    /// Sealing what an earlier version left plain.
    Seal(Database),
    /// The same for all sites of a profile.
    SealAll(Opened),
    /// Dropping what is left of erased records.
    DropErased(Desk),
    /// Carrying files.
    Carry(Porter),
    /// Taking in bodies that were withheld before.
    Fill(Desk, Vec<Entry>, Sender<Result<(), StoreError>>),
    /// Moving entries that lost their place; with the steps that go with it, and whether the
    /// server was read to its end.
    Move(
        Desk,
        Intake,
        bool,
        Vec<Write>,
        Sender<Result<(), StoreError>>,
    ),
    /// Joining a site from a file; what is wrong is said in words.
    Join(Option<Opened>, Vec<u8>, Sender<Result<SiteId, String>>),
}

/// The way in.
pub fn open() -> Show<Upkeep> {
    |work| {
        match work {
            Upkeep::Tidy(desk) => spawn_local(desk.tidy()),
            Upkeep::Seal(database) => {
                spawn_local(async move { drop(database.seal_plain_rows().await) });
            }
            Upkeep::SealAll(opened) => {
                // What stays plain is on the disk as it was, and is tried again at the next start.
                spawn_local(async move { drop(opened.seal_what_is_plain().await) });
            }
            Upkeep::DropErased(desk) => {
                spawn_local(async move { drop(desk.drop_erased().await) });
            }
            Upkeep::Carry(porter) => porter.begin(),
            Upkeep::Fill(desk, entries, done) => {
                answer(done, async move { desk.fill(&entries).await });
            }
            Upkeep::Move(desk, intake, complete, others, done) => {
                answer(done, desk.move_homeless(intake, complete, others));
            }
            Upkeep::Join(opened, bytes, done) => {
                answer(done, async move { welcome::join(opened, &bytes).await });
            }
        }
        ().into_any()
    }
}

/// Nobody may wait any more: their screen is gone.
fn answer<T: 'static>(done: Sender<T>, work: impl Future<Output = T> + 'static) {
    spawn_local(async move { drop(done.send(work.await)) });
}
