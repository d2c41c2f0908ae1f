//! What a server is started with.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::cycles::CycleProgram;
use super::readers::OpenStore;
use super::sessions::Secret;
use crate::model::driver::Drivers;
use crate::model::id::AgentName;
use crate::model::sources::Sources;
use crate::model::token::Token;

/// What a server is started with.
pub struct Settings {
    /// Where to listen for TCP connections; none where only a socket is wanted.
    pub listen: Option<SocketAddr>,
    /// Where to listen for connections of this machine.
    pub socket: Option<PathBuf>,
    /// The names by which browsers may address it, besides those of the loopback interface.
    pub hosts: Vec<String>,
    /// The agent that a browser acts as which logs in with the one-time link.
    pub agent: AgentName,
    /// What shows that it may.
    pub token: Option<Token>,
    /// The configured drivers of the agents.
    pub drivers: Drivers,
    /// What runs cycles.
    pub cycle_program: CycleProgram,
    /// How many cycles run at the same time at most.
    pub max_cycles: usize,
    /// Opens the database.
    pub open: OpenStore,
    /// Where the database is: a halt reaches its halt file also where it cannot be opened.
    pub path: PathBuf,
    /// The clock and the randomness of such a halt.
    pub sources: fn() -> Box<dyn Sources>,
    /// Draws 256 random bits.
    pub secret: Secret,
    /// Tells the operator something.
    pub note: fn(&str),
}
