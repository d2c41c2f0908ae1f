//! The screen of `watch`: a pure picture of what it is given. Reads nothing, and
//! knows no keyboard.

use std::cmp::Reverse;

use ratatui::Frame;
use ratatui::layout::{Constraint, Flex, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Cell, Clear, Paragraph, Row, Table, TableState, Wrap};

use super::status::{age, in_words};
use super::{Tone, printable};
use crate::model::audit::AuditEvent;
use crate::model::cycle::Cycle;
use crate::model::health::{HealthRecord, HealthVerdict};
use crate::model::message::Priority;
use crate::model::overview::{Concern, Overview, Severity};
use crate::model::phase::Phase;

/// A halt is not to be overlooked.
const ALARM: Style = Style::new()
    .fg(Color::White)
    .bg(Color::Red)
    .add_modifier(Modifier::BOLD);
const FAINT: Style = Tone::Faint.style();

const KEYS: &str = "↑↓ choose  Enter open  h halt  ? help  q leave";

const HELP: [&str; 8] = [
    "↑ ↓     choose a cycle",
    "Enter   open it: its phases, who answered what, and when",
    "Esc     go back",
    "h       halt everything: asks for the reason, then once more",
    "?       this",
    "q       leave",
    "",
    "What is halted is freed by `flowrex-coord halt clear`.",
];

/// What is shown.
#[derive(Clone, Debug)]
pub struct Desk {
    /// How the system stands.
    pub overview: Overview,
    /// The latest events, in their order.
    pub events: Vec<AuditEvent>,
    /// Which of the cycles is chosen.
    pub chosen: usize,
    /// What lies over the whole.
    pub over: Over,
}

/// What lies over the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Over {
    /// Nothing.
    #[default]
    Nothing,
    /// What the keys do.
    Help,
    /// The chosen cycle.
    Cycle,
    /// The reason for a halt, as it is being typed.
    Reason(String),
    /// Whether that halt is really meant.
    Confirm(String),
    /// Something to be read.
    Told(String),
}

impl Desk {
    /// The cycles that can be chosen: those that have not ended, and the last that has.
    pub fn cycles(&self) -> Vec<&Cycle> {
        let (active, last) = (&self.overview.active, &self.overview.last);
        active.iter().chain(last).collect()
    }

    /// The cycle that is chosen.
    pub fn chosen(&self) -> Option<&Cycle> {
        self.cycles().get(self.chosen).copied()
    }
}

/// Draws it.
pub fn draw(frame: &mut Frame<'_>, desk: &Desk) {
    let Rect { width, height, .. } = frame.area();
    let alarms = alarms(&desk.overview, width.into());
    // With its title and its head; on a high screen there is room for more.
    let table = |rows: usize| {
        as_cells(rows)
            .saturating_add(2)
            .min((height / 3).max(9) - 1)
    };
    let [title, halts, cycles, agents, events, keys] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(as_cells(alarms.len())),
        Constraint::Length(table(desk.cycles().len().max(1))),
        Constraint::Length(table(desk.overview.health.len())),
        Constraint::Min(3),
        Constraint::Length(1),
    ])
    .areas(frame.area());
    frame.render_widget(title_line(&desk.overview), title);
    frame.render_widget(Paragraph::new(alarms), halts);
    draw_cycles(frame, cycles, desk);
    draw_agents(frame, agents, &desk.overview);
    draw_events(frame, events, desk);
    frame.render_widget(Line::styled(KEYS, FAINT), keys);
    draw_over(frame, desk);
}

fn as_cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// The text within so many cells, and a sign where it is cut.
fn cut(text: &str, width: usize) -> String {
    let text = shown(text);
    if Span::raw(&text).width() <= width {
        return text;
    }
    let mut left = width.saturating_sub(1);
    let fits = |c: &char| {
        let taken = Span::raw(c.to_string()).width();
        let is_room = taken <= left;
        left = left.saturating_sub(taken);
        is_room
    };
    let start: String = text.chars().take_while(fits).collect();
    start + "…"
}

/// How wide the first column of a table is: as its widest text, where the others, which
/// take so much, leave room for that.
fn first_column<'a>(texts: impl Iterator<Item = &'a str>, area: Rect, others: u16) -> u16 {
    let widest = texts.map(|text| Span::raw(text).width()).max().unwrap_or(0);
    let room = area.width.saturating_sub(others).max(8);
    as_cells(widest.max(8)).min(room)
}

/// The text on one line, with nothing that plays tricks on the screen.
fn shown(text: &str) -> String {
    printable(text).replace('\n', " ")
}

