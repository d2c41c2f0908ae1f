//! `regex-lite` under the name of `regex`, which refinery depends on.
//!
//! Refinery matches the names of migrations with it. The Unicode tables of the large engine
//! are relocated whenever a process starts, although nothing reads them. With the large
//! engine, `--version` takes 1.13 times the processor time, `msg send` 1.06 times, and the
//! program is 1.1 MB larger (`docs/PERFORMANCE.md`).
//! Remove this crate and its `[patch.crates-io]` when refinery no longer needs `regex`.

pub use regex_lite::*;
