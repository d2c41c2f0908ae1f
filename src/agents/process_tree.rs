//! The process tree of an agent: everything that its program has started, and what
//! that started, also what has left its group or its session.
//!
//! Each program runs below a watchdog of its own, which is the reaper of all its
//! descendants: what loses its parent becomes the watchdog's child. So the tree is
//! what lies below the watchdog, and nothing else of this system is ever touched.
//! Where the watchdog itself was killed, its orphans become children of the
//! supervisor, and are told apart from other children by their session and by when
//! they started; those that `/proc` hides, by whether they were there before.
//!
//! That nothing is left is not read from `/proc`, which can hide processes: the
//! watchdog has no children left.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixStream;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{
    Pid, PidfdFlags, Signal, WaitOptions, WaitStatus, getpid, kill_process, pidfd_open,
    pidfd_send_signal, set_child_subreaper, wait, waitpid,
};
use signal_hook::consts::SIGCHLD;

use super::cgroup::Cgroup;
use crate::model::process::{ProcessStat, Survivor};

/// How long the death of a tree is waited for. A process that cannot be killed (it
/// waits for a broken disk, or runs as another user) must not hold up a halt.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// How long it is waited before a look for what was started meanwhile.
const PASS: Duration = Duration::from_millis(20);

/// How many processes are waited for at once.
const AT_ONCE: usize = 64;

/// The watchdogs that this process has started and not yet waited for.
static WATCHDOGS: Mutex<BTreeSet<i32>> = Mutex::new(BTreeSet::new());

/// Whether processes can be seen, which they must be to be killed.
pub(super) fn can_be_seen() -> bool {
    fs::exists("/proc/self/stat").unwrap_or(false)
}

/// Makes this process the parent of what loses its parent among its descendants.
pub(super) fn adopt_orphans() -> rustix::io::Result<()> {
    set_child_subreaper(Some(getpid()))
}

/// The process tree of an agent, as its supervisor sees it: what is below its watchdog.
#[derive(Debug)]
pub(super) struct ProcessTree {
    watchdog: i32,
    /// When the watchdog started, in clock ticks.
    started: u64,
    /// The children that this process had when the watchdog started.
    earlier: HashSet<i32>,
}

impl ProcessTree {
    /// The tree below this child of the process, which has just been started.
    pub(super) fn below_watchdog(pid: u32) -> Self {
        let watchdog = i32::try_from(pid).unwrap_or_default();
        watchdogs(|all| all.insert(watchdog));
        Self {
            watchdog,
            started: stat(watchdog).map_or(0, |stat| stat.started),
            earlier: children(getpid().as_raw_pid()).into_iter().collect(),
        }
    }

    /// Sends SIGKILL to all of it once; the watchdog stays, to reap and to report.
    pub(super) fn kill(&self) {
        descendants(self.watchdog).iter().for_each(Target::kill);
    }

    /// Kills what is left of a tree whose watchdog was killed, and waits until it is
    /// dead. Returns what is not.
    pub(super) fn kill_orphans(&self) -> Vec<Survivor> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let mut left = self.orphans();
            left.retain(|orphan| !orphan.has_ended());
            if left.is_empty() {
                return Vec::new();
            }
            if Instant::now() >= deadline {
                return left.iter().map(Target::survivor).collect();
            }
            let handles: Vec<_> = left.iter().filter_map(Target::kill_and_watch).collect();
            let pass = (Instant::now() + PASS).min(deadline);
            for handle in handles.iter().take(AT_ONCE) {
                wait_until_readable(handle.as_fd(), pass);
            }
            if handles.is_empty() {
                // Nothing that could be waited for: the next look will show.
                wait_until(&mut [], pass);
            }
        }
    }

    /// What the watchdog has left: children of this process in a session that this
    /// process is not in, started after the watchdog was, with all below them. Those
    /// that are dead are taken note of.
    fn orphans(&self) -> Vec<Target> {
        let others = watchdogs(|all| {
            let mut others = all.clone();
            others.remove(&self.watchdog);
            others
        });
        let own = getpid().as_raw_pid();
        // It is 0 where its leader is outside of this namespace, as in a container.
        let session = stat(own).map_or(0, |stat| stat.session);
        let all: Vec<_> = processes().collect();
        let started = |pid: i32| all.iter().find(|stat| stat.pid == pid).map(|s| s.started);
        let is_orphan = |stat: &&ProcessStat| {
            stat.parent == own
                && !others.contains(&stat.pid)
                && stat.started >= self.started
                && stat.session != session
                // A session that was there before is not one of the agent's.
                && started(stat.session).is_none_or(|started| started >= self.started)
        };
        let mut found: Vec<Target> = Vec::new();
        for orphan in all.iter().filter(is_orphan) {
            // One whose first thread alone has ended cannot be waited for yet.
            if !(orphan.has_ended && is_reaped(orphan.pid)) {
                found.push(Target::Seen(ProcessStat {
                    has_ended: false,
                    ..orphan.clone()
                }));
            }
        }
        let roots: Vec<_> = found.iter().map(Target::pid).collect();
        for root in roots {
            found.extend(below(root, &all).into_iter().map(Target::Seen));
        }
        let is_hidden = |pid: &i32| all.iter().all(|stat| stat.pid != *pid);
        let hidden = children(own)
            .into_iter()
            .filter(|pid| is_hidden(pid) && !others.contains(pid) && !self.earlier.contains(pid))
            .filter(|pid| !is_reaped(*pid));
        found.extend(hidden.map(Target::Hidden));
        found
    }
}

