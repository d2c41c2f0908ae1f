//! Prints views in the chosen format.

use std::io;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::fsync;
use rustix::io::Errno;
use serde::Serialize;

use super::format::Format;
use super::list::ListPrinter;
use super::palette::Palette;
use super::stdout::{unless_closed, write_line, write_surely, write_text};
use super::{table, timeline};
use crate::view::{Field, View};

/// Writes to standard output.
pub struct Printer {
    format: Format,
    quiet: bool,
}

impl Printer {
    /// A printer in this format; a quiet one prints ids only, except in JSON.
    pub const fn new(format: Format, quiet: bool) -> Self {
        Self { format, quiet }
    }

    /// The form of what it prints.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// Prints one thing.
    pub fn one<V: View>(&self, view: &V) -> io::Result<()> {
        write_line(&self.text_of(view)?)
    }

    /// Prints one thing that is lost unless somebody reads it: a closed pipe is an error.
    pub fn one_surely<V: View>(&self, view: &V) -> io::Result<()> {
        write_surely(&format!("{}\n", self.text_of(view)?.trim_end_matches('\n')))
    }

    fn text_of<V: View>(&self, view: &V) -> io::Result<String> {
        match self.format {
            Format::Json | Format::Jsonl => to_json(view),
            Format::Table if self.quiet => Ok(view.id()),
            Format::Table => {
                let fields = view.fields().into_iter();
                let toned = fields.map(|(name, field)| (name, (view.tone(name), text_of(field))));
                Ok(table::of_fields(toned.collect(), Palette::of_stdout()))
            }
        }
    }

    /// Prints one thing that is shown this once, and makes sure that a file has it on the
    /// disk. That nobody reads it is an error, and so is who cannot be written to within
    /// `limit`.
    pub fn one_secret<V: View>(&self, view: &V, limit: Duration) -> io::Result<()> {
        let text = format!("{}\n", self.text_of(view)?.trim_end());
        let stdout = io::stdout();
        let mut ready = [PollFd::new(&stdout, PollFlags::OUT)];
        if poll(&mut ready, Timespec::try_from(limit).ok().as_ref())? == 0 {
            return Err(io::Error::new(
                io::ErrorKind::TimedOut,
                "its reader does not read",
            ));
        }
        write_surely(&text)?;
        match fsync(&stdout) {
            // A pipe or a terminal keeps nothing.
            Err(Errno::INVAL | Errno::ROFS | Errno::NOTSUP) | Ok(()) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Prints many things: an array in JSON, one line each in JSON Lines.
    pub fn many<V: View>(&self, views: &[V]) -> io::Result<()> {
        let mut list = self.list();
        let added = views.iter().try_for_each(|view| list.add(view));
        unless_closed(added.and_then(|()| list.finish::<V>()))
    }

    /// Prints many things, piece by piece.
    pub const fn list(&self) -> ListPrinter {
        ListPrinter::new(self.format, self.quiet)
    }

    /// Whether nothing but the id of each thing is printed.
    pub fn prints_ids_only(&self) -> bool {
        self.quiet && self.format == Format::Table
    }

    /// Prints one line for each of these, as they become known: in JSON, JSON Lines.
    pub fn each<V: View>(&self, views: &[V]) -> io::Result<()> {
        let palette = Palette::of_stdout();
        let line = |view: &V| match self.format {
            Format::Json | Format::Jsonl => to_json(view),
            Format::Table if self.quiet => Ok(view.id()),
            Format::Table => Ok(table::in_a_line(table::toned_row(view), palette)),
        };
        let lines = views.iter().map(|view| Ok(line(view)? + "\n"));
        write_text(&lines.collect::<io::Result<String>>()?)
    }

    /// Whether only the essential is asked for.
    pub const fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Prints ids as they become known.
    pub const fn ids(&self) -> IdPrinter {
        IdPrinter {
            format: self.format,
            held: Vec::new(),
        }
    }

    /// Prints things of which one was meant when there is one: the thing
    /// itself then, and otherwise all of them.
    pub fn one_or_many<V: View>(&self, views: &[V]) -> io::Result<()> {
        match views {
            [view] => self.one(view),
            views => self.many(views),
        }
    }

    /// Prints something that is rendered in its own way for people.
    pub fn render<V: View>(
        &self,
        view: &V,
        render: impl FnOnce(Palette) -> String,
    ) -> io::Result<()> {
        if self.format == Format::Table && !self.quiet {
            write_line(&render(Palette::of_stdout()))
        } else {
            self.one(view)
        }
    }
}

/// Prints ids, one a line; in JSON, all of them in one array at the end.
pub struct IdPrinter {
    format: Format,
    held: Vec<i64>,
}

impl IdPrinter {
    /// Prints more of them.
    pub fn add(&mut self, ids: impl Iterator<Item = i64>) -> io::Result<()> {
        if self.format == Format::Json {
            self.held.extend(ids);
            return Ok(());
        }
        let lines: Vec<_> = ids.map(|id| format!("{id}\n")).collect();
        write_text(&lines.concat())
    }

    /// Prints what was held back.
    pub fn finish(self) -> io::Result<()> {
        match self.format {
            Format::Json => write_line(&to_json(&self.held)?),
            Format::Jsonl | Format::Table => Ok(()),
        }
    }
}

/// A field as text.
fn text_of(field: Field) -> String {
    match field {
        Field::Text(text) => text,
        Field::Timeline(phases) => timeline::drawn(&phases),
    }
}

fn to_json(value: &impl Serialize) -> io::Result<String> {
    serde_json::to_string(value).map_err(io::Error::other)
}
