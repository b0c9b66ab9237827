//! Work that shows nothing, and that the first screens can do without.

use std::rc::Rc;

use futures_channel::oneshot::Sender;
use ledger::{
    Entry, Intake, SiteId,
    sync::{Answer, Received},
};
use leptos::{prelude::*, task::spawn_local};

use super::Show;
use crate::{
    desk::Desk,
    pages::welcome,
    profiles::{self, Opened},
    store::{self, Database, StoreError, Unpack, Write},
    sync::{self, Asked, Courier, Porter, Trouble},
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
    /// Adding many entries of the server's, packed.
    Append(
        Desk,
        Vec<Rc<Received>>,
        Vec<Write>,
        Sender<Result<(), StoreError>>,
    ),
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
    /// Reading what a desk keeps beside the ledger, as it is opened.
    OpenKept(Desk, Sender<Result<(), StoreError>>),
    /// Reading it on, because another tab changed it.
    FollowKept(Desk),
    /// Listening for the server's notices.
    Listen(Courier),
    /// One exchange with the server.
    Exchange(Desk, Asked, Sender<Result<Answer, Trouble>>),
    /// Opening segments: what does it.
    Unpack(Sender<Unpack>),
    /// Keeping what the open site is called and who works there, for where it is not open.
    Name(Opened, Desk),
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
            Upkeep::Append(desk, fresh, others, done) => {
                answer(done, desk.append_packed(fresh, others));
            }
            Upkeep::Fill(desk, entries, done) => {
                answer(done, async move { desk.fill(&entries).await });
            }
            Upkeep::Move(desk, intake, complete, others, done) => {
                answer(done, desk.move_homeless(intake, complete, others));
            }
            Upkeep::OpenKept(desk, done) => answer(done, desk.read_kept()),
            Upkeep::FollowKept(desk) => spawn_local(desk.follow_kept()),
            Upkeep::Listen(courier) => courier.listen(),
            Upkeep::Exchange(desk, asked, done) => answer(done, sync::exchange(desk, asked)),
            Upkeep::Unpack(done) => drop(done.send(store::unpack)),
            Upkeep::Name(opened, desk) => profiles::name_open_site(opened, desk),
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
