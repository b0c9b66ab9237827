//! Drives the app as a person would: real browsers, a real server process, a real disk.
//!
//! A scenario starts a [`Server`] and one or more [`Browser`]s, and speaks to the app through
//! [`Tablet`] and [`Office`] in the words of the field. Everything waits by itself; what does not
//! come in time fails the test with what was waited for and what the page showed instead. A
//! scenario that fails leaves a picture, the page and the console of each browser in
//! `target/e2e/<test>/`.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::print_stdout,
    reason = "what goes wrong in here has to fail the test that uses it, and figures are printed"
)]

mod act;
mod browser;
mod code;
mod console;
mod engine;
mod exported;
mod line;
mod locking;
mod look;
mod office;
mod place;
mod process;
mod release;
mod server;
mod storage;
mod tablet;

pub use browser::{Browser, Shape};
pub use code::{film_of, picture_of};
pub use engine::Engine;
pub use exported::Exported;
pub use line::Line;
pub use look::{PATIENCE, wait_for};
pub use office::Office;
pub use place::{artefacts, dist, root};
pub use release::Release;
pub use server::Server;
pub use tablet::{Lang, Tablet};

/// Prints a figure that the tests take, for the one who compares runs.
pub fn measure(name: &str, value: f64, unit: &str) {
    println!("measure: {name} {value:.1} {unit}");
}

/// Prints what a run leaves out, and why; the runner repeats such lines at its end.
pub fn skipped(what: &str, why: &str) {
    println!("SKIPPED {what}: {why}");
}
