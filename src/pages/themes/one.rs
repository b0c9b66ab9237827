//! A theme: every passage of it, across interviews and answers, with who, where and when.

use std::collections::BTreeMap;

use ledger::{RecordId, State};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use needs::{
    Building, Campaign, Lang, Need, Passage, Tenure, Theme, Tree, Unit,
    passage::{Origin, Source},
};

use super::export;
use crate::{
    components::{back::BackTo, icon::Icon, moment::day_and_time, record_name::person_name},
    desk::Desk,
    locales::{ThemeTexts, fill, language},
    pages::{about, today::unit_line},
    platform::clipboard,
};

/// Passages shown before "more" is asked for.
const PAGE: usize = 50;

/// The screen.
#[component]
pub fn ThemePage() -> impl IntoView {
    about(
        "theme",
        |state, id| Theme::find(state, id).is_some(),
        |id| view! { <One id/> }.into_any(),
    )
}

/// Which passages are wanted.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Filter {
    building: Option<RecordId>,
    campaign: Option<RecordId>,
    tenure: Option<Tenure>,
}

impl Filter {
    fn takes(self, origin: &Origin<'_>) -> bool {
        let unit = origin.unit;
        let building = unit.and_then(Unit::building);
        self.building.is_none_or(|id| building == Some(id))
            && self.campaign.is_none_or(|id| origin.campaign == Some(id))
            && self
                .tenure
                .is_none_or(|tenure| unit.and_then(Unit::tenure) == Some(tenure))
    }
}

/// A passage as it is shown.
#[derive(Clone, PartialEq)]
struct Shown {
    id: RecordId,
    quote: String,
    note: Option<String>,
    door: String,
    when: String,
    by: String,
    others: Vec<String>,
    needs: Vec<(RecordId, String)>,
    href: String,
}

/// The passages of a theme and of those below it that the filter takes, newest first.
pub(super) fn passages(state: &State, theme: RecordId, filter: Filter) -> Vec<RecordId> {
    let tree = Tree::of(state);
    let wanted = tree.with_below(theme);
    let mut found: Vec<_> = Passage::usable(state)
        .into_iter()
        .filter(|passage| {
            let mut themes = passage.themes().filter_map(|theme| tree.counts_for(theme));
            themes.any(|theme| wanted.contains(&theme))
        })
        .filter(|passage| {
            let origin = passage
                .source()
                .and_then(|source| Origin::of(state, &source));
            origin.is_some_and(|origin| filter.takes(&origin))
        })
        .map(|passage| (std::cmp::Reverse(passage.marked().time), passage.id))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, id)| id).collect()
}

/// Where a passage is seen in its context.
pub(crate) fn source_address(passage: RecordId, source: &Source<'_>) -> String {
    let screen = match source {
        Source::Interview(_) => "notebook",
        Source::Answer(..) => "response",
    };
    format!("/{screen}/{}?passage={passage}", source.record())
}

/// The door that a passage is from; the name of a group where it is from none.
pub(crate) fn door_of(state: &State, origin: &Origin<'_>, lang: Lang) -> String {
    let door = origin.unit.map(|unit| unit_line(state, unit, lang));
    door.unwrap_or_else(|| ThemeTexts::now().group_talk.to_owned())
}

fn shown(
    state: &State,
    tree: &Tree<'_>,
    theme: RecordId,
    needs: &BTreeMap<RecordId, Vec<(RecordId, String)>>,
    id: RecordId,
) -> Option<Shown> {
    let lang = language();
    let passage = Passage::find(state, id)?;
    let source = passage.source()?;
    let origin = Origin::of(state, &source)?;
    let others = passage.themes().filter_map(|theme| tree.counts_for(theme));
    let others = others.filter(|other| *other != theme);
    Some(Shown {
        id,
        quote: passage.quote().to_owned(),
        note: passage.note().map(str::to_owned),
        door: door_of(state, &origin, lang),
        when: day_and_time(origin.started, lang),
        by: person_name(state, origin.by),
        others: others.map(|other| tree.path(other, lang)).collect(),
        needs: needs.get(&id).cloned().unwrap_or_default(),
        href: source_address(id, &source),
    })
}

#[component]
fn One(id: RecordId) -> impl IntoView {
    let t = ThemeTexts::now();
    let desk = expect_context::<Desk>();
    let filter = RwSignal::new(Filter::default());
    let most = RwSignal::new(PAGE);
    let found = Memo::new(move |_| desk.read(|state| passages(state, id, filter.get())));
    let name = move || {
        desk.read(|state| {
            let tree = Tree::of(state);
            let theme = tree.counts_for(id).unwrap_or(id);
            tree.path(theme, language())
        })
    };
    let list = move || {
        let found = found.get();
        if found.is_empty() {
            let text = if filter.get() == Filter::default() {
                t.no_passages
            } else {
                t.nothing_left
            };
            return view! { <p class="empty">{text}</p> }.into_any();
        }
        let shown: Vec<Shown> = desk.read(|state| {
            let tree = Tree::of(state);
            let needs = needs_by_passage(state);
            let some = found.iter().take(most.get());
            some.filter_map(|passage| shown(state, &tree, id, &needs, *passage))
                .collect()
        });
        let sources = desk.read(|state| {
            let sources = found
                .iter()
                .filter_map(|id| Passage::find(state, *id)?.source());
            sources
                .map(|source| source.record())
                .collect::<std::collections::BTreeSet<_>>()
                .len()
        });
        let rows = shown.into_iter().map(card).collect_view();
        let more = (found.len() > most.get()).then(|| {
            view! {
                <button class="button" on:click=move |_| most.update(|most| *most += PAGE)>
                    {t.more}
                </button>
            }
        });
        view! {
            <p class="list-count" role="status">{fill(t.count, &[&found.len(), &sources])}</p>
            <ul class="passages">{rows}</ul>
            {more}
        }
        .into_any()
    };
    view! {
        <main class="page stack" id="content">
            <BackTo href="/themes" title=t.themes/>
            <div class="page-head"><h1>{name}</h1></div>
            <Filters filter/>
            <Out id found/>
            {list}
        </main>
    }
}

