//! The halt file: a file beside the database whose presence halts everything, also when the
//! database cannot be written.
//!
//! It is prepared under another name, so that placing it is a rename: that needs no free block
//! and no lock. Anyone may also create it by hand. The actor and the reason of a halt that is
//! called by command are appended to it, as far as the disk has room: see [`Entry`].
//!
//! It is lifted in two steps, so that no halt is lost that is placed meanwhile. A clear first
//! renames it to `.HALT.settled`, under the write lock: that name halts as well, and nobody
//! appends to it. It is removed only when the clear is committed and all its entries are
//! recorded, also under the lock. A process that has appended to a file checks afterwards
//! whether it is still the one that is placed, and otherwise places another.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FallocateFlags, RenameFlags, fallocate, renameat_with};
use uuid::Uuid;

use super::identity::{Facts, Owner};
use super::path::{UNLINKED, append, sync_folder};
use crate::model::clock::Timestamp;
use crate::store::error::{Error, Result};
use crate::store::halt_entry::Entry;

/// The most bytes that are read of it: hundreds of halts.
const WORDS: u64 = 8 << 20;

/// The bytes that are reserved for what is written into it on a full disk.
const ROOM: u64 = 16 << 10;

/// How often others may get in the way of placing it: each time, one of them has
/// placed or lifted it meanwhile.
const ATTEMPTS: u32 = 1_000;

/// The halt file of one database.
#[derive(Clone, Debug)]
pub struct HaltFile {
    placed: PathBuf,
    ready: PathBuf,
    /// Its path from the moment at which a clear has set it aside until it is removed.
    settled: PathBuf,
}

/// How one attempt to place it ended.
enum Attempt {
    /// It is placed, and the halt has this key in it, or `None` if it could not be written into.
    Placed(Option<Uuid>),
    /// Others were faster, or there is a file now into which it can be written.
    Again,
}

impl HaltFile {
    /// The halt file of the database at this real path.
    pub(in crate::store) fn of(database: &Path) -> Self {
        Self {
            placed: append(database, ".HALT"),
            ready: append(database, ".HALT.ready"),
            settled: append(database, ".HALT.settled"),
        }
    }

    /// The path of the file that halts everything.
    pub fn path(&self) -> &Path {
        &self.placed
    }

    /// Whether everything is halted by it. Anything with its name counts, also a dangling link and
    /// a file that may not be read.
    pub fn is_placed(&self) -> bool {
        // Twice, since a clear that is under way may place it anew between the looks.
        exists(&self.placed) || exists(&self.settled) || exists(&self.placed)
    }

    /// Whether a clear has set it aside, and it is not removed yet.
    pub fn is_set_aside(&self) -> bool {
        exists(&self.settled)
    }

    /// The halts in it.
    pub(in crate::store) fn entries(&self) -> Vec<Entry> {
        entries(&self.placed)
    }

