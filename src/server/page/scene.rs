//! What all pages have in common: the document, its head with the navigation and the halt
//! button, the banner that says what is halted, and how an error is shown.

use axum::http::StatusCode;
use axum::response::Html;
use maud::{DOCTYPE, Markup, html};

use super::super::app::App;
use super::super::problem::{Answer, InWords};
use super::assets::{ICON, SCRIPT, STYLE};
use super::parts::{age_of, hidden, plural, text};
use super::visitor::Visitor;
use crate::coordination::overview;
use crate::model::cycle::Cycle;
use crate::model::driver::Drivers;
use crate::model::overview::{Extent, Overview};
use crate::store::{self, Store};
use crate::view::Tone;

/// A page.
pub(super) type Page = Answer<Html<String>>;

/// The pages that every page leads to.
const TABS: [(&str, &str); 6] = [
    ("/", "Overview"),
    ("/cycles", "Cycles"),
    ("/messages", "Messages"),
    ("/agents", "Agents"),
    ("/halts", "Halts"),
    ("/audit", "Audit log"),
];

/// What a page is drawn from, besides what it reads itself.
pub(super) struct Scene<'a> {
    /// How the system stands.
    pub(super) overview: &'a Overview,
    /// Who looks.
    pub(super) visitor: &'a Visitor,
    /// How the agents of a cycle are reached.
    pub(super) drivers: &'a Drivers,
}

impl Visitor {
    /// A page: reads, and draws what was read.
    pub(super) async fn page<T>(
        &self,
        app: &App,
        title: &str,
        read: impl FnOnce(&mut Store) -> store::Result<T>,
        draw: impl FnOnce(&Scene<'_>, T) -> Markup,
    ) -> Page {
        let read = |store: &mut Store| {
            let found = read(store)?;
            Ok((overview::read(store)?, found))
        };
        let (overview, found) = app.readers.read(read).await?;
        let scene = Scene {
            overview: &overview,
            visitor: self,
            drivers: &app.drivers,
        };
        let main = draw(&scene, found);
        Ok(Html(scene.document(title, &main)))
    }
}

/// An error as a page.
pub(super) async fn error(
    app: &App,
    visitor: Option<Visitor>,
    status: StatusCode,
    error: &InWords,
) -> String {
    let title = match status {
        StatusCode::NOT_FOUND => "Not found",
        _ if status.is_server_error() => "This did not work",
        _ => "Refused",
    };
    let main = html! {
        section class="card failed" role="alert" {
            h1 { (title) }
            p class="what" { (text(&error.text)) }
            @if error.kind == "invalid_input" {
                p { "Go back and correct it." }
            } @else if !error.hint.is_empty() {
                p { "Next: " (text(&error.hint)) }
            }
            p class="hint" { "Nothing was changed. " a href="/" { "Back to the overview" } }
        }
    };
    let plain = document(title, &html! { main id="main" { (main) } }, None);
    let Some(visitor) = visitor else {
        return plain;
    };
    let page = visitor.page(app, title, |_| Ok(()), |_, ()| main).await;
    page.map_or(plain, |Html(page)| page)
}

impl Scene<'_> {
    fn document(&self, title: &str, main: &Markup) -> String {
        let now = self.overview.at;
        let body = html! {
            a class="skip" href="#main" { "Skip to the content" }
            (self.head())
            (self.alert())
            p id="connection" role="status" hidden {}
            main id="main" tabindex="-1" data-live { (main) }
            footer id="foot" data-live {
                p { "As of " time datetime=(now) { (now) } ", times in UTC. flowrex-coord " (env!("CARGO_PKG_VERSION")) }
            }
        };
        let mark = match self.overview.halted_in_words() {
            Some((Extent::Everything, _)) => "HALTED · ",
            Some((Extent::Part, _)) => "halted in part · ",
            None => "",
        };
        document(&format!("{mark}{title}"), &body, Some(self))
    }

    /// How everything stands, in a word.
    pub(super) fn verdict(&self) -> (Tone, &'static str) {
        let overview = self.overview;
        match (overview.halted_in_words(), overview.severity()) {
            (Some((Extent::Everything, _)), _) => (Tone::Bad, "Halted"),
            (Some((Extent::Part, _)), _) => (Tone::Bad, "Halted in part"),
            (None, Some(_)) => (Tone::Bad, "Degraded"),
            (None, None) => (Tone::Good, "All is well"),
        }
    }

    fn head(&self) -> Markup {
        let here = self.visitor.address.split(['?', '#']).next().unwrap_or("/");
        let is_here = |tab: &str| match tab {
            "/" => here == "/",
            tab => {
                here == tab
                    || here
                        .strip_prefix(tab)
                        .is_some_and(|rest| rest.starts_with('/'))
            }
        };
        html! {
            header class="top" {
                a class="brand" href="/" { (mark()) span { "flowrex-coord" } }
                nav aria-label="Pages" {
                    @for (address, name) in TABS {
                        a href=(address) aria-current=[is_here(address).then_some("page")] { (name) }
                    }
                }
                form class="who" method="post" action="/logout" {
                    (self.csrf())
                    span class="agent" title="The agent that you act as" { (text(self.visitor.caller.agent.as_str())) }
                    button class="quiet" { "Log out" }
                }
                (self.halt_panel())
            }
        }
    }

