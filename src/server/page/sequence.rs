//! Draws who told whom what.

use maud::{Markup, html};

use super::parts::text;
use crate::view::sequence::{Arrow, Sequence, Step};

/// How far participants are apart, and steps.
const COLUMN: usize = 250;
const ROW: usize = 40;

/// How high the names are.
const HEAD: usize = 44;

/// The most characters of a text between two participants.
const LONGEST: usize = 34;

/// The diagram, for who can see it. What it shows is on the same page as text.
pub(super) fn draw(sequence: &Sequence) -> Markup {
    let width = COLUMN * sequence.participants.len().max(1) + 40;
    let height = HEAD + ROW * (sequence.steps.len() + 1);
    html! {
        div class="scroll" tabindex="0" role="group" aria-label="Sequence diagram" {
            svg class="sequence" width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) } role="img" aria-label="Sequence diagram: the same steps are listed on this page" {
                @for (at, agent) in sequence.participants.iter().enumerate() {
                    line class="life" x1=(x(at)) x2=(x(at)) y1=(HEAD - 8) y2=(height - 8) {}
                    rect class="name" x=(x(at) - 80) y="4" width="160" height="30" rx="6" {}
                    text class="name" x=(x(at)) y="24" { (cut(agent.as_str(), 20)) }
                }
                @for (at, step) in sequence.steps.iter().enumerate() { (row(step, HEAD + ROW * (at + 1))) }
            }
        }
    }
}

fn x(participant: usize) -> usize {
    20 + COLUMN / 2 + participant * COLUMN
}

fn row(step: &Step, y: usize) -> Markup {
    match step {
        Step::Note { over, text } => {
            let shown = cut(text, LONGEST);
            let width = shown.chars().count() * 7 + 20;
            let left = x(*over).saturating_sub(width / 2).max(2);
            html! {
                g {
                    title { (self::text(text)) }
                    rect class="note" x=(left) y=(y - 22) width=(width) height="26" rx="5" {}
                    text class="note" x=(left + width / 2) y=(y - 5) { (shown) }
                }
            }
        }
        Step::Arrow {
            from,
            to,
            kind,
            text,
        } => arrow((x(*from), x(*to), y), *kind, text),
    }
}

fn arrow((from, to, y): (usize, usize, usize), kind: Arrow, text: &str) -> Markup {
    let class = match kind {
        Arrow::Sent => "arrow",
        Arrow::Answer => "arrow answer",
        Arrow::Halt => "arrow halted",
    };
    let is_right = to > from;
    let tip = if is_right { to - 2 } else { to + 2 };
    let wing = if is_right { tip - 8 } else { tip + 8 };
    let middle = usize::midpoint(from, to);
    let path = if from == to {
        format!("M{from} {} h36 v12 h-34", y - 8)
    } else {
        format!("M{from} {y} H{tip}")
    };
    let (top, bottom) = (y - 4, y + 4);
    html! {
        g class=(class) {
            title { (self::text(text)) }
            path d=(path) {}
            path class="tip" d={ "M" (wing) " " (top) " L" (tip) " " (y) " L" (wing) " " (bottom) } {}
            text x=(if from == to { from + 44 } else { middle }) y=(y - 7) { (cut(text, LONGEST)) }
        }
    }
}

fn cut(text: &str, most: usize) -> String {
    let text = self::text(text).replace('\n', " ");
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
