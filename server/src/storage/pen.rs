//! The server as a device: it writes a chain of its own about what only it knows.

use ledger::{
    Author, Change, Clock, DeviceId, Entry, Head, Heads, Hlc, RecordId, Salt, SiteId, write_next,
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{StorageError, admission::Adding, enrolment::Enrolling as _, read_entry};
use crate::ledgers::now;

/// Writes the server's entries at one site, one after the other.
pub(super) struct Pen {
    site: SiteId,
    device: DeviceId,
    head: Option<Head>,
    clock: Clock,
}

impl Pen {
    /// The server's id at a site. It changes with the epoch, so that a server which was restored
    /// from a backup never writes a chain on whose end it has forgotten.
    pub(super) fn device(epoch: &str, site: SiteId) -> DeviceId {
        let digest = Sha256::digest(format!("doorstep server:{epoch}:{site}"));
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        DeviceId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }

    /// Takes the pen up where the server's chain ends.
    pub(super) async fn take<T: Adding>(
        adding: &mut T,
        site: SiteId,
        epoch: &str,
        heads: &Heads,
    ) -> Result<Self, StorageError> {
        let device = Self::device(epoch, site);
        let head = heads.get(&device).copied();
        let mut clock = Clock::default();
        if let Some(head) = head
            && let Some(text) = adding.connection().text(site, device, head.seq).await?
            && let Entry::V1(last) = read_entry(&text)?
        {
            clock.observe(last.time);
        }
        Ok(Self {
            site,
            device,
            head,
            clock,
        })
    }

    /// Takes note of when another entry says that it was written: a ruling must come after it.
    pub(super) fn observe(&mut self, time: Hlc) {
        self.clock.observe(time);
    }

    /// The next entry. It is signed by the site itself: no person did it.
    pub(super) fn write(&mut self, change: Change) -> Result<Entry, StorageError> {
        let author = Author {
            device: self.device,
            actor: RecordId(self.site.0),
        };
        let now = now();
        let time = self.clock.tick(now.timestamp_millis());
        let salt = Salt(Uuid::new_v4().into_bytes());
        let head = self.head.as_ref();
        let entry = write_next(self.site, head, author, (time, now), salt, change)
            .map_err(|why| StorageError::Damaged(why.to_string()))?;
        self.head = Some(Head {
            seq: entry.seq(),
            hash: entry.hash(),
        });
        Ok(entry)
    }
}
