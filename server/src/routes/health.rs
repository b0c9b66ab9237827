//! `GET /healthz`: whether this process answers. `GET /readyz`: whether it can do its work.
//! `GET /metrics`: what it has done; only on an address of its own (`--metrics`).

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing,
};
use serde_json::json;

use crate::{app::App, body, error::ApiError};

/// The routes for whoever watches over the server.
pub(crate) fn for_operators(app: Arc<App>) -> Router {
    Router::new()
        .route("/healthz", routing::get(live))
        .route("/readyz", routing::get(ready))
        .route("/metrics", routing::get(metrics))
        .with_state(app)
}

/// The process is there. A database that is away is no reason to start it anew.
pub(crate) async fn live(headers: HeaderMap) -> Result<Response, ApiError> {
    fine(&headers, "ok")
}

/// Whether to send requests here: the database answers, and the server is not about to stop.
pub(crate) async fn ready(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if *app.stopping.borrow() {
        let message = "The server is stopping.";
        let status = StatusCode::SERVICE_UNAVAILABLE;
        return Err(ApiError::new(status, "stopping", message));
    }
    app.storage.ping().await?;
    fine(&headers, "ready")
}

fn fine(headers: &HeaderMap, status: &str) -> Result<Response, ApiError> {
    let says = json!({"status": status, "version": env!("CARGO_PKG_VERSION")});
    let response = body::json(headers, &says)?;
    Ok(([(header::CACHE_CONTROL, "no-store")], response).into_response())
}

async fn metrics(State(app): State<Arc<App>>) -> Response {
    let sizes = app.storage.sizes().await.ok();
    let text = app.metrics.text(sizes.as_ref());
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}
