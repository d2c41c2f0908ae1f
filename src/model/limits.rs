//! The limits of the message bus. They belong to the database, and so hold for
//! everyone who uses it.

/// The limits of the bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many messages may wait to be delivered to one agent.
    pub max_pending: u32,
    /// How often a message is delivered at most; not acked by then, it is dead.
    pub max_deliveries: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_pending: 10_000,
            max_deliveries: 5,
        }
    }
}
