//! One exchange with the server: what is sent, in which form, and what comes back.

use std::collections::BTreeSet;

use ledger::{
    Bundle, DeviceId,
    sync::{Answer, Batch, Cursor, Span},
    wire,
};

use super::{
    http::{self, Trouble},
    rekey::tell,
};
use crate::desk::Desk;

/// What is asked: [`ledger::sync::Command::Exchange`].
pub struct Asked {
    /// Where reading goes on.
    pub since: Cursor,
    /// What to send.
    pub push: Vec<Span>,
    /// Chains that are wanted from their start.
    pub forget: BTreeSet<DeviceId>,
    /// How much at once.
    pub batch: Batch,
}

/// Sends what the server lacks, and reads what this device lacks.
pub async fn exchange(desk: Desk, asked: Asked) -> Result<Answer, Trouble> {
    if !desk.peek_moved().untold.is_empty() {
        // If it can't be told now, it is before the next exchange.
        tell(desk).await;
    }
    let brief = http::takes_brief();
    let most = (asked.batch.bytes, !brief);
    let bundle = desk.bundle(&asked.push, &asked.forget, most).await;
    let bundle = bundle.map_err(|_| Trouble::NoAnswer)?;
    let (site, wrote) = (bundle.site, desk.wrote());
    let body = body(desk, bundle, brief);
    http::exchange((site, body), &asked.since, asked.batch.entries, wrote).await
}

/// A bundle as it is sent. In few bytes each entry goes with the hash that the ledger knows, so
/// that the server finds one that was damaged here.
fn body(desk: Desk, bundle: Bundle, brief: bool) -> Option<http::Body> {
    if !brief {
        return http::Body::json(&bundle);
    }
    let bytes = desk.peek(|here| {
        wire::of_bundle(bundle, |entry| {
            let known = here.hash_at(entry.device(), entry.seq());
            known.unwrap_or_else(|| entry.hash())
        })
    });
    bytes.map(|bytes| http::Body {
        media_type: wire::MEDIA_TYPE,
        bytes,
    })
}
