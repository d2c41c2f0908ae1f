//! Escapes control characters in the texts of agents, which could change what a screen shows.

/// The text with what could play tricks on a screen spelled out: control
/// characters, line breaks apart, and those that turn the direction of writing.
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        let tricky = c != '\n' && c.is_control()
            || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if tricky {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}
