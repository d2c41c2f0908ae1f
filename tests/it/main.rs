//! The tests of the whole: each runs the built binary, or the library over a
//! real file, and is named after the promise that it checks.

mod common;
mod source_faults;
