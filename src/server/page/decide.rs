//! What waits for approval, with what an approval leads to, and the forms that approve or reject
//! exactly that.

use maud::{Markup, html};

use super::parts::{age_of, chip, cycle_link, hidden, in_words, text};
use super::scene::Scene;
use crate::model::answer::AnswerStatus;
use crate::model::waiting::{AnswerInBrief, GoesOn, Waiting};
use crate::view::Tone;

/// When the agents of a cycle are not those that are configured.
const UNLESS_OTHERS: &str = "unless the resume names another";

/// The most characters of one value of an answer.
const VALUE: usize = 600;

impl Scene<'_> {
    /// A cycle that waits. Where it `is_brief`, what it waits with is only shown together with the
    /// forms.
    pub(super) fn waiting(&self, waiting: &Waiting, is_brief: bool) -> Markup {
        let next = waiting.next_in_words(GoesOn::AsConfigured {
            drivers: self.drivers,
            unless: UNLESS_OTHERS,
        });
        let id = &waiting.cycle;
        html! {
            article class="card waits" id={ "waits-" (id) } data-hold {
                h3 {
                    (text(waiting.symbol.as_str()))
                    @match &waiting.approved {
                        Some(_) => (chip(Tone::Busy, "approved, to be resumed")),
                        None => (chip(Tone::Busy, &format!("waits before {}", in_words(waiting.before)))),
                    }
                    (chip(Tone::Plain, &format!("{} mode", waiting.mode)))
                    (cycle_link(id))
                }
                p class={ "order " (if waiting.may_place_order() { "yes" } else { "no" }) } {
                    @if waiting.may_place_order() { "If it continues, an order may be placed." } @else { "No order may be placed in this step." }
                }
                p { "Next: " (text(&next)) "." }
                @if let Some((by, at)) = &waiting.approved {
                    p { "Approved by " (text(by.as_str())) " " (age_of(*at, self.overview.at)) ". It continues once it is resumed: " code { "flowrex-coord cycle resume " (id) } }
                } @else if waiting.has_changed {
                    p class="warn" { "The shared state has changed since the cycle began to wait. This shows it as it is now, and a decision is about that." }
                }
                @if !is_brief { (answers(waiting)) }
                (self.decision(waiting, is_brief))
            }
        }
    }

    /// The forms are closed until they are wanted: while they are open, the script leaves all of
    /// the card as it is.
    fn decision(&self, waiting: &Waiting, is_brief: bool) -> Markup {
        let shown = html! {
            (self.csrf()) (self.back())
            (hidden("cycle", waiting.cycle.as_str()))
            (hidden("before", waiting.before.as_str()))
            (hidden("state", &waiting.state))
        };
        let approve = if waiting.may_place_order() {
            "Approve: an order may be placed"
        } else {
            "Approve"
        };
        let question = match (waiting.approved.is_some(), is_brief) {
            (true, _) => "Reject…",
            (false, true) => "See the answers, and decide…",
            (false, false) => "Approve or reject…",
        };
        html! {
            p class="stale warn" role="status" hidden { "This has changed since you opened it. " a href=(self.visitor.address) { "Show it as it is now" } }
            details class="act" id={ "decide-" (waiting.cycle) } {
                summary { (question) }
                @if is_brief { (answers(waiting)) }
                div class="choices" {
                    @if waiting.approved.is_none() {
                        form method="post" action="/approve" {
                            (shown)
                            p { "Approves " (text(waiting.symbol.as_str())) " before " (in_words(waiting.before)) " with the shared state shown here, and nothing else. The cycle continues with it once it is resumed." }
                            button class="primary" { (approve) }
                        }
                    }
                    form method="post" action="/reject" {
                        (shown)
                        p { "Ends the cycle as failed: nothing is executed." }
                        label { span { "Reason" } input name="reason" required maxlength="4000" autocomplete="off"; }
                        button { "Reject" }
                    }
                }
            }
        }
    }
}

fn shortened(value: &str) -> String {
    let value = text(value);
    match value.char_indices().nth(VALUE) {
        Some((end, _)) => format!(
            "{}… (the rest is in the shared state of the cycle)",
            &value[..end]
        ),
        None => value,
    }
}

/// What the agents have answered, and the digest of the shared state that holds it.
fn answers(waiting: &Waiting) -> Markup {
    html! {
        @for answer in &waiting.answers { (answered(answer)) }
        p class="hint" { "Shared state " code title=(waiting.state) { (waiting.state.get(..12).unwrap_or(&waiting.state)) } }
    }
}

/// The answer of an agent.
fn answered(answer: &AnswerInBrief) -> Markup {
    let status = match answer.status {
        Some(status) => chip(Tone::from(status), AnswerStatus::as_str(status)),
        None => chip(Tone::Bad, "no answer on record"),
    };
    html! {
        section class="answer" {
            h4 { (answer.worker.as_str()) " " (status) }
            @if let Some(by) = &answer.written_by {
                p class="warn" { "This value was written by " (text(by.as_str())) ", and is not the recorded answer." }
            }
            @if !answer.message.is_empty() { p class="said" { (text(&answer.message)) } }
            @if !answer.data.is_empty() {
                dl class="data" {
                    @for (key, value) in &answer.data {
                        div { dt { (text(key)) } dd { (shortened(value)) } }
                    }
                }
            }
        }
    }
}