fn needs_by_passage(state: &State) -> BTreeMap<RecordId, Vec<(RecordId, String)>> {
    let mut needs: BTreeMap<RecordId, Vec<_>> = BTreeMap::new();
    for need in Need::all(state) {
        if let Some(passage) = need.passage() {
            let here = needs.entry(passage).or_default();
            here.push((need.id, need.content().to_owned()));
        }
    }
    needs
}

fn card(passage: Shown) -> AnyView {
    let t = ThemeTexts::now();
    let about = [passage.door, passage.when, passage.by].join(" · ");
    let others = passage
        .others
        .into_iter()
        .map(|name| view! { <li>{name}</li> });
    let others = others.collect_view();
    let needs = passage.needs.into_iter().map(|(id, content)| {
        view! {
            <li><A href=format!("/need/{id}")><Icon name="star"/>{content}</A></li>
        }
    });
    view! {
        <li class="card stack" data-passage=passage.id.to_string()>
            <blockquote class="quote">{passage.quote}</blockquote>
            {passage.note.map(|note| view! { <p class="mark-note">{note}</p> })}
            <p class="hint">{about}</p>
            <ul class="theme-tags">{others}</ul>
            <ul class="need-list">{needs.collect_view()}</ul>
            <p class="button-row">
                <A href=passage.href attr:class="button">
                    <Icon name="document"/>{t.to_source}
                </A>
            </p>
        </li>
    }
    .into_any()
}

#[component]
fn Filters(filter: RwSignal<Filter>) -> impl IntoView {
    let t = ThemeTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let (buildings, campaigns) = untrack(|| {
        desk.read(|state| {
            let buildings = Building::all(state).into_iter();
            let buildings = buildings.map(|one| (one.id.to_string(), one.name(lang).to_owned()));
            let campaigns = Campaign::all(state).into_iter();
            let campaigns = campaigns.map(|one| (one.id.to_string(), one.name(lang).to_owned()));
            (buildings.collect::<Vec<_>>(), campaigns.collect::<Vec<_>>())
        })
    });
    let tenures = [("owner", t.owner), ("tenant", t.tenant)];
    let tenures = tenures.map(|(value, name)| (value.to_owned(), name.to_owned()));
    let select =
        move |name, label, choices: Vec<(String, String)>, set: fn(&mut Filter, String)| {
            let options = choices.into_iter().map(|(value, name)| {
                view! { <option value=value>{name}</option> }
            });
            view! {
                <label class="field">
                    <span>{label}</span>
                    <select name=name on:change=move |event| {
                        filter.update(|filter| set(filter, event_target_value(&event)));
                    }>
                        <option value="">{t.any}</option>
                        {options.collect_view()}
                    </select>
                </label>
            }
        };
    view! {
        <div class="field-pair">
            {select("building", t.building, buildings, |filter, value| {
                filter.building = value.parse().ok();
            })}
            {select("campaign", t.campaign, campaigns, |filter, value| {
                filter.campaign = value.parse().ok();
            })}
            {select("tenure", t.tenure, tenures.into(), |filter, value| {
                filter.tenure = match value.as_str() {
                    "owner" => Some(Tenure::Owner),
                    "tenant" => Some(Tenure::Tenant),
                    _ => None,
                };
            })}
        </div>
    }
}

/// What is shown, to be put elsewhere.
#[component]
fn Out(id: RecordId, found: Memo<Vec<RecordId>>) -> impl IntoView {
    let t = ThemeTexts::now();
    let desk = expect_context::<Desk>();
    let said = RwSignal::new(None::<String>);
    let may = Memo::new(move |_| export::may(desk));
    let copy = move |_| {
        let text = desk.read(|state| export::plain(state, &found.get_untracked()));
        spawn_local(async move {
            let copied = clipboard::write(&text).await;
            let text = if copied { t.copied } else { t.not_copied };
            let _ = said.try_set(Some(text.to_owned()));
        });
    };
    let export = move |_| {
        let passages = found.get_untracked();
        spawn_local(async move {
            let outcome = export::save(desk, id, passages).await;
            let _ = said.try_set(Some(outcome));
        });
    };
    view! {
        <Show when=move || !found.read().is_empty()>
            <p class="button-row">
                <button class="button" data-do="copy" on:click=copy>
                    <Icon name="copy"/>{t.copy}
                </button>
                <Show when=move || may.get()>
                    <button class="button" data-do="export" on:click=export>
                        <Icon name="out"/>{t.export}
                    </button>
                </Show>
            </p>
        </Show>
        <p class="hint" role="status">{move || said.get()}</p>
    }
}
