//! Requests about files.

use std::ops::Range;

use js_sys::Uint8Array;
use ledger::{
    Digest, FileRef, SiteId,
    transfer::{Event, Holdings, Inquiry, Why},
};
use leptos::wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response};

use super::{
    credentials,
    http::{TIMEOUT_MS, problem_code, request},
};

fn address(site: SiteId, file: &Digest) -> String {
    format!("/api/v1/sites/{site}/files/{file}")
}

/// Asks what the server has.
pub(super) async fn ask(site: SiteId, inquiry: &Inquiry) -> Event {
    let url = format!("/api/v1/sites/{site}/files");
    let answer = request(&url, serde_json::to_string(inquiry).ok()).await;
    answer.map_or(Event::Failed, Event::Answered)
}

/// Sends a part of a file.
pub(super) async fn send(
    site: SiteId,
    file: Digest,
    (range, size): (Range<u64>, u64),
    bytes: &[u8],
) -> Event {
    let sent = async {
        let init = RequestInit::new();
        let headers = Headers::new().ok()?;
        let content_range = format!("bytes {}-{}/{size}", range.start, range.end - 1);
        headers.set("Content-Range", &content_range).ok()?;
        headers
            .set("Content-Type", "application/octet-stream")
            .ok()?;
        credentials::sign(&headers)?;
        init.set_headers(&headers);
        init.set_method("PUT");
        init.set_body(&Uint8Array::from(bytes));
        let response = fetch(&address(site, &file), &init).await?;
        let text = JsFuture::from(response.text().ok()?).await.ok()?;
        Some((response.status(), text.as_string()?))
    };
    match sent.await {
        Some((200 | 409, text)) => {
            serde_json::from_str::<Holdings>(&text).map_or(Event::Failed, Event::Answered)
        }
        Some((_, text)) => refusal(file, &text),
        None => Event::Failed,
    }
}

fn refusal(file: Digest, text: &str) -> Event {
    match problem_code(text).as_deref() {
        Some("unknown-file" | "not-yet") => Event::Refused(file, Why::Absent),
        Some("other-hash") => Event::Refused(file, Why::OtherHash),
        Some("too-large" | "no-room") => Event::Refused(file, Why::NoRoom),
        _ => Event::Failed,
    }
}

/// Fetches a part of a file.
pub(super) async fn fetch_part(
    site: SiteId,
    file: Digest,
    range: &Range<u64>,
) -> Result<Vec<u8>, Event> {
    let fetched = async {
        let init = RequestInit::new();
        let headers = Headers::new().ok()?;
        let wanted = format!("bytes={}-{}", range.start, range.end - 1);
        headers.set("Range", &wanted).ok()?;
        credentials::sign(&headers)?;
        init.set_headers(&headers);
        let response = fetch(&address(site, &file), &init).await?;
        Some((response.status(), body(&response).await?))
    };
    match fetched.await {
        Some((206, bytes)) if bytes.len() as u64 == range.end - range.start => Ok(bytes),
        Some((404, bytes)) => Err(refusal(file, &String::from_utf8_lossy(&bytes))),
        _ => Err(Event::Failed),
    }
}

/// Fetches a whole file; `None` when the server can't be reached or doesn't have it.
pub async fn fetch_file(site: SiteId, file: &FileRef) -> Option<Vec<u8>> {
    let (init, headers) = (RequestInit::new(), Headers::new().ok()?);
    credentials::sign(&headers)?;
    init.set_headers(&headers);
    let response = fetch(&address(site, &file.sha256), &init).await?;
    let bytes = body(&response).await?;
    response.ok().then_some(bytes)
}

async fn fetch(url: &str, init: &RequestInit) -> Option<Response> {
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    let response = web_sys::window()?.fetch_with_str_and_init(url, init);
    JsFuture::from(response).await.ok()?.dyn_into().ok()
}

async fn body(response: &Response) -> Option<Vec<u8>> {
    let bytes = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&bytes).to_vec())
}