impl Drop for ProcessTree {
    fn drop(&mut self) {
        watchdogs(|all| all.remove(&self.watchdog));
    }
}

/// Takes note of the end of a child; tells whether it had ended.
fn is_reaped(pid: i32) -> bool {
    let pid = Pid::from_raw(pid);
    pid.is_some_and(|pid| matches!(waitpid(Some(pid), WaitOptions::NOHANG), Ok(Some(_))))
}

fn watchdogs<T>(operation: impl FnOnce(&mut BTreeSet<i32>) -> T) -> T {
    operation(&mut WATCHDOGS.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The reaper of everything below this process: what the watchdog is.
pub(super) struct Reaper {
    /// Readable when a child has ended.
    signals: UnixStream,
}

/// A look for children that have ended.
pub(super) struct Reaped {
    /// Those that had.
    pub(super) ended: Vec<(Pid, WaitStatus)>,
    /// Whether there are others.
    pub(super) some_left: bool,
}

impl Reaper {
    /// Makes this process the reaper of what it starts from now on.
    pub(super) fn new() -> std::io::Result<Self> {
        adopt_orphans()?;
        let (signals, sender) = UnixStream::pair()?;
        signals.set_nonblocking(true)?;
        signal_hook::low_level::pipe::register(SIGCHLD, sender)?;
        Ok(Self { signals })
    }

    /// Takes note of the children that have ended, so that no trace of them is left.
    pub(super) fn reap(&self) -> Reaped {
        let mut buffer = [0; 64];
        while rustix::io::read(&self.signals, &mut buffer).is_ok_and(|count| count > 0) {}
        let mut ended = Vec::new();
        loop {
            match wait(WaitOptions::NOHANG) {
                Ok(Some(one)) => ended.push(one),
                Err(Errno::INTR) => {}
                Err(Errno::CHILD) => {
                    return Reaped {
                        ended,
                        some_left: false,
                    };
                }
                Ok(None) | Err(_) => {
                    return Reaped {
                        ended,
                        some_left: true,
                    };
                }
            }
        }
    }

    /// Kills everything below this process, and waits until nothing is left of it.
    /// Returns what is.
    pub(super) fn kill_all(&self, cgroup: Option<&Cgroup>) -> Vec<Survivor> {
        let own = getpid().as_raw_pid();
        let deadline = Instant::now() + PATIENCE;
        while self.reap().some_left {
            let now = Instant::now();
            if now >= deadline {
                return survivors(descendants(own), cgroup);
            }
            if let Some(cgroup) = cgroup {
                cgroup.kill();
            }
            // What a process has started before it died is seen in the next look.
            let mut signalled = HashSet::new();
            while Instant::now() < deadline {
                let mut found = descendants(own);
                found.retain(|target| signalled.insert(target.pid()));
                if found.is_empty() {
                    break;
                }
                found.iter().for_each(Target::kill);
            }
            let pass = (Instant::now() + PASS).min(deadline);
            while wait_until_readable(self.signals.as_fd(), pass) {
                if !self.reap().some_left {
                    return Vec::new();
                }
            }
        }
        Vec::new()
    }
}

impl AsFd for Reaper {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.signals.as_fd()
    }
}

/// What is not dead of `targets` and of what is in the control group; something is,
/// even if nothing can be seen of it.
fn survivors(mut targets: Vec<Target>, cgroup: Option<&Cgroup>) -> Vec<Survivor> {
    targets.retain(|target| !target.has_ended());
    let mut survivors: Vec<_> = targets.iter().map(Target::survivor).collect();
    survivors.extend(cgroup.into_iter().flat_map(in_cgroup));
    if survivors.is_empty() {
        survivors.push(Survivor::default());
    }
    survivors.sort_unstable_by_key(|one| one.pid);
    survivors.dedup_by_key(|one| one.pid);
    survivors
}

/// What is not dead of what is in the control group.
pub(super) fn in_cgroup(cgroup: &Cgroup) -> Vec<Survivor> {
    let processes = cgroup.processes().into_iter();
    processes.map(|pid| Target::of(pid).survivor()).collect()
}

/// A process that is to be killed.
enum Target {
    Seen(ProcessStat),
    /// One of which only the number is known.
    Hidden(i32),
}

impl Target {
    fn of(pid: i32) -> Self {
        stat(pid).map_or(Self::Hidden(pid), Self::Seen)
    }

    const fn pid(&self) -> i32 {
        match self {
            Self::Seen(stat) => stat.pid,
            Self::Hidden(pid) => *pid,
        }
    }

    const fn has_ended(&self) -> bool {
        matches!(self, Self::Seen(stat) if stat.has_ended)
    }

    /// One that is dead by now, or another user's, cannot be killed.
    fn kill(&self) {
        drop(self.kill_and_watch());
    }

    /// Kills it, and returns a handle that is readable once it is dead.
    fn kill_and_watch(&self) -> Option<OwnedFd> {
        let pid = Pid::from_raw(self.pid())?;
        match pidfd_open(pid, PidfdFlags::empty()) {
            // Its number may have been given to another since.
            Ok(handle) if self.is_the_same() => {
                let _ = pidfd_send_signal(&handle, Signal::KILL);
                Some(handle)
            }
            Ok(_) | Err(Errno::SRCH) => None,
            // Too many files are open, or the system is too old for handles.
            Err(_) => {
                if self.is_the_same() {
                    let _ = kill_process(pid, Signal::KILL);
                }
                None
            }
        }
    }

    fn is_the_same(&self) -> bool {
        match self {
            Self::Seen(seen) => stat(seen.pid).is_some_and(|now| now.started == seen.started),
            Self::Hidden(_) => true,
        }
    }

    fn survivor(&self) -> Survivor {
        let pid = self.pid();
        let owner = fs::metadata(format!("/proc/{pid}")).ok();
        let seen = match self {
            Self::Seen(stat) => Some(stat),
            Self::Hidden(_) => None,
        };
        Survivor {
            pid: Some(pid),
            name: seen.map(|stat| stat.name.clone()),
            uid: owner.map(|owner| owner.uid()),
            started: seen.map(|stat| stat.started),
        }
    }
}

/// Every process below `root`: what `/proc` shows, and children that the system names
/// where it does not.
fn descendants(root: i32) -> Vec<Target> {
    let all: Vec<_> = processes().collect();
    let mut found: Vec<_> = below(root, &all).into_iter().map(Target::Seen).collect();
    let seen: HashSet<_> = found.iter().map(Target::pid).collect();
    let children = children(root).into_iter();
    found.extend(children.filter(|pid| !seen.contains(pid)).map(Target::of));
    found
}

fn below(root: i32, all: &[ProcessStat]) -> Vec<ProcessStat> {
    let mut children: HashMap<i32, Vec<&ProcessStat>> = HashMap::new();
    for stat in all {
        children.entry(stat.parent).or_default().push(stat);
    }
    let mut found = Vec::new();
    let mut next = vec![root];
    while let Some(parent) = next.pop() {
        let of_parent = children.remove(&parent).unwrap_or_default();
        next.extend(of_parent.iter().map(|stat| stat.pid));
        found.extend(of_parent.into_iter().cloned());
    }
    found
}

/// The children of a process, as the system lists them for its threads.
fn children(pid: i32) -> Vec<i32> {
    let threads = fs::read_dir(format!("/proc/{pid}/task"));
    let lists = threads
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|thread| {
            // A system that does not keep such lists shows all processes or none.
            fs::read_to_string(thread.path().join("children")).ok()
        });
    let parsed = |list: String| -> Vec<i32> {
        let pids = list.split_ascii_whitespace();
        pids.filter_map(|pid| pid.parse().ok()).collect()
    };
    lists.flat_map(parsed).collect()
}

