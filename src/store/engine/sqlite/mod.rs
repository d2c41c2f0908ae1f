//! The engine on SQLite: the only module that names `rusqlite`. What only SQLite
//! understands (pragmas, its log, its locks) stays in here.

mod backoff;
pub(super) mod backup;
pub(super) mod busy;
pub(super) mod check;
mod connection;
pub(super) mod database;
pub(super) mod dialect;
pub mod dispatch_lock;
mod error;
pub(super) mod halt_file;
pub(super) mod hardening;
mod identity;
mod lock_file;
mod migrations;
mod path;
pub(super) mod restore;
mod setup;
pub(super) mod statement;
#[cfg(test)]
mod testing;
pub(super) mod watch;
mod write_queue;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    /// The Rust files below a folder.
    fn sources(folder: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.append(&mut sources(&path));
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
        found
    }

    #[test]
    fn nothing_outside_this_folder_names_the_driver() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let (inside, outside): (Vec<_>, Vec<_>) = sources(&source)
            .into_iter()
            .partition(|path| path.starts_with(source.join("store/engine/sqlite")));
        let names_driver = |path: &&PathBuf| fs::read_to_string(path).unwrap().contains("rusqlite");
        assert!(inside.iter().any(|path| names_driver(&path)));
        let found: Vec<_> = outside.iter().filter(names_driver).collect();
        assert!(found.is_empty(), "{found:#?}");
    }
}
