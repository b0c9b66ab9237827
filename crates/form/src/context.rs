//! What a form may know of the world outside it.

use chrono::{DateTime, FixedOffset};

use crate::zone::{Clock, Zone};

/// Everything a form's logic can depend on besides the answers.
///
/// The engine has no clock, locale or randomness of its own: the same form, context and answers
/// always give the same state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The moment the session is opened, in the interviewer's own offset from UTC.
    pub now: DateTime<FixedOffset>,
    /// Where the interviewer is: dates and times that name no offset are of this zone. Without
    /// one, the offset of `now` counts on every day.
    pub zone: Option<Zone>,
    /// What a question of type `deviceid` records.
    pub deviceid: String,
    /// What a question of type `username` records.
    pub username: String,
    /// What a question of type `email` records.
    pub email: String,
    /// What a question of type `phonenumber` records.
    pub phonenumber: String,
    /// Where the device is, as an answer of type geopoint; what `odk:setgeopoint` records.
    pub geopoint: String,
    /// Where `random()`, `uuid()` and unseeded `randomize()` start from.
    pub seed: u64,
}

impl Context {
    pub(crate) fn clock(&self) -> Clock<'_> {
        match &self.zone {
            Some(zone) => zone.clock(),
            None => Clock::fixed(self.now.offset().local_minus_utc()),
        }
    }

    /// What `property()` knows (JavaRosa).
    pub(crate) fn property(&self, name: &str) -> Option<&str> {
        match name {
            "deviceid" => Some(&self.deviceid),
            "username" => Some(&self.username),
            "email" => Some(&self.email),
            "geopoint" => Some(&self.geopoint),
            "phonenumber" | "phone number" => Some(&self.phonenumber),
            _ => None,
        }
    }
}

impl Default for Context {
    /// Midnight of 1970-01-01 in UTC, nobody, seed 0.
    fn default() -> Self {
        Self {
            now: DateTime::UNIX_EPOCH.fixed_offset(),
            zone: None,
            deviceid: String::new(),
            username: String::new(),
            email: String::new(),
            phonenumber: String::new(),
            geopoint: String::new(),
            seed: 0,
        }
    }
}
