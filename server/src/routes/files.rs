//! `/api/v1/sites/{site}/files`: the files that a site's entries name, by their SHA-256.
//!
//! `POST` asks what the server has of some files, `PUT …/{sha256}` takes a part, `GET …/{sha256}`
//! gives a file or a range of it. What is stored comes from strangers' phones: it is never handed
//! out as a page.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use ledger::{
    Digest, SiteId, safe_type,
    transfer::{Held, Holdings, Inquiry, MOST_ASKED},
};

use crate::{
    api::{Operation, Payload, shape},
    app::App,
    body::{self, Packing},
    error::ApiError,
    guard::Visitor,
    range::{self, Sent, Wanted},
    storage::{Part, Storage, StorageError, Took},
};

/// Bytes of the largest part.
const PART_BYTES: u64 = 4 << 20;
/// How long a request waits for its turn.
const QUEUE: Duration = Duration::from_secs(5);

/// What goes with every file: a browser saves it, and runs nothing of it.
const HARMLESS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CONTENT_DISPOSITION, "attachment"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; sandbox",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (header::ACCEPT_RANGES, "bytes"),
];
/// The address is the content: it never changes.
const FOREVER: &str = "private, max-age=31536000, immutable";

pub(crate) const POST: Operation = Operation {
    summary: "What the server has of some files.",
    takes: Payload::Json(shape::<Inquiry>),
    gives: Payload::Json(shape::<Holdings>),
    problems: &[
        (400, "bad-inquiry"),
        (400, "not-gzip"),
        (404, "unknown-site"),
        (408, "too-slow"),
        (413, "too-large"),
        (415, "unsupported"),
    ],
    ..Operation::PLAIN
};

pub(crate) const PUT: Operation = Operation {
    summary: "Takes a part of a file that an entry names (`Content-Range: bytes 0-1023/4096`). \
              The answer says what is here now, with status 409 where the part did not go on \
              from there.",
    takes: Payload::Other("application/octet-stream"),
    gives: Payload::Json(shape::<Holdings>),
    problems: &[
        (400, "bad-range"),
        (404, "unknown-file"),
        (404, "unknown-site"),
        (408, "too-slow"),
        (413, "too-large"),
        (422, "other-hash"),
        (507, "no-room"),
    ],
    ..Operation::PLAIN
};

pub(crate) const GET: Operation = Operation {
    summary: "A file, or the range of it that is asked for.",
    gives: Payload::Other("application/octet-stream"),
    problems: &[
        (404, "not-yet"),
        (404, "unknown-file"),
        (404, "unknown-site"),
    ],
    ..Operation::PLAIN
};

fn unknown() -> ApiError {
    let message = "No record of this site names such a file.";
    ApiError::new(StatusCode::NOT_FOUND, "unknown-file", message)
}

fn digest_of(path: &str) -> Result<Digest, ApiError> {
    path.parse().map_err(|_| unknown())
}

/// What the server has of some files.
pub(crate) async fn post(
    State(app): State<Arc<App>>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let packing = Packing::of_request(&headers)?;
    let taken = body::read(&app, body).await?;
    let bytes = body::unpack(packing, taken.bytes)?;
    let inquiry: Inquiry = serde_json::from_slice(&bytes).map_err(|_| {
        let message = r#"The body must be {"files": [SHA-256, …]}."#;
        ApiError::new(StatusCode::BAD_REQUEST, "bad-inquiry", message)
    })?;
    if inquiry.files.len() > MOST_ASKED {
        let message = format!("Ask about {MOST_ASKED} files at once, not more.");
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            "bad-inquiry",
            message,
        ));
    }
    let holdings = holdings(&app, &visitor, &inquiry.files).await?;
    body::json(&headers, &holdings)
}

async fn holdings(
    app: &App,
    visitor: &Visitor,
    files: &[Digest],
) -> Result<Holdings, StorageError> {
    let mut holdings = Holdings {
        epoch: app.storage.epoch().to_owned(),
        files: [].into(),
    };
    for file in files {
        if let Some(stored) = app.storage.file(visitor.site, *file).await?
            && visitor.sees_file(app, *file).await?
        {
            holdings.files.insert(*file, stored.held());
        }
    }
    Ok(holdings)
}

