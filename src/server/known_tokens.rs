//! Remembers whose token each one is that was seen. Shows nothing about whether it still is.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::model::id::AgentName;
use crate::model::token::TokenDigest;

/// Whose token each known one is. It saves looking through all agents; whether it still is,
/// is checked with each request.
#[derive(Default)]
pub(super) struct KnownTokens(Mutex<HashMap<[u8; 32], AgentName>>);

impl KnownTokens {
    /// How many are kept at most.
    const MOST: usize = 4_096;

    pub(super) fn agent(&self, digest: &TokenDigest) -> Option<AgentName> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(digest.as_bytes()).cloned()
    }

    pub(super) fn keep(&self, digest: &TokenDigest, agent: &AgentName) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= Self::MOST {
            known.clear();
        }
        known.insert(*digest.as_bytes(), agent.clone());
    }
}
