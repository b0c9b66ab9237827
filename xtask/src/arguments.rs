//! The command line.

use std::path::PathBuf;

use lexopt::prelude::{Long, Short, Value, ValueExt as _};

use crate::failure::Failure;

pub(crate) const HELP: &str = "\
Builds, serves, tests and measures Doorstep.

cargo xtask serve [--port N] [--data DIR] [--database URL]
    Builds the app and the server and serves both on http://127.0.0.1:8080, with a demo site.
    The data is kept in ./data (SQLite), or in PostgreSQL with --database postgres://…
cargo xtask dev [--port N] [--data DIR] [--database URL]
    The same with a quick build, which is made again after each change; the open page reloads.
cargo xtask build [--release] [--out DIR]
    Builds the app into dist/. With --release also the optimised server: all that a deployment
    needs.
cargo xtask test [unit] [server] [e2e] [--browser chromium|firefox|webkit]…
    Runs every test, or the named parts. Ends with the line `N passed, M failed`.
cargo xtask bench forms [--real FILE]… [--case NAME]… [--peer NAME]… [--reps N]
    The form screen beside ODK Web Forms, its engine and Enketo, in one Chromium: JSON lines, then
    a table. Needs Node.js with npm, and Chromium (CHROMIUM=/path). --real adds a form of your own
    (.xml, or .xlsx with Python at hand). Cases: flat-100, flat-500, flat-2000, calc-500, fan-500,
    rcount-100, rcount-500, rcount-1000, repeat, cascade-10k. Peers: ours, engine, odk, enketo.
cargo xtask bench forms --adapter DIR
    Only leaves the page with our form screen (ours.html) in DIR, to be measured by others.
cargo xtask bench store [--entries N] [--reps N]
    The sealed storage beside IndexedDB as it is: saving one by one, saving at the door, opening a
    ledger of 50,000 records.
cargo xtask bench sync [--documents N] [--reps N]
    10,000 documents of 2 KB between the app and the server, beside PouchDB and its server, a bare
    gzip POST, and one submission after the other. Needs Node.js with npm, and Chromium.
cargo xtask bench server
    Entries a second and the wait for an acknowledgement, on SQLite and PostgreSQL, with 2, 16 and
    64 devices that send one entry or a hundred at a time: JSON lines, then a table.
cargo xtask size
    What a first visit transfers, file by file.";

/// What the person asked for.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    Help,
    Bench(Bench),
    Build(BuildOptions),
    Serve(ServeOptions),
    Dev(ServeOptions),
    Size,
    Test(TestOptions),
}

/// What to measure.
#[derive(Debug, PartialEq)]
pub(crate) enum Bench {
    Forms(FormsBench),
    Store(StoreBench),
    Sync(SyncBench),
    Server,
}

#[derive(Debug, PartialEq)]
pub(crate) struct StoreBench {
    pub(crate) repetitions: u32,
    /// Records of the ledger that is unlocked.
    pub(crate) entries: u32,
}

#[derive(Debug, PartialEq)]
pub(crate) struct SyncBench {
    pub(crate) repetitions: u32,
    pub(crate) documents: u32,
}

