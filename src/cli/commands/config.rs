//! `config`: shows the settings in force, and where each comes from.

use super::super::error::Result;
use clap::Subcommand;
use humantime::format_duration;

use crate::agents::builtin::MAX_DRAWDOWN;
use crate::cli::command_help::CommandHelp;
use crate::cli::context::Context;
use crate::cli::context::{Resolved, Setting};
use crate::cli::exit_code::Exit;
use crate::coordination::pipeline::PHASE_TIMEOUT;
use crate::model::health::HealthThresholds;
use crate::model::phase::{Phase, Worker};
use crate::view::config::SettingView;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum ConfigCommand {
    /// Show every setting, its value, and where that comes from
    Show,
}

/// The example and the exit codes of each command.
pub(super) const HELP: &[CommandHelp] = &[CommandHelp::local("config show", "", &[])];

pub(super) fn run(command: &ConfigCommand, context: &Context) -> Result<Exit> {
    match command {
        ConfigCommand::Show => {
            let settings = context.settings.iter().cloned();
            let settings = settings
                .chain(of_cycles(context))
                .chain([max_drawdown(context)])
                .chain(of_health(context));
            let views: Vec<_> = settings
                .map(|setting| SettingView::new(setting.name, setting.value, setting.source))
                .collect();
            context.printer.many(&views)?;
        }
    }
    Ok(Exit::DONE)
}

/// The drawdown beyond which the built-in risk agent rejects.
fn max_drawdown(context: &Context) -> Setting {
    Resolved::of(None)
        .or_file(context.config.builtin.max_drawdown)
        .or_default(Some(MAX_DRAWDOWN))
        .shown("builtin.max_drawdown", f64::to_string)
}

/// What agents' health is judged by.
fn of_health(context: &Context) -> Vec<Setting> {
    fn shown<T>(name: &str, in_file: Option<T>, default: T, show: fn(&T) -> String) -> Setting {
        Resolved::of(None)
            .or_file(in_file)
            .or_default(Some(default))
            .shown(&format!("health.{name}"), show)
    }
    let (file, default) = (&context.config.health, HealthThresholds::default());
    vec![
        shown(
            "heartbeat_timeout",
            file.heartbeat_timeout,
            default.heartbeat_timeout,
            |limit| format_duration(*limit).to_string(),
        ),
        shown(
            "max_error_rate",
            file.max_error_rate,
            default.max_error_rate,
            f64::to_string,
        ),
        shown(
            "min_errors",
            file.min_errors,
            default.min_errors,
            u32::to_string,
        ),
        shown(
            "slow_factor",
            file.slow_factor,
            default.slow_factor,
            f64::to_string,
        ),
        shown(
            "min_responses",
            file.min_responses.map(u64::from),
            default.min_responses,
            u64::to_string,
        ),
    ]
}

/// The settings that only `cycle run` and `cycle resume` know other words for.
fn of_cycles(context: &Context) -> Vec<Setting> {
    let config = &context.config;
    let timeout = Resolved::of(None)
        .or_file(config.phase_timeout)
        .or_default(Some(PHASE_TIMEOUT));
    let retries = Resolved::of(None)
        .or_file(config.retries)
        .or_default(Some(0));
    let gates = Resolved::of(None)
        .or_file(config.gates.clone())
        .or_default(Some(Vec::new()));
    let mut settings = vec![
        timeout.shown("phase_timeout", |limit| format_duration(*limit).to_string()),
        retries.shown("retries", u32::to_string),
        gates.shown("gates", |gates| {
            let names: Vec<_> = gates.iter().copied().map(Phase::as_str).collect();
            names.join(", ")
        }),
    ];
    let drivers = config.drivers(&[]);
    settings.extend(Worker::ALL.iter().map(|&worker| {
        let in_file = config
            .agents
            .iter()
            .any(|assignment| assignment.worker == worker);
        let driver = drivers.get(worker).clone();
        Resolved::of(None)
            .or_file(in_file.then(|| driver.clone()))
            .or_default(Some(driver))
            .shown(&format!("agents.{worker}"), ToString::to_string)
    }));
    settings
}
