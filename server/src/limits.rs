//! How much one client may ask for, and how long it may take.
//!
//! A bucket for each address and for each token: it holds so many requests and fills up again at a
//! steady pace. Eighty lines of our own instead of a crate with ten others behind it; buckets that
//! have filled up again are forgotten, so memory stays with those who are busy.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    app::{App, Peer},
    error::ApiError,
};

/// What clients are held to.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Requests a second, over a longer time, from one address; 0 for no limit. A whole office may
    /// be behind one address.
    pub per_address: u32,
    /// The same with one token, which is one device.
    pub per_token: u32,
    /// Connections at the same time; more wait.
    pub connections: usize,
    /// Connections at the same time from one address; more are closed at once.
    pub connections_of_one: usize,
    /// How long a client may take to send the head of a request, and to agree on TLS.
    pub head_patience: Duration,
    /// How long a client may send nothing in the middle of a body.
    pub body_patience: Duration,
    /// How long a client may take in nothing of an answer.
    pub answer_patience: Duration,
    /// Who may say, in `X-Forwarded-For`, from where a request came: proxies in front of the
    /// server.
    pub proxies: Vec<IpAddr>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            per_address: 500,
            per_token: 50,
            connections: 4_096,
            connections_of_one: 1_024,
            head_patience: Duration::from_secs(15),
            body_patience: Duration::from_secs(20),
            answer_patience: Duration::from_mins(1),
            proxies: Vec::new(),
        }
    }
}

/// A bucket holds what may be asked for in so many seconds.
const BURST_SECONDS: f64 = 10.0;
/// What a request costs that was refused for want of a valid token.
const UNKNOWN_COSTS: f64 = 10.0;
/// Buckets that are kept before full ones are looked for.
const MANY: usize = 10_000;

/// Whom a bucket is for. A token is kept as its hash under a key of this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Client {
    Address(IpAddr),
    Token(u64),
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

/// The buckets of all clients.
#[derive(Debug)]
pub(crate) struct Buckets {
    per_address: f64,
    per_token: f64,
    key: RandomState,
    of: Mutex<HashMap<Client, Bucket>>,
}

impl Buckets {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            per_address: f64::from(limits.per_address),
            per_token: f64::from(limits.per_token),
            key: RandomState::new(),
            of: Mutex::default(),
        }
    }

    fn token(&self, headers: &HeaderMap) -> Option<Client> {
        let said = headers.get(header::AUTHORIZATION)?;
        Some(Client::Token(self.key.hash_one(said.as_bytes())))
    }

    fn pace(&self, client: Client) -> f64 {
        match client {
            Client::Address(_) => self.per_address,
            Client::Token(_) => self.per_token,
        }
    }

    /// Takes `cost` out of a bucket; else says how long until there is enough in it.
    fn take(&self, client: Client, cost: f64, now: Instant) -> Result<(), Duration> {
        let pace = self.pace(client);
        if pace <= 0.0 {
            return Ok(());
        }
        let most = pace * BURST_SECONDS;
        let filled = |bucket: &Bucket| {
            let since = now.saturating_duration_since(bucket.at).as_secs_f64();
            (bucket.left + since * pace).min(most)
        };
        let mut buckets = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MANY && !buckets.contains_key(&client) {
            buckets.retain(|client, bucket| {
                let pace = self.pace(*client);
                let since = now.saturating_duration_since(bucket.at).as_secs_f64();
                bucket.left + since * pace < pace * BURST_SECONDS
            });
            if buckets.len() >= MANY {
                // So many addresses at once are no office.
                return Err(Duration::from_secs(1));
            }
        }
        let bucket = buckets.entry(client).or_insert(Bucket {
            left: most,
            at: now,
        });
        let left = filled(bucket);
        *bucket = Bucket {
            left: (left - cost).max(0.0),
            at: now,
        };
        if left < cost {
            bucket.left = left;
            return Err(Duration::from_secs_f64((cost - left) / pace));
        }
        Ok(())
    }

    /// Takes what there is, up to `cost`.
    fn drain(&self, client: Client, cost: f64, now: Instant) {
        if self.take(client, cost, now).is_err() {
            let mut buckets = self.of.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(bucket) = buckets.get_mut(&client) {
                bucket.left = 0.0;
            }
        }
    }
}

/// A network at home or of a mobile provider has 2⁶⁴ addresses of IPv6: they count as one.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// From where a request came: the last address of `X-Forwarded-For` that is no proxy's, if a proxy
/// brought it. Whatever a client wrote there itself stands further to the left.
fn origin(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let is_proxy = |address: &IpAddr| proxies.contains(&address.to_canonical());
    if !is_proxy(&peer) {
        return peer;
    }
    let told: Vec<_> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map_while(|address| address.trim().parse::<IpAddr>().ok())
        .collect();
    let stranger = told.iter().rev().find(|address| !is_proxy(address));
    stranger.copied().unwrap_or(peer)
}

