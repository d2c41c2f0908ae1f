//! A message as `msg send` is given it, and every name, text and number of the model.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| flowrex_coord_fuzz::message(text));
