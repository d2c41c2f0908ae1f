//! What the fuzz targets check: the promises that the tests check too, of what is
//! read from text; and what becomes of it in a database and in print.
//!
//! Never part of the program.

#[path = "../../tests/it/promises.rs"]
pub mod promises;
#[path = "../../tests/it/strict.rs"]
pub mod strict;

mod bus;
mod settings;

pub use bus::message;
pub use settings::config;
