//! The whole database as rows that either engine takes: for backups, and for moving from one engine
//! to the other. Which tables there are is read from the database, so that none is forgotten.
//!
//! Of the table `meta` only the number of the schema goes along. What else stands there belongs to
//! one database in one epoch; the copy is given an epoch of its own.

use futures_util::TryStreamExt as _;
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, Row as _, postgres::PgRow, sqlite::SqliteRow};
use uuid::Uuid;

use super::{
    Engine, Location, Storage, StorageError, filling, postgres::Postgres, sqlite::Sqlite,
    with_engine,
};

/// A table and its columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Table {
    #[serde(rename = "table")]
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Column {
    name: String,
    pub(crate) kind: Kind,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Uuid,
    Whole,
    Text,
    Bytes,
    Truth,
}

/// What stands in a place of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Nothing,
    Uuid(Uuid),
    Whole(i64),
    Text(String),
    Bytes(Vec<u8>),
    Truth(bool),
}

/// A copy comes piece by piece: the schema first, then each table with its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Schema { schema: i64, epoch: String },
    Table(Table),
    Row(Vec<Cell>),
    End,
}

impl Storage {
    /// Gives all there is, as of one moment; others go on writing meanwhile.
    pub(crate) async fn copy_out(
        &self,
        give: impl FnMut(Piece) -> Result<(), String> + Send,
    ) -> Result<(), String> {
        with_engine!(self, engine => engine.copy_out(give).await)
    }

    /// Makes a database of a copy, all of it or none. There must be nothing in it before.
    pub(crate) async fn copy_in(
        location: &Location,
        schema: i64,
        next: impl FnMut() -> Result<Piece, String> + Send,
    ) -> Result<(), String> {
        match location {
            Location::Folder(folder) => {
                let (_, writer) = Sqlite::connect(folder).await.map_err(text)?;
                let mut change = writer.begin_with("BEGIN IMMEDIATE").await.map_err(text)?;
                filling::sqlite(&mut change, schema, next).await?;
                change.commit().await.map_err(text)?;
                writer.close().await;
            }
            Location::Postgres(url) => {
                let pool = Postgres::connect(url).await.map_err(text)?;
                let mut change = pool.begin().await.map_err(text)?;
                filling::postgres(&mut change, schema, next).await?;
                change.commit().await.map_err(text)?;
                pool.close().await;
            }
        }
        Ok(())
    }
}

pub(super) fn text(error: impl Into<StorageError>) -> String {
    error.into().to_string()
}

const SQLITE_COLUMNS: &str = "
    SELECT tables.name, columns.name, lower(columns.type)
    FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns
    WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%' AND tables.name <> 'meta'
    ORDER BY tables.name, columns.cid";

const POSTGRES_COLUMNS: &str = "
    SELECT table_name::text, column_name::text, data_type::text
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name <> 'meta'
    ORDER BY table_name, ordinal_position";

/// Which table refers to which other.
const SQLITE_LINKS: &str = r#"
    SELECT tables.name, links."table"
    FROM sqlite_master AS tables JOIN pragma_foreign_key_list(tables.name) AS links"#;

const POSTGRES_LINKS: &str = "
    SELECT here.relname::text, there.relname::text
    FROM pg_constraint JOIN pg_class AS here ON here.oid = conrelid
    JOIN pg_class AS there ON there.oid = confrelid
    WHERE contype = 'f' AND here.relnamespace = current_schema()::regnamespace";

macro_rules! copies_out {
    ($engine:ty, $pool:ident, $begin:literal, $columns:ident, $links:ident, $cell:ident) => {
        impl $engine {
            async fn copy_out(
                &self,
                mut give: impl FnMut(Piece) -> Result<(), String> + Send,
            ) -> Result<(), String> {
                let reading = self.$pool.begin_with($begin).await;
                let mut reading = reading.map_err(text)?;
                let meta =
                    |name| sqlx::query_scalar("SELECT value FROM meta WHERE name = $1").bind(name);
                let schema: String = meta("schema")
                    .fetch_one(&mut *reading)
                    .await
                    .map_err(text)?;
                let epoch = meta("epoch").fetch_one(&mut *reading).await.map_err(text)?;
                let schema = schema.parse().map_err(|_| "the schema is no number")?;
                give(Piece::Schema { schema, epoch })?;
                let columns = sqlx::query_as($columns).fetch_all(&mut *reading).await;
                let links = sqlx::query_as($links).fetch_all(&mut *reading).await;
                for table in in_order(tables(columns.map_err(text)?)?, &links.map_err(text)?)? {
                    give(Piece::Table(table.clone()))?;
                    let mut rows = sqlx::query(AssertSqlSafe(table.select())).fetch(&mut *reading);
                    while let Some(row) = rows.try_next().await.map_err(text)? {
                        let cells = table.columns.iter().enumerate();
                        let cells = cells.map(|(at, column)| $cell(&row, at, column.kind));
                        give(Piece::Row(cells.collect::<Result<_, _>>().map_err(text)?))?;
                    }
                }
                give(Piece::End)
            }
        }
    };
}

