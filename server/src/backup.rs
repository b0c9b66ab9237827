//! Backups: the whole database in one file, the same for both engines.
//!
//! The file is gzip over lines of JSON. The first line says what it is; then comes a line for each
//! table and one for each of its rows, as an array, with bytes in base64; the last line holds the
//! number of rows and the SHA-256 of all lines before it.

use std::{
    fmt::Display,
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, BufWriter, Read as _, Write},
    path::{Path, PathBuf},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use ledger::Digest;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{
    cli::{say, text},
    storage::{Cell, Kind, Location, Piece, Storage, Table, now_text},
    verify,
};

const FORMAT: &str = "doorstep-backup";
const VERSION: u32 = 1;
/// Bytes of the longest line: a part of a file in base64, or an entry, with room.
const LINE: u64 = 64 << 20;

#[derive(Serialize, Deserialize)]
struct Head {
    format: String,
    version: u32,
    schema: i64,
    epoch: String,
    made: String,
}

#[derive(Serialize, Deserialize)]
struct Tail {
    rows: u64,
    sha256: Digest,
}

/// Writes a backup, while servers go on.
pub(crate) async fn backup(storage: &Storage, file: &Path) -> Result<(), String> {
    let at = |why: &dyn Display| format!("{}: {why}", file.display());
    if file == Path::new("-") {
        let mut writer = Writer::new(io::stdout());
        storage.copy_out(|piece| writer.take(&piece)).await?;
        return writer.finish().map(drop).map_err(text);
    }
    // Under another name until it is whole: a backup that broke off replaces none that did not.
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    let rows = match write(storage, &part).await {
        Ok(rows) => fs::rename(&part, file).map(|()| rows).map_err(text),
        Err(why) => Err(why),
    };
    let rows = rows.map_err(|why| {
        // On a full disk what there is of it would take up all the room that is left.
        let _ = fs::remove_file(&part);
        at(&why)
    })?;
    say(format_args!("{rows} rows written to {}.", file.display()))
}

/// Writes a backup to a new file, and gives how many rows it has.
async fn write(storage: &Storage, file: &Path) -> Result<u64, String> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut writer = Writer::new(options.open(file).map_err(text)?);
    storage.copy_out(|piece| writer.take(&piece)).await?;
    let rows = writer.rows;
    let done = writer.finish().and_then(|file| file.sync_all());
    done.map(|()| rows).map_err(text)
}

/// Makes a database of a backup, and checks all that is in it.
pub(crate) async fn restore(file: &Path, location: &Location) -> Result<(), String> {
    let at = |why: &dyn Display| format!("{}: {why}; nothing was restored", file.display());
    let input: Box<dyn io::Read + Send> = if file == Path::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(file).map_err(|why| at(&why))?)
    };
    let mut reader = Reader::new(BufReader::new(MultiGzDecoder::new(BufReader::new(input))));
    let head = reader.head().map_err(|why| at(&why))?;
    Storage::copy_in(location, head.schema, || reader.piece())
        .await
        .map_err(|why| at(&why))?;
    say(format_args!(
        "{} rows restored, as of {}.",
        reader.rows, head.made
    ))?;
    let storage = Storage::open(location).await.map_err(text)?;
    verify::storage(&storage, false).await
}

struct Writer<W: Write> {
    to: GzEncoder<BufWriter<W>>,
    hash: Sha256,
    rows: u64,
}

impl<W: Write> Writer<W> {
    fn new(to: W) -> Self {
        Self {
            to: GzEncoder::new(BufWriter::new(to), Compression::fast()),
            hash: Sha256::new(),
            rows: 0,
        }
    }

