//! Histories made by hand: one in which all is well, and for each promise some that
//! break it. The model must tell them apart.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::journal::{Answers, Got, Line, Scope, What};
use super::model::{BY_HAND, Event, History, Rule, judge};

const MILLISECOND: u64 = 1_000_000;
const SECOND: u64 = 1000 * MILLISECOND;
const CYCLE: &str = "cycle_20260301_120000_0a1b2c3d";

/// A history that grows. Each event is a second after the one before.
struct Tale(History);

impl Tale {
    fn new() -> Self {
        Self(History::default())
    }

    fn now(&self) -> u64 {
        let events = self.0.events.last().map_or(0, |event| event.at);
        let lines = self.0.lines.last().map_or(0, |line| line.at);
        events.max(lines)
    }

    fn event(mut self, kind: &str, subject: &str, actor: &str, details: Value) -> Self {
        let event = Event {
            seq: self.0.events.len() as u64 + 1,
            at: self.now() + SECOND,
            actor: actor.to_owned(),
            kind: kind.to_owned(),
            subject: subject.to_owned(),
            details,
        };
        self.0.events.push(event);
        self
    }

    fn by(self, pid: u32, what: What) -> Self {
        let at = self.now() + SECOND;
        self.at(at, pid, what)
    }

    fn at(mut self, at: u64, pid: u32, what: What) -> Self {
        self.0.lines.push(Line { at, pid, what });
        self
    }

    fn starts(self, mode: &str) -> Self {
        let details = json!({"symbol": "EURUSD", "mode": mode});
        self.event("cycle.start", CYCLE, "supervisor", details)
    }

    fn sends(self, id: i64, to: &str) -> Self {
        let details = json!({"cycle": CYCLE, "to": to, "type": "command"});
        self.event(
            "command.send",
            &format!("message {id}"),
            "supervisor",
            details,
        )
    }

    /// An answer to a command, which is not recorded so far.
    fn replies(mut self, id: i64, agent: &str, answer: &Value) -> Self {
        let response = 1000 + i64::try_from(self.0.payloads.len()).unwrap();
        self.0.payloads.insert(response, answer.to_string());
        let details = json!({"reply_to": id, "from": agent});
        self.event(
            "message.reply",
            &format!("message {response}"),
            agent,
            details,
        )
    }

    fn writes(mut self, key: &str, value: &Value) -> Self {
        let count = self.0.values.len() as u64;
        let place = (CYCLE.to_owned(), key.to_owned(), count);
        self.0.values.insert(place, value.to_string());
        let details = json!({"key": key, "version": count});
        self.event("state.write", CYCLE, "supervisor", details)
    }

    /// A command to an agent, with its answer on record.
    fn answered(self, id: i64, agent: &str, answer: &Value) -> Self {
        self.sends(id, agent)
            .replies(id, agent, answer)
            .writes(&format!("{agent}_result"), answer)
    }

    fn completes(self) -> Self {
        self.event("cycle.complete", CYCLE, "supervisor", json!({}))
    }

    fn gets(self, agent: &str, message: i64) -> Self {
        self.by(7, got(agent, message, None))
    }

    fn halts(self, reason: &str, scope: Scope) -> Self {
        let asked = self.now() + MILLISECOND;
        let reason = reason.to_owned();
        let code = Some(0);
        self.by(
            1,
            What::Halt {
                asked,
                reason,
                scope,
                code,
            },
        )
    }

    fn clears(self, reason: &str) -> Self {
        let asked = self.now() + MILLISECOND;
        let reason = Some(reason.to_owned());
        self.by(
            1,
            What::Clear {
                asked,
                id: 1,
                reason,
            },
        )
    }

    fn lists(self, reasons: &[&str]) -> Self {
        let asked = self.now() + MILLISECOND;
        let reasons = reasons.iter().map(|&reason| reason.to_owned()).collect();
        self.by(1, What::Listed { asked, reasons })
    }

    fn claims(self, agent: &str, id: i64) -> Self {
        let details = json!({"claims": [{"id": id, "claim": 1}]});
        self.event("message.claim", agent, agent, details)
    }

    #[track_caller]
    fn judged_well(self) {
        assert_eq!(judge(&self.0), []);
    }

