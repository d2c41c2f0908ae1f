//! Small parts of pages: chips, times, links, JSON, and the links to other pages of a list.

use std::time::Duration;

use maud::{Markup, html};

use crate::model::clock::Timestamp;
use crate::model::cycle::Cycle;
use crate::model::id::{AgentName, CycleId, MessageId};
use crate::model::json::Json;
use crate::model::phase::Phase;
use crate::view::{Tone, printable};

/// How many rows a list has.
pub(super) const ROWS: u32 = 50;

/// The most characters of a text in a row of a list.
const IN_A_ROW: usize = 140;

/// The most bytes of a JSON value that are shown.
const JSON_BYTES: usize = 64 << 10;

/// A text of an agent, with nothing that plays tricks.
pub(super) fn text(text: &str) -> String {
    printable(text)
}

/// The beginning of a text, on one line.
pub(super) fn cut(text: &str) -> String {
    let text = printable(text).replace('\n', " ");
    match text.char_indices().nth(IN_A_ROW) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The class of a tone.
pub(super) const fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Busy => "busy",
        Tone::Bad => "bad",
        Tone::Faint => "faint",
    }
}

/// A word with a tone.
pub(super) fn chip(tone: Tone, word: &str) -> Markup {
    html! { span class={ "chip " (class(tone)) } { (word) } }
}

/// The phase of a cycle.
pub(super) fn phase_of(cycle: &Cycle) -> Markup {
    let word = if cycle.halt_requested && cycle.phase != Phase::Halted {
        format!("{} (halting)", in_words(cycle.phase))
    } else {
        in_words(cycle.phase)
    };
    chip(Tone::from(cycle), &word)
}

/// A phase without its underscore.
pub(super) fn in_words(phase: Phase) -> String {
    phase.as_str().replace('_', " ")
}

/// How long ago something was; the script keeps it current.
pub(super) fn age_of(at: Timestamp, now: Timestamp) -> Markup {
    html! { time datetime=(at) data-age title=(at) { (age(now.since(at))) " ago" } }
}

/// How long something has lasted; the script keeps it current.
pub(super) fn lasting(since: Timestamp, now: Timestamp) -> Markup {
    html! { time datetime=(since) data-age="lasting" title={ "since " (since) } { (age(now.since(since))) } }
}

/// A moment: its time of day, and its date where that is another day.
pub(super) fn moment(at: Timestamp, now: Timestamp) -> Markup {
    let (whole, today) = (at.to_string(), now.to_string());
    let (date, clock) = (
        whole.get(..10).unwrap_or(&whole),
        whole.get(11..19).unwrap_or_default(),
    );
    let is_today = today.starts_with(date);
    html! {
        time datetime=(whole) title=(whole) {
            @if !is_today { (date) " " }
            (clock)
        }
    }
}

/// A time that has passed, as exactly as anyone wants to know it. The script says it in the same
/// way.
pub(super) fn age(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min", seconds / 60),
        3_600..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// A length of time, exactly.
pub(super) fn length(time: Duration) -> String {
    match time.as_millis() {
        ms @ 0..1_000 => format!("{ms} ms"),
        ms @ 1_000..60_000 => format!("{}.{} s", ms / 1_000, ms % 1_000 / 100),
        _ => {
            let seconds = time.as_secs();
            match seconds {
                0..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
                _ => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
            }
        }
    }
}

/// One of these, or so many of those.
pub(super) fn plural(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{} {many}", number(count)),
    }
}

/// A number with its thousands apart.
pub(super) fn number(count: impl ToString + Copy) -> String {
    let digits = count.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push('\u{202f}');
        }
        shown.push(digit);
    }
    shown
}

/// A link to a cycle.
pub(super) fn cycle_link(id: &CycleId) -> Markup {
    html! { a class="id" href={ "/cycles/" (id) } { (id) } }
}

/// A link to a message.
pub(super) fn message_link(id: MessageId) -> Markup {
    html! { a class="id" href={ "/messages/" (id) } { (id) } }
}

/// A link to what an agent has sent and received.
pub(super) fn agent_link(agent: &AgentName) -> Markup {
    html! { a href={ "/agents#agent-" (encoded(agent.as_str())) } { (text(agent.as_str())) } }
}

/// The subject of an event, with a link to what it is where there is a page for that.
pub(super) fn subject(subject: &str) -> Markup {
    let address = match subject.split_once(' ') {
        Some(("message", id)) if id.parse::<MessageId>().is_ok() => Some(format!("/messages/{id}")),
        Some(("halt", _)) => Some("/halts".to_owned()),
        None if subject.parse::<CycleId>().is_ok() => Some(format!("/cycles/{subject}")),
        _ => None,
    };
    html! {
        @match address {
            Some(address) => a href=(address) { (text(subject)) },
            None => (text(subject)),
        }
    }
}

