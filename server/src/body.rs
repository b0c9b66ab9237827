//! Bodies on the wire: what comes in is limited in size and time, what goes out is compressed.

use std::{io::Read, sync::Arc, time::Duration};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, read::GzDecoder, read::GzEncoder};
use futures_util::StreamExt;
use serde::Serialize;
use tokio::{sync::OwnedSemaphorePermit, time::Instant};

use crate::{app::App, error::ApiError};

pub(crate) const JSON: &str = "application/json";
/// The largest body, as it comes and unpacked.
const MOST_BYTES: usize = 32 << 20;
/// How far a body that is too large is read on, so that its sender gets to see the answer.
const DRAIN_BYTES: usize = 4 * MOST_BYTES;
/// A body may take so much longer than the patience with it as it is long.
const LEAST_BYTES_A_SECOND: usize = 256;
/// Below this size, compressing an answer gains nothing.
const WORTH_PACKING_BYTES: usize = 1024;

pub(crate) fn too_large() -> ApiError {
    let message = format!(
        "A request may hold {} MiB. Send less at once.",
        MOST_BYTES >> 20
    );
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", message)
}

/// How a body that holds JSON is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Plain,
    Gzip,
}

impl Packing {
    /// Only JSON is taken: a web page of another origin can't send that without being asked first,
    /// and this server never says yes.
    pub(crate) fn of_request(headers: &HeaderMap) -> Result<Self, ApiError> {
        Self::of(headers, &[JSON]).map(|(packing, _)| packing)
    }

