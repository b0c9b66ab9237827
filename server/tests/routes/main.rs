//! Tests of the server from outside: one file for each route, on a real server and real HTTP; and
//! of the storage, the same on both engines.
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod access;
mod allowed;
mod app;
mod backup;
mod brief;
mod cli;
mod closed;
mod cluster;
mod copies;
mod counting;
mod device;
mod documents;
mod engines;
mod erasing;
mod events;
mod export;
mod export_flow;
mod file_storage;
mod files;
mod grouping;
mod healing;
mod health;
mod hostile;
mod hostile_closed;
mod joining;
mod kill;
mod limits;
mod server;
mod several;
mod sites;
mod storage;
mod sync;
mod talks;
mod telling;
mod tls;
mod verify;
mod views;
mod views_later;
