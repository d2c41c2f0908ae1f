//! The only writer to standard output, and what it writes.
//!
//! Everything that is printed has a type of its own here, made from the model:
//! a change inside never changes the JSON that others read. A pipe that was
//! closed is no error: what was done stays done.

pub mod agent;
pub mod audit;
pub mod check;
pub mod config;
pub mod cycle;
pub mod database;
pub mod drill;
pub mod halt;
pub mod health;
mod list;
pub mod mermaid;
pub mod message;
pub mod metrics;
pub mod mode;
pub mod replay;
pub mod screen;
pub mod shared_state;
pub mod status;
mod table;
mod timeline;
mod tone;
pub mod waiting;

pub use list::ListPrinter;
pub use table::printable;
pub use tone::{Ink, Tone};

use std::io::{self, Write};
use std::str::FromStr;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::fsync;
use rustix::io::Errno;
use serde::Serialize;

/// The form of what is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// One JSON value.
    Json,
    /// One JSON object per line.
    Jsonl,
}

impl Format {
    /// Every format, by its name on the command line.
    pub const NAMES: [&'static str; 3] = ["table", "json", "jsonl"];
}

impl Format {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "table" => Ok(Self::Table),
            "json" => Ok(Self::Json),
            "jsonl" => Ok(Self::Jsonl),
            _ => Err(format!("the formats are {}", Self::NAMES.join(", "))),
        }
    }
}

/// Something that can be printed, alone or as one of many.
pub trait View: Serialize {
    /// The heads of the columns when it is one of many.
    const COLUMNS: &'static [&'static str];

    /// Its cells, one per column.
    fn row(&self) -> Vec<String>;

    /// What it is known by: all that is printed when only the essential is asked for.
    fn id(&self) -> String;

    /// Its fields when it is printed alone, for people.
    fn fields(&self) -> Vec<(&'static str, String)> {
        Self::COLUMNS.iter().copied().zip(self.row()).collect()
    }

    /// What the field of this name says about how things stand.
    fn tone(&self, _field: &str) -> Tone {
        Tone::Plain
    }
}

/// The row of one of many, with what each cell says.
fn toned_row<V: View>(view: &V) -> Vec<table::Toned> {
    let cells = V::COLUMNS.iter().zip(view.row());
    cells
        .map(|(column, cell)| (view.tone(column), cell))
        .collect()
}

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

    fn text_of<V: View>(&self, view: &V) -> io::Result<String> {
        match self.format {
            Format::Json | Format::Jsonl => to_json(view),
            Format::Table if self.quiet => Ok(view.id()),
            Format::Table => {
                let fields = view.fields().into_iter();
                let toned = fields.map(|(name, value)| (name, (view.tone(name), value)));
                Ok(table::of_fields(toned.collect(), Ink::of_stdout()))
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
                "whoever reads it takes nothing",
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
        let ink = Ink::of_stdout();
        let line = |view: &V| match self.format {
            Format::Json | Format::Jsonl => to_json(view),
            Format::Table if self.quiet => Ok(view.id()),
            Format::Table => Ok(table::in_a_line(toned_row(view), ink)),
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

    /// Prints something that has a picture of its own for people.
    pub fn picture<V: View>(
        &self,
        view: &V,
        picture: impl FnOnce(Ink) -> String,
    ) -> io::Result<()> {
        if self.format == Format::Table && !self.quiet {
            write_line(&picture(Ink::of_stdout()))
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

/// What kept something from being printed.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct Unprinted(io::Error);

/// Whether an error is that something could not be printed.
pub fn is_unprinted(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Unprinted>())
}

/// Prints text that is no data, such as help or a completion script, as it is.
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

/// The same for what is lost unless somebody reads it: a closed pipe is an error.
fn write_surely(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    let printed = stdout.write_all(text.as_bytes());
    printed
        .and_then(|()| stdout.flush())
        .map_err(|error| io::Error::new(error.kind(), Unprinted(error)))
}

fn write_line(text: &str) -> io::Result<()> {
    write_text(&format!("{}\n", text.trim_end_matches('\n')))
}

fn to_json(value: &impl Serialize) -> io::Result<String> {
    serde_json::to_string(value).map_err(io::Error::other)
}

/// A count, a time or a text that may be missing, for people.
fn or_dash<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}