    fn take(&mut self, piece: &Piece) -> Result<(), String> {
        let line = match piece {
            Piece::Schema { schema, epoch } => serde_json::to_string(&Head {
                format: FORMAT.to_owned(),
                version: VERSION,
                schema: *schema,
                epoch: epoch.clone(),
                made: now_text(),
            }),
            Piece::Table(table) => serde_json::to_string(table),
            Piece::Row(cells) => {
                self.rows += 1;
                serde_json::to_string(&cells.iter().map(value).collect::<Vec<_>>())
            }
            Piece::End => serde_json::to_string(&Tail {
                rows: self.rows,
                sha256: Digest(self.hash.clone().finalize().into()),
            }),
        };
        let line = line.map_err(text)? + "\n";
        self.hash.update(&line);
        self.to.write_all(line.as_bytes()).map_err(text)
    }

    fn finish(self) -> io::Result<W> {
        self.to
            .finish()?
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
    }
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Nothing => Value::Null,
        Cell::Uuid(id) => id.to_string().into(),
        Cell::Whole(number) => (*number).into(),
        Cell::Text(text) => text.as_str().into(),
        Cell::Bytes(bytes) => BASE64_STANDARD.encode(bytes).into(),
        Cell::Truth(truth) => (*truth).into(),
    }
}

fn cell(value: Value, kind: Kind) -> Option<Cell> {
    Some(match (kind, value) {
        (_, Value::Null) => Cell::Nothing,
        (Kind::Uuid, Value::String(id)) => Cell::Uuid(id.parse().ok()?),
        (Kind::Whole, Value::Number(number)) => Cell::Whole(number.as_i64()?),
        (Kind::Text, Value::String(text)) => Cell::Text(text),
        (Kind::Bytes, Value::String(bytes)) => Cell::Bytes(BASE64_STANDARD.decode(bytes).ok()?),
        (Kind::Truth, Value::Bool(truth)) => Cell::Truth(truth),
        _ => return None,
    })
}

struct Reader<R> {
    from: R,
    hash: Sha256,
    table: Option<Table>,
    rows: u64,
}

impl<R: BufRead> Reader<R> {
    fn new(from: R) -> Self {
        Self {
            from,
            hash: Sha256::new(),
            table: None,
            rows: 0,
        }
    }

    /// The next line, and the hash of all before it.
    fn line(&mut self) -> Result<(Vec<u8>, Digest), String> {
        let before = Digest(self.hash.clone().finalize().into());
        let mut line = Vec::new();
        let read = self.from.by_ref().take(LINE).read_until(b'\n', &mut line);
        read.map_err(|why| format!("it can't be read: {why}"))?;
        if line.last() != Some(&b'\n') {
            return Err("it breaks off in the middle".to_owned());
        }
        self.hash.update(&line);
        Ok((line, before))
    }

    fn head(&mut self) -> Result<Head, String> {
        let (line, _) = self.line()?;
        let head: Head =
            serde_json::from_slice(&line).map_err(|_| "it is no backup of Doorstep".to_owned())?;
        if head.format != FORMAT {
            return Err("it is no backup of Doorstep".to_owned());
        }
        if head.version > VERSION {
            return Err("it was made by a later version of Doorstep; use that one".to_owned());
        }
        Ok(head)
    }

    fn piece(&mut self) -> Result<Piece, String> {
        let (line, before) = self.line()?;
        let damaged = |rows: u64| format!("it is damaged after row {rows}");
        if line.starts_with(b"[") {
            let row = self.row(&line).ok_or_else(|| damaged(self.rows))?;
            self.rows += 1;
            return Ok(row);
        }
        if let Ok(table) = serde_json::from_slice::<Table>(&line) {
            self.table = Some(table.clone());
            return Ok(Piece::Table(table));
        }
        match serde_json::from_slice::<Tail>(&line) {
            Ok(tail) if tail.rows == self.rows && tail.sha256 == before => Ok(Piece::End),
            _ => Err(damaged(self.rows)),
        }
    }

    fn row(&self, line: &[u8]) -> Option<Piece> {
        let columns = &self.table.as_ref()?.columns;
        let values: Vec<Value> = serde_json::from_slice(line).ok()?;
        if values.len() != columns.len() {
            return None;
        }
        let cells = values.into_iter().zip(columns);
        let cells = cells.map(|(value, column)| cell(value, column.kind));
        Some(Piece::Row(cells.collect::<Option<_>>()?))
    }
}
