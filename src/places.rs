//! The addresses of the app, and the screen that each names.
//!
//! A table instead of the router's own routes: each of those is a type of its own, and its code is
//! in the first download.

use leptos::prelude::*;
use leptos_router::{hooks::use_location, params::ParamsMap};

use crate::{
    pages,
    parts::{
        DoorScreen, EstateScreen, NotebookScreen, OfficeScreen, PlanScreen, SettingsScreen,
        SurveyScreen, WayScreen, lazy,
    },
};

/// The form of an address, in which `:name` stands for any one part, and its screen.
type Place = (&'static str, fn() -> AnyView);

/// Every screen. The first whose form an address has is shown.
const PLACES: &[Place] = &[
    ("/", || view! { <pages::today::TodayPage/> }.into_any()),
    ("/unit/:unit", || lazy(DoorScreen::Unit)),
    ("/survey/:draft", || lazy(SurveyScreen::FillIn)),
    ("/done/:response", || lazy(DoorScreen::Done)),
    ("/building/:building", || lazy(WayScreen::Front)),
    ("/building/:building/order", || lazy(WayScreen::Order)),
    ("/search", || lazy(WayScreen::Search)),
    ("/finished", || lazy(SettingsScreen::Finished)),
    ("/office", || lazy(OfficeScreen::Office)),
    ("/incoming", || lazy(OfficeScreen::Incoming)),
    ("/forms", || lazy(OfficeScreen::Forms)),
    ("/forms/try", || lazy(OfficeScreen::Trial)),
    ("/forms/try/:form", || lazy(OfficeScreen::Trial)),
    ("/response/:response", || lazy(OfficeScreen::Response)),
    ("/forms/design/:design", || lazy(OfficeScreen::Design)),
    ("/progress", || lazy(OfficeScreen::Progress)),
    ("/rules", || lazy(OfficeScreen::Rules)),
    ("/rates", || lazy(OfficeScreen::Rates)),
    ("/tables", || lazy(OfficeScreen::Tables)),
    ("/review", || lazy(OfficeScreen::Review)),
    ("/review/:record", || lazy(OfficeScreen::ReviewOne)),
    ("/themes", || lazy(OfficeScreen::Themes)),
    ("/theme/:theme", || lazy(OfficeScreen::Theme)),
    ("/need/:need", || lazy(OfficeScreen::Need)),
    ("/notes", || lazy(NotebookScreen::List)),
    ("/interview/:draft", || lazy(NotebookScreen::Write)),
    ("/notebook/:interview", || lazy(NotebookScreen::Read)),
    ("/interviews", || lazy(NotebookScreen::List)),
    ("/group", || lazy(NotebookScreen::Group)),
    ("/history/:kind/:record", || lazy(SettingsScreen::History)),
    ("/conflicts", || lazy(SettingsScreen::Conflicts)),
    ("/queue", || lazy(SettingsScreen::Queue)),
    ("/people", || lazy(OfficeScreen::People)),
    ("/estate", || lazy(EstateScreen::Estate)),
    ("/estate/import", || lazy(EstateScreen::Import)),
    ("/estate/layout", || lazy(EstateScreen::Layout)),
    ("/estate/:building", || lazy(EstateScreen::Building)),
    ("/campaigns", || lazy(PlanScreen::Campaigns)),
    ("/campaign/new", || lazy(PlanScreen::Planner)),
    ("/campaign/:campaign", || lazy(PlanScreen::Campaign)),
    ("/campaign/:campaign/plan", || lazy(PlanScreen::Planner)),
    ("/campaign/:campaign/rounds", || lazy(PlanScreen::Rounds)),
    ("/handover", || lazy(PlanScreen::HandOver)),
    ("/due", || lazy(PlanScreen::Due)),
    ("/settings", || lazy(SettingsScreen::Settings)),
];

/// The parts of an address that a form leaves open, by their names; `None` if it is of another.
fn read<'a>(form: &'static str, path: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let (forms, parts) = (parts(form), parts(path));
    if forms.len() != parts.len() {
        return None;
    }
    let mut open = Vec::new();
    for (form, part) in forms.into_iter().zip(parts) {
        match form.strip_prefix(':') {
            Some(name) => open.push((name, part)),
            None if form == part => {}
            None => return None,
        }
    }
    Some(open)
}

fn parts(path: &str) -> Vec<&str> {
    path.split('/').filter(|part| !part.is_empty()).collect()
}

/// The screen that the address names. `use_params_map` gives it the parts that its form leaves
/// open; they stay as they were when the address becomes that of another screen.
#[component]
pub fn Addressed() -> impl IntoView {
    let path = use_location().pathname;
    let place = Memo::new(move |_| {
        let path = path.read();
        PLACES
            .iter()
            .position(|(form, _)| read(form, &path).is_some())
    });
    move || {
        let Some((form, show)) = place.get().and_then(|at| PLACES.get(at)) else {
            return view! { <pages::NotFound/> }.into_any();
        };
        provide_context(ArcMemo::new(move |before: Option<&ParamsMap>| {
            let path = path.read();
            let now = read(form, &path).map(|open| {
                let owned = |(name, part): (&str, &str)| (name.to_owned(), part.to_owned());
                open.into_iter().map(owned).collect::<ParamsMap>()
            });
            now.or_else(|| before.cloned()).unwrap_or_default()
        }));
        untrack(show)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_one_screen_with_its_open_parts() {
        assert_eq!(read("/", "/"), Some(Vec::new()));
        assert_eq!(read("/unit/:unit", "/unit/a1"), Some(vec![("unit", "a1")]));
        assert_eq!(read("/unit/:unit", "/unit/"), None);
        assert_eq!(read("/unit/:unit", "/unit/a1/b"), None);
        assert_eq!(read("/unit/:unit", "/units/a1"), None);
    }

    #[test]
    fn every_screen_can_be_reached() {
        for (at, (form, _)) in PLACES.iter().enumerate() {
            let path = form.replace(':', "");
            let first = PLACES
                .iter()
                .position(|(form, _)| read(form, &path).is_some());
            assert_eq!(first, Some(at), "{form} is hidden by an earlier one");
        }
    }
}
