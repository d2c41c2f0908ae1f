//! Tables that fit the terminal. What agents wrote is shown without the control
//! characters with which it could play tricks on the screen.

use comfy_table::{ContentArrangement, Table, presets};

/// The most characters of a cell that stands in a row among others.
const WIDEST: usize = 160;

/// A table with a head and a row per thing.
pub(super) fn of_rows(columns: &[&str], rows: &[Vec<String>]) -> String {
    let mut table = empty();
    table.set_header(columns);
    table.add_rows(rows.iter().map(|row| row.iter().map(|cell| in_a_row(cell))));
    trimmed(&table)
}

/// A table with a line per field of one thing.
pub(super) fn of_fields(fields: &[(&'static str, String)]) -> String {
    let mut table = empty();
    table.load_style(presets::NOTHING);
    table.add_rows(
        fields
            .iter()
            .map(|(name, value)| [(*name).to_owned(), printable(value)]),
    );
    trimmed(&table)
}

fn empty() -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic);
    table
}

/// The lines of a table without the white space at their ends.
fn trimmed(table: &Table) -> String {
    table.trim_fmt()
}

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

/// The text as it fits in a row among others.
fn in_a_row(text: &str) -> String {
    let shown = printable(text);
    match shown.char_indices().nth(WIDEST) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        None => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_can_send_an_escape_sequence_to_the_terminal() {
        let text = of_rows(&["A"], &[vec!["\u{1b}[2Jgone\u{9b}1m\u{202e}".to_owned()]]);
        assert!(!text.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{text:?}");
        assert!(text.contains("gone"));
    }

    #[test]
    fn a_long_cell_is_cut_among_others_and_whole_by_itself() {
        let long = "é".repeat(500);
        assert!(of_rows(&["A"], &[vec![long.clone()]]).chars().count() < 1000);
        assert!(of_fields(&[("A", long.clone())]).contains(&long));
    }
}
