//! `regex-lite` under the name of `regex`.
//!
//! Refinery matches the names of migrations with `regex`, whose tables of Unicode
//! were most of what the linker had to relocate whenever the program started, and
//! a fifth of its size, though no command ever looked into them.

pub use regex_lite::*;
