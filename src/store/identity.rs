//! Which files a database consists of, by what the file system calls them: so that
//! it is noticed when others are put in their place.

use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, FileType, StatxFlags, statx};

use super::{Error, Result, setup};

/// What a file is, whatever its name: the device it lies on, and its number there.
type Inode = ((u32, u32), u64);

/// The files of an open database: itself, its log, and the memory that processes
/// share.
#[derive(Debug)]
pub(super) struct Identity {
    files: [(PathBuf, Inode); 3],
}

impl Identity {
    /// Of the database at `path`, which is open.
    pub(super) fn of(path: &Path) -> Result<Self> {
        Ok(Self {
            files: [
                named(path.to_owned())?,
                named(setup::append(path, "-wal"))?,
                named(setup::append(path, "-shm"))?,
            ],
        })
    }

    /// Makes sure that the files which lie there are still those that were opened:
    /// what is written to others is lost.
    pub(super) fn check(&self) -> Result<()> {
        match self
            .files
            .iter()
            .find(|(path, it)| inode(path) != Some(*it))
        {
            None => Ok(()),
            Some((path, _)) => Err(replaced(path)),
        }
    }
}

fn named(path: PathBuf) -> Result<(PathBuf, Inode)> {
    match inode(&path) {
        Some(inode) => Ok((path, inode)),
        None => Err(replaced(&path)),
    }
}

/// None where nothing lies, and for what a database must not be: a link, or no
/// regular file.
///
/// The times of the file are not asked for. A system that has been asked writes a new
/// one down with the next write, and has to wait for the disk for that.
fn inode(path: &Path) -> Option<Inode> {
    let wanted = StatxFlags::TYPE | StatxFlags::INO;
    let found = statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, wanted).ok()?;
    let is_file = FileType::from_raw_mode(found.stx_mode.into()) == FileType::RegularFile;
    let device = (found.stx_dev_major, found.stx_dev_minor);
    is_file.then_some((device, found.stx_ino))
}

fn replaced(path: &Path) -> Error {
    Error::Replaced {
        path: path.to_owned(),
    }
}
