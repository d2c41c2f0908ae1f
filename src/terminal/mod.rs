//! The only writer to standard output: prints views as tables, as JSON or on the screen of
//! `watch`. Decides nothing.

pub mod cycle;
mod format;
mod list;
mod palette;
mod printer;
pub mod screen;
pub mod status;
mod stdout;
mod table;
mod timeline;

pub use format::Format;
pub use list::ListPrinter;
pub use palette::Palette;
pub use printer::{IdPrinter, Printer};
pub use stdout::{is_unprinted, unless_closed, write_text};
