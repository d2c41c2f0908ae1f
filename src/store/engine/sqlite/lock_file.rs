//! Lock files beside a database: only those are used that somebody made who may write to
//! the database.

use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::Path;

use rustix::process::geteuid;
use tempfile::Builder;

use super::identity::{Facts, GROUP_WRITES, OTHERS_WRITE, Owner};
use super::path::{UNLINKED, folder_of};

/// Opens a lock file beside a database.
pub(super) fn open(database: &Path, path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let file = (options.read(true).custom_flags(UNLINKED)).open(path)?;
    let (found, database) = (file.metadata()?, Facts::of(database)?.owner());
    if !found.is_file() || found.nlink() > 1 {
        return Err(io::Error::other("it is a link, or no regular file"));
    }
    if !is_trusted(&found, database) {
        let problem = "it belongs to a user who does not own the database";
        return Err(io::Error::other(problem));
    }
    Ok(file)
}

/// Makes a lock file beside a database, with the mode that follows from that of the
/// database. It is moved into place when its permissions are set, so that nobody is kept
/// out by half a file; in the place of one that is there only when it `replaces` that.
pub(super) fn create(
    database: &Path,
    path: &Path,
    prefix: &str,
    mode: impl FnOnce(u32) -> u32,
    replaces: bool,
) -> io::Result<()> {
    let database = fs::metadata(database)?;
    let file = Builder::new().prefix(prefix).tempfile_in(folder_of(path))?;
    let mode = Permissions::from_mode(mode(database.mode()));
    // Only root may give it to another owner, and only a member to a group.
    let _ = fchown(file.as_file(), Some(database.uid()), None);
    let _ = fchown(file.as_file(), None, Some(database.gid()));
    file.as_file().set_permissions(mode)?;
    let placed = if replaces {
        file.persist(path)
    } else {
        file.persist_noclobber(path)
    };
    match placed {
        Err(failed) if failed.error.kind() != io::ErrorKind::AlreadyExists => Err(failed.error),
        _ => Ok(()),
    }
}

/// Whether the file is the work of somebody who may write the database. Another user
/// could take it away and make a new one, and so hold two locks apart.
fn is_trusted(file: &Metadata, database: Owner) -> bool {
    let is_shared = database.mode & GROUP_WRITES != 0 && file.gid() == database.gid;
    let owners = [database.uid, geteuid().as_raw(), 0];
    is_shared || database.mode & OTHERS_WRITE != 0 || owners.contains(&file.uid())
}
