//! What every interface shows: separate types for everything that is printed or sent, made from the
//! model, so that a change inside never changes the JSON that others read. Knows no terminal and no
//! HTML.

pub mod agent;
pub mod audit;
pub mod check;
pub mod config;
pub mod cycle;
pub mod database;
pub mod drill;
pub mod halt;
pub mod health;
pub mod mermaid;
pub mod message;
pub mod metrics;
pub mod mode;
mod printable;
pub mod repeats;
pub mod replay;
pub mod sequence;
pub mod shared_state;
pub mod status;
pub mod timeline;
mod tone;
pub mod waiting;

pub use printable::printable;
pub use tone::Tone;

use serde::Serialize;

use timeline::PhaseSpan;

/// Something that can be printed, alone or as one of many.
pub trait View: Serialize {
    /// The heads of the columns when it is one of many.
    const COLUMNS: &'static [&'static str];

    /// Its cells, one per column.
    fn row(&self) -> Vec<String>;

    /// What it is known by: all that is printed when only the essential is asked for.
    fn id(&self) -> String;

    /// Its fields when it is printed alone, for people.
    fn fields(&self) -> Vec<(&'static str, Field)> {
        self.texts()
    }

    /// Its cells as fields.
    fn texts(&self) -> Vec<(&'static str, Field)> {
        let cells = Self::COLUMNS.iter().copied().zip(self.row());
        cells.map(text_field).collect()
    }

    /// The tone of the field of this name.
    fn tone(&self, _field: &str) -> Tone {
        Tone::Plain
    }
}

/// What a field shows.
#[derive(Clone, Debug)]
pub enum Field {
    /// A text.
    Text(String),
    /// The phases of a cycle, which are drawn to scale.
    Timeline(Vec<PhaseSpan>),
}

/// A field with a text.
pub(crate) fn text_field((name, text): (&'static str, String)) -> (&'static str, Field) {
    (name, Field::Text(text))
}

/// A count, a time or a text that may be missing, for people.
pub(crate) fn or_dash<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}
