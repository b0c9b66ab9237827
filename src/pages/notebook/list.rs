//! Interviews: of everyone for those who may read them, else one's own. Searched, and filtered by
//! theme. A group discussion begins here.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{RecordId, State};
use leptos::prelude::*;
use leptos_router::components::A;
use needs::{
    Act, Interview, Passage, Tree, Unit,
    consent::Withdrawals,
    review::{Review, Stage},
};

use crate::{
    components::{
        back::BackLink, icon::Icon, moment::day_and_time, record_name::person_name, row::Row,
        stage::stage_chip,
    },
    desk::Desk,
    locales::{ConsentTexts, NotebookTexts, ThemeTexts, fill, language},
    pages::today::unit_line,
};

/// Rows shown before "more" is asked for.
const PAGE: usize = 100;

/// An interview as a row.
#[derive(Clone)]
struct Entry {
    id: RecordId,
    title: String,
    sub: String,
    /// All that can be searched, in small letters.
    text: String,
    themes: BTreeSet<RecordId>,
    chip: (&'static str, &'static str),
}

/// The screen.
#[component]
pub fn ListPage() -> impl IntoView {
    let t = ThemeTexts::now();
    let desk = expect_context::<Desk>();
    let query = RwSignal::new(String::new());
    let theme = RwSignal::new(None::<RecordId>);
    let most = RwSignal::new(PAGE);
    // Built once for each state of the ledger, so that a keystroke only compares texts.
    let entries = Memo::new_with_compare(move |_| entries(desk), |_, _| true);
    let list = move || {
        let sought = query.read().trim().to_lowercase();
        let theme = theme.get();
        let entries = entries.read();
        let fits = |entry: &&Entry| {
            theme.is_none_or(|theme| entry.themes.contains(&theme)) && entry.text.contains(&sought)
        };
        let found: Vec<_> = entries.iter().filter(fits).collect();
        match (entries.is_empty(), found.is_empty()) {
            (true, _) => view! { <p class="empty">{t.notes_none}</p> }.into_any(),
            (_, true) => view! { <p class="empty">{t.notes_nothing}</p> }.into_any(),
            _ => listed(&found, &sought, most),
        }
    };
    let group = move || {
        desk.may(Act::Collect).then(|| {
            view! {
                <p class="button-row">
                    <A href="/group" attr:class="button" attr:data-action="group">
                        <Icon name="interview"/>{NotebookTexts::now().group}
                    </A>
                </p>
            }
        })
    };
    let choose = move |event| theme.set(event_target_value(&event).parse().ok());
    view! {
        <main class="page stack" id="content">
            <BackLink/>
            <div class="page-head"><h1>{t.notes}</h1><p>{t.notes_sub}</p></div>
            {group}
            <div class="field-pair">
                <label class="field">
                    <span class="visually-hidden">{t.notes_search}</span>
                    <input
                        type="search"
                        placeholder=t.notes_search
                        on:input=move |event| query.set(event_target_value(&event))
                    />
                </label>
                <label class="field">
                    <span class="visually-hidden">{t.theme}</span>
                    <select on:change=choose>
                        <option value="">{t.theme}": "{t.any}</option>
                        {move || choices(desk, theme.get_untracked())}
                    </select>
                </label>
            </div>
            {list}
        </main>
    }
}

/// What was found, so many rows of it as were asked for.
fn listed(found: &[&Entry], sought: &str, most: RwSignal<usize>) -> AnyView {
    let t = ThemeTexts::now();
    let count = found.len();
    let rows = found.iter().take(most.get()).map(|entry| {
        let row = Row {
            icon: Some("interview"),
            title: entry.title.clone(),
            sub: around(entry, sought),
            chip: Some(entry.chip),
            record: Some(entry.id.to_string()),
        };
        row.link(format!("/notebook/{}", entry.id))
    });
    let rows = rows.collect_view();
    let more = (count > most.get()).then(|| {
        view! {
            <button class="button" on:click=move |_| most.update(|most| *most += PAGE)>
                {t.more}
            </button>
        }
    });
    view! {
        <p class="list-count" role="status">{fill(t.notes_count, &[&count])}</p>
        <ul class="row-list">{rows}</ul>
        {more}
    }
    .into_any()
}