/// Lets a request through if its address and its token have not asked too much of late.
pub(crate) async fn hold(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(&Peer(peer)) = request.extensions().get() else {
        return ApiError::internal("a request without a connection").into_response();
    };
    let peer = origin(peer, request.headers(), &app.limits.proxies);
    request.extensions_mut().insert(Peer(peer));
    let address = Client::Address(household(peer));
    let token = app.buckets.token(request.headers());
    for client in [Some(address), token].into_iter().flatten() {
        if let Err(wait) = app.buckets.take(client, 1.0, Instant::now()) {
            return too_many(wait);
        }
    }
    let response = next.run(request).await;
    if response.status() == StatusCode::UNAUTHORIZED {
        app.buckets.drain(address, UNKNOWN_COSTS, Instant::now());
    }
    response
}

fn too_many(wait: Duration) -> Response {
    let message = "Too many requests in a short time. Try again in a moment.";
    let error = ApiError::new(StatusCode::TOO_MANY_REQUESTS, "too-many", message);
    let mut response = error.into_response();
    let seconds = HeaderValue::from(wait.as_secs() + 1);
    response.headers_mut().insert(header::RETRY_AFTER, seconds);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_bucket_empties_and_fills_up_again() {
        let limits = Limits {
            per_address: 2,
            ..Limits::default()
        };
        let (buckets, start) = (Buckets::new(&limits), Instant::now());
        let client = Client::Address(address("192.0.2.1"));
        for _ in 0..20 {
            buckets.take(client, 1.0, start).unwrap();
        }
        let wait = buckets.take(client, 1.0, start).unwrap_err();
        assert_eq!(wait, Duration::from_millis(500));
        buckets.take(client, 1.0, start + wait).unwrap();
        buckets.take(client, 1.0, start + wait).unwrap_err();
        let other = Client::Address(address("192.0.2.2"));
        buckets.take(other, 1.0, start).unwrap();
        let rested = start + Duration::from_hours(1);
        for _ in 0..20 {
            buckets.take(client, 1.0, rested).unwrap();
        }
        buckets.take(client, 1.0, rested).unwrap_err();
    }

    #[test]
    fn nought_is_no_limit_and_a_refusal_costs_more() {
        let limits = Limits {
            per_address: 0,
            per_token: 1,
            ..Limits::default()
        };
        let (buckets, now) = (Buckets::new(&limits), Instant::now());
        for _ in 0..10_000 {
            let client = Client::Address(address("192.0.2.1"));
            buckets.take(client, 1.0, now).unwrap();
        }
        buckets.take(Client::Token(1), 1.0, now).unwrap();
        buckets.drain(Client::Token(1), UNKNOWN_COSTS, now);
        buckets.take(Client::Token(1), 1.0, now).unwrap_err();
    }

    #[test]
    fn a_crowd_of_addresses_does_not_fill_the_memory() {
        let (buckets, start) = (Buckets::new(&Limits::default()), Instant::now());
        let visit = |number: u64, now| buckets.take(Client::Token(number), 1.0, now);
        for number in 0..MANY as u64 {
            visit(number, start).unwrap();
        }
        visit(MANY as u64, start).unwrap_err();
        // Those who were there before are still answered.
        visit(7, start).unwrap();
        visit(MANY as u64, start + Duration::from_secs(1)).unwrap();
        assert_eq!(buckets.of.lock().unwrap().len(), 1);
    }

    #[test]
    fn only_a_proxy_is_believed_about_where_a_request_came_from() {
        let proxies = [address("10.0.0.1"), address("10.0.0.2")];
        let check = |peer: &str, told: &'static [&'static str], expected: &str| {
            let mut headers = HeaderMap::new();
            for told in told {
                headers.append("x-forwarded-for", HeaderValue::from_static(told));
            }
            assert_eq!(origin(address(peer), &headers, &proxies), address(expected));
        };
        check("192.0.2.1", &["198.51.100.7"], "192.0.2.1");
        check("10.0.0.1", &[], "10.0.0.1");
        check("10.0.0.1", &["198.51.100.7"], "198.51.100.7");
        check(
            "10.0.0.1",
            &["1.1.1.1, 198.51.100.7, 10.0.0.2"],
            "198.51.100.7",
        );
        check("10.0.0.1", &["1.1.1.1", "198.51.100.7"], "198.51.100.7");
        check("::ffff:10.0.0.1", &["198.51.100.7"], "198.51.100.7");
        check("10.0.0.1", &["nonsense"], "10.0.0.1");
    }

    #[test]
    fn one_household_is_one_client() {
        assert_eq!(
            household(address("2001:db8:1:2:3::4")),
            address("2001:db8:1:2::")
        );
        assert_eq!(household(address("::ffff:192.0.2.1")), address("192.0.2.1"));
    }
}
