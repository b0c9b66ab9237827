//! A server in this process, and a client.

use std::{path::PathBuf, thread::JoinHandle, time::Duration};

use ledger::{Bundle, SiteId, sync::Answer, sync::Cursor};
use serde_json::Value;
use server::{
    serve::{self, Limits, Settings},
    storage::{Location, Opening, Storage},
};
use tokio::sync::oneshot;
use ureq::{Agent, Body, http::Response};

use crate::engines::{Database, databases, run};

pub(crate) struct Server {
    pub(crate) url: String,
    /// Where its numbers are.
    pub(crate) metrics: Option<String>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

pub(crate) fn settings(database: Location) -> Settings {
    Settings {
        listen: "127.0.0.1:0".parse().unwrap(),
        app: PathBuf::from("/nonexistent"),
        database,
        demo: None,
        without_sign_in: false,
        most_file_bytes: 1 << 30,
        limits: Limits::default(),
        certificate: None,
        metrics: None,
    }
}

impl Server {
    pub(crate) fn start(settings: Settings) -> Self {
        let (started, address) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            run(async {
                let running = serve::start(&settings).await.unwrap();
                started.send((running.address, running.metrics)).unwrap();
                let _ = stopped.await;
                running.stop().await;
            });
        });
        let (address, metrics) = address.recv().unwrap();
        let url = |address| format!("http://{address}");
        Self {
            url: url(address),
            metrics: metrics.map(url),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    pub(crate) fn of(database: &Database) -> Self {
        Self::start(settings(database.location()))
    }

    /// Stops it, and waits until it has stopped.
    pub(crate) fn stop(&mut self) {
        if let (Some(stop), Some(thread)) = (self.stop.take(), self.thread.take()) {
            let _ = stop.send(());
            thread.join().unwrap();
        }
    }

    pub(crate) fn get(&self, path: &str) -> Response<Body> {
        client().get(format!("{}{path}", self.url)).call().unwrap()
    }

    /// Sends a bundle and reads the answer.
    pub(crate) fn sync(&self, since: &Cursor, bundle: &Bundle) -> Answer {
        let path = format!("sync?epoch={}&since={}", since.epoch, since.ordinal);
        self.sync_at(&path, bundle)
    }

    pub(crate) fn sync_at(&self, path: &str, bundle: &Bundle) -> Answer {
        let url = format!("{}/api/v1/sites/{}/{path}", self.url, bundle.site);
        let mut response = post(&url, &serde_json::to_vec(bundle).unwrap());
        let text = response.body_mut().read_to_string().unwrap();
        assert_eq!(response.status(), 200, "{text}");
        serde_json::from_str(&text).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

pub(crate) fn client() -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(30)));
    config.build().into()
}

pub(crate) fn post(url: &str, body: &[u8]) -> Response<Body> {
    client()
        .post(url)
        .content_type("application/json")
        .send(body)
        .unwrap()
}

/// Status and code of an answer that is an error, which must also hold a sentence.
pub(crate) fn error(mut response: Response<Body>) -> (u16, String) {
    let status = response.status().as_u16();
    assert_eq!(header(&response, "content-type"), "application/json");
    let body: Value = serde_json::from_str(&response.body_mut().read_to_string().unwrap()).unwrap();
    assert!(
        body["error"]["message"].as_str().unwrap().ends_with('.'),
        "{body}"
    );
    (status, body["error"]["code"].as_str().unwrap().to_owned())
}

pub(crate) fn header<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

/// Puts a site without entries into a database.
pub(crate) fn with_site(database: &Database) -> SiteId {
    let site = crate::device::new_site();
    run(async {
        let storage = Storage::open(&database.location()).await.unwrap();
        assert!(storage.make_site(site, Opening::Open).await.unwrap());
        storage.close().await;
    });
    site
}

/// Runs a test on a server over each engine, with one site in it.
pub(crate) fn on_each_server(test: impl Fn(&mut Server, SiteId)) {
    for database in databases() {
        let site = with_site(&database);
        let mut server = Server::of(&database);
        test(&mut server, site);
        server.stop();
    }
}
