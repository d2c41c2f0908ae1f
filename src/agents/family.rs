//! The family of a process: everything it has started since it founded the family,
//! and what that started, also what has left its group or its session.
//!
//! The process makes itself the reaper of its family, so that whatever loses its
//! parent becomes its child: nobody gets out of it by forking twice. What were its
//! children before are strangers, and are left alone.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io;
use rustix::process::{
    Pid, PidfdFlags, Signal, WaitOptions, getpid, pidfd_open, pidfd_send_signal,
    set_child_subreaper, wait,
};

/// How long the death of a family is waited for. A process that cannot be killed
/// (it waits for a broken disk, or runs as another user) must not hold up a halt.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// What this process has started.
#[derive(Clone, Debug)]
pub(super) struct Family {
    /// The children that it had before.
    strangers: HashSet<i32>,
}

/// Whether the family can be seen, which it must be to be killed.
pub(super) fn can_be_seen() -> bool {
    fs::exists("/proc/self/stat").unwrap_or(false)
}

impl Family {
    /// Makes this process the reaper of what it starts from now on.
    pub(super) fn found() -> io::Result<Self> {
        set_child_subreaper(Some(getpid()))?;
        let own = getpid().as_raw_pid();
        let children = processes().filter(|(_, parent)| *parent == own);
        Ok(Self {
            strangers: children.map(|(pid, _)| pid).collect(),
        })
    }

    /// Kills all of it, and waits until it is dead. Tells whether it is.
    pub(super) fn kill(&self) -> bool {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let members: Vec<_> = self.members().into_iter().filter_map(handle).collect();
            for member in &members {
                // One that is dead by now, or another user's, cannot be killed.
                let _ = pidfd_send_signal(member, Signal::KILL);
            }
            let dead = members.iter().all(|member| wait_for_end(member, deadline));
            reap();
            if members.is_empty() || !dead {
                return dead;
            }
        }
    }

    /// Every process of it.
    fn members(&self) -> Vec<Pid> {
        let mut children: HashMap<i32, Vec<i32>> = HashMap::new();
        for (pid, parent) in processes() {
            if !self.strangers.contains(&pid) {
                children.entry(parent).or_default().push(pid);
            }
        }
        let mut members = Vec::new();
        let mut next = vec![getpid().as_raw_pid()];
        while let Some(parent) = next.pop() {
            let found = children.remove(&parent).unwrap_or_default();
            members.extend(found.iter().copied().filter_map(Pid::from_raw));
            next.extend(found);
        }
        members
    }
}

fn handle(pid: Pid) -> Option<OwnedFd> {
    pidfd_open(pid, PidfdFlags::empty()).ok()
}

fn wait_for_end(member: &OwnedFd, deadline: Instant) -> bool {
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).unwrap_or_default();
        match poll(&mut [PollFd::new(member, PollFlags::IN)], Some(&left)) {
            Ok(0) => return false,
            Ok(_) => return true,
            Err(io::Errno::INTR) => {}
            Err(_) => return false,
        }
    }
}

/// Takes note of the children that are dead, so that nothing is left of them.
fn reap() {
    while let Ok(Some(_)) = wait(WaitOptions::NOHANG) {}
}

/// Every process with its parent.
fn processes() -> impl Iterator<Item = (i32, i32)> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let pid: i32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
            let stat = fs::read(format!("/proc/{pid}/stat")).ok()?;
            Some((pid, parent(&stat)?))
        })
}

/// The parent in the text of a `stat` file. The name of the program stands before
/// it, in parentheses, and may hold anything.
fn parent(stat: &[u8]) -> Option<i32> {
    let end_of_name = stat.iter().rposition(|&byte| byte == b')')?;
    let rest = std::str::from_utf8(&stat[end_of_name + 1..]).ok()?;
    rest.split_ascii_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parent_is_found_whatever_the_program_is_called() {
        assert_eq!(parent(b"7 (sh) S 3 7 7"), Some(3));
        assert_eq!(parent(b"7 (a) R 9 (b)) S 3 7 7"), Some(3));
        assert_eq!(parent(b"7 (\xff\n) S 3 7"), Some(3));
        assert_eq!(parent(b"7 (sh"), None);
    }

    #[test]
    fn every_process_but_the_first_has_a_parent_that_is_there() {
        let own = getpid().as_raw_pid();
        let parent = std::os::unix::process::parent_id();
        let found = processes().find(|(pid, _)| *pid == own);
        assert_eq!(found, Some((own, i32::try_from(parent).unwrap())));
    }
}