    /// What is halted, on every page.
    fn alert(&self) -> Markup {
        let halts = &self.overview.halts;
        html! {
            div id="alert" role="status" aria-live="assertive" data-live {
                @if let Some((extent, what)) = self.overview.halted_in_words() {
                    p class="alarm" {
                        strong { @match extent {
                            Extent::Everything => "Everything is halted",
                            Extent::Part => { "Halted: " (text(&what)) },
                        } }
                        @if let [only] = halts.as_slice() {
                            span { "by " (text(only.halt.requested_by.as_str())) " " (age_of(only.halt.requested_at, self.overview.at)) ": " (text(only.halt.reason.as_str())) }
                        } @else {
                            span { (plural(halts.len(), "halt is", "halts are")) " in force" }
                        }
                        a href="/halts" { "See and clear" }
                    }
                }
            }
        }
    }

    /// The halt button: opening it is the first step, and its form the second.
    fn halt_panel(&self) -> Markup {
        let active = &self.overview.active;
        let mut symbols: Vec<_> = active.iter().map(|cycle| &cycle.symbol).collect();
        symbols.sort_by_key(|symbol| symbol.as_str());
        symbols.dedup();
        html! {
            details class="halt" id="halt" data-live data-hold {
                summary class="danger" { "Halt" }
                form class="panel" method="post" action="/halts" {
                    (self.csrf()) (self.back())
                    h2 { "Halt" }
                    p { "Takes effect at once: no cycle in scope starts or moves, and its agents are stopped. An order that is out stays out. Clearing the halt restarts nothing." }
                    label for="halt-scope" { "What to halt" }
                    select id="halt-scope" name="scope" {
                        option value="everything" selected { "Everything (" (plural(active.len(), "active cycle", "active cycles")) ")" }
                        option value="symbol" { "The symbol named below" }
                        @if !symbols.is_empty() {
                            optgroup label="One symbol" {
                                @for symbol in &symbols { option value={ "symbol " (symbol) } { "Symbol " (text(symbol.as_str())) } }
                            }
                            optgroup label="One cycle" {
                                @for cycle in active { option value={ "cycle " (cycle.id) } { (text(cycle.symbol.as_str())) ": " (cycle.id) } }
                            }
                        }
                    }
                    details class="more" {
                        summary { "Another symbol" }
                        label for="halt-symbol" { "Symbol, for “The symbol named below”" }
                        input id="halt-symbol" name="symbol" autocomplete="off" spellcheck="false";
                    }
                    label for="halt-reason" { "Reason" }
                    input id="halt-reason" name="reason" required maxlength="4000" autocomplete="off";
                    label class="check" { input type="checkbox" name="confirm" value="yes" required; span { "Yes, halt this now" } }
                    button class="danger solid" { "Halt" }
                }
            }
        }
    }

    /// A form that halts one cycle.
    pub(super) fn halt_cycle(&self, cycle: &Cycle) -> Markup {
        html! {
            details class="act" data-hold id={ "halt-" (cycle.id) } {
                summary class="danger" { "Halt this cycle" }
                form method="post" action="/halts" {
                    (self.csrf()) (self.back())
                    input type="hidden" name="scope" value={ "cycle " (cycle.id) };
                    label { span { "Reason" } input name="reason" required maxlength="4000" autocomplete="off"; }
                    label class="check" { input type="checkbox" name="confirm" value="yes" required; span { "Yes, halt " (text(cycle.symbol.as_str())) " now" } }
                    button class="danger solid" { "Halt this cycle" }
                }
            }
        }
    }

    /// What shows that a form comes from a page of this session.
    pub(super) fn csrf(&self) -> Markup {
        hidden("csrf", &self.visitor.session.csrf)
    }

    /// Where to go on after a form: here.
    pub(super) fn back(&self) -> Markup {
        hidden("back", &self.visitor.address)
    }
}

/// The sign of the program.
pub(super) fn mark() -> Markup {
    html! { img src=(ICON.address()) width="22" height="22" alt=""; }
}

/// A whole document.
pub(super) fn document(title: &str, body: &Markup, scene: Option<&Scene<'_>>) -> String {
    let now = scene.map(|scene| scene.overview.at.as_millis());
    let page = html! {
        (DOCTYPE)
        html lang="en" data-now=[now] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · flowrex-coord" }
                link rel="icon" href=(ICON.address());
                link rel="stylesheet" href=(STYLE.address());
                @if scene.is_some() { script src=(SCRIPT.address()) defer {} }
            }
            body { (body) }
        }
    };
    page.into_string()
}
