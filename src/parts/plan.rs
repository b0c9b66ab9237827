//! Campaigns and rounds: planned, given out, handed over; and who is due for a contact.

use leptos::prelude::*;

use super::Show;
use crate::pages::{
    campaign::{CampaignPage, CampaignsPage, PlannerPage, RoundsPage},
    due::DuePage,
    handover::HandOverPage,
};

/// The screens of this part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanScreen {
    /// All campaigns.
    Campaigns,
    /// A new campaign, or one in draft.
    Planner,
    /// One campaign.
    Campaign,
    /// Who walks what in a campaign.
    Rounds,
    /// A round goes to a colleague.
    HandOver,
    /// Who is due for a contact.
    Due,
}

/// The way in.
pub fn open() -> Show<PlanScreen> {
    show
}

fn show(screen: PlanScreen) -> AnyView {
    match screen {
        PlanScreen::Campaigns => view! { <CampaignsPage/> }.into_any(),
        PlanScreen::Planner => view! { <PlannerPage/> }.into_any(),
        PlanScreen::Campaign => view! { <CampaignPage/> }.into_any(),
        PlanScreen::Rounds => view! { <RoundsPage/> }.into_any(),
        PlanScreen::HandOver => view! { <HandOverPage/> }.into_any(),
        PlanScreen::Due => view! { <DuePage/> }.into_any(),
    }
}
