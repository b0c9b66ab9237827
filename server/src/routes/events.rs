//! `GET /api/v1/sites/{site}/events`: tells a browser that there is something to read.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::State,
    http::HeaderMap,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use serde_json::json;
use tokio::sync::watch;

use crate::{
    api::{Operation, Payload},
    app::App,
    error::ApiError,
    guard::Visitor,
};

pub(crate) const GET: Operation = Operation {
    summary: "A stream of events named `head`, each `{epoch, ordinal}`: at once, and whenever the \
              site has more entries. It ends when the server stops or the device is told to leave.",
    gives: Payload::Other("text/event-stream"),
    problems: &[(404, "unknown-site")],
    ..Operation::PLAIN
};

const KEEP_ALIVE: Duration = Duration::from_secs(15);

pub(crate) async fn get(
    State(app): State<Arc<App>>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let site = visitor.site;
    // Follow first, look second: what comes in between is told twice rather than never.
    let mut heads = app.notices.follow(site);
    app.notices.moved(site, app.storage.head(site).await?);
    heads.mark_changed();
    let line = Line {
        heads,
        stopping: app.stopping.clone(),
        app,
        visitor,
        headers,
    };
    let events = stream::unfold(line, Line::next);
    Ok(Sse::new(events)
        .keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
        .into_response())
}

/// One browser that listens.
struct Line {
    heads: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    app: Arc<App>,
    visitor: Visitor,
    headers: HeaderMap,
}

impl Line {
    /// An event for each change of the head, until the server stops or the device is told to leave:
    /// that too moves the head.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        tokio::select! {
            changed = self.heads.changed() => changed.ok()?,
            _ = self.stopping.wait_for(|stop| *stop) => return None,
        }
        if !self.visitor.still_there(&self.app, &self.headers).await {
            return None;
        }
        let ordinal = *self.heads.borrow_and_update();
        let data = json!({"epoch": self.app.storage.epoch(), "ordinal": ordinal}).to_string();
        Some((Ok(Event::default().event("head").data(data)), self))
    }
}
