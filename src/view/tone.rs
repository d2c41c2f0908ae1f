//! The semantic tone of what is shown: whether it is good or bad. Each interface
//! chooses its own colours.

use crate::model::answer::AnswerStatus;
use crate::model::check::Verdict;
use crate::model::cycle::Cycle;
use crate::model::delivery_state::MessageStatus;
use crate::model::events::Event;
use crate::model::health::HealthStatus;
use crate::model::message::Priority;
use crate::model::overview::Severity;
use crate::model::phase::Phase;

/// The meaning of a value: good, bad, or neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing.
    #[default]
    Plain,
    /// As it should be.
    Good,
    /// Going on, or worth a look.
    Busy,
    /// Not as it should be.
    Bad,
    /// Over, or not known.
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

impl From<&Event> for Tone {
    fn from(event: &Event) -> Self {
        match event {
            Event::Refused(_) | Event::MessageOverdue(_) | Event::AnswerLate(_) => Self::Busy,
            Event::HaltRequest(_)
            | Event::CycleHalt(_)
            | Event::CycleFail(_)
            | Event::ModeBreach(_)
            | Event::AgentSurvived(_) => Self::Bad,
            _ => Self::Plain,
        }
    }
}
