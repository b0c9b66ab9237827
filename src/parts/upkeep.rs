//! What is done while nobody waits for it.

use leptos::{prelude::*, task::spawn_local};

use super::Show;
use crate::desk::Desk;

/// Putting the storage of a desk in order. It shows nothing.
#[derive(Clone, Copy)]
pub struct Upkeep(pub(crate) Desk);

/// The way in.
pub fn open() -> Show<Upkeep> {
    |Upkeep(desk)| {
        spawn_local(desk.tidy());
        ().into_any()
    }
}
