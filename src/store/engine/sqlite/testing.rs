//! What tests examine of the work of SQLite: the statements that it executes, their plans,
//! and the steps of its virtual machine.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::params_from_iter;
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::types::Null;

use super::statement::Connection;

impl Connection {
    /// A database without a file.
    pub(crate) fn in_memory() -> Self {
        Self::new(rusqlite::Connection::open_in_memory().unwrap())
    }

    /// Executes several statements.
    pub(crate) fn run_script(&self, sql: &str) {
        self.raw().execute_batch(sql).unwrap();
    }

    /// Calls `note` with each statement that is executed from now on.
    pub(crate) fn on_statement(&mut self, note: impl Fn(&str) + Send + Sync + 'static) {
        let note = move |event: TraceEvent<'_>| {
            if let TraceEvent::Stmt(_, sql) = event {
                note(sql);
            }
        };
        let statements = TraceEventCodes::SQLITE_TRACE_STMT;
        self.raw_mut().trace_v2(statements, Some(note)).unwrap();
    }

    /// Counts the steps of the virtual machine from now on.
    pub(crate) fn count_steps(&mut self) -> Arc<AtomicU64> {
        let count = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&count);
        let tick = move || {
            counter.fetch_add(1, Ordering::Relaxed);
            false
        };
        self.raw_mut().progress_handler(1, Some(tick)).unwrap();
        count
    }

    /// Counts no more steps.
    pub(crate) fn stop_counting(&mut self) {
        let none = None::<fn() -> bool>;
        self.raw_mut().progress_handler(0, none).unwrap();
    }

    /// The steps of the plan of a statement.
    pub(crate) fn plan(&self, sql: &str) -> Vec<String> {
        let sql = format!("EXPLAIN QUERY PLAN {sql}");
        let mut plan = self.raw().prepare(&sql).unwrap();
        let params = vec![Null; plan.parameter_count()];
        let steps = plan.query_map(params_from_iter(params), |row| row.get("detail"));
        steps.unwrap().map(Result::unwrap).collect()
    }
}