fn title_line(overview: &Overview) -> Line<'static> {
    let verdict = match overview.severity() {
        Some(Severity::Halted) => Span::styled(" HALTED ", ALARM),
        Some(_) => Span::styled(" not all right ", Tone::Bad.style()),
        None => Span::styled(" all right ", Tone::Good.style()),
    };
    let time = overview.at.to_string();
    Line::from(vec![
        Span::styled("flowrex-coord", Style::new().add_modifier(Modifier::BOLD)),
        verdict,
        Span::raw(format!("{} mode  {time}", overview.mode)),
    ])
}

/// How many lines tell what is wrong.
const ALARMS: usize = 4;

/// The halts in force and what else is wrong, each in a line.
fn alarms(overview: &Overview, width: usize) -> Vec<Line<'static>> {
    let concerns = overview.concerns();
    let line = |concern: &Concern| {
        let style = match concern.severity {
            Severity::Halted => ALARM,
            severity => Tone::from(severity).style(),
        };
        Line::styled(cut(&concern.what, width), style)
    };
    if concerns.len() <= ALARMS {
        return concerns.iter().map(line).collect();
    }
    let more = concerns.len() - (ALARMS - 1);
    let more = Line::styled(format!("and {more} more: flowrex-coord status"), FAINT);
    let first = concerns.iter().take(ALARMS - 1).map(line);
    first.chain([more]).collect()
}

fn titled(title: impl Into<Line<'static>>) -> Block<'static> {
    Block::new().borders(Borders::TOP).title(title)
}

fn draw_cycles(frame: &mut Frame<'_>, area: Rect, desk: &Desk) {
    let now = desk.overview.at;
    let cycles = desk.cycles();
    let symbols = cycles.iter().map(|cycle| cycle.symbol.as_str());
    let symbol = first_column(symbols, area, 18 + 6 + 31 + 4);
    let rows = cycles.into_iter().map(|cycle| {
        let since = cycle.completed_at.or(cycle.current().map(|p| p.entered_at));
        let since = since.map(|since| age(now.since(since))).unwrap_or_default();
        let why = cycle
            .halt_reason
            .as_deref()
            .or(cycle.errors.first().map(String::as_str));
        Row::new([
            Cell::new(cut(cycle.symbol.as_str(), symbol.into())),
            Cell::new(Span::styled(cycle.phase.as_str(), style_of(cycle))),
            Cell::new(since),
            Cell::new(cycle.id.to_string()),
            Cell::new(shown(why.unwrap_or_default())),
        ])
    });
    let widths = [
        Constraint::Length(symbol),
        Constraint::Length(18),
        Constraint::Length(6),
        Constraint::Length(31),
        Constraint::Min(0),
    ];
    let head = Row::new(["symbol", "phase", "for", "cycle", "why"]).style(FAINT);
    let title = format!("Cycles: {} active ", desk.overview.active.len());
    let table = Table::new(rows, widths)
        .header(head)
        .block(titled(title))
        .row_highlight_style(Style::new().add_modifier(Modifier::REVERSED));
    let mut state = TableState::new().with_selected(desk.chosen().map(|_| desk.chosen));
    frame.render_stateful_widget(table, area, &mut state);
}

fn style_of(cycle: &Cycle) -> Style {
    match cycle.phase {
        Phase::Halted => ALARM,
        _ if cycle.halt_requested => ALARM,
        _ => Tone::from(cycle).style(),
    }
}

/// The agents, how they are, and what waits for them. Where not all of them fit, those
/// with which something is wrong come first, then those for whom most waits.
fn draw_agents(frame: &mut Frame<'_>, area: Rect, overview: &Overview) {
    let backlog = &overview.backlog;
    let mut records: Vec<_> = overview.health.iter().collect();
    let fit = usize::from(area.height.saturating_sub(2));
    let mut more = None;
    if records.len() > fit {
        let is_well = |record: &HealthRecord| {
            let tone = Tone::from(record.status(overview.at));
            !matches!(tone, Tone::Bad | Tone::Busy)
        };
        records.sort_by_key(|record| {
            let waits = backlog.of_agent(&record.agent);
            (is_well(record), Reverse(waits))
        });
        let left = records.len() - fit.saturating_sub(1);
        records.truncate(fit.saturating_sub(1));
        more = Some(Row::new([format!("and {left} more")]).style(FAINT));
    }
    let names = overview.health.iter().map(|record| record.agent.as_str());
    let name = first_column(names, area, 12 + 6 + 8 + 5 + 6 + 5 + 7);
    let rows = records
        .into_iter()
        .map(|record| agent_row(record, overview, name));
    let widths = [name, 12, 6, 8, 5, 6, 5].map(Constraint::Length);
    let widths = widths.into_iter().chain([Constraint::Min(0)]);
    let head = [
        "agent", "health", "beat", "critical", "high", "normal", "low", "says",
    ];
    let oldest = backlog.oldest.map(|(_, sent)| age(overview.at.since(sent)));
    let oldest = oldest.map(|age| format!(", oldest {age}"));
    let title = format!(
        "Agents, and their messages: {} wait{}, {} in flight ",
        backlog.total(),
        oldest.unwrap_or_default(),
        backlog.in_flight
    );
    let table = Table::new(rows.chain(more), widths)
        .header(Row::new(head).style(FAINT))
        .block(titled(title));
    frame.render_widget(table, area);
}

fn agent_row(record: &HealthRecord, overview: &Overview, width: u16) -> Row<'static> {
    let HealthVerdict { status, cause } = record.verdict(overview.at);
    let beat = record.last_heartbeat;
    let beat = beat.map(|beat| age(overview.at.since(beat)));
    let counts = Priority::ALL.iter().map(|&priority| {
        let pending = &overview.backlog.pending;
        let count = pending.get(&(record.agent.clone(), priority));
        let count = count.map_or_else(|| "·".to_owned(), u64::to_string);
        Cell::new(Span::styled(count, Tone::from(priority).style()))
    });
    let says = cause.or_else(|| record.status_message.clone());
    let says = says.unwrap_or_default();
    let agent = [
        Cell::new(cut(record.agent.as_str(), width.into())),
        Cell::new(Span::styled(status.as_str(), Tone::from(status).style())),
        Cell::new(beat.unwrap_or_default()),
    ];
    Row::new(
        agent
            .into_iter()
            .chain(counts)
            .chain([Cell::new(shown(&says))]),
    )
}

