//! Connections: taken, counted, given up when they hang, and ended in good order.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::Router;
use hyper::{
    Request,
    body::Incoming,
    server::conn::http1,
    service::{Service as _, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
    service::TowerToHyperService,
};
use rustls::ServerConfig;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
};
use tokio_rustls::TlsAcceptor;

use crate::{app::Peer, limits::Limits, metrics::Metrics, patience::Patient};

/// How long running requests have to finish when the server stops.
const STOP_PATIENCE: Duration = Duration::from_secs(5);
/// How long to wait before taking connections again.
const PAUSE: Duration = Duration::from_secs(1);
/// Bytes of the head of a request, at most.
const HEAD_BYTES: usize = 64 << 10;

/// What all connections of one port have in common.
pub(crate) struct Port {
    pub(crate) router: Router,
    pub(crate) limits: Limits,
    pub(crate) metrics: Arc<Metrics>,
    /// The certificate of the moment; `None` without TLS.
    pub(crate) tls: Option<watch::Receiver<Arc<ServerConfig>>>,
}

/// Takes connections until the server stops, and then lets running requests finish.
pub(crate) async fn accept(
    listener: TcpListener,
    port: Arc<Port>,
    mut stopping: watch::Receiver<bool>,
) {
    let room = Arc::new(Semaphore::new(port.limits.connections));
    let places = Arc::new(Places::default());
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
                let peer = peer.ip().to_canonical();
                let Some(of_one) = places.take(peer, &port.limits) else {
                    port.metrics.turned_away.add(1);
                    continue;
                };
                let (port, watcher) = (Arc::clone(&port), graceful.watcher());
                tokio::spawn(async move {
                    let _kept = (place, of_one);
                    let _counted = port.metrics.connections.one_more();
                    serve(stream, Peer(peer), &port, watcher).await;
                });
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

async fn serve(stream: TcpStream, peer: Peer, port: &Port, watcher: Watcher) {
    let Some(tls) = &port.tls else {
        return answer(stream, peer, port, watcher).await;
    };
    let acceptor = TlsAcceptor::from(Arc::clone(&tls.borrow()));
    let handshake = acceptor.accept(stream);
    match tokio::time::timeout(port.limits.head_patience, handshake).await {
        Ok(Ok(stream)) => answer(stream, peer, port, watcher).await,
        Ok(Err(error)) => tracing::debug!(%error, "a connection did not come to TLS"),
        Err(_) => tracing::debug!("a connection took too long to agree on TLS"),
    }
}

async fn answer<S>(stream: S, peer: Peer, port: &Port, watcher: Watcher)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let router = TowerToHyperService::new(port.router.clone());
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        router.call(request)
    });
    let stream = Patient::new(stream, port.limits.answer_patience);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(port.limits.head_patience)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection broke off");
    }
}

/// How many connections each address has.
#[derive(Debug, Default)]
struct Places(Mutex<HashMap<IpAddr, usize>>);

/// One of them, until this is dropped.
struct Place {
    places: Arc<Places>,
    address: IpAddr,
}

impl Places {
    fn take(self: &Arc<Self>, address: IpAddr, limits: &Limits) -> Option<Place> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(address).or_default();
        // A proxy brings the connections of everyone.
        if *count >= limits.connections_of_one && !limits.proxies.contains(&address) {
            return None;
        }
        *count += 1;
        Some(Place {
            places: Arc::clone(self),
            address,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.address);
            }
        }
    }
}
