//! Tables that fit the terminal. Control characters in the texts of agents are escaped.

use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, presets};

use super::palette::Palette;
use crate::view::{Tone, View, printable};

/// The maximum number of characters of a cell in a row with several cells.
const WIDEST: usize = 160;

/// Up to this width a column is never narrowed: a name or an id that is broken
/// into lines cannot be read or copied.
const NEVER_BROKEN: u16 = 32;

/// Below this width a column of longer texts cannot be read.
const NARROWEST: u16 = 20;

/// The most characters of a cell that is held until its table is printed.
const HELD: usize = 4096;

/// The text of a cell, and its tone.
pub(super) type Toned = (Tone, String);

/// The row of one of many, with what each cell says.
pub(super) fn toned_row<V: View>(view: &V) -> Vec<Toned> {
    let cells = V::COLUMNS.iter().zip(view.row());
    cells
        .map(|(column, cell)| (view.tone(column), cell))
        .collect()
}

/// Many things for people: a table with a head and a row per thing where the
/// terminal is wide enough for it, and otherwise one below the other.
pub(super) fn of_rows(columns: &[&'static str], rows: Vec<Vec<Toned>>, palette: Palette) -> String {
    rows_within(columns, rows, palette, terminal_width())
}

/// A table with a line per field of one thing.
pub(super) fn of_fields(fields: Vec<(&'static str, Toned)>, palette: Palette) -> String {
    fields_within(fields, palette, terminal_width())
}

/// The width of the terminal, where there is one.
fn terminal_width() -> Option<u16> {
    Table::new().width()
}

fn rows_within(
    columns: &[&'static str],
    rows: Vec<Vec<Toned>>,
    palette: Palette,
    width: Option<u16>,
) -> String {
    let mut table = empty(palette, width);
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─')));
    table.set_header(columns);
    table.add_rows(rows.iter().map(|row| {
        row.iter()
            .map(|(tone, text)| palette.cell(*tone, in_a_row(text)))
    }));
    let widths = table.column_max_content_widths();
    if width.is_some_and(|width| width < least_width(&widths)) {
        return stacked(columns, rows, palette, width);
    }
    for (column, width) in table.column_iter_mut().zip(widths) {
        if width <= NEVER_BROKEN {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table.trim_fmt()
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

fn stacked(
    columns: &[&'static str],
    rows: Vec<Vec<Toned>>,
    palette: Palette,
    width: Option<u16>,
) -> String {
    let blocks = rows.into_iter().map(|row| {
        let fields = columns.iter().copied().zip(row).collect();
        fields_within(fields, palette, width)
    });
    blocks.collect::<Vec<_>>().join("\n\n")
}

fn fields_within(
    fields: Vec<(&'static str, Toned)>,
    palette: Palette,
    width: Option<u16>,
) -> String {
    let mut table = empty(palette, width);
    table.add_rows(fields.into_iter().map(|(name, (tone, value))| {
        [
            palette.cell(Tone::Plain, name.to_owned()),
            palette.cell(tone, printable(&value)),
        ]
    }));
    table.trim_fmt()
}

fn empty(palette: Palette, width: Option<u16>) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .force_no_tty();
    table.style_text_only();
    if palette.is_coloured() {
        table.enforce_styling();
    }
    if let Some(width) = width {
        table.set_width(width);
    }
    table
}

/// Cells in one line, with nothing to align them to.
pub(super) fn in_a_line(cells: Vec<Toned>, palette: Palette) -> String {
    let in_line = |(tone, cell): Toned| palette.line(tone, &in_a_row(&cell).replace('\n', " "));
    cells
        .into_iter()
        .map(in_line)
        .collect::<Vec<_>>()
        .join("  ")
}

/// The text of a cell without what no table shows.
pub(super) fn shortened(text: String) -> String {
    match text.char_indices().nth(HELD) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
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

    fn toned(row: Vec<String>) -> Vec<Toned> {
        row.into_iter().map(|cell| (Tone::Bad, cell)).collect()
    }

    fn plain(row: Vec<String>) -> String {
        of_rows(&["A"], vec![toned(row)], Palette::PLAIN)
    }

    #[test]
    fn no_cell_can_send_an_escape_sequence_to_the_terminal() {
        let text = plain(vec!["\u{1b}[2Jgone\u{9b}1m\u{202e}".to_owned()]);
        let alone = "\u{1b}]0;gone\u{7}".to_owned();
        let alone = of_fields(vec![("A", (Tone::Plain, alone))], Palette::PLAIN);
        for text in [text, alone] {
            let tricks = ['\u{1b}', '\u{9b}', '\u{202e}', '\u{7}'];
            assert!(!text.contains(tricks), "{text:?}");
            assert!(text.contains("gone"));
        }
    }

    fn at(width: u16, text: &str) -> String {
        let row = ["cycle_20260301_120000_0a1b2c3d", "EURUSD", text];
        let row = row.map(str::to_owned).to_vec();
        rows_within(
            &["Cycle", "Symbol", "Why"],
            vec![toned(row)],
            Palette::PLAIN,
            Some(width),
        )
    }

    #[test]
    fn a_table_fits_the_terminal_and_breaks_no_id() {
        let why = "the spread was too wide for too long a time to go on with it";
        for width in [50, 66, 80, 120] {
            let text = at(width, why);
            let widest = text.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(widest <= usize::from(width), "{width}: {text}");
            assert!(
                text.contains("cycle_20260301_120000_0a1b2c3d"),
                "{width}: {text}"
            );
        }
        assert!(at(80, why).contains('─'), "a row fits here");
        assert!(!at(50, why).contains('─'), "no row fits here");
    }

    #[test]
    fn a_long_cell_is_cut_among_others_and_whole_by_itself() {
        let long = "é".repeat(500);
        assert!(plain(vec![long.clone()]).chars().count() < 1000);
        assert!(
            of_fields(vec![("A", (Tone::Plain, long.clone()))], Palette::PLAIN).contains(&long)
        );
    }

    #[test]
    fn ten_thousand_rows_of_any_text_stay_within_the_terminal() {
        use ratatui::text::Line;
        let texts = [
            "a-very-long-agent-name-of-32-chars",
            "数字と絵文字 🚀🚀 für Zürich — naïve café",
            "очень длинный текст, который не помещается в одну строку терминала",
            "e\u{301}\u{301}\u{301} \u{200b} \u{7} \t|\n two lines",
            "",
        ];
        let row = |at: usize| {
            let text = |next: usize| texts[(at + next) % texts.len()].to_owned();
            toned(vec![at.to_string(), text(0), text(1), text(2)])
        };
        let columns = ["Id", "Agent", "Subject", "Payload"];
        for width in [40, 80, 200] {
            let rows = (0..10_000).map(row).collect();
            let text = rows_within(&columns, rows, Palette::PLAIN, Some(width));
            assert!(text.lines().count() >= 10_000);
            for line in text.lines() {
                assert!(Line::raw(line).width() <= usize::from(width), "{line}");
            }
        }
    }
}
