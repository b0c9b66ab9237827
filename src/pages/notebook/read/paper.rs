//! The interview on paper: what the record form (QP-08-16-F002) has beside the notes. It is in the
//! page, but shown only where that is printed.

use ledger::{RecordId, State};
use leptos::prelude::*;
use needs::{
    Building, Campaign, Interview, Lang, Need, Person, Questionnaire, Site, Tenure, Tree, Unit,
    review::{Review, Stage},
};

use super::with;
use crate::{
    components::{moment::day_and_time, stage::stage_chip},
    desk::Desk,
    locales::{NotebookTexts, ThemeTexts, TodayTexts, fill, language},
};

/// Title and number of the form, and what stands at its top.
pub(super) fn head(desk: Desk, id: RecordId) -> Option<AnyView> {
    let t = NotebookTexts::now();
    let lang = language();
    with(desk, id, |state, one| {
        let form = one.form().and_then(|form| Questionnaire::find(state, form));
        let title = form.map_or(t.interview, |form| form.title(lang)).to_owned();
        let number = form.map(|form| format!("{} · {}", form.number(), form.version()));
        let site = Site::find(state, desk.site()).map(|site| site.name(lang).to_owned());
        let campaign = one.campaign().and_then(|id| Campaign::find(state, id));
        let campaign = campaign.map(|campaign| campaign.name(lang).to_owned());
        let facts = [
            (t.paper_site, site),
            (t.paper_campaign, campaign),
            (t.paper_unit, door(state, one, lang)),
            (
                t.paper_minutes,
                one.minutes().map(|minutes| minutes.to_string()),
            ),
        ];
        let facts = facts.into_iter().filter_map(|(name, value)| {
            Some(view! { <div><dt>{name}</dt><dd>{value?}</dd></div> })
        });
        let view = view! {
            <header class="paper-only">
                <p class="paper-title">{title}</p>
                <p class="paper-form-number">{number}</p>
                <dl class="facts">{facts.collect_view()}</dl>
            </header>
        };
        Some(view.into_any())
    })
}

/// Building, unit, floor, owner or tenant.
fn door(state: &State, one: Interview<'_>, lang: Lang) -> Option<String> {
    let unit = Unit::find(state, one.unit()?)?;
    let building = unit.building().and_then(|id| Building::find(state, id));
    let t = TodayTexts::now();
    let tenure = unit.tenure().map(|tenure| match tenure {
        Tenure::Owner => t.owner,
        Tenure::Tenant => t.tenant,
    });
    let floor = fill(t.floor, &[&unit.floor()]);
    let parts = [
        building.map(|building| building.name(lang)),
        Some(unit.label()),
        Some(&floor),
        tenure,
    ];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// The needs with their themes, the review, and who signs.
pub(super) fn foot(desk: Desk, id: RecordId) -> Option<AnyView> {
    let t = NotebookTexts::now();
    with(desk, id, |state, one| {
        let rows = needs_of(state, one);
        let rows = rows
            .into_iter()
            .zip(1..)
            .map(|((content, themes), number)| {
                let number: i32 = number;
                view! { <tr><td>{number}</td><td>{content}</td><td>{themes}</td></tr> }
            });
        // Blank rows to write in, as on the form.
        let view = view! {
            <section class="paper-only">
                <h2>{ThemeTexts::now().need}</h2>
                <table class="paper-table">
                    <thead>
                        <tr><th></th><th>{t.paper_content}</th><th>{t.paper_theme}</th></tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
                <dl class="facts">
                    <div><dt>{t.paper_review}</dt><dd>{review(state, id)}</dd></div>
                </dl>
                <dl class="paper-signs">
                    <div><dt>{t.paper_assistant}</dt><dd>{signer(state, one)}</dd></div>
                    <div><dt>{t.paper_supervisor}</dt><dd></dd></div>
                </dl>
            </section>
        };
        Some(view.into_any())
    })
}

/// The needs that came up, each with its themes.
fn needs_of(state: &State, one: Interview<'_>) -> Vec<(String, String)> {
    let lang = language();
    let tree = Tree::of(state);
    let mut needs: Vec<_> = Need::all(state)
        .filter(|need| need.origin() == Some(one.id))
        .collect();
    needs.sort_by_key(|need| need.written().time);
    let row = |need: Need<'_>| {
        let themes = need.themes().filter_map(|theme| tree.counts_for(theme));
        let themes: Vec<_> = themes.map(|theme| tree.path(theme, lang)).collect();
        (need.content().to_owned(), themes.join("; "))
    };
    needs.into_iter().map(row).collect()
}

fn review(state: &State, id: RecordId) -> String {
    let review = Review::of(state, id);
    let (_, word) = stage_chip(review.map_or(Stage::New, Review::stage));
    let by = review.and_then(Review::reviewed).map(|touch| {
        let name = Person::find(state, touch.actor).map(|person| person.name(language()));
        let when = day_and_time(&touch.wall, language());
        format!(" · {} · {when}", name.unwrap_or_default())
    });
    word.to_owned() + &by.unwrap_or_default()
}

fn signer(state: &State, one: Interview<'_>) -> Option<String> {
    let by = one.written()?.actor;
    Person::find(state, by).map(|person| person.name(language()).to_owned())
}
