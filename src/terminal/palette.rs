//! The colour of each tone, the same for a cell, a line and the screen of `watch`. Colour
//! is used only on a terminal that can show it.

use std::env;
use std::io::{self, IsTerminal};

use comfy_table::{Attribute, Cell, Color};
use ratatui::crossterm::style::{StyledContent, Stylize};
use ratatui::style::{Modifier, Style};

use crate::view::{Tone, printable};

/// The style of a tone on the screen of `watch`.
pub(super) const fn style(tone: Tone) -> Style {
    match tone {
        Tone::Plain => Style::new(),
        Tone::Good => Style::new().fg(ratatui::style::Color::Green),
        Tone::Busy => Style::new().fg(ratatui::style::Color::Yellow),
        Tone::Bad => Style::new().fg(ratatui::style::Color::Red),
        Tone::Faint => Style::new().add_modifier(Modifier::DIM),
    }
}

/// Whether colour is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    is_coloured: bool,
}

impl Palette {
    /// Without any colour.
    pub const PLAIN: Self = Self { is_coloured: false };

    /// As standard output can show it, and nobody minds: see <https://no-color.org>.
    pub(super) fn of_stdout() -> Self {
        let says_no = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_dumb = env::var_os("TERM").is_none_or(|term| term == "dumb");
        Self {
            is_coloured: io::stdout().is_terminal() && !says_no && !is_dumb,
        }
    }

    /// The text, as it may be shown, in its colour.
    pub fn line(self, tone: Tone, text: &str) -> String {
        let text = printable(text);
        let painted: fn(String) -> StyledContent<String> = match tone {
            _ if !self.is_coloured => return text,
            Tone::Plain => return text,
            Tone::Good => Stylize::dark_green,
            Tone::Busy => Stylize::dark_yellow,
            Tone::Bad => Stylize::dark_red,
            Tone::Faint => Stylize::dim,
        };
        painted(text).to_string()
    }

    /// A cell of a table with this text, which may be shown.
    pub(super) fn cell(self, tone: Tone, text: String) -> Cell {
        let cell = Cell::new(text);
        match tone {
            _ if !self.is_coloured => cell,
            Tone::Plain => cell,
            Tone::Good => cell.fg(Color::DarkGreen),
            Tone::Busy => cell.fg(Color::DarkYellow),
            Tone::Bad => cell.fg(Color::DarkRed),
            Tone::Faint => cell.add_attribute(Attribute::Dim),
        }
    }

    /// Whether colour is used.
    pub(super) const fn is_coloured(self) -> bool {
        self.is_coloured
    }
}
