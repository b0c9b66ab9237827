//! Requests about who belongs to a site: joining it, inviting, telling a device to leave.

use std::collections::BTreeMap;

use ledger::{DeviceId, RecordId, SiteId};
use needs::Lang;
use serde::Deserialize;
use serde_json::json;

use super::http::{Trouble, delete, request};

/// The site that a code is for.
#[derive(Clone, Debug, Deserialize)]
pub struct Invited {
    /// The site.
    pub site: SiteId,
    /// Its name by language tag.
    #[serde(default)]
    name: BTreeMap<String, String>,
}

impl Invited {
    /// The site's name in a language, or in any.
    pub fn name(&self, lang: Lang) -> &str {
        let name = self.name.get(lang.tag());
        name.or_else(|| self.name.values().next())
            .map_or("", String::as_str)
    }
}

/// What a device is given that joined.
#[derive(Clone, Debug, Deserialize)]
pub struct Membership {
    /// Goes with every request.
    pub token: String,
    /// Whose the device is now.
    pub person: RecordId,
}

/// A one-time code.
#[derive(Clone, Debug, Deserialize)]
pub struct Invitation {
    /// To be handed to the person.
    pub code: String,
    /// Until when it can be used (RFC 3339).
    pub expires: String,
}

/// A device that has joined.
#[derive(Clone, Debug, Deserialize)]
pub struct Device {
    /// The device.
    #[serde(rename = "device")]
    pub id: DeviceId,
    /// Whose it is.
    pub person: RecordId,
    /// What it is called.
    pub label: String,
    /// When it last asked (RFC 3339).
    pub seen: Option<String>,
    /// When it was told to leave (RFC 3339).
    pub revoked: Option<String>,
}

/// Asks which site a code is for. The code is not used up by that.
pub async fn look_at(code: &str) -> Result<Invited, Trouble> {
    let body = json!({ "code": code }).to_string();
    request("/api/v1/join/look", Some(body)).await
}

/// Joins a site with a code.
pub async fn join(
    site: SiteId,
    code: &str,
    device: DeviceId,
    label: &str,
) -> Result<Membership, Trouble> {
    let body = json!({"site": site, "code": code, "device": device, "label": label});
    request("/api/v1/join", Some(body.to_string())).await
}

/// Makes a one-time code for a person.
pub async fn invite(site: SiteId, person: RecordId) -> Result<Invitation, Trouble> {
    let body = json!({ "person": person }).to_string();
    let url = format!("/api/v1/sites/{site}/invitations");
    request(&url, Some(body)).await
}

/// The devices that have joined.
pub async fn devices(site: SiteId) -> Result<Vec<Device>, Trouble> {
    request(&format!("/api/v1/sites/{site}/devices"), None).await
}

/// Tells a device to leave.
pub async fn revoke(site: SiteId, device: DeviceId) -> Result<(), Trouble> {
    delete(&format!("/api/v1/sites/{site}/devices/{device}")).await
}
