//! The command line.

mod serving;

use std::{fmt::Display, io, io::Write as _, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use ledger::{DeviceId, RecordId, SiteId, State};
use needs::{Lang, Localised, Role, Site, first_contents};

use self::serving::{Serve, run_server};
use crate::{
    backup, bundles,
    demo::FORMS,
    exporting::TableOptions,
    form::FormCommand,
    ledgers,
    people::{self, Guest},
    storage::{Location, Opening, Storage},
    verify,
    views::ViewOptions,
};

/// Door-to-door surveys and the register of needs: the server and its tools.
#[derive(Debug, Parser)]
#[command(name = "doorstep", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(flatten)]
    Ledger(LedgerCommand),
    /// Check a form, play a person who fills it in, or try an expression
    Form {
        #[command(subcommand)]
        command: FormCommand,
    },
}

/// What is about the sites and their data.
#[derive(Debug, Subcommand)]
enum LedgerCommand {
    /// Serve the app and its data until Ctrl-C or SIGTERM
    Serve(Serve),
    /// Make a site, or list the sites
    Site {
        #[command(subcommand)]
        command: SiteCommand,
    },
    /// Take a bundle in: all of it, or nothing
    Import {
        /// The bundle, as the app or `doorstep export` writes it
        file: PathBuf,
        /// Where the site is new here, let anyone who reaches the server read and write it
        #[arg(long)]
        open: bool,
        #[command(flatten)]
        database: Database,
    },
    /// Write a site's entries and files to a bundle, or to several where the files are many; or one
    /// table of its data for a spreadsheet
    Export {
        /// The file to write [default: standard output]
        file: Option<PathBuf>,
        /// The site; may be left out where there is only one
        #[arg(long, value_name = "ID")]
        site: Option<SiteId>,
        #[command(flatten)]
        table: TableOptions,
        #[command(flatten)]
        database: Database,
    },
    /// Write a backup of everything to one file; servers go on meanwhile
    Backup {
        /// The file, or - for standard output
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        #[command(flatten)]
        database: Database,
    },
    /// Make a new database of a backup, on either engine, and check it
    Restore {
        /// The file, or - for standard input
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
        #[command(flatten)]
        database: Database,
    },
    /// Make SQL views of a site's responses, one for each form and each of its repeats, and of its
    /// interviews, passages and needs; or make them anew after a form was published
    Views {
        /// The site; may be left out where there is only one
        #[arg(long, value_name = "ID")]
        site: Option<SiteId>,
        #[command(flatten)]
        views: ViewOptions,
        #[command(flatten)]
        database: Database,
    },
    /// Invite a person to a site: prints a one-time code, a link with it, and a QR code
    Invite {
        /// Their name
        #[arg(long)]
        name: String,
        /// What they are: assistant, supervisor, manager, executive or auditor
        #[arg(long, value_parser = role)]
        role: Role,
        /// The site; may be left out where there is only one
        #[arg(long, value_name = "ID")]
        site: Option<SiteId>,
        /// The address under which the person reaches the server
        #[arg(long, default_value = "http://127.0.0.1:8080")]
        url: String,
        #[command(flatten)]
        database: Database,
    },
    /// List the devices that have joined: id, person, label, when they were last seen
    Devices {
        /// Only those of one site
        #[arg(long, value_name = "ID")]
        site: Option<SiteId>,
        #[command(flatten)]
        database: Database,
    },
    /// Tell a device to leave: its token stops at once
    Revoke {
        /// The device, as `doorstep devices` lists it
        device: DeviceId,
        #[command(flatten)]
        database: Database,
    },
    /// Check every hash, every chain and every file; say what is wrong
    Verify {
        /// A bundle to check instead of a database
        bundle: Option<PathBuf>,
        /// Print the report as JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        database: Database,
    },
}

#[derive(Debug, Subcommand)]
enum SiteCommand {
    /// Make a site and print its id
    New {
        /// Its name, shown in every language that has none of its own
        name: String,
        /// Its name in Chinese
        #[arg(long, value_name = "NAME")]
        name_zh: Option<String>,
        /// Let anyone who reaches the server read and write it: a demonstration
        #[arg(long)]
        open: bool,
        #[command(flatten)]
        database: Database,
    },
    /// Give a site what new ones begin with, as far as it has nothing of the kind: the two
    /// questionnaires, the wordings of consent, the first tree of themes
    Fill {
        /// The site; may be left out where there is only one
        #[arg(long, value_name = "ID")]
        site: Option<SiteId>,
        #[command(flatten)]
        database: Database,
    },
    /// List the sites: id, number of entries, names
    List {
        #[command(flatten)]
        database: Database,
    },
}

#[derive(Debug, Args)]
struct Database {
    /// The folder for the embedded database
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// A PostgreSQL database to use instead: postgres://USER:PASSWORD@HOST/NAME
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

impl Database {
    fn location(self) -> Result<Location, String> {
        match self.database {
            None => Ok(Location::Folder(self.data)),
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Location::Postgres(url))
            }
            // The URL is not repeated: it may hold a password.
            Some(_) => Err("--database takes a URL that begins with postgres://".to_owned()),
        }
    }

    async fn open(self) -> Result<Storage, String> {
        Storage::open(&self.location()?).await.map_err(text)
    }

    /// Opens what is there already.
    async fn open_existing(self) -> Result<Storage, String> {
        let location = self.location()?;
        Storage::open_existing(&location).await.map_err(text)
    }
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Form { command } => command.run(),
        Command::Ledger(command) => with_runtime(command).map(|()| ExitCode::SUCCESS),
    };
    match done {
        Ok(code) => code,
        Err(why) => {
            // Nobody is left to tell where even this can't be written.
            let _ = writeln!(io::stderr(), "doorstep: {why}");
            ExitCode::FAILURE
        }
    }
}

