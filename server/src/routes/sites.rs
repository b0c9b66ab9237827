//! `GET /api/v1/sites`: the sites of this server, for a device that has none yet.

use std::{collections::BTreeMap, sync::Arc};

use axum::{extract::State, http::HeaderMap, response::Response};
use ledger::SiteId;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    api::{Operation, Payload, shape},
    app::App,
    body,
    error::ApiError,
    ledgers,
};

pub(crate) const GET: Operation = Operation {
    summary: "The sites that whoever asks may see; without a token, the open ones.",
    gives: Payload::Json(shape::<Vec<SiteView>>),
    without_token: true,
    ..Operation::PLAIN
};

#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Site")]
struct SiteView {
    id: SiteId,
    /// By language tag.
    name: BTreeMap<String, String>,
    entries: u64,
}

pub(crate) async fn get(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let sites = app.storage.sites().await?;
    let views: Vec<SiteView> = sites
        .iter()
        .map(|site| SiteView {
            id: site.id,
            name: ledgers::site_name(site),
            entries: site.head,
        })
        .collect();
    body::json(&headers, &views)
}