    /// The halts in the file that a clear has set aside.
    pub(in crate::store) fn settled_entries(&self) -> Vec<Entry> {
        entries(&self.settled)
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

    /// Whether an empty file is prepared.
    pub fn is_ready(&self) -> bool {
        self.ready.exists()
    }

    /// Makes one ready, if none is.
    pub(in crate::store) fn make_ready(&self) -> Result<()> {
        let made = create(&self.ready).map(drop);
        made.map_err(|error| Error::io("create", &self.ready, &error))
    }

    /// Halts everything, and writes into the file who halts and why. Returns the key of this halt
    /// in the file, or `None` if another's file exists there and cannot be written to.
    pub fn place(&self, entry: &Entry) -> Result<Option<Uuid>> {
        self.place_all(std::slice::from_ref(entry), false)
    }

    /// The same for recorded halts: the file is placed only with their entries.
    pub(in crate::store) fn place_again(&self, halts: &[Entry]) -> Result<()> {
        match self.place_all(halts, true)? {
            Some(_) => Ok(()),
            None => Err(Error::io(
                "write to",
                &self.placed,
                &io::Error::other("it is a link, or full"),
            )),
        }
    }

    /// The key is that of the first of the halts.
    fn place_all(&self, halts: &[Entry], with_words: bool) -> Result<Option<Uuid>> {
        let placing = |error: &io::Error| Error::io("create", &self.placed, error);
        let mut own = None;
        for _ in 0..ATTEMPTS {
            let placed = self.try_to_place(halts, with_words, &mut own);
            if let Attempt::Placed(key) = placed.map_err(|error| placing(&error))? {
                sync_folder(&self.placed)?;
                return Ok(key);
            }
        }
        Err(placing(&io::Error::other("others keep moving it")))
    }

    /// Waits until what is written in it is on the disk, as far as it can be.
    pub fn sync(&self) {
        let placed = open(OpenOptions::new().read(true), &self.placed);
        let _ = placed.and_then(|file| file.sync_data());
    }

    /// `own` is the file that was placed by an earlier attempt, and so not by hand.
    fn try_to_place(
        &self,
        halts: &[Entry],
        with_words: bool,
        own: &mut Option<u64>,
    ) -> io::Result<Attempt> {
        let mut file = match open(OpenOptions::new().read(true).append(true), &self.placed) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return self.place_ready(halts, with_words, own);
            }
            // A file that cannot be written to halts nevertheless.
            Err(_) if exists(&self.placed) => return Ok(Attempt::Placed(None)),
            Err(_) => return Ok(Attempt::Again),
        };
        let is_own = own.is_some_and(|own| file.metadata().is_ok_and(|file| file.ino() == own));
        let written = write_into(&self.placed, &mut file, halts, !is_own);
        Ok(match written {
            _ if !is_at(&file, &self.placed) => Attempt::Again,
            Ok(()) => Attempt::Placed(halts.first().map(|entry| entry.key)),
            Err(_) if is_own => self.placed_without_words(),
            Err(_) => Attempt::Placed(None),
        })
    }

    /// Places the prepared file, with the halt in it.
    fn place_ready(
        &self,
        halts: &[Entry],
        with_words: bool,
        own: &mut Option<u64>,
    ) -> io::Result<Attempt> {
        let ready = open(OpenOptions::new().read(true).append(true), &self.ready);
        let mut ready = match ready {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return match create(&self.ready) {
                    Ok(_) => Ok(Attempt::Again),
                    Err(error) if with_words => Err(error),
                    Err(_) => self.place_new(own),
                };
            }
            other => other.ok(),
        };
        // That there is no room for the words must not stop the halt.
        let written = ready
            .as_mut()
            .is_some_and(|file| write_into(&self.ready, file, halts, false).is_ok());
        if with_words && !written {
            return Err(io::Error::other("its words cannot be written"));
        }
        match rename_to_nothing(&self.ready, &self.placed) {
            Ok(()) => {}
            Err(error) => match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists => {
                    return Ok(Attempt::Again);
                }
                _ if with_words => return Err(error),
                _ => return self.place_new(own),
            },
        }
        *own = inode(&self.placed);
        let is_it = ready.is_some_and(|file| is_at(&file, &self.placed));
        Ok(match (written, is_it) {
            (true, true) => Attempt::Placed(halts.first().map(|entry| entry.key)),
            (true, false) => Attempt::Again,
            (false, _) => self.placed_without_words(),
        })
    }

    /// Places a new one, where none can be made ready.
    fn place_new(&self, own: &mut Option<u64>) -> io::Result<Attempt> {
        if create(&self.placed)? {
            *own = inode(&self.placed);
        }
        Ok(Attempt::Again)
    }

    /// Without a word, it is as if it had been placed by hand.
    fn placed_without_words(&self) -> Attempt {
        Attempt::Placed(self.entries().first().map(|entry| entry.key))
    }

    /// The first step of lifting it. Everything is still halted by it. The caller
    /// holds the write lock.
    pub(in crate::store) fn set_aside(&self) -> Result<()> {
        match rename_to_nothing(&self.placed, &self.settled) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::io("move away", &self.placed, &error))
            }
            _ => sync_folder(&self.placed),
        }
    }

    /// Removes the file that was set aside, and prepares an empty file for the next halt. The
    /// caller holds the write lock and has made sure that all entries are recorded.
    pub(in crate::store) fn lift(&self) -> Result<()> {
        let is_ours = open(OpenOptions::new().read(true), &self.settled)
            .and_then(|mut file| {
                let identity = identity(&file.metadata()?);
                Ok(Entry::are_all_called(&identity, &read(&mut file)?))
            })
            .unwrap_or(false);
        let like = Facts::of(&self.settled).ok().filter(|_| is_ours);
        let like = like.map(|facts| facts.owner());
        let mut is_ready = self.replace_ready(like).is_ok();
        if exists(&self.settled) {
            let removed = fs::remove_file(&self.settled).or_else(|_| fs::remove_dir(&self.settled));
            removed.map_err(|error| Error::HaltFileStays {
                path: self.settled.clone(),
                problem: error.to_string(),
            })?;
        }
        // On a full disk, there is room for it now.
        is_ready = is_ready || self.replace_ready(like).is_ok();
        if !is_ready {
            let _ = self.make_ready();
        }
        sync_folder(&self.placed)
    }

    /// Lays a new and empty file ready, instead of one that may hold the words of earlier
    /// halts. That one is not emptied: another process may place it at any moment, and
    /// notices afterwards when it has placed the new one instead.
    fn replace_ready(&self, like: Option<Owner>) -> io::Result<()> {
        let new = append(&self.ready, ".new");
        let _ = fs::remove_file(&new);
        if !create(&new)? {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        if let Some(like) = like {
            like.pass_on_to(&new);
        }
        fs::rename(&new, &self.ready).inspect_err(|_| {
            let _ = fs::remove_file(&new);
        })
    }
}

