//! Keys of the shared state, and who may write which of them until when.

use super::agent::{Agent, AuthorityLevel};
use super::clock::Timestamp;
use super::error::{Error, Result};
use super::id::{AgentName, CycleId, StateKey};
use super::json::Json;
use super::phase::{Phase, Worker};

/// The most bytes that the current values of a cycle have together, the recorded answers
/// of the agents aside: so what the next agent is handed always fits, and an answer can
/// always be recorded.
pub const MAX_BYTES: usize = 8 << 20;

/// The most keys of a cycle.
pub const MAX_KEYS: usize = 1000;

/// One version of one value of the shared state.
#[derive(Clone, Debug, PartialEq)]
pub struct StateEntry {
    /// The cycle it belongs to.
    pub cycle: CycleId,
    /// Its key.
    pub key: StateKey,
    /// Its value.
    pub value: Json,
    /// 1 at the first write, one more at each later one.
    pub version: u64,
    /// Who wrote it.
    pub written_by: AgentName,
    /// When it was written.
    pub written_at: Timestamp,
}

impl StateEntry {
    /// The length of its value.
    pub fn bytes(&self) -> usize {
        self.value.as_str().len()
    }
}

/// Whether the answer of an agent of the pipeline is recorded under this key.
pub fn is_result(key: &str) -> bool {
    let agent = key.strip_suffix("_result");
    agent.is_some_and(|agent| Worker::ALL.iter().any(|worker| worker.as_str() == agent))
}

/// The size of the current values of a cycle, without recorded answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// How many keys there are.
    pub keys: usize,
    /// How many bytes their values have.
    pub bytes: usize,
}

/// What keeps a value of `new` bytes from being written, if anything does: `others` are
/// the values of the other keys, and `old` are the bytes that it replaces. What does not
/// grow is always taken.
pub fn no_room(others: Size, old: Option<usize>, new: usize) -> Option<String> {
    if old.is_some_and(|old| new <= old) {
        return None;
    }
    let bytes = others.bytes + new;
    if bytes > MAX_BYTES {
        return Some(format!(
            "the current values of a cycle have at most {MAX_BYTES} bytes (8 MiB) together, and \
             these would have {bytes}"
        ));
    }
    (old.is_none() && others.keys >= MAX_KEYS)
        .then(|| format!("a cycle has at most {MAX_KEYS} keys"))
}

/// The phase with whose beginning the keys of `owner` are frozen: the one after its own. The keys
/// of an agent without a phase are frozen when execution begins.
fn frozen_from(owner: &AgentName) -> Phase {
    match owner.as_str() {
        "strategy" => Phase::RiskValidation,
        "execution" | "supervisor" => Phase::Completed,
        _ => Phase::Execution,
    }
}

