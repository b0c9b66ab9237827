//! `GET /healthz`: whether this server can do its work.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{app::App, body, error::ApiError};

pub(crate) async fn get(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    match check(&app, &headers).await {
        Ok(response) => ([(header::CACHE_CONTROL, "no-store")], response).into_response(),
        Err(error) => error.into_response(),
    }
}

async fn check(app: &App, headers: &HeaderMap) -> Result<Response, ApiError> {
    app.storage.ping().await?;
    body::json(
        headers,
        &json!({"status": "ok", "version": env!("CARGO_PKG_VERSION")}),
    )
}
