//! At a door: what is known of it, and what comes after a questionnaire is finished there.

use leptos::prelude::*;

use super::Show;
use crate::pages::{done::DonePage, unit::UnitPage};

/// The screens of this part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoorScreen {
    /// A unit.
    Unit,
    /// A questionnaire was finished.
    Done,
}

/// The way in.
pub fn open() -> Show<DoorScreen> {
    show
}

fn show(screen: DoorScreen) -> AnyView {
    match screen {
        DoorScreen::Unit => view! { <UnitPage/> }.into_any(),
        DoorScreen::Done => view! { <DonePage/> }.into_any(),
    }
}
