//! What is looked at between the doors: settings, and what was sent.

use leptos::prelude::*;

use super::Show;
use crate::pages::{
    finished::FinishedPage,
    settings::SettingsPage,
    trail::{ConflictsPage, HistoryPage, QueuePage},
};

/// The screens of this part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsScreen {
    /// What was finished on this device.
    Finished,
    /// Settings.
    Settings,
    /// What was written about a record, step by step.
    History,
    /// What people disagree about.
    Conflicts,
    /// What is not synced yet, and why.
    Queue,
}

/// The way in.
pub fn open() -> Show<SettingsScreen> {
    show
}

fn show(screen: SettingsScreen) -> AnyView {
    match screen {
        SettingsScreen::Finished => view! { <FinishedPage/> }.into_any(),
        SettingsScreen::Settings => view! { <SettingsPage/> }.into_any(),
        SettingsScreen::History => view! { <HistoryPage/> }.into_any(),
        SettingsScreen::Conflicts => view! { <ConflictsPage/> }.into_any(),
        SettingsScreen::Queue => view! { <QueuePage/> }.into_any(),
    }
}
