//! See `form_fuzz::workbook`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| form_fuzz::workbook(data));
