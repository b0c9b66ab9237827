//! `POST /api/v1/join`: a device comes with a one-time code and gets a token of its own.

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use axum::{
    Extension,
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use ledger::{DeviceId, RecordId, SiteId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    api::{Operation, Payload, shape},
    app::{App, Peer},
    body::{self, Packing},
    error::ApiError,
    ledgers, secrets,
    storage::{JoinRefusal, Joining, Opening, StorageError},
};

pub(crate) const POST: Operation = Operation {
    summary: "Lets a device in for a one-time code and gives it a token, for \
              `Authorization: Bearer` in every request after. A device that was in before keeps \
              its id.",
    takes: Payload::Json(shape::<Asked>),
    gives: Payload::Json(shape::<Given>),
    problems: &[
        (400, "bad-join"),
        (403, "wrong-code"),
        (404, "unknown-site"),
        (409, "others-device"),
        (409, "open-site"),
        (429, "too-many-tries"),
    ],
    without_token: true,
    ..Operation::PLAIN
};

pub(crate) const LOOK: Operation = Operation {
    summary: "Which site a code is for. The code is not used up by that.",
    takes: Payload::Json(shape::<Looking>),
    gives: Payload::Json(shape::<Found>),
    problems: &[
        (400, "bad-join"),
        (403, "wrong-code"),
        (429, "too-many-tries"),
    ],
    without_token: true,
    ..Operation::PLAIN
};

/// A code to look at.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct Looking {
    /// The code, however it was typed.
    code: String,
}

/// The site of a code.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Found {
    site: SiteId,
    /// By language tag.
    name: BTreeMap<String, String>,
}

pub(crate) async fn look(
    State(app): State<Arc<App>>,
    Extension(Peer(address)): Extension<Peer>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let packing = Packing::of_request(&headers)?;
    let taken = body::read(&app, body).await?;
    let bytes = body::unpack(packing, taken.bytes)?;
    let asked: Looking = serde_json::from_slice(&bytes).map_err(|_| {
        let message = "The body must be {code}.";
        ApiError::new(StatusCode::BAD_REQUEST, "bad-join", message)
    })?;
    let now = Instant::now();
    if !app.tries.by_address.allows(address, now) {
        return Err(too_many());
    }
    let site = match secrets::code_digest(&asked.code) {
        Some(code) => app.storage.site_of_code(code).await?,
        None => None,
    };
    let Some(site) = site else {
        app.tries.by_address.failed(address, now);
        return Err(wrong_code());
    };
    let sites = app.storage.sites().await?;
    let stored = sites.iter().find(|stored| stored.id == site);
    let name = stored.map(ledgers::site_name).unwrap_or_default();
    body::json(&headers, &Found { site, name })
}

fn too_many() -> ApiError {
    let message = "Too many wrong codes. Wait a minute and try again.";
    ApiError::new(StatusCode::TOO_MANY_REQUESTS, "too-many-tries", message)
}

fn wrong_code() -> ApiError {
    let message = "This code is wrong, was used already, or is too old. Ask for a new one.";
    ApiError::new(StatusCode::FORBIDDEN, "wrong-code", message)
}

/// Characters of a device's label.
const LABEL: usize = 80;

/// What a device says when it joins.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Joining")]
pub(crate) struct Asked {
    site: SiteId,
    /// The code, however it was typed.
    code: String,
    /// An id that the device chose, or the one that it had.
    device: DeviceId,
    /// What people call the device.
    #[serde(default)]
    label: String,
}

/// What it is given.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Joined")]
pub(crate) struct Given {
    token: String,
    site: SiteId,
    person: RecordId,
}

pub(crate) async fn post(
    State(app): State<Arc<App>>,
    Extension(Peer(address)): Extension<Peer>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let packing = Packing::of_request(&headers)?;
    let taken = body::read(&app, body).await?;
    let bytes = body::unpack(packing, taken.bytes)?;
    let asked: Asked = serde_json::from_slice(&bytes).map_err(|_| {
        let message = "The body must be {site, code, device, label}.";
        ApiError::new(StatusCode::BAD_REQUEST, "bad-join", message)
    })?;
    let now = Instant::now();
    if !app.tries.by_address.allows(address, now) || !app.tries.by_site.allows(asked.site, now) {
        return Err(too_many());
    }
    let joined = join(&app, asked).await;
    if joined.as_ref().is_err_and(Wrong::counts) {
        app.tries.by_address.failed(address, now);
    }
    match joined {
        Ok(given) => body::json(&headers, &given),
        Err(Wrong::Code(site)) => {
            app.tries.by_site.failed(site, now);
            Err(wrong_code())
        }
        Err(Wrong::Else(error)) => Err(error),
    }
}

enum Wrong {
    Code(SiteId),
    Else(ApiError),
}

impl Wrong {
    fn counts(&self) -> bool {
        matches!(self, Self::Code(_))
    }
}

impl From<ApiError> for Wrong {
    fn from(error: ApiError) -> Self {
        Self::Else(error)
    }
}

impl From<StorageError> for Wrong {
    fn from(error: StorageError) -> Self {
        Self::Else(error.into())
    }
}

async fn join(app: &Arc<App>, asked: Asked) -> Result<Given, Wrong> {
    let site = asked.site;
    if app.storage.opening(site).await? == Opening::Open {
        let message = "This site is open to anyone: it is not joined with a code.";
        return Err(ApiError::new(StatusCode::CONFLICT, "open-site", message).into());
    }
    let code = secrets::code_digest(&asked.code).ok_or(Wrong::Code(site))?;
    let token = secrets::new_token().map_err(ApiError::internal)?;
    let joining = Joining {
        site,
        code,
        device: asked.device,
        label: asked.label.chars().take(LABEL).collect(),
        token: secrets::digest(&token),
    };
    match app.storage.join(&joining).await? {
        Ok(joined) => {
            app.notices.moved(site, joined.head);
            Ok(Given {
                token,
                site,
                person: joined.person,
            })
        }
        Err(JoinRefusal::Code) => Err(Wrong::Code(site)),
        Err(JoinRefusal::OthersDevice) => {
            let message = "This device belongs to another person at this site. Use the code on \
                           another device, or in another profile.";
            Err(ApiError::new(StatusCode::CONFLICT, "others-device", message).into())
        }
    }
}
