//! Identifies the files of a database by device and inode, so that a replaced or planted file
//! is noticed.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, lchown};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, FileType, StatxAttributes, StatxFlags, statx};
use rustix::process::{getegid, geteuid};

use super::path::{append, folder_of};
use crate::store::error::{Error, Result};

/// The device of a file and its number there.
type Inode = ((u32, u32), u64);

/// Members of its group may write to a file, or place files in a folder.
pub(super) const GROUP_WRITES: u16 = 0o020;

/// Everyone may.
pub(super) const OTHERS_WRITE: u16 = 0o002;

/// The most permissions that a file is given.
const MOST: u32 = 0o666;

/// What the file system reports of a file: which one it is, and who may write to it.
///
/// Its times are not requested: a file system whose times were read writes a new one with
/// the next write, which costs another wait for the disk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    pub(super) kind: FileType,
    pub(super) links: u32,
    pub(super) size: u64,
    /// Whether something is mounted there: this file, by itself.
    pub(super) is_mount_root: bool,
    inode: Inode,
    owner: Owner,
}

/// Who owns a file, and how far it is open to others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner {
    pub(super) uid: u32,
    pub(super) gid: u32,
    pub(super) mode: u16,
}

impl Facts {
    /// Of the file with this name; of a link, the link itself.
    pub(super) fn of(path: &Path) -> rustix::io::Result<Self> {
        let wanted = StatxFlags::TYPE
            | StatxFlags::MODE
            | StatxFlags::NLINK
            | StatxFlags::UID
            | StatxFlags::GID
            | StatxFlags::INO
            | StatxFlags::SIZE;
        let found = statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, wanted)?;
        Ok(Self {
            kind: FileType::from_raw_mode(found.stx_mode.into()),
            links: found.stx_nlink,
            size: found.stx_size,
            is_mount_root: found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT),
            inode: ((found.stx_dev_major, found.stx_dev_minor), found.stx_ino),
            owner: Owner {
                uid: found.stx_uid,
                gid: found.stx_gid,
                mode: found.stx_mode & 0o7777,
            },
        })
    }

    pub(super) fn is_file(&self) -> bool {
        self.kind == FileType::RegularFile
    }

    pub(super) const fn owner(&self) -> Owner {
        self.owner
    }
}

impl Owner {
    /// Of the files that this process makes.
    pub(super) fn of_new_files() -> Self {
        Self {
            uid: geteuid().as_raw(),
            gid: getegid().as_raw(),
            mode: 0o600,
        }
    }

    /// Gives a file that this process has made to this owner, as far as that is allowed.
    pub(super) fn give(self, file: &Path) {
        let Ok(facts) = Facts::of(file) else { return };
        let its = facts.owner;
        let is_own = facts.is_file() && its.uid == Self::of_new_files().uid;
        if is_own && (its.uid, its.gid) != (self.uid, self.gid) {
            let all = lchown(file, Some(self.uid), Some(self.gid));
            // If it keeps another owner, the next process that opens it reports that.
            let _ = all.or_else(|_| lchown(file, None, Some(self.gid)));
        }
    }

    /// Gives a file that this process has made the owner, the group and the permissions.
    /// Where only root could, it stays with this process's user, and closed to others.
    pub(super) fn pass_on_to(self, file: &Path) {
        self.give(file);
        let is_of_group = Facts::of(file).is_ok_and(|facts| facts.owner.gid == self.gid);
        let mode = if is_of_group { self.mode } else { 0o600 };
        // If others cannot open it, they report that.
        let _ = fs::set_permissions(file, Permissions::from_mode(u32::from(mode) & MOST));
    }

