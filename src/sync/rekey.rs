//! Tells the server which devices follow on one whose entries had to be moved, so that it goes on
//! taking them.

use serde::Deserialize;

use super::http::{Trouble, request};
use crate::desk::Desk;

/// Nothing of the answer is needed.
#[derive(Deserialize)]
struct Told {}

/// Tells what has not been told yet. A server that is older or open has nothing to note; without an
/// answer it is told before the next exchange.
pub async fn tell(desk: Desk) {
    let untold = desk.peek_moved().untold;
    if untold.is_empty() {
        return;
    }
    let url = format!("/api/v1/sites/{}/rekey", desk.site());
    for renamed in &untold {
        let told = request::<Told>(&url, serde_json::to_string(renamed).ok()).await;
        if told.is_err_and(|trouble| trouble == Trouble::NoAnswer) {
            return;
        }
    }
    // If it can't be stored now, it is told again, which changes nothing.
    let _ = desk.moved_was_told().await;
}
