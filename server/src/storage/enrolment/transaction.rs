//! What is asked and changed within the transaction that takes entries in or lets a device join.
//! The same queries for both engines: SQLite takes `$1` as PostgreSQL does.

use std::collections::HashMap;

use ledger::{DeviceId, Digest, Place, RecordId, SiteId};
use needs::access::Breach;
use uuid::Uuid;

use super::{
    super::{StorageError, now_text, signed},
    Enrolling,
};

macro_rules! enrolling {
    ($connection:ty) => {
        impl Enrolling for $connection {
            async fn is_open(&mut self, site: SiteId) -> Result<bool, StorageError> {
                Ok(sqlx::query_scalar("SELECT open FROM sites WHERE id = $1")
                    .bind(site.0)
                    .fetch_one(&mut *self)
                    .await?)
            }

            async fn callers(
                &mut self,
                site: SiteId,
            ) -> Result<HashMap<DeviceId, (RecordId, String)>, StorageError> {
                let rows: Vec<(Uuid, Uuid, String)> = sqlx::query_as(
                    "SELECT devices.device, devices.person, people.role FROM devices
                     JOIN people ON people.site = devices.site AND people.person = devices.person
                     WHERE devices.site = $1 AND devices.revoked IS NULL",
                )
                .bind(site.0)
                .fetch_all(&mut *self)
                .await?;
                let caller = |(device, person, role)| (DeviceId(device), (RecordId(person), role));
                Ok(rows.into_iter().map(caller).collect())
            }

            async fn first_writer(
                &mut self,
                site: SiteId,
                record: RecordId,
            ) -> Result<Option<RecordId>, StorageError> {
                let actor: Option<Uuid> = sqlx::query_scalar(
                    "SELECT actor FROM entries
                     WHERE site = $1 AND record = $2 AND NOT EXISTS
                         (SELECT 1 FROM rulings WHERE rulings.site = entries.site
                          AND rulings.device = entries.device AND rulings.seq = entries.seq
                          AND lifted IS NULL)
                     ORDER BY ordinal LIMIT 1",
                )
                .bind(site.0)
                .bind(record.0)
                .fetch_optional(&mut *self)
                .await?;
                Ok(actor.map(RecordId))
            }

            async fn text(
                &mut self,
                site: SiteId,
                device: DeviceId,
                seq: u64,
            ) -> Result<Option<String>, StorageError> {
                Ok(sqlx::query_scalar(
                    "SELECT text FROM entries WHERE site = $1 AND device = $2 AND seq = $3",
                )
                .bind(site.0)
                .bind(device.0)
                .bind(signed(seq))
                .fetch_optional(&mut *self)
                .await?)
            }

            async fn standing(
                &mut self,
                site: SiteId,
                kind: &str,
            ) -> Result<Vec<String>, StorageError> {
                Ok(sqlx::query_scalar(
                    "SELECT text FROM entries
                     WHERE site = $1 AND kind = $2 AND NOT EXISTS
                         (SELECT 1 FROM rulings WHERE rulings.site = entries.site
                          AND rulings.device = entries.device AND rulings.seq = entries.seq
                          AND lifted IS NULL)
                     ORDER BY ordinal",
                )
                .bind(site.0)
                .bind(kind)
                .fetch_all(&mut *self)
                .await?)
            }

            async fn rule_out(
                &mut self,
                site: SiteId,
                place: Place,
                why: &str,
            ) -> Result<(), StorageError> {
                sqlx::query(
                    "INSERT INTO rulings (site, device, seq, why)
                     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                )
                .bind(site.0)
                .bind(place.device.0)
                .bind(signed(place.seq))
                .bind(why)
                .execute(&mut *self)
                .await?;
                Ok(())
            }

            async fn lift(
                &mut self,
                site: SiteId,
                place: Place,
                lifted: bool,
            ) -> Result<(), StorageError> {
                sqlx::query(
                    "UPDATE rulings SET lifted = $4
                     WHERE site = $1 AND device = $2 AND seq = $3",
                )
                .bind(site.0)
                .bind(place.device.0)
                .bind(signed(place.seq))
                .bind(lifted.then(now_text))
                .execute(&mut *self)
                .await?;
                Ok(())
            }

            async fn ruled_out(
                &mut self,
                site: SiteId,
                device: DeviceId,
                why: Breach,
            ) -> Result<Vec<String>, StorageError> {
                Ok(sqlx::query_scalar(
                    "SELECT entries.text FROM rulings
                     JOIN entries ON entries.site = rulings.site
                         AND entries.device = rulings.device AND entries.seq = rulings.seq
                     WHERE rulings.site = $1 AND rulings.device = $2 AND rulings.why = $3
                         AND rulings.lifted IS NULL
                     ORDER BY rulings.seq",
                )
                .bind(site.0)
                .bind(device.0)
                .bind(why.name())
                .fetch_all(&mut *self)
                .await?)
            }

            async fn set_people(
                &mut self,
                site: SiteId,
                people: &[(RecordId, String)],
            ) -> Result<(), StorageError> {
                sqlx::query("DELETE FROM people WHERE site = $1")
                    .bind(site.0)
                    .execute(&mut *self)
                    .await?;
                for (person, role) in people {
                    sqlx::query("INSERT INTO people (site, person, role) VALUES ($1, $2, $3)")
                        .bind(site.0)
                        .bind(person.0)
                        .bind(role)
                        .execute(&mut *self)
                        .await?;
                }
                Ok(())
            }

            async fn spend(
                &mut self,
                site: SiteId,
                code: Digest,
                device: DeviceId,
                now: &str,
            ) -> Result<Option<RecordId>, StorageError> {
                // The same device may ask again until its token was used: its answer may have been
                // lost on the way.
                let person: Option<Uuid> = sqlx::query_scalar(
                    "UPDATE invitations SET used = coalesce(used, $4), device = $3
                     WHERE site = $1 AND hash = $2 AND expires > $4 AND (used IS NULL OR
                         (device = $3 AND NOT EXISTS
                             (SELECT 1 FROM devices WHERE devices.site = $1
                              AND devices.device = $3
                              AND (devices.seen > invitations.used OR revoked IS NOT NULL))))
                     RETURNING person",
                )
                .bind(site.0)
                .bind(&code.0[..])
                .bind(device.0)
                .bind(now)
                .fetch_optional(&mut *self)
                .await?;
                Ok(person.map(RecordId))
            }

            async fn owner(
                &mut self,
                site: SiteId,
                device: DeviceId,
            ) -> Result<Option<RecordId>, StorageError> {
                let person: Option<Uuid> = sqlx::query_scalar(
                    "SELECT person FROM devices WHERE site = $1 AND device = $2",
                )
                .bind(site.0)
                .bind(device.0)
                .fetch_optional(&mut *self)
                .await?;
                Ok(person.map(RecordId))
            }

            async fn enrol(
                &mut self,
                site: SiteId,
                (device, person, label): (DeviceId, RecordId, &str),
                token: Digest,
                now: &str,
            ) -> Result<(), StorageError> {
                sqlx::query(
                    "INSERT INTO devices (site, device, person, label, joined)
                     VALUES ($1, $2, $3, $4, $5)
                     ON CONFLICT (site, device) DO UPDATE SET
                         label = excluded.label, joined = excluded.joined, revoked = NULL",
                )
                .bind(site.0)
                .bind(device.0)
                .bind(person.0)
                .bind(label)
                .bind(now)
                .execute(&mut *self)
                .await?;
                sqlx::query("DELETE FROM tokens WHERE site = $1 AND device = $2")
                    .bind(site.0)
                    .bind(device.0)
                    .execute(&mut *self)
                    .await?;
                sqlx::query(
                    "INSERT INTO tokens (hash, site, device, made) VALUES ($1, $2, $3, $4)",
                )
                .bind(&token.0[..])
                .bind(site.0)
                .bind(device.0)
                .bind(now)
                .execute(&mut *self)
                .await?;
                Ok(())
            }

            async fn share_tokens(
                &mut self,
                site: SiteId,
                (old, new): (DeviceId, DeviceId),
                now: &str,
            ) -> Result<(), StorageError> {
                sqlx::query(
                    "INSERT INTO devices (site, device, person, label, joined)
                     SELECT site, $3, person, label, $4 FROM devices
                     WHERE site = $1 AND device = $2 ON CONFLICT DO NOTHING",
                )
                .bind(site.0)
                .bind(old.0)
                .bind(new.0)
                .bind(now)
                .execute(&mut *self)
                .await?;
                sqlx::query(
                    "INSERT INTO tokens (hash, site, device, made)
                     SELECT hash, site, $3, $4 FROM tokens
                     WHERE site = $1 AND device = $2 ON CONFLICT DO NOTHING",
                )
                .bind(site.0)
                .bind(old.0)
                .bind(new.0)
                .bind(now)
                .execute(&mut *self)
                .await?;
                Ok(())
            }

            async fn expel(
                &mut self,
                site: SiteId,
                device: DeviceId,
                now: &str,
            ) -> Result<bool, StorageError> {
                let done = sqlx::query(
                    "UPDATE devices SET revoked = $3
                     WHERE site = $1 AND device = $2 AND revoked IS NULL",
                )
                .bind(site.0)
                .bind(device.0)
                .bind(now)
                .execute(&mut *self)
                .await?;
                Ok(done.rows_affected() == 1)
            }
        }
    };
}

enrolling!(sqlx::SqliteConnection);
enrolling!(sqlx::PgConnection);
