//! The estate as the office keeps it: buildings and units, lists taken over, buildings laid out.

use leptos::prelude::*;

use super::Show;
use crate::pages::estate::{BuildingPage, EstatePage, ImportPage, LayoutPage};

/// The screens of this part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EstateScreen {
    /// All buildings.
    Estate,
    /// One building with its units, to be changed.
    Building,
    /// A property office's list, taken over.
    Import,
    /// Buildings laid out by a pattern.
    Layout,
}

/// The way in.
pub fn open() -> Show<EstateScreen> {
    show
}

fn show(screen: EstateScreen) -> AnyView {
    match screen {
        EstateScreen::Estate => view! { <EstatePage/> }.into_any(),
        EstateScreen::Building => view! { <BuildingPage/> }.into_any(),
        EstateScreen::Import => view! { <ImportPage/> }.into_any(),
        EstateScreen::Layout => view! { <LayoutPage/> }.into_any(),
    }
}
