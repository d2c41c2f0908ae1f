//! What to do next about a rule that was not met.

use super::error::{Error, ErrorKind};
use super::id::{AgentName, Symbol};
use super::open_matter::OpenMatter;
use super::phase::Phase;
use super::token::TokenProblem;
use super::words::nearest;

impl Error {
    /// The next step: a command to type, where one helps.
    pub fn hint(&self) -> String {
        match self {
            Self::InvalidArgument { .. } => "see --help of the command".to_owned(),
            Self::InvalidConfiguration { .. } => {
                "correct it, or name another file with --config".to_owned()
            }
            Self::NoTerminal => "see `flowrex-coord status`, in a script with `-o json`".to_owned(),
            Self::UnknownAgent { name, known } => {
                let register = format!("register it with `flowrex-coord agent add {name}`");
                match nearest(name.as_str(), known.iter().map(AgentName::as_str)) {
                    Some(meant) => format!("did you mean `{meant}`? If not, {register}"),
                    None => register,
                }
            }
            Self::NoLatestCycle(symbol) => {
                let symbol = symbol.as_ref().map_or("SYMBOL", Symbol::as_str);
                format!("start one with `flowrex-coord cycle run --symbol {symbol}`")
            }
            Self::CycleNotFound(_) => "list them with `flowrex-coord cycle list`".to_owned(),
            Self::MessageNotFound(_) => "list them with `flowrex-coord msg list`".to_owned(),
            Self::KeyNotFound { cycle, .. } => {
                format!("list its keys with `flowrex-coord state list --cycle {cycle}`")
            }
            Self::HaltNotFound(_)
            | Self::HaltCleared(_)
            | Self::HaltOnRecord { .. }
            | Self::HaltAmbiguous(_)
            | Self::Halted { .. }
            | Self::CycleHalted { .. } => self.halt_hint(),
            Self::Denied { .. }
            | Self::NotProven { .. }
            | Self::LastToken(_)
            | Self::NotEnrolled(_)
            | Self::AgentBuiltIn(_)
            | Self::AgentExists(_) => self.access_hint(),
            Self::AgentBusy { agent, matter } => matter.hint(agent),
            Self::KeyFrozen { key, .. } => {
                format!(
                    "see its versions with `flowrex-coord state history --key {key} --cycle ID`"
                )
            }
            Self::ModeNotAllowed { asked, .. } => {
                format!("change it with `flowrex-coord mode set {asked} --reason TEXT`")
            }
            Self::IllegalMove { cycle, from, .. } => match from.next() {
                Some(Phase::Completed) => {
                    format!("the next step is `flowrex-coord cycle complete {cycle}`")
                }
                Some(next) => {
                    format!("the next step is `flowrex-coord cycle advance {cycle} --to {next}`")
                }
                None => format!("look at it with `flowrex-coord cycle show {cycle}`"),
            },
            Self::CycleEnded { .. }
            | Self::CycleActive { .. }
            | Self::CycleOwned { .. }
            | Self::CycleStalled { .. }
            | Self::CommandUnanswered { .. }
            | Self::NothingToApprove { .. }
            | Self::StaleEpoch { .. }
            | Self::PhaseUnanswered { .. }
            | Self::NotProposed(_)
            | Self::StateFull { .. }
            | Self::OutcomeUnknown(_) => self.cycle_hint(),
            Self::ApprovalNeeded { .. } | Self::StateChanged { .. } | Self::NotAsShown { .. } => {
                self.approval_hint()
            }
            Self::AgentsUnfit(_) => {
                "see `flowrex-coord health` and `flowrex-coord doctor`".to_owned()
            }
            Self::NoReply { message, .. } => format!(
                "its answer may still come: look at it with `flowrex-coord msg show {message}`"
            ),
            Self::AnswerLate { why, .. } => why.hint(),
            Self::VersionConflict { key, .. } => {
                format!("read it again with `flowrex-coord state read --key {key} --cycle ID`")
            }
            Self::StaleClaim { .. }
            | Self::MessageOver { .. }
            | Self::NotClaimed(_)
            | Self::NotRequeued { .. }
            | Self::DeliveredOnce(_)
            | Self::DedupConflict { .. }
            | Self::InboxFull { .. }
            | Self::NoAnswer { .. }
            | Self::WaitCircle(_)
            | Self::ReceiverGone(_)
            | Self::AskerGone { .. }
            | Self::NotPrinted(_)
            | Self::NoInbox(_)
            | Self::SenderRemoved { .. }
            | Self::NobodyAsks { .. }
            | Self::InLines { .. } => self.bus_hint(),
        }
    }

