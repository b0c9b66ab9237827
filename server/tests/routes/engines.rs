//! The engines to test on: SQLite always, PostgreSQL where `DOORSTEP_TEST_POSTGRES` says there is
//! one.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::Once,
};

use server::storage::{Location, Storage};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use uuid::Uuid;

/// A folder that is gone at the end of its test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let folder =
            std::env::temp_dir().join(format!("doorstep-test-{}", Uuid::new_v4().simple()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Not by `eprintln!`, which a passing test swallows.
pub(crate) fn say_skipped(what: &str) {
    let mut screen = std::io::stderr();
    writeln!(screen, "SKIPPED {what}").unwrap();
}

/// A database of a test's own.
pub(crate) enum Database {
    Sqlite(Folder),
    Postgres { admin: String, name: String },
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(Folder::new())
    }

    /// A new PostgreSQL database; says so where there is no server to make it on.
    pub(crate) fn postgres() -> Option<Self> {
        static SAY_ONCE: Once = Once::new();
        let Ok(admin) = std::env::var("DOORSTEP_TEST_POSTGRES") else {
            SAY_ONCE.call_once(|| {
                say_skipped("PostgreSQL: DOORSTEP_TEST_POSTGRES is not set");
            });
            return None;
        };
        let name = format!("doorstep_{}", Uuid::new_v4().simple());
        run(execute(&admin, format!("CREATE DATABASE {name}")));
        Some(Self::Postgres { admin, name })
    }

    pub(crate) fn location(&self) -> Location {
        match self {
            Self::Sqlite(folder) => Location::Folder(folder.path().to_owned()),
            Self::Postgres { admin, name } => {
                let (server, _) = admin.rsplit_once('/').unwrap();
                Location::Postgres(format!("{server}/{name}"))
            }
        }
    }

    /// Runs a statement behind the server's back.
    pub(crate) async fn execute(&self, statement: &str) {
        match self.location() {
            Location::Postgres(url) => execute(&url, statement.to_owned()).await,
            Location::Folder(folder) => {
                let file = folder.join("doorstep.sqlite").display().to_string();
                let mut connection = sqlx::SqliteConnection::connect(&file).await.unwrap();
                connection
                    .execute(AssertSqlSafe(statement.to_owned()))
                    .await
                    .unwrap();
                connection.close().await.unwrap();
            }
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Postgres { admin, name } = self {
            let (admin, drop) = (admin.clone(), format!("DROP DATABASE {name} WITH (FORCE)"));
            // A runtime of its own: this one may be on its way out.
            std::thread::spawn(move || run(execute(&admin, drop)))
                .join()
                .unwrap();
        }
    }
}

pub(crate) async fn execute(url: &str, statement: String) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    connection.execute(AssertSqlSafe(statement)).await.unwrap();
    connection.close().await.unwrap();
}

/// One database of each engine.
pub(crate) fn databases() -> impl Iterator<Item = Database> {
    [Some(Database::sqlite()), Database::postgres()]
        .into_iter()
        .flatten()
}

/// Runs an asynchronous test to its end.
pub(crate) fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    runtime.unwrap().block_on(test)
}

/// Runs a test of the storage on each engine.
pub(crate) fn on_each<F: Future<Output = ()>>(test: impl Fn(Storage) -> F) {
    for database in databases() {
        run(async {
            let storage = Storage::open(&database.location()).await.unwrap();
            test(storage.clone()).await;
            storage.close().await;
        });
    }
}
