//! The halt file: a file beside the database whose mere presence halts
//! everything, also when the database cannot be written.
//!
//! It is made ready beforehand under another name, so that placing it is a
//! rename: that needs no free block and no lock. Anyone may also make it by hand;
//! then it is empty. Who halts by command and why is written into it, as far as
//! the disk has room: `NAME: REASON`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::setup::{UNLINKED, append, sync_folder};
use super::{Error, Result};
use crate::model::agent::AgentName;
use crate::model::clock::Timestamp;
use crate::model::text::Reason;

/// The most bytes that are read of it: more than a name and a reason have.
const WORDS: u64 = 64 << 10;

/// The halt file of one database.
#[derive(Clone, Debug)]
pub struct HaltFile {
    placed: PathBuf,
    ready: PathBuf,
}

impl HaltFile {
    /// The halt file of the database at this real path.
    pub(super) fn of(database: &Path) -> Self {
        Self {
            placed: append(database, ".HALT"),
            ready: append(database, ".HALT.ready"),
        }
    }

    /// Where it lies when it halts everything.
    pub fn path(&self) -> &Path {
        &self.placed
    }

    /// Whether everything is halted by it. A link to nothing counts, and so does
    /// a file that may not be looked at: whatever bears its name.
    pub fn is_placed(&self) -> bool {
        match fs::symlink_metadata(&self.placed) {
            Ok(_) => true,
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        }
    }

    /// Since when it is placed, as the file system has it.
    pub fn placed_at(&self) -> Option<Timestamp> {
        let time = fs::symlink_metadata(&self.placed)
            .and_then(|file| file.modified())
            .ok()?;
        let since = time.duration_since(std::time::UNIX_EPOCH).ok()?;
        i64::try_from(since.as_millis())
            .ok()
            .map(Timestamp::from_millis)
    }

    /// Who placed it and why, if that is written in it.
    pub fn words(&self) -> Option<(AgentName, Reason)> {
        let file = open(OpenOptions::new().read(true), &self.placed).ok()?;
        let mut text = String::new();
        file.take(WORDS).read_to_string(&mut text).ok()?;
        let (name, reason) = text.split_once(": ")?;
        Some((name.parse().ok()?, reason.parse().ok()?))
    }

    /// Whether one lies ready to be placed.
    pub fn is_ready(&self) -> bool {
        self.ready.exists()
    }

    /// Makes one ready, if none is.
    pub(super) fn make_ready(&self) -> Result<()> {
        create(&self.ready).map_err(|error| Error::io("create", &self.ready, &error))
    }

    /// Halts everything.
    pub fn place(&self, by: &AgentName, reason: &Reason) -> Result<()> {
        if self.is_placed() {
            return Ok(());
        }
        // That there is no room for the words must not stop the halt.
        let _ = write(&self.ready, &format!("{by}: {reason}"));
        fs::rename(&self.ready, &self.placed)
            .or_else(|_| create(&self.placed))
            .map_err(|error| Error::io("create", &self.placed, &error))?;
        sync_folder(&self.placed)
    }

    /// Takes it away, and lays it ready for the next time.
    pub(super) fn lift(&self) -> Result<()> {
        if !self.is_placed() {
            return Ok(());
        }
        let lifted = fs::rename(&self.placed, &self.ready);
        // To another name of the same file, a rename succeeds and does nothing.
        if lifted.is_err() || self.is_placed() {
            fs::remove_file(&self.placed)
                .or_else(|_| fs::remove_dir(&self.placed))
                .map_err(|error| Error::io("remove", &self.placed, &error))?;
        }
        // What the next halt writes goes before what is left of this one.
        let _ = write(&self.ready, "");
        sync_folder(&self.placed)
    }
}

fn write(path: &Path, words: &str) -> io::Result<()> {
    let mut file = open(OpenOptions::new().write(true), path)?;
    file.set_len(0)?;
    file.write_all(words.as_bytes())
}

/// Opens a file that lies there, and nothing else: no link, which may lead to
/// anything, and no pipe, which would have to be waited for.
fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let file = options.custom_flags(UNLINKED).open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() && metadata.nlink() == 1 {
        return Ok(file);
    }
    Err(io::Error::other("it is a link, or no file"))
}

fn create(path: &Path) -> io::Result<()> {
    let created = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match created {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
