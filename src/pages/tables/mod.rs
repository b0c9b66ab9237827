//! Data as tables: which one, as what kind of file, from memory and so without a line.

mod making;

use leptos::{prelude::*, task::spawn_local};
use needs::{
    Act, Lang,
    tables::{Listed, Wanted, all},
};
use report::Format;

use crate::{
    components::{
        back::BackTo,
        choice_row::ChoiceRow,
        icon::Icon,
        notice::{Kind, notice},
    },
    desk::Desk,
    locales::{OfficeTexts, TableTexts, fill, language},
    pages::only_for,
};

/// The screen, for those whose role reads everything.
#[component]
pub fn TablesPage() -> impl IntoView {
    only_for(Act::ReadAll, || view! { <Choosing/> }.into_any())
}

/// What is chosen.
#[derive(Clone, Copy)]
struct Choice {
    table: RwSignal<usize>,
    format: RwSignal<Format>,
    titles: RwSignal<Option<Lang>>,
    from: RwSignal<String>,
    until: RwSignal<String>,
    split: RwSignal<bool>,
}

impl Choice {
    fn new() -> Self {
        Self {
            table: RwSignal::new(0),
            format: RwSignal::new(Format::Xlsx),
            titles: RwSignal::new(None),
            from: RwSignal::new(String::new()),
            until: RwSignal::new(String::new()),
            split: RwSignal::new(false),
        }
    }

    fn wanted(self, listed: &Listed) -> Wanted {
        let day = |day: RwSignal<String>| Some(day.get_untracked()).filter(|day| !day.is_empty());
        Wanted {
            table: listed.table.to_owned(),
            form: listed.form.as_ref().map(|(_, _, id)| id.to_string()),
            version: listed.form.as_ref().map(|(_, version, _)| version.clone()),
            repeat: listed.repeat.clone(),
            kind: listed.kind.clone(),
            from: day(self.from),
            to: day(self.until),
            labels: self.titles.get_untracked(),
            names: language(),
            split: self.split.get_untracked(),
        }
    }
}

#[component]
fn Choosing() -> impl IntoView {
    let t = TableTexts::now();
    let desk = expect_context::<Desk>();
    let outcome = RwSignal::new(None::<making::Outcome>);
    let choice = Choice::new();
    let tables = StoredValue::new(desk.peek(|ledger| {
        let state = ledger.state();
        // Responses are what is asked for most.
        let mut tables = all(state, state.kinds(), language());
        tables.sort_by_key(|listed| listed.table != "responses");
        tables
    }));
    let working = move || matches!(outcome.get(), Some(making::Outcome::Working));
    let save = move |_| {
        let wanted = tables.with_value(|tables| {
            let listed = tables.get(choice.table.get_untracked())?;
            Some(choice.wanted(listed))
        });
        let Some(wanted) = wanted else { return };
        outcome.set(Some(making::Outcome::Working));
        let format = choice.format.get_untracked();
        spawn_local(async move {
            let _ = outcome.try_set(Some(making::make(desk, &wanted, format).await));
        });
    };
    view! {
        <main class="page stack" id="content">
            <BackTo href="/office" title=OfficeTexts::now().title/>
            <div class="page-head"><h1>{t.title}</h1><p>{t.sub}</p></div>
            <section class="card stack">
                <WhichTable tables choice/>
                <WhichFile tables choice/>
                <p class="button-row">
                    <button class="button primary" id="save-table" disabled=working on:click=save>
                        <Icon name="out"/>{t.save}
                    </button>
                </p>
                {move || outcome.get().map(outcome_view)}
            </section>
        </main>
    }
}

