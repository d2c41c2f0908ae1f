//! The screen of `watch`: renders what it is given. Reads nothing, and
//! knows no keyboard.

use std::cmp::Reverse;

use ratatui::Frame;
use ratatui::layout::{Constraint, Flex, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Cell, Clear, Paragraph, Row, Table, TableState};

use super::palette::style;
use super::status::{age, in_words};
use crate::model::audit::AuditEvent;
use crate::model::cycle::Cycle;
use crate::model::events::Event;
use crate::model::halt::HaltInForce;
use crate::model::health::{HealthRecord, HealthVerdict};
use crate::model::message::Priority;
use crate::model::overview::{Concern, Extent, Overview, Severity};
use crate::model::phase::Phase;
use crate::model::text::Reason;
use crate::model::waiting::{AnswerInBrief, Waiting};
use crate::view::repeats::collapsed;
use crate::view::{Tone, printable};

/// A halt is not to be overlooked.
const ALARM: Style = Style::new()
    .fg(Color::White)
    .bg(Color::Red)
    .add_modifier(Modifier::BOLD);
const FAINT: Style = style(Tone::Faint);

const KEYS: &str = "↑↓ choose  Enter open  a approve  r reject  c clear  h halt  ? help  q leave";

const HELP: [&str; 10] = [
    "↑ ↓     choose a cycle",
    "Enter   open it: its phases, who answered what, and when",
    "Esc     go back",
    "a       approve the chosen cycle that waits: shows it, then asks",
    "r       reject it: asks for the reason, then once more",
    "c       clear a halt: asks which, for the reason, then once more",
    "h       halt everything: asks for the reason, then once more",
    "?       this",
    "q       leave",
    "An approved cycle continues with `flowrex-coord cycle resume`.",
];

/// The most cells of one line that an agent has a say in, before it is broken to fit.
const LONGEST: usize = 480;

/// What is shown.
#[derive(Clone, Debug)]
pub struct App {
    /// The state of the system.
    pub overview: Overview,
    /// The latest events, in their order.
    pub events: Vec<AuditEvent>,
    /// Which of the cycles is chosen.
    pub chosen: usize,
    /// The overlay.
    pub overlay: Overlay,
}

/// The overlay.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Overlay {
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
    /// Which of the halts in force is to be cleared, and which of them is chosen.
    Which(Vec<Decision>, usize),
    /// The reason for something else, as it is being typed.
    Why(Decision, String),
    /// Whether something else is really meant, with its reason where it has one.
    Sure(Decision, Option<Reason>),
    /// Something to be read.
    Told(String),
}

/// An action on what is shown, with its state when it was shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Approve the shared state with which a cycle waits.
    Approve {
        /// What it waits with.
        waiting: Box<Waiting>,
        /// What happens once it continues.
        next: String,
    },
    /// Reject it, which ends the cycle.
    Reject(Box<Waiting>),
    /// Clear a halt.
    Clear(Box<HaltInForce>),
}

impl Decision {
    /// What is asked before it is done.
    fn question(&self) -> String {
        match self {
            Self::Approve { waiting, .. } => format!(" Approve {}? [y/N] ", waiting.symbol),
            Self::Reject(waiting) => format!(" Reject {}? [y/N] ", waiting.symbol),
            Self::Clear(status) => format!(" Clear halt {}? [y/N] ", status.halt.reference()),
        }
    }

    /// What is to be done, for the title of the question why.
    fn question_start(&self) -> String {
        match self {
            Self::Approve { waiting, .. } => format!(" Approve {}. ", waiting.symbol),
            Self::Reject(waiting) => format!(" Reject {}. ", waiting.symbol),
            Self::Clear(status) => format!(" Clear halt {}. ", status.halt.reference()),
        }
    }

    /// What it is about, and exactly what will be done.
    fn lines(&self) -> Vec<String> {
        match self {
            Self::Approve { waiting, next } => {
                let order = if waiting.may_place_order() {
                    "AN ORDER MAY BE PLACED"
                } else {
                    "no order may be placed"
                };
                let first = [
                    format!("{order} in {} of {}", waiting.before, waiting.symbol),
                    cut(&format!("with `cycle resume`: {next}"), LONGEST),
                    format!("the approval holds for the state {}", waiting.state),
                ];
                first.into_iter().chain(what_waits(waiting)).collect()
            }
            Self::Reject(waiting) => {
                let first = format!("{} ends as failed, and nothing is executed", waiting.symbol);
                [first].into_iter().chain(what_waits(waiting)).collect()
            }
            Self::Clear(status) => {
                let halt = &status.halt;
                let out = status.not_undone.iter().map(|cycle| {
                    format!("{cycle} may have had an order out: ask the broker first")
                });
                let in_force = format!(
                    "halt {} is in force on {} ({})",
                    halt.reference(),
                    halt.scope,
                    halt.signed_reason()
                );
                let then = format!(
                    "this clears only halt {}; the cycles that it stopped stay halted",
                    halt.reference()
                );
                [in_force].into_iter().chain(out).chain([then]).collect()
            }
        }
    }
}

