//! The form as a whole: title, number, version, languages, what is wrong, and the workbook.

use form::design::Design;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;

use super::{
    field::{line, menu, part, tick},
    list,
    studio::Studio,
};
use crate::{
    components::icon::Icon,
    locales::{DesignTexts, fill, finding_line},
    platform::files,
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Findings that are listed; a form with more has one cause for most of them.
const MOST: usize = 50;

pub fn form_panel(studio: Studio) -> AnyView {
    let t = DesignTexts::now();
    let setting = |name: &'static str, label: &'static str| setting(studio, name, label);
    let pages = {
        let has = move || {
            let style = studio.read(|design| design.setting("style").to_owned());
            style.split_whitespace().any(|word| word == "pages")
        };
        let write = move |yes: bool| {
            studio.write(|design| {
                let style = design.setting("style").to_owned();
                let words = style.split_whitespace().filter(|word| *word != "pages");
                let words = words.chain(yes.then_some("pages"));
                design.set_setting("style", &words.collect::<Vec<_>>().join(" "));
            });
        };
        tick(t.form_pages, "style", has, write)
    };
    let settings = view! {
        {setting("form_title", t.form_title)}
        <div class="design-inline">
            {setting("form_id", t.form_id)}
            {setting("version", t.form_version)}
        </div>
        {pages}
        {setting("instance_name", t.form_instance_name)}
    }
    .into_any();
    view! {
        <div class="design-panel stack">
            {problems(studio)}
            {part(t.pane_form, "form", true, settings)}
            {part(t.languages, "languages", true, languages(studio))}
            {workbook(studio)}
        </div>
    }
    .into_any()
}

pub fn setting(studio: Studio, name: &'static str, label: &'static str) -> AnyView {
    let read = move || studio.read(|design| design.setting(name).to_owned());
    let write = move |text: String| studio.write(|design| design.set_setting(name, &text));
    line(label, format!("setting:{name}"), "text", read, write)
}

/// All that is wrong, each with the way to it.
fn problems(studio: Studio) -> AnyView {
    let t = DesignTexts::now();
    (move || {
        let (errors, warnings) = studio.counts();
        let kind = if errors > 0 { "error" } else { "good" };
        let mut summary = if errors > 0 {
            fill(t.problems_some, &[&errors])
        } else {
            t.problems_none.to_owned()
        };
        if warnings > 0 {
            summary = format!("{summary} {}", fill(t.warnings_some, &[&warnings]));
        }
        let findings = studio.reading.with(|reading| reading.diagnostics.clone());
        let lines = findings.into_iter().take(MOST).map(|finding| {
            let row = studio.findings.with_untracked(|found| {
                let of = found.iter().find(|(_, list)| list.contains(&finding));
                of.map(|(row, _)| *row)
            });
            let text = finding_line(&finding);
            match row {
                Some(row) => {
                    let go = move |_| {
                        studio.choose(row);
                        list::reveal(studio, row);
                    };
                    view! {
                        <li><button type="button" class="link" on:click=go>{text}</button></li>
                    }
                    .into_any()
                }
                None => view! { <li>{text}</li> }.into_any(),
            }
        });
        let lines = lines.collect_view();
        view! {
            <div class="notice" data-kind=kind role="status">
                <p>{summary}</p>
                <ul>{lines}</ul>
            </div>
        }
    })
    .into_any()
}

fn languages(studio: Studio) -> AnyView {
    let t = DesignTexts::now();
    let all = Memo::new(move |_| studio.read(Design::languages));
    let fresh = NodeRef::<leptos::html::Input>::new();
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(field) = fresh.get_untracked() else {
            return;
        };
        let name = field.value().trim().to_owned();
        studio.act(|design| design.add_language(&name));
        field.set_value("");
    };
    let first = move || {
        let options = all.get().into_iter().filter(|name| !name.is_empty());
        let options: Vec<_> = options.map(|name| (name.clone(), name)).collect();
        let read = move || studio.read(|design| design.setting("default_language").to_owned());
        let write = move |name: String| {
            studio.write(|design| design.set_setting("default_language", &name));
        };
        (options.len() > 1).then(|| {
            menu(
                t.form_default_language,
                "default_language".to_owned(),
                options,
                read,
                write,
            )
        })
    };
    view! {
        <p class="hint">{t.language_hint}</p>
        <For each=move || all.get() key=String::clone let:name>{language(studio, name, all)}</For>
        <form class="design-inline" data-form="language" on:submit=add>
            <label class="field"><span>{t.language_add}</span><input type="text" node_ref=fresh/></label>
            <button class="button">{t.language_add}</button>
        </form>
        {first}
    }
    .into_any()
}

fn language(studio: Studio, name: String, all: Memo<Vec<String>>) -> AnyView {
    let t = DesignTexts::now();
    let sure = RwSignal::new(false);
    let (own, gone, shown) = (name.clone(), name.clone(), name);
    let rename = move |event| {
        let new = event_target_value(&event);
        studio.act(|design| design.rename_language(&own, new.trim()));
    };
    let remove = move |_| {
        if sure.get_untracked() {
            studio.act(|design| design.remove_language(&gone));
        } else {
            sure.set(true);
        }
    };
    let remove = StoredValue::new_local(remove);
    view! {
        <div class="design-inline">
            <label class="field">
                <span>{t.language_name}</span>
                <input
                    type="text"
                    data-language=shown.clone()
                    placeholder=t.language_unnamed
                    prop:value=shown
                    on:change=rename
                />
            </label>
            <Show when=move || all.with(Vec::len) != 1>
                <button
                    type="button"
                    class="button quiet danger"
                    on:click=move |event| remove.with_value(|remove| remove(event))
                >
                    {move || if sure.get() { t.language_remove_sure } else { t.language_remove }}
                </button>
            </Show>
        </div>
    }
    .into_any()
}

fn workbook(studio: Studio) -> AnyView {
    let t = DesignTexts::now();
    let failed = RwSignal::new(false);
    let sure = RwSignal::new(false);
    let go = StoredValue::new_local(use_navigate());
    let download = move |_| {
        let (name, bytes) = studio.peek(|design| {
            let id = design.setting("form_id");
            let id = if id.is_empty() { "form" } else { id };
            (format!("{id}.xlsx"), design.to_xlsx())
        });
        failed.set(files::save(&name, &bytes, XLSX).is_err());
    };
    let discard = move |_| {
        if !sure.get_untracked() {
            return sure.set(true);
        }
        let Some(keeper) = studio.keeper() else {
            return;
        };
        keeper.close();
        let id = keeper.head().id;
        spawn_local(async move {
            if studio.desk.discard_design(id).await.is_ok() {
                go.try_with_value(|go| go("/forms", leptos_router::NavigateOptions::default()));
            }
        });
    };
    view! {
        <p class="button-row">
            <button type="button" class="button" data-action="download" on:click=download>
                <Icon name="download"/>
                {t.download}
            </button>
            <button type="button" class="button quiet danger" data-action="discard" on:click=discard>
                <Icon name="delete"/>
                {move || if sure.get() { t.discard_sure } else { t.discard }}
            </button>
            <Show when=move || sure.get()>
                <button type="button" class="button" on:click=move |_| sure.set(false)>{t.keep}</button>
            </Show>
        </p>
        <Show when=move || failed.get()>
            <p class="problem" role="alert">{t.download_failed}</p>
        </Show>
    }
    .into_any()
}
