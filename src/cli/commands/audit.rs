//! `audit`: lists the audit log, and verifies its hash chain.

use super::super::error::Result;
use clap::Subcommand;

use crate::cli::args::{self, Since};
use crate::cli::command_help::CommandHelp;
use crate::cli::context::Context;
use crate::cli::exit_code::Exit;
use crate::cli::follow::following;
use crate::cli::pages::print_pages;
use crate::cli::system::System;
use crate::coordination::audit::AuditLog;
use crate::model::audit::{AuditEvent, Head};
use crate::model::clock::Clock;
use crate::store::audit::Filter;
use crate::view::audit::{AuditEventView, HeadView, VerifiedView};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum AuditCommand {
    /// Show the latest events, in the order in which they happened
    Log {
        /// Only events of this actor
        #[arg(long, value_name = "NAME")]
        actor: Option<String>,
        /// Only events of this kind, such as message.send or refused
        #[arg(long)]
        kind: Option<String>,
        /// Only events about this subject, such as a cycle id or "message 7"
        #[arg(long)]
        subject: Option<String>,
        /// Only events since then: a duration, such as 10m ago, or a time, such as
        /// 2026-01-31T12:00:00Z
        #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
        since: Option<Since>,
        /// Only events before this one: for the previous page, the first one listed
        #[arg(long, value_name = "SEQ", value_parser = args::seq(1), allow_hyphen_values = true)]
        before: Option<u64>,
        /// Only events after this one; without --before, the next ones. With --follow, all of
        /// them
        #[arg(long, value_name = "SEQ", value_parser = args::seq(0), allow_hyphen_values = true)]
        after: Option<u64>,
        /// Maximum number of results
        #[arg(long, default_value = "50", value_parser = args::limit(), allow_hyphen_values = true)]
        limit: u32,
        /// Print each new event as a line, until a signal or a closed pipe
        #[arg(long, conflicts_with = "before")]
        follow: bool,
    },
    /// Verify the hash chain: no event was changed, removed or moved
    Verify {
        /// A head that was stored elsewhere: the log must contain it
        #[arg(long, value_name = "SEQ:HASH")]
        head: Option<Head>,
    },
    /// Print the head of the log, to store elsewhere
    Head,
}

/// The example and the exit codes of each command.
pub(super) const HELP: &[CommandHelp] = &[
    CommandHelp::session(
        "audit log",
        "--kind halt.request --since 24h --limit 5",
        &[],
    ),
    CommandHelp::database("audit verify", "", &[]),
    CommandHelp::database("audit head", "", &[]),
];

pub(super) fn run(command: AuditCommand, context: &Context) -> Result<Exit> {
    let mut store = context.open()?;
    let mut log = AuditLog::new(&mut store);
    match command {
        AuditCommand::Log {
            actor,
            kind,
            subject,
            since,
            before,
            after,
            limit,
            follow,
        } => {
            let mut filter = Filter {
                actor,
                kind,
                subject,
                since: since.map(|since| since.before(System.now())),
                after: after.unwrap_or_default(),
                before,
                limit,
            };
            if follow {
                if after.is_some() {
                    filter.limit = u32::MAX;
                }
                return following(&mut store, context, |store| {
                    Ok(views(&AuditLog::new(store).list_on(&mut filter)?))
                });
            }
            if after.is_none() || before.is_some() {
                log.begin_at_latest(&mut filter)?;
            }
            let view = |event: &AuditEvent| AuditEventView::from(event);
            print_pages(context, view, |_| Ok(log.list_page(&mut filter)?))?;
        }
        AuditCommand::Verify { head } => {
            context
                .printer
                .one(&VerifiedView::from(log.verify(head)?))?;
        }
        AuditCommand::Head => context.printer.one(&HeadView::from(log.head()?))?,
    }
    Ok(Exit::DONE)
}

fn views(events: &[AuditEvent]) -> Vec<AuditEventView> {
    events.iter().map(AuditEventView::from).collect()
}
