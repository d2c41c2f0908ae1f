//! Merges several index ranges into one list in the order of row ids. Holds only a few ids
//! of each range at a time.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::engine::{Connection, Params, Value};
use super::error::Result;

/// In which order rows are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The newest first.
    NewestFirst,
    /// The oldest first.
    OldestFirst,
}

impl Order {
    /// Its word in SQL.
    pub(super) const fn as_sql(self) -> &'static str {
        match self {
            Self::NewestFirst => "DESC",
            Self::OldestFirst => "ASC",
        }
    }

    /// The number that orders numbers in this way: the first has the highest.
    pub(super) const fn rank(self, number: i64) -> i64 {
        match self {
            Self::NewestFirst => number,
            Self::OldestFirst => number.saturating_neg(),
        }
    }
}

/// How many numbers of a range are read first, and at most.
const CHUNK: (u32, u32) = (16, 1024);

/// Where numbers are read from: a table, the index ([`by_index!`]) or an empty text for its
/// primary key, and the column of the numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    pub(super) table: &'static str,
    pub(super) index: &'static str,
    pub(super) number: &'static str,
    /// What holds in the range, with a parameter for each value of it.
    pub(super) condition: &'static str,
}

/// A range of numbers that is being read.
struct Range {
    sql: String,
    /// The values of the range, and after them the bounds of the last chunk.
    values: Vec<Value<'static>>,
    /// How many values the range itself has.
    own: usize,
    read: VecDeque<i64>,
    chunk: u32,
    is_over: bool,
}

/// The numbers of several ranges, each once, in order.
pub(super) struct Merge<'c> {
    connection: &'c Connection,
    order: Order,
    /// Between which numbers, without them, to read on.
    after: i64,
    before: i64,
    ranges: Vec<Range>,
    /// The first number of each range, by its rank.
    first: BinaryHeap<(i64, Reverse<usize>)>,
    last: Option<i64>,
    is_begun: bool,
}

impl<'c> Merge<'c> {
    /// Nothing yet, between two numbers.
    pub(super) const fn new(
        connection: &'c Connection,
        order: Order,
        after: i64,
        before: i64,
    ) -> Self {
        Self {
            connection,
            order,
            after,
            before,
            ranges: Vec::new(),
            first: BinaryHeap::new(),
            last: None,
            is_begun: false,
        }
    }

    /// Adds the range of an index that has these values.
    pub(super) fn add(&mut self, source: Source, values: Vec<Value<'static>>) {
        let Source {
            table,
            index,
            number,
            condition,
        } = source;
        let order = self.order.as_sql();
        self.ranges.push(Range {
            sql: format!(
                "SELECT {number} FROM {table} {index}
                 WHERE {condition} AND {number} > ? AND {number} < ?
                 ORDER BY {number} {order} LIMIT ?"
            ),
            own: values.len(),
            values,
            read: VecDeque::new(),
            chunk: CHUNK.0,
            is_over: false,
        });
    }

    /// Adds numbers that are known.
    pub(super) fn add_known(&mut self, mut numbers: Vec<i64>) {
        let is_within = |number: &i64| *number > self.after && *number < self.before;
        numbers.retain(is_within);
        numbers.sort_unstable_by_key(|&number| Reverse(self.order.rank(number)));
        self.ranges.push(Range {
            sql: String::new(),
            values: Vec::new(),
            own: 0,
            read: numbers.into(),
            chunk: 0,
            is_over: true,
        });
    }

    /// Has the first number of a range wait for its turn.
    fn line_up(&mut self, at: usize, passed: Option<i64>) -> Result<()> {
        let Some(range) = self.ranges.get_mut(at) else {
            return Ok(());
        };
        if range.read.is_empty() && !range.is_over {
            let (after, before) = match (self.order, passed) {
                (_, None) => (self.after, self.before),
                (Order::NewestFirst, Some(passed)) => (self.after, passed),
                (Order::OldestFirst, Some(passed)) => (passed, self.before),
            };
            let bounds = [after, before, i64::from(range.chunk)].map(Value::from);
            range.values.truncate(range.own);
            range.values.extend(bounds);
            let params = Params::Positional(&range.values);
            let mut statement = self.connection.prepare_cached(&range.sql)?;
            for number in statement.query_map(params, |row| row.get(0))? {
                range.read.push_back(number?);
            }
            range.is_over = range.read.len() < range.chunk as usize;
            range.chunk = (range.chunk * 4).min(CHUNK.1);
        }
        if let Some(number) = range.read.pop_front() {
            self.first.push((self.order.rank(number), Reverse(at)));
        }
        Ok(())
    }

    fn advance(&mut self) -> Result<Option<i64>> {
        if !self.is_begun {
            self.is_begun = true;
            for at in 0..self.ranges.len() {
                self.line_up(at, None)?;
            }
        }
        while let Some((rank, Reverse(at))) = self.first.pop() {
            let number = match self.order {
                Order::NewestFirst => rank,
                Order::OldestFirst => rank.saturating_neg(),
            };
            self.line_up(at, Some(number))?;
            if self.last != Some(number) {
                self.last = Some(number);
                return Ok(Some(number));
            }
        }
        Ok(None)
    }
}

impl Iterator for Merge<'_> {
    type Item = Result<i64>;

    fn next(&mut self) -> Option<Result<i64>> {
        self.advance().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::engine::by_index;

    const SOURCE: Source = Source {
        table: "t",
        index: by_index!("i"),
        number: "id",
        condition: "a = ?",
    };

    /// 3,000 rows, of which each has one of seven values.
    fn table() -> Connection {
        let connection = Connection::in_memory();
        connection.run_script(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER);
                 CREATE INDEX i ON t (a);
                 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
                 INSERT INTO t SELECT i, i % 7 FROM n;",
        );
        connection
    }

    fn merged(order: Order, after: i64, before: i64) -> Vec<i64> {
        let connection = table();
        let mut merge = Merge::new(&connection, order, after, before);
        merge.add(SOURCE, vec![1.into()]);
        merge.add(SOURCE, vec![2.into()]);
        merge.add(SOURCE, vec![9.into()]);
        merge.add_known(vec![1, 3, 2, 5000]);
        merge.map(Result::unwrap).collect()
    }

    #[test]
    fn every_number_of_all_ranges_comes_once_and_in_order() {
        let expected: Vec<_> = (1..=3000)
            .filter(|id| id % 7 == 1 || id % 7 == 2 || *id == 3)
            .collect();
        assert_eq!(merged(Order::OldestFirst, 0, 4000), expected);
        let newest: Vec<_> = expected.iter().rev().copied().collect();
        assert_eq!(merged(Order::NewestFirst, 0, 4000), newest);
    }

    #[test]
    fn what_lies_at_or_beyond_the_bounds_is_left_out() {
        assert_eq!(merged(Order::OldestFirst, 1, 9), [2, 3, 8]);
        assert_eq!(merged(Order::NewestFirst, 1, 9), [8, 3, 2]);
        assert_eq!(merged(Order::NewestFirst, 9, 9), [0_i64; 0]);
    }
}