#[component]
fn WhichTable(tables: StoredValue<Vec<Listed>>, choice: Choice) -> impl IntoView {
    let t = TableTexts::now();
    let options = tables.with_value(|tables| {
        let named = tables.iter().enumerate();
        named
            .map(|(at, listed)| view! { <option value=at.to_string()>{name_of(listed)}</option> })
            .collect_view()
    });
    let choose = move |event| {
        choice
            .table
            .set(event_target_value(&event).parse().unwrap_or(0));
    };
    let day = |label: &'static str, name: &'static str, day: RwSignal<String>| {
        view! {
            <label class="field">
                <span>{label}</span>
                <input
                    type="date"
                    name=name
                    prop:value=day
                    on:input=move |event| day.set(event_target_value(&event))
                />
            </label>
        }
    };
    view! {
        <label class="field">
            <span>{t.table}</span>
            <select id="table" on:change=choose>{options}</select>
        </label>
        <div class="field-pair">
            {day(t.from, "from", choice.from)}
            {day(t.until, "until", choice.until)}
        </div>
    }
}

#[component]
fn WhichFile(tables: StoredValue<Vec<Listed>>, choice: Choice) -> impl IntoView {
    let t = TableTexts::now();
    let formats = Format::ALL.map(|format| {
        let name = match format {
            Format::Xlsx => t.xlsx.to_owned(),
            other => other.extension().to_uppercase(),
        };
        (format, name)
    });
    let titles = [
        (None, t.titles_none.to_owned()),
        (Some(Lang::ZhHant), "繁體中文".to_owned()),
        (Some(Lang::ZhHans), "简体中文".to_owned()),
        (Some(Lang::En), "English".to_owned()),
    ];
    let choose_format = Callback::new(move |format| choice.format.set(format));
    let choose_titles = Callback::new(move |lang| choice.titles.set(lang));
    let for_people = move || matches!(choice.format.get(), Format::Xlsx | Format::Csv);
    let has_answers = move || {
        tables.with_value(|tables| {
            let listed = tables.get(choice.table.get());
            listed.is_some_and(|listed| listed.table == "responses")
        })
    };
    let titles = StoredValue::new(titles.to_vec());
    view! {
        <ChoiceRow
            name="format"
            legend=t.format
            options=formats.to_vec()
            taken=choice.format
            choose=choose_format
        />
        <Show when=for_people>
            <ChoiceRow
                name="titles"
                legend=t.titles
                options=titles.get_value()
                taken=choice.titles
                choose=choose_titles
            />
        </Show>
        <Show when=has_answers>
            <label class="choice-row">
                <input
                    type="checkbox"
                    prop:checked=choice.split
                    on:change=move |event| choice.split.set(event_target_checked(&event))
                />
                <span>{t.split}</span>
            </label>
        </Show>
    }
}

/// What a table is called.
fn name_of(listed: &Listed) -> String {
    let t = TableTexts::now();
    let kind = listed.kind.as_deref().unwrap_or_default();
    let name = match (listed.table, kind) {
        ("units", _) => t.units,
        ("people", _) => t.people,
        ("campaigns", _) => t.campaigns,
        ("interviews", _) => t.interviews,
        ("interview_lines", _) => t.interview_lines,
        ("passages", _) => t.passages,
        ("needs", _) => t.needs,
        (_, "visit") => t.visits,
        (_, "note") => t.notes,
        (_, "export") => t.exports,
        (_, other) => other,
    };
    let Some((number, version, _)) = &listed.form else {
        return name.to_owned();
    };
    let title = listed.title.as_deref().unwrap_or_default();
    let form = fill(t.responses, &[&title, number, version]);
    match &listed.repeat {
        Some(repeat) => fill(t.repeat, &[&form, &repeat.trim_start_matches('/')]),
        None => form,
    }
}

fn outcome_view(outcome: making::Outcome) -> AnyView {
    let t = TableTexts::now();
    match outcome {
        making::Outcome::Working => view! { <p role="status">{t.working}</p> }.into_any(),
        making::Outcome::Saved(0) => notice(Kind::Info, t.saved_empty, None),
        making::Outcome::Saved(rows) => notice(Kind::Good, fill(t.saved, &[&rows]), None),
        making::Outcome::Failed(why) => notice(Kind::Error, why, None),
    }
}
