//! The estate: its buildings, and the ways to fill it.

mod building;
mod import;
mod layout;
mod unit_form;

use leptos::prelude::*;
use leptos_router::components::A;
use needs::{Act, Building, Resident, Unit};
use std::collections::BTreeMap;

use crate::{
    components::{back::BackTo, icon::Icon, row::Row},
    desk::Desk,
    locales::{EstateTexts, OfficeTexts, fill, language},
    pages::only_for,
};
pub use building::BuildingPage;
pub use import::ImportPage;
pub use layout::LayoutPage;

/// All buildings.
#[component]
pub fn EstatePage() -> impl IntoView {
    let t = EstateTexts::now();
    let desk = expect_context::<Desk>();
    let may = Memo::new(move |_| desk.may(Act::Estate));
    let list = move || {
        let lang = language();
        desk.read(|state| {
            let buildings = Building::all(state);
            if buildings.is_empty() {
                return view! { <p class="empty">{t.none}</p> }.into_any();
            }
            let mut units: BTreeMap<_, (usize, usize)> = BTreeMap::new();
            for unit in Unit::known(state) {
                let counts = units.entry(unit.building()).or_default();
                if unit.is_gone() {
                    counts.1 += 1;
                } else {
                    counts.0 += 1;
                }
            }
            let rows = buildings.into_iter().map(|building| {
                let (here, gone) = units.get(&Some(building.id)).copied().unwrap_or_default();
                let sub = if gone > 0 {
                    fill(t.units_gone, &[&here, &gone])
                } else {
                    fill(t.units, &[&here])
                };
                let row = Row {
                    icon: Some("home"),
                    title: building.name(lang).to_owned(),
                    sub,
                    ..Row::default()
                };
                row.link(format!("/estate/{}", building.id))
            });
            let rows = rows.collect_view();
            view! { <ul class="row-list" id="buildings">{rows}</ul> }.into_any()
        })
    };
    let totals = move || {
        desk.read(|state| {
            let (buildings, units) = (
                state.records(Building::KIND).count(),
                Unit::all(state).count(),
            );
            let people = Resident::all(state).filter(|one| one.is_here()).count();
            let people = fill(t.people, &[&people]);
            format!("{} · {people}", fill(t.counts, &[&buildings, &units]))
        })
    };
    only_for(Act::ReadAll, move || {
        view! {
            <main class="page stack" id="content">
                <BackTo href="/office" title=OfficeTexts::now().title/>
                <div class="page-head"><h1>{t.title}</h1><p>{t.sub}</p></div>
                {may.get_untracked().then(|| view! {
                    <p class="button-row">
                        <A href="/estate/import" attr:class="button">
                            <Icon name="in"/>{t.import}
                        </A>
                        <A href="/estate/layout" attr:class="button">
                            <Icon name="add"/>{t.lay_out}
                        </A>
                    </p>
                })}
                <p class="list-count" id="estate-counts">{totals}</p>
                {list}
            </main>
        }
        .into_any()
    })
}