fn draw_events(frame: &mut Frame<'_>, area: Rect, desk: &Desk) {
    let fits = usize::from(area.height.saturating_sub(1));
    let begin = desk.events.len().saturating_sub(fits);
    let lines = desk.events[begin..].iter().map(|event| {
        let time = event.at.to_string();
        let text = format!(
            "{} {} {} {}",
            event.seq, event.actor, event.kind, event.subject
        );
        Line::from(vec![
            Span::styled(time.get(11..19).unwrap_or_default().to_owned() + " ", FAINT),
            Span::styled(shown(&text), Tone::of_event(&event.kind).style()),
        ])
    });
    let lines: Vec<_> = lines.collect();
    frame.render_widget(Paragraph::new(lines).block(titled("Events ")), area);
}

fn draw_over(frame: &mut Frame<'_>, desk: &Desk) {
    let plain = |text: &str| vec![Line::raw(shown(text))];
    let (title, lines) = match &desk.over {
        Over::Nothing => return,
        Over::Help => (" Help ", HELP.iter().map(|line| Line::raw(*line)).collect()),
        Over::Cycle => match desk.chosen() {
            Some(cycle) => (" Cycle ", phases(cycle, &desk.overview)),
            None => (" Cycle ", plain("there is none")),
        },
        Over::Reason(reason) => (
            " Halt everything: why? Enter goes on, Esc goes back ",
            plain(&format!("{reason}▏")),
        ),
        Over::Confirm(reason) => (
            " Halt everything? y halts, anything else goes back ",
            plain(reason),
        ),
        Over::Told(text) => (" Esc goes back ", plain(text)),
    };
    let area = frame.area();
    let height = u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .saturating_add(3);
    let [area] = Layout::vertical([Constraint::Length(height.min(area.height))])
        .flex(Flex::Center)
        .areas(area);
    let [area] = Layout::horizontal([Constraint::Percentage(92)])
        .flex(Flex::Center)
        .areas(area);
    frame.render_widget(Clear, area);
    let block = Block::bordered().title(title);
    let text = Paragraph::new(lines)
        .wrap(Wrap { trim: false })
        .block(block);
    frame.render_widget(text, area);
}

/// A cycle with its phases: how long each took, and what was answered.
fn phases(cycle: &Cycle, overview: &Overview) -> Vec<Line<'static>> {
    let mut lines = vec![Line::raw(shown(&in_words(cycle, overview.at)))];
    for record in &cycle.phases {
        let end = record.left_at.or(cycle.completed_at).unwrap_or(overview.at);
        let took = end.since(record.entered_at).as_millis();
        let answer = record
            .answer
            .map(|(status, _)| format!(", answered {status}"));
        let approval = record.approval.as_ref();
        let approval = approval.map(|approval| format!(", approved by {}", approval.by));
        lines.push(Line::raw(shown(&format!(
            "  {:<18} {took:>8} ms{}{}",
            record.phase.as_str(),
            answer.unwrap_or_default(),
            approval.unwrap_or_default()
        ))));
    }
    let whys = cycle.halt_reason.iter().chain(&cycle.errors);
    lines.extend(whys.map(|why| Line::styled(shown(why), Tone::Bad.style())));
    lines
}
