//! `GET /api/v1/sites/{site}/export`: a site's data as tables, for spreadsheets and other programs.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    extract::{Extension, Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use ledger::{Change, RecordId, SiteId};
use needs::{
    Lang,
    access::Deed,
    tables::{Exported, Missing, Wanted},
};
use report::Format;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::site_of;
use crate::{
    api::{Operation, Payload, shape},
    app::App,
    body,
    error::ApiError,
    guard::Visitor,
    ledgers,
    storage::StorageError,
    tables::{self, Failure, Table},
};

const QUERY: &[(&str, &str)] = &[
    (
        "form",
        "Of `responses`: the questionnaire's number, or the id of its record.",
    ),
    (
        "version",
        "Of `responses`: the questionnaire's version. May be left out where it has one.",
    ),
    (
        "repeat",
        "Of `responses`: the path of a repeat, whose instances are the rows then.",
    ),
    ("kind", "Of `records`: their kind."),
    (
        "from",
        "Only what was made on this day (2026-11-22) or later.",
    ),
    ("to", "Only what was made on this day or earlier."),
    (
        "labels",
        "A language (`zh-Hant`): a second row holds the columns' titles in it.",
    ),
    (
        "lang",
        "The language of names of people, buildings and campaigns [default: zh-Hant].",
    ),
    (
        "split",
        "`true`: a question with several answers gets a column for each choice too.",
    ),
];

pub(crate) const LIST: Operation = Operation {
    summary: "The tables that a site has: what can be asked for below this address.",
    query: &[("lang", "The language of titles [default: zh-Hant].")],
    gives: Payload::Json(shape::<Vec<TableView>>),
    problems: &[(400, "bad-query"), (404, "unknown-site")],
    ..Operation::PLAIN
};

pub(crate) const GET: Operation = Operation {
    summary: "A table as a file: {table}.csv, .xlsx, .json or .ndjson. It is written while it is \
              read; one that breaks off is not whole. That it was asked for, by whom, and how many \
              rows it had, stays in the site's ledger.",
    query: QUERY,
    gives: Payload::Other("application/octet-stream"),
    problems: &[
        (400, "bad-query"),
        (403, "not-allowed"),
        (404, "unknown-table"),
        (404, "unknown-site"),
        (409, "which-version"),
        (422, "unreadable-form"),
    ],
    ..Operation::PLAIN
};

#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Table")]
struct TableView {
    table: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repeat: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    form: Option<String>,
    version: Option<String>,
    repeat: Option<String>,
    kind: Option<String>,
    from: Option<String>,
    to: Option<String>,
    labels: Option<String>,
    lang: Option<String>,
    split: bool,
}

fn bad_query(message: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, "bad-query", message)
}

fn unknown_table(message: &str) -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "unknown-table", message)
}

fn language(tag: Option<&str>) -> Result<Option<Lang>, ApiError> {
    let known =
        |tag| Lang::from_tag(tag).ok_or_else(|| bad_query("Languages: zh-Hant, zh-Hans, en."));
    tag.map(known).transpose()
}

impl Asked {
    fn wanted(self, table: &str) -> Result<Wanted, ApiError> {
        Ok(Wanted {
            labels: language(self.labels.as_deref())?,
            names: language(self.lang.as_deref())?.unwrap_or_default(),
            table: table.to_owned(),
            form: self.form,
            version: self.version,
            repeat: self.repeat,
            kind: self.kind,
            from: self.from,
            to: self.to,
            split: self.split,
        })
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        let missing = match failure {
            Failure::Storage(error) => return error.into(),
            Failure::Missing(missing) => missing,
        };
        match missing {
            Missing::Table => {
                unknown_table("There is no such table; GET …/export lists those that there are.")
            }
            Missing::Form => unknown_table("There is no such questionnaire or kind."),
            Missing::Repeat => unknown_table("The form has no such repeat."),
            Missing::Version(versions) => Self::new(
                StatusCode::CONFLICT,
                "which-version",
                format!("Say which version: {}.", versions.join(", ")),
            ),
            Missing::Unreadable => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "unreadable-form",
                "The questionnaire's workbook can't be read, so its columns are not known.",
            ),
            Missing::Day => bad_query("Days are written like 2026-11-22."),
        }
    }
}

pub(crate) async fn list(
    State(app): State<Arc<App>>,
    Path(site): Path<String>,
    Extension(visitor): Extension<Visitor>,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let site = site_of(&site)?;
    visitor.may(Deed::Export)?;
    let Query(asked) = asked.map_err(|_| bad_query("The query can't be read."))?;
    app.storage.head(site).await?;
    let lang = language(asked.lang.as_deref())?.unwrap_or_default();
    let tables = tables::list(&app.storage, site, lang).await?;
    let views: Vec<TableView> = tables
        .into_iter()
        .map(|listed| {
            let (form, version) = listed
                .form
                .map(|(form, version, _)| (form, version))
                .unzip();
            TableView {
                table: listed.table,
                form,
                version,
                repeat: listed.repeat,
                kind: listed.kind,
                title: listed.title,
            }
        })
        .collect();
    body::json(&headers, &views)
}

pub(crate) async fn get(
    State(app): State<Arc<App>>,
    Path((site, file)): Path<(String, String)>,
    Extension(visitor): Extension<Visitor>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, ApiError> {
    let site = site_of(&site)?;
    visitor.may(Deed::Export)?;
    let Query(asked) = asked.map_err(|_| bad_query("The query can't be read."))?;
    app.storage.head(site).await?;
    let (name, format) = file
        .rsplit_once('.')
        .and_then(|(name, extension)| Some((name, Format::of_extension(extension)?)))
        .ok_or_else(|| unknown_table("A table ends in .csv, .xlsx, .json or .ndjson."))?;
    let wanted = asked.wanted(name)?;
    let table = Table::open(&app.storage, site, &wanted, format).await?;
    // Noted down before the first byte goes out; how many rows it had, when the last one has.
    let noted = RecordId(ledgers::new_id());
    let by = visitor.caller().map(|caller| caller.person);
    note(&app, site, Exported::begun(noted, &wanted, format, by)).await?;
    Ok(answer(app, (site, noted), table, format))
}

async fn note(app: &App, site: SiteId, change: Change) -> Result<(), StorageError> {
    let head = app.storage.write_as_server(site, change).await?;
    app.notices.moved(site, head);
    Ok(())
}

fn answer(
    app: Arc<App>,
    (site, noted): (SiteId, RecordId),
    table: Table,
    format: Format,
) -> Response {
    // The name is of plain letters: see `Layout::file_name`.
    let name = format!(
        "attachment; filename=\"{}.{}\"",
        table.file_name(),
        format.extension()
    );
    let name = HeaderValue::try_from(name).unwrap_or(HeaderValue::from_static("attachment"));
    let parts = stream::try_unfold((app, table), move |(app, mut table)| async move {
        let Some(bytes) = table.next().await? else {
            note(&app, site, Exported::ended(noted, table.rows())).await?;
            return Ok::<_, StorageError>(None);
        };
        Ok(Some((Bytes::from(bytes), (app, table))))
    });
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(format.media_type()),
        ),
        (header::CONTENT_DISPOSITION, name),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
    ];
    (headers, Body::from_stream(parts)).into_response()
}