    /// The next step where an approval is missing or no longer fits.
    fn approval_hint(&self) -> String {
        match self {
            Self::ApprovalNeeded { cycle, .. } => format!(
                "look with `flowrex-coord state list --cycle {cycle}`, then \
                 `flowrex-coord cycle approve {cycle}` or \
                 `flowrex-coord cycle reject {cycle} --reason TEXT`"
            ),
            Self::StateChanged { cycle, current, .. } => format!(
                "look again with `flowrex-coord state list --cycle {cycle}`, then \
                 `flowrex-coord cycle approve {cycle} --state {current}`"
            ),
            Self::NotAsShown { cycle, .. } => format!(
                "look again with `flowrex-coord cycle show {cycle}`, then approve or reject that"
            ),
            _ => "see what waits with `flowrex-coord status`".to_owned(),
        }
    }

    /// The next step where a halt stands in the way, or was looked for.
    fn halt_hint(&self) -> String {
        match self {
            Self::Halted { halt, .. } => format!(
                "see `flowrex-coord halt status`; the supervisor clears it with \
                 `flowrex-coord halt clear {halt} --reason TEXT`"
            ),
            Self::HaltOnRecord { id, .. } => format!(
                "see `flowrex-coord halt status`; this one is cleared with \
                 `flowrex-coord halt clear {id} --reason TEXT`"
            ),
            Self::CycleHalted { .. } => {
                "a halted cycle never moves again; start another one".to_owned()
            }
            Self::HaltAmbiguous(_) => "they are on record now: see their numbers with \
                                       `flowrex-coord halt status`, and clear one by its number"
                .to_owned(),
            _ => "see what is in force with `flowrex-coord halt status`".to_owned(),
        }
    }

    /// The next step where a cycle does not go on as asked.
    fn cycle_hint(&self) -> String {
        match self {
            Self::CycleEnded { .. } => {
                "start another with `flowrex-coord cycle start --symbol SYMBOL`".to_owned()
            }
            Self::CycleActive { cycle, .. } => format!(
                "see what it waits for with `flowrex-coord cycle show {cycle}`; end it with \
                 `flowrex-coord cycle fail {cycle} --error TEXT`, or stop it with \
                 `flowrex-coord halt --cycle {cycle} --reason TEXT`"
            ),
            Self::CycleOwned { cycle, .. } => {
                format!("stop it with `flowrex-coord halt --cycle {cycle} --reason TEXT`")
            }
            Self::NothingToApprove { cycle, .. } | Self::StaleEpoch { cycle, .. } => {
                format!("look at it with `flowrex-coord cycle show {cycle}`")
            }
            Self::CycleStalled { cycle, .. } | Self::CommandUnanswered { cycle, .. } => format!(
                "continue it with `flowrex-coord cycle resume {cycle}`, or end it with \
                 `flowrex-coord cycle fail {cycle} --error TEXT`"
            ),
            Self::OutcomeUnknown(cycle) => format!(
                "an order may be out: see `flowrex-coord cycle show {cycle}` and ask the broker \
                 before you run another"
            ),
            Self::PhaseUnanswered { cycle, .. } | Self::NotProposed(cycle) => {
                format!("end it with `flowrex-coord cycle fail {cycle} --error TEXT`")
            }
            Self::StateFull { cycle, .. } => format!(
                "replace a value with a smaller one; `flowrex-coord state list --cycle {cycle}` \
                 shows them"
            ),
            _ => String::new(),
        }
    }

