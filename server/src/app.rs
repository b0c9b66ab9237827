//! What all requests share, and which route answers which.

use std::{net::IpAddr, sync::Arc};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use ledger::SiteId;
use tokio::sync::{Semaphore, watch};

use crate::{
    api::{self, Api},
    assets::Shelf,
    error::ApiError,
    guard,
    limits::{self, Buckets, Limits},
    log,
    metrics::Metrics,
    notices::Notices,
    routes,
    serve::Settings,
    storage::Storage,
    tries::Tries,
};

/// Requests that read a bundle at the same time: each may hold it unpacked in memory.
const TURNS: usize = 16;
/// KiB of bodies that are on their way in, all requests together.
const ROOM_KIB: usize = 256 << 10;

/// Who is at the other end of the connection, in each request's extensions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Whether an open site may be shown to whoever is at the other end, in each request's extensions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near(pub(crate) bool);

/// Wrong codes, by who tried them and where.
pub(crate) struct CodeTries {
    pub(crate) by_address: Tries<IpAddr>,
    pub(crate) by_site: Tries<SiteId>,
}

/// Wrong codes a minute from one address.
const TRIES_OF_ADDRESS: u32 = 10;
/// Wrong codes a minute at one site.
const TRIES_AT_SITE: u32 = 100;

/// What all requests share.
pub(crate) struct App {
    pub(crate) storage: Storage,
    pub(crate) notices: Notices,
    pub(crate) turns: Semaphore,
    /// A permit is a KiB of a body that is being read.
    pub(crate) room: Arc<Semaphore>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) limits: Limits,
    pub(crate) buckets: Buckets,
    /// Turns `true` when the server stops.
    pub(crate) stopping: watch::Receiver<bool>,
    /// Bytes of files that a site may have.
    pub(crate) most_file_bytes: u64,
    pub(crate) tries: CodeTries,
    shelf: Shelf,
    /// Who is shown the open sites.
    open_sites: OpenSites,
    /// Whether the server itself speaks TLS.
    encrypted: bool,
}

/// Who is shown the sites that ask nobody who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpenSites {
    /// Everyone who reaches the server: something else guards it.
    Everywhere,
    /// Those who call this machine by a name of its own.
    OnThisMachine,
    /// Nobody: other machines can reach the server.
    Nowhere,
}

impl App {
    pub(crate) fn new(
        storage: Storage,
        shelf: Shelf,
        stopping: watch::Receiver<bool>,
        settings: &Settings,
        open_sites: OpenSites,
    ) -> Self {
        Self {
            storage,
            notices: Notices::default(),
            turns: Semaphore::new(TURNS),
            room: Arc::new(Semaphore::new(ROOM_KIB)),
            metrics: Arc::default(),
            limits: settings.limits.clone(),
            buckets: Buckets::new(&settings.limits),
            stopping,
            most_file_bytes: settings.most_file_bytes,
            tries: CodeTries {
                by_address: Tries::new(TRIES_OF_ADDRESS),
                by_site: Tries::new(TRIES_AT_SITE),
            },
            shelf,
            open_sites,
            encrypted: settings.certificate.is_some(),
        }
    }
}

/// The routes of the API. Each stands in the document of the API by what it says of itself.
pub(crate) fn api() -> Api {
    use routes::{devices, events, export, files, invitations, join, me, sites, sync};
    let file = "/sites/{site}/files/{sha256}";
    Api::new()
        .get("/sites", sites::get, &sites::GET)
        .post("/sites/{site}/sync", sync::post, &sync::POST)
        .get("/sites/{site}/events", events::get, &events::GET)
        .post("/sites/{site}/files", files::post, &files::POST)
        .get(file, files::get, &files::GET)
        .put(file, files::put, &files::PUT)
        .get("/sites/{site}/export", export::list, &export::LIST)
        .get("/sites/{site}/export/{file}", export::get, &export::GET)
        .post("/join", join::post, &join::POST)
        .post("/join/look", join::look, &join::LOOK)
        .get("/sites/{site}/me", me::get, &me::GET)
        .get(
            "/sites/{site}/invitations",
            invitations::get,
            &invitations::GET,
        )
        .post(
            "/sites/{site}/invitations",
            invitations::post,
            &invitations::POST,
        )
        .delete(
            "/sites/{site}/invitations/{person}",
            invitations::delete,
            &invitations::DELETE,
        )
        .get("/sites/{site}/devices", devices::get, &devices::GET)
        .delete(
            "/sites/{site}/devices/{device}",
            devices::delete,
            &devices::DELETE,
        )
        .post("/sites/{site}/rekey", devices::rekey, &devices::REKEY)
}

/// All routes.
pub(crate) fn router(app: Arc<App>) -> Router {
    let (api, _) = api().finish();
    let api = api
        .route_layer(middleware::from_fn_with_state(
            Arc::clone(&app),
            guard::check,
        ))
        .fallback(unknown_route)
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::map_response(not_stored));
    let encrypted = app.encrypted;
    let router = Router::new()
        .nest(api::ROOT, api)
        .route("/healthz", get(routes::health::live))
        .route("/readyz", get(routes::health::ready))
        .fallback(shelf)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app),
            note_nearness,
        ))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app),
            limits::hold,
        ))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app),
            log::request,
        ))
        .with_state(app);
    if encrypted {
        router.layer(middleware::map_response(only_encrypted))
    } else {
        router
    }
}

/// Whoever has once been here by TLS comes by nothing else for a year.
async fn only_encrypted(mut response: Response) -> Response {
    let year = HeaderValue::from_static("max-age=31536000");
    let headers = response.headers_mut();
    headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    response
}

async fn shelf(
    State(app): State<Arc<App>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if uri.path().starts_with("/api/") {
        return not_stored(unknown_route().await.into_response()).await;
    }
    app.shelf.response(&method, uri.path(), &headers)
}

async fn unknown_route() -> ApiError {
    ApiError::new(
        StatusCode::NOT_FOUND,
        "unknown-route",
        "This server has no such route.",
    )
}

async fn wrong_method() -> ApiError {
    let message = "This route takes another method.";
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "wrong-method", message)
}

/// Unless a route says otherwise, an answer is kept nowhere; and it is what it says it is.
async fn not_stored(mut response: Response) -> Response {
    let nosniff = HeaderValue::from_static("nosniff");
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// On an open site, being on this machine is what lets a browser in. A web page elsewhere can make
/// its own name point here (DNS rebinding), but then the browser still asks for that name.
async fn note_nearness(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let near = match app.open_sites {
        OpenSites::Everywhere => true,
        OpenSites::OnThisMachine => host.is_some_and(is_this_machine),
        OpenSites::Nowhere => false,
    };
    request.extensions_mut().insert(Near(near));
    next.run(request).await
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn only_names_of_this_machine_are_its_own() {
        for host in [
            "127.0.0.1:8080",
            "127.0.0.1",
            "localhost:1",
            "LOCALHOST",
            "[::1]:8080",
            "[::1]",
        ] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in [
            "example.org",
            "example.org:8080",
            "127.0.0.1.example.org",
            "192.168.1.2:80",
            "",
        ] {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}
