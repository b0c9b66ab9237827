//! A new database made of the pieces of a copy, in one transaction.

use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};

use super::{
    copy::{Cell, Piece, quoted, text},
    migrations,
};

const NOT_NEW: &str = "there is a database already; restore into a new one, and keep that one \
                       until the new one serves";

pub(super) async fn sqlite(
    change: &mut SqliteConnection,
    schema: i64,
    mut next: impl FnMut() -> Result<Piece, String> + Send,
) -> Result<(), String> {
    if migrations::sqlite_schema(change).await.map_err(text)? != 0 {
        return Err(NOT_NEW.to_owned());
    }
    migrations::sqlite_to(change, schema).await.map_err(text)?;
    let mut piece = next()?;
    while let Piece::Table(table) = piece {
        let insert = table.insert();
        piece = loop {
            let cells = match next()? {
                Piece::Row(cells) => cells,
                other => break other,
            };
            let mut row = sqlx::query(AssertSqlSafe(insert.clone()));
            for cell in cells {
                row = match cell {
                    Cell::Nothing => row.bind(None::<i64>),
                    Cell::Uuid(id) => row.bind(id),
                    Cell::Whole(number) => row.bind(number),
                    Cell::Text(text) => row.bind(text),
                    Cell::Bytes(bytes) => row.bind(bytes),
                    Cell::Truth(truth) => row.bind(truth),
                };
            }
            row.execute(&mut *change).await.map_err(text)?;
        };
    }
    let migrated = migrations::sqlite_to(change, migrations::latest()).await;
    migrated.map(drop).map_err(text)
}

/// Bytes of rows that are sent at once.
const SEND: usize = 256 << 10;

pub(super) async fn postgres(
    change: &mut PgConnection,
    schema: i64,
    mut next: impl FnMut() -> Result<Piece, String> + Send,
) -> Result<(), String> {
    if migrations::postgres_schema(change).await.map_err(text)? != 0 {
        return Err(NOT_NEW.to_owned());
    }
    migrations::postgres_to(change, schema)
        .await
        .map_err(text)?;
    let mut piece = next()?;
    while let Piece::Table(table) = piece {
        let copy = format!(
            "COPY {} ({}) FROM STDIN",
            quoted(&table.name),
            table.names()
        );
        let mut copy = change.copy_in_raw(&copy).await.map_err(text)?;
        let mut rows = String::new();
        piece = loop {
            match next()? {
                Piece::Row(cells) => write_row(&mut rows, &cells),
                other => break other,
            }
            if rows.len() > SEND {
                copy.send(std::mem::take(&mut rows).into_bytes())
                    .await
                    .map_err(text)?;
            }
        };
        copy.send(rows.into_bytes()).await.map_err(text)?;
        copy.finish().await.map_err(text)?;
    }
    let migrated = migrations::postgres_to(change, migrations::latest()).await;
    migrated.map(drop).map_err(text)
}

/// A row in PostgreSQL's text format for `COPY`.
fn write_row(to: &mut String, cells: &[Cell]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            to.push('\t');
        }
        match cell {
            Cell::Nothing => *to += "\\N",
            Cell::Uuid(id) => *to += &id.to_string(),
            Cell::Whole(number) => *to += &number.to_string(),
            Cell::Truth(truth) => *to += if *truth { "t" } else { "f" },
            Cell::Bytes(bytes) => {
                *to += "\\\\x";
                for byte in bytes {
                    for half in [byte >> 4, byte & 15] {
                        to.extend(char::from_digit(half.into(), 16));
                    }
                }
            }
            Cell::Text(text) => {
                for c in text.chars() {
                    match c {
                        '\\' => *to += "\\\\",
                        '\t' => *to += "\\t",
                        '\n' => *to += "\\n",
                        '\r' => *to += "\\r",
                        c => to.push(c),
                    }
                }
            }
        }
    }
    to.push('\n');
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_row_is_written_as_copy_reads_it() {
        let mut row = String::new();
        let id = Uuid::nil();
        let cells = [
            Cell::Uuid(id),
            Cell::Nothing,
            Cell::Whole(-7),
            Cell::Text("a\\b\tc\nd\r樓".to_owned()),
            Cell::Bytes(vec![0, 171]),
            Cell::Truth(true),
        ];
        write_row(&mut row, &cells);
        let expected = format!("{id}\t\\N\t-7\ta\\\\b\\tc\\nd\\r樓\t\\\\x00ab\tt\n");
        assert_eq!(row, expected);
    }
}
