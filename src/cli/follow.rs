//! Following: what is new is printed as it is committed, until somebody has enough.
//!
//! Nothing is asked of the database while nobody commits.

use std::io;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::context::Context;
use super::exit_code::Exit;
use super::session::{CommandSession, Unguarded};
use crate::coordination::pipeline::Session;
use crate::output::View;
use crate::store::Store;

/// How long to wait for the end of the reader before a look at whether anybody has
/// committed.
const TICK: Duration = Duration::from_millis(50);

/// Prints what `next` has that is new, one line each, for as long as anybody reads it
/// and no signal comes.
pub(super) fn following<V: View>(
    store: &mut Store,
    context: &Context,
    mut next: impl FnMut(&mut Store) -> anyhow::Result<Vec<V>>,
) -> anyhow::Result<Exit> {
    let session = CommandSession::begin(false, &Unguarded::default())?;
    // What is committed from here on is seen as a change.
    store.has_changed()?;
    context.printer.each(&next(store)?)?;
    loop {
        if let Some(signal) = session.signal() {
            return Ok(Exit::by_signal(signal.number));
        }
        if nobody_reads() {
            return Ok(Exit::DONE);
        }
        store.check_identity()?;
        if store.has_changed()? {
            context.printer.each(&next(store)?)?;
        }
    }
}

/// Whether standard output leads nowhere any more; waits a little for that.
fn nobody_reads() -> bool {
    let stdout = io::stdout();
    let mut end = [PollFd::new(&stdout, PollFlags::empty())];
    let tick = Timespec::try_from(TICK).ok();
    // A signal cuts the wait short: then it is looked at.
    matches!(poll(&mut end, tick.as_ref()), Ok(1..))
        && end[0]
            .revents()
            .intersects(PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL)
}
