//! Who has joined a site: invitations, devices and their tokens.
//!
//! Codes and tokens are here as SHA-256 only: whoever reads the database can't use them. They are
//! long and random, and looked up by that digest, so that how long a look-up takes tells nothing of
//! the code or token itself.

mod healing;
mod joining;
mod roll;
mod transaction;

use std::collections::HashMap;

use chrono::{DateTime, SecondsFormat, Utc};
use ledger::{DeviceId, Digest, RecordId, SiteId};
use needs::{
    Role,
    access::{Breach, Caller},
};

use ledger::Place;

use super::{Engine, Opening, Storage, StorageError, with_engine};

pub use healing::Wrote;
pub(crate) use joining::DEVICE;
pub use joining::{JoinRefusal, Joined, Joining};

/// What a token stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The device that joined with it.
    pub device: DeviceId,
    /// Whose it is, and what they are at this site.
    pub caller: Caller,
    /// Whether the device was told to leave.
    pub revoked: bool,
    /// When it last asked, to the minute.
    pub seen: Option<String>,
}

/// A device that has joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolled {
    /// The device.
    pub device: DeviceId,
    /// Whose it is.
    pub person: RecordId,
    /// What it was called when it joined.
    pub label: String,
    /// When it joined (RFC 3339).
    pub joined: String,
    /// When it last asked, to the minute.
    pub seen: Option<String>,
    /// When it was told to leave.
    pub revoked: Option<String>,
}

/// An invitation to make.
#[derive(Clone, Copy, Debug)]
pub struct Invitation {
    /// The site.
    pub site: SiteId,
    /// Who is invited.
    pub person: RecordId,
    /// SHA-256 of the code.
    pub code: Digest,
    /// Until when the code can be used.
    pub expires: DateTime<Utc>,
}

/// An invitation that nobody has used yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// Who is invited.
    pub person: RecordId,
    /// When it was made (RFC 3339).
    pub made: String,
    /// Until when it can be used (RFC 3339).
    pub expires: String,
}

/// A moment as it is stored: such texts sort by time.
fn stored_time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

impl Storage {
    /// Whether a site asks who is there.
    pub async fn opening(&self, site: SiteId) -> Result<Opening, StorageError> {
        let open = with_engine!(self, engine => engine.open_flag(site).await)?;
        Ok(match open {
            None => return Err(StorageError::UnknownSite(site)),
            Some(true) => Opening::Open,
            Some(false) => Opening::Closed,
        })
    }

    /// What a token stands for at a site; `None` where it is none of that site's.
    pub async fn known(&self, site: SiteId, token: Digest) -> Result<Option<Known>, StorageError> {
        with_engine!(self, engine => engine.known(site, token).await)
    }

    /// Notes that a device has asked. Written once a minute, so that reading stays cheap.
    pub async fn note_seen(&self, site: SiteId, known: &Known) -> Result<(), StorageError> {
        let minute = Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true);
        let minute = format!("{}:00Z", minute.get(..16).unwrap_or(&minute));
        if known.seen.as_deref() == Some(&minute) {
            return Ok(());
        }
        with_engine!(self, engine => engine.set_seen(site, known.device, &minute).await)
    }

    /// Keeps an invitation; `false` where the site has no such person. An earlier one of the same
    /// person ends.
    pub async fn invite(&self, invitation: Invitation) -> Result<bool, StorageError> {
        with_engine!(self, engine => engine.invite(invitation).await)
    }

    /// The site that a code can be used for.
    pub async fn site_of_code(&self, code: Digest) -> Result<Option<SiteId>, StorageError> {
        let now = stored_time(Utc::now());
        with_engine!(self, engine => engine.site_of_code(code, &now).await)
    }

    /// The invitations of a site that can still be used.
    pub async fn invited(&self, site: SiteId) -> Result<Vec<Invited>, StorageError> {
        let now = stored_time(Utc::now());
        with_engine!(self, engine => engine.invited(site, &now).await)
    }

    /// Takes back the invitations of a person.
    pub async fn withdraw(&self, site: SiteId, person: RecordId) -> Result<(), StorageError> {
        with_engine!(self, engine => engine.withdraw(site, person).await)
    }

    /// The devices that have ever joined a site, the latest first.
    pub async fn enrolled(&self, site: SiteId) -> Result<Vec<Enrolled>, StorageError> {
        with_engine!(self, engine => engine.enrolled(site).await)
    }

    /// Which of these records a person has written about, in entries that stand.
    pub async fn written_by(
        &self,
        site: SiteId,
        person: RecordId,
        records: &[RecordId],
    ) -> Result<Vec<RecordId>, StorageError> {
        let mut written = Vec::new();
        for record in records {
            let wrote = with_engine!(self, engine => {
                engine.has_written(site, person, *record).await
            })?;
            if wrote {
                written.push(*record);
            }
        }
        Ok(written)
    }

    /// The records that name a file, with their kinds.
    pub async fn naming(
        &self,
        site: SiteId,
        file: Digest,
    ) -> Result<Vec<(RecordId, String)>, StorageError> {
        with_engine!(self, engine => engine.naming(site, file).await)
    }

    /// Who may be invited: the people of a site with their roles.
    pub async fn people(&self, site: SiteId) -> Result<Vec<(RecordId, Role)>, StorageError> {
        let people = with_engine!(self, engine => engine.people(site).await)?;
        let role = |name: &str| Role::named(name).unwrap_or(Role::Auditor);
        Ok(people
            .into_iter()
            .map(|(person, name)| (person, role(&name)))
            .collect())
    }
}

