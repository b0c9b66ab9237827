//! What those with a role at the office use: responses, questionnaires and their design.

use leptos::prelude::*;

use super::{Show, keep_under_roof};
use crate::pages::{
    design::DesignPage,
    forms::{FormsPage, TrialPage, Workbench},
    incoming::IncomingPage,
    need::NeedPage,
    office::OfficePage,
    people::PeoplePage,
    progress::ProgressPage,
    rates::RatesPage,
    response::ResponsePage,
    review::{ReviewPage, one::ReviewOnePage},
    rules::RulesPage,
    tables::TablesPage,
    themes::{ThemesPage, one::ThemePage},
};

/// The screens of this part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfficeScreen {
    /// Where to look.
    Office,
    /// All responses.
    Incoming,
    /// One response.
    Response,
    /// The questionnaires.
    Forms,
    /// A questionnaire tried out.
    Trial,
    /// A questionnaire under design.
    Design,
    /// How far a campaign has got.
    Progress,
    /// Outcomes of visits, and the response rates that they give.
    Rates,
    /// Rules at the door, and the wordings of consent.
    Rules,
    /// People and their devices.
    People,
    /// Data as tables.
    Tables,
    /// What waits to be reviewed.
    Review,
    /// One record under review.
    ReviewOne,
    /// The tree of themes.
    Themes,
    /// One theme.
    Theme,
    /// One need.
    Need,
}

/// The way in.
pub fn open() -> Show<OfficeScreen> {
    show
}

fn show(screen: OfficeScreen) -> AnyView {
    // A workbook that is open stays so while its owner looks at other screens.
    keep_under_roof(Workbench::new);
    match screen {
        OfficeScreen::Office => view! { <OfficePage/> }.into_any(),
        OfficeScreen::Incoming => view! { <IncomingPage/> }.into_any(),
        OfficeScreen::Response => view! { <ResponsePage/> }.into_any(),
        OfficeScreen::Forms => view! { <FormsPage/> }.into_any(),
        OfficeScreen::Trial => view! { <TrialPage/> }.into_any(),
        OfficeScreen::Design => view! { <DesignPage/> }.into_any(),
        OfficeScreen::People => view! { <PeoplePage/> }.into_any(),
        OfficeScreen::Progress => view! { <ProgressPage/> }.into_any(),
        OfficeScreen::Rules => view! { <RulesPage/> }.into_any(),
        OfficeScreen::Rates => view! { <RatesPage/> }.into_any(),
        OfficeScreen::Tables => view! { <TablesPage/> }.into_any(),
        OfficeScreen::Review => view! { <ReviewPage/> }.into_any(),
        OfficeScreen::ReviewOne => view! { <ReviewOnePage/> }.into_any(),
        OfficeScreen::Themes => view! { <ThemesPage/> }.into_any(),
        OfficeScreen::Theme => view! { <ThemePage/> }.into_any(),
        OfficeScreen::Need => view! { <NeedPage/> }.into_any(),
    }
}
