//! Campaigns: all of them, and each from its plan to its end.

mod board;
mod facts;
mod overview;
mod planner;
mod reserve;
mod signing;
mod words;

use leptos::prelude::*;
use leptos_router::components::A;
use needs::{Act, Campaign, Stage};

use crate::{
    components::{back::BackTo, icon::Icon, row::Row},
    desk::Desk,
    locales::{CampaignTexts, OfficeTexts, language},
    pages::only_for,
};
pub use board::RoundsPage;
pub use overview::CampaignPage;
pub use planner::PlannerPage;
use words::{occasion_text, period_text, stage_chip};

/// All campaigns, for those whose role reads everything.
#[component]
pub fn CampaignsPage() -> impl IntoView {
    only_for(Act::ReadAll, || view! { <All/> }.into_any())
}

/// Whether the person may draft campaigns.
fn may_plan(desk: Desk) -> bool {
    let may = desk.with_person(|_, person| Stage::Draft.signed_by(person.role()));
    may.unwrap_or(false)
}

#[component]
fn All() -> impl IntoView {
    let t = CampaignTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let rows = move || {
        desk.read(|state| {
            let all = Campaign::all(state);
            if all.is_empty() {
                return view! { <p class="empty">{t.none}</p> }.into_any();
            }
            let row = |campaign: Campaign<'_>| {
                let row = Row {
                    icon: Some("calendar"),
                    title: campaign.name(lang).to_owned(),
                    sub: format!(
                        "{} · {}",
                        occasion_text(campaign.occasion()),
                        period_text(campaign)
                    ),
                    chip: Some(stage_chip(campaign.stage())),
                    record: None,
                };
                row.link(format!("/campaign/{}", campaign.id))
            };
            let rows: Vec<_> = all.into_iter().map(row).collect();
            view! { <ul class="row-list">{rows}</ul> }.into_any()
        })
    };
    let plan = move || {
        may_plan(desk).then(|| {
            view! {
                <p class="button-row">
                    <A href="/campaign/new" attr:class="button primary">
                        <Icon name="add"/>{t.plan_new}
                    </A>
                </p>
            }
        })
    };
    view! {
        <main class="page stack" id="content">
            <BackTo href="/office" title=OfficeTexts::now().title/>
            <div class="page-head"><h1>{t.title}</h1><p>{t.sub}</p></div>
            {plan}
            {rows}
        </main>
    }
}
