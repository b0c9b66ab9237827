//! Requests to the server that the app came from.

use ledger::{
    Bundle, SiteId,
    sync::{Answer, Cursor},
};
use leptos::wasm_bindgen::JsCast;
use needs::Lang;
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::BTreeMap;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response};

use super::{credentials, packing::gzip};

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

/// Sends a bundle and reads the answer.
pub(super) async fn exchange(
    bundle: &Bundle,
    since: &Cursor,
    most_entries: u32,
    wrote: Option<String>,
) -> Result<Answer, Trouble> {
    let mut url = format!(
        "/api/v1/sites/{}/sync?epoch={}&since={}&limit={most_entries}",
        bundle.site, since.epoch, since.ordinal
    );
    if let (true, Some(wrote)) = (credentials::has_token(), wrote) {
        url += "&wrote=";
        url += &wrote;
    }
    request(&url, serde_json::to_string(bundle).ok()).await
}

pub(super) async fn request<T: DeserializeOwned>(
    url: &str,
    body: Option<String>,
) -> Result<T, Trouble> {
    let (status, text) = send("POST", url, body).await.ok_or(Trouble::NoAnswer)?;
    if (200..300).contains(&status) {
        return serde_json::from_str(&text).map_err(|_| Trouble::NoAnswer);
    }
    Err(trouble(status, &text))
}

/// Asks the server to take something away.
pub(super) async fn delete(url: &str) -> Result<(), Trouble> {
    let (status, text) = send("DELETE", url, None).await.ok_or(Trouble::NoAnswer)?;
    if (200..300).contains(&status) {
        Ok(())
    } else {
        Err(trouble(status, &text))
    }
}

/// Without a reason in our own form, it is not our server that answered but something before it.
fn trouble(status: u16, text: &str) -> Trouble {
    match serde_json::from_str::<Problem>(text) {
        Err(_) => Trouble::NoAnswer,
        Ok(_) if status == 401 => Trouble::Stranger,
        Ok(problem) => Trouble::Refused(problem.error.message),
    }
}

async fn send(method: &str, url: &str, body: Option<String>) -> Option<(u16, String)> {
    let init = RequestInit::new();
    let headers = Headers::new().ok()?;
    credentials::sign(&headers)?;
    if method == "DELETE" {
        init.set_method(method);
    }
    if let Some(body) = body {
        headers.set("Content-Type", "application/json").ok()?;
        match gzip(&body).await {
            Some(packed) => {
                headers.set("Content-Encoding", "gzip").ok()?;
                init.set_body(&packed);
            }
            None => init.set_body(&body.into()),
        }
        init.set_method(method);
    }
    init.set_headers(&headers);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    let response = web_sys::window()?.fetch_with_str_and_init(url, &init);
    let response: Response = JsFuture::from(response).await.ok()?.dyn_into().ok()?;
    let text = JsFuture::from(response.text().ok()?)
        .await
        .ok()?
        .as_string()?;
    Some((response.status(), text))
}
