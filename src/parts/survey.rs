//! Filling in a questionnaire at the door. It is fetched as soon as the first screen shows.

use leptos::prelude::*;

use super::Show;
use crate::{pages::survey::SurveyPage, screen};

/// The screens of this part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurveyScreen {
    /// A questionnaire at a door.
    FillIn,
}

/// The way in. The first call comes with the arrival of the part.
pub fn open() -> Show<SurveyScreen> {
    request_idle_callback(|| screen::rehearse(|| ()));
    show
}

fn show(screen: SurveyScreen) -> AnyView {
    match screen {
        SurveyScreen::FillIn => view! { <SurveyPage/> }.into_any(),
    }
}
