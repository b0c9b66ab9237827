//! The command line.

use std::{
    fmt::Display,
    io,
    io::Write as _,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};
use ledger::{DeviceId, RecordId, SiteId};
use needs::{Lang, Localised, Role, Site};

use crate::{
    backup, bundles,
    exporting::TableOptions,
    form::FormCommand,
    ledgers, log,
    people::{self, Guest},
    serve::{self, Certificate, Limits, Settings},
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
    /// Make SQL views of a site's responses, one for each form and each of its repeats, or make them
    /// anew after a form was published
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
    /// List the sites: id, number of entries, names
    List {
        #[command(flatten)]
        database: Database,
    },
}

#[derive(Debug, Args)]
struct Serve {
    /// The address and port to listen on; port 0 takes any that is free
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The folder with the built app
    #[arg(long, value_name = "DIR", default_value = "dist")]
    app: PathBuf,
    #[command(flatten)]
    database: Database,
    /// Make a demo site if there is no site yet
    #[arg(long)]
    demo: bool,
    /// How log lines look
    #[arg(long, value_enum, default_value_t)]
    log: log::Format,
    /// Show open sites, such as the demo, to everyone who can reach the address: whoever does can
    /// read and change everything in them. Sites that are joined with a code don't need this
    #[arg(long)]
    without_sign_in: bool,
    /// How many GiB of photos, recordings and other files each site may have
    #[arg(long, value_name = "GIB", default_value_t = 50)]
    files: u32,
    /// Speak TLS with this certificate and those above it (PEM); needs --tls-key
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The private key of that certificate (PEM). Both are read again when they change, or on SIGHUP
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Give numbers for Prometheus at /metrics on this address, which should not be a public one
    #[arg(long, value_name = "ADDR:PORT")]
    metrics: Option<SocketAddr>,
    /// Requests a second from one address, over a longer time; ten times as many at once; 0 for no
    /// limit. One device may make a tenth of them
    #[arg(long, value_name = "N", default_value_t = 500)]
    rate: u32,
    /// Believe `X-Forwarded-For` of this proxy; may be given several times
    #[arg(long, value_name = "ADDR")]
    proxy: Vec<IpAddr>,
}

impl Serve {
    fn settings(self) -> Result<Settings, String> {
        let certificate = self.tls_cert.zip(self.tls_key);
        Ok(Settings {
            listen: self.listen,
            app: self.app,
            database: self.database.location()?,
            demo: self.demo,
            without_sign_in: self.without_sign_in,
            most_file_bytes: u64::from(self.files) << 30,
            limits: Limits {
                per_address: self.rate,
                per_token: self.rate.div_ceil(10),
                proxies: self.proxy,
                ..Limits::default()
            },
            certificate: certificate.map(|(chain, key)| Certificate { chain, key }),
            metrics: self.metrics,
        })
    }
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
        LedgerCommand::Site {
            command:
                SiteCommand::New {
                    name,
                    name_zh,
                    open,
                    database,
                },
        } => {
            let storage = database.open().await?;
            let zh = name_zh.as_deref().unwrap_or(&name);
            let id = found_site(&storage, (&name, zh), opening(open)).await?;
            say(format_args!("{id}"))
        }
        LedgerCommand::Site {
            command: SiteCommand::List { database },
        } => list_sites(&database.open().await?).await,
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
            people::invite(&database.open().await?, site, &guest, &url).await
        }
        LedgerCommand::Devices { site, database } => {
            people::list(&database.open().await?, site).await
        }
        LedgerCommand::Revoke { device, database } => {
            people::revoke(&database.open().await?, device).await
        }
        LedgerCommand::Export {
            file,
            site,
            table,
            database,
        } => {
            let storage = database.open().await?;
            if table.wants_table() {
                let sites = storage.sites().await.map_err(text)?;
                return table.run(&storage, bundles::chosen(&sites, site)?).await;
            }
            bundles::export(&storage, site, file).await
        }
        LedgerCommand::Backup { to, database } => {
            backup::backup(&database.open().await?, &to).await
        }
        LedgerCommand::Restore { from, database } => {
            backup::restore(&from, &database.location()?).await
        }
        LedgerCommand::Views {
            site,
            views,
            database,
        } => {
            let storage = database.open().await?;
            let sites = storage.sites().await.map_err(text)?;
            views.renew(&storage, bundles::chosen(&sites, site)?).await
        }
        LedgerCommand::Verify {
            bundle: Some(file),
            json,
            ..
        } => verify::bundle(&file, json),
        LedgerCommand::Verify { json, database, .. } => {
            verify::storage(&database.open().await?, json).await
        }
    }
}

async fn run_server(options: Serve) -> Result<(), String> {
    log::start(options.log);
    let settings = options.settings()?;
    // From here on a signal ends the server and not the process in the middle of something.
    let stop = stop_signal().map_err(text)?;
    let running = serve::start(&settings).await.map_err(text)?;
    let scheme = settings.certificate.map_or("http", |_| "https");
    say(format_args!(
        "Doorstep is at {scheme}://{}",
        running.address
    ))?;
    if let Some(address) = running.metrics {
        say(format_args!("Its numbers are at http://{address}/metrics"))?;
    }
    tokio::select! {
        () = stop => {}
        () = renew_when_asked(&running) => {}
    }
    tracing::info!("stopping");
    running.stop().await;
    Ok(())
}

/// Reads the certificate again on SIGHUP, where there is such a thing. Never ends.
async fn renew_when_asked(running: &serve::Running) {
    #[cfg(unix)]
    if let Ok(mut asked) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()) {
        while asked.recv().await.is_some() {
            running.renew_certificate();
        }
    }
    std::future::pending::<()>().await;
}

/// Resolves when the process is asked to stop: Ctrl-C, or SIGTERM where there is such a thing.
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    #[cfg(unix)]
    let mut interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    #[cfg(unix)]
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    #[cfg(not(unix))]
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    Ok(stop)
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
    let change = Site::change(site, name, false);
    ledgers::found(storage, site, RecordId(site.0), vec![change], opening).await?;
    Ok(site)
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
