//! The parts of statements for which the engines share no syntax, in that of SQLite. Macros,
//! so that they can be parts of constants.

/// Follows the name of a table: the statement reads it through this index. The planner knows
/// no statistics, and may choose an index that reads more rows.
macro_rules! by_index {
    ($index:literal) => {
        concat!("INDEXED BY ", $index)
    };
}

/// Follows the name of a table: the statement reads it in the order of its primary key.
macro_rules! by_primary_key {
    () => {
        "NOT INDEXED"
    };
}

/// A query for the texts in the JSON array that is bound to this parameter.
macro_rules! texts_in {
    ($parameter:literal) => {
        concat!("SELECT value FROM json_each(", $parameter, ")")
    };
}

pub(crate) use {by_index, by_primary_key, texts_in};
