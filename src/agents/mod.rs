//! How the pipeline reaches an agent: the drivers.
//!
//! A driver carries a command to an agent and brings its answer back. It never
//! touches the database: what an answer means for the cycle is the pipeline's
//! business.

pub mod builtin;
