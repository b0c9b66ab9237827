//! See `ledger_fuzz::answer`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ledger_fuzz::answer(data));
