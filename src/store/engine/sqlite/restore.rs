//! Puts a copy of a backup in the place of a database.
//!
//! The copy is complete and on the disk before the old files are touched. They are moved aside
//! and never deleted: the database first, then its log, so that no log is ever beside a
//! database that it does not belong to. A kill leaves the old database, the new one, or none;
//! where there is none, only a restore creates another.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{self, Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;

use super::backup;
use super::connection::{choose_close, connect};
use super::halt_file::HaltFile;
use super::identity::{Facts, Owner};
use super::migrations::schema_version;
use super::path::{append, folder_of, sync_folder};
use super::setup::{self, Probed};
use crate::model;
use crate::model::clock::Timestamp;
use crate::model::error::Field;
use crate::store::error::{Error, Result};
use crate::store::halt_entry::Entry;
use crate::store::options::Options;

/// The text between the name of a database and the time at which it was moved aside.
const ASIDE: &str = ".before-restore-";

/// The files beside a database that belong to it.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A copy of a backup, in its own folder beside the database that it is to replace. It is removed
/// unless it replaces that.
pub struct Draft {
    folder: TempDir,
    target: PathBuf,
}

impl Draft {
    /// Copies the database in the file `backup`, with its write-ahead log.
    pub fn copy(backup: &Path, target: &Path, options: &Options) -> Result<Self> {
        let backup = path::absolute(backup).map_err(|error| Error::io("open", backup, &error))?;
        let Probed::File(source, _) = setup::probe(&backup)? else {
            return Err(Error::NoBackup { path: backup });
        };
        let target = real(target, options)?;
        if source == target {
            return Err(refused("it is the database itself".to_owned()));
        }
        check_replaceable(&target, options)?;
        let folder = tempfile::Builder::new()
            .prefix(".flowrex-coord-restore-")
            .tempdir_in(folder_of(&target))
            .map_err(|error| Error::io("make a folder beside", &target, &error))?;
        let draft = Self { folder, target };
        create(&draft.path())?;
        let from = connect(&source, options)?;
        let copied = schema_version(&from, &source)
            .and_then(|_| backup::copy_pages(&from, &draft.path(), options));
        choose_close(&from, &source);
        copied.map(|()| draft)
    }

    /// The copy.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("coord.db")
    }

    /// The database whose place it is to take.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Halts everything by the halt file, and holds the database that is to be replaced:
    /// nothing is committed to it from here on.
    pub fn hold(self, halt: &Entry, options: &Options) -> Result<Held> {
        let halt_file = HaltFile::of(&self.target);
        halt_file.place(halt)?;
        // A file that cannot be examined counts as placed, but might not exist.
        if !lies(halt_file.path())? {
            return Err(Error::Io {
                doing: format!("place {}", halt_file.path().display()),
                problem: "it is not there".to_owned(),
            });
        }
        // Of two that restore at once, one does so after the other.
        let lock = setup::lock(&self.target, options)?;
        // No transaction is under way from here on: a process that waits for this lock finds that
        // the files are not those that it has opened.
        let old = hold(&self.target, options)?;
        Ok(Held {
            draft: self,
            old,
            _lock: lock,
        })
    }
}

/// A copy, and the locked database that it is to replace: writers of that wait.
pub struct Held {
    draft: Draft,
    /// The old database, if it can be read. Dropped first.
    old: Option<Connection>,
    _lock: File,
}

