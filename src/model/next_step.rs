//! What can be done about an error. Each interface puts it into its own words: the model knows no
//! command and no option.

use super::error::{Error, ErrorKind};
use super::halt::HaltRef;
use super::id::{AgentName, CycleId, MessageId, StateKey, Symbol};
use super::mode::Mode;
use super::open_matter::OpenMatter;
use super::phase::Phase;
use super::token::TokenProblem;
use super::words::nearest;

/// What to do next about an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Read what the operation accepts.
    ReadHelp,

    /// Register the agent, unless another was meant.
    RegisterAgent {
        /// The unknown name.
        name: AgentName,
        /// The known agent that was probably meant.
        meant: Option<AgentName>,
    },
    /// List the agents.
    ListAgents,
    /// Act as an agent with enough authority; the list of agents shows the levels.
    ActAsAnother,
    /// Show the token of the agent that acts.
    GiveToken,
    /// Have the supervisor issue a new token for this agent.
    IssueToken(AgentName),
    /// Replace the token of this agent instead of revoking it.
    ReplaceToken(AgentName),
    /// Look at the health of the agents, and check the system.
    CheckAgents,

    /// Start a cycle, on this symbol if one was named.
    StartCycle(Option<Symbol>),
    /// Start another cycle, since this one has ended.
    StartAnotherCycle,
    /// Start another cycle, since a halted one never moves again.
    ReplaceHaltedCycle,
    /// List the cycles.
    ListCycles,
    /// Look at the cycle.
    ShowCycle(CycleId),
    /// Advance the cycle.
    AdvanceCycle {
        /// The cycle.
        cycle: CycleId,
        /// The phase that comes next.
        to: Phase,
    },
    /// Complete the cycle.
    CompleteCycle(CycleId),
    /// See what the active cycle waits for, and end or halt it.
    EndActiveCycle(CycleId),
    /// Halt the cycle, which another process runs.
    HaltCycle(CycleId),
    /// Resume the cycle, or fail it.
    ResumeCycle(CycleId),
    /// Fail the cycle.
    FailCycle(CycleId),
    /// Ask the broker, since the cycle may have an order out.
    AskBroker(CycleId),
    /// Approve or reject what the cycle waits with.
    Approve(CycleId),
    /// Look at the changed shared state of the cycle, and approve it.
    ApproveChanged {
        /// The cycle.
        cycle: CycleId,
        /// The digest of its shared state now.
        state: String,
    },
    /// Look at the cycle again, and decide about what it waits with now.
    ReviewAgain(CycleId),

    /// List the keys of the shared state of the cycle.
    ListKeys(CycleId),
    /// See the versions of the key.
    ShowVersions(StateKey),
    /// Read the key again.
    ReadAgain(StateKey),
    /// Replace a value of the shared state of the cycle with a smaller one.
    ShrinkState(CycleId),

    /// Clear the halt that is in force.
    ClearHalt(HaltRef),
    /// Clear the halt with this number, under which the one in the halt file is recorded.
    ClearRecordedHalt(i64),
    /// Clear one of the halts by its number: they have one by now.
    ClearByNumber,
    /// See which halts are in force.
    ListHalts,
    /// Set the mode.
    SetMode(Mode),

    /// List the messages.
    ListMessages,
    /// Look at the message.
    ShowMessage(MessageId),
    /// Look at the message; a new cycle sends a new one.
    ShowOnceOnly(MessageId),
    /// Look at the message later: its answer may still come.
    AwaitAnswer(MessageId),
    /// Trace the message, whose answer stays pending.
    TraceMessage(MessageId),
    /// Acknowledge the message, which nobody can answer.
    AcknowledgeMessage(MessageId),
    /// Send the message again as an agent that is registered.
    SendAsAnother(MessageId),
    /// Send it without waiting for an answer.
    SendWithoutWaiting,
    /// Send it again once the recipient has received some.
    WaitForRoom(AgentName),
    /// Keep the output of a receiver open.
    KeepOutput,
    /// Receive again: the claimed messages are pending.
    ReceiveAgain,
    /// Correct the lines, and send those from this one on.
    CorrectBatch {
        /// The first line that is not stored, from 1.
        from: u64,
    },
    /// Do this, and then send the lines from this one on.
    ContinueBatch {
        /// What to do first.
        first: Box<Self>,
        /// The first line that is not stored, from 1.
        from: u64,
    },

    /// Empty the inbox of the agent before it is removed.
    EmptyInbox(AgentName),
    /// Have the recipient settle the message before its sender is removed.
    SettleMessage(MessageId),
    /// Remove the agent when the cycle has ended.
    AwaitCycleEnd(CycleId),
    /// Clear the halt before the agent that called it is removed.
    ClearHaltFirst(i64),

    /// Create the folder of the database.
    CreateFolder,
    /// Create the database, or name another.
    CreateDatabase,
    /// Name another database.
    NameAnotherDatabase,
    /// Complete the restore that was interrupted.
    CompleteRestore,
    /// Mount the folder, and not the file.
    MountFolder,
    /// Remove the file, and keep the database in a folder that others cannot write to.
    SecureFolder,
    /// Remove the halt file.
    RemoveHaltFile,
    /// Restore another backup.
    RestoreAnother,
    /// Name a backup.
    NameBackup,
    /// Stop the processes that use the database, and restore again.
    StopUsers,
    /// Install the version that made the database.
    InstallNewer,
    /// Restore a backup, or name another database.
    RestoreBackup,
    /// Compare the database with a backup.
    CompareWithBackup,
    /// Try again, or wait longer.
    TryAgain,
    /// Check the disk and the permissions.
    CheckDisk,
    /// Check whether the change was recorded.
    CheckChange,
    /// Check which file is in the place of the database.
    CheckFile,
    /// Keep the answer of the agent, and recover the cycle.
    KeepAnswer,
    /// Report a defect of this program.
    Report,
}

