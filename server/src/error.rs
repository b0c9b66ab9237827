//! Errors as the API gives them: a sentence for the person, a code for the program, the detail for
//! the log.

use std::fmt;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use ledger::{BundleError, SiteId};
use serde_json::json;

use crate::storage::StorageError;

/// An answer that is not the one that was asked for.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    /// For the log. Holds nothing of what a request's body said.
    detail: Option<String>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            detail: None,
        }
    }

    /// The sentence for the person.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    fn with_detail(self, detail: impl fmt::Display) -> Self {
        Self {
            detail: Some(detail.to_string()),
            ..self
        }
    }

    pub(crate) fn unknown_site() -> Self {
        let message = "This server has no such site. Make it with `doorstep site new`, or bring it \
                       in with `doorstep import`.";
        Self::new(StatusCode::NOT_FOUND, "unknown-site", message)
    }

    pub(crate) fn other_site(site: SiteId) -> Self {
        let message = format!("The bundle belongs to another site ({site}).");
        Self::new(StatusCode::CONFLICT, "other-site", message)
    }

    pub(crate) fn busy() -> Self {
        let message = "The server is busy. Try again in a moment.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", message)
    }

    pub(crate) fn internal(detail: impl fmt::Display) -> Self {
        let message = "The server failed. Its log says why.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message).with_detail(detail)
    }
}

impl From<StorageError> for ApiError {
    fn from(error: StorageError) -> Self {
        let failed = |status, code, message: &str| Self::new(status, code, message);
        let answer = match &error {
            StorageError::UnknownSite(_) => return Self::unknown_site(),
            StorageError::Busy => Self::busy(),
            StorageError::Full => failed(
                StatusCode::INSUFFICIENT_STORAGE,
                "disk-full",
                "The server's disk is full. Nothing was taken; the entries stay on the device.",
            ),
            StorageError::Unreachable(_) => failed(
                StatusCode::SERVICE_UNAVAILABLE,
                "database-unreachable",
                "The server can't reach its database. Try again in a moment.",
            ),
            StorageError::Folder { .. }
            | StorageError::NewerSchema { .. }
            | StorageError::Refused(_)
            | StorageError::Damaged(_)
            | StorageError::Database(_) => return Self::internal(error),
        };
        answer.with_detail(error)
    }
}

impl From<BundleError> for ApiError {
    fn from(error: BundleError) -> Self {
        let code = match &error {
            BundleError::CutOff => "cut-off",
            BundleError::NotJson { .. } => "not-json",
            BundleError::Foreign => "not-a-bundle",
            BundleError::NewerFormat { .. } => "newer-format",
            BundleError::OtherSite { site } => return Self::other_site(*site),
            BundleError::TooLarge => return crate::body::too_large(),
            BundleError::Damaged { .. }
            | BundleError::Unconnected { .. }
            | BundleError::Incomplete { .. } => "damaged",
        };
        Self::new(
            StatusCode::BAD_REQUEST,
            code,
            format!("The bundle was not taken: {error}."),
        )
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let Self {
            status,
            code,
            message,
            detail,
        } = self;
        match detail {
            Some(detail) if status.is_server_error() => tracing::error!(code, detail),
            Some(detail) => tracing::info!(code, detail),
            None => tracing::debug!(code),
        }
        let body = json!({"error": {"code": code, "message": message}}).to_string();
        let mut response =
            (status, [(header::CONTENT_TYPE, "application/json")], body).into_response();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}
