//! `doorstep serve`: its options, and running until a signal comes.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use clap::Args;

use super::{Database, say, text};
use crate::{
    demo, log,
    serve::{self, Certificate, Limits, Settings},
};

#[derive(Debug, Args)]
pub(super) struct Serve {
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
    /// Doors of the demo site
    #[arg(long, value_name = "N", default_value_t = 200, requires = "demo",
        value_parser = clap::value_parser!(u32).range(1..=100_000))]
    demo_households: u32,
    /// Doors of the demo site that were visited, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 0, requires = "demo",
        value_parser = clap::value_parser!(u32).range(0..=100))]
    demo_visited: u32,
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
    /// The private key of that certificate (PEM). Both are read again when they change, or on
    /// SIGHUP
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
            demo: self.demo.then_some(demo::Size {
                households: self.demo_households,
                visited: self.demo_visited,
            }),
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

pub(super) async fn run_server(options: Serve) -> Result<(), String> {
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
