//! What the server has done, as numbers for Prometheus. No number is about a person: routes are
//! patterns without ids, and addresses, tokens and names are nowhere in it.
//!
//! A registry of our own: counters under a lock for a moment, written out as text. The text format
//! is that of Prometheus, version 0.0.4.

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use axum::http::Method;

use crate::storage::Sizes;

/// The upper bounds of the classes that answers are sorted into, by seconds.
const BOUNDS: [f64; 11] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

#[derive(Clone, Copy, Debug, Default)]
struct Histogram {
    classes: [u64; BOUNDS.len()],
    count: u64,
    seconds: f64,
}

impl Histogram {
    fn add(&mut self, seconds: f64) {
        self.count += 1;
        self.seconds += seconds;
        if let Some(class) = BOUNDS.iter().position(|bound| seconds <= *bound) {
            self.classes[class] += 1;
        }
    }
}

/// A number that only grows.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, more: u64) {
        self.0.fetch_add(more, Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

/// A number that goes up and down.
#[derive(Debug, Default)]
pub(crate) struct Gauge(AtomicU64);

/// One more for as long as this is kept.
#[derive(Debug)]
pub(crate) struct Counted<'a>(&'a Gauge);

impl Gauge {
    pub(crate) fn one_more(&self) -> Counted<'_> {
        self.0.fetch_add(1, Relaxed);
        Counted(self)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Relaxed);
    }
}

/// Everything that is counted while the server runs.
#[derive(Debug)]
pub(crate) struct Metrics {
    started: Instant,
    /// By method, route and status.
    requests: Mutex<BTreeMap<(&'static str, String, u16), u64>>,
    /// By route: how long until the answer began.
    seconds: Mutex<BTreeMap<String, Histogram>>,
    /// Entries that were taken in.
    pub(crate) entries: Counter,
    /// Bytes of bodies that came in.
    pub(crate) bytes_in: Counter,
    /// Connections that were closed at once, because there were too many of one address.
    pub(crate) turned_away: Counter,
    pub(crate) connections: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            started: Instant::now(),
            requests: Mutex::default(),
            seconds: Mutex::default(),
            entries: Counter::default(),
            bytes_in: Counter::default(),
            turned_away: Counter::default(),
            connections: Gauge::default(),
        }
    }
}

impl Metrics {
    /// Counts a request whose answer begins.
    pub(crate) fn answered(&self, method: &Method, route: &str, status: u16, took: Duration) {
        let key = (known(method), route.to_owned(), status);
        *lock(&self.requests).entry(key).or_default() += 1;
        let mut seconds = lock(&self.seconds);
        match seconds.get_mut(route) {
            Some(histogram) => histogram.add(took.as_secs_f64()),
            None => seconds
                .entry(route.to_owned())
                .or_default()
                .add(took.as_secs_f64()),
        }
    }

    /// All of it, with what the database says of its size; `None` where it says nothing.
    pub(crate) fn text(&self, sizes: Option<&Sizes>) -> String {
        let mut text = String::new();
        // Writing to a `String` does not fail.
        let _ = self.write(&mut text, sizes);
        text
    }