impl Error {
    /// What to do next.
    pub fn next_step(&self) -> NextStep {
        match self {
            Self::InvalidValue { .. } | Self::ReasonNeeded { .. } => NextStep::ReadHelp,
            Self::NoLatestCycle(symbol) => NextStep::StartCycle(symbol.clone()),
            Self::CycleNotFound(_) => NextStep::ListCycles,
            Self::MessageNotFound(_) => NextStep::ListMessages,
            Self::KeyNotFound { cycle, .. } => NextStep::ListKeys(cycle.clone()),
            Self::HaltNotFound(_)
            | Self::HaltCleared(_)
            | Self::HaltOnRecord { .. }
            | Self::HaltAmbiguous(_)
            | Self::Halted { .. }
            | Self::CycleHalted { .. } => self.step_at_halt(),
            Self::UnknownAgent { .. }
            | Self::Denied { .. }
            | Self::NotProven { .. }
            | Self::LastToken(_)
            | Self::NotEnrolled(_)
            | Self::AgentBuiltIn(_)
            | Self::AgentExists(_)
            | Self::AgentsUnfit(_) => self.step_of_agent(),
            Self::AgentBusy { agent, matter } => matter.next_step(agent),
            Self::KeyFrozen { key, .. } => NextStep::ShowVersions(key.clone()),
            Self::VersionConflict { key, .. } => NextStep::ReadAgain(key.clone()),
            Self::ModeNotAllowed { asked, .. } => NextStep::SetMode(*asked),
            Self::IllegalMove { .. }
            | Self::CycleEnded { .. }
            | Self::CycleActive { .. }
            | Self::CycleOwned { .. }
            | Self::CycleStalled { .. }
            | Self::CommandUnanswered { .. }
            | Self::NothingToApprove { .. }
            | Self::StaleEpoch { .. }
            | Self::PhaseUnanswered { .. }
            | Self::NotProposed(_)
            | Self::StateFull { .. }
            | Self::OutcomeUnknown(_)
            | Self::ApprovalNeeded { .. }
            | Self::StateChanged { .. }
            | Self::NotAsShown { .. } => self.step_of_cycle(),
            Self::AnswerLate { why, .. } => why.next_step(),
            Self::NoReply { .. }
            | Self::StaleClaim { .. }
            | Self::MessageOver { .. }
            | Self::NotClaimed(_)
            | Self::NotRequeued { .. }
            | Self::DeliveredOnce(_)
            | Self::DedupConflict { .. }
            | Self::InboxFull { .. }
            | Self::NoAnswer { .. }
            | Self::Deadlock(_)
            | Self::ReceiverGone(_)
            | Self::AskerGone { .. }
            | Self::NotPrinted(_)
            | Self::NoInbox(_)
            | Self::SenderRemoved { .. }
            | Self::NobodyAsks { .. }
            | Self::InLines { .. } => self.step_of_message(),
        }
    }

    /// If a halt prevents it, or was not found.
    fn step_at_halt(&self) -> NextStep {
        match self {
            Self::Halted { halt, .. } => NextStep::ClearHalt(*halt),
            Self::HaltOnRecord { id, .. } => NextStep::ClearRecordedHalt(*id),
            Self::CycleHalted { .. } => NextStep::ReplaceHaltedCycle,
            Self::HaltAmbiguous(_) => NextStep::ClearByNumber,
            _ => NextStep::ListHalts,
        }
    }