    #[track_caller]
    fn breaks(self, rule: Rule) {
        let broken = judge(&self.0).into_iter().map(|one| one.rule);
        assert_eq!(broken.collect::<HashSet<_>>(), HashSet::from([rule]));
    }
}

fn got(agent: &str, message: i64, claim: Option<u64>) -> What {
    What::Got(Got {
        agent: agent.to_owned(),
        message,
        claim,
        cycle: Some(CYCLE.to_owned()),
    })
}

fn killed(pid: i32) -> What {
    let signal = "KILL".to_owned();
    What::Signalled {
        pid,
        signal,
        run: None,
    }
}

fn ok() -> Value {
    json!({"status": "ok"})
}

fn with_outcome(outcome: &Value) -> Value {
    json!({"status": "ok", "data": {"outcome": outcome}})
}

/// A cycle up to the command of execution.
fn approved(mode: &str) -> Tale {
    Tale::new()
        .starts(mode)
        .answered(1, "strategy", &ok())
        .answered(2, "risk", &ok())
        .sends(3, "execution")
        .gets("execution", 3)
}

/// A cycle in which execution has answered this.
fn executed(mode: &str, answer: &Value) -> Tale {
    approved(mode)
        .replies(3, "execution", answer)
        .writes("execution_result", answer)
}

#[test]
fn a_cycle_as_it_should_be_is_well() {
    let proposed = with_outcome(&json!("proposed"));
    executed("guide", &proposed).completes().judged_well();
    let done = with_outcome(&json!("executed"));
    executed("autonomous", &done).completes().judged_well();
    Tale::new().starts("guide").completes().judged_well();
}

#[test]
fn a_retried_command_counts_by_its_last_answer() {
    let error = json!({"status": "error"});
    let tale = Tale::new()
        .starts("guide")
        .answered(1, "strategy", &error)
        .answered(2, "strategy", &ok())
        .answered(3, "risk", &ok());
    tale.sends(4, "execution").judged_well();
}

#[test]
fn execution_is_given_its_command_once() {
    approved("guide")
        .gets("execution", 3)
        .breaks(Rule::OnlyOnce);
    // A new command for the same cycle is as bad.
    approved("guide")
        .sends(4, "execution")
        .gets("execution", 4)
        .breaks(Rule::OnlyOnce);
    approved("guide")
        .gets("strategy", 1)
        .gets("strategy", 1)
        .judged_well();
}

#[test]
fn execution_is_sent_its_command_after_recorded_ok_answers_only() {
    let start = || Tale::new().starts("guide");
    let rejected = json!({"status": "rejected"});
    start()
        .answered(1, "strategy", &rejected)
        .answered(2, "risk", &ok())
        .sends(3, "execution")
        .breaks(Rule::OnlyApproved);
    start()
        .answered(1, "strategy", &ok())
        .sends(2, "risk")
        .sends(3, "execution")
        .breaks(Rule::OnlyApproved);
    start()
        .answered(1, "strategy", &ok())
        .sends(2, "risk")
        .replies(2, "risk", &ok())
        .sends(3, "execution")
        .breaks(Rule::OnlyApproved);
    // What is no answer is not ok either.
    start()
        .answered(1, "strategy", &json!({"status": "ok", "data": []}))
        .sends(3, "execution")
        .breaks(Rule::OnlyApproved);
    // A phase that was moved by hand had no command.
    start().sends(3, "execution").judged_well();
}

#[test]
fn no_command_is_given_under_a_halt() {
    let halted = || approved("guide").halts("stop", Scope::Everything);
    halted().gets("strategy", 9).breaks(Rule::NotUnderHalt);
    halted().clears("stop").gets("strategy", 9).judged_well();
    // The clear of another changes nothing.
    let two = halted().halts("other", Scope::Everything).clears("other");
    two.gets("strategy", 9).breaks(Rule::NotUnderHalt);
    let on = |scope| {
        let tale = approved("guide").halts("stop", scope);
        tale.gets("strategy", 9)
    };
    on(Scope::Symbol("EURUSD".to_owned())).breaks(Rule::NotUnderHalt);
    on(Scope::Cycle(CYCLE.to_owned())).breaks(Rule::NotUnderHalt);
    on(Scope::Symbol("GBPUSD".to_owned())).judged_well();
    on(Scope::Cycle("cycle_other".to_owned())).judged_well();
}