    fn write(&self, to: &mut String, sizes: Option<&Sizes>) -> fmt::Result {
        head(
            to,
            "doorstep_requests_total",
            "counter",
            "Requests answered.",
        )?;
        for ((method, route, status), count) in &*lock(&self.requests) {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            writeln!(to, "doorstep_requests_total{{{labels}}} {count}")?;
        }
        let name = "doorstep_request_seconds";
        head(to, name, "histogram", "Time until an answer began.")?;
        for (route, histogram) in &*lock(&self.seconds) {
            let mut below = 0;
            for (bound, class) in BOUNDS.iter().zip(histogram.classes) {
                below += class;
                writeln!(
                    to,
                    "{name}_bucket{{route=\"{route}\",le=\"{bound}\"}} {below}"
                )?;
            }
            let Histogram { count, seconds, .. } = histogram;
            writeln!(to, "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}")?;
            writeln!(to, "{name}_sum{{route=\"{route}\"}} {seconds}")?;
            writeln!(to, "{name}_count{{route=\"{route}\"}} {count}")?;
        }
        let counters = [
            ("entries_in_total", "Entries taken in.", &self.entries),
            (
                "body_bytes_in_total",
                "Bytes of bodies that came in.",
                &self.bytes_in,
            ),
            (
                "connections_refused_total",
                "Connections closed because one address had too many.",
                &self.turned_away,
            ),
        ];
        for (name, says, counter) in counters {
            single(to, name, "counter", says, counter.get())?;
        }
        let connections = self.connections.0.load(Relaxed);
        single(to, "connections", "gauge", "Open connections.", connections)?;
        let seconds = self.started.elapsed().as_secs();
        single(
            to,
            "uptime_seconds",
            "gauge",
            "Since the server started.",
            seconds,
        )?;
        let reachable = u64::from(sizes.is_some());
        single(
            to,
            "database_up",
            "gauge",
            "Whether the database answers.",
            reachable,
        )?;
        for (name, says, value) in sizes.into_iter().flat_map(Sizes::named) {
            single(to, name, "gauge", says, value)?;
        }
        Ok(())
    }
}

impl Sizes {
    fn named(&self) -> [(&'static str, &'static str, u64); 6] {
        [
            ("sites", "Sites.", self.sites),
            ("entries", "Entries of all sites.", self.entries),
            ("files", "Files that are here whole.", self.files),
            ("file_bytes", "Bytes of files.", self.file_bytes),
            (
                "database_connections",
                "Connections to the database.",
                self.connections,
            ),
            (
                "database_connections_idle",
                "Those that are free.",
                self.idle,
            ),
        ]
    }
}

fn head(to: &mut String, name: &str, kind: &str, says: &str) -> fmt::Result {
    writeln!(to, "# HELP {name} {says}\n# TYPE {name} {kind}")
}

fn single(to: &mut String, name: &str, kind: &str, says: &str, value: u64) -> fmt::Result {
    head(to, &format!("doorstep_{name}"), kind, says)?;
    writeln!(to, "doorstep_{name} {value}")
}

/// A stranger may call a method what they like; it would be a series of its own for each.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

fn lock<T>(counted: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    counted.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_what_prometheus_reads() {
        let metrics = Metrics::default();
        let route = "/api/v1/sites/{site}/sync";
        for ms in [3, 30, 30, 20_000] {
            metrics.answered(&Method::POST, route, 200, Duration::from_millis(ms));
        }
        let strange = Method::from_bytes(b"FLY").unwrap();
        metrics.answered(&strange, "app", 404, Duration::ZERO);
        metrics.entries.add(7);
        let open = metrics.connections.one_more();
        let text = metrics.text(None);
        for line in [
            r#"doorstep_requests_total{method="POST",route="/api/v1/sites/{site}/sync",status="200"} 4"#,
            r#"doorstep_requests_total{method="other",route="app",status="404"} 1"#,
            r#"doorstep_request_seconds_bucket{route="/api/v1/sites/{site}/sync",le="0.005"} 1"#,
            r#"doorstep_request_seconds_bucket{route="/api/v1/sites/{site}/sync",le="0.05"} 3"#,
            r#"doorstep_request_seconds_bucket{route="/api/v1/sites/{site}/sync",le="10"} 3"#,
            r#"doorstep_request_seconds_bucket{route="/api/v1/sites/{site}/sync",le="+Inf"} 4"#,
            r#"doorstep_request_seconds_count{route="/api/v1/sites/{site}/sync"} 4"#,
            "doorstep_entries_in_total 7",
            "doorstep_connections 1",
            "doorstep_database_up 0",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        drop(open);
        assert!(metrics.text(None).contains("doorstep_connections 0\n"));
    }
}
