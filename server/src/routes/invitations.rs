//! `/api/v1/sites/{site}/invitations`: one-time codes with which people join.

use std::sync::Arc;

use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use chrono::{Days, SecondsFormat, Utc};
use ledger::{RecordId, SiteId};
use needs::access::Deed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    api::{Operation, Payload, shape},
    app::App,
    body::{self, Packing},
    error::ApiError,
    guard::Visitor,
    secrets,
    storage::{Invitation, Storage},
};

/// How long a code can be used.
const DAYS: Days = Days::new(7);

pub(crate) const GET: Operation = Operation {
    summary: "The invitations that nobody has used yet; their codes are not kept.",
    gives: Payload::Json(shape::<Vec<Invited>>),
    problems: &[(404, "unknown-site")],
    ..Operation::PLAIN
};

pub(crate) const POST: Operation = Operation {
    summary: "Makes a one-time code for a person, good for seven days. An earlier one of theirs \
              that was not used ends.",
    takes: Payload::Json(shape::<Asked>),
    gives: Payload::Json(shape::<Made>),
    problems: &[
        (400, "bad-invitation"),
        (404, "unknown-site"),
        (409, "unknown-person"),
    ],
    ..Operation::PLAIN
};

pub(crate) const DELETE: Operation = Operation {
    summary: "Takes back what invitations a person has.",
    problems: &[(404, "unknown-site")],
    ..Operation::PLAIN
};

#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Invited")]
pub(crate) struct Invited {
    person: RecordId,
    /// RFC 3339.
    made: String,
    /// RFC 3339.
    expires: String,
}

/// Whom to invite.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Inviting")]
pub(crate) struct Asked {
    /// The id of a record of kind `person`.
    person: RecordId,
}

/// A code that was made.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Invitation")]
pub(crate) struct Made {
    pub(crate) site: SiteId,
    pub(crate) person: RecordId,
    /// To be handed to the person. A link with it is `https://HOST/#join=SITE.CODE`.
    pub(crate) code: String,
    /// RFC 3339.
    pub(crate) expires: String,
}

pub(crate) async fn get(
    State(app): State<Arc<App>>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    visitor.may(Deed::Invite)?;
    let invited = app.storage.invited(visitor.site).await?;
    let invited: Vec<Invited> = invited
        .into_iter()
        .map(|invited| Invited {
            person: invited.person,
            made: invited.made,
            expires: invited.expires,
        })
        .collect();
    body::json(&headers, &invited)
}

pub(crate) async fn post(
    State(app): State<Arc<App>>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    if let Err(refusal) = visitor.may(Deed::Invite) {
        // Read to its end, else its sender sees a broken line instead of the answer.
        let _ = body::read(&app, body).await;
        return Err(refusal);
    }
    let packing = Packing::of_request(&headers)?;
    let taken = body::read(&app, body).await?;
    let bytes = body::unpack(packing, taken.bytes)?;
    let asked: Asked = serde_json::from_slice(&bytes).map_err(|_| {
        let message = "The body must be {person}.";
        ApiError::new(StatusCode::BAD_REQUEST, "bad-invitation", message)
    })?;
    let made = invite(&app.storage, visitor.site, asked.person).await?;
    body::json(&headers, &made)
}

/// Makes an invitation.
pub(crate) async fn invite(
    storage: &Storage,
    site: SiteId,
    person: RecordId,
) -> Result<Made, ApiError> {
    let code = secrets::new_code().map_err(ApiError::internal)?;
    let digest = secrets::code_digest(&code)
        .ok_or_else(|| ApiError::internal("a code that can't be read"))?;
    let expires = Utc::now() + DAYS;
    let invitation = Invitation {
        site,
        person,
        code: digest,
        expires,
    };
    if !storage.invite(invitation).await? {
        let message = "The server does not know this person yet. Sync, then try again.";
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "unknown-person",
            message,
        ));
    }
    Ok(Made {
        site,
        person,
        code,
        expires: expires.to_rfc3339_opts(SecondsFormat::Secs, true),
    })
}

pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    Extension(visitor): Extension<Visitor>,
    Path((_, person)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    visitor.may(Deed::Invite)?;
    if let Ok(person) = person.parse() {
        app.storage.withdraw(visitor.site, person).await?;
    }
    body::json(&headers, &serde_json::json!({}))
}