#[test]
fn a_command_that_was_handed_over_before_a_halt_may_be_read_after_it() {
    let halted = approved("guide").halts("stop", Scope::Everything);
    let soon = halted.now() + 100 * MILLISECOND;
    halted.at(soon, 7, got("strategy", 9, None)).judged_well();
    // And later, where the agent was stopped meanwhile.
    let signalled = |signal: &str| What::Signalled {
        pid: 7,
        signal: signal.to_owned(),
        run: None,
    };
    let stopped = approved("guide").by(1, signalled("STOP"));
    let halted = stopped.halts("stop", Scope::Everything);
    halted
        .by(1, signalled("CONT"))
        .gets("strategy", 9)
        .judged_well();
}

#[test]
fn nothing_moves_under_a_recorded_halt() {
    let halt = |tale: Tale, scope: &str| {
        tale.event("halt.request", "halt 4", "risk", json!({"scope": scope}))
    };
    let start = || Tale::new().starts("guide");
    let everything = || halt(start(), "everything");
    everything().completes().breaks(Rule::HaltStops);
    everything().sends(1, "risk").breaks(Rule::HaltStops);
    everything()
        .writes("risk_note", &json!(1))
        .breaks(Rule::HaltStops);
    halt(start(), "symbol EURUSD")
        .completes()
        .breaks(Rule::HaltStops);
    halt(start(), &format!("cycle {CYCLE}"))
        .completes()
        .breaks(Rule::HaltStops);
    halt(start(), "symbol GBPUSD").completes().judged_well();
    let cleared = everything().event("halt.clear", "halt 4", "supervisor", json!({}));
    cleared.completes().judged_well();
}

#[test]
fn what_was_being_committed_when_a_halt_came_says_so() {
    let moved = |said: &str| {
        let halted = approved("guide").halts("stop", Scope::Everything);
        let asked = halted.now() - 500 * MILLISECOND;
        halted.by(
            1,
            What::Moved {
                asked,
                verb: "cycle advance".to_owned(),
                cycle: CYCLE.to_owned(),
                code: Some(0),
                said: said.to_owned(),
            },
        )
    };
    moved("").breaks(Rule::HaltStops);
    moved("note: a halt was called meanwhile").judged_well();
}

#[test]
fn no_cycle_is_completed_over_a_rejection_an_error_or_silence() {
    let rejected = json!({"status": "rejected"});
    let error = json!({"status": "error", "data": {"outcome": "proposed"}});
    executed("autonomous", &rejected)
        .completes()
        .breaks(Rule::CompletedByAnswers);
    executed("guide", &error)
        .completes()
        .breaks(Rule::CompletedByAnswers);
    approved("guide")
        .completes()
        .breaks(Rule::CompletedByAnswers);
    // Of two answers to one command, one is a rejection.
    executed("autonomous", &ok())
        .replies(3, "execution", &rejected)
        .completes()
        .breaks(Rule::CompletedByAnswers);
}

#[test]
fn a_guide_cycle_is_completed_with_an_explicit_proposal_only() {
    for outcome in [
        json!("executed"),
        json!("Executed"),
        json!("filled"),
        json!(["executed"]),
    ] {
        let answer = with_outcome(&outcome);
        executed("guide", &answer)
            .completes()
            .breaks(Rule::OnlyProposed);
    }
    executed("guide", &ok())
        .completes()
        .breaks(Rule::OnlyProposed);
    let proposed = with_outcome(&json!("proposed"));
    let done = with_outcome(&json!("executed"));
    // Over the bus, beside the printed answer.
    executed("guide", &proposed)
        .replies(3, "execution", &done)
        .completes()
        .breaks(Rule::OnlyProposed);
    // By hand, in a cycle without commands.
    Tale::new()
        .starts("guide")
        .writes("execution_result", &done)
        .completes()
        .breaks(Rule::OnlyProposed);
    // As its result.
    let mut given = executed("guide", &proposed).completes();
    given.0.results.insert(CYCLE.to_owned(), done.to_string());
    given.breaks(Rule::OnlyProposed);
}