copies_out!(
    Sqlite,
    readers,
    "BEGIN",
    SQLITE_COLUMNS,
    SQLITE_LINKS,
    sqlite_cell
);
copies_out!(
    Postgres,
    pool,
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    POSTGRES_COLUMNS,
    POSTGRES_LINKS,
    postgres_cell
);

macro_rules! cell {
    ($name:ident, $row:ty) => {
        fn $name(row: &$row, at: usize, kind: Kind) -> Result<Cell, sqlx::Error> {
            let cell = match kind {
                Kind::Uuid => row.try_get::<Option<_>, _>(at)?.map(Cell::Uuid),
                Kind::Whole => row.try_get::<Option<_>, _>(at)?.map(Cell::Whole),
                Kind::Text => row.try_get::<Option<_>, _>(at)?.map(Cell::Text),
                Kind::Bytes => row.try_get::<Option<_>, _>(at)?.map(Cell::Bytes),
                Kind::Truth => row.try_get::<Option<_>, _>(at)?.map(Cell::Truth),
            };
            Ok(cell.unwrap_or(Cell::Nothing))
        }
    };
}

cell!(sqlite_cell, SqliteRow);
cell!(postgres_cell, PgRow);

impl Table {
    pub(super) fn names(&self) -> String {
        let names: Vec<_> = self
            .columns
            .iter()
            .map(|column| quoted(&column.name))
            .collect();
        names.join(", ")
    }

    fn select(&self) -> String {
        format!("SELECT {} FROM {}", self.names(), quoted(&self.name))
    }

    pub(super) fn insert(&self) -> String {
        let places: Vec<_> = (1..=self.columns.len())
            .map(|at| format!("?{at}"))
            .collect();
        let (table, names) = (quoted(&self.name), self.names());
        format!(
            "INSERT INTO {table} ({names}) VALUES ({})",
            places.join(", ")
        )
    }
}

pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn tables(columns: Vec<(String, String, String)>) -> Result<Vec<Table>, String> {
    let mut tables: Vec<Table> = Vec::new();
    for (table, name, kind) in columns {
        let kind = match kind.as_str() {
            "uuid" => Kind::Uuid,
            "bigint" => Kind::Whole,
            "text" => Kind::Text,
            "bytea" => Kind::Bytes,
            "boolean" => Kind::Truth,
            _ => {
                return Err(format!(
                    "column {name} of table {table} is of an unknown type {kind}"
                ));
            }
        };
        if tables.last().is_none_or(|last| last.name != table) {
            tables.push(Table {
                name: table,
                columns: Vec::new(),
            });
        }
        if let Some(table) = tables.last_mut() {
            table.columns.push(Column { name, kind });
        }
    }
    Ok(tables)
}

/// A table comes after those that it refers to.
fn in_order(mut tables: Vec<Table>, links: &[(String, String)]) -> Result<Vec<Table>, String> {
    let mut ordered: Vec<Table> = Vec::new();
    while !tables.is_empty() {
        let waits = |table: &Table| {
            links.iter().any(|(from, to)| {
                *from == table.name && from != to && !ordered.iter().any(|done| done.name == *to)
            })
        };
        let (later, now): (Vec<_>, Vec<_>) = tables.into_iter().partition(waits);
        if now.is_empty() {
            return Err("tables refer to each other in a circle".to_owned());
        }
        ordered.extend(now);
        tables = later;
    }
    Ok(ordered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str) -> Table {
        Table {
            name: name.to_owned(),
            columns: Vec::new(),
        }
    }

    #[test]
    fn tables_come_after_those_they_refer_to() {
        let link = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        let links = [link("a", "b"), link("b", "c"), link("c", "c")];
        let ordered = in_order(["a", "b", "c", "d"].map(table).to_vec(), &links).unwrap();
        let names: Vec<_> = ordered.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, ["c", "d", "b", "a"]);
        let circle = [link("a", "b"), link("b", "a")];
        in_order(["a", "b"].map(table).to_vec(), &circle).unwrap_err();
    }

    #[test]
    fn a_type_that_nobody_knows_is_named() {
        let column = ("t".to_owned(), "c".to_owned(), "money".to_owned());
        let error = tables(vec![column]).unwrap_err();
        assert!(error.contains("money"), "{error}");
    }
}
