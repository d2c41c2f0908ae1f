//! `halt drill`: the proof that a halt kills. Everything in it is real but the database: this
//! binary runs the cycle and calls the halt, each in its own process, and the agent is a program
//! with a child that both would sleep for ever.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::Read;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{CWD, FileType, Mode, OFlags, mknodat};
use rustix::process::{Pid, PidfdFlags, pidfd_open};

use crate::cli::context::Context;
use crate::cli::error::Result;
use crate::cli::exit_code::Exit;
use crate::cli::{exit_code::HALTED, scratch};
use crate::coordination::halt::HaltControl;
use crate::view::drill::DrillView;

/// How long each step of the drill may take.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) fn run(context: &Context) -> Result<Exit> {
    let caller = context.caller(None)?;
    let mut store = context.open()?;
    let took = Drill::prepare()?.run()?;
    HaltControl::new(&mut store).passed_drill(&caller, took)?;
    context.printer.one(&DrillView::passed(took))?;
    Ok(Exit::DONE)
}

/// A folder with a database, and a pipe in which the agent says that it has begun.
struct Drill {
    folder: tempfile::TempDir,
    begun: File,
}

impl Drill {
    fn prepare() -> anyhow::Result<Self> {
        let folder = scratch::folder()?;
        let pipe = folder.path().join("begun");
        mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0)?;
        let nonblocking = i32::try_from(OFlags::NONBLOCK.bits())?;
        let begun = OpenOptions::new()
            .read(true)
            .custom_flags(nonblocking)
            .open(&pipe)?;
        Ok(Self { folder, begun })
    }

    /// Returns how long it took from the start of the `halt` command until the
    /// agent and its child were dead.
    fn run(mut self) -> anyhow::Result<Duration> {
        let agent = "sleep 1000000 & echo $$ $! > begun; wait";
        let agent = format!("strategy=exec:/bin/sh -c '{agent}'");
        let limit = "--phase-timeout=20s";
        let words = [
            "cycle", "run", "--symbol", "DRILL", limit, "--agent", &agent,
        ];
        let mut cycle = Guarded(self.start(&words)?);
        let processes = self.processes()?;
        let began = Instant::now();
        let mut halt = Guarded(self.start(&["halt", "--as", "risk", "--reason", "drill"])?);
        let dead = processes
            .iter()
            .try_for_each(|member| readable(member, began + PATIENCE));
        let took = began.elapsed();
        dead.context("the agent outlived the halt")?;
        ensure!(halt.0.wait()?.success(), "the halt itself failed");
        let ended = cycle.0.wait()?;
        ensure!(
            ended.code() == Some(i32::from(HALTED)),
            "the cycle did not end as halted: {ended}"
        );
        Ok(took)
    }

    fn start(&self, args: &[&str]) -> anyhow::Result<Child> {
        let mut command = Command::new("/proc/self/exe");
        let ours = |name: &OsStr| name.to_string_lossy().starts_with("FLOWREX_");
        for (name, _) in std::env::vars_os().filter(|(name, _)| ours(name)) {
            command.env_remove(name);
        }
        command
            .args(args)
            .env("FLOWREX_DB", self.path("drill.db"))
            .env("FLOWREX_CONFIG", self.path("config.toml"))
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        fs::write(self.path("config.toml"), "")?;
        Ok(command.spawn()?)
    }

    fn path(&self, name: &str) -> PathBuf {
        Path::join(self.folder.path(), name)
    }

    /// The agent and its child, once they have begun.
    fn processes(&mut self) -> anyhow::Result<Vec<OwnedFd>> {
        readable(&self.begun, Instant::now() + PATIENCE).context("the agent did not begin")?;
        let mut said = [0; 64];
        let length = self.begun.read(&mut said)?;
        let said = std::str::from_utf8(&said[..length])?;
        let pids = said.split_ascii_whitespace().map(|pid| {
            let pid = Pid::from_raw(pid.parse()?).context("no process has this number")?;
            Ok(pidfd_open(pid, PidfdFlags::empty())?)
        });
        pids.collect()
    }
}

/// A process that does not outlive the drill, however that goes.
struct Guarded(Child);

impl Drop for Guarded {
    fn drop(&mut self) {
        // One that has ended already is left as it is.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits until there is something to read; a process is readable once it is dead.
fn readable(file: impl AsFd, deadline: Instant) -> anyhow::Result<()> {
    let left = deadline.saturating_duration_since(Instant::now());
    let left = Timespec::try_from(left)?;
    match poll(&mut [PollFd::new(&file, PollFlags::IN)], Some(&left))? {
        0 => bail!("nothing happened within {PATIENCE:?}"),
        _ => Ok(()),
    }
}
