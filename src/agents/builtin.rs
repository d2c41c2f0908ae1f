//! The built-in agents: small, deterministic, and there so that a whole cycle
//! runs out of the box.
//!
//! Nobody may take them for trading advice: every answer says
//! `"driver": "builtin"`, no signal is ever anything but flat, and nothing is
//! ever executed.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::coordination::pipeline::{AgentDriver, Command, Reply, Team};
use crate::model::answer::{Answer, AnswerStatus};
use crate::model::json::Json;

/// The share of the peak that an account may have lost: beyond it, risk says no.
pub const MAX_DRAWDOWN: f64 = 0.20;

/// The built-in agents, all three.
pub fn team() -> Team {
    Team {
        strategy: Box::new(Builtin(strategy)),
        risk: Box::new(Builtin(risk)),
        execution: Box::new(Builtin(execution)),
    }
}

/// An agent that is a function.
struct Builtin(fn(&Inputs) -> Answer);

/// What the cycle was started with, by key.
type Inputs = BTreeMap<String, Json>;

impl AgentDriver for Builtin {
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    fn answer(&mut self, command: &Command) -> Reply {
        let mut answer = (self.0)(&command.inputs);
        answer.data.insert("driver".to_owned(), json!("builtin"));
        Reply {
            answer,
            // How long a function call took says nothing about an agent.
            response_ms: None,
        }
    }
}

/// Lists the strategies it was given, each with a flat signal.
fn strategy(inputs: &Inputs) -> Answer {
    let names = inputs.get("strategies").map(Json::to_value);
    let signals: Vec<_> = names
        .iter()
        .filter_map(Value::as_array)
        .flatten()
        .map(|name| json!({"strategy": name, "signal": "flat"}))
        .collect();
    let message = format!("strategies looked at: {}, all flat", signals.len());
    Answer::ok(object([("signals", json!(signals))]), message)
}

/// Checks the drawdown `(peak − account) / peak` against [`MAX_DRAWDOWN`].
fn risk(inputs: &Inputs) -> Answer {
    let amount = |key| inputs.get(key)?.to_value().as_f64();
    let (Some(account), Some(peak)) = (amount("account_balance"), amount("peak_balance")) else {
        return Answer {
            status: AnswerStatus::Error,
            data: Map::new(),
            message: "the balances are not among the inputs".to_owned(),
        };
    };
    let drawdown = if peak > 0.0 {
        (peak - account) / peak
    } else {
        0.0
    };
    let within = drawdown <= MAX_DRAWDOWN;
    Answer {
        status: if within {
            AnswerStatus::Ok
        } else {
            AnswerStatus::Rejected
        },
        data: object([
            ("drawdown", json!(drawdown)),
            ("max_drawdown", json!(MAX_DRAWDOWN)),
        ]),
        message: format!(
            "drawdown {:.1}% is {} the limit of {:.0}%",
            drawdown * 100.0,
            if within { "within" } else { "beyond" },
            MAX_DRAWDOWN * 100.0
        ),
    }
}

/// Proposes nothing.
fn execution(_: &Inputs) -> Answer {
    let data = object([("outcome", json!("proposed")), ("orders", json!([]))]);
    Answer::ok(data, "no orders proposed")
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Map<String, Value> {
    fields
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn risk_of(account: f64, peak: f64) -> AnswerStatus {
        let balances = [("account_balance", account), ("peak_balance", peak)];
        let inputs = balances.map(|(key, value)| (key.to_owned(), Json::from_value(&json!(value))));
        risk(&BTreeMap::from(inputs)).status
    }

    #[test]
    fn risk_rejects_a_drawdown_beyond_a_fifth_of_the_peak() {
        assert_eq!(risk_of(10_000.0, 10_000.0), AnswerStatus::Ok);
        assert_eq!(risk_of(8_000.0, 10_000.0), AnswerStatus::Ok);
        assert_eq!(risk_of(7_999.0, 10_000.0), AnswerStatus::Rejected);
        assert_eq!(risk_of(0.0, 0.0), AnswerStatus::Ok);
    }

    #[test]
    fn risk_does_not_pass_what_it_cannot_check() {
        assert_eq!(risk(&BTreeMap::new()).status, AnswerStatus::Error);
    }
}
