//! The migrations, and the schema version of a file.

use std::path::Path;

use refinery::Target;
use rusqlite::Connection;

use crate::store::error::{Error, Result};

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// What `PRAGMA application_id` says in our files: "FLRX".
pub(super) const APPLICATION_ID: i64 = 0x464C_5258;

/// The schema version this program works with: the newest migration.
pub(super) const SCHEMA_VERSION: i64 = 9;

/// The schema of an earlier version, or of this one, without a file.
pub(super) fn in_memory(version: i64) -> Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    let version = version.try_into().unwrap_or(i32::MAX);
    run(&mut connection, Target::Version(version))?;
    Ok(connection)
}

/// Applies the migrations that `connection` lacks.
pub(super) fn run_all(connection: &mut Connection) -> Result<()> {
    run(connection, Target::Latest)
}

/// In one transaction: one that was applied and is not on record would be applied
/// again.
fn run(connection: &mut Connection, target: Target) -> Result<()> {
    let runner = embedded::migrations::runner().set_target(target);
    runner.set_grouped(true).run(connection)?;
    Ok(())
}

/// The schema version of a file, once it is known to be one of ours.
pub(super) fn schema_version(connection: &Connection, path: &Path) -> Result<i64> {
    let pragma = |name| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .map_err(|error| Error::while_opening(path, error))
    };
    let application = pragma("application_id")?;
    let version = pragma("user_version")?;
    // Ours have a version from the moment at which they can be seen.
    if application != APPLICATION_ID || version < 1 {
        return Err(Error::NotOurs {
            path: path.to_owned(),
            problem: "it is the database of another program".to_owned(),
        });
    }
    if version > SCHEMA_VERSION {
        return Err(Error::Newer {
            path: path.to_owned(),
            found: version,
            known: SCHEMA_VERSION,
        });
    }
    Ok(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_version_is_that_of_the_newest_migration() {
        let runner = embedded::migrations::runner();
        let newest = runner
            .get_migrations()
            .iter()
            .map(|m| i64::from(m.version()))
            .max();
        assert_eq!(newest, Some(SCHEMA_VERSION));
    }
}
