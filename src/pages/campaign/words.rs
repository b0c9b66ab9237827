//! What stages, occasions, methods and frames are called.

use ledger::State;
use needs::{Building, Campaign, Frame, Lang, Occasion, Stage, Tenure, Usage, sample::Method};

use crate::{
    components::moment::day_text,
    locales::{CampaignTexts, PlanTexts, fill, language},
};

pub fn stage_text(stage: Stage) -> &'static str {
    let t = CampaignTexts::now();
    match stage {
        Stage::Draft => t.draft,
        Stage::Approved => t.approved,
        Stage::Running => t.running,
        Stage::Closed => t.closed,
    }
}

/// State and word of the sign behind a row.
pub fn stage_chip(stage: Stage) -> (&'static str, &'static str) {
    let state = match stage {
        Stage::Draft => "draft",
        Stage::Approved => "waiting",
        Stage::Running => "running",
        Stage::Closed => "done",
    };
    (state, stage_text(stage))
}

pub fn occasion_text(occasion: Occasion) -> &'static str {
    let t = CampaignTexts::now();
    match occasion {
        Occasion::HalfYearly => t.half_yearly,
        Occasion::Special => t.special,
        Occasion::Satisfaction => t.satisfaction,
    }
}

pub fn period_text(campaign: Campaign<'_>) -> String {
    let lang = language();
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day_text(day, lang));
    let day = |given| day(given).unwrap_or_default();
    let (first, last) = (day(campaign.starts()), day(campaign.ends()));
    fill(CampaignTexts::now().period, &[&first, &last])
}

pub fn method_text(method: Method) -> &'static str {
    let t = CampaignTexts::now();
    match method {
        Method::Random => t.random,
        Method::Systematic => t.systematic,
        Method::ByBuilding => t.by_building,
        Method::BySize => t.by_size,
    }
}

pub fn usage_text(usage: Usage) -> &'static str {
    let t = PlanTexts::now();
    match usage {
        Usage::Home => t.homes,
        Usage::Business => t.businesses,
        Usage::Other => t.others,
    }
}

/// A frame in a line: `Homes · Owners · 3 of 28 buildings`.
pub fn frame_text(state: &State, frame: &Frame, lang: Lang) -> String {
    let t = PlanTexts::now();
    let mut parts: Vec<String> = Vec::new();
    parts.extend(
        frame
            .usage
            .iter()
            .map(|usage| usage_text(*usage).to_owned()),
    );
    parts.extend(frame.tenure.map(|tenure| match tenure {
        Tenure::Owner => t.owners.to_owned(),
        Tenure::Tenant => t.tenants.to_owned(),
    }));
    parts.extend(frame.key_customers.map(|only| {
        let text = if only { t.keys_only } else { t.keys_without };
        format!("{}: {text}", t.keys)
    }));
    parts.extend(frame.lowest.map(|floor| format!("{} {floor}", t.lowest)));
    parts.extend(frame.highest.map(|floor| format!("{} {floor}", t.highest)));
    match frame.buildings.as_slice() {
        [] => {}
        [only] => {
            let building = Building::find(state, *only);
            parts.extend(building.map(|building| building.name(lang).to_owned()));
        }
        some => {
            let all = Building::all(state).len();
            parts.push(fill(t.buildings_some, &[&some.len(), &all]));
        }
    }
    if parts.is_empty() {
        return CampaignTexts::now().everyone.to_owned();
    }
    parts.join(" · ")
}