impl Held {
    /// The database to be replaced. If a restore that was interrupted has moved it away, the
    /// copy which that was about to put in place: it knows the same halts.
    pub fn replaced(&self) -> Result<Option<PathBuf>> {
        let target = &self.draft.target;
        for path in [target.clone(), append(target, setup::RESTORED)] {
            if lies(&path)? {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    /// Moves what there is aside, and puts the copy, which nobody has open, in its place.
    /// Returns where the old database went.
    pub fn put_in_place(self, now: Timestamp) -> Result<Option<PathBuf>> {
        let Self { draft, old, _lock } = self;
        let (copy, target) = (draft.path(), draft.target.clone());
        let halt_file = HaltFile::of(&target);
        // The recorded halts of the copy, by their keys.
        for entry in HaltFile::of(&copy).entries() {
            halt_file.place(&entry)?;
        }
        let (aside, like) = where_to(&target, now)?;
        if let Some(like) = like {
            like.give(halt_file.path());
            like.give(&append(&target, ".lock"));
            like.pass_on_to(&copy);
        }
        File::open(&copy)
            .and_then(|file| file.sync_all())
            .map_err(|error| Error::io("sync", &copy, &error))?;
        let ready = append(&target, setup::RESTORED);
        rename(&copy, &ready)?;
        sync_folder(&target)?;
        let moved = move_aside(&target, &aside)?;
        rename(&ready, &target)?;
        sync_folder(&target)?;
        drop(old);
        Ok(moved.then_some(aside))
    }
}

/// The real path of what is to be replaced; its folder is there.
fn real(target: &Path, options: &Options) -> Result<PathBuf> {
    let target = path::absolute(target).map_err(|error| Error::io("open", target, &error))?;
    setup::make_folder(&target, options)?;
    match fs::canonicalize(&target) {
        Ok(real) => Ok(real),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if target.symlink_metadata().is_ok() {
                return Err(not_ours(&target, "it is a symbolic link to nothing"));
            }
            let problem = |error: io::Error| Error::io("open", &target, &error);
            let folder = fs::canonicalize(folder_of(&target)).map_err(problem)?;
            let name = target
                .file_name()
                .ok_or_else(|| not_ours(&target, "it is not the name of a file"))?;
            Ok(folder.join(name))
        }
        Err(error) => Err(Error::io("open", &target, &error)),
    }
}

/// Makes sure that what is at the path may be moved aside: a coordination database, possibly
/// damaged, or nothing.
fn check_replaceable(target: &Path, options: &Options) -> Result<()> {
    if !lies(target)? {
        return Ok(());
    }
    let facts = Facts::of(target).map_err(|it| Error::io("examine", target, &it.into()))?;
    if !facts.is_file() {
        return Err(not_ours(target, "it is not a regular file"));
    }
    if facts.is_mount_root {
        return Err(Error::MountPoint {
            path: target.to_owned(),
        });
    }
    let halt_file = HaltFile::of(target);
    if halt_file.is_ready() || halt_file.is_placed() || append(target, "-journal").exists() {
        return Ok(());
    }
    let connection = connect(target, options)?;
    let version = schema_version(&connection, target);
    choose_close(&connection, target);
    match version {
        Err(error @ Error::NotOurs { .. }) => Err(error),
        _ => Ok(()),
    }
}

/// Takes the write lock of the old database, if it can be read.
fn hold(target: &Path, options: &Options) -> Result<Option<Connection>> {
    // Nothing of the old files is changed: SQLite would roll a journal back, and delete the
    // log of an empty file.
    let is_empty = !lies(target)? || Facts::of(target).is_ok_and(|it| it.size == 0);
    if is_empty || lies(&append(target, "-journal"))? {
        return Ok(None);
    }
    let held = connect(target, options).and_then(|connection| {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        Ok(connection)
    });
    match held {
        Ok(connection) => Ok(Some(connection)),
        Err(Error::Busy) => Err(Error::InUse {
            path: target.to_owned(),
            users: users_of(target),
        }),
        Err(error) => {
            tracing::debug!(%error, "the old database cannot be locked");
            Ok(None)
        }
    }
}

/// Where the old database goes, and whom the new one is to belong to. A restore that was
/// interrupted has moved it already, and may have left its log behind.
fn where_to(target: &Path, now: Timestamp) -> Result<(PathBuf, Option<Owner>)> {
    if lies(target)? {
        let facts = Facts::of(target).map_err(|it| Error::io("examine", target, &it.into()))?;
        return Ok((free_name(target, now), Some(facts.owner())));
    }
    let latest = latest_aside(target)?;
    let owner = latest.as_deref().and_then(|it| Facts::of(it).ok());
    // Never the log of one database beside another.
    let aside = match latest {
        Some(it) if lies(&append(target, setup::RESTORED))? && !lies(&append(&it, "-wal"))? => it,
        _ => free_name(target, now),
    };
    Ok((aside, owner.map(|facts| facts.owner())))
}

/// A name to move the database to at this time, which nothing bears.
fn free_name(target: &Path, now: Timestamp) -> PathBuf {
    let mut time = now.to_string();
    time.retain(|c| c != '-' && c != ':');
    let first = append(target, &format!("{ASIDE}{time}"));
    let more = (2..).map(|n| append(&first, &format!("-{n}")));
    let mut names = [first.clone()].into_iter().chain(more);
    let is_free = |name: &PathBuf| name.symlink_metadata().is_err();
    names.find(is_free).unwrap_or(first)
}

/// The database that was moved aside last.
fn latest_aside(target: &Path) -> Result<Option<PathBuf>> {
    let folder = folder_of(target);
    let problem = |error: io::Error| Error::io("read", folder, &error);
    let start = append(target, ASIDE);
    let mut latest = None;
    for entry in fs::read_dir(folder).map_err(problem)? {
        let path = entry.map_err(problem)?.path();
        let name = path.as_os_str().as_encoded_bytes();
        let is_aside = name.starts_with(start.as_os_str().as_encoded_bytes());
        let is_beside = BESIDE.iter().any(|end| name.ends_with(end.as_bytes()));
        if is_aside && !is_beside && latest.as_ref().is_none_or(|other| path > *other) {
            latest = Some(path);
        }
    }
    Ok(latest)
}

/// Moves the database aside, then what is beside it. Returns whether there was any.
fn move_aside(target: &Path, aside: &Path) -> Result<bool> {
    let mut moved = lies(target)?;
    if moved {
        rename(target, aside)?;
        sync_folder(target)?;
    }
    for end in BESIDE {
        let beside = append(target, end);
        if !lies(&beside)? {
            continue;
        }
        let to = append(aside, end);
        if lies(&to)? {
            return Err(not_ours(
                target,
                &format!("{} must be moved away first", to.display()),
            ));
        }
        rename(&beside, &to)?;
        moved = true;
    }
    sync_folder(target)?;
    Ok(moved)
}

/// Whether anything is at a path. If that is unknown, it is an error.
fn lies(path: &Path) -> Result<bool> {
    match path.symlink_metadata() {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::io("examine", path, &error)),
    }
}

/// The processes that have a file open, as far as they can be seen: number and name.
fn users_of(path: &Path) -> Vec<String> {
    let Ok(processes) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    let own = std::process::id().to_string();
    let mut users = Vec::new();
    for process in processes.flatten() {
        let id = process.file_name().to_string_lossy().into_owned();
        if id == own || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let Ok(files) = fs::read_dir(process.path().join("fd")) else {
            continue;
        };
        let mut files = files.flatten().map(|file| fs::read_link(file.path()));
        if files.any(|leads_to| leads_to.is_ok_and(|it| it == path)) {
            let name = fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            users.push(format!("{id} ({})", name.trim()));
        }
    }
    users
}

/// A file that only its owner may read.
fn create(path: &Path) -> Result<()> {
    let created = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    created
        .map(drop)
        .map_err(|error| Error::io("create", path, &error))
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(|error| Error::Io {
        doing: format!("move {} to {}", from.display(), to.display()),
        problem: error.to_string(),
    })
}

fn not_ours(path: &Path, problem: &str) -> Error {
    Error::NotOurs {
        path: path.to_owned(),
        problem: problem.to_owned(),
    }
}

fn refused(problem: String) -> Error {
    model::Error::InvalidValue {
        field: Field::Backup,
        problem,
    }
    .into()
}
