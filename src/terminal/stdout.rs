//! Writes to standard output. A closed pipe is not an error: what was committed stays
//! committed.

use std::io::{self, Write};

/// What kept something from being printed.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct Unprinted(io::Error);

/// Whether an error is that something could not be printed.
pub fn is_unprinted(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Unprinted>())
}

/// Prints text that is not data, such as help or a completion script, as it is.
pub fn write_text(text: &str) -> io::Result<()> {
    unless_closed(write_surely(text))
}

/// The outcome of printing, where a closed pipe is no error.
pub fn unless_closed(printed: io::Result<()>) -> io::Result<()> {
    match printed {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Writes a text that is lost unless somebody reads it: a closed pipe is an error.
pub(super) fn write_surely(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    let printed = stdout.write_all(text.as_bytes());
    printed
        .and_then(|()| stdout.flush())
        .map_err(|error| io::Error::new(error.kind(), Unprinted(error)))
}

/// Writes a text that ends with one line break.
pub(super) fn write_line(text: &str) -> io::Result<()> {
    write_text(&format!("{}\n", text.trim_end_matches('\n')))
}
