//! The roll of a site, on its own: who is in, who is invited, and who wrote what. The same queries
//! for both engines: SQLite takes `$1` as PostgreSQL does.

use ledger::{DeviceId, Digest, RecordId, SiteId};
use needs::{Role, access::Caller};
use uuid::Uuid;

use super::{
    super::{StorageError, now_text},
    Enrolled, Invitation, Invited, Known, stored_time,
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

macro_rules! roll {
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
                    "SELECT devices.device, devices.person, people.role, devices.seen,
                         devices.revoked
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

            pub(in super::super) async fn any_ruled_out(
                &self,
                site: SiteId,
                device: DeviceId,
                why: &str,
            ) -> Result<bool, StorageError> {
                let found: Option<i64> = sqlx::query_scalar(
                    "SELECT seq FROM rulings
                     WHERE site = $1 AND device = $2 AND why = $3 AND lifted IS NULL LIMIT 1",
                )
                .bind(site.0)
                .bind(device.0)
                .bind(why)
                .fetch_optional(&self.$reader)
                .await?;
                Ok(found.is_some())
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

roll!(super::super::sqlite::Sqlite, readers, writer);
roll!(super::super::postgres::Postgres, pool, pool);