fn role(name: &str) -> Result<Role, String> {
    let known = Role::ALL.map(Role::name).join(", ");
    Role::named(name).ok_or_else(|| format!("one of {known}"))
}

fn opening(open: bool) -> Opening {
    if open { Opening::Open } else { Opening::Closed }
}

fn with_runtime(command: LedgerCommand) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.map_err(text)?.block_on(run(command))
}

async fn run(command: LedgerCommand) -> Result<(), String> {
    match command {
        LedgerCommand::Serve(options) => run_server(options).await,
        LedgerCommand::Site { command } => run_site(command).await,
        LedgerCommand::Import {
            file,
            open,
            database,
        } => bundles::import(&database.open().await?, &file, opening(open)).await,
        LedgerCommand::Invite {
            name,
            role,
            site,
            url,
            database,
        } => {
            let guest = Guest { name, role };
            people::invite(&database.open_existing().await?, site, &guest, &url).await
        }
        LedgerCommand::Devices { site, database } => {
            people::list(&database.open_existing().await?, site).await
        }
        LedgerCommand::Revoke { device, database } => {
            people::revoke(&database.open_existing().await?, device).await
        }
        LedgerCommand::Export {
            file,
            site,
            table,
            database,
        } => export(&database.open_existing().await?, site, table, file).await,
        LedgerCommand::Backup { to, database } => {
            backup::backup(&database.open_existing().await?, &to).await
        }
        LedgerCommand::Restore { from, database } => {
            backup::restore(&from, &database.location()?).await
        }
        LedgerCommand::Views {
            site,
            views,
            database,
        } => {
            let storage = database.open_existing().await?;
            let site = chosen(&storage, site).await?;
            views.renew(&storage, site).await
        }
        LedgerCommand::Verify {
            bundle: Some(file),
            json,
            ..
        } => verify::bundle(&file, json),
        LedgerCommand::Verify { json, database, .. } => {
            verify::storage(&database.open_existing().await?, json).await
        }
    }
}

async fn run_site(command: SiteCommand) -> Result<(), String> {
    match command {
        SiteCommand::New {
            name,
            name_zh,
            open,
            database,
        } => {
            let storage = database.open().await?;
            let zh = name_zh.as_deref().unwrap_or(&name);
            let id = found_site(&storage, (&name, zh), opening(open)).await?;
            say(format_args!("{id}"))
        }
        SiteCommand::Fill { site, database } => {
            let storage = database.open_existing().await?;
            let site = chosen(&storage, site).await?;
            fill_site(&storage, site).await
        }
        SiteCommand::List { database } => list_sites(&database.open_existing().await?).await,
    }
}

/// A table where one is wanted, else a bundle.
async fn export(
    storage: &Storage,
    site: Option<SiteId>,
    table: TableOptions,
    file: Option<PathBuf>,
) -> Result<(), String> {
    if !table.wants_table() {
        return bundles::export(storage, site, file).await;
    }
    let site = chosen(storage, site).await?;
    table.run(storage, site).await
}

/// The site that is meant.
async fn chosen(storage: &Storage, site: Option<SiteId>) -> Result<SiteId, String> {
    let sites = storage.sites().await.map_err(text)?;
    bundles::chosen(&sites, site)
}

async fn found_site(
    storage: &Storage,
    (name, zh): (&str, &str),
    opening: Opening,
) -> Result<SiteId, String> {
    let site = SiteId(ledgers::new_id());
    // A record holds its name in three languages; a name that is the same in all is shown in all.
    let name = Localised {
        zh_hant: zh,
        zh_hans: zh,
        en: name,
    };
    let mut changes = vec![Site::change(site, name, false)];
    changes.extend(first_contents(&State::default(), site, &FORMS));
    ledgers::found(storage, site, RecordId(site.0), changes, opening).await?;
    Ok(site)
}

async fn fill_site(storage: &Storage, site: SiteId) -> Result<(), String> {
    let (ledger, _) = ledgers::read(storage, site).await.map_err(text)?;
    let changes = first_contents(ledger.state(), site, &FORMS);
    let count = changes.len();
    for change in changes {
        storage.write_as_server(site, change).await.map_err(text)?;
    }
    say(format_args!("{count} records added."))
}

async fn list_sites(storage: &Storage) -> Result<(), String> {
    for site in storage.sites().await.map_err(text)? {
        let names = ledgers::site_name(&site);
        let mut shown: Vec<&str> = Vec::new();
        for name in Lang::ALL.iter().filter_map(|lang| names.get(lang.tag())) {
            if !shown.contains(&name.as_str()) {
                shown.push(name);
            }
        }
        say(format_args!(
            "{}  {:>7}  {}",
            site.id,
            site.head,
            shown.join(" / ")
        ))?;
    }
    Ok(())
}

pub(crate) fn say(line: impl Display) -> Result<(), String> {
    writeln!(io::stdout(), "{line}").map_err(text)
}

pub(crate) fn text(error: impl Display) -> String {
    error.to_string()
}