/// A text as a part of an address.
pub(super) fn encoded(text: &str) -> String {
    let pair = serde_urlencoded::to_string([("", text)]).unwrap_or_default();
    pair.trim_start_matches('=').to_owned()
}

/// A hidden field of a form.
pub(super) fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// A JSON value on lines of its own, its numbers and the order of its members as they are.
pub(super) fn json(value: &Json) -> Markup {
    let pretty = pretty(value.as_str());
    let shown = printable(&pretty);
    let end = (0..=JSON_BYTES.min(shown.len()))
        .rev()
        .find(|at| shown.is_char_boundary(*at));
    let end = end.unwrap_or(0);
    html! {
        pre class="json" tabindex="0" { (shown[..end]) }
        @if end < shown.len() { p class="hint" { "Cut: " (number(shown.len() - end)) " more bytes. The command line shows all of it." } }
    }
}

/// JSON with its members and elements on lines of their own, and nothing else changed.
fn pretty(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    let mut chars = json.chars().peekable();
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    while let Some(c) = chars.next() {
        if in_text {
            out.push(c);
            in_text = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            '"' => {
                in_text = true;
                out.push(c);
            }
            '{' | '[' => {
                out.push(c);
                while chars.next_if(char::is_ascii_whitespace).is_some() {}
                if let Some(close) = chars.next_if(|next| matches!(next, '}' | ']')) {
                    out.push(close);
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            c if c.is_ascii_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

/// The links to the newer and older rows of a list. Each is what is added to the address.
pub(super) struct Pager {
    /// Of the newer ones.
    pub(super) newer: Option<String>,
    /// Of the older ones.
    pub(super) older: Option<String>,
}

impl Pager {
    /// The links, for a list at this path that is filtered by these fields.
    pub(super) fn draw(&self, path: &str, filters: &[(&str, String)]) -> Markup {
        let with = |more: &str| {
            let filters = filters.iter().filter(|(_, value)| !value.is_empty());
            let filters: Vec<_> = filters.collect();
            let query = serde_urlencoded::to_string(filters).unwrap_or_default();
            let parts = [query.as_str(), more];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            let query = parts.collect::<Vec<_>>().join("&");
            if query.is_empty() {
                path.to_owned()
            } else {
                format!("{path}?{query}")
            }
        };
        html! {
            @if self.newer.is_some() || self.older.is_some() {
                nav class="pager" aria-label="Parts of the list" {
                    @if let Some(newer) = &self.newer {
                        a href=(with("")) { "Newest" }
                        a href=(with(newer)) rel="prev" { "Newer" }
                    }
                    @if let Some(older) = &self.older { a href=(with(older)) rel="next" { "Older" } }
                }
            }
        }
    }
}

/// A field of a filter in which one of these words is chosen, or none.
pub(super) fn choice(name: &str, label: &str, words: &[&str], chosen: Option<&str>) -> Markup {
    html! {
        label { span { (label) }
            select name=(name) {
                option value="" { "any" }
                @for word in words { option value=(word) selected[chosen == Some(*word)] { (word.replace('_', " ")) } }
            }
        }
    }
}

/// A field of a filter in which a text is typed.
pub(super) fn typed(name: &str, label: &str, value: &str, list: Option<&str>) -> Markup {
    html! {
        label { span { (label) } input name=(name) value=(value) list=[list] autocomplete="off" spellcheck="false"; }
    }
}

/// The names of the agents, to choose from.
pub(super) fn agent_names<'a>(id: &str, agents: impl Iterator<Item = &'a AgentName>) -> Markup {
    html! { datalist id=(id) { @for agent in agents { option value=(agent.as_str()) {} } } }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{age, length, number, pretty};

    #[test]
    fn json_keeps_its_texts_numbers_and_order() {
        let json = r#"{"b":1.50,"a": [ ],"t":"x, {\"y\": [1]} \\","l":[1,{"z":null}]}"#;
        assert_eq!(
            pretty(json),
            "{\n  \"b\": 1.50,\n  \"a\": [],\n  \"t\": \"x, {\\\"y\\\": [1]} \\\\\",\n  \"l\": [\n    1,\n    \
             {\n      \"z\": null\n    }\n  ]\n}"
        );
    }

    #[test]
    fn times_and_numbers_are_short() {
        let seconds = Duration::from_secs;
        assert_eq!(age(seconds(59)), "59 s");
        assert_eq!(age(seconds(3_599)), "59 min");
        assert_eq!(age(seconds(200_000)), "2 days");
        assert_eq!(length(Duration::from_millis(9_876)), "9.8 s");
        assert_eq!(length(seconds(3_725)), "1 h 2 min");
        assert_eq!(number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(number(123), "123");
    }
}