/// The themes to choose from, each with those above it.
fn choices(desk: Desk, chosen: Option<RecordId>) -> AnyView {
    let lang = language();
    let names = desk.read(|state| {
        let tree = Tree::of(state);
        let nodes = tree.nodes().iter();
        let names = nodes.map(|node| (node.theme.id, tree.path(node.theme.id, lang)));
        names.collect::<Vec<_>>()
    });
    let options = names.into_iter().map(|(id, name)| {
        view! { <option value=id.to_string() selected=chosen == Some(id)>{name}</option> }
    });
    options.collect_view().into_any()
}

fn entries(desk: Desk) -> Vec<Entry> {
    let me = desk.actor();
    desk.read(|state| {
        let person = me.and_then(|id| needs::Person::find(state, id));
        let marked = marked(state);
        let all = Interview::all(state).into_iter();
        let withdrawals = Withdrawals::of(state);
        let mine = all.filter(|one| person.is_some_and(|person| one.readable_by(person)));
        mine.map(|interview| entry(state, interview, &marked, &withdrawals))
            .collect()
    })
}

/// For each interview its themes, with those above them, and how many passages it has.
fn marked(state: &State) -> BTreeMap<RecordId, (BTreeSet<RecordId>, usize)> {
    let tree = Tree::of(state);
    let mut marked: BTreeMap<RecordId, (BTreeSet<RecordId>, usize)> = BTreeMap::new();
    for passage in Passage::all(state) {
        let Some(source) = passage.source() else {
            continue;
        };
        let here = marked.entry(source.record()).or_default();
        here.1 += 1;
        for theme in passage.themes().filter_map(|theme| tree.counts_for(theme)) {
            here.0.insert(theme);
            here.0.extend(tree.above(theme).map(|node| node.theme.id));
        }
    }
    marked
}

fn entry(
    state: &State,
    interview: Interview<'_>,
    marked: &BTreeMap<RecordId, (BTreeSet<RecordId>, usize)>,
    withdrawals: &Withdrawals,
) -> Entry {
    let t = ThemeTexts::now();
    let lang = language();
    let unit = interview.unit().and_then(|unit| Unit::find(state, unit));
    let door = unit.map(|unit| unit_line(state, unit, lang));
    let title = door.or_else(|| interview.title().map(str::to_owned));
    let title = title.unwrap_or_else(|| t.group_talk.to_owned());
    let by = interview
        .written()
        .map(|touch| person_name(state, touch.actor));
    let when = interview.started().map(|at| day_and_time(at, lang));
    let lost = interview.lost(withdrawals).content;
    let marked = marked.get(&interview.id).filter(|_| !lost);
    let (themes, count) = marked.cloned().unwrap_or_default();
    let marks = (count > 0).then(|| fill(t.marks_count, &[&count]));
    let sub: Vec<_> = [by, when, marks].into_iter().flatten().collect();
    let mut text = format!("{title}\n{}\n", sub.join("\n"));
    let lines = interview.lines().into_iter().filter(|_| !lost);
    for line in lines {
        text += line.text;
        text.push('\n');
    }
    let stage = Review::of(state, interview.id).map_or(Stage::New, Review::stage);
    let chip = if lost {
        ("problem", ConsentTexts::now().chip)
    } else {
        stage_chip(stage)
    };
    Entry {
        id: interview.id,
        title,
        sub: sub.join(" · "),
        text: text.to_lowercase(),
        themes,
        chip,
    }
}

/// What stands below an interview: the line that holds what was searched, if one does.
fn around(entry: &Entry, query: &str) -> String {
    if query.is_empty() {
        return entry.sub.clone();
    }
    let line = entry.text.lines().find(|line| line.contains(query));
    match line {
        Some(line) if !entry.sub.to_lowercase().contains(line) => {
            let short: String = line.chars().take(120).collect();
            format!("{} · {short}", entry.sub)
        }
        _ => entry.sub.clone(),
    }
}
