//! The values that statements take and rows hold, and their conversion from and to the
//! types of Rust.

use std::borrow::Cow;
use std::fmt;

use super::error::{Error, ErrorKind, Result};

/// A value of a parameter or a column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    /// No value.
    Null,
    /// A whole number. Truth values are 0 and 1.
    Integer(i64),
    /// A floating-point number.
    Real(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// Bytes.
    Blob(Cow<'a, [u8]>),
}

/// The values of the parameters of a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Params<'a> {
    /// Each by the name of its parameter, which begins with a colon. See [`params!`].
    Named(&'a [(&'a str, Value<'a>)]),
    /// In the order of the parameters, for statements that are put together at run time.
    Positional(&'a [Value<'a>]),
}

/// The values of named parameters: `params! {":id": id, ":name": name}`, or `params! {}`
/// for a statement without parameters.
macro_rules! params {
    ($($name:literal: $value:expr),* $(,)?) => {
        $crate::store::engine::value::Params::Named(
            &[$(($name, $crate::store::engine::value::Value::from($value))),*]
        )
    };
}
pub(crate) use params;

/// A column of a row, by its name or by its position from 0.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Column<'a> {
    /// Its name.
    Name(&'a str),
    /// Its position.
    Position(usize),
}

impl<'a> From<&'a str> for Column<'a> {
    fn from(name: &'a str) -> Self {
        Self::Name(name)
    }
}

impl From<usize> for Column<'_> {
    fn from(position: usize) -> Self {
        Self::Position(position)
    }
}

impl fmt::Display for Column<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Position(position) => write!(f, "column {position}"),
        }
    }
}

/// A type that a column can be read as.
pub(crate) trait FromValue: Sized {
    /// The value, or `None` if it is of another type or out of range.
    fn from_value(value: Value<'_>) -> Option<Self>;
}

/// The error of a column that holds a value which the program does not store.
pub(crate) fn invalid<'a>(column: impl Into<Column<'a>>, problem: impl fmt::Display) -> Error {
    let column = column.into();
    Error::new(ErrorKind::Corrupt, format!("{column}: {problem}"))
}

impl Value<'_> {
    /// The type, for error messages.
    const fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Integer(_) => "an integer",
            Self::Real(_) => "a number",
            Self::Text(_) => "a text",
            Self::Blob(_) => "a blob",
        }
    }

    /// Reads it as `T`. `column` is for the error message.
    pub(super) fn read<T: FromValue>(self, column: Column<'_>) -> Result<T> {
        let found = self.type_name();
        T::from_value(self)
            .ok_or_else(|| invalid(column, format_args!("{found} is not a valid value")))
    }
}

/// An unsigned number above the largest signed one is bound as that one: no count and no
/// number of a row comes near it.
macro_rules! integers {
    ($($type:ty),*) => {$(
        impl From<$type> for Value<'_> {
            fn from(number: $type) -> Self {
                Self::Integer(number.try_into().unwrap_or(i64::MAX))
            }
        }

        impl FromValue for $type {
            fn from_value(value: Value<'_>) -> Option<Self> {
                match value {
                    Value::Integer(number) => number.try_into().ok(),
                    _ => None,
                }
            }
        }
    )*};
}

integers!(i32, i64, u32, u64, usize);

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Integer(truth.into())
    }
}

impl FromValue for bool {
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value).map(|number| number != 0)
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl FromValue for f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a column of numbers may hold whole ones, which are small"
    )]
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Real(number) => Some(number),
            Value::Integer(number) => Some(number as Self),
            _ => None,
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl FromValue for String {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Blob(Cow::Borrowed(bytes))
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Blob(bytes) => Some(bytes.into_owned()),
            _ => None,
        }
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Blob(bytes) => bytes.as_ref().try_into().ok(),
            _ => None,
        }
    }
}

impl<T: Into<Self>> From<Option<T>> for Value<'_> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}
