//! `POST /api/v1/sites/{site}/sync`: takes a bundle in and gives what its device lacks.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension,
    body::Body,
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use flate2::Compression;
use ledger::{Bundle, SiteId, limits, sync::Answer, sync::Cursor, wire};
use needs::access::Caller;
use serde::Deserialize;

use crate::{
    api::{Operation, Payload, shape},
    app::App,
    body::{self, Packing},
    carrying,
    error::ApiError,
    guard::Visitor,
    storage::{Most, Pushed, Wrote, now_text},
};

#[derive(Deserialize)]
pub(crate) struct Reading {
    /// The database that `since` counts in.
    #[serde(default)]
    epoch: String,
    /// The last ordinal that was read.
    #[serde(default)]
    since: u64,
    /// How many entries to give at most.
    limit: Option<u32>,
    /// How far the device wrote its chain itself ([`Wrote`]).
    wrote: Option<String>,
}

const LIMIT: u32 = 500;
const HIGHEST_LIMIT: u32 = 2_000;
const ANSWER_BYTES: u32 = 1 << 20;
/// In few bytes more go into an answer: it is read quickly.
const BRIEF_ANSWER_BYTES: u32 = 4 << 20;
/// Entries of one request. A device sends a few hundred; a file of a whole site has more.
const MOST_ENTRIES: usize = 50_000;
/// Bytes of a bundle that takes up little memory.
const SMALL: usize = 256 << 10;
/// How long a request waits for its turn.
const QUEUE: Duration = Duration::from_secs(5);

pub(crate) const POST: Operation = Operation {
    summary: "Both directions at once: takes what the server lacks, gives what the device lacks by \
              its heads. What the answer's heads name is durable.",
    query: &[
        ("epoch", "The database that `since` counts in."),
        (
            "since",
            "The last ordinal that was read; from the start without it.",
        ),
        (
            "limit",
            "How many entries to give at most: 1 to 2000, else 500.",
        ),
        (
            "wrote",
            "How far the device wrote its own chain: its id, the last entry's number and hash, \
             with dots between. What others carried of it then counts.",
        ),
    ],
    takes: Payload::JsonOr(shape::<Bundle>, wire::MEDIA_TYPE),
    gives: Payload::JsonOr(shape::<Answer>, wire::MEDIA_TYPE),
    problems: &[
        (400, "bad-query"),
        (400, "not-json"),
        (400, "cut-off"),
        (400, "not-gzip"),
        (400, "not-a-bundle"),
        (400, "newer-format"),
        (400, "damaged"),
        (400, "entry-too-large"),
        (400, "broken-off"),
        (404, "unknown-site"),
        (408, "too-slow"),
        (409, "other-site"),
        (413, "too-large"),
        (413, "too-many-entries"),
        (415, "unsupported"),
        (503, "database-unreachable"),
        (507, "disk-full"),
    ],
    ..Operation::PLAIN
};

