//! The designs on this device, and how one begins: empty, from a published form, from a workbook.

use form::design::{Design, next_version};
use ledger::RecordId;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use needs::Questionnaire;
use web_sys::File;

use crate::{
    components::{
        icon::Icon, moment::day_and_time, notice::error_notice, row::Row,
        store_error::store_error_text,
    },
    desk::{DesignHead, Desk},
    locales::{self, DesignTexts, fill, language},
    platform::{clock, files, random},
    store::StoreError,
};

/// Begins a design: a copy of a published form as its next version, or an empty form. The design's
/// id, once it is on the disk; its screen is `/forms/design/{id}`.
pub async fn begin(desk: Desk, from: Option<RecordId>) -> Result<RecordId, StoreError> {
    let workbook = from.and_then(|form| {
        desk.peek(|ledger| {
            let form = Questionnaire::find(ledger.state(), form)?;
            Some((form.file_name(), form.workbook()?))
        })
    });
    let design = match workbook {
        Some((name, workbook)) => {
            let mut design = Design::open(&name, &workbook)
                .map_err(|why| StoreError::Corrupt(locales::finding(&why)))?;
            let version = next_version(design.setting("version"));
            design.set_setting("version", &version);
            design
        }
        None => Design::new("", "", language_column()),
    };
    keep(desk, from, &design).await
}

/// Puts a design on the disk.
async fn keep(desk: Desk, from: Option<RecordId>, design: &Design) -> Result<RecordId, StoreError> {
    let head = DesignHead {
        id: random::record_id(),
        from,
        title: design.setting("form_title").to_owned(),
        updated_ms: clock::now_ms(),
    };
    desk.save_design(&head, &design.to_xlsx()).await?;
    Ok(head.id)
}

/// The language of a new form is the screen's.
fn language_column() -> &'static str {
    match language() {
        needs::Lang::ZhHant => "繁體中文 (zh-Hant)",
        needs::Lang::ZhHans => "简体中文 (zh-Hans)",
        needs::Lang::En => "English (en)",
    }
}

/// The section of the forms page: the designs, a new one, and one from a workbook.
pub fn shelf() -> AnyView {
    let t = DesignTexts::now();
    let desk = expect_context::<Desk>();
    let designs = RwSignal::new(Vec::<DesignHead>::new());
    let error = RwSignal::new(None::<String>);
    let go = StoredValue::new_local(use_navigate());
    spawn_local(async move {
        match desk.designs().await {
            Ok(found) => drop(designs.try_set(found)),
            Err(why) => drop(error.try_set(Some(store_error_text(&why)))),
        }
    });
    let show = move |begun: Result<RecordId, String>| match begun {
        Ok(id) => {
            let href = format!("/forms/design/{id}");
            go.try_with_value(|go| go(&href, NavigateOptions::default()));
        }
        Err(why) => drop(error.try_set(Some(why))),
    };
    let new = move |_| {
        spawn_local(async move {
            show(
                begin(desk, None)
                    .await
                    .map_err(|why| store_error_text(&why)),
            );
        });
    };
    let chosen = move |event: leptos::ev::Event| {
        if let Some(file) = files::chosen(&event) {
            spawn_local(async move { show(open_file(desk, &file).await) });
        }
    };
    let rows = move || {
        let designs = designs.get();
        (!designs.is_empty()).then(|| {
            view! {
                <h2>{t.shelf}</h2>
                <p class="hint">{t.shelf_hint}</p>
                <ul class="row-list">{designs.into_iter().map(row).collect_view()}</ul>
            }
        })
    };
    view! {
        <section class="stack" id="designs">
            // First, so that it stays where it is when the designs have been read.
            <p class="button-row">
                <button type="button" class="button" data-action="new-form" on:click=new>
                    <Icon name="add"/>
                    {t.new_form}
                </button>
                <label class="button file-button">
                    <Icon name="in"/>
                    <span>{t.open_workbook}</span>
                    <input
                        type="file"
                        id="design-open"
                        accept=".xlsx,.xls,.csv,.md"
                        class="visually-hidden"
                        on:change=chosen
                    />
                </label>
            </p>
            {error_notice(error)}
            {rows}
        </section>
    }
    .into_any()
}

/// Begins a design with the workbook in a file; the error is a sentence.
async fn open_file(desk: Desk, file: &File) -> Result<RecordId, String> {
    let bytes = files::read(file).await.unwrap_or_default();
    let design = Design::open(&file.name(), &bytes).map_err(|why| {
        fill(
            DesignTexts::now().not_a_workbook,
            &[&locales::finding(&why)],
        )
    })?;
    let kept = keep(desk, None, &design).await;
    kept.map_err(|why| store_error_text(&why))
}

fn row(head: DesignHead) -> AnyView {
    let t = DesignTexts::now();
    let changed = chrono::DateTime::from_timestamp_millis(head.updated_ms).unwrap_or_default();
    let changed = changed.with_timezone(clock::now().offset()).to_rfc3339();
    let untitled = head.title.is_empty();
    let title = if untitled {
        t.untitled.to_owned()
    } else {
        head.title
    };
    Row {
        icon: Some("edit"),
        title,
        sub: fill(t.changed_at, &[&day_and_time(&changed, language())]),
        ..Row::default()
    }
    .link(format!("/forms/design/{}", head.id))
}
