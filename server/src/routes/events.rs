//! `GET /api/v1/sites/{site}/events`: tells a browser that there is something to read.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::{Path, State},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream::{self, Stream};
use serde_json::json;
use tokio::sync::watch;

use super::site_of;
use crate::{
    api::{Operation, Payload},
    app::App,
    error::ApiError,
};

pub(crate) const GET: Operation = Operation {
    summary: "A stream of events named `head`, each `{epoch, ordinal}`: at once, and whenever the \
              site has more entries. It ends when the server stops.",
    gives: Payload::Other("text/event-stream"),
    problems: &[(404, "unknown-site")],
    ..Operation::PLAIN
};

const KEEP_ALIVE: Duration = Duration::from_secs(15);

pub(crate) async fn get(
    State(app): State<Arc<App>>,
    Path(site): Path<String>,
) -> Result<Response, ApiError> {
    let site = site_of(&site)?;
    // Follow first, look second: what comes in between is told twice rather than never.
    let mut heads = app.notices.follow(site);
    app.notices.moved(site, app.storage.head(site).await?);
    heads.mark_changed();
    let epoch = app.storage.epoch().to_owned();
    let events = events(heads, app.stopping.clone(), epoch);
    Ok(Sse::new(events)
        .keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
        .into_response())
}

/// An event for each change of the head, until the server stops.
fn events(
    heads: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    epoch: String,
) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(
        (heads, stopping, epoch),
        |(mut heads, mut stopping, epoch)| async move {
            tokio::select! {
                changed = heads.changed() => changed.ok()?,
                _ = stopping.wait_for(|stop| *stop) => return None,
            }
            let ordinal = *heads.borrow_and_update();
            let data = json!({"epoch": epoch, "ordinal": ordinal}).to_string();
            Some((
                Ok(Event::default().event("head").data(data)),
                (heads, stopping, epoch),
            ))
        },
    )
}
