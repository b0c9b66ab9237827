//! Views for programs that read the database themselves: made, and made anew.

use ledger::SiteId;
use sqlx::{AssertSqlSafe, Executor as _};

use super::{Engine, Storage, StorageError, admission::Adding as _};

/// How an engine wants its SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Storage {
    /// How the engine wants its SQL.
    pub fn dialect(&self) -> Dialect {
        match self.engine {
            Engine::Sqlite(_) => Dialect::Sqlite,
            Engine::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Makes these views (name and query) of a site and takes away those that it had before, in one
    /// transaction. A table or a view of someone else's under such a name is an error.
    pub async fn renew_views(
        &self,
        site: SiteId,
        views: &[(String, String)],
    ) -> Result<(), StorageError> {
        let mark = format!("doorstep views {site}");
        match &self.engine {
            Engine::Sqlite(engine) => {
                let mut writing = engine.begin().await?;
                let old: Vec<String> = sqlx::query_scalar(
                    "SELECT name FROM sqlite_master WHERE type = 'view' AND instr(sql, ?1) > 0",
                )
                .bind(format!("/* {mark} */"))
                .fetch_all(writing.connection())
                .await?;
                for name in old {
                    let drop = format!("DROP VIEW {}", quoted(&name));
                    writing.connection().execute(AssertSqlSafe(drop)).await?;
                }
                for (name, query) in views {
                    let create = format!("CREATE VIEW {} AS /* {mark} */ {query}", quoted(name));
                    writing.connection().execute(AssertSqlSafe(create)).await?;
                }
                writing.commit().await
            }
            Engine::Postgres(engine) => {
                let mut writing = engine.begin().await?;
                let old: Vec<String> = sqlx::query_scalar(
                    "SELECT c.oid::regclass::text FROM pg_class c
                     JOIN pg_description d ON d.objoid = c.oid AND d.objsubid = 0
                     WHERE c.relkind = 'v' AND d.description = $1",
                )
                .bind(&mark)
                .fetch_all(writing.connection())
                .await?;
                for name in old {
                    // As the database itself writes it, quotes and all.
                    let drop = format!("DROP VIEW {name}");
                    writing.connection().execute(AssertSqlSafe(drop)).await?;
                }
                for (name, query) in views {
                    let name = quoted(name);
                    let create = format!(
                        "CREATE VIEW {name} AS {query}; COMMENT ON VIEW {name} IS '{mark}'"
                    );
                    let create = sqlx::raw_sql(AssertSqlSafe(create));
                    create.execute(writing.connection()).await?;
                }
                writing.commit().await
            }
        }
    }
}

/// A name as SQL takes it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
