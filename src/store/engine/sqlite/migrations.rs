//! The migrations, and the schema version of a file.

use std::path::Path;

use refinery::Target;
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::store::error::{Error, Result};

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// What `PRAGMA application_id` says in our files: "FLRX".
pub(super) const APPLICATION_ID: i64 = 0x464C_5258;

/// The schema version this program works with: the newest migration.
pub(super) const SCHEMA_VERSION: i64 = 11;

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

/// In one transaction: a migration that was applied but not recorded would be applied again.
fn run(connection: &mut Connection, target: Target) -> Result<()> {
    let runner = embedded::migrations::runner().set_target(target);
    // One migration changes the text of checks, which a defensive connection refuses.
    let is_defensive = connection.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    let migrated = runner.set_grouped(true).run(connection);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, is_defensive)?;
    migrated?;
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

    /// The columns whose checks compare since version 10, and the values of each.
    const CHECKED: [(&str, &str); 5] = [
        (
            "agent_messages.message_type",
            "command request response event halt",
        ),
        (
            "agent_messages.status",
            "pending claimed processed expired dead",
        ),
        (
            "message_counts.status",
            "pending delayed claimed processed expired dead",
        ),
        (
            "coordination_state.phase",
            "initializing strategy_analysis risk_validation execution monitoring halted failed \
             completed",
        ),
        ("cycle_phases.answer", "ok rejected error"),
    ];

    /// Whether a row of the table may have this value. Its other columns are what they must be.
    fn accepts(connection: &Connection, column: &str, value: &str) -> bool {
        let value = format!("'{value}'");
        let insert = match column {
            "agent_messages.message_type" => format!(
                "agent_messages (from_agent, to_agent, message_type, priority, subject, payload,
                     correlation_id, sent_at)
                 VALUES ('risk', 'risk', {value}, 0, 'x', '{{}}', 'c', 1)"
            ),
            "agent_messages.status" => format!(
                "agent_messages (from_agent, to_agent, message_type, priority, subject, payload,
                     correlation_id, sent_at, status, lease_until, processed_at)
                 VALUES ('risk', 'risk', 'event', 0, 'x', '{{}}', 'c', 1, {value},
                     iif({value} = 'claimed', 1, NULL), iif({value} = 'processed', 1, NULL))"
            ),
            "message_counts.status" => format!(
                "message_counts (to_agent, status, priority, count, deliveries)
                 VALUES ('risk', {value}, 0, 1, 1)"
            ),
            "coordination_state.phase" => format!(
                "coordination_state (cycle_id, symbol, mode, phase, cycle_started_at,
                     cycle_completed_at)
                 VALUES ({value}, {value}, 'guide', {value}, 1,
                     iif({value} IN ('halted', 'failed', 'completed'), 1, NULL))"
            ),
            _ => format!(
                "cycle_phases (cycle_id, step, phase, entered_at, answer)
                 VALUES ('c' || {value}, 1, 'execution', 1, {value})"
            ),
        };
        connection
            .execute(&format!("INSERT INTO {insert}"), [])
            .is_ok()
    }

    #[test]
    fn checks_that_compare_accept_the_values_of_the_lists_before_and_no_others() {
        for version in [9, 10] {
            let connection = in_memory(version).unwrap();
            connection
                .execute_batch("PRAGMA foreign_keys = OFF")
                .unwrap();
            for (column, values) in CHECKED {
                for value in values.split_whitespace() {
                    assert!(
                        accepts(&connection, column, value),
                        "{version}: {column} {value}"
                    );
                }
                for value in ["Pending", "ok ", "other", ""] {
                    assert!(
                        !accepts(&connection, column, value),
                        "{version}: {column} {value}"
                    );
                }
            }
        }
    }

    /// How far the lists of version 11 need not read, computed from all rows.
    const DESCRIBED: &str = "
        SELECT 'senders', group_concat(from_agent || section, ' ') FROM (
            SELECT from_agent, section FROM section_senders ORDER BY section, from_agent)
        UNION ALL SELECT log, group_concat(below || ':' || newest, ' ') FROM (
            SELECT * FROM section_times ORDER BY below) GROUP BY log";

    #[test]
    fn what_an_earlier_version_has_stored_is_described() {
        let mut connection = in_memory(10).unwrap();
        // The third section is empty, and the clock was set back within the second.
        let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4500)
             INSERT INTO agent_messages (id, from_agent, to_agent, message_type, priority, subject,
                 payload, correlation_id, sent_at)
             SELECT i, iif(i = 9, 'risk', 'strategy'), 'risk', 'event', 0, 'x', '{}', 'c',
                 iif(i > 1500, i - 1000, i)
             FROM n WHERE i NOT BETWEEN 2048 AND 3071;
             INSERT INTO audit_log (seq, at, actor, kind, subject, details, hash)
             SELECT id, sent_at, 'risk', 'x', 'x', '{}', zeroblob(32) FROM agent_messages
             WHERE id < 1024;";
        connection.execute_batch(rows).unwrap();
        run_all(&mut connection).unwrap();
        let mut statement = connection.prepare(DESCRIBED).unwrap();
        let found = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        let found: Vec<(String, String)> = found.map(std::result::Result::unwrap).collect();
        let expected = [
            ("senders", "risk0 strategy0 strategy1 strategy3"),
            ("events", "1024:1023"),
            ("messages", "1024:1023 2048:1500 4096:3095"),
        ];
        assert_eq!(found.len(), expected.len());
        for ((log, described), expected) in found.iter().zip(expected) {
            assert_eq!((log.as_str(), described.as_str()), expected);
        }
    }

    #[test]
    fn a_migration_leaves_a_defensive_connection_defensive() {
        for is_defensive in [true, false] {
            let mut connection = in_memory(9).unwrap();
            let switch = DbConfig::SQLITE_DBCONFIG_DEFENSIVE;
            connection.set_db_config(switch, is_defensive).unwrap();
            run_all(&mut connection).unwrap();
            assert_eq!(connection.db_config(switch), Ok(is_defensive));
        }
    }
}
