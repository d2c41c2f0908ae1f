//! `audit`: what happened, and the proof that the record was not changed.

use clap::Subcommand;

use super::super::args;
use super::super::follow::following;
use super::super::pages::print_pages;
use super::{Context, Exit};
use crate::coordination::audit::AuditLog;
use crate::model::audit::{AuditEvent, Head};
use crate::output::audit::{AuditEventView, HeadView, VerifiedView};
use crate::store::audit::Filter;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum AuditCommand {
    /// Show the latest events, in the order in which they happened
    Log {
        /// Only those of this actor
        #[arg(long, value_name = "NAME")]
        actor: Option<String>,
        /// Only those of this kind, such as message.send or refused
        #[arg(long)]
        kind: Option<String>,
        /// Only those about this subject, such as a cycle id or "message 7"
        #[arg(long)]
        subject: Option<String>,
        /// At most so many
        #[arg(long, default_value = "50", value_parser = args::limit(), allow_hyphen_values = true)]
        limit: u32,
        /// Go on with each event as it happens, one a line, until a signal or a closed pipe
        #[arg(long)]
        follow: bool,
    },
    /// Check that no event was changed, removed or moved
    Verify {
        /// A head that was kept elsewhere: the log must pass through it
        #[arg(long, value_name = "SEQ:HASH")]
        head: Option<Head>,
    },
    /// Print the head of the log, to keep elsewhere
    Head,
}

pub(super) fn run(command: AuditCommand, context: &Context) -> anyhow::Result<Exit> {
    let mut store = context.open()?;
    let mut log = AuditLog::new(&mut store);
    match command {
        AuditCommand::Log {
            actor,
            kind,
            subject,
            limit,
            follow,
        } => {
            let mut filter = Filter {
                actor,
                kind,
                subject,
                limit,
                ..Filter::default()
            };
            if follow {
                return following(&mut store, context, |store| {
                    Ok(views(&AuditLog::new(store).list_on(&mut filter)?))
                });
            }
            log.begin_at_latest(&mut filter)?;
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
