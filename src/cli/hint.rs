//! The next step in words: the command to type, or the option to give.

use crate::model::id::Symbol;
use crate::model::next_step::NextStep;
use crate::model::operation::Action;
use crate::model::overview::Remedy;

/// When the agents of a cycle are not those that are configured.
pub(super) const UNLESS_OTHERS: &str = "unless `cycle resume` is given another --agent";

/// The next step, for people.
#[expect(
    clippy::too_many_lines,
    reason = "a table with an entry for each step, which the compiler keeps complete"
)]
pub(super) fn words(step: &NextStep) -> String {
    match step {
        NextStep::ReadHelp => "see --help of the command".to_owned(),
        NextStep::RegisterAgent { name, meant } => {
            let register = format!("register it with `flowrex-coord agent add {name}`");
            match meant {
                Some(meant) => format!("did you mean `{meant}`? If not, {register}"),
                None => register,
            }
        }
        NextStep::ListAgents => "see `flowrex-coord agent list`".to_owned(),
        NextStep::ActAsAnother => "name the agent that acts with --as NAME; \
                                   `flowrex-coord agent list` shows the levels"
            .to_owned(),
        NextStep::GiveToken => "give it with --token-file FILE, or in FLOWREX_TOKEN".to_owned(),
        NextStep::IssueToken(agent) => {
            format!("the supervisor issues a new one with `flowrex-coord agent enroll {agent}`")
        }
        NextStep::ReplaceToken(agent) => {
            format!("replace it with `flowrex-coord agent enroll {agent}`")
        }
        NextStep::CheckAgents => "see `flowrex-coord health` and `flowrex-coord doctor`; once an \
             unhealthy agent is repaired, run `flowrex-coord health reset NAME`"
            .to_owned(),

        NextStep::StartCycle(symbol) => {
            let symbol = symbol.as_ref().map_or("SYMBOL", Symbol::as_str);
            format!("start one with `flowrex-coord cycle run --symbol {symbol}`")
        }
        NextStep::StartAnotherCycle => {
            "start another with `flowrex-coord cycle start --symbol SYMBOL`".to_owned()
        }
        NextStep::ReplaceHaltedCycle => {
            "a halted cycle never moves again; start another one".to_owned()
        }
        NextStep::ListCycles => "list them with `flowrex-coord cycle list`".to_owned(),
        NextStep::ShowCycle(cycle) => {
            format!("look at it with `flowrex-coord cycle show {cycle}`")
        }
        NextStep::AdvanceCycle { cycle, to } => {
            format!("the next step is `flowrex-coord cycle advance {cycle} --to {to}`")
        }
        NextStep::CompleteCycle(cycle) => {
            format!("the next step is `flowrex-coord cycle complete {cycle}`")
        }
        NextStep::EndActiveCycle(cycle) => format!(
            "see what it waits for with `flowrex-coord cycle show {cycle}`; end it with \
             `flowrex-coord cycle fail {cycle} --error TEXT`, or stop it with \
             `flowrex-coord halt --cycle {cycle} --reason TEXT`"
        ),
        NextStep::HaltCycle(cycle) => {
            format!("stop it with `flowrex-coord halt --cycle {cycle} --reason TEXT`")
        }
        NextStep::ResumeCycle(cycle) => format!(
            "continue it with `flowrex-coord cycle resume {cycle}`, or end it with \
             `flowrex-coord cycle fail {cycle} --error TEXT`"
        ),
        NextStep::FailCycle(cycle) => {
            format!("end it with `flowrex-coord cycle fail {cycle} --error TEXT`")
        }
        NextStep::AskBroker(cycle) => format!(
            "an order may be out: see `flowrex-coord cycle show {cycle}` and ask the broker \
             before you run another"
        ),
        NextStep::Approve(cycle) => format!(
            "look with `flowrex-coord state list --cycle {cycle}`, then \
             `flowrex-coord cycle approve {cycle}` or \
             `flowrex-coord cycle reject {cycle} --reason TEXT`"
        ),
        NextStep::ApproveChanged { cycle, state } => format!(
            "look again with `flowrex-coord state list --cycle {cycle}`, then \
             `flowrex-coord cycle approve {cycle} --state {state}`"
        ),
        NextStep::ReviewAgain(cycle) => format!(
            "look again with `flowrex-coord cycle show {cycle}`, then approve or reject that"
        ),

        NextStep::ListKeys(cycle) => {
            format!("list its keys with `flowrex-coord state list --cycle {cycle}`")
        }
        NextStep::ShowVersions(key) => {
            format!("see its versions with `flowrex-coord state history --key {key} --cycle ID`")
        }
        NextStep::ReadAgain(key) => {
            format!("read it again with `flowrex-coord state read --key {key} --cycle ID`")
        }
        NextStep::ShrinkState(cycle) => format!(
            "replace a value with a smaller one; `flowrex-coord state list --cycle {cycle}` \
             shows them"
        ),

        NextStep::ClearHalt(halt) => format!(
            "see `flowrex-coord halt status`; the supervisor clears it with \
             `flowrex-coord halt clear {halt} --reason TEXT`"
        ),
        NextStep::ClearRecordedHalt(id) => format!(
            "see `flowrex-coord halt status`; this one is cleared with \
             `flowrex-coord halt clear {id} --reason TEXT`"
        ),
        NextStep::ClearByNumber => "they are on record now: see their numbers with \
                                    `flowrex-coord halt status`, and clear one by its number"
            .to_owned(),
        NextStep::ListHalts => "see what is in force with `flowrex-coord halt status`".to_owned(),
        NextStep::SetMode(mode) => {
            format!("change it with `flowrex-coord mode set {mode} --reason TEXT`")
        }

        NextStep::ListMessages => "list them with `flowrex-coord msg list`".to_owned(),
        NextStep::ShowMessage(message) => {
            format!("look at it with `flowrex-coord msg show {message}`")
        }
        NextStep::ShowOnceOnly(message) => format!(
            "look at it with `flowrex-coord msg show {message}`; a new cycle sends a new one"
        ),
        NextStep::AwaitAnswer(message) => {
            format!("its answer may still come: look at it with `flowrex-coord msg show {message}`")
        }
        NextStep::TraceMessage(message) => format!(
            "its answer stays pending in the inbox of the sender: look at both with \
             `flowrex-coord msg trace {message}`"
        ),
        NextStep::AcknowledgeMessage(message) => {
            format!("acknowledge it with `flowrex-coord msg ack {message}`")
        }
        NextStep::SendAsAnother(message) => format!(
            "look at it with `flowrex-coord msg show {message}`, and send it again as an \
             agent that takes part"
        ),
        NextStep::SendWithoutWaiting => {
            "send it without waiting for the answer, with `flowrex-coord msg send`".to_owned()
        }
        NextStep::WaitForRoom(agent) => format!(
            "send again when {agent} has received some; \
             `flowrex-coord db limits` shows the limit"
        ),
        NextStep::KeepOutput => "no message is claimed; to receive in the background, \
                                 redirect the output to a file, or keep its reader running"
            .to_owned(),
        NextStep::ReceiveAgain => {
            "the claimed messages are pending again, and the next receiver gets them".to_owned()
        }
        NextStep::CorrectBatch { from: 1 } => {
            "nothing was stored: fix that, and send the batch again".to_owned()
        }
        NextStep::CorrectBatch { from } => {
            format!("the lines before {from} are stored: fix that, and send those from {from} on")
        }
        NextStep::ContinueBatch { first, from } => {
            format!("{}, from line {from} on", words(first))
        }

        NextStep::EmptyInbox(agent) => format!(
            "receive what is pending with `flowrex-coord msg recv --agent {agent} --ack`; \
             `flowrex-coord msg list --to {agent} --status pending --status claimed` shows \
             what is left"
        ),
        NextStep::SettleMessage(message) => format!(
            "see `flowrex-coord msg show {message}`; its recipient settles it with `msg reply` or \
             `msg ack`"
        ),
        NextStep::AwaitCycleEnd(cycle) => {
            format!("remove it when that has ended; see `flowrex-coord cycle show {cycle}`")
        }
        NextStep::ClearHaltFirst(id) => {
            format!("clear it first with `flowrex-coord halt clear {id} --reason TEXT`")
        }

        NextStep::CreateFolder => {
            "create the folder, or name another database with --db FILE".to_owned()
        }
        NextStep::CreateDatabase => "name another with --db FILE or in FLOWREX_DB, or create \
                                     this one with `flowrex-coord db init`"
            .to_owned(),
        NextStep::NameAnotherDatabase => {
            "it was not touched; name another database with --db FILE".to_owned()
        }
        NextStep::CompleteRestore => {
            "complete it with `flowrex-coord db restore BACKUP`".to_owned()
        }
        NextStep::MountFolder => {
            "it was not touched; mount the folder that holds it, and not the file".to_owned()
        }
        NextStep::SecureFolder => "nothing was touched; keep the database in a folder that only \
                                   its users can write to, and remove that file"
            .to_owned(),
        NextStep::RemoveHaltFile => "the clear is on record; remove the file by hand, or fix that \
                                     and let the next command that writes remove it"
            .to_owned(),
        NextStep::RestoreAnother => "nothing was changed; restore another backup".to_owned(),
        NextStep::NameBackup => {
            "nothing was changed; name a file that `flowrex-coord db backup` has written".to_owned()
        }
        NextStep::StopUsers => "everything is halted by a halt file; stop these processes, \
                                then restore again"
            .to_owned(),
        NextStep::InstallNewer => "it was not touched; install that version".to_owned(),
        NextStep::RestoreBackup => {
            "restore a backup, or name another database with --db FILE".to_owned()
        }
        NextStep::CompareWithBackup => {
            "stop relying on this file, and compare it with a backup".to_owned()
        }
        NextStep::TryAgain => "try again, or wait longer with --busy-timeout".to_owned(),
        NextStep::CheckDisk => "nothing was changed; check the disk and the permissions".to_owned(),
        NextStep::CheckChange => {
            "check the disk, and whether the change was recorded, before you repeat it".to_owned()
        }
        NextStep::CheckFile => {
            "what this command has written may be lost: check which file is there now".to_owned()
        }
        NextStep::KeepAnswer => {
            "keep this answer; then see `flowrex-coord cycle list` and `cycle recover`".to_owned()
        }
        NextStep::Report => REPORT.to_owned(),
    }
}

/// What to do about a defect of this program.
pub(super) const REPORT: &str = "please report this";

/// The command that continues after a concern.
pub(super) fn command(remedy: &Remedy) -> String {
    let command = match remedy {
        Remedy::ShowCycle(cycle) => format!("cycle show {cycle}"),
        Remedy::RecoverCycles => "cycle recover".to_owned(),
        Remedy::ResumeCycle(cycle) => format!("cycle resume {cycle}"),
        Remedy::ApproveCycle { cycle, state: None } => format!("cycle approve {cycle}"),
        Remedy::ApproveCycle {
            cycle,
            state: Some(state),
        } => format!("cycle approve {cycle} --state {state}"),
        Remedy::ResetHealth(agent) => format!("health reset {agent}"),
        Remedy::ShowHealth(agent) => format!("health {agent}"),
        Remedy::ListMessages(agent) => format!("msg list --agent {agent}"),
        Remedy::ClearHalt(halt) => format!("halt clear {halt} --reason REASON"),
        Remedy::ListSurvivors => format!("audit log --kind {}", Action::AgentSurvived.as_str()),
    };
    format!("flowrex-coord {command}")
}
