//! See `ledger_fuzz::pack`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ledger_fuzz::pack(data));
