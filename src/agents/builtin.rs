//! The built-in agents: small, deterministic, and there so that a whole cycle
//! runs out of the box.
//!
//! Nobody may take them for trading advice: every answer says
//! `"driver": "builtin"`, no signal is ever anything but flat, and nothing is
//! ever executed.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::coordination::pipeline::{AgentDriver, Command, Done, Job, Reach, Reply, ReplySource};
use crate::model::answer::{Answer, AnswerStatus};
use crate::model::json::Json;
use crate::model::phase::Worker;

/// The share of the peak that an account may have lost, when nobody says otherwise:
/// beyond it, risk rejects.
pub const MAX_DRAWDOWN: f64 = 0.20;

/// The built-in agent of this name. Risk rejects a drawdown beyond `max_drawdown`, a share
/// of the peak.
pub fn agent(worker: Worker, max_drawdown: f64) -> Box<dyn AgentDriver> {
    match worker {
        Worker::Strategy => Box::new(Builtin(strategy)),
        Worker::Risk => Box::new(Builtin(move |inputs: &Inputs| risk(inputs, max_drawdown))),
        Worker::Execution => Box::new(Builtin(execution)),
    }
}

/// An agent that is a function. What it returns is marked as its own.
struct Builtin<F>(F);

/// How its work ended, what it found, and a word for people.
type Answered = (AnswerStatus, Map<String, Value>, String);

/// What the cycle was started with, by key.
type Inputs = BTreeMap<String, Json>;

impl<F: Fn(&Inputs) -> Answered> AgentDriver for Builtin<F> {
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    fn reach(&self) -> Reach {
        Reach::AtOnce
    }

    fn start(&mut self, command: &Command) -> Box<dyn Job> {
        let (status, mut data, message) = (self.0)(&command.order.inputs);
        data.insert("driver".to_owned(), json!("builtin"));
        Box::new(Done(Some(Reply {
            answer: Answer::new(status, data, message),
            // How long a function call took says nothing about an agent.
            response_ms: None,
            source: ReplySource::Agent,
        })))
    }
}

/// Lists the strategies it was given, each with a flat signal.
fn strategy(inputs: &Inputs) -> Answered {
    let names = inputs.get("strategies").map(Json::to_value);
    let signals: Vec<_> = names
        .iter()
        .filter_map(Value::as_array)
        .flatten()
        .map(|name| json!({"strategy": name, "signal": "flat"}))
        .collect();
    let message = format!("strategies looked at: {}, all flat", signals.len());
    (
        AnswerStatus::Ok,
        object([("signals", json!(signals))]),
        message,
    )
}

/// Checks the drawdown `(peak − account) / peak` against the limit.
fn risk(inputs: &Inputs, max_drawdown: f64) -> Answered {
    let amount = |key| inputs.get(key)?.to_value().as_f64();
    let (Some(account), Some(peak)) = (amount("account_balance"), amount("peak_balance")) else {
        let problem = "the balances are not among the inputs";
        return (AnswerStatus::Error, Map::new(), problem.to_owned());
    };
    let drawdown = if peak > 0.0 {
        (peak - account) / peak
    } else {
        0.0
    };
    let within = drawdown <= max_drawdown;
    let (status, how) = if within {
        (AnswerStatus::Ok, "within")
    } else {
        (AnswerStatus::Rejected, "beyond")
    };
    let data = object([
        ("drawdown", json!(drawdown)),
        ("max_drawdown", json!(max_drawdown)),
    ]);
    let (lost, limit) = (drawdown * 100.0, format!("{:.2}", max_drawdown * 100.0));
    let limit = limit.trim_end_matches('0').trim_end_matches('.');
    let message = format!("drawdown {lost:.1}% is {how} the limit of {limit}%");
    (status, data, message)
}

/// Proposes nothing.
fn execution(_: &Inputs) -> Answered {
    let data = object([("outcome", json!("proposed")), ("orders", json!([]))]);
    (AnswerStatus::Ok, data, "no orders proposed".to_owned())
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

    fn answer(account: f64, peak: f64, max_drawdown: f64) -> Answered {
        let balances = [("account_balance", account), ("peak_balance", peak)];
        let inputs = balances.map(|(key, value)| (key.to_owned(), Json::from_value(&json!(value))));
        risk(&BTreeMap::from(inputs), max_drawdown)
    }

    fn risk_of(account: f64, peak: f64) -> AnswerStatus {
        answer(account, peak, MAX_DRAWDOWN).0
    }

    #[test]
    fn the_limit_of_risk_can_be_set() {
        let (status, data, message) = answer(8_700.0, 10_000.0, 0.125);
        assert_eq!(status, AnswerStatus::Rejected);
        assert_eq!(data["max_drawdown"], 0.125);
        assert_eq!(message, "drawdown 13.0% is beyond the limit of 12.5%");
        let (status, _, message) = answer(0.0, 10_000.0, 1.0);
        assert_eq!(status, AnswerStatus::Ok);
        assert_eq!(message, "drawdown 100.0% is within the limit of 100%");
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
        assert_eq!(risk(&BTreeMap::new(), 1.0).0, AnswerStatus::Error);
    }
}
