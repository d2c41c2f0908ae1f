//! Sequence diagrams for Mermaid: who sent what to whom.
//!
//! Texts are shown as they are: characters with a meaning for Mermaid are escaped.

use super::printable;
use crate::model::cycle::Cycle;
use crate::model::id::AgentName;
use crate::model::message::{Message, MessageType};
use crate::model::thread::Thread;

/// The most characters of a text in a diagram.
const LONGEST: usize = 80;

/// A cycle: the command to each agent, and its answer.
pub fn of_cycle(cycle: &Cycle) -> String {
    let mut diagram = Diagram::default();
    let supervisor = diagram.participant(&AgentName::supervisor());
    for record in &cycle.phases {
        let Some(worker) = record.phase.worker() else {
            diagram.note(&supervisor, record.phase.as_str());
            continue;
        };
        let agent = diagram.participant(&worker.name());
        if let Some(command) = record.command {
            let text = format!("{} (message {command})", record.phase);
            diagram.arrow(&supervisor, "->>", &agent, &text);
        }
        if let Some((status, at)) = record.answer {
            let after = at.since(record.entered_at).as_millis();
            let text = format!("{status} after {after} ms");
            diagram.arrow(&agent, "-->>", &supervisor, &text);
        }
        if let Some(approval) = &record.approval {
            diagram.note(&supervisor, &format!("approved by {}", approval.by));
        }
    }
    for why in cycle.halt_reason.iter().chain(&cycle.errors) {
        diagram.note(&supervisor, why);
    }
    if cycle.phase.is_end() {
        diagram.note(&supervisor, cycle.phase.as_str());
    }
    diagram.text()
}

/// The messages of an exchange, in the order in which they were sent.
pub fn of_thread(thread: &Thread) -> String {
    let mut messages: Vec<&Message> = thread.0.iter().map(|post| &post.message).collect();
    messages.sort_by_key(|message| message.id);
    let mut diagram = Diagram::default();
    for message in messages {
        let from = diagram.participant(&message.from);
        let to = diagram.participant(&message.to);
        let arrow = match message.message_type {
            MessageType::Response => "-->>",
            MessageType::Halt => "-x",
            _ => "->>",
        };
        let text = format!(
            "{} {}: {}",
            message.message_type, message.id, message.subject
        );
        diagram.arrow(&from, arrow, &to, &text);
    }
    diagram.text()
}

/// A diagram as far as it is drawn.
#[derive(Default)]
struct Diagram {
    participants: Vec<AgentName>,
    lines: Vec<String>,
}

impl Diagram {
    /// The short name of a participant: the name of the agent might be a keyword of Mermaid.
    fn participant(&mut self, agent: &AgentName) -> String {
        let known = self.participants.iter().position(|known| known == agent);
        let number = known.unwrap_or_else(|| {
            self.participants.push(agent.clone());
            self.participants.len() - 1
        });
        format!("p{number}")
    }

    fn arrow(&mut self, from: &str, arrow: &str, to: &str, text: &str) {
        self.lines
            .push(format!("    {from}{arrow}{to}: {}", escaped(text)));
    }

    fn note(&mut self, over: &str, text: &str) {
        self.lines
            .push(format!("    Note over {over}: {}", escaped(text)));
    }

    fn text(self) -> String {
        let name =
            |(number, agent)| format!("    participant p{number} as {}", escaped_name(agent));
        let participants = self.participants.iter().enumerate().map(name);
        let head = std::iter::once("sequenceDiagram".to_owned());
        let lines = head.chain(participants).chain(self.lines);
        lines.collect::<Vec<_>>().join("\n") + "\n"
    }
}

fn escaped_name(agent: &AgentName) -> String {
    escaped(agent.as_str())
}

/// The text, with everything but letters, digits and harmless signs as a code.
fn escaped(text: &str) -> String {
    let shown = printable(text);
    let rest = if shown.chars().nth(LONGEST).is_some() {
        "…"
    } else {
        ""
    };
    shown.chars().take(LONGEST).map(code).collect::<String>() + rest
}

fn code(c: char) -> String {
    match c {
        '\n' => " ".to_owned(),
        _ if c.is_alphanumeric() || " _-.,:()/+=!?'…".contains(c) => c.to_string(),
        _ => format!("#{};", u32::from(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_end_its_line_or_begin_another() {
        let text = escaped("a; b\nNote over p0: x # %% <b>\"é日本\u{1b}");
        assert_eq!(
            text,
            "a#59; b Note over p0: x #35; #37;#37; #60;b#62;#34;é日本#92;u#123;1b#125;"
        );
        assert!(escaped(&"x".repeat(500)).chars().count() <= LONGEST + 1);
    }
}
