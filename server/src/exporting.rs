//! `doorstep export --table …`: a table of a site's data as a file.

use std::{
    fmt::{Display, Write as _},
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use ledger::{RecordId, SiteId};
use needs::{
    Lang,
    tables::{Exported, Missing, Wanted},
};
use report::Format;

use crate::{
    cli::{say, text},
    ledgers,
    storage::Storage,
    tables::{self, Failure, Table},
};

/// Which table, and how.
#[derive(Debug, Args)]
pub(crate) struct TableOptions {
    /// Write a table instead of a bundle: units, people, campaigns, responses, interviews,
    /// interview_lines, passages, needs or records; `list` lists all that there are
    #[arg(long, value_name = "NAME", conflicts_with = "file")]
    table: Option<String>,
    /// The format: csv, xlsx, json or ndjson [default: as the file's name ends, or csv]
    #[arg(long, requires = "table", value_parser = format_of)]
    format: Option<Format>,
    /// The file to write the table to [default: standard output]
    #[arg(long, value_name = "FILE", requires = "table")]
    to: Option<PathBuf>,
    /// Of responses: the questionnaire's number
    #[arg(long, value_name = "NUMBER", requires = "table")]
    form: Option<String>,
    /// Of responses: the questionnaire's version
    #[arg(long = "form-version", value_name = "VERSION", requires = "table")]
    version: Option<String>,
    /// Of responses: the path of a repeat, whose instances are the rows then
    #[arg(long, value_name = "PATH", requires = "table")]
    repeat: Option<String>,
    /// Of records: their kind
    #[arg(long, requires = "table")]
    kind: Option<String>,
    /// Only what was made on this day (2026-11-22) or later
    #[arg(long, value_name = "DAY", requires = "table")]
    from: Option<String>,
    /// Only what was made on this day or earlier
    #[arg(long, value_name = "DAY", requires = "table")]
    until: Option<String>,
    /// A second row with the columns' titles in this language: zh-Hant, zh-Hans, en
    #[arg(long, value_name = "LANG", requires = "table", value_parser = language)]
    labels: Option<Lang>,
    /// The language of names of people, buildings and campaigns
    #[arg(long, requires = "table", value_parser = language)]
    lang: Option<Lang>,
    /// A column for each choice of a question with several answers
    #[arg(long, requires = "table")]
    split: bool,
}

fn format_of(extension: &str) -> Result<Format, String> {
    Format::of_extension(extension).ok_or_else(|| "csv, xlsx, json or ndjson".to_owned())
}

pub(crate) fn language(tag: &str) -> Result<Lang, String> {
    Lang::from_tag(tag).ok_or_else(|| "zh-Hant, zh-Hans or en".to_owned())
}

impl TableOptions {
    /// Whether a table is wanted, and not a bundle.
    pub(crate) fn wants_table(&self) -> bool {
        self.table.is_some()
    }

    /// Writes the table.
    pub(crate) async fn run(self, storage: &Storage, site: SiteId) -> Result<(), String> {
        let table = self.table.unwrap_or_default();
        let lang = self.lang.unwrap_or_default();
        if table == "list" {
            return list(storage, site, lang).await;
        }
        let extension = self.to.as_deref().and_then(Path::extension);
        let named = extension.and_then(|extension| Format::of_extension(extension.to_str()?));
        let format = self.format.or(named).unwrap_or(Format::Csv);
        let wanted = Wanted {
            table,
            form: self.form,
            version: self.version,
            repeat: self.repeat,
            kind: self.kind,
            from: self.from,
            to: self.until,
            labels: self.labels,
            names: lang,
            split: self.split,
        };
        let table = Table::open(storage, site, &wanted, format).await;
        let table = table.map_err(|failure| told(&failure))?;
        let noted = RecordId(ledgers::new_id());
        let begun = Exported::begun(noted, &wanted, format, None);
        storage.write_as_server(site, begun).await.map_err(text)?;
        let rows = match &self.to {
            None => write(table, &mut io::stdout().lock()).await?,
            Some(file) => {
                let at = |why: &dyn Display| format!("{}: {why}", file.display());
                let to = fs::File::create(file).map_err(|why| at(&why))?;
                let rows = write(table, &mut io::BufWriter::new(to)).await;
                rows.map_err(|why| at(&why))?
            }
        };
        let ended = Exported::ended(noted, rows);
        storage.write_as_server(site, ended).await.map_err(text)?;
        match self.to {
            None => Ok(()),
            Some(_) => say(format_args!("{rows} rows written.")),
        }
    }
}

async fn write(mut table: Table, to: &mut impl Write) -> Result<u64, String> {
    while let Some(bytes) = table.next().await.map_err(text)? {
        to.write_all(&bytes).map_err(text)?;
    }
    to.flush().map_err(text)?;
    Ok(table.rows())
}

async fn list(storage: &Storage, site: SiteId, lang: Lang) -> Result<(), String> {
    for listed in tables::list(storage, site, lang).await.map_err(text)? {
        let mut line = format!("--table {}", listed.table);
        if let Some((number, version, _)) = &listed.form {
            let _ = write!(line, " --form {number} --form-version {version}");
        }
        for (option, value) in [("repeat", &listed.repeat), ("kind", &listed.kind)] {
            if let Some(value) = value {
                let _ = write!(line, " --{option} {value}");
            }
        }
        if let Some(title) = &listed.title {
            let _ = write!(line, "    # {title}");
        }
        say(line)?;
    }
    Ok(())
}

/// The sentence for the person at the terminal.
pub(crate) fn told(failure: &Failure) -> String {
    match failure {
        Failure::Storage(error) => error.to_string(),
        Failure::Missing(Missing::Table) => {
            "there is no such table; --table list lists those that there are".to_owned()
        }
        Failure::Missing(Missing::Form) => {
            "there is no such questionnaire or kind; --table list lists them".to_owned()
        }
        Failure::Missing(Missing::Repeat) => "the form has no such repeat".to_owned(),
        Failure::Missing(Missing::Version(versions)) => {
            format!(
                "say which version with --form-version: {}",
                versions.join(", ")
            )
        }
        Failure::Missing(Missing::Unreadable) => {
            "the questionnaire's workbook can't be read, so its columns are not known".to_owned()
        }
        Failure::Missing(Missing::Day) => "days are written like 2026-11-22".to_owned(),
    }
}