fn stat(pid: i32) -> Option<ProcessStat> {
    ProcessStat::parse(pid, &fs::read(format!("/proc/{pid}/stat")).ok()?)
}

/// Every process that can be seen.
fn processes() -> impl Iterator<Item = ProcessStat> {
    let entries = fs::read_dir("/proc").into_iter().flatten();
    entries.filter_map(|entry| stat(entry.ok()?.file_name().to_str()?.parse().ok()?))
}

fn wait_until_readable(file: BorrowedFd<'_>, deadline: Instant) -> bool {
    wait_until(
        &mut [PollFd::from_borrowed_fd(file, PollFlags::IN)],
        deadline,
    )
}

/// Waits until something happens to one of `files`; tells whether it has.
pub(super) fn wait_until(files: &mut [PollFd<'_>], deadline: Instant) -> bool {
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).unwrap_or_default();
        match poll(files, Some(&left)) {
            Ok(count) => return count > 0,
            Err(Errno::INTR) => {}
            Err(_) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_process_but_the_first_has_a_parent_that_is_there() {
        let own = getpid().as_raw_pid();
        let parent = std::os::unix::process::parent_id();
        let found = processes().find(|stat| stat.pid == own);
        assert_eq!(found.map(|stat| stat.parent), i32::try_from(parent).ok());
    }

    #[test]
    fn what_is_below_a_process_is_found_at_any_depth_and_nothing_else() {
        let stat = |pid, parent| ProcessStat {
            pid,
            name: String::new(),
            parent,
            session: 1,
            started: 0,
            has_ended: false,
        };
        let all = [stat(2, 1), stat(3, 2), stat(4, 1), stat(5, 3), stat(6, 4)];
        let mut found: Vec<_> = below(2, &all).iter().map(|stat| stat.pid).collect();
        found.sort_unstable();
        assert_eq!(found, [3, 5]);
    }
}
