//! Opening a database only where there is one. A command that looks at what is there must not make
//! an empty database where somebody mistyped an address, and then call it sound or back it up.

use super::{Location, Storage, StorageError, migrations, postgres::Postgres, sqlite::Sqlite};

impl Storage {
    /// Opens a database that was made before, after bringing it up to date where needed.
    pub async fn open_existing(location: &Location) -> Result<Self, StorageError> {
        let (there, place) = match location {
            Location::Folder(folder) => (Sqlite::is_in(folder), folder.display().to_string()),
            // The URL is not repeated: it may hold a password.
            Location::Postgres(url) => (is_at(url).await?, "this address".to_owned()),
        };
        if there {
            return Self::open(location).await;
        }
        let why = format!("there is none at {place}; say where it is with --data or --database");
        Err(StorageError::Unreachable(why))
    }
}

async fn is_at(url: &str) -> Result<bool, StorageError> {
    let pool = Postgres::connect(url).await?;
    let schema = async {
        let mut connection = pool.acquire().await?;
        migrations::postgres_schema(&mut connection).await
    };
    let schema = schema.await;
    pool.close().await;
    Ok(schema? != 0)
}
