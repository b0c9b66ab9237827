//! `doorstep form …` as it is started: what it prints and how it exits.

mod eval;
