//! Detects whether the reader of a pipe has closed it.

use std::os::fd::AsFd;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// How often to check whether another process has committed. The cost is not measurable.
const TICK: Duration = Duration::from_millis(50);

/// Whether the file leads nowhere any more. Waits a little for that, or for what else is
/// wanted of it.
pub(super) fn has_hung_up(file: impl AsFd, wanted: PollFlags) -> bool {
    hangs_up_within(TICK, file, wanted)
}

/// Whether the file leads nowhere any more, as far as can be seen now.
pub(super) fn is_hung_up(file: impl AsFd) -> bool {
    hangs_up_within(Duration::ZERO, file, PollFlags::empty())
}

fn hangs_up_within(limit: Duration, file: impl AsFd, wanted: PollFlags) -> bool {
    let mut end = [PollFd::new(&file, wanted)];
    let tick = Timespec::try_from(limit).ok();
    // A signal ends the wait early; the check then happens early.
    matches!(poll(&mut end, tick.as_ref()), Ok(1..))
        && end[0]
            .revents()
            .intersects(PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL)
}
