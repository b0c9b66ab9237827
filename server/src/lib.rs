//! The server of Doorstep: keeps the ledger of each site, answers devices that sync, tells open
//! browsers that there is news, and serves the app itself.
//!
//! The binary `doorstep` is a thin shell around [`cli`]; tests start the same server through
//! [`serve::start`].

mod api;
mod app;
mod assets;
mod backup;
mod body;
mod bundles;
mod carrying;
pub mod cli;
mod connections;
mod demo;
mod error;
mod exporting;
mod form;
mod guard;
mod ledgers;
mod limits;
pub mod log;
mod metrics;
mod notices;
mod patience;
mod people;
mod range;
mod routes;
mod secrets;
pub mod serve;
pub mod storage;
mod tables;
mod tls;
mod tries;
mod verify;
mod views;
