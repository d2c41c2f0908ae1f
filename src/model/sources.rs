//! The clock and the ids together, as an open database holds them.

use super::clock::Clock;
use super::id::IdSource;

/// A clock and a source of ids. It can be moved to another thread.
pub trait Sources: Clock + IdSource + Send {}

impl<T: Clock + IdSource + Send> Sources for T {}
