//! `/api/v1/sites/{site}/devices`: which tablets and browsers have joined, and out with them.

use std::sync::Arc;

use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use ledger::{DeviceId, RecordId};
use needs::access::Deed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    api::{Operation, Payload, shape},
    app::App,
    body::{self, Packing},
    error::ApiError,
    guard::{Visitor, not_allowed},
};

pub(crate) const GET: Operation = Operation {
    summary: "The devices that have joined: whose each is and when it was last seen.",
    gives: Payload::Json(shape::<Vec<Device>>),
    problems: &[(404, "unknown-site")],
    ..Operation::PLAIN
};

pub(crate) const DELETE: Operation = Operation {
    summary: "Tells a device to leave: its token stops at once. Anyone may do so with their own.",
    problems: &[(404, "unknown-device"), (404, "unknown-site")],
    ..Operation::PLAIN
};

pub(crate) const REKEY: Operation = Operation {
    summary: "Lets a device that found a copy of itself go on under new ids; its token stands for \
              these too.",
    takes: Payload::Json(shape::<Rekeying>),
    problems: &[
        (400, "bad-rekeying"),
        (404, "unknown-site"),
        (409, "others-device"),
    ],
    ..Operation::PLAIN
};

#[derive(JsonSchema, Serialize)]
#[expect(
    clippy::struct_field_names,
    reason = "the API calls a device's id so everywhere"
)]
pub(crate) struct Device {
    device: DeviceId,
    person: RecordId,
    label: String,
    /// RFC 3339.
    joined: String,
    /// When it last asked, to the minute.
    seen: Option<String>,
    /// When it was told to leave.
    revoked: Option<String>,
}

/// The new ids of a device.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct Rekeying {
    /// The id that it had.
    old: DeviceId,
    /// The id that it goes on under.
    new: DeviceId,
    /// The chains that its own entries were moved to.
    #[serde(default)]
    chains: Vec<DeviceId>,
}

/// Ids that a device may take at once.
const MOST_CHAINS: usize = 100;

pub(crate) async fn get(
    State(app): State<Arc<App>>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    visitor.may(Deed::SeeDevices)?;
    let enrolled = app.storage.enrolled(visitor.site).await?;
    let devices: Vec<Device> = enrolled
        .into_iter()
        .map(|enrolled| Device {
            device: enrolled.device,
            person: enrolled.person,
            label: enrolled.label,
            joined: enrolled.joined,
            seen: enrolled.seen,
            revoked: enrolled.revoked,
        })
        .collect();
    body::json(&headers, &devices)
}

pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    Extension(visitor): Extension<Visitor>,
    Path((_, device)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let device: Option<DeviceId> = device.parse().ok();
    if device.is_none() || device != visitor.device() {
        visitor.may(Deed::Revoke)?;
    }
    let head = match device {
        Some(device) => app.storage.revoke(visitor.site, device).await?,
        None => None,
    };
    let head = head.ok_or_else(|| {
        let message = "No such device is in.";
        ApiError::new(StatusCode::NOT_FOUND, "unknown-device", message)
    })?;
    // The streams of the device that left look again whether they may go on.
    app.notices.moved(visitor.site, head);
    body::json(&headers, &serde_json::json!({}))
}

pub(crate) async fn rekey(
    State(app): State<Arc<App>>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let packing = Packing::of_request(&headers)?;
    let taken = body::read(&app, body).await?;
    let bytes = body::unpack(packing, taken.bytes)?;
    let asked: Option<Rekeying> = serde_json::from_slice(&bytes).ok();
    let asked = asked.filter(|asked| asked.chains.len() <= MOST_CHAINS);
    let asked = asked.ok_or_else(|| {
        let message = "The body must be {old, new, chains}.";
        ApiError::new(StatusCode::BAD_REQUEST, "bad-rekeying", message)
    })?;
    let Some(caller) = visitor.caller() else {
        return body::json(&headers, &serde_json::json!({}));
    };
    let enrolled = app.storage.enrolled(visitor.site).await?;
    let owner = |device| {
        let known = enrolled.iter().find(|enrolled| enrolled.device == device);
        known.map(|enrolled| enrolled.person)
    };
    if owner(asked.old) != Some(caller.person) {
        return Err(not_allowed("Only a device's own person gives it a new id."));
    }
    for new in [asked.new].into_iter().chain(asked.chains) {
        let head = app.storage.rekey(visitor.site, asked.old, new).await?;
        let head = head.ok_or_else(|| {
            let message = "This id belongs to another person's device.";
            ApiError::new(StatusCode::CONFLICT, "others-device", message)
        })?;
        app.notices.moved(visitor.site, head);
    }
    body::json(&headers, &serde_json::json!({}))
}
