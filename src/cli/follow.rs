//! Following: what is new is printed as it is committed, until somebody has enough.
//!
//! Nothing is asked of the database while nobody commits.

use super::error::Result;
use std::io;

use rustix::event::PollFlags;

use super::context::Context;
use super::exit_code::Exit;
use super::hangup::has_hung_up;
use super::session::{CommandSession, SignalPassthrough};
use crate::coordination::pipeline::Session;
use crate::store::Store;
use crate::view::View;

/// Prints what `next` has that is new, one line each, for as long as anybody reads it
/// and no signal comes. It is asked until it has nothing more.
pub(super) fn following<V: View>(
    store: &mut Store,
    context: &Context,
    mut next: impl FnMut(&mut Store) -> Result<Vec<V>>,
) -> Result<Exit> {
    let session = CommandSession::begin(false, &SignalPassthrough::default())?;
    // What is committed from here on is seen as a change.
    let mut cursor = store.cursor()?;
    print(store, context, &mut next)?;
    loop {
        if let Some(signal) = session.signal() {
            return Ok(Exit::by_signal(signal.number));
        }
        if has_hung_up(io::stdout(), PollFlags::empty()) {
            return Ok(Exit::DONE);
        }
        store.check_identity()?;
        if store.has_changed(&mut cursor)? {
            print(store, context, &mut next)?;
        }
    }
}

fn print<V: View>(
    store: &mut Store,
    context: &Context,
    next: &mut impl FnMut(&mut Store) -> Result<Vec<V>>,
) -> Result<()> {
    loop {
        let views = next(store)?;
        if views.is_empty() {
            return Ok(());
        }
        context.printer.each(&views)?;
    }
}
