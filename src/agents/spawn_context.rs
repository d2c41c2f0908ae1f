//! What the drivers need to know of the process that starts agents.

use std::path::PathBuf;

/// What a driver needs, apart from its command, to start an agent.
#[derive(Clone, Debug)]
pub struct SpawnContext {
    /// The path of the database, which the agents receive.
    pub database: PathBuf,
    /// The configuration file in force, which the agents receive.
    pub config: Option<PathBuf>,
    /// Whether what programs say on stderr is passed on.
    pub verbose: bool,
    /// The drawdown beyond which the built-in risk agent rejects.
    pub max_drawdown: f64,
}
