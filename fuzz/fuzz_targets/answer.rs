//! What a program prints as its answer.

#![no_main]

libfuzzer_sys::fuzz_target!(|printed: &[u8]| flowrex_coord_fuzz::promises::answer(printed));
