//! One file for each route: state, query, view.

pub(crate) mod devices;
pub(crate) mod events;
pub(crate) mod export;
pub(crate) mod files;
pub(crate) mod health;
pub(crate) mod invitations;
pub(crate) mod join;
pub(crate) mod me;
pub(crate) mod sites;
pub(crate) mod sync;

use ledger::SiteId;

use crate::error::ApiError;

/// The site of a path. What is not an id names no site either.
pub(crate) fn site_of(path: &str) -> Result<SiteId, ApiError> {
    path.parse().map_err(|_| ApiError::unknown_site())
}