    /// The next step for somebody who is not let in, or lets others in.
    fn access_hint(&self) -> String {
        match self {
            Self::NotProven {
                problem: TokenProblem::Missing,
                ..
            } => "give it with --token-file FILE, or in FLOWREX_TOKEN".to_owned(),
            Self::NotProven { agent, .. } => format!(
                "the supervisor issues a new one with `flowrex-coord agent enroll {agent}`"
            ),
            Self::LastToken(agent) => {
                format!("replace it with `flowrex-coord agent enroll {agent}`")
            }
            Self::AgentExists(_) | Self::NotEnrolled(_) | Self::AgentBuiltIn(_) => {
                "see `flowrex-coord agent list`".to_owned()
            }
            _ => "name the agent that acts with --as NAME; `flowrex-coord agent list` shows the levels"
                .to_owned(),
        }
    }

    /// The next step after a refusal of the message bus.
    fn bus_hint(&self) -> String {
        match self {
            Self::StaleClaim { message, .. }
            | Self::MessageOver { message, .. }
            | Self::NotClaimed(message)
            | Self::NotRequeued { message, .. }
            | Self::NoAnswer { message, .. }
            | Self::DedupConflict { message, .. } => {
                format!("look at it with `flowrex-coord msg show {message}`")
            }
            Self::DeliveredOnce(message) => format!(
                "look at it with `flowrex-coord msg show {message}`; a new cycle sends a new one"
            ),
            Self::ReceiverGone(_) => "no message is claimed; to receive in the background, \
                                      redirect the output to a file, or keep its reader running"
                .to_owned(),
            Self::AskerGone { message, .. } => format!(
                "its answer stays pending in the inbox of the sender: look at both with \
                 `flowrex-coord msg trace {message}`"
            ),
            Self::NotPrinted(_) => {
                "the claimed messages are pending again, and the next receiver gets them".to_owned()
            }
            Self::NoInbox(message) | Self::SenderRemoved { message, .. } => {
                format!("acknowledge it with `flowrex-coord msg ack {message}`")
            }
            Self::NobodyAsks { message, .. } => format!(
                "look at it with `flowrex-coord msg show {message}`, and send it again as an \
                 agent that takes part"
            ),
            Self::InboxFull { agent, .. } => format!(
                "send again when {agent} has received some; \
                 `flowrex-coord db limits` shows the limit"
            ),
            Self::InLines { first, problems } if self.kind() == ErrorKind::Busy => {
                let hint = problems.first().map(|(_, problem)| problem.hint());
                format!("{}, from line {first} on", hint.unwrap_or_default())
            }
            Self::InLines { first: 1, .. } => {
                "nothing was stored: fix that, and send the batch again".to_owned()
            }
            Self::InLines { first, .. } => format!(
                "the lines before {first} are stored: fix that, and send those from {first} on"
            ),
            _ => String::new(),
        }
    }
}

impl OpenMatter {
    /// How it comes to an end.
    fn hint(&self, agent: &AgentName) -> String {
        match self {
            Self::Inbox { .. } => format!(
                "receive what is pending with `flowrex-coord msg recv --agent {agent} --ack`; \
                 `flowrex-coord msg list --to {agent} --status pending --status claimed` shows \
                 what is left"
            ),
            Self::Unanswered(id) => format!(
                "see `flowrex-coord msg show {id}`; its recipient settles it with `msg reply` or \
                 `msg ack`"
            ),
            Self::Cycle(id) => {
                format!("remove it when that has ended; see `flowrex-coord cycle show {id}`")
            }
            Self::Halt(id) => {
                format!("clear it first with `flowrex-coord halt clear {id} --reason TEXT`")
            }
        }
    }
}