pub(crate) async fn post(
    State(app): State<Arc<App>>,
    Extension(visitor): Extension<Visitor>,
    reading: Result<Query<Reading>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let site = visitor.site;
    let Query(reading) = reading.map_err(|_| {
        let message = "`since` and `limit` must be whole numbers.";
        ApiError::new(StatusCode::BAD_REQUEST, "bad-query", message)
    })?;
    let packing = Packing::of(&headers, &[body::JSON, wire::MEDIA_TYPE])?;
    let brief = body::asks_for(&headers, wire::MEDIA_TYPE);
    let taken = body::read(&app, body).await?;
    let turn = tokio::time::timeout(QUEUE, app.turns.acquire())
        .await
        .map_err(|_| ApiError::busy())?
        .map_err(ApiError::internal)?;
    let (mut bundle, bytes) = blocking(move || read_bundle(packing, taken.bytes, site)).await?;
    // Many small ones wait for one commit together.
    let _turn = (bytes > SMALL).then_some(turn);
    let entries = std::mem::take(&mut bundle.entries);
    let refused = if entries.is_empty() {
        Vec::new()
    } else {
        push(&app, site, entries, visitor.caller()).await?.refused
    };
    heal(&app, &visitor, reading.wrote.as_deref()).await?;
    // An exported file is a request too. What is left out here is asked for again.
    carrying::bring(&app.storage, site, &bundle.files, app.most_file_bytes).await?;

    let since = if reading.epoch == app.storage.epoch() {
        reading.since
    } else {
        0
    };
    let entries = reading.limit.unwrap_or(LIMIT).clamp(1, HIGHEST_LIMIT);
    let most = Most {
        entries,
        bytes: if brief {
            BRIEF_ANSWER_BYTES
        } else {
            ANSWER_BYTES
        },
    };
    let mut page = app.storage.pull(site, since, &bundle.heads, most).await?;
    visitor.withhold(&app, &mut page.entries).await?;
    let answer = Answer {
        cursor: Cursor {
            epoch: app.storage.epoch().to_owned(),
            ordinal: page.ordinal,
        },
        more: page.more,
        heads: page.heads,
        refused,
        entries: page.entries,
        now: now_text(),
        unreadable: Vec::new(),
    };
    blocking(move || {
        if !brief {
            return body::json(&headers, &answer);
        }
        let bytes = wire::of_answer(answer);
        let bytes = bytes.ok_or_else(|| ApiError::internal("an answer too long"))?;
        let how = (wire::MEDIA_TYPE, Compression::default());
        body::packed(&headers, how, bytes)
    })
    .await
}

/// A bundle, and how many bytes it is unpacked.
fn read_bundle(
    (packing, media_type): (Packing, &str),
    bytes: Vec<u8>,
    site: SiteId,
) -> Result<(Bundle, usize), ApiError> {
    let plain = body::unpack(packing, bytes)?;
    let bundle = if media_type == wire::MEDIA_TYPE {
        wire::read_bundle(&plain)?
    } else {
        Bundle::read(&plain)?
    };
    if bundle.site != site {
        return Err(ApiError::other_site(bundle.site));
    }
    if bundle.entries.len() > MOST_ENTRIES {
        let message = format!("A request may hold {MOST_ENTRIES} entries. Send fewer at once.");
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        return Err(ApiError::new(status, "too-many-entries", message));
    }
    for (index, entry) in bundle.entries.iter().enumerate() {
        let bytes = serde_json::to_vec(entry).map_err(ApiError::internal)?.len();
        if bytes > limits::ENTRY_BYTES {
            let most = limits::ENTRY_BYTES >> 20;
            let message = format!("Entry {} is larger than {most} MiB.", index + 1);
            return Err(ApiError::new(
                StatusCode::BAD_REQUEST,
                "entry-too-large",
                message,
            ));
        }
    }
    Ok((bundle, plain.len()))
}

/// Takes entries in and tells those who wait. It goes on when the device hangs up in the middle:
/// what was committed must be told of.
async fn push(
    app: &Arc<App>,
    site: SiteId,
    entries: Vec<ledger::Entry>,
    carrier: Option<Caller>,
) -> Result<Pushed, ApiError> {
    let app = Arc::clone(app);
    let pushing = tokio::spawn(async move {
        let pushed = app.storage.push_from_api(site, entries, carrier).await?;
        app.metrics.entries.add(pushed.added as u64);
        app.notices.moved(site, pushed.head);
        Ok::<_, ApiError>(pushed)
    });
    pushing.await.map_err(ApiError::internal)?
}

/// Takes back what was ruled out of this device's own chain when others carried it. What is not
/// understood is left: it only ever helps.
async fn heal(app: &App, visitor: &Visitor, wrote: Option<&str>) -> Result<(), ApiError> {
    let wrote = wrote.and_then(|wrote| wrote.parse::<Wrote>().ok());
    if let (Some(caller), Some(wrote)) = (visitor.caller(), wrote) {
        let healed = app.storage.heal(visitor.site, caller.person, wrote).await?;
        if let Some(head) = healed {
            app.notices.moved(visitor.site, head);
        }
    }
    Ok(())
}

/// Work that keeps a processor busy is done beside the threads that answer.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(ApiError::internal)?
}