    /// Makes sure that a file beside the database of this owner was not planted there:
    /// it is trusted like the database itself, so nobody else may have placed it.
    ///
    /// In a folder that others can write to, it must belong to the owner, or to root.
    /// Where a group shares the folder and the database, its members may have made it.
    pub(super) fn check_beside(self, beside: &Path, facts: &Facts) -> Result<()> {
        let its = facts.owner;
        if its.uid == self.uid || its.uid == 0 {
            return Ok(());
        }
        let folder = Facts::of(folder_of(beside))
            .map_err(|error| Error::io("examine the folder of", beside, &error.into()))?;
        let is_shared = folder.owner.mode & OTHERS_WRITE == 0;
        let is_of_members =
            self.mode & GROUP_WRITES != 0 && its.gid == self.gid && its.mode & OTHERS_WRITE == 0;
        let only_the_owner_places = folder.owner.mode & (GROUP_WRITES | OTHERS_WRITE) == 0;
        if only_the_owner_places || (is_shared && is_of_members) {
            return Ok(());
        }
        Err(Error::Planted {
            path: beside.to_owned(),
            uid: its.uid,
            owner: self.uid,
        })
    }
}

/// The files of an open database: itself, its log, and its shared memory.
#[derive(Debug)]
pub(super) struct Identity {
    files: [(PathBuf, Inode); 3],
}

impl Identity {
    /// Of the database at `path`, which is open, and was `probed` before it was opened:
    /// one that was put in its place meanwhile has another log.
    pub(super) fn of(path: &Path, probed: &Facts) -> Result<Self> {
        let database = named(path)?;
        if database.inode != probed.inode {
            return Err(replaced(path));
        }
        let beside = |end| -> Result<_> {
            let path = append(path, end);
            let facts = named(&path)?;
            database.owner.check_beside(&path, &facts)?;
            Ok((path, facts.inode))
        };
        Ok(Self {
            files: [
                (path.to_owned(), database.inode),
                beside("-wal")?,
                beside("-shm")?,
            ],
        })
    }

    /// Makes sure that the files at the paths are still those that were opened: what is written to
    /// unlinked files is lost.
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

/// The facts of a regular file that must be there.
fn named(path: &Path) -> Result<Facts> {
    match Facts::of(path) {
        Ok(facts) if facts.is_file() => Ok(facts),
        _ => Err(replaced(path)),
    }
}

/// `None` if there is no file, or one that a database must not be: a link, or not a regular file.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a file of another user beside a database is refused.
    fn is_refused(folder_mode: u32, database: (u32, u16), beside: (u32, u16)) -> bool {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(folder_mode)).unwrap();
        let path = folder.path().join("coord.db-shm");
        fs::write(&path, "").unwrap();
        let mut facts = Facts::of(&path).unwrap();
        facts.owner = Owner {
            uid: 1002,
            gid: beside.0,
            mode: beside.1,
        };
        let owner = Owner {
            uid: 1001,
            gid: database.0,
            mode: database.1,
        };
        match owner.check_beside(&path, &facts) {
            Ok(()) => false,
            Err(Error::Planted { uid: 1002, .. }) => true,
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_database_that_was_replaced_while_it_was_opened_is_not_taken_for_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("coord.db");
        for end in ["", "-wal", "-shm"] {
            fs::write(append(&path, end), "").unwrap();
        }
        let probed = Facts::of(&path).unwrap();
        Identity::of(&path, &probed).unwrap().check().unwrap();
        fs::write(append(&path, ".other"), "").unwrap();
        fs::rename(append(&path, ".other"), &path).unwrap();
        match Identity::of(&path, &probed) {
            Err(Error::Replaced { path: found }) => assert_eq!(found, path),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_another_user_placed_is_trusted_only_where_a_group_shares_the_database() {
        // Nobody but the owner of the folder can have placed it.
        assert!(!is_refused(0o755, (7, 0o600), (8, 0o600)));
        // Anyone can have.
        assert!(is_refused(0o1777, (7, 0o600), (8, 0o600)));
        // A folder that hands its group on makes every file one of the group.
        assert!(is_refused(0o3777, (7, 0o660), (7, 0o660)));
        // A member of the group, to whom the database is open, too.
        assert!(!is_refused(0o2770, (7, 0o660), (7, 0o660)));
        assert!(is_refused(0o2770, (7, 0o600), (7, 0o660)));
        assert!(is_refused(0o2770, (7, 0o660), (8, 0o660)));
        assert!(is_refused(0o2770, (7, 0o660), (7, 0o666)));
    }
}
