//! Input that is read line by line: a file, or standard input.
//!
//! It never holds more than a part of it, and never a line longer than a message
//! may be.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::model::batch::{BYTES, LINES};
use crate::model::error::{Error, Field};
use crate::model::json::MAX_BYTES;

/// The most bytes of one line: a payload as long as may be, and the rest.
const LONGEST: usize = MAX_BYTES + (64 << 10);

/// The lines of a batch.
pub(super) struct Lines {
    source: Box<dyn BufRead>,
    name: String,
    read: u64,
}

/// Lines that are stored together or not at all: their numbers, from 1, and their texts, or what is
/// wrong with them. Empty lines are not among them.
pub(super) type Chunk = Vec<(u64, Result<String, Error>)>;

impl Lines {
    /// The lines of a file, or of standard input where it is called `-`.
    pub(super) fn open(path: PathBuf) -> Result<Self, Error> {
        let (source, name): (Box<dyn BufRead>, _) = if path == Path::new("-") {
            (Box::new(io::stdin().lock()), "standard input".to_owned())
        } else {
            let name = path.display().to_string();
            let file = File::open(path).map_err(|error| unreadable(&name, &error))?;
            (Box::new(BufReader::new(file)), name)
        };
        Ok(Self {
            source,
            name,
            read: 0,
        })
    }

    /// The next lines; none at the end.
    pub(super) fn next_chunk(&mut self) -> Result<Chunk, Error> {
        let mut chunk = Chunk::new();
        let mut bytes = 0;
        while chunk.len() < LINES && bytes < BYTES {
            let mut line = Vec::new();
            let taken = self.read_line(&mut line);
            if taken.map_err(|error| unreadable(&self.name, &error))? == 0 {
                break;
            }
            self.read += 1;
            let is_whole = line.len() <= LONGEST;
            if !is_whole || !line.trim_ascii().is_empty() {
                bytes += line.len();
                chunk.push((self.read, checked(line)));
            }
            // Where the next line begins is not known then.
            if !is_whole {
                break;
            }
        }
        Ok(chunk)
    }

    fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<usize> {
        let mut source = self.source.by_ref().take(LONGEST as u64 + 1);
        source.read_until(b'\n', line)
    }
}

fn checked(line: Vec<u8>) -> Result<String, Error> {
    if line.len() > LONGEST {
        return Err(invalid(format!("it is longer than {LONGEST} bytes")));
    }
    String::from_utf8(line).map_err(|_| invalid("it is not UTF-8".to_owned()))
}

fn unreadable(name: &str, error: &io::Error) -> Error {
    invalid(format!("cannot read {name}: {error}"))
}

fn invalid(problem: String) -> Error {
    Error::InvalidValue {
        field: Field::Batch,
        problem,
    }
}
