//! See `form_fuzz::evaluation`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| form_fuzz::evaluation(data));
