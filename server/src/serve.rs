//! The server as a whole: from settings to an open port, and to a clean stop.

use std::{fmt, io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use axum::Router;
use hyper::{
    Request,
    body::Incoming,
    server::conn::http1,
    service::{Service as _, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinHandle,
};

use crate::{
    app::{self, App, Peer},
    assets::Shelf,
    demo,
    storage::{Location, Storage, StorageError},
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
    /// Whether to make the demo site if there is no site.
    pub demo: bool,
    /// The operator knows that anyone who can reach the port can read and write everything.
    pub without_sign_in: bool,
    /// Bytes of photos, recordings and other files that a site may have.
    pub most_file_bytes: u64,
}

/// Why the server did not start.
#[derive(Debug)]
pub enum StartError {
    /// Other machines could reach it, and it has no sign-in.
    WithoutSignIn(SocketAddr),
    /// The port can't be had.
    Port(SocketAddr, io::Error),
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
            Self::WithoutSignIn(address) => write!(
                f,
                "there is no sign-in yet: whoever can reach {address} could read and change \
                 everything. Listen on 127.0.0.1, or add --without-sign-in if something else \
                 guards that address"
            ),
            Self::Port(address, error) if error.kind() == io::ErrorKind::AddrInUse => write!(
                f,
                "port {} on {} is taken: stop the program that uses it, or choose another with \
                 --listen {}:PORT",
                address.port(),
                address.ip(),
                address.ip()
            ),
            Self::Port(address, error) => write!(f, "{address} can't be listened on: {error}"),
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
    stop: watch::Sender<bool>,
    done: JoinHandle<()>,
}

impl Running {
    /// Takes no more connections, ends the streams, lets running requests finish, closes the
    /// database. Takes a few seconds at most.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        if let Err(error) = self.done.await {
            tracing::error!(%error, "the server did not stop cleanly");
        }
    }
}

/// Connections at the same time; more wait.
const CONNECTIONS: usize = 1_024;
/// How long a client may take to send the head of a request.
const HEAD_PATIENCE: Duration = Duration::from_secs(15);
/// How long running requests have to finish when the server stops.
const STOP_PATIENCE: Duration = Duration::from_secs(5);
/// How long to wait before taking connections again, or before listening to the database again.
const PAUSE: Duration = Duration::from_secs(1);

/// Starts a server. It runs until [`Running::stop`].
pub async fn start(settings: &Settings) -> Result<Running, StartError> {
    let Settings {
        listen,
        without_sign_in,
        ..
    } = *settings;
    if !listen.ip().is_loopback() && !without_sign_in {
        return Err(StartError::WithoutSignIn(listen));
    }
    let port_error = |error| StartError::Port(listen, error);
    let listener = TcpListener::bind(listen).await.map_err(port_error)?;
    let address = listener.local_addr().map_err(port_error)?;
    let storage = Storage::open(&settings.database)
        .await
        .map_err(StartError::Storage)?;
    let shelf =
        Shelf::open(settings.app.clone()).map_err(|error| StartError::App(error.to_string()))?;
    if settings.demo
        && let Some(entries) = demo::found(&storage).await.map_err(StartError::Demo)?
    {
        tracing::info!(entries, "made the demo site");
    }

    let (stop, stopping) = watch::channel(false);
    let app = App::new(
        storage,
        shelf,
        stopping.clone(),
        settings.most_file_bytes,
        !without_sign_in,
    );
    let app = Arc::new(app);
    let listening = tokio::spawn(hear_other_servers(Arc::clone(&app)));
    let done = tokio::spawn(async move {
        accept(listener, &app::router(Arc::clone(&app)), stopping).await;
        listening.abort();
        app.storage.close().await;
    });
    Ok(Running {
        address,
        stop,
        done,
    })
}

/// Passes on what other servers over the same database have taken in.
async fn hear_other_servers(app: Arc<App>) {
    let Some(listener) = app.storage.listener() else {
        return;
    };
    loop {
        if let Err(error) = listener
            .listen(|site, head| app.notices.moved(site, head))
            .await
        {
            tracing::warn!(%error, "not hearing of other servers' entries; trying again");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn accept(listener: TcpListener, router: &Router, mut stopping: watch::Receiver<bool>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    loop {
        let next = async {
            let place = Arc::clone(&room).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            _ = stopping.changed() => break,
        };
        match (place, accepted) {
            (Ok(place), Ok((stream, peer))) => {
                serve_connection(stream, Peer(peer.ip()), router, &graceful, place);
            }
            (_, Err(error)) => {
                // Out of file descriptors, most likely: some come back when connections end.
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(PAUSE).await;
            }
            (Err(_), _) => break,
        }
    }
    drop(listener);
    if tokio::time::timeout(STOP_PATIENCE, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("stopped before all requests were finished");
    }
}

fn serve_connection(
    stream: TcpStream,
    peer: Peer,
    router: &Router,
    graceful: &GracefulShutdown,
    place: OwnedSemaphorePermit,
) {
    let router = TowerToHyperService::new(router.clone());
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        router.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        let _place = place;
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection broke off");
        }
    });
}