#[test]
fn a_halt_stays_until_it_is_cleared_by_itself() {
    let two = || {
        Tale::new()
            .halts("margin call", Scope::Everything)
            .halts("other", Scope::Everything)
    };
    two().lists(&["margin call", "other"]).judged_well();
    two().lists(&["other"]).breaks(Rule::HaltStays);
    two().clears("other").lists(&[]).breaks(Rule::HaltStays);
    two().clears("other").lists(&["margin call"]).judged_well();
    two()
        .clears("other")
        .clears("margin call")
        .lists(&[])
        .judged_well();
    let by_hand = || Tale::new().halts(BY_HAND, Scope::Everything);
    by_hand()
        .lists(&["the file /x/coord.db.HALT is there"])
        .judged_well();
    by_hand().lists(&["other"]).breaks(Rule::HaltStays);
    // One that was refused promises nothing.
    let refused = What::Halt {
        asked: 1,
        reason: "refused".to_owned(),
        scope: Scope::Everything,
        code: Some(75),
    };
    Tale::new().by(1, refused).lists(&[]).judged_well();
}

/// A program's answer, printed in this run, which then ends.
fn printed(code: Option<i32>, said: &str) -> Tale {
    let tale = approved("guide");
    let answers = Answers {
        cycle: CYCLE.to_owned(),
        marker: "m1".to_owned(),
        run: Some(5),
    };
    let answered = What::Answered {
        marker: "m1".to_owned(),
        accepted: true,
    };
    let ended = What::RunEnded {
        run: 5,
        code,
        said: said.to_owned(),
    };
    let tale = tale.by(7, What::Answers(answers)).by(7, answered);
    let later = tale.now() + 5 * SECOND;
    tale.at(later, 1, ended)
}

#[test]
fn an_answer_is_on_record_or_printed() {
    printed(Some(8), "error: denied").breaks(Rule::AnswerKept);
    printed(Some(8), "the answer: m1").judged_well();
    let late = json!({"answer": {"message": "m1"}});
    printed(Some(8), "")
        .event("answer.late", CYCLE, "supervisor", late)
        .judged_well();
    printed(Some(7), "")
        .writes("execution_result", &json!({"message": "m1"}))
        .judged_well();
    // Nobody is there to take what is printed for a supervisor that was killed.
    printed(None, "").judged_well();
}

#[test]
fn a_claim_reaches_somebody_or_comes_back() {
    let began = || {
        let agent = "risk".to_owned();
        Tale::new().by(7, What::Began { agent })
    };
    began().claims("risk", 9).breaks(Rule::MessageKept);
    began()
        .claims("risk", 9)
        .by(7, got("risk", 9, Some(1)))
        .judged_well();
    // Its worker was killed with the message in hand: not so one that was killed before.
    began().claims("risk", 9).by(1, killed(7)).judged_well();
    began()
        .by(1, killed(7))
        .claims("risk", 9)
        .breaks(Rule::MessageKept);
    began()
        .claims("risk", 9)
        .event("message.nack", "message 9", "risk", json!({"claim": 1}))
        .judged_well();
}

#[test]
fn a_message_is_lost_for_no_longer_than_a_lease() {
    let agent = "risk".to_owned();
    let claimed = Tale::new()
        .by(7, What::Began { agent })
        .claims("risk", 9)
        .by(1, killed(7));
    let mut lost = claimed.event("mode.set", "mode", "supervisor", json!({}));
    lost.0.events[1].at += 60 * SECOND;
    lost.breaks(Rule::MessageKept);
    // The clear of its halt withdraws a notice: nobody is to be given that any more.
    let agent = "risk".to_owned();
    let cleared = json!({"halt": "risk: stop", "reason": "over", "withdrawn": [9]});
    let mut withdrawn = Tale::new()
        .by(7, What::Began { agent })
        .claims("risk", 9)
        .by(1, killed(7))
        .event("halt.clear", "halt 1", "supervisor", cleared)
        .event("mode.set", "mode", "supervisor", json!({}));
    withdrawn.0.events.last_mut().unwrap().at += 60 * SECOND;
    withdrawn.judged_well();
    let mut undelivered = Tale::new();
    undelivered.0.undelivered.push(9);
    undelivered.breaks(Rule::MessageKept);
}

#[test]
fn every_command_ends_and_leaves_nothing_behind() {
    let command = "cycle run".to_owned();
    Tale::new().by(1, What::Hung { command }).breaks(Rule::Ends);
    let process = "sleep".to_owned();
    Tale::new().by(1, What::Left { process }).breaks(Rule::Ends);
}
