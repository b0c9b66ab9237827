//! Entries that were ruled out when they came, and count after all.
//!
//! After a restore from a backup colleagues carry what the server lost. What they carry in the name
//! of someone with another role is ruled out, because they could have made it up. When that
//! person's own device comes it says how far it wrote its chain itself. Where the server's chain is
//! the same up to there, nobody has made anything up, and the rulings are taken back.

use std::{collections::HashSet, str::FromStr};

use ledger::{DeviceId, Entry, Head, RecordId, SiteId, ruling};
use needs::access::Breach;

use super::{
    super::{
        Engine, Storage, StorageError,
        admission::{Adding, add_own},
        erasing,
        files::{NamesFiles as _, Naming},
        gate,
        pen::Pen,
        read_entry, with_engine,
    },
    Enrolling as _,
};

/// How far a device says that it wrote its own chain: as a text its id, number and hash with dots
/// between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrote {
    /// The device.
    pub device: DeviceId,
    /// The last entry that it wrote itself.
    pub head: Head,
}

impl FromStr for Wrote {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split('.');
        let mut part = || parts.next().ok_or(());
        let device = part()?.parse().map_err(|_| ())?;
        let seq = part()?.parse().map_err(|_| ())?;
        let hash = part()?.parse().map_err(|_| ())?;
        let head = Head { seq, hash };
        parts.next().map_or(Ok(Self { device, head }), |_| Err(()))
    }
}

impl Storage {
    /// Takes back what was ruled out of a chain because somebody else had carried it, as far as its
    /// device says that it wrote it, and as `person` owns that device. Gives the ordinal of the
    /// site's last entry if there was anything.
    pub async fn heal(
        &self,
        site: SiteId,
        person: RecordId,
        wrote: Wrote,
    ) -> Result<Option<u64>, StorageError> {
        let why = Breach::OtherPerson.name();
        with_engine!(self, engine => {
            if !engine.any_ruled_out(site, wrote.device, why).await? {
                return Ok(None);
            }
            heal(engine.begin().await?, &self.epoch, site, (person, wrote)).await
        })
    }
}

async fn heal<T: Adding>(
    mut adding: T,
    epoch: &str,
    site: SiteId,
    (person, wrote): (RecordId, Wrote),
) -> Result<Option<u64>, StorageError> {
    let Wrote { device, head: own } = wrote;
    let head = adding.lock(site).await?;
    let heads = adding.heads(site).await?;
    if adding.connection().owner(site, device).await? != Some(person) {
        return Ok(None);
    }
    if adding.hashes(site, device, own.seq, own.seq).await? != [own.hash] {
        return Ok(None);
    }
    let mut pen = Pen::take(&mut adding, site, epoch, &heads).await?;
    let lifts = let_in(
        &mut adding,
        site,
        &mut pen,
        (device, Breach::OtherPerson, own.seq),
    )
    .await?;
    if lifts.is_empty() {
        return Ok(None);
    }
    let head = add_own(&mut adding, site, head, &lifts).await?;
    adding.commit().await?;
    Ok(Some(head))
}

/// Lets those entries of a device count, up to number `last`, that were ruled out for `why` and
/// break no rule; gives what the server writes of it.
pub(super) async fn let_in<T: Adding>(
    adding: &mut T,
    site: SiteId,
    pen: &mut Pen,
    (device, why, last): (DeviceId, Breach, u64),
) -> Result<Vec<Entry>, StorageError> {
    let waiting = adding.connection().ruled_out(site, device, why).await?;
    let waiting = waiting.iter().map(|text| read_entry(text));
    let mut waiting = waiting.collect::<Result<Vec<_>, _>>()?;
    waiting.retain(|entry| entry.seq() <= last);
    let references: Vec<_> = waiting.iter().collect();
    let breaches = gate::breaches(adding.connection(), site, &references, None).await?;
    let standing = waiting.iter().zip(breaches);
    let standing = standing.filter(|(_, breach)| breach.is_none());
    let standing: Vec<&Entry> = standing.map(|(entry, _)| entry).collect();
    if standing.is_empty() {
        return Ok(Vec::new());
    }
    let mut lifts = Vec::with_capacity(standing.len());
    for entry in &standing {
        let place = gate::place_of(entry);
        lifts.push(pen.write(ruling::lift(place, true))?);
        let connection = adding.connection();
        connection.lift(site, place, true).await?;
        connection.name_files(site, &Naming::of(entry)).await?;
    }
    gate::refresh_people(adding.connection(), site).await?;
    let records: HashSet<RecordId> = standing.iter().filter_map(|entry| entry.id()).collect();
    let places = standing.iter().map(|entry| gate::place_of(entry));
    erasing::erase(adding.connection(), site, &records, places).await?;
    Ok(lifts)
}
