//! The receiver of messages at the other end of standard output, and whether it is
//! still there.

use std::fs::{self, Metadata};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;

use rustix::fs::{FileType, fstat};
use rustix::process::{Pid, getppid};

use super::hangup::is_hung_up;
use crate::coordination::message_bus::Receiver;
use crate::failpoint::Failpoint;
use crate::model::error::ReceiverGone;
use crate::store::queue::Content;

/// Standard output, and the process that started this one.
///
/// It is gone once standard output is a pipe or a socket without a reader. Where the
/// process that started this one ends, it depends on where the output goes:
///
/// - into a file (`msg recv --wait 1h > file &`): that stays, and so does the receiver;
/// - into a pipe or socket that was made for this command (`msg recv --wait 1h | worker`):
///   its reader decides, as ever;
/// - into what that process had as its own standard output, into a terminal or into
///   `/dev/null`: who was to act on the message is gone.
pub(super) struct StandardOutput {
    parent: Option<Pid>,
    outlives_parent: bool,
    content: Content,
}

impl StandardOutput {
    /// Records what standard output and the parent are when the command begins.
    pub(super) fn probe(content: Content) -> Self {
        let parent = getppid();
        Self {
            parent,
            outlives_parent: outlives(parent),
            content,
        }
    }
}

impl Receiver for StandardOutput {
    fn content(&self) -> Content {
        self.content
    }

    fn gone(&self) -> Option<ReceiverGone> {
        if Failpoint::ClaimForNobody.is_active() {
            return None;
        }
        if is_hung_up(io::stdout()) {
            return Some(ReceiverGone::NoReader);
        }
        let has_parent = self.outlives_parent || getppid() == self.parent;
        (!has_parent).then_some(ReceiverGone::NoParent)
    }
}

/// Whether standard output is of use without the process that started this one.
fn outlives(parent: Option<Pid>) -> bool {
    let Ok(own) = fstat(io::stdout().as_fd()) else {
        return false;
    };
    let of_parent = || -> Option<Metadata> {
        fs::metadata(format!("/proc/{}/fd/1", parent?.as_raw_nonzero())).ok()
    };
    match FileType::from_raw_mode(own.st_mode) {
        FileType::RegularFile => true,
        FileType::Fifo | FileType::Socket => {
            of_parent().is_none_or(|its| (its.dev(), its.ino()) != (own.st_dev, own.st_ino))
        }
        _ => false,
    }
}