/// Takes a part: `Content-Range: bytes 0-1023/4096` (RFC 9110, section 14.5). The answer says what
/// is here now; with status 409 where the part did not go on from there.
pub(crate) async fn put(
    State(app): State<Arc<App>>,
    Extension(visitor): Extension<Visitor>,
    Path((_, file)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let (site, file) = (visitor.site, digest_of(&file)?);
    let sent = sent_range(&headers)?;
    if !visitor.sees_file(&app, file).await? {
        return Err(unknown());
    }
    let body = body::read(&app, body).await?;
    let _turn = tokio::time::timeout(QUEUE, app.turns.acquire())
        .await
        .map_err(|_| ApiError::busy())?
        .map_err(ApiError::internal)?;
    let bytes = &body.bytes;
    if bytes.len() as u64 != sent.length() {
        return Err(bad_range(
            "The part is not as long as `Content-Range` says. Send it again.",
        ));
    }
    let part = Part {
        file,
        from: sent.from,
        total: sent.total,
        bytes,
    };
    let took = app
        .storage
        .take_part(site, part, app.most_file_bytes)
        .await?;
    let held = taken(took)?;
    let holdings = Holdings {
        epoch: app.storage.epoch().to_owned(),
        files: [(file, held)].into(),
    };
    let mut answer = body::json(&headers, &holdings)?;
    if !matches!(held, Held::Whole) && held != Held::Upto(sent.to) {
        *answer.status_mut() = StatusCode::CONFLICT;
    }
    Ok(answer)
}

fn bad_range(message: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, "bad-range", message)
}

fn sent_range(headers: &HeaderMap) -> Result<Sent, ApiError> {
    let sent = headers.get(header::CONTENT_RANGE);
    let sent = sent
        .and_then(|sent| range::sent(sent.to_str().ok()?))
        .ok_or_else(|| {
            bad_range("Say which part it is, as in `Content-Range: bytes 0-1023/4096`.")
        })?;
    if sent.length() > PART_BYTES {
        let message = format!(
            "A part may hold {} MiB. Send less at once.",
            PART_BYTES >> 20
        );
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        return Err(ApiError::new(status, "too-large", message));
    }
    Ok(sent)
}

fn taken(took: Took) -> Result<Held, ApiError> {
    match took {
        Took::Held(held) => Ok(held),
        Took::Unnamed => Err(unknown()),
        Took::OtherHash => {
            let message = "The file is not the one with this hash. It was deleted; send it again.";
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Err(ApiError::new(status, "other-hash", message))
        }
        Took::NoRoom => {
            let message = "The site has used up its room for files. Give it more with \
                           `doorstep serve --files GIB`.";
            let status = StatusCode::INSUFFICIENT_STORAGE;
            Err(ApiError::new(status, "no-room", message))
        }
    }
}

/// Gives a file.
pub(crate) async fn get(
    State(app): State<Arc<App>>,
    Extension(visitor): Extension<Visitor>,
    Path((_, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (site, file) = (visitor.site, digest_of(&file)?);
    if !visitor.sees_file(&app, file).await? {
        return Err(unknown());
    }
    let stored = app.storage.file(site, file).await?.ok_or_else(unknown)?;
    if !stored.whole {
        let message = "The file has not arrived yet. The device that has it sends it when it can.";
        return Err(ApiError::new(StatusCode::NOT_FOUND, "not-yet", message));
    }
    let tag = format!("\"{file}\"");
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    if text(header::IF_NONE_MATCH).is_some_and(|known| range::names(known, &tag)) {
        return Ok(dressed(StatusCode::NOT_MODIFIED.into_response(), &tag));
    }
    let asked = match text(header::IF_RANGE) {
        Some(known) if known != tag => None,
        _ => text(header::RANGE),
    };
    let (status, from, to) = match range::wanted(asked, stored.have) {
        Wanted::All => (StatusCode::OK, 0, stored.have),
        Wanted::Part { from, to } => (StatusCode::PARTIAL_CONTENT, from, to),
        Wanted::Nothing => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            set(
                &mut response,
                header::CONTENT_RANGE,
                &format!("bytes */{}", stored.have),
            );
            return Ok(response);
        }
    };
    let bytes = bytes(app.storage.clone(), site, file, from, to);
    let mut response = dressed((status, bytes).into_response(), &tag);
    set(
        &mut response,
        header::CONTENT_TYPE,
        safe_type(&stored.media_type),
    );
    set(
        &mut response,
        header::CONTENT_LENGTH,
        &(to - from).to_string(),
    );
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {from}-{}/{}", to - 1, stored.have);
        set(&mut response, header::CONTENT_RANGE, &range);
    }
    Ok(response)
}

fn dressed(mut response: Response, tag: &str) -> Response {
    for (name, value) in HARMLESS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    set(&mut response, header::ETAG, tag);
    set(&mut response, header::CACHE_CONTROL, FOREVER);
    response
}

fn set(response: &mut Response, name: HeaderName, value: &str) {
    // Made of digits and of a fixed list: always a header's value.
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// The bytes, read row by row as they are sent.
fn bytes(storage: Storage, site: SiteId, file: Digest, from: u64, to: u64) -> Body {
    Body::from_stream(stream::unfold(from, move |at| {
        let storage = storage.clone();
        async move {
            if at >= to {
                return None;
            }
            let part = storage.part(site, file, at).await.map(|mut part| {
                part.truncate(usize::try_from(to - at).unwrap_or(usize::MAX));
                Bytes::from(part)
            });
            // After an error the stream ends: the connection breaks off short of its length.
            let next = part.as_ref().map_or(to, |part| at + part.len() as u64);
            Some((part, next))
        }
    }))
}
