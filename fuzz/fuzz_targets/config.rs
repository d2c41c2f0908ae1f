//! The configuration file.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &[u8]| flowrex_coord_fuzz::config(text));
