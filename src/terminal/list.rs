//! Prints a list piece by piece: no more is held in memory than one write takes.
//!
//! Counts how many of the items were written, so that the caller knows which reached
//! nobody.

use std::io;

use super::format::Format;
use super::palette::Palette;
use super::table::{self, Toned};
use crate::view::View;

/// From how many bytes on what was added is written.
const CHUNK: usize = 64 << 10;

/// From how many bytes or rows on the rows of a table are printed. The rows after them get their
/// own table. As it is laid out, a table takes many times the bytes of its texts.
const TABLE: (usize, usize) = (1 << 20, 500);

/// Prints a list. Closed pipes are errors here.
pub struct ListPrinter {
    format: Format,
    quiet: bool,
    /// What is not written yet.
    text: Vec<u8>,
    /// Where each of the things in that text begins.
    starts: Vec<usize>,
    /// The rows that are not written yet, and how long their texts are.
    rows: Vec<Vec<Toned>>,
    row_bytes: usize,
    columns: &'static [&'static str],
    added: usize,
    printed: usize,
}

impl ListPrinter {
    pub(super) const fn new(format: Format, quiet: bool) -> Self {
        Self {
            format,
            quiet,
            text: Vec::new(),
            starts: Vec::new(),
            rows: Vec::new(),
            row_bytes: 0,
            columns: &[],
            added: 0,
            printed: 0,
        }
    }

    /// Adds one thing. It may be written later, with what follows it.
    pub fn add<V: View>(&mut self, view: &V) -> io::Result<()> {
        match self.format {
            Format::Json => {
                self.text.push(if self.added == 0 { b'[' } else { b',' });
                self.starts.push(self.text.len());
                serde_json::to_writer(&mut self.text, view).map_err(io::Error::other)?;
            }
            Format::Jsonl => {
                self.starts.push(self.text.len());
                serde_json::to_writer(&mut self.text, view).map_err(io::Error::other)?;
                self.text.push(b'\n');
            }
            Format::Table if self.quiet => {
                self.starts.push(self.text.len());
                self.text.extend_from_slice(view.id().as_bytes());
                self.text.push(b'\n');
            }
            Format::Table => self.add_row(view),
        }
        self.added += 1;
        if self.text.len() >= CHUNK || self.row_bytes >= TABLE.0 || self.rows.len() >= TABLE.1 {
            self.flush()?;
        }
        Ok(())
    }

    fn add_row<V: View>(&mut self, view: &V) {
        self.columns = V::COLUMNS;
        let row: Vec<_> = table::toned_row(view)
            .into_iter()
            .map(|(tone, cell)| (tone, table::shortened(cell)))
            .collect();
        self.row_bytes += row.iter().map(|(_, cell)| cell.len()).sum::<usize>();
        self.rows.push(row);
    }

    /// Writes all that was added.
    pub fn flush(&mut self) -> io::Result<()> {
        if !self.rows.is_empty() {
            let rows = std::mem::take(&mut self.rows);
            self.row_bytes = 0;
            // Of a table, each row may be read once any of it is there.
            self.starts = vec![0; rows.len()];
            let shown = table::of_rows(self.columns, rows, Palette::of_stdout());
            self.text = format!("{}\n", shown.trim_end_matches('\n')).into_bytes();
        }
        let text = std::mem::take(&mut self.text);
        let starts = std::mem::take(&mut self.starts);
        match write(&text) {
            Ok(()) => {
                self.printed += starts.len();
                Ok(())
            }
            Err((written, error)) => {
                self.printed += starts.iter().filter(|&&start| start < written).count();
                Err(error)
            }
        }
    }

    /// Of how many of the things that were added anything was written.
    pub const fn printed(&self) -> usize {
        self.printed
    }

    /// Writes what is left, and ends the list.
    pub fn finish<V: View>(mut self) -> io::Result<()> {
        match self.format {
            Format::Json if self.added == 0 => self.text.extend_from_slice(b"[]\n"),
            Format::Json => self.text.extend_from_slice(b"]\n"),
            Format::Table if self.added == 0 && !self.quiet => {
                let shown = table::of_rows(V::COLUMNS, Vec::new(), Palette::of_stdout());
                self.text = format!("{}\n", shown.trim_end_matches('\n')).into_bytes();
            }
            Format::Jsonl | Format::Table => {}
        }
        self.flush()
    }
}

/// Writes to standard output; if that fails, returns how many bytes have gone out.
fn write(text: &[u8]) -> Result<(), (usize, io::Error)> {
    let mut written = 0;
    while written < text.len() {
        match rustix::io::write(io::stdout(), &text[written..]) {
            Ok(0) => return Err((written, io::ErrorKind::WriteZero.into())),
            Ok(more) => written += more,
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err((written, error.into())),
        }
    }
    Ok(())
}
