//! Requests to the server that the app came from.

use js_sys::Uint8Array;
use ledger::{
    SiteId,
    sync::{Answer, Cursor},
    wire,
};
use leptos::wasm_bindgen::JsCast;
use needs::Lang;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{cell::Cell, collections::BTreeMap};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response};

use super::credentials;
use crate::platform::packing::{Format, packed};

const JSON: &str = "application/json";
/// Below this size packing gains nothing: a packet carries it either way.
const WORTH_PACKING_BYTES: u32 = 1_024;
/// How long an exchange may take on a bad line, in milliseconds.
pub(super) const TIMEOUT_MS: u32 = 60_000;

/// A site as the server lists it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SiteSummary {
    /// The site.
    pub id: SiteId,
    /// Its name by language tag.
    #[serde(default)]
    name: BTreeMap<String, String>,
}

impl SiteSummary {
    /// Its name in a language, or in any.
    pub fn name(&self, lang: Lang) -> &str {
        let name = self
            .name
            .get(lang.tag())
            .or_else(|| self.name.values().next());
        name.map_or("", String::as_str)
    }
}

/// Why a request brought nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No server, or a line that broke: try again.
    NoAnswer,
    /// The server does not know this device, or no longer.
    Stranger,
    /// The server is there and will not do it, for a reason that it gives.
    Refused(String),
}

/// What the server says when it will not do something.
#[derive(Deserialize)]
struct Problem {
    error: ProblemText,
}

#[derive(Deserialize)]
struct ProblemText {
    code: String,
    message: String,
}

/// The code of a problem that the server reports; `None` where it was not our server that answered.
pub(super) fn problem_code(text: &str) -> Option<String> {
    let problem: Problem = serde_json::from_str(text).ok()?;
    Some(problem.error.code)
}

/// The sites that the server has; `None` when it can't be reached.
pub async fn sites() -> Option<Vec<SiteSummary>> {
    request("/api/v1/sites", None).await.ok()
}

/// A body, by its media type.
pub(super) struct Body {
    pub(super) media_type: &'static str,
    pub(super) bytes: Vec<u8>,
}

impl Body {
    /// JSON, which everyone reads.
    pub(super) fn json(value: &impl Serialize) -> Option<Self> {
        let bytes = serde_json::to_vec(value).ok()?;
        Some(Self {
            media_type: JSON,
            bytes,
        })
    }
}

thread_local! {
    /// Whether the server is to be talked to in few bytes ([`wire`]); `None` until it has done so.
    static BRIEF: Cell<Option<bool>> = const { Cell::new(None) };
}

/// Whether the server has shown that it reads a bundle in few bytes.
pub(super) fn takes_brief() -> bool {
    BRIEF.get() == Some(true)
}

/// Sends a bundle, as JSON or in few bytes, and reads the answer.
pub(super) async fn exchange(
    (site, body): (SiteId, Option<Body>),
    since: &Cursor,
    most_entries: u32,
    wrote: Option<String>,
) -> Result<Answer, Trouble> {
    let mut url = format!(
        "/api/v1/sites/{site}/sync?epoch={}&since={}&limit={most_entries}",
        since.epoch, since.ordinal
    );
    if let (true, Some(wrote)) = (credentials::has_token(), wrote) {
        url += "&wrote=";
        url += &wrote;
    }
    let brief = body
        .as_ref()
        .is_some_and(|body| body.media_type == wire::MEDIA_TYPE);
    let accept = (BRIEF.get() != Some(false)).then_some(wire::MEDIA_TYPE);
    let answer = send("POST", &url, body, accept).await;
    let Said {
        status,
        media_type,
        bytes,
    } = answer.ok_or(Trouble::NoAnswer)?;
    if !(200..300).contains(&status) {
        // JSON is read entry by entry, so that a damaged one is found and named.
        if brief && status < 500 {
            BRIEF.set(Some(false));
        }
        return Err(trouble(status, &bytes));
    }
    if media_type != wire::MEDIA_TYPE {
        return serde_json::from_slice(&bytes).map_err(|_| Trouble::NoAnswer);
    }
    let answer = wire::read_answer(&bytes);
    BRIEF.set(Some(answer.is_some()));
    answer.ok_or(Trouble::NoAnswer)
}

pub(super) async fn request<T: DeserializeOwned>(
    url: &str,
    body: Option<String>,
) -> Result<T, Trouble> {
    let body = body.map(|text| Body {
        media_type: JSON,
        bytes: text.into_bytes(),
    });
    let said = send("POST", url, body, None).await;
    let Said { status, bytes, .. } = said.ok_or(Trouble::NoAnswer)?;
    if (200..300).contains(&status) {
        return serde_json::from_slice(&bytes).map_err(|_| Trouble::NoAnswer);
    }
    Err(trouble(status, &bytes))
}

/// Asks the server to take something away.
pub(super) async fn delete(url: &str) -> Result<(), Trouble> {
    let said = send("DELETE", url, None, None).await;
    let Said { status, bytes, .. } = said.ok_or(Trouble::NoAnswer)?;
    if (200..300).contains(&status) {
        Ok(())
    } else {
        Err(trouble(status, &bytes))
    }
}

/// Without a reason in our own form, it is not our server that answered but something before it.
fn trouble(status: u16, bytes: &[u8]) -> Trouble {
    match serde_json::from_slice::<Problem>(bytes) {
        Err(_) => Trouble::NoAnswer,
        Ok(_) if status == 401 => Trouble::Stranger,
        Ok(problem) => Trouble::Refused(problem.error.message),
    }
}

/// What a server said.
struct Said {
    status: u16,
    media_type: String,
    bytes: Vec<u8>,
}

async fn send(method: &str, url: &str, body: Option<Body>, accept: Option<&str>) -> Option<Said> {
    let init = RequestInit::new();
    let headers = Headers::new().ok()?;
    credentials::sign(&headers)?;
    if let Some(accept) = accept {
        headers.set("Accept", &format!("{accept}, {JSON}")).ok()?;
    }
    if method == "DELETE" {
        init.set_method(method);
    }
    if let Some(Body { media_type, bytes }) = body {
        headers.set("Content-Type", media_type).ok()?;
        let bytes = Uint8Array::from(&bytes[..]);
        let packed = match bytes.length() {
            WORTH_PACKING_BYTES.. => packed(&bytes, Format::Gzip).await,
            _ => None,
        };
        match packed {
            Some(packed) => {
                headers.set("Content-Encoding", "gzip").ok()?;
                init.set_body(&packed);
            }
            None => init.set_body(&bytes),
        }
        init.set_method(method);
    }
    init.set_headers(&headers);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    let response = web_sys::window()?.fetch_with_str_and_init(url, &init);
    let response: Response = JsFuture::from(response).await.ok()?.dyn_into().ok()?;
    let media_type = response.headers().get("Content-Type").ok().flatten();
    let bytes = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Said {
        status: response.status(),
        media_type: media_type.unwrap_or_default(),
        bytes: Uint8Array::new(&bytes).to_vec(),
    })
}
