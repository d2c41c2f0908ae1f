//! Tables that fit the terminal. What agents wrote is shown without the control
//! characters with which it could play tricks on the screen.

use comfy_table::{ContentArrangement, Table, presets};

/// A table with a head and a row per thing.
pub(super) fn of_rows(columns: &[&str], rows: &[Vec<String>]) -> String {
    let mut table = empty();
    table.set_header(columns);
    table.add_rows(
        rows.iter()
            .map(|row| row.iter().map(|cell| printable(cell))),
    );
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

/// The text with its control characters spelled out, line breaks apart.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => "\n".to_owned(),
            c if c.is_control() => c.escape_unicode().to_string(),
            c => c.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_can_send_an_escape_sequence_to_the_terminal() {
        let text = of_rows(&["A"], &[vec!["\u{1b}[2Jgone\u{9b}1m".to_owned()]]);
        assert!(
            !text.contains('\u{1b}') && !text.contains('\u{9b}'),
            "{text:?}"
        );
        assert!(text.contains("gone"));
    }
}