    /// How a body is packed, and which of these media types it has. None may be one that a form on
    /// a web page can send.
    pub(crate) fn of(
        headers: &HeaderMap,
        media_types: &[&'static str],
    ) -> Result<(Self, &'static str), ApiError> {
        let text = |name| {
            headers
                .get(name)
                .map_or(Ok(""), HeaderValue::to_str)
                .unwrap_or("?")
        };
        let unsupported =
            |message| ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported", message);
        let media_type = text(header::CONTENT_TYPE)
            .split(';')
            .next()
            .unwrap_or_default()
            .trim();
        let mut known = media_types.iter();
        let Some(known) = known.find(|known| media_type.eq_ignore_ascii_case(known)) else {
            return Err(unsupported(
                "The body must be JSON, sent as application/json.",
            ));
        };
        match text(header::CONTENT_ENCODING) {
            "" | "identity" => Ok((Self::Plain, known)),
            "gzip" => Ok((Self::Gzip, known)),
            _ => Err(unsupported(
                "The body may be packed with gzip and nothing else.",
            )),
        }
    }
}

/// A body that has come in whole, and the room that it takes up until it is dropped.
pub(crate) struct Taken {
    pub(crate) bytes: Vec<u8>,
    _room: Option<OwnedSemaphorePermit>,
}

/// Reads a body to its end. A slow one takes up room only for what has come of it so far, and no
/// turn; one that is slower than any line that is worth having is given up.
pub(crate) async fn read(app: &App, body: Body) -> Result<Taken, ApiError> {
    let started = Instant::now();
    let mut parts = body.into_data_stream();
    let (mut bytes, mut length) = (Vec::new(), 0);
    let mut room: Option<OwnedSemaphorePermit> = None;
    let mut kib = 0;
    loop {
        let patience = app.limits.body_patience;
        let due = started + patience + Duration::from_secs((length / LEAST_BYTES_A_SECOND) as u64);
        let limit = due.min(Instant::now() + patience);
        let part = match tokio::time::timeout_at(limit, parts.next()).await {
            Ok(Some(Ok(part))) => part,
            Ok(None) if length > MOST_BYTES => return Err(too_large()),
            Ok(None) => {
                app.metrics.bytes_in.add(length as u64);
                return Ok(Taken { bytes, _room: room });
            }
            Ok(Some(Err(_))) => {
                let message = "The request broke off. Send it again.";
                let status = StatusCode::BAD_REQUEST;
                return Err(ApiError::new(status, "broken-off", message));
            }
            Err(_) => {
                let message = "The request took too long to arrive. Send it again.";
                let status = StatusCode::REQUEST_TIMEOUT;
                return Err(ApiError::new(status, "too-slow", message));
            }
        };
        length += part.len();
        if length > DRAIN_BYTES {
            return Err(too_large());
        }
        if length > MOST_BYTES {
            (bytes, room) = (Vec::new(), None);
            continue;
        }
        let needed = length.div_ceil(1 << 10) - kib;
        let more = Arc::clone(&app.room)
            .try_acquire_many_owned(u32::try_from(needed).unwrap_or(u32::MAX))
            .map_err(|_| ApiError::busy())?;
        kib += needed;
        match &mut room {
            Some(room) => room.merge(more),
            None => room = Some(more),
        }
        bytes.extend_from_slice(&part);
    }
}

/// Unpacks a body, up to the limit.
pub(crate) fn unpack(packing: Packing, bytes: Vec<u8>) -> Result<Vec<u8>, ApiError> {
    match packing {
        Packing::Plain => Ok(bytes),
        Packing::Gzip => {
            let mut plain = Vec::new();
            GzDecoder::new(&bytes[..])
                .take(MOST_BYTES as u64 + 1)
                .read_to_end(&mut plain)
                .map_err(|_| {
                    let message = "The body is not whole gzip. Send it again.";
                    ApiError::new(StatusCode::BAD_REQUEST, "not-gzip", message)
                })?;
            if plain.len() > MOST_BYTES {
                Err(too_large())
            } else {
                Ok(plain)
            }
        }
    }
}

/// An answer in JSON, packed where the reader takes that and it is worth it.
pub(crate) fn json(asked: &HeaderMap, value: &impl Serialize) -> Result<Response, ApiError> {
    let plain = serde_json::to_vec(value).map_err(ApiError::internal)?;
    packed(asked, (JSON, Compression::fast()), plain)
}

/// An answer of any kind, packed where the reader takes that and it is worth it.
pub(crate) fn packed(
    asked: &HeaderMap,
    (media_type, level): (&'static str, Compression),
    plain: Vec<u8>,
) -> Result<Response, ApiError> {
    let content_type = (header::CONTENT_TYPE, media_type);
    let vary = (header::VARY, "accept-encoding");
    if plain.len() < WORTH_PACKING_BYTES || !accepts(asked, "gzip") {
        return Ok(([content_type, vary], plain).into_response());
    }
    let mut packed = Vec::new();
    GzEncoder::new(&plain[..], level)
        .read_to_end(&mut packed)
        .map_err(ApiError::internal)?;
    Ok((
        [content_type, vary, (header::CONTENT_ENCODING, "gzip")],
        packed,
    )
        .into_response())
}

/// Whether the reader takes an encoding: named, and not with a weight of nought (RFC 9110, 12.5.3).
pub(crate) fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    names(asked, &header::ACCEPT_ENCODING, encoding)
}

/// Whether the reader names a media type among those that it takes (RFC 9110, 12.5.1).
pub(crate) fn asks_for(asked: &HeaderMap, media_type: &str) -> bool {
    names(asked, &header::ACCEPT, media_type)
}

fn names(asked: &HeaderMap, header: &HeaderName, wanted: &str) -> bool {
    let offers = asked.get_all(header).iter().filter_map(|v| v.to_str().ok());
    offers.flat_map(|offer| offer.split(',')).any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(wanted));
        let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok());
        named && weight.is_none_or(|weight| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_taken_when_it_is_named_and_not_refused() {
        let takes = |offer: &'static str, encoding| {
            let header = (header::ACCEPT_ENCODING, HeaderValue::from_static(offer));
            accepts(&HeaderMap::from_iter([header]), encoding)
        };
        assert!(takes("gzip, deflate, br", "br"));
        assert!(takes("GZIP;q=0.5", "gzip"));
        assert!(!takes("br;q=0, gzip", "br"));
        assert!(!takes("brotli", "br"));
        assert!(!takes("", "gzip"));
    }
}