/// Appends the halts that are not in a file yet, in one write. With `keep`, text that was written
/// by hand becomes its own entry.
fn write_into(path: &Path, file: &mut File, halts: &[Entry], keep: bool) -> io::Result<()> {
    let text = read(file)?;
    let known = Entry::all(path, &identity(&file.metadata()?), &text);
    let is_there = |halt: &Entry| {
        let mut lines = known.iter().filter(|known| !known.by_hand);
        lines.any(|known| known.key == halt.key)
    };
    if halts.iter().all(is_there) {
        return Ok(());
    }
    let mut lines = String::new();
    if !text.is_empty() && !text.ends_with('\n') {
        lines.push('\n');
    }
    let by_hand = known.iter().filter(|known| keep && known.by_hand);
    let new = halts.iter().filter(|halt| !is_there(halt));
    lines.extend(by_hand.chain(new).map(Entry::line));
    file.write_all(lines.as_bytes())
}

fn entries(path: &Path) -> Vec<Entry> {
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return Vec::new();
    };
    let text = open(OpenOptions::new().read(true), path).and_then(|mut file| read(&mut file));
    Entry::all(path, &identity(&metadata), &text.unwrap_or_default())
}

fn read(file: &mut File) -> io::Result<String> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.take(WORDS).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What distinguishes a file from any other, independent of its content.
fn identity(metadata: &fs::Metadata) -> String {
    let since = metadata.created().ok();
    let since = since.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    format!(
        "{} {}",
        metadata.ino(),
        since.unwrap_or_default().as_nanos()
    )
}

fn exists(path: &Path) -> bool {
    match fs::symlink_metadata(path) {
        Ok(_) => true,
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

fn inode(path: &Path) -> Option<u64> {
    fs::symlink_metadata(path).ok().map(|file| file.ino())
}

/// Whether this is the file that is at the path.
fn is_at(file: &File, path: &Path) -> bool {
    let (Ok(file), Ok(path)) = (file.metadata(), fs::symlink_metadata(path)) else {
        return false;
    };
    (file.dev(), file.ino()) == (path.dev(), path.ino())
}

/// Renames a file to a name that nothing has.
fn rename_to_nothing(from: &Path, to: &Path) -> io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // The file system cannot do both in one.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) if !exists(to) => {
            fs::rename(from, to)
        }
        other => Ok(other?),
    }
}

/// Reserves disk blocks for the entries. If that is not possible, writing them needs free blocks.
fn set_room_aside(file: &File) {
    let _ = fallocate(file, FallocateFlags::KEEP_SIZE, 0, ROOM);
}

/// Opens an existing regular file: no link, which may lead anywhere, and no pipe, which could
/// block.
fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let file = options.custom_flags(UNLINKED).open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() && metadata.nlink() == 1 {
        return Ok(file);
    }
    Err(io::Error::other("it is a link, or no file"))
}

/// Creates an empty file, unless the name is taken. Returns whether it did.
fn create(path: &Path) -> io::Result<bool> {
    let created = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match created {
        Ok(file) => {
            set_room_aside(&file);
            Ok(true)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::model::id::AgentName;

    fn entry(key: u128) -> Entry {
        Entry {
            key: Uuid::from_u128(key),
            by: AgentName::risk(),
            reason: "margin".parse().unwrap(),
            by_hand: false,
        }
    }

    #[test]
    fn lifting_it_makes_a_new_file_and_empties_none_that_can_have_been_placed() {
        let folder = tempfile::tempdir().unwrap();
        let file = HaltFile::of(&folder.path().join("coord.db"));
        file.place(&entry(1)).unwrap();
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o660)).unwrap();
        let mut placed = File::open(file.path()).unwrap();
        file.set_aside().unwrap();
        file.lift().unwrap();
        assert!(read(&mut placed).unwrap().contains("risk: margin"));
        assert!(!file.is_placed() && !is_at(&placed, &file.ready));
        let ready = fs::metadata(&file.ready).unwrap();
        assert_eq!(ready.len(), 0);
        // Those who could write into the one before can write into this one.
        assert_eq!(ready.mode() & 0o777, 0o660);
        let names = fs::read_dir(folder.path()).unwrap();
        assert_eq!(names.count(), 1, "something else was left");
    }
}
