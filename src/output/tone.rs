//! Colour with a meaning: the same for a cell, a line and the screen of `watch`, and
//! only where a person looks at a terminal that shows colours.

use std::env;
use std::io::{self, IsTerminal};

use comfy_table::{Attribute, Cell, Color};
use ratatui::crossterm::style::{StyledContent, Stylize};
use ratatui::style::{Modifier, Style};

use super::table::printable;
use crate::model::answer::AnswerStatus;
use crate::model::check::Verdict;
use crate::model::cycle::Cycle;
use crate::model::health::HealthStatus;
use crate::model::message::{MessageStatus, Priority};
use crate::model::overview::Severity;
use crate::model::phase::Phase;

/// What something says about how things stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing.
    #[default]
    Plain,
    /// As it should be: green.
    Good,
    /// Going on, or worth a look: yellow.
    Busy,
    /// Not as it should be: red.
    Bad,
    /// Over, or not known: dim.
    Faint,
}

impl From<&Cycle> for Tone {
    fn from(cycle: &Cycle) -> Self {
        match cycle.phase {
            Phase::Failed | Phase::Halted => Self::Bad,
            _ if cycle.halt_requested => Self::Bad,
            Phase::Completed => Self::Good,
            _ => Self::Busy,
        }
    }
}

impl From<MessageStatus> for Tone {
    fn from(status: MessageStatus) -> Self {
        match status {
            MessageStatus::Pending => Self::Plain,
            MessageStatus::Claimed => Self::Busy,
            MessageStatus::Processed | MessageStatus::Expired => Self::Faint,
            MessageStatus::Dead => Self::Bad,
        }
    }
}

impl From<Priority> for Tone {
    fn from(priority: Priority) -> Self {
        match priority {
            Priority::Critical => Self::Bad,
            Priority::High => Self::Busy,
            Priority::Normal => Self::Plain,
            Priority::Low => Self::Faint,
        }
    }
}

impl From<HealthStatus> for Tone {
    fn from(status: HealthStatus) -> Self {
        match status {
            HealthStatus::Healthy => Self::Good,
            HealthStatus::Degraded | HealthStatus::Unresponsive => Self::Busy,
            HealthStatus::Unhealthy => Self::Bad,
            HealthStatus::Unknown => Self::Faint,
        }
    }
}

impl From<AnswerStatus> for Tone {
    fn from(status: AnswerStatus) -> Self {
        match status {
            AnswerStatus::Ok => Self::Good,
            AnswerStatus::Rejected | AnswerStatus::Error => Self::Bad,
        }
    }
}

impl From<Verdict> for Tone {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Ok => Self::Good,
            Verdict::Warning => Self::Busy,
            Verdict::Failed => Self::Bad,
        }
    }
}

impl From<Severity> for Tone {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Note => Self::Busy,
            Severity::Wrong | Severity::Halted => Self::Bad,
        }
    }
}

impl Tone {
    /// Of an event of this kind.
    pub(super) fn of_event(kind: &str) -> Self {
        match kind {
            "refused" | "message.overdue" | "answer.late" => Self::Busy,
            "halt.request" | "cycle.halt" | "cycle.fail" | "mode.breach" | "agent.survived" => {
                Self::Bad
            }
            _ => Self::Plain,
        }
    }

    /// The same on the screen of `watch`.
    pub(super) const fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Good => Style::new().fg(ratatui::style::Color::Green),
            Self::Busy => Style::new().fg(ratatui::style::Color::Yellow),
            Self::Bad => Style::new().fg(ratatui::style::Color::Red),
            Self::Faint => Style::new().add_modifier(Modifier::DIM),
        }
    }
}

/// Whether colour is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    is_coloured: bool,
}

impl Ink {
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
