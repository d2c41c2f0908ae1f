//! `agent`: adds, enrolls, removes and lists agents.

use std::time::Duration;

use clap::Subcommand;
use clap_complete::engine::ArgValueCandidates;

use crate::cli::candidates;
use crate::cli::command_help::CommandHelp;
use crate::cli::context::Context;
use crate::cli::context::secret;
use crate::cli::error::{CommandError, Result, note};
use crate::cli::exit_code::{CONFLICT, DENIED, Exit};
use crate::coordination::agent::AgentRegistry;
use crate::model::id::AgentName;
use crate::model::token::{Credential, Token};
use crate::store::Error as StoreError;
use crate::view::agent::{AgentView, EnrolledView};

/// How long the reader of standard output may block printing the token: others wait for the lock
/// meanwhile.
const HAND_OVER: Duration = Duration::from_secs(1);

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum AgentCommand {
    /// List the agents and their authority levels
    List,
    /// Add an agent at authority level 1
    Add {
        /// Its name: lower-case letters, digits and hyphens
        name: AgentName,
    },
    /// Issue a token for an agent and print it once; from then on, acting as the agent
    /// requires it
    ///
    /// Give it with --token-file FILE or in `FLOWREX_TOKEN`. A previous token of the agent
    /// becomes invalid.
    Enroll {
        /// The agent
        #[arg(add = ArgValueCandidates::new(candidates::agents))]
        name: AgentName,
    },
    /// Revoke the token of an agent: nobody can act as it until it is enrolled again
    Revoke {
        /// The agent
        #[arg(add = ArgValueCandidates::new(candidates::agents))]
        name: AgentName,
    },
    /// Remove an agent that was added and has nothing open
    ///
    /// Its messages, values and halts stay on record under its name. The removal is refused
    /// while messages to it are pending or claimed, a command or request from it is
    /// unanswered, it takes part in an active cycle, or a halt that it called is in force. If
    /// the name is added again, the agent starts without the old token and health record.
    Remove {
        /// The agent
        #[arg(add = ArgValueCandidates::new(candidates::agents))]
        name: AgentName,
    },
}

/// The example and the exit codes of each command.
pub(super) const HELP: &[CommandHelp] = &[
    CommandHelp::database("agent list", "", &[]),
    CommandHelp::database("agent add", "news", &[CONFLICT, DENIED]),
    CommandHelp::database("agent enroll", "risk", &[DENIED]),
    CommandHelp::database("agent revoke", "risk", &[CONFLICT, DENIED]),
    CommandHelp::database("agent remove", "news", &[CONFLICT, DENIED]),
];

pub(super) fn run(command: AgentCommand, context: &Context) -> Result<Exit> {
    let mut store = match command {
        AgentCommand::Add { .. } | AgentCommand::Enroll { .. } => context.open_or_create()?,
        AgentCommand::List | AgentCommand::Revoke { .. } | AgentCommand::Remove { .. } => {
            context.open()?
        }
    };
    let mut agents = AgentRegistry::new(&mut store);
    match command {
        AgentCommand::List => {
            let views: Vec<_> = agents.list()?.iter().map(AgentView::from).collect();
            context.printer.many(&views)?;
        }
        AgentCommand::Add { name } => {
            let agent = agents.add(&context.caller(None)?, &name)?;
            context.printer.one(&AgentView::from(&agent))?;
        }
        AgentCommand::Enroll { name } => enroll(&mut agents, &name, context)?,
        AgentCommand::Revoke { name } => {
            let agent = agents.revoke(&context.caller(None)?, &name)?;
            context.printer.one(&AgentView::from(&agent))?;
        }
        AgentCommand::Remove { name } => {
            let agent = agents.remove(&context.caller(None)?, &name)?;
            context.printer.one(&AgentView::from(&agent))?;
            note(&format!(
                "note: {name} is removed; what it has done stays on record: \
                 flowrex-coord audit log --actor {name}"
            ));
        }
    }
    Ok(Exit::DONE)
}

fn enroll(agents: &mut AgentRegistry<'_>, name: &AgentName, context: &Context) -> Result<()> {
    let token = Token::from_secret(
        secret().map_err(|error| CommandError::io("cannot draw random bytes", error))?,
    );
    let caller = context.caller(None)?;
    let mut is_printed = false;
    let enrolled = agents.enroll(&caller, name, &token.digest(), |agent| {
        let view = EnrolledView::new(agent, &token);
        context
            .printer
            .one_secret(&view, HAND_OVER)
            .map_err(|error| StoreError::Io {
                doing: "print the token".to_owned(),
                problem: error.to_string(),
            })?;
        is_printed = true;
        Ok(())
    });
    if let Err(error) = &enrolled
        && is_printed
    {
        let is_unknown = matches!(
            error,
            StoreError::CommitUnknown(_) | StoreError::Replaced { .. }
        );
        note(if is_unknown {
            "warning: it is not known whether the token that was printed is valid: try it, and keep \
             the old one"
        } else {
            "warning: the token that was printed is not valid: what was valid before still is"
        });
    }
    enrolled?;
    let supervisor = agents.get(&AgentName::supervisor())?;
    if matches!(supervisor.credential, Credential::Open) {
        note(
            "note: anyone may still act as the supervisor, and issue tokens: \
             flowrex-coord agent enroll supervisor",
        );
    }
    Ok(())
}
