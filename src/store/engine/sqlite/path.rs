//! Paths and folders of the files of a database. Opens no database.

use std::fs::File;
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

use crate::store::error::{Error, Result};

/// Flags for opening files that another user may have created: symbolic links are not
/// followed, and opening a pipe does not block.
pub(super) const UNLINKED: i32 = OFlags::NOFOLLOW
    .union(OFlags::NONBLOCK)
    .bits()
    .cast_signed();

/// Waits until the entries of the folder that holds `path` are on the disk.
pub(super) fn sync_folder(path: &Path) -> Result<()> {
    let folder = folder_of(path);
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| Error::io("sync", folder, &error))
}

/// The folder that holds `path`.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// `path` with `.end` at the end of its file name.
pub(super) fn sibling(path: &Path, end: &str) -> PathBuf {
    append(path, &format!(".{end}"))
}

/// `path` with `end` at the end of its file name.
pub(super) fn append(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}
