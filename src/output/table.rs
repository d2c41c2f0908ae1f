//! Tables that fit the terminal. What agents wrote is shown without the control
//! characters with which it could play tricks on the screen.

use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, presets};

/// The most characters of a cell that stands in a row among others.
const WIDEST: usize = 160;

/// Up to this width a column is never narrowed: a name or an id that is broken
/// into lines cannot be read or copied.
const NEVER_BROKEN: u16 = 32;

/// Below this width a column of longer texts cannot be read.
const NARROWEST: u16 = 20;

/// Many things for people: a table with a head and a row per thing where the
/// terminal is wide enough for it, and otherwise one below the other.
pub(super) fn of_rows(columns: &[&'static str], rows: &[Vec<String>]) -> String {
    let mut table = empty();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─')));
    table.set_header(columns);
    table.add_rows(rows.iter().map(|row| row.iter().map(|cell| in_a_row(cell))));
    let widths = table.column_max_content_widths();
    if table
        .width()
        .is_some_and(|width| width < least_width(&widths))
    {
        return stacked(columns, rows);
    }
    for (column, width) in table.column_iter_mut().zip(widths) {
        if width <= NEVER_BROKEN {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    trimmed(&table)
}

/// The least width at which columns with these contents can be read.
fn least_width(widths: &[u16]) -> u16 {
    let gaps = u16::try_from(3 * widths.len()).unwrap_or(u16::MAX);
    let least = |&width: &u16| {
        if width <= NEVER_BROKEN {
            width
        } else {
            NARROWEST
        }
    };
    widths.iter().map(least).fold(gaps, u16::saturating_add)
}

fn stacked(columns: &[&'static str], rows: &[Vec<String>]) -> String {
    let blocks = rows.iter().map(|row| {
        let fields: Vec<_> = columns.iter().copied().zip(row.iter().cloned()).collect();
        of_fields(&fields)
    });
    blocks.collect::<Vec<_>>().join("\n\n")
}

/// A table with a line per field of one thing.
pub(super) fn of_fields(fields: &[(&'static str, String)]) -> String {
    let mut table = empty();
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
        .load_style(presets::NOTHING)
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
