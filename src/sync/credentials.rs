//! The token that goes with every request, while its site is open.

use std::cell::RefCell;

use web_sys::Headers;

thread_local! {
    static TOKEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Sets the token of the site that is open; `None` at an open site.
pub fn set_token(token: Option<String>) {
    TOKEN.set(token);
}

/// Whether the site that is open asks who is there.
pub fn has_token() -> bool {
    TOKEN.with_borrow(Option::is_some)
}

/// Puts the token on a request.
pub(super) fn sign(headers: &Headers) -> Option<()> {
    TOKEN.with_borrow(|token| match token {
        Some(token) => headers
            .set("Authorization", &format!("Bearer {token}"))
            .ok(),
        None => Some(()),
    })
}
