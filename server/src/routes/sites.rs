//! `GET /api/v1/sites`: the sites of this server, for a device that has none yet.

use std::{collections::BTreeMap, sync::Arc};

use axum::{extract::State, http::HeaderMap, response::Response};
use ledger::SiteId;
use serde::Serialize;

use crate::{app::App, body, error::ApiError, ledgers};

#[derive(Serialize)]
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
