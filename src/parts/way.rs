//! Finding one's way: a building as a front, in which order it is walked, and search in everything.

use leptos::prelude::*;

use super::{Show, keep_under_roof};
use crate::pages::{
    front::{FrontPage, OrderPage},
    search::{Finder, SearchPage},
};

/// The screens of this part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayScreen {
    /// A building as a front.
    Front,
    /// The walking order of a building.
    Order,
    /// Search in everything.
    Search,
}

/// The way in.
pub fn open() -> Show<WayScreen> {
    show
}

fn show(screen: WayScreen) -> AnyView {
    match screen {
        WayScreen::Front => view! { <FrontPage/> }.into_any(),
        WayScreen::Order => view! { <OrderPage/> }.into_any(),
        WayScreen::Search => {
            // What was read for one search serves the next.
            keep_under_roof(Finder::new);
            view! { <SearchPage/> }.into_any()
        }
    }
}
