//! `GET /api/v1/sites`: the sites of this server, for a device that has none yet.

use std::{collections::BTreeMap, sync::Arc};

use axum::{Extension, extract::State, http::HeaderMap, response::Response};
use ledger::SiteId;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    api::{Operation, Payload, shape},
    app::{App, Near},
    body,
    error::ApiError,
    guard, ledgers, secrets,
    storage::Opening,
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
    Extension(Near(near)): Extension<Near>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let sites = app.storage.sites().await?;
    let token = guard::bearer(&headers).map(secrets::digest);
    let mut shown = Vec::new();
    for site in &sites {
        let shows = match (site.opening, token) {
            (Opening::Open, _) => near,
            (Opening::Closed, None) => false,
            (Opening::Closed, Some(token)) => {
                let known = app.storage.known(site.id, token).await?;
                known.is_some_and(|known| !known.revoked)
            }
        };
        if shows {
            shown.push(site);
        }
    }
    let views: Vec<SiteView> = shown
        .into_iter()
        .map(|site| SiteView {
            id: site.id,
            name: ledgers::site_name(site),
            entries: site.head,
        })
        .collect();
    body::json(&headers, &views)
}
