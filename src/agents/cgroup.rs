//! A control group for each agent, if the system permits one: its whole process tree is then killed
//! at once, whoever owns the processes.
//!
//! Needs cgroup v2 with `cgroup.kill` (Linux 5.14) and a writable group of this process, which
//! systemd provides with `Delegate=yes`. No controller is enabled, so this process may stay in the
//! parent group.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// How the groups of agents are named: this, the supervisor's process, and a number.
const PREFIX: &str = "flowrex-agent-";

/// How many names are tried.
const NAMES: u32 = 1000;

/// The control group of an agent.
#[derive(Debug)]
pub(super) struct Cgroup(PathBuf);

impl Cgroup {
    /// Makes a group for an agent, or `None` if that is not possible.
    pub(super) fn create() -> Option<Self> {
        let own = own_group()?;
        remove_abandoned(&own);
        let name = |number| format!("{PREFIX}{}-{number}", std::process::id());
        let group = (0..NAMES).find_map(|number| {
            let path = own.join(name(number));
            match fs::create_dir(&path) {
                Ok(()) => Some(Some(Self(path))),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => None,
                Err(_) => Some(None),
            }
        })??;
        if !group.0.join("cgroup.kill").exists() {
            group.remove();
            return None;
        }
        Some(group)
    }

    /// The group at this path.
    pub(super) const fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Its path.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Moves this process into the group.
    pub(super) fn join(&self) -> io::Result<()> {
        fs::write(self.0.join("cgroup.procs"), "0")
    }

    /// Kills every process in it.
    pub(super) fn kill(&self) {
        // Where it is gone, nothing is in it.
        let _ = fs::write(self.0.join("cgroup.kill"), "1");
    }

    /// Waits until no process is in it. Returns whether that is so.
    pub(super) fn wait_until_empty(&self, deadline: Instant) -> bool {
        loop {
            let Ok(mut file) = File::open(self.0.join("cgroup.events")) else {
                return true;
            };
            let mut events = String::new();
            let is_read = file.read_to_string(&mut events).is_ok();
            if is_read && !events.lines().any(|line| line == "populated 1") {
                return true;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            let left = Timespec::try_from(left).unwrap_or_default();
            // What has changed since it was read ends the wait at once.
            let _ = poll(&mut [PollFd::new(&file, PollFlags::PRI)], Some(&left));
        }
    }

    /// The processes in it and in the groups below it.
    pub(super) fn processes(&self) -> Vec<i32> {
        let mut found = Vec::new();
        each_group(&self.0, &mut |group| {
            let listed = fs::read_to_string(group.join("cgroup.procs")).unwrap_or_default();
            found.extend(listed.lines().filter_map(|pid| pid.parse::<i32>().ok()));
        });
        // Number 0 stands for a process of another namespace.
        found.retain(|pid| *pid > 0);
        found
    }

    /// Removes it, if it is empty.
    pub(super) fn remove(&self) {
        each_group(&self.0, &mut |group| {
            // One that is not empty stays until its processes are gone.
            let _ = fs::remove_dir(group);
        });
    }
}

/// Visits the groups below `group` and then it.
fn each_group(group: &Path, visit: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(group).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            each_group(&entry.path(), visit);
        }
    }
    visit(group);
}

/// Removes what supervisors have left that were killed together with their watchdogs.
fn remove_abandoned(own: &Path) {
    for entry in fs::read_dir(own).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let supervisor = name
            .to_str()
            .and_then(|name| name.strip_prefix(PREFIX)?.split('-').next());
        if let Some(supervisor) = supervisor
            && !fs::exists(format!("/proc/{supervisor}")).unwrap_or(true)
        {
            Cgroup::at(entry.path()).remove();
        }
    }
}

/// The control group of this process, as a folder.
fn own_group() -> Option<PathBuf> {
    let groups = fs::read_to_string("/proc/self/cgroup").ok()?;
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    folder_of(&groups, &mounts)
}

/// The folder of the cgroup v2 that `/proc/self/cgroup` names, given
/// `/proc/self/mountinfo`.
fn folder_of(groups: &str, mounts: &str) -> Option<PathBuf> {
    let group = groups.lines().find_map(|line| line.strip_prefix("0::"))?;
    let group = Path::new(group.strip_suffix(" (deleted)").unwrap_or(group));
    mounts.lines().find_map(|line| {
        let (mount, file_system) = line.split_once(" - ")?;
        if file_system.split(' ').next() != Some("cgroup2") {
            return None;
        }
        let mut fields = mount.split(' ').skip(3);
        let (root, folder) = (fields.next()?, fields.next()?);
        // A backslash stands for a character that is written as a number.
        if folder.contains('\\') {
            return None;
        }
        Some(Path::new(folder).join(group.strip_prefix(root).ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_group_is_found_from_where_it_is_mounted() {
        let folder = |group: &str, root: &str| {
            let mounts = format!(
                "22 27 0:21 / /proc rw - proc proc rw\n\
                 29 27 0:25 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n\
                 30 27 0:26 {root} /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n"
            );
            folder_of(&format!("4:memory:/x\n0::{group}\n"), &mounts)
        };
        let found = |path: &str| Some(PathBuf::from(path));
        assert_eq!(folder("/", "/"), found("/sys/fs/cgroup/"));
        assert_eq!(
            folder("/system.slice/a.service", "/"),
            found("/sys/fs/cgroup/system.slice/a.service")
        );
        assert_eq!(
            folder("/docker/1/a", "/docker/1"),
            found("/sys/fs/cgroup/a")
        );
        assert_eq!(folder("/../a", "/docker/1"), None);
        assert_eq!(folder_of("4:memory:/x\n", ""), None);
    }
}