/// A cycle that waits, and what its agents have answered.
fn what_waits(waiting: &Waiting) -> Vec<String> {
    let stands = format!("{} {}", waiting.cycle, waiting.approval_in_words());
    let answers = waiting.answers.iter().map(AnswerInBrief::in_words);
    // Spelled out, one character of an answer can take eight cells.
    let answers = answers.map(|answer| cut(&answer, LONGEST));
    [stands].into_iter().chain(answers).collect()
}

impl App {
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
pub fn draw(frame: &mut Frame<'_>, app: &App) {
    let Rect { width, height, .. } = frame.area();
    let alarms = alarms(&app.overview, width.into());
    // With its title and its head; on a high screen there is room for more.
    let table = |rows: usize| {
        as_cells(rows)
            .saturating_add(2)
            .min((height / 3).max(9) - 1)
    };
    let [title, halts, cycles, agents, events, keys] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(as_cells(alarms.len())),
        Constraint::Length(table(app.cycles().len().max(1))),
        Constraint::Length(table(app.overview.health.len())),
        Constraint::Min(3),
        Constraint::Length(1),
    ])
    .areas(frame.area());
    frame.render_widget(title_line(&app.overview), title);
    frame.render_widget(Paragraph::new(alarms), halts);
    draw_cycles(frame, cycles, app);
    draw_agents(frame, agents, &app.overview);
    draw_events(frame, events, app);
    frame.render_widget(Line::styled(KEYS, FAINT), keys);
    draw_overlay(frame, app);
}

fn as_cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// The text within `width` cells, with a sign where it is truncated.
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
    let bad = style(Tone::Bad);
    let halted = overview.halted_in_words();
    let halted = halted.map(|(extent, what)| (extent, cut(&what, 40)));
    let verdict = match (halted, overview.severity()) {
        (Some((Extent::Everything, what)), _) => Span::styled(format!(" HALTED: {what} "), ALARM),
        (Some((Extent::Part, what)), _) => Span::styled(format!(" halted in part: {what} "), bad),
        (None, Some(_)) => Span::styled(" not all right ", bad),
        (None, None) => Span::styled(" all right ", style(Tone::Good)),
    };
    let time = overview.at.to_string();
    Line::from(vec![
        Span::styled("flowrex-coord", Style::new().add_modifier(Modifier::BOLD)),
        verdict,
        Span::raw(format!("{} mode  {time}", overview.mode)),
    ])
}

/// The maximum number of lines with problems.
const ALARMS: usize = 4;