    /// Where an agent is not known, not well, or may not do it.
    fn step_of_agent(&self) -> NextStep {
        match self {
            Self::UnknownAgent { name, known } => {
                let meant = nearest(name.as_str(), known.iter().map(AgentName::as_str));
                NextStep::RegisterAgent {
                    name: name.clone(),
                    meant: known
                        .iter()
                        .find(|known| Some(known.as_str()) == meant)
                        .cloned(),
                }
            }
            Self::AgentsUnfit(_) => NextStep::CheckAgents,
            Self::NotProven {
                problem: TokenProblem::Missing,
                ..
            } => NextStep::GiveToken,
            Self::NotProven { agent, .. } => NextStep::IssueToken(agent.clone()),
            Self::LastToken(agent) => NextStep::ReplaceToken(agent.clone()),
            Self::AgentExists(_) | Self::NotEnrolled(_) | Self::AgentBuiltIn(_) => {
                NextStep::ListAgents
            }
            _ => NextStep::ActAsAnother,
        }
    }

    /// Where a cycle does not continue as asked.
    fn step_of_cycle(&self) -> NextStep {
        match self {
            Self::IllegalMove { cycle, from, .. } => match from.next() {
                Some(Phase::Completed) => NextStep::CompleteCycle(cycle.clone()),
                Some(to) => NextStep::AdvanceCycle {
                    cycle: cycle.clone(),
                    to,
                },
                None => NextStep::ShowCycle(cycle.clone()),
            },
            Self::CycleActive { cycle, .. } => NextStep::EndActiveCycle(cycle.clone()),
            Self::CycleOwned { cycle, .. } => NextStep::HaltCycle(cycle.clone()),
            Self::NothingToApprove { cycle, .. } | Self::StaleEpoch { cycle, .. } => {
                NextStep::ShowCycle(cycle.clone())
            }
            Self::CycleStalled { cycle, .. } | Self::CommandUnanswered { cycle, .. } => {
                NextStep::ResumeCycle(cycle.clone())
            }
            Self::OutcomeUnknown(cycle) => NextStep::AskBroker(cycle.clone()),
            Self::PhaseUnanswered { cycle, .. } | Self::NotProposed(cycle) => {
                NextStep::FailCycle(cycle.clone())
            }
            Self::StateFull { cycle, .. } => NextStep::ShrinkState(cycle.clone()),
            Self::ApprovalNeeded { cycle, .. } => NextStep::Approve(cycle.clone()),
            Self::StateChanged { cycle, current, .. } => NextStep::ApproveChanged {
                cycle: cycle.clone(),
                state: current.clone(),
            },
            Self::NotAsShown { cycle, .. } => NextStep::ReviewAgain(cycle.clone()),
            _ => NextStep::StartAnotherCycle,
        }
    }

    /// Where the message bus refuses.
    fn step_of_message(&self) -> NextStep {
        match self {
            Self::StaleClaim { message, .. }
            | Self::MessageOver { message, .. }
            | Self::NotClaimed(message)
            | Self::NotRequeued { message, .. }
            | Self::NoAnswer { message, .. }
            | Self::DedupConflict { message, .. } => NextStep::ShowMessage(*message),
            Self::NoReply { message, .. } => NextStep::AwaitAnswer(*message),
            Self::DeliveredOnce(message) => NextStep::ShowOnceOnly(*message),
            Self::ReceiverGone(_) => NextStep::KeepOutput,
            Self::AskerGone { message, .. } => NextStep::TraceMessage(*message),
            Self::NotPrinted(_) => NextStep::ReceiveAgain,
            Self::NoInbox(message) | Self::SenderRemoved { message, .. } => {
                NextStep::AcknowledgeMessage(*message)
            }
            Self::NobodyAsks { message, .. } => NextStep::SendAsAnother(*message),
            Self::InboxFull { agent, .. } => NextStep::WaitForRoom(agent.clone()),
            Self::InLines { first, problems } => match problems.first() {
                Some((_, problem)) if problem.kind() == ErrorKind::Busy => {
                    NextStep::ContinueBatch {
                        first: Box::new(problem.next_step()),
                        from: *first,
                    }
                }
                _ => NextStep::CorrectBatch { from: *first },
            },
            _ => NextStep::SendWithoutWaiting,
        }
    }
}

impl OpenMatter {
    /// How it comes to an end.
    fn next_step(&self, agent: &AgentName) -> NextStep {
        match self {
            Self::Inbox { .. } => NextStep::EmptyInbox(agent.clone()),
            Self::Unanswered(id) => NextStep::SettleMessage(*id),
            Self::Cycle(id) => NextStep::AwaitCycleEnd(id.clone()),
            Self::Halt(id) => NextStep::ClearHaltFirst(*id),
        }
    }
}