/// What a transaction asks and changes about who may do what.
pub(super) trait Enrolling {
    /// Whether a site lets everyone in.
    async fn is_open(&mut self, site: SiteId) -> Result<bool, StorageError>;
    /// Whose each device is that may write, and the name of their role.
    async fn callers(
        &mut self,
        site: SiteId,
    ) -> Result<HashMap<DeviceId, (RecordId, String)>, StorageError>;
    /// Who wrote the first entry about a record that stands.
    async fn first_writer(
        &mut self,
        site: SiteId,
        record: RecordId,
    ) -> Result<Option<RecordId>, StorageError>;
    /// The text of an entry.
    async fn text(
        &mut self,
        site: SiteId,
        device: DeviceId,
        seq: u64,
    ) -> Result<Option<String>, StorageError>;
    /// The texts of all entries of a kind that stand.
    async fn standing(&mut self, site: SiteId, kind: &str) -> Result<Vec<String>, StorageError>;
    /// Notes that an entry is ruled out.
    async fn rule_out(&mut self, site: SiteId, place: Place, why: &str)
    -> Result<(), StorageError>;
    /// Notes that the ruling about an entry is taken back, or that it stands again.
    async fn lift(&mut self, site: SiteId, place: Place, lifted: bool) -> Result<(), StorageError>;
    /// The texts of a device's entries that are ruled out for a reason.
    async fn ruled_out(
        &mut self,
        site: SiteId,
        device: DeviceId,
        why: Breach,
    ) -> Result<Vec<String>, StorageError>;
    /// Replaces the table of people.
    async fn set_people(
        &mut self,
        site: SiteId,
        people: &[(RecordId, String)],
    ) -> Result<(), StorageError>;
    /// Spends a code; gives the person it was made for, `None` where it can't be used.
    async fn spend(
        &mut self,
        site: SiteId,
        code: Digest,
        device: DeviceId,
        now: &str,
    ) -> Result<Option<RecordId>, StorageError>;
    /// Whose a device is, where it is known here.
    async fn owner(
        &mut self,
        site: SiteId,
        device: DeviceId,
    ) -> Result<Option<RecordId>, StorageError>;
    /// Lets a device in, with this token and no other.
    async fn enrol(
        &mut self,
        site: SiteId,
        device: (DeviceId, RecordId, &str),
        token: Digest,
        now: &str,
    ) -> Result<(), StorageError>;
    /// Lets a device's token stand for another one of the same person too.
    async fn share_tokens(
        &mut self,
        site: SiteId,
        old_and_new: (DeviceId, DeviceId),
        now: &str,
    ) -> Result<(), StorageError>;
    /// Ends a device's tokens; `false` where it was not in.
    async fn expel(
        &mut self,
        site: SiteId,
        device: DeviceId,
        now: &str,
    ) -> Result<bool, StorageError>;
}
