//! Whether the messages and the shared state still say what the audit log says that
//! they said, and nothing more. What is gone counts as pruned.

use rusqlite::{OptionalExtension, named_params};
use serde::Deserialize;

use super::{ReadTx, Result};
use crate::model::audit::Hash;

/// What an event tells of what it stored.
#[derive(Deserialize)]
struct Details {
    sha256: Option<String>,
    /// Of a value of the shared state.
    key: Option<String>,
    version: Option<i64>,
    /// Of many messages that were sent at once.
    #[serde(default)]
    messages: Vec<Entry>,
}

/// One message among many.
#[derive(Deserialize)]
struct Entry {
    id: i64,
    sha256: String,
}

/// What was found so far.
#[derive(Default)]
struct Look {
    messages: u64,
    values: u64,
    problems: Vec<String>,
}

/// What is not as it was stored, or was never stored by this program.
pub fn problems(tx: &ReadTx<'_>) -> Result<Vec<String>> {
    let mut statement = tx.connection.prepare(
        "SELECT subject, details FROM audit_log
         WHERE kind IN ('message.send', 'command.send', 'message.reply', 'state.write')
         ORDER BY seq",
    )?;
    let mut rows = statement.query([])?;
    let mut look = Look::default();
    while let Some(row) = rows.next()? {
        let subject: String = row.get(0)?;
        // An event that cannot be read is a matter of the log, which is looked at too.
        if let Ok(details) = serde_json::from_str(&row.get::<_, String>(1)?) {
            look.at_event(tx, &subject, &details)?;
        }
    }
    look.for_more(tx)?;
    Ok(look.problems)
}

impl Look {
    fn at_event(&mut self, tx: &ReadTx<'_>, subject: &str, details: &Details) -> Result<()> {
        for entry in &details.messages {
            self.at_message(tx, entry.id, &entry.sha256)?;
        }
        let Some(sha256) = &details.sha256 else {
            return Ok(());
        };
        match (subject.strip_prefix("message "), &details.key) {
            (Some(id), _) => match id.parse() {
                Ok(id) => self.at_message(tx, id, sha256),
                Err(_) => Ok(()),
            },
            (None, Some(key)) => self.at_value(tx, subject, key, details.version, sha256),
            (None, None) => Ok(()),
        }
    }

    fn at_message(&mut self, tx: &ReadTx<'_>, id: i64, sha256: &str) -> Result<()> {
        let mut statement = tx
            .connection
            .prepare_cached("SELECT subject, payload FROM agent_messages WHERE id = :id")?;
        let stored = statement.query_row(named_params! {":id": id}, |row| {
            Ok(hash(&[
                row.get_ref(0)?.as_str()?,
                row.get_ref(1)?.as_str()?,
            ]))
        });
        if let Some(stored) = stored.optional()? {
            self.messages += 1;
            self.compare(&stored, sha256, || format!("message {id}"));
        }
        Ok(())
    }

    fn at_value(
        &mut self,
        tx: &ReadTx<'_>,
        cycle: &str,
        key: &str,
        version: Option<i64>,
        sha256: &str,
    ) -> Result<()> {
        let mut statement = tx.connection.prepare_cached(
            "SELECT value FROM shared_state
             WHERE cycle_id = :cycle AND key = :key AND version = :version",
        )?;
        let params = named_params! {":cycle": cycle, ":key": key, ":version": version};
        let stored = statement.query_row(params, |row| Ok(hash(&[row.get_ref(0)?.as_str()?])));
        if let Some(stored) = stored.optional()? {
            self.values += 1;
            self.compare(&stored, sha256, || format!("`{key}` of cycle {cycle}"));
        }
        Ok(())
    }

    fn compare(&mut self, stored: &str, sha256: &str, name: impl FnOnce() -> String) {
        if stored != sha256 {
            self.problems.push(format!("{} was altered", name()));
        }
    }

    /// Looks for what no event tells of. The messages of a halt are told of by the
    /// halt.
    fn for_more(&mut self, tx: &ReadTx<'_>) -> Result<()> {
        for (what, sql, told) in [
            (
                "messages",
                "SELECT count(*) FROM agent_messages WHERE message_type <> 'halt'",
                self.messages,
            ),
            (
                "values of the shared state",
                "SELECT count(*) FROM shared_state",
                self.values,
            ),
        ] {
            let stored: u64 = tx.connection.query_row(sql, [], |row| row.get(0))?;
            if stored != told {
                self.problems.push(format!(
                    "there are {stored} {what}, and the audit log tells of {told} of them"
                ));
            }
        }
        Ok(())
    }
}

fn hash(parts: &[&str]) -> String {
    Hash::of_parts(parts.iter().map(|part| part.as_bytes())).to_string()
}
