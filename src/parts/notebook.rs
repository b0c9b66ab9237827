//! Interviews: while they happen, and when they are read.

use leptos::prelude::*;

use super::Show;
use crate::pages::notebook::{NotebookPage, group::GroupPage, list::ListPage, read::ReadPage};

/// The screens of this part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotebookScreen {
    /// An interview under way.
    Write,
    /// A finished one.
    Read,
    /// All finished ones.
    List,
    /// A group discussion begins.
    Group,
}

/// The way in.
pub fn open() -> Show<NotebookScreen> {
    show
}

fn show(screen: NotebookScreen) -> AnyView {
    match screen {
        NotebookScreen::Write => view! { <NotebookPage/> }.into_any(),
        NotebookScreen::Read => view! { <ReadPage/> }.into_any(),
        NotebookScreen::List => view! { <ListPage/> }.into_any(),
        NotebookScreen::Group => view! { <GroupPage/> }.into_any(),
    }
}
