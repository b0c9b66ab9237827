//! How entries merge: conflicts, erasures, rulings, bodies that come later, and all of it in any
//! order.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod conflicts;
mod crowd;
mod erasing;
mod hostile;
mod order;
mod rulings;
