//! What is logged: requests by their route, and what failed. Never a body, a name or an answer.

use std::{sync::Arc, time::Instant};

use axum::{
    body::HttpBody as _,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use clap::ValueEnum;
use tracing::{Instrument, level_filters::LevelFilter};
use tracing_subscriber::{filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};
use uuid::Uuid;

use crate::app::App;

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Short lines for people
    #[default]
    Text,
    /// One JSON object for each line
    Json,
}

/// Starts the log, on the standard error stream. A second call in one process changes nothing.
pub(crate) fn start(format: Format) {
    let filter = Targets::new()
        .with_default(LevelFilter::INFO)
        .with_target("sqlx", LevelFilter::WARN);
    let registry = tracing_subscriber::registry().with(filter);
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false);
    let started = match format {
        Format::Text => registry.with(layer.with_target(false).compact()).try_init(),
        Format::Json => registry.with(layer.json().flatten_event(true)).try_init(),
    };
    if started.is_err() {
        tracing::debug!("the log was started before");
    }
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Logs and counts each request when its answer begins.
pub(crate) async fn request(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = Uuid::new_v4().simple().to_string()[..12].to_owned();
    let method = request.method().clone();
    // The pattern, not the path: ids in paths are nobody's business.
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("app", MatchedPath::as_str).to_owned();
    let bytes_in = content_length(request.headers());
    let span = tracing::info_span!("request", id);
    async move {
        let mut response = next.run(request).await;
        let status = response.status().as_u16();
        let bytes_out = response.body().size_hint().exact();
        let took = started.elapsed();
        app.metrics.answered(&method, &route, status, took);
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(%method, route, status, ms, bytes_in, bytes_out);
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        response
    }
    .instrument(span)
    .await
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}
