//! The server as a whole: from settings to an open port, and to a clean stop.

use std::{fmt, io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use tokio::{
    net::TcpListener,
    sync::{Notify, watch},
    task::JoinHandle,
};

use crate::{
    app::{self, App, OpenSites},
    assets::Shelf,
    connections::{self, Port},
    demo,
    routes::health,
    storage::{Location, Storage, StorageError},
};

pub use crate::{
    limits::Limits,
    tls::{Certificate, CertificateError},
};

/// How to start.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address and port; port 0 takes any free one.
    pub listen: SocketAddr,
    /// The folder with the built app.
    pub app: PathBuf,
    /// Where the database is.
    pub database: Location,
    /// The demo site to make if there is no site.
    pub demo: Option<demo::Size>,
    /// Open sites are shown to everyone who reaches the port: something else guards it.
    pub without_sign_in: bool,
    /// Bytes of photos, recordings and other files that a site may have.
    pub most_file_bytes: u64,
    /// What clients are held to.
    pub limits: Limits,
    /// The certificate to speak TLS with; `None` for HTTP without it.
    pub certificate: Option<Certificate>,
    /// Where to give numbers for Prometheus; nowhere if `None`.
    pub metrics: Option<SocketAddr>,
}

/// Why the server did not start.
#[derive(Debug)]
pub enum StartError {
    /// The port can't be had.
    Port(SocketAddr, io::Error),
    /// The certificate can't be used.
    Certificate(CertificateError),
    /// The database can't be used.
    Storage(StorageError),
    /// The app's files can't be served.
    App(String),
    /// The demo site could not be made.
    Demo(String),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port(address, error) if error.kind() == io::ErrorKind::AddrInUse => write!(
                f,
                "port {} on {} is taken: stop the program that uses it, or choose another with \
                 --listen {}:PORT",
                address.port(),
                address.ip(),
                address.ip()
            ),
            Self::Port(address, error) => write!(f, "{address} can't be listened on: {error}"),
            Self::Certificate(error) => error.fmt(f),
            Self::Storage(error) => error.fmt(f),
            Self::App(why) | Self::Demo(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for StartError {}

/// A server that is running.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where it gives numbers for Prometheus.
    pub metrics: Option<SocketAddr>,
    renew: Arc<Notify>,
    stop: watch::Sender<bool>,
    done: JoinHandle<()>,
}

impl Running {
    /// Reads the certificate's files again, even if they look as they did.
    pub fn renew_certificate(&self) {
        self.renew.notify_one();
    }

    /// Takes no more connections, ends the streams, lets running requests finish, closes the
    /// database. Takes a few seconds at most.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        if let Err(error) = self.done.await {
            tracing::error!(%error, "the server did not stop cleanly");
        }
    }
}

/// How long to wait before listening to the database again.
const PAUSE: Duration = Duration::from_secs(1);

/// Starts a server. It runs until [`Running::stop`].
pub async fn start(settings: &Settings) -> Result<Running, StartError> {
    let Settings {
        listen,
        without_sign_in,
        ..
    } = *settings;
    let open_sites = match (without_sign_in, listen.ip().is_loopback()) {
        (true, _) => OpenSites::Everywhere,
        (false, true) => OpenSites::OnThisMachine,
        (false, false) => OpenSites::Nowhere,
    };
    let renew = Arc::new(Notify::new());
    let certificate = settings.certificate.clone();
    let tls = certificate
        .map(|certificate| certificate.keep(Arc::clone(&renew)))
        .transpose()
        .map_err(StartError::Certificate)?;
    let (listener, address) = bind(listen).await?;
    let watched = match settings.metrics {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let storage = Storage::open(&settings.database)
        .await
        .map_err(StartError::Storage)?;
    let shelf =
        Shelf::open(settings.app.clone()).map_err(|error| StartError::App(error.to_string()))?;
    if let Some(size) = settings.demo
        && let Some(entries) = demo::found(&storage, size)
            .await
            .map_err(StartError::Demo)?
    {
        tracing::info!(entries, "made the demo site");
    }

    let (stop, stopping) = watch::channel(false);
    let app = App::new(storage, shelf, stopping.clone(), settings, open_sites);
    let app = Arc::new(app);
    let port = |router, tls| {
        Arc::new(Port {
            router,
            limits: settings.limits.clone(),
            metrics: Arc::clone(&app.metrics),
            tls,
        })
    };
    let metrics = watched.as_ref().map(|(_, address)| *address);
    let watching = watched.map(|(listener, _)| {
        let port = port(health::for_operators(Arc::clone(&app)), None);
        tokio::spawn(connections::accept(listener, port, stopping.clone()))
    });
    let port = port(app::router(Arc::clone(&app)), tls);
    let listening = tokio::spawn(hear_other_writers(Arc::clone(&app)));
    let done = tokio::spawn(async move {
        connections::accept(listener, port, stopping).await;
        listening.abort();
        app.storage.close().await;
        drop(watching);
    });
    Ok(Running {
        address,
        metrics,
        renew,
        stop,
        done,
    })
}

async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |error| StartError::Port(address, error);
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Passes on what others have written to the same database: servers, and commands.
async fn hear_other_writers(app: Arc<App>) {
    loop {
        let moved = |site, head| app.notices.moved(site, head);
        if let Err(error) = app.storage.listen(moved).await {
            tracing::warn!(%error, "not hearing of others' entries; trying again");
        }
        tokio::time::sleep(PAUSE).await;
    }
}