#[derive(Debug, PartialEq)]
pub(crate) struct FormsBench {
    /// Where to leave the page to measure, instead of measuring.
    pub(crate) adapter: Option<PathBuf>,
    /// Questionnaires to measure besides the made ones.
    pub(crate) real: Vec<PathBuf>,
    /// Which cases and clients; all if none is named.
    pub(crate) cases: Vec<String>,
    pub(crate) peers: Vec<String>,
    pub(crate) repetitions: u32,
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct BuildOptions {
    /// Also build the server, optimised.
    pub(crate) release: bool,
    /// Where the app goes instead of `dist/`.
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct ServeOptions {
    pub(crate) port: u16,
    pub(crate) data: PathBuf,
    /// A PostgreSQL URL; without it, SQLite in `data`.
    pub(crate) database: Option<String>,
}

/// Which tests to run. Empty lists mean: everything.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct TestOptions {
    pub(crate) parts: Vec<Part>,
    pub(crate) browsers: Vec<Browser>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Unit,
    Server,
    EndToEnd,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Browser {
    Chromium,
    Firefox,
    Webkit,
}

impl Browser {
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    /// The name on the command line and in `DOORSTEP_BROWSERS`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }
}

/// Reads the command line.
pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Command, Failure> {
    let command = match parser.next()? {
        None | Some(Long("help") | Short('h')) => return Ok(Command::Help),
        Some(Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    match command.as_str() {
        "help" => Ok(Command::Help),
        "bench" => bench(&mut parser),
        "build" => build(&mut parser),
        "serve" => serve(&mut parser).map(Command::Serve),
        "dev" => serve(&mut parser).map(Command::Dev),
        "size" => nothing_more(&mut parser).map(|()| Command::Size),
        "test" => test(&mut parser),
        other => Err(refused(&format!("there is no command `{other}`"))),
    }
}

fn bench(parser: &mut lexopt::Parser) -> Result<Command, Failure> {
    let what = match parser.next()? {
        Some(Value(name)) => name.string()?,
        _ => String::new(),
    };
    let bench = match what.as_str() {
        "forms" => Bench::Forms(bench_forms(parser)?),
        "store" => Bench::Store(bench_store(parser)?),
        "sync" => Bench::Sync(bench_sync(parser)?),
        "server" => nothing_more(parser).map(|()| Bench::Server)?,
        _ => {
            return Err(refused(
                "say what to measure: `cargo xtask bench forms`, `store`, `sync` or `server`",
            ));
        }
    };
    Ok(Command::Bench(bench))
}

fn bench_forms(parser: &mut lexopt::Parser) -> Result<FormsBench, Failure> {
    let mut options = FormsBench {
        adapter: None,
        real: Vec::new(),
        cases: Vec::new(),
        peers: Vec::new(),
        repetitions: 5,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("adapter") => options.adapter = Some(parser.value()?.into()),
            Long("real") => options.real.push(parser.value()?.into()),
            Long("case") => options.cases.push(parser.value()?.string()?),
            Long("peer") => options.peers.push(parser.value()?.string()?),
            Long("reps") => options.repetitions = parser.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn bench_store(parser: &mut lexopt::Parser) -> Result<StoreBench, Failure> {
    let mut options = StoreBench {
        repetitions: 5,
        entries: 50_000,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("reps") => options.repetitions = parser.value()?.parse()?,
            Long("entries") => options.entries = parser.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn bench_sync(parser: &mut lexopt::Parser) -> Result<SyncBench, Failure> {
    let mut options = SyncBench {
        repetitions: 3,
        documents: 10_000,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("reps") => options.repetitions = parser.value()?.parse()?,
            Long("documents") => options.documents = parser.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn build(parser: &mut lexopt::Parser) -> Result<Command, Failure> {
    let mut options = BuildOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("release") => options.release = true,
            Long("out") => options.out = Some(parser.value()?.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Build(options))
}

fn serve(parser: &mut lexopt::Parser) -> Result<ServeOptions, Failure> {
    let mut options = ServeOptions {
        port: 8080,
        data: "data".into(),
        database: None,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => {
                options.port = parser.value()?.parse()?;
            }
            Long("data") => options.data = parser.value()?.into(),
            Long("database") => {
                let url = parser.value()?.string()?;
                options.database = Some(url);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

fn test(parser: &mut lexopt::Parser) -> Result<Command, Failure> {
    let mut options = TestOptions::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("browser") => {
                let name = parser.value()?.string()?;
                options.browsers.push(browser(&name)?);
            }
            Value(name) => options.parts.push(part(&name.string()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Test(options))
}

fn part(name: &str) -> Result<Part, Failure> {
    match name {
        "unit" => Ok(Part::Unit),
        "server" => Ok(Part::Server),
        "e2e" => Ok(Part::EndToEnd),
        other => Err(refused(&format!(
            "`{other}` is no part of the tests: unit, server or e2e"
        ))),
    }
}

fn browser(name: &str) -> Result<Browser, Failure> {
    let known = Browser::ALL
        .into_iter()
        .find(|browser| browser.name() == name);
    known.ok_or_else(|| refused(&format!("no browser `{name}`: chromium, firefox or webkit")))
}

fn nothing_more(parser: &mut lexopt::Parser) -> Result<(), Failure> {
    match parser.next()? {
        None => Ok(()),
        Some(other) => Err(other.unexpected().into()),
    }
}

fn refused(what: &str) -> Failure {
    Failure::new(what).remedy("`cargo xtask help` shows what there is")
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        refused(&error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str) -> Result<Command, Failure> {
        parse(lexopt::Parser::from_args(line.split_whitespace()))
    }

    #[test]
    fn reads_each_command() {
        assert_eq!(check("").unwrap(), Command::Help);
        assert_eq!(
            check("serve --port 9000 --database postgres://x").unwrap(),
            Command::Serve(ServeOptions {
                port: 9000,
                data: "data".into(),
                database: Some("postgres://x".into()),
            })
        );
        assert_eq!(
            check("bench forms --reps 3 --peer ours --case flat-100").unwrap(),
            Command::Bench(Bench::Forms(FormsBench {
                adapter: None,
                real: Vec::new(),
                cases: vec!["flat-100".into()],
                peers: vec!["ours".into()],
                repetitions: 3,
            }))
        );
        assert_eq!(
            check("bench store --entries 100").unwrap(),
            Command::Bench(Bench::Store(StoreBench {
                repetitions: 5,
                entries: 100,
            }))
        );
        assert_eq!(
            check("test e2e --browser firefox --browser webkit").unwrap(),
            Command::Test(TestOptions {
                parts: vec![Part::EndToEnd],
                browsers: vec![Browser::Firefox, Browser::Webkit],
            })
        );
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for line in [
            "fly",
            "serve --prot 1",
            "serve --port 99999",
            "test e3e",
            "size now",
            "bench",
            "bench fly",
        ] {
            let failure = check(line).unwrap_err().to_string();
            assert!(failure.contains("cargo xtask help"), "{line}: {failure}");
        }
    }
}
