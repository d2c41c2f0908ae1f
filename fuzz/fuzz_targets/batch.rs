//! A line of a batch.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| flowrex_coord_fuzz::promises::batch(text));
