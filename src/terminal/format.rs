//! The formats in which results are printed.

use std::str::FromStr;

/// The form of what is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// One JSON value.
    Json,
    /// One JSON object per line.
    Jsonl,
}

impl Format {
    /// Every format, by its name on the command line.
    pub const NAMES: [&'static str; 3] = ["table", "json", "jsonl"];
}

impl Format {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "table" => Ok(Self::Table),
            "json" => Ok(Self::Json),
            "jsonl" => Ok(Self::Jsonl),
            _ => Err(format!("the formats are {}", Self::NAMES.join(", "))),
        }
    }
}
