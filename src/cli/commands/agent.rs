//! `agent`: who takes part.

use clap::Subcommand;

use super::{Context, Exit};
use crate::coordination::agent::AgentRegister;
use crate::model::agent::AgentName;
use crate::output::agent::AgentView;

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
}

pub(super) fn run(command: AgentCommand, context: &Context) -> anyhow::Result<Exit> {
    let mut store = context.open()?;
    let mut agents = AgentRegister::new(&mut store);
    match command {
        AgentCommand::List => {
            let views: Vec<_> = agents.list()?.iter().map(AgentView::from).collect();
            context.printer.many(&views)?;
        }
        AgentCommand::Add { name } => {
            let agent = agents.add(context.actor(None)?, &name)?;
            context.printer.one(&AgentView::from(&agent))?;
        }
    }
    Ok(Exit::DONE)
}
