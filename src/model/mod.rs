//! The domain: identifiers, types, rules and errors, as plain types and pure functions.
//!
//! Nothing here does I/O. The model knows no command line, no SQL, no
//! environment and no clock: the time, ids and facts it decides on are handed in.

pub mod agent;
pub mod answer;
pub mod audit;
pub mod batch;
pub mod caller;
pub mod check;
pub mod clock;
pub mod cycle;
pub mod database;
pub mod delivery_state;
pub mod driver;
pub mod duration;
pub mod error;
pub mod events;
pub mod halt;
pub mod health;
pub mod id;
pub mod json;
pub mod limits;
pub mod message;
pub mod metrics;
pub mod mode;
pub mod next_step;
pub mod open_matter;
pub mod operation;
pub mod overview;
pub mod phase;
pub mod process;
pub mod shared_state;
pub mod sources;
pub mod text;
pub mod thread;
pub mod token;
pub mod wait;
pub mod waiting;
pub mod words;

pub use error::{Error, Result};
