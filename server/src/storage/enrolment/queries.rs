//! The queries, the same for both engines: SQLite takes `$1` as PostgreSQL does.

use std::collections::HashMap;

use ledger::{DeviceId, Digest, Place, RecordId, SiteId};
use needs::{Role, access::Breach, access::Caller};
use uuid::Uuid;

use super::{
    super::{StorageError, now_text, signed},
    Enrolled, Enrolling, Invitation, Invited, Known, stored_time,
};

type KnownRow = (Uuid, Uuid, Option<String>, Option<String>, Option<String>);
type EnrolledRow = (Uuid, Uuid, String, String, Option<String>, Option<String>);

fn known((device, person, role, seen, revoked): KnownRow) -> Known {
    let role = role.as_deref().and_then(Role::named);
    Known {
        device: DeviceId(device),
        caller: Caller {
            person: RecordId(person),
            role: role.unwrap_or(Role::Auditor),
        },
        revoked: revoked.is_some(),
        seen,
    }
}

fn enrolled((device, person, label, joined, seen, revoked): EnrolledRow) -> Enrolled {
    Enrolled {
        device: DeviceId(device),
        person: RecordId(person),
        label,
        joined,
        seen,
        revoked,
    }
}

macro_rules! reading {
    ($engine:ty, $reader:ident, $writer:ident) => {
        impl $engine {
            pub(in super::super) async fn open_flag(
                &self,
                site: SiteId,
            ) -> Result<Option<bool>, StorageError> {
                Ok(sqlx::query_scalar("SELECT open FROM sites WHERE id = $1")
                    .bind(site.0)
                    .fetch_optional(&self.$reader)
                    .await?)
            }

            pub(in super::super) async fn known(
                &self,
                site: SiteId,
                token: Digest,
            ) -> Result<Option<Known>, StorageError> {
                let row: Option<KnownRow> = sqlx::query_as(
                    "SELECT devices.device, devices.person, people.role, devices.seen, devices.revoked
                     FROM tokens
                     JOIN devices ON devices.site = tokens.site AND devices.device = tokens.device
                     LEFT JOIN people
                         ON people.site = devices.site AND people.person = devices.person
                     WHERE tokens.site = $1 AND tokens.hash = $2
                     ORDER BY CASE WHEN devices.revoked IS NULL THEN 0 ELSE 1 END LIMIT 1",
                )
                .bind(site.0)
                .bind(&token.0[..])
                .fetch_optional(&self.$reader)
                .await?;
                Ok(row.map(known))
            }

            pub(in super::super) async fn set_seen(
                &self,
                site: SiteId,
                device: DeviceId,
                minute: &str,
            ) -> Result<(), StorageError> {
                sqlx::query("UPDATE devices SET seen = $3 WHERE site = $1 AND device = $2")
                    .bind(site.0)
                    .bind(device.0)
                    .bind(minute)
                    .execute(&self.$writer)
                    .await?;
                Ok(())
            }

            pub(in super::super) async fn invite(
                &self,
                invitation: Invitation,
            ) -> Result<bool, StorageError> {
                let Invitation {
                    site,
                    person,
                    code,
                    expires,
                } = invitation;
                self.withdraw(site, person).await?;
                let done = sqlx::query(
                    "INSERT INTO invitations (site, hash, person, made, expires)
                     SELECT site, $2, person, $4, $5 FROM people
                     WHERE site = $1 AND person = $3",
                )
                .bind(site.0)
                .bind(&code.0[..])
                .bind(person.0)
                .bind(now_text())
                .bind(stored_time(expires))
                .execute(&self.$writer)
                .await?;
                Ok(done.rows_affected() == 1)
            }

            pub(in super::super) async fn site_of_code(
                &self,
                code: Digest,
                now: &str,
            ) -> Result<Option<SiteId>, StorageError> {
                let site: Option<Uuid> = sqlx::query_scalar(
                    "SELECT site FROM invitations WHERE hash = $1 AND expires > $2",
                )
                .bind(&code.0[..])
                .bind(now)
                .fetch_optional(&self.$reader)
                .await?;
                Ok(site.map(SiteId))
            }

            pub(in super::super) async fn invited(
                &self,
                site: SiteId,
                now: &str,
            ) -> Result<Vec<Invited>, StorageError> {
                let rows: Vec<(Uuid, String, String)> = sqlx::query_as(
                    "SELECT person, made, expires FROM invitations
                     WHERE site = $1 AND used IS NULL AND expires > $2 ORDER BY made",
                )
                .bind(site.0)
                .bind(now)
                .fetch_all(&self.$reader)
                .await?;
                let invited = |(person, made, expires)| Invited {
                    person: RecordId(person),
                    made,
                    expires,
                };
                Ok(rows.into_iter().map(invited).collect())
            }

            pub(in super::super) async fn withdraw(
                &self,
                site: SiteId,
                person: RecordId,
            ) -> Result<(), StorageError> {
                sqlx::query(
                    "DELETE FROM invitations WHERE site = $1 AND person = $2 AND used IS NULL",
                )
                .bind(site.0)
                .bind(person.0)
                .execute(&self.$writer)
                .await?;
                Ok(())
            }

            pub(in super::super) async fn enrolled(
                &self,
                site: SiteId,
            ) -> Result<Vec<Enrolled>, StorageError> {
                let rows: Vec<EnrolledRow> = sqlx::query_as(
                    "SELECT device, person, label, joined, seen, revoked FROM devices
                     WHERE site = $1 ORDER BY joined DESC, device",
                )
                .bind(site.0)
                .fetch_all(&self.$reader)
                .await?;
                Ok(rows.into_iter().map(enrolled).collect())
            }

            pub(in super::super) async fn has_written(
                &self,
                site: SiteId,
                person: RecordId,
                record: RecordId,
            ) -> Result<bool, StorageError> {
                let found: Option<i64> = sqlx::query_scalar(
                    "SELECT ordinal FROM entries
                     WHERE site = $1 AND record = $3 AND actor = $2 AND NOT EXISTS
                         (SELECT 1 FROM rulings WHERE rulings.site = entries.site
                          AND rulings.device = entries.device AND rulings.seq = entries.seq
                          AND lifted IS NULL)
                     LIMIT 1",
                )
                .bind(site.0)
                .bind(person.0)
                .bind(record.0)
                .fetch_optional(&self.$reader)
                .await?;
                Ok(found.is_some())
            }

            pub(in super::super) async fn naming(
                &self,
                site: SiteId,
                file: Digest,
            ) -> Result<Vec<(RecordId, String)>, StorageError> {
                let rows: Vec<(Uuid, String)> = sqlx::query_as(
                    "SELECT record, kind FROM file_records WHERE site = $1 AND sha256 = $2",
                )
                .bind(site.0)
                .bind(&file.0[..])
                .fetch_all(&self.$reader)
                .await?;
                let named = |(record, kind)| (RecordId(record), kind);
                Ok(rows.into_iter().map(named).collect())
            }

            pub(in super::super) async fn people(
                &self,
                site: SiteId,
            ) -> Result<Vec<(RecordId, String)>, StorageError> {
                let rows: Vec<(Uuid, String)> = sqlx::query_as(
                    "SELECT person, role FROM people WHERE site = $1 ORDER BY person",
                )
                .bind(site.0)
                .fetch_all(&self.$reader)
                .await?;
                let person = |(person, role)| (RecordId(person), role);
                Ok(rows.into_iter().map(person).collect())
            }
        }
    };
}

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

reading!(super::super::sqlite::Sqlite, readers, writer);
reading!(super::super::postgres::Postgres, pool, pool);
enrolling!(sqlx::SqliteConnection);
enrolling!(sqlx::PgConnection);
