//! Sequence diagrams for Mermaid: who sent what to whom.
//!
//! Texts are shown as they are: characters with a meaning for Mermaid are escaped.

use super::printable;
use super::sequence::{Arrow, Sequence, Step};
use crate::model::cycle::Cycle;
use crate::model::id::AgentName;
use crate::model::thread::Thread;

/// The most characters of a text in a diagram.
const LONGEST: usize = 80;

/// A cycle: the command to each agent, and its answer.
pub fn of_cycle(cycle: &Cycle) -> String {
    render(&Sequence::of_cycle(cycle))
}

/// The messages of an exchange, in the order in which they were sent.
pub fn of_thread(thread: &Thread) -> String {
    render(&Sequence::of_thread(thread))
}

/// A participant has a short name: one of its own might be a word of Mermaid.
fn render(sequence: &Sequence) -> String {
    let participants = sequence.participants.iter().enumerate();
    let participants = participants
        .map(|(number, agent)| format!("    participant p{number} as {}", escaped_name(agent)));
    let steps = sequence.steps.iter().map(|step| match step {
        Step::Arrow {
            from,
            to,
            kind,
            text,
        } => {
            let arrow = match kind {
                Arrow::Sent => "->>",
                Arrow::Answer => "-->>",
                Arrow::Halt => "-x",
            };
            format!("    p{from}{arrow}p{to}: {}", escaped(text))
        }
        Step::Note { over, text } => format!("    Note over p{over}: {}", escaped(text)),
    });
    let head = std::iter::once("sequenceDiagram".to_owned());
    let lines = head.chain(participants).chain(steps);
    lines.collect::<Vec<_>>().join("\n") + "\n"
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