/// Whether `writer` may write `key` while the cycle is in `phase`, when `owner`
/// is the registered agent that owns the key.
///
/// An agent writes its own keys until its phase is over; level 0 writes any
/// key, but never one that is frozen. So what was validated is what gets
/// executed.
pub fn may_write(
    writer: &Agent,
    key: &StateKey,
    owner: Option<&AgentName>,
    phase: Phase,
) -> Result<()> {
    let owns = owner == Some(&writer.name);
    if !owns && writer.level != AuthorityLevel::Supervisor {
        return Err(Error::Denied {
            actor: writer.name.clone(),
            what: format!("write the key `{key}`"),
            who_may: match owner {
                Some(owner) => format!("only {owner} and the supervisor"),
                None => "only the supervisor".to_owned(),
            },
        });
    }
    match owner {
        Some(owner) if phase.has_reached(frozen_from(owner)) => Err(Error::KeyFrozen {
            key: key.clone(),
            owner: owner.clone(),
            phase,
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn agent(name: &str) -> Agent {
        Agent {
            name: name.parse().unwrap(),
            level: if name == "supervisor" {
                AuthorityLevel::Supervisor
            } else {
                AuthorityLevel::Subordinate
            },
            registered_at: None,
            credential: crate::model::token::Credential::Open,
        }
    }

    const AGENTS: [&str; 5] = ["supervisor", "strategy", "risk", "execution", "news"];

    fn write(writer: &str, key: &str, phase: Phase) -> Result<()> {
        let key: StateKey = key.parse().unwrap();
        let owner = key.owner().filter(|name| AGENTS.contains(&name.as_str()));
        may_write(&agent(writer), &key, owner.as_ref(), phase)
    }

    #[test]
    fn a_key_is_well_formed() {
        for good in ["a", "strategy_result", "risk_limits.max-dd", "x_"] {
            assert!(good.parse::<StateKey>().is_ok(), "{good}");
        }
        for bad in ["", "_a", "A", "a b", "a/b", "1a", "é", "a\0"] {
            assert!(bad.parse::<StateKey>().is_err(), "{bad:?}");
        }
        assert!("a".repeat(128).parse::<StateKey>().is_ok());
        assert!("a".repeat(129).parse::<StateKey>().is_err());
    }

    #[test]
    fn an_agent_owns_the_keys_behind_its_name_and_no_others() {
        let owner = |key: &str| key.parse::<StateKey>().unwrap().owner();
        assert_eq!(owner("risk_limits"), Some(AgentName::risk()));
        assert_eq!(owner("risk_limits_max"), Some(AgentName::risk()));
        assert_eq!(owner("risk"), None);
        assert_eq!(owner("risk.limits"), None);
    }

    #[test]
    fn the_state_of_a_cycle_is_bounded_and_may_always_shrink() {
        let others = |keys, bytes| Size { keys, bytes };
        assert_eq!(no_room(others(1, MAX_BYTES - 5), None, 5), None);
        assert!(no_room(others(1, MAX_BYTES - 5), None, 6).is_some());
        assert!(no_room(others(1, MAX_BYTES - 5), Some(5), 6).is_some());
        assert_eq!(no_room(others(1, MAX_BYTES + 5), Some(6), 6), None);
        assert!(no_room(others(MAX_KEYS, 0), None, 1).is_some());
        assert_eq!(no_room(others(MAX_KEYS - 1, 0), None, 1), None);
        assert_eq!(no_room(others(MAX_KEYS, 0), Some(1), 2), None);
    }

    #[test]
    fn only_the_answers_of_the_pipelines_agents_are_results() {
        for key in ["strategy_result", "risk_result", "execution_result"] {
            assert!(is_result(key), "{key}");
        }
        for key in [
            "news_result",
            "supervisor_result",
            "risk_results",
            "_result",
            "result",
        ] {
            assert!(!is_result(key), "{key}");
        }
    }

    #[test]
    fn keys_freeze_when_the_phase_of_their_owner_is_over() {
        assert!(write("strategy", "strategy_x", Phase::Initializing).is_ok());
        assert!(write("strategy", "strategy_x", Phase::StrategyAnalysis).is_ok());
        assert!(write("strategy", "strategy_x", Phase::RiskValidation).is_err());
        assert!(write("risk", "risk_x", Phase::RiskValidation).is_ok());
        assert!(write("risk", "risk_x", Phase::Execution).is_err());
        assert!(write("execution", "execution_x", Phase::Monitoring).is_ok());
        assert!(write("execution", "execution_x", Phase::Completed).is_err());
        assert!(write("news", "news_x", Phase::RiskValidation).is_ok());
        assert!(write("news", "news_x", Phase::Execution).is_err());
        assert!(write("supervisor", "anything", Phase::Monitoring).is_ok());
    }

    fn before_the_end() -> impl Strategy<Value = Phase> {
        prop::sample::select(vec![
            Phase::Initializing,
            Phase::StrategyAnalysis,
            Phase::RiskValidation,
            Phase::Execution,
            Phase::Monitoring,
        ])
    }

    proptest! {
        #[test]
        fn nobody_writes_what_is_not_theirs_and_a_frozen_key_stays_frozen_for_everyone(
            writer in prop::sample::select(AGENTS.to_vec()),
            owner in prop::sample::select(AGENTS.to_vec()),
            phase in before_the_end(),
        ) {
            let key = format!("{owner}_x");
            let result = write(writer, &key, phase);
            if writer != owner && writer != "supervisor" {
                let denied = matches!(result, Err(Error::Denied { .. }));
                prop_assert!(denied);
            } else {
                // Whether a key is frozen depends on its owner, never on the writer.
                prop_assert_eq!(result.is_ok(), write(owner, &key, phase).is_ok());
            }
        }

        #[test]
        fn a_key_never_thaws(owner in prop::sample::select(AGENTS.to_vec())) {
            let mut phase = Phase::Initializing;
            let mut frozen = false;
            while let Some(next) = phase.next() {
                let writable = write(owner, &format!("{owner}_x"), phase).is_ok();
                prop_assert!(!(frozen && writable), "{owner} thawed in {phase}");
                frozen = !writable;
                phase = next;
            }
        }
    }
}
