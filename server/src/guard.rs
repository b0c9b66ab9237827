//! Who is asking: every route about a site stands behind this.

use std::sync::Arc;

use axum::{
    extract::{RawPathParams, Request, State, rejection::RawPathParamsRejection},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use ledger::{DeviceId, Entry, RecordId, SiteId};
use needs::access::{Caller, Deed};

use crate::{
    app::{App, Near},
    body,
    error::ApiError,
    routes::site_of,
    secrets,
    storage::{Known, Opening, StorageError},
};

/// Who asks about a site. In each request's extensions behind the guard.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub(crate) site: SiteId,
    /// `None` on an open site, which asks nobody.
    known: Option<Known>,
}

impl Visitor {
    /// The person; `None` on an open site, where nothing is withheld.
    pub(crate) fn caller(&self) -> Option<Caller> {
        Some(self.known.as_ref()?.caller)
    }

    /// The device; `None` on an open site.
    pub(crate) fn device(&self) -> Option<DeviceId> {
        Some(self.known.as_ref()?.device)
    }

    /// Refuses what the person's role may not ask for. On an open site anyone may take data out,
    /// and there is nobody to invite.
    pub(crate) fn may(&self, deed: Deed) -> Result<(), ApiError> {
        match self.caller() {
            Some(caller) if caller.may(deed) => Ok(()),
            None if deed == Deed::Export => Ok(()),
            Some(_) => Err(not_allowed("Your role at this site does not allow that.")),
            None => Err(not_allowed(
                "This site is open to anyone: nobody has to join it.",
            )),
        }
    }

    /// Whether the token still stands.
    pub(crate) async fn still_there(&self, app: &App, headers: &HeaderMap) -> bool {
        self.known.is_none() || visitor(app, self.site, headers, true).await.is_ok()
    }

    /// Leaves out of `entries` what this person may not read.
    pub(crate) async fn withhold(
        &self,
        app: &App,
        entries: &mut [ledger::sync::Received],
    ) -> Result<(), StorageError> {
        let Some(caller) = self.caller() else {
            return Ok(());
        };
        if caller.reads_everything() {
            return Ok(());
        }
        let wrote = |entry: &Entry| match entry {
            Entry::V1(entry) => entry.actor == caller.person,
            Entry::Newer(_) => false,
        };
        let hidden = |entry: &Entry| !wrote(entry) && !caller.sees(entry.kind(), false);
        let mut records: Vec<RecordId> = entries
            .iter()
            .filter(|received| hidden(&received.entry))
            .filter(|received| caller.sees(received.entry.kind(), true))
            .filter_map(|received| received.entry.id())
            .collect();
        records.sort_unstable();
        records.dedup();
        let own = app
            .storage
            .written_by(self.site, caller.person, &records)
            .await?;
        for received in entries {
            let is_own = received.entry.id().is_some_and(|id| own.contains(&id))
                && caller.sees(received.entry.kind(), true);
            if hidden(&received.entry) && !is_own {
                received.entry = received.entry.clone().without_body();
            }
        }
        Ok(())
    }

    /// Whether this person may read a file: some record that names it is theirs to read.
    pub(crate) async fn sees_file(
        &self,
        app: &App,
        file: ledger::Digest,
    ) -> Result<bool, StorageError> {
        let Some(caller) = self.caller().filter(|caller| !caller.reads_everything()) else {
            return Ok(true);
        };
        let naming = app.storage.naming(self.site, file).await?;
        if naming
            .iter()
            .any(|(_, kind)| caller.sees(Some(kind), false))
        {
            return Ok(true);
        }
        let records: Vec<_> = naming
            .iter()
            .filter(|(_, kind)| caller.sees(Some(kind), true))
            .map(|(record, _)| *record)
            .collect();
        let own = app
            .storage
            .written_by(self.site, caller.person, &records)
            .await?;
        Ok(!own.is_empty())
    }
}

pub(crate) fn not_allowed(message: &str) -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, "not-allowed", message)
}

fn unauthorised(code: &'static str, message: &str) -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, code, message)
}

/// Lets a request about a site through if its token is that site's, or if the site is open.
pub(crate) async fn check(
    State(app): State<Arc<App>>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    mut request: Request,
    next: Next,
) -> Response {
    let Ok(path) = path else {
        // No name that anything has: its bytes are no text.
        let message = "This server has no such route.";
        return ApiError::new(StatusCode::NOT_FOUND, "unknown-route", message).into_response();
    };
    let site = path.iter().find(|(name, _)| *name == "site");
    let Some((_, site)) = site else {
        // No route without a site in its path stands behind this but those for everyone.
        return next.run(request).await;
    };
    let near = request
        .extensions()
        .get::<Near>()
        .is_some_and(|near| near.0);
    let visitor = match site_of(site) {
        Ok(site) => visitor(&app, site, request.headers(), near).await,
        Err(error) => Err(error),
    };
    match visitor {
        Ok(visitor) => {
            request.extensions_mut().insert(visitor);
            next.run(request).await
        }
        Err(error) => {
            // Read to its end, else its sender sees a broken line instead of the answer.
            let _ = body::read(&app, request.into_body()).await;
            error.into_response()
        }
    }
}

async fn visitor(
    app: &App,
    site: SiteId,
    headers: &HeaderMap,
    near: bool,
) -> Result<Visitor, ApiError> {
    if app.storage.opening(site).await? == Opening::Open {
        return if near {
            Ok(Visitor { site, known: None })
        } else {
            Err(far())
        };
    }
    let Some(token) = bearer(headers) else {
        let message = "This site asks who is there. Join it with a code.";
        return Err(unauthorised("no-token", message));
    };
    let known = app.storage.known(site, secrets::digest(token)).await?;
    let known = known.ok_or_else(|| {
        let message = "This device is not known here. Ask for a new code.";
        unauthorised("unknown-token", message)
    })?;
    if known.revoked {
        let message = "This device was told to leave. Ask for a new code.";
        return Err(unauthorised("revoked", message));
    }
    app.storage.note_seen(site, &known).await?;
    Ok(Visitor {
        site,
        known: Some(known),
    })
}

/// An open site, asked for by a name that is not this machine's.
fn far() -> ApiError {
    let message = "This site is open to anyone and served only under a name of this machine, such \
                   as 127.0.0.1. A site that is joined with a code is served everywhere.";
    ApiError::new(StatusCode::MISDIRECTED_REQUEST, "unknown-host", message)
}

/// The token of `Authorization: Bearer …`.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}
