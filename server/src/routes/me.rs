//! `GET /api/v1/sites/{site}/me`: who the server takes the device for.

use axum::{Extension, http::HeaderMap, response::Response};
use ledger::{DeviceId, RecordId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    api::{Operation, Payload, shape},
    body,
    error::ApiError,
    guard::Visitor,
};

pub(crate) const GET: Operation = Operation {
    summary: "Who the server takes the device for, and what their role is; nobody where the site \
              is open.",
    gives: Payload::Json(shape::<Me>),
    problems: &[(404, "unknown-site")],
    ..Operation::PLAIN
};

#[derive(JsonSchema, Serialize)]
pub(crate) struct Me {
    /// Whether the site asks nobody who they are.
    open: bool,
    person: Option<RecordId>,
    /// `assistant`, `supervisor`, `manager`, `executive` or `auditor`.
    role: Option<&'static str>,
    device: Option<DeviceId>,
}

pub(crate) async fn get(
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let caller = visitor.caller();
    let me = Me {
        open: caller.is_none(),
        person: caller.map(|caller| caller.person),
        role: caller.map(|caller| caller.role.name()),
        device: visitor.device(),
    };
    body::json(&headers, &me)
}