/// The halts in force and what else is wrong, each in a line.
fn alarms(overview: &Overview, width: usize) -> Vec<Line<'static>> {
    let concerns = overview.concerns();
    let line = |concern: &Concern| {
        let style = match concern.severity {
            Severity::Halted => ALARM,
            severity => style(Tone::from(severity)),
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

fn draw_cycles(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let now = app.overview.at;
    let cycles = app.cycles();
    let symbols = cycles.iter().map(|cycle| cycle.symbol.as_str());
    let symbol = first_column(symbols, area, 18 + 6 + 31 + 4);
    let rows = cycles.into_iter().map(|cycle| {
        let since = cycle.completed_at.or(cycle.current().map(|p| p.entered_at));
        let since = since.map(|since| age(now.since(since))).unwrap_or_default();
        let why = cycle
            .halt_reason
            .as_deref()
            .or(cycle.errors.first().map(String::as_str))
            .or(cycle.waiting_for().map(|_| {
                if app.overview.is_to_be_resumed(&cycle.id) {
                    "approved, to be resumed"
                } else {
                    "waits for approval"
                }
            }));
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
    let title = format!("Cycles: {} active ", app.overview.active.len());
    let table = Table::new(rows, widths)
        .header(head)
        .block(titled(title))
        .row_highlight_style(Style::new().add_modifier(Modifier::REVERSED));
    let mut state = TableState::new().with_selected(app.chosen().map(|_| app.chosen));
    frame.render_stateful_widget(table, area, &mut state);
}

fn style_of(cycle: &Cycle) -> Style {
    match cycle.phase {
        Phase::Halted => ALARM,
        _ if cycle.halt_requested => ALARM,
        _ => style(Tone::from(cycle)),
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
        Cell::new(Span::styled(count, style(Tone::from(priority))))
    });
    let says = cause.or_else(|| record.status_message.clone());
    let says = says.unwrap_or_default();
    let agent = [
        Cell::new(cut(record.agent.as_str(), width.into())),
        Cell::new(Span::styled(status.as_str(), style(Tone::from(status)))),
        Cell::new(beat.unwrap_or_default()),
    ];
    Row::new(
        agent
            .into_iter()
            .chain(counts)
            .chain([Cell::new(shown(&says))]),
    )
}

fn draw_events(frame: &mut Frame<'_>, area: Rect, app: &App) {
    let fits = usize::from(area.height.saturating_sub(1));
    let collapsed = collapsed(&app.events);
    let begin = collapsed.len().saturating_sub(fits);
    let lines = collapsed[begin..].iter().map(|again| {
        let event = again.first;
        let text = format!(
            "{} {} {} {}",
            event.seq, event.actor, event.kind, event.subject
        );
        let mut spans = vec![
            Span::styled(time_of(event) + " ", FAINT),
            Span::styled(shown(&text), style(Tone::from(&Event::from(event)))),
        ];
        if again.count > 1 {
            let more = format!(" ×{}, last at {}", again.count, time_of(again.last));
            spans.push(Span::styled(more, FAINT));
        }
        Line::from(spans)
    });
    let lines: Vec<_> = lines.collect();
    frame.render_widget(Paragraph::new(lines).block(titled("Events ")), area);
}

fn time_of(event: &AuditEvent) -> String {
    let time = event.at.to_string();
    time.get(11..19).unwrap_or_default().to_owned()
}

/// The box over the whole on a screen of this area, before it is broken to its height; and
/// its lines, broken to fit, each with the number of the line that it is a part of.
fn broken(lines: Vec<Long>, screen: Rect) -> (Rect, Vec<(usize, Line<'static>)>) {
    let [area] = Layout::horizontal([Constraint::Percentage(92)])
        .flex(Flex::Center)
        .areas(screen);
    let width = usize::from(area.width.saturating_sub(2)).max(1);
    let lines = lines.into_iter().enumerate();
    let broken = lines.flat_map(|(number, (tone, text))| {
        let wrapped = wrapped(&shown(&text), width).into_iter();
        wrapped.map(move |line| (number, Line::styled(line, tone)))
    });
    (area, broken.collect())
}

/// How many lines the box has room for.
fn room(area: Rect) -> usize {
    area.height.saturating_sub(2).into()
}

/// Whether the whole overlay is visible on a screen of this area, its title included.
pub fn is_whole(app: &App, screen: Rect) -> bool {
    let Some((title, lines)) = overlay(app) else {
        return true;
    };
    let (area, lines) = broken(lines, screen);
    let width = usize::from(area.width.saturating_sub(2));
    lines.len() <= room(area) && Span::raw(title).width() <= width
}

fn draw_overlay(frame: &mut Frame<'_>, app: &App) {
    let Some((title, lines)) = overlay(app) else {
        return;
    };
    let is_whole = is_whole(app, frame.area());
    let (area, mut lines) = broken(lines, frame.area());
    let room = room(area);
    let left = room.saturating_sub(1);
    match &app.overlay {
        Overlay::Which(_, chosen) if lines.len() > room => {
            // The chosen one is always visible, to its last line where that is possible.
            let end = lines.iter().rposition(|(number, _)| number == chosen);
            let begin = (end.unwrap_or(0) + 1).saturating_sub(left);
            lines = lines.into_iter().skip(begin).take(left).collect();
            lines.push((0, Line::styled("… ↑↓ shows the others", FAINT)));
        }
        _ if !is_whole => {
            // What is confirmed must be seen: so that something is missing, too.
            lines.truncate(left);
            let more = "… enlarge the terminal to see the rest";
            lines.push((0, Line::styled(more, ALARM)));
        }
        _ => {}
    }
    let lines: Vec<_> = lines.into_iter().map(|(_, line)| line).collect();
    let height = as_cells(lines.len()).saturating_add(2);
    let [area] = Layout::vertical([Constraint::Length(height.min(area.height))])
        .flex(Flex::Center)
        .areas(area);
    frame.render_widget(Clear, area);
    let text = Paragraph::new(lines).block(Block::bordered().title(title));
    frame.render_widget(text, area);
}

/// A line of the overlay, before it is broken to fit.
type Long = (Style, String);

/// The title and the lines of the overlay, if there is one.
fn overlay(app: &App) -> Option<(String, Vec<Long>)> {
    let plain = |text: String| (Style::new(), text);
    let one = |title: &str, text: String| (title.to_owned(), vec![plain(text)]);
    Some(match &app.overlay {
        Overlay::Nothing => return None,
        Overlay::Help => {
            let lines = HELP.iter().map(|line| plain((*line).to_owned()));
            (" Help ".to_owned(), lines.collect())
        }
        Overlay::Cycle => match app.chosen() {
            Some(cycle) => (" Cycle ".to_owned(), phases(cycle, &app.overview)),
            None => one(" Cycle ", "there is none".to_owned()),
        },
        Overlay::Reason(reason) => one(
            " Halt everything: why? Enter continues, Esc goes back ",
            format!("{reason}▏"),
        ),
        Overlay::Confirm(reason) => one(
            " Halt everything? y halts, anything else goes back ",
            reason.clone(),
        ),
        Overlay::Which(decisions, chosen) => {
            let lines = decisions.iter().enumerate().map(|(at, decision)| {
                let style = if at == *chosen {
                    Style::new().add_modifier(Modifier::REVERSED)
                } else {
                    Style::new()
                };
                (style, decision.lines().first().cloned().unwrap_or_default())
            });
            let title = " Clear which? ↑↓ choose, Enter continues, Esc goes back ";
            (title.to_owned(), lines.collect())
        }
        Overlay::Why(decision, reason) => {
            let mut lines: Vec<_> = decision.lines().into_iter().map(plain).collect();
            lines.push(plain(format!("why: {reason}▏")));
            let title = format!(
                "{}Why? Enter continues, Esc goes back ",
                decision.question_start()
            );
            (title, lines)
        }
        Overlay::Sure(decision, reason) => {
            let mut lines: Vec<_> = decision.lines().into_iter().map(plain).collect();
            let reason = reason.as_ref().map(|reason| format!("reason: {reason}"));
            lines.extend(reason.map(plain));
            (decision.question(), lines)
        }
        Overlay::Told(text) => one(" Esc goes back ", text.clone()),
    })
}

/// The text in lines of at most `width` cells, broken between words if possible.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let cells = |text: &str| Span::raw(text.to_owned()).width();
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_inclusive(' ') {
        let is_room = used + cells(word.trim_end()) <= width;
        if !is_room && used > 0 {
            lines.push(String::new());
            used = 0;
        }
        for c in word.chars() {
            let taken = cells(c.encode_utf8(&mut [0; 4]));
            if used + taken > width && used > 0 {
                if c == ' ' {
                    continue;
                }
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
            used += taken;
        }
    }
    lines
}

/// A cycle with its phases: how long each took, and what was answered.
fn phases(cycle: &Cycle, overview: &Overview) -> Vec<Long> {
    let mut lines = vec![(Style::new(), in_words(cycle, overview.at))];
    for record in &cycle.phases {
        let end = record.left_at.or(cycle.completed_at).unwrap_or(overview.at);
        let took = end.since(record.entered_at).as_millis();
        let answer = record
            .answer
            .map(|(status, _)| format!(", answered {status}"));
        let approval = record.approval.as_ref();
        let approval = approval.map(|approval| format!(", approved by {}", approval.by));
        let line = format!(
            "  {:<18} {took:>8} ms{}{}",
            record.phase.as_str(),
            answer.unwrap_or_default(),
            approval.unwrap_or_default()
        );
        lines.push((Style::new(), line));
    }
    if let Some(before) = cycle.waiting_for() {
        let line = if overview.is_to_be_resumed(&cycle.id) {
            format!(
                "approved to continue with {before}: `flowrex-coord cycle resume {}`",
                cycle.id
            )
        } else {
            format!("waits for approval before {before}: a approves, r rejects")
        };
        lines.push((style(Tone::Busy), line));
    }
    let whys = cycle.halt_reason.iter().chain(&cycle.errors);
    lines.extend(whys.map(|why| (style(Tone::Bad), why.clone())));
    lines
}
