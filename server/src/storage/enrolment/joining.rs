//! Devices come and go: each is one transaction under the site's lock, and an entry of the server
//! tells of it.

use ledger::{Change, DeviceId, Digest, Fields, RecordId, SiteId};
use needs::access::Breach;

use super::{
    super::{
        Engine, Storage, StorageError,
        admission::{Adding, add_own},
        now_text,
        pen::Pen,
        with_engine,
    },
    Enrolling,
    healing::let_in,
};

/// A device that wants in.
#[derive(Clone, Debug)]
pub struct Joining {
    /// The site.
    pub site: SiteId,
    /// SHA-256 of the code.
    pub code: Digest,
    /// The device, by an id that it chose itself.
    pub device: DeviceId,
    /// What people call it.
    pub label: String,
    /// SHA-256 of the token that it is to have.
    pub token: Digest,
}

/// A device that was let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Whose it is.
    pub person: RecordId,
    /// The ordinal of the site's last entry.
    pub head: u64,
}

/// Why a device was not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinRefusal {
    /// No such code, or it was used, or it has expired.
    Code,
    /// The device is another person's, or the server's own.
    OthersDevice,
}

/// The kind of the records about devices. A record's id is the device's own.
pub(crate) const DEVICE: &str = "device";

fn about(device: DeviceId, fields: impl IntoIterator<Item = (&'static str, String)>) -> Change {
    let fields = fields.into_iter();
    Change {
        kind: DEVICE.to_owned(),
        id: RecordId(device.0),
        set: fields
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect::<Fields>(),
    }
}

impl Storage {
    /// Lets a device in for a code. Of many that come with one code at once, one gets in.
    pub async fn join(
        &self,
        joining: &Joining,
    ) -> Result<Result<Joined, JoinRefusal>, StorageError> {
        with_engine!(self, engine => join(engine.begin().await?, &self.epoch, joining).await)
    }

    /// Tells a device to leave: its token stops at once. `None` where it is not in; else the
    /// ordinal of the site's last entry.
    pub async fn revoke(
        &self,
        site: SiteId,
        device: DeviceId,
    ) -> Result<Option<u64>, StorageError> {
        with_engine!(self, engine => {
            revoke(engine.begin().await?, &self.epoch, site, device).await
        })
    }

    /// Writes an entry in the server's own name; gives the ordinal of the site's last entry.
    pub async fn write_as_server(&self, site: SiteId, change: Change) -> Result<u64, StorageError> {
        with_engine!(self, engine => {
            write_own(engine.begin().await?, &self.epoch, site, change).await
        })
    }

    /// Lets a device's token stand for another identity of it too: it found a copy of itself, and
    /// writes on under a new one. `None` where the new one is taken by another person.
    pub async fn rekey(
        &self,
        site: SiteId,
        old: DeviceId,
        new: DeviceId,
    ) -> Result<Option<u64>, StorageError> {
        with_engine!(self, engine => {
            rekey(engine.begin().await?, &self.epoch, site, (old, new)).await
        })
    }
}

async fn write_own<T: Adding>(
    mut adding: T,
    epoch: &str,
    site: SiteId,
    change: Change,
) -> Result<u64, StorageError> {
    let head = adding.lock(site).await?;
    let heads = adding.heads(site).await?;
    let mut pen = Pen::take(&mut adding, site, epoch, &heads).await?;
    let entries = [pen.write(change)?];
    let head = add_own(&mut adding, site, head, &entries).await?;
    adding.commit().await?;
    Ok(head)
}

async fn join<T: Adding>(
    mut adding: T,
    epoch: &str,
    joining: &Joining,
) -> Result<Result<Joined, JoinRefusal>, StorageError> {
    let Joining { site, device, .. } = *joining;
    let head = adding.lock(site).await?;
    let heads = adding.heads(site).await?;
    let now = now_text();
    let connection = adding.connection();
    let spent = connection.spend(site, joining.code, device, &now).await?;
    let Some(person) = spent else {
        return Ok(Err(JoinRefusal::Code));
    };
    let owner = connection.owner(site, device).await?;
    if owner.is_some_and(|owner| owner != person) || device == Pen::device(epoch, site) {
        // The transaction is dropped: the code can still be used.
        return Ok(Err(JoinRefusal::OthersDevice));
    }
    let enrolment = (device, person, joining.label.as_str());
    connection
        .enrol(site, enrolment, joining.token, &now)
        .await?;
    let mut pen = Pen::take(&mut adding, site, epoch, &heads).await?;
    let mut entries = vec![pen.write(about(
        device,
        [
            ("person", person.to_string()),
            ("label", joining.label.clone()),
            ("state", "joined".to_owned()),
            ("joined", now),
        ],
    ))?];
    // What it wrote before it was known here, or while it was told to leave, may stand after all.
    let all = (device, Breach::UnknownDevice, u64::MAX);
    entries.extend(let_in(&mut adding, site, &mut pen, all).await?);
    let head = add_own(&mut adding, site, head, &entries).await?;
    adding.commit().await?;
    Ok(Ok(Joined { person, head }))
}

async fn revoke<T: Adding>(
    mut adding: T,
    epoch: &str,
    site: SiteId,
    device: DeviceId,
) -> Result<Option<u64>, StorageError> {
    let head = adding.lock(site).await?;
    let heads = adding.heads(site).await?;
    let now = now_text();
    if !adding.connection().expel(site, device, &now).await? {
        return Ok(None);
    }
    let mut pen = Pen::take(&mut adding, site, epoch, &heads).await?;
    let change = about(device, [("state", "revoked".to_owned()), ("revoked", now)]);
    let entries = [pen.write(change)?];
    let head = add_own(&mut adding, site, head, &entries).await?;
    adding.commit().await?;
    Ok(Some(head))
}

async fn rekey<T: Adding>(
    mut adding: T,
    epoch: &str,
    site: SiteId,
    (old, new): (DeviceId, DeviceId),
) -> Result<Option<u64>, StorageError> {
    let head = adding.lock(site).await?;
    let heads = adding.heads(site).await?;
    let person = adding.connection().owner(site, old).await?;
    let Some(person) = person else {
        return Ok(None);
    };
    match adding.connection().owner(site, new).await? {
        Some(owner) if owner == person => return Ok(Some(head)),
        Some(_) => return Ok(None),
        None if new == Pen::device(epoch, site) => return Ok(None),
        None => {}
    }
    let now = now_text();
    adding
        .connection()
        .share_tokens(site, (old, new), &now)
        .await?;
    let mut pen = Pen::take(&mut adding, site, epoch, &heads).await?;
    let change = about(
        new,
        [
            ("person", person.to_string()),
            ("state", "joined".to_owned()),
            ("joined", now),
            ("rekeyed", old.to_string()),
        ],
    );
    let entries = [pen.write(change)?];
    let head = add_own(&mut adding, site, head, &entries).await?;
    adding.commit().await?;
    Ok(Some(head))
}
