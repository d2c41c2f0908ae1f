//! `db`: maintenance of the database file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Subcommand;

use crate::cli::args;
use crate::cli::command_help::CommandHelp;
use crate::cli::context::Context;
use crate::cli::error::{Result, note};
use crate::cli::exit_code::DENIED;
use crate::cli::exit_code::Exit;
use crate::cli::system::System;
use crate::coordination::database::Database;
use crate::coordination::restore;
use crate::model::audit::Head;
use crate::model::check::Verdict;
use crate::model::error::ErrorKind;
use crate::view::check::CheckView;
use crate::view::database::{
    BackupView, DatabaseStatusView, InitView, LimitsView, PrunedView, RestoredView,
};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum DbCommand {
    /// Show the contents and the size of the database
    Status,
    /// Delete old data: whole exchanges of messages that are over, and ended cycles with
    /// everything that belongs to them; the audit log stays, and the file keeps its size
    Prune {
        /// Only data that has been over for longer than this, such as 30d
        #[arg(long, value_name = "DURATION", value_parser = args::duration)]
        #[arg(allow_hyphen_values = true)]
        older_than: Duration,
    },
    /// Show the limits of the message bus, or set them for everyone who uses the database
    Limits {
        /// Maximum number of pending messages per agent; replies, halt notices and delayed
        /// messages do not count
        #[arg(long, value_name = "N", value_parser = args::bound(), allow_hyphen_values = true)]
        max_pending: Option<u32>,
        /// Maximum number of deliveries of a message; not acknowledged by then, it becomes a
        /// dead letter. Applies from the next time that a message is returned
        #[arg(long, value_name = "N", value_parser = args::bound(), allow_hyphen_values = true)]
        max_deliveries: Option<u32>,
    },
    /// Copy the database to a new file, while other processes use it
    Backup {
        /// The new file; an existing file is never overwritten
        file: PathBuf,
    },
    /// Create the database, or upgrade its schema if necessary
    Init,
    /// Replace the database with a backup, keep the old files, and halt everything
    ///
    /// The backup is checked first, and is not changed. The database then has the agents and
    /// tokens of the backup, and knows nothing of what happened since. To complete an
    /// interrupted restore, run it again.
    Restore {
        /// The backup, as written by `db backup`
        backup: PathBuf,
        /// The head that `db backup` printed: the audit log of the backup must contain it
        #[arg(long, value_name = "SEQ:HASH")]
        head: Option<Head>,
    },
    /// Check every page, reference, message, value and event; exit 65 when one is damaged
    Check,
}

/// The example and the exit codes of each command.
pub(super) const HELP: &[CommandHelp] = &[
    CommandHelp::database("db status", "", &[]),
    CommandHelp::database("db prune", "--older-than 30d", &[DENIED]),
    CommandHelp::database("db limits", "--max-pending 50000", &[DENIED]),
    CommandHelp::database("db backup", "backup.db", &[]),
    CommandHelp::database("db init", "", &[]),
    CommandHelp::database("db restore", "backup.db", &[DENIED]),
    CommandHelp::database("db check", "", &[]),
];

pub(super) fn run(command: DbCommand, context: &Context) -> Result<Exit> {
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
            let pruned = database.prune(&context.caller(None)?, older_than)?;
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
            let limits =
                database.set_limits(&context.caller(None)?, max_pending, max_deliveries)?;
            printer.one(&LimitsView::from(limits))?;
        }
        DbCommand::Backup { file } => backup(&mut database, &file, context)?,
        DbCommand::Init => printer.one(&InitView::new(&database.status()?, created))?,
        DbCommand::Check => return check(&mut database, context),
        DbCommand::Restore { backup, head } => return restore(&backup, head, context),
    }
    Ok(Exit::DONE)
}

fn restore(backup: &Path, head: Option<Head>, context: &Context) -> Result<Exit> {
    let caller = context.caller(None)?;
    let restored = restore::restore(
        backup,
        context.path(),
        head,
        &caller,
        context.options(),
        &|| Box::new(System),
    )?;
    context.printer.one(&RestoredView::from(&restored))?;
    for halt in &restored.kept {
        note(&format!(
            "note: a halt on {} was in force before and stays, as halt {} ({})",
            halt.scope, halt.id, halt.reason
        ));
    }
    for name in &restored.returned {
        note(&format!(
            "warning: {name} was removed since the backup and takes part again, with the token \
             that it had then; remove it with `flowrex-coord agent remove {name}`"
        ));
    }
    if !restored.knows_old {
        note(
            "warning: the halts of the old database cannot be read: call again those that must \
             stay in force, and remove again the agents that were removed since the backup",
        );
    }
    note(&format!(
        "next: ask the broker about everything since the backup, then \
         `flowrex-coord halt clear {} --reason TEXT`",
        restored.halt
    ));
    Ok(Exit::DONE)
}

/// Copies the database. The copy is complete even if the database itself cannot be written to, such
/// as on a full disk; a message then says that the backup is not recorded.
fn backup(database: &mut Database<'_>, file: &Path, context: &Context) -> Result<()> {
    let caller = context.caller(None)?;
    let made = database.backup(file)?;
    let recorded = database.record_backup(&caller, &made);
    context.printer.one(&BackupView::from(&made))?;
    if let Err(problem) = recorded {
        note(&format!(
            "warning: the copy is complete, but the audit log does not record it: {problem}"
        ));
    }
    Ok(())
}

fn check(database: &mut Database<'_>, context: &Context) -> Result<Exit> {
    let checks = database.check()?;
    let views: Vec<_> = checks.iter().map(CheckView::from).collect();
    context.printer.many(&views)?;
    Ok(if checks.iter().all(|check| check.verdict == Verdict::Ok) {
        Exit::DONE
    } else {
        Exit::of(ErrorKind::UnusableDatabase)
    })
}
