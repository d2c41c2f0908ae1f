//! The next step in words, for clients of the server: the request to make. What has no route
//! names the command.

use crate::model::id::Symbol;
use crate::model::next_step::NextStep;
use crate::model::operation::Action;
use crate::model::overview::Remedy;

/// The path below which the operations are.
pub(super) const API: &str = "/api/v1/coordination";

/// The next step, for people who program a client.
#[expect(
    clippy::too_many_lines,
    reason = "a table with an entry for each step, which the compiler keeps complete"
)]
pub(super) fn words(step: &NextStep) -> String {
    match step {
        NextStep::ReadHelp => "/openapi.json describes the input".to_owned(),
        NextStep::RegisterAgent { name, meant } => {
            let register =
                format!("register it with POST {API}/agents and {{\"name\": \"{name}\"}}");
            match meant {
                Some(meant) => format!("did you mean `{meant}`? If not, {register}"),
                None => register,
            }
        }
        NextStep::ListAgents => format!("see GET {API}/agents"),
        NextStep::ActAsAnother => {
            format!("send the token of an agent that may; GET {API}/agents shows the levels")
        }
        NextStep::GiveToken => "send it as `Authorization: Bearer TOKEN`".to_owned(),
        NextStep::IssueToken(agent) => format!(
            "the supervisor issues a new one with the command `flowrex-coord agent enroll {agent}`"
        ),
        NextStep::ReplaceToken(agent) => {
            format!("replace it with the command `flowrex-coord agent enroll {agent}`")
        }
        NextStep::CheckAgents => {
            format!("see GET {API}/health, and the command `flowrex-coord doctor`")
        }

        NextStep::StartCycle(symbol) => {
            let symbol = symbol.as_ref().map_or("SYMBOL", Symbol::as_str);
            format!("start one with POST {API}/cycle and the symbol {symbol}")
        }
        NextStep::StartAnotherCycle => format!("start another with POST {API}/cycle/start"),
        NextStep::ReplaceHaltedCycle => {
            "a halted cycle never moves again; start another one".to_owned()
        }
        NextStep::ListCycles => format!("list them with GET {API}/cycles"),
        NextStep::ShowCycle(cycle) => format!("look at it with GET {API}/cycle/{cycle}"),
        NextStep::AdvanceCycle { cycle, to } => {
            format!("the next step is POST {API}/cycle/{cycle}/advance with {{\"to\": \"{to}\"}}")
        }
        NextStep::CompleteCycle(cycle) => {
            format!("the next step is POST {API}/cycle/{cycle}/complete")
        }
        NextStep::EndActiveCycle(cycle) => format!(
            "see what it waits for with GET {API}/cycle/{cycle}; end it with \
             POST {API}/cycle/{cycle}/fail, or stop it with POST {API}/halt"
        ),
        NextStep::HaltCycle(cycle) => {
            format!(
                "stop it with POST {API}/halt and {{\"cycle_id\": \"{cycle}\", \"reason\": TEXT}}"
            )
        }
        NextStep::ResumeCycle(cycle) => format!(
            "continue it with POST {API}/cycle/{cycle}/resume, or end it with \
             POST {API}/cycle/{cycle}/fail"
        ),
        NextStep::FailCycle(cycle) => format!("end it with POST {API}/cycle/{cycle}/fail"),
        NextStep::AskBroker(cycle) => format!(
            "an order may be out: see GET {API}/cycle/{cycle} and ask the broker before you run \
             another"
        ),
        NextStep::Approve(cycle) => format!(
            "look with GET {API}/cycle/{cycle}/state, then POST {API}/cycle/{cycle}/approve or \
             POST {API}/cycle/{cycle}/reject"
        ),
        NextStep::ApproveChanged { cycle, state } => format!(
            "look again with GET {API}/cycle/{cycle}/state, then \
             POST {API}/cycle/{cycle}/approve with {{\"state\": \"{state}\"}}"
        ),
        NextStep::ReviewAgain(cycle) => {
            format!("look again with GET {API}/cycle/{cycle}, then approve or reject that")
        }

        NextStep::ListKeys(cycle) => format!("list its keys with GET {API}/cycle/{cycle}/state"),
        NextStep::ShowVersions(key) => {
            format!("see its versions with GET {API}/cycle/ID/state/{key}/history")
        }
        NextStep::ReadAgain(key) => format!(
            "read it again with GET {API}/cycle/ID/state/{key}, and send its `ETag` as `If-Match`"
        ),
        NextStep::ShrinkState(cycle) => {
            format!("replace a value with a smaller one; GET {API}/cycle/{cycle}/state shows them")
        }

        NextStep::ClearHalt(halt) => format!(
            "see GET {API}/halts/status; the supervisor clears it with \
             POST {API}/halts/{halt}/clear"
        ),
        NextStep::ClearRecordedHalt(id) => {
            format!("see GET {API}/halts/status; clear this one with POST {API}/halts/{id}/clear")
        }
        NextStep::ClearByNumber => format!(
            "they are on record now: see their numbers with GET {API}/halts/status, and clear \
             one by its number"
        ),
        NextStep::ListHalts => format!("see what is in force with GET {API}/halts/status"),
        NextStep::SetMode(mode) => {
            format!("change it with PUT {API}/mode and {{\"mode\": \"{mode}\", \"reason\": TEXT}}")
        }

        NextStep::ListMessages => format!("list them with GET {API}/messages"),
        NextStep::ShowMessage(message) => {
            format!("look at it with GET {API}/messages/{message}")
        }
        NextStep::ShowOnceOnly(message) => {
            format!("look at it with GET {API}/messages/{message}; a new cycle sends a new one")
        }
        NextStep::AwaitAnswer(message) => {
            format!("its answer may still come: look at it with GET {API}/messages/{message}")
        }
        NextStep::TraceMessage(message) => format!(
            "its answer stays pending in the inbox of the sender: look at both with \
             GET {API}/messages/{message}/trace"
        ),
        NextStep::AcknowledgeMessage(message) => {
            format!("acknowledge it with POST {API}/messages/{message}/ack")
        }
        NextStep::SendAsAnother(message) => format!(
            "look at it with GET {API}/messages/{message}, and send it again as an agent that \
             takes part"
        ),
        NextStep::SendWithoutWaiting => {
            format!("send it without waiting for the answer, with POST {API}/messages")
        }
        NextStep::WaitForRoom(agent) => format!(
            "send again when {agent} has received some; the command `flowrex-coord db limits` \
             shows the limit"
        ),
        NextStep::KeepOutput => {
            "no message is claimed; keep the connection open until the answer has come".to_owned()
        }
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
            "receive what is pending as {agent} with POST {API}/messages/claim; \
             GET {API}/messages?agent_name={agent}&status=pending&status=claimed shows what is left"
        ),
        NextStep::SettleMessage(message) => format!(
            "see GET {API}/messages/{message}; its recipient settles it with \
             POST {API}/messages/{message}/reply or POST {API}/messages/{message}/ack"
        ),
        NextStep::AwaitCycleEnd(cycle) => {
            format!("remove it when that has ended; see GET {API}/cycle/{cycle}")
        }
        NextStep::ClearHaltFirst(id) => {
            format!("clear it first with POST {API}/halts/{id}/clear")
        }

        NextStep::CreateFolder => {
            "create the folder, or start the server with another database".to_owned()
        }
        NextStep::CreateDatabase => "start the server with another database, or create this one \
                                     with the command `flowrex-coord db init`"
            .to_owned(),
        NextStep::NameAnotherDatabase => {
            "it was not touched; start the server with another database".to_owned()
        }
        NextStep::CompleteRestore => {
            "complete it with the command `flowrex-coord db restore BACKUP`".to_owned()
        }
        NextStep::MountFolder => {
            "it was not touched; mount the folder that holds it, and not the file".to_owned()
        }
        NextStep::SecureFolder => "nothing was touched; keep the database in a folder that only \
                                   its users can write to, and remove that file"
            .to_owned(),
        NextStep::RemoveHaltFile => "the clear is on record; remove the file by hand, or fix that \
                                     and let the next operation that writes remove it"
            .to_owned(),
        NextStep::RestoreAnother => "nothing was changed; restore another backup".to_owned(),
        NextStep::NameBackup => "nothing was changed; name a file that the command \
                                 `flowrex-coord db backup` has written"
            .to_owned(),
        NextStep::StopUsers => "everything is halted by a halt file; stop these processes, \
                                then restore again"
            .to_owned(),
        NextStep::InstallNewer => "it was not touched; install that version".to_owned(),
        NextStep::RestoreBackup => {
            "restore a backup, or start the server with another database".to_owned()
        }
        NextStep::CompareWithBackup => {
            "stop relying on this file, and compare it with a backup".to_owned()
        }
        NextStep::TryAgain => "try again after a pause".to_owned(),
        NextStep::CheckDisk => "nothing was changed; check the disk and the permissions".to_owned(),
        NextStep::CheckChange => {
            "check the disk, and whether the change was recorded, before you repeat it".to_owned()
        }
        NextStep::CheckFile => {
            "what this request has written may be lost: check which file is there now".to_owned()
        }
        NextStep::KeepAnswer => {
            format!("keep this answer; then see GET {API}/cycles and POST {API}/cycles/recover")
        }
        NextStep::Report => "please report this".to_owned(),
    }
}

/// The request that continues after a concern.
pub(super) fn request(remedy: &Remedy) -> String {
    match remedy {
        Remedy::ShowCycle(cycle) => format!("GET {API}/cycle/{cycle}"),
        Remedy::RecoverCycles => format!("POST {API}/cycles/recover"),
        Remedy::ResumeCycle(cycle) => format!("POST {API}/cycle/{cycle}/resume"),
        Remedy::ApproveCycle { cycle, state: None } => format!("POST {API}/cycle/{cycle}/approve"),
        Remedy::ApproveCycle {
            cycle,
            state: Some(state),
        } => format!("POST {API}/cycle/{cycle}/approve with {{\"state\": \"{state}\"}}"),
        Remedy::ResetHealth(agent) => format!("POST {API}/health/{agent}/reset"),
        Remedy::ShowHealth(agent) => format!("GET {API}/health/{agent}"),
        Remedy::ListMessages(agent) => format!("GET {API}/messages?agent_name={agent}"),
        Remedy::ClearHalt(halt) => format!("POST {API}/halts/{halt}/clear"),
        Remedy::ListSurvivors => {
            format!("GET {API}/audit?kind={}", Action::AgentSurvived.as_str())
        }
    }
}
