//! `db`: care for the database file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Subcommand;

use super::super::args;
use super::super::context::System;
use super::super::error::note;
use super::{Context, Exit};
use crate::coordination::database::Database;
use crate::coordination::restore;
use crate::model::audit::Head;
use crate::model::check::Verdict;
use crate::model::error::ErrorKind;
use crate::output::check::CheckView;
use crate::output::database::{
    BackupView, DatabaseStatusView, InitView, LimitsView, PrunedView, RestoredView,
};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum DbCommand {
    /// Show what stands in the database, and how large it is
    Status,
    /// Delete what is over and old: whole exchanges of messages, and ended cycles with all that
    /// belongs to them; the audit log stays, and the file keeps its size for what comes
    Prune {
        /// Only what has been over for longer than this, such as 30d
        #[arg(long, value_name = "DURATION", value_parser = args::duration)]
        #[arg(allow_hyphen_values = true)]
        older_than: Duration,
    },
    /// Show the limits of the message bus, or set them for everyone who uses the database
    Limits {
        /// How many messages may wait to be delivered to one agent; replies, halts and what is held
        /// back by a delay come on top
        #[arg(long, value_name = "N", value_parser = args::bound(), allow_hyphen_values = true)]
        max_pending: Option<u32>,
        /// How often a message is delivered at most; not acked by then, it is dead. Holds from the
        /// next time that one is given back
        #[arg(long, value_name = "N", value_parser = args::bound(), allow_hyphen_values = true)]
        max_deliveries: Option<u32>,
    },
    /// Copy the database to a new file, while others go on
    Backup {
        /// The new file; whatever exists is never overwritten
        file: PathBuf,
    },
    /// Create the database, or bring it up to date; nothing is changed where it is already
    Init,
    /// Put a backup in the place of the database, which is moved aside, and halt everything
    ///
    /// The backup is checked first, and stays as it is. The database has the agents and tokens of
    /// the backup then, and knows nothing of what happened since. A restore that was interrupted
    /// is completed by running it again.
    Restore {
        /// The backup, as `db backup` has written it
        backup: PathBuf,
        /// The head that `db backup` printed: the audit log of the backup must pass through it
        #[arg(long, value_name = "SEQ:HASH")]
        head: Option<Head>,
    },
    /// Check that every page, reference and event of the audit log holds; exit 65 when one does not
    Check,
}

pub(super) fn run(command: DbCommand, context: &Context) -> anyhow::Result<Exit> {
    let mut store = match &command {
        DbCommand::Restore { backup, head } => return restore(backup, *head, context),
        DbCommand::Init => context.open_or_create()?,
        DbCommand::Limits {
            max_pending,
            max_deliveries,
        } if max_pending.or(*max_deliveries).is_some() => context.open_or_create()?,
        _ => context.open()?,
    };
    let created = store.was_created();
    let mut database = Database::new(&mut store);
    let printer = &context.printer;
    match command {
        DbCommand::Status => printer.one(&DatabaseStatusView::from(&database.status()?))?,
        DbCommand::Prune { older_than } => {
            let pruned = database.prune(context.actor(None)?, older_than)?;
            printer.one(&PrunedView::from(pruned))?;
        }
        DbCommand::Limits {
            max_pending: None,
            max_deliveries: None,
        } => printer.one(&LimitsView::from(database.limits()?))?,
        DbCommand::Limits {
            max_pending,
            max_deliveries,
        } => {
            let limits = database.set_limits(context.actor(None)?, max_pending, max_deliveries)?;
            printer.one(&LimitsView::from(limits))?;
        }
        DbCommand::Backup { file } => backup(&mut database, &file, context)?,
        DbCommand::Init => printer.one(&InitView::new(&database.status()?, created))?,
        DbCommand::Check => return check(&mut database, context),
        DbCommand::Restore { backup, head } => return restore(&backup, head, context),
    }
    Ok(Exit::DONE)
}

fn restore(backup: &Path, head: Option<Head>, context: &Context) -> anyhow::Result<Exit> {
    let options = context.options()?;
    let actor = context.actor(None)?;
    let restored = restore::restore(
        backup,
        context.path(),
        head,
        actor,
        &options,
        Box::new(System),
    )?;
    context.printer.one(&RestoredView::from(&restored))?;
    note(&format!(
        "next: ask the broker about everything since the backup, then \
         `flowrex-coord halt clear {} --reason TEXT`",
        restored.halt
    ));
    Ok(Exit::DONE)
}

/// Copies the database. The copy is whole also where nothing can be written to the
/// database itself, such as on a full disk: that it is not on record is said then.
fn backup(database: &mut Database<'_>, file: &Path, context: &Context) -> anyhow::Result<()> {
    let actor = context.actor(None)?;
    let made = database.backup(file)?;
    let recorded = database.record_backup(actor, &made);
    context.printer.one(&BackupView::from(&made))?;
    if let Err(problem) = recorded {
        note(&format!(
            "warning: the copy is whole, but the audit log does not tell of it: {problem}"
        ));
    }
    Ok(())
}

fn check(database: &mut Database<'_>, context: &Context) -> anyhow::Result<Exit> {
    let checks = database.check()?;
    let views: Vec<_> = checks.iter().map(CheckView::from).collect();
    context.printer.many(&views)?;
    Ok(if checks.iter().all(|check| check.verdict == Verdict::Ok) {
        Exit::DONE
    } else {
        Exit::of(ErrorKind::UnusableDatabase)
    })
}
