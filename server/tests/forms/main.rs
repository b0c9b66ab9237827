//! `doorstep form …` as it is started: what it prints and how it exits.
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod eval;
