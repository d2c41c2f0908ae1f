//! What the page does in a real browser.

use std::time::{Duration, Instant};

use super::browser::Browser;
use super::common::Sandbox;
use super::over_http::PAGES;
use super::server::Server;

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

/// What is shown when everything is as it should be.
const ALL_IS_WELL: &str = "document.querySelector('#verdict')?.innerText === 'All is well'";

/// Opens the link that logs in.
fn log_in(browser: &Browser, server: &Server) {
    browser.open(&server.url(&server.link));
    browser.until(ALL_IS_WELL);
}

#[test]
fn a_browser_logs_in_by_the_link_and_by_a_token() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let sandbox = Sandbox::with_database();
    let token = sandbox.ok("-q agent enroll strategy");
    let server = Server::start(&sandbox);
    log_in(&browser, &server);
    assert_eq!(browser.address(), server.url("/"));
    assert_eq!(browser.text(".who .agent"), "supervisor");
    browser.click(".who button");
    browser.until("document.querySelector('#token')");
    assert_eq!(browser.address(), server.url("/login"));

    browser.fill("#token", "wrong");
    browser.press(ENTER);
    browser.until("document.querySelector('.problem')");
    browser.fill("#token", &token);
    browser.press(ENTER);
    browser.until(ALL_IS_WELL);
    assert_eq!(browser.text(".who .agent"), "strategy");
    // No script of the page can read what shows who it is.
    assert_eq!(browser.run("return document.cookie"), "");
}

#[test]
fn everything_is_halted_and_cleared() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let sandbox = Sandbox::with_database();
    sandbox.start_cycle("EURUSD");
    let server = Server::start(&sandbox);
    log_in(&browser, &server);
    // It is in reach on every page, and leads back to it.
    browser.open(&server.url("/messages?to=risk"));
    browser.click(".halt > summary");
    browser.fill("#halt-reason", "a bad price feed");
    // It is not sent before it is confirmed.
    browser.click(".halt button.solid");
    assert_eq!(sandbox.json("halt status"), serde_json::json!([]));
    browser.click(".halt input[name=confirm]");
    browser.click(".halt button.solid");
    browser.until("document.querySelector('#alert strong')?.innerText === 'Everything is halted'");
    assert_eq!(browser.address(), server.url("/messages?to=risk"));
    let halts = sandbox.json("halt status");
    assert_eq!(halts[0]["reason"], "a bad price feed");
    assert_eq!(halts[0]["requested_by"], "supervisor");
    assert_eq!(halts[0]["scope"], "global");
    assert_eq!(sandbox.json("cycle list")[0]["phase"], "halted");

    browser.click("#alert a");
    browser.click("article.halted .act > summary");
    browser.fill(
        "article.halted input[name=reason]",
        "the feed is right again",
    );
    browser.click("article.halted button.primary");
    browser.until("!document.querySelector('#alert strong')");
    assert_eq!(sandbox.json("halt status"), serde_json::json!([]));
    let cleared = &sandbox.json("audit log --kind halt.clear")[0];
    assert_eq!(cleared["actor"], "supervisor");
}

#[test]
fn what_is_approved_is_what_was_on_the_screen() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let sandbox = Sandbox::with_database();
    sandbox.ok("mode set autonomous --reason x");
    let ran = sandbox.try_line("cycle run --symbol EURUSD --gate execution");
    assert_eq!(ran.code, 9, "{}", ran.stderr);
    let cycle = sandbox.json("cycle list")[0]["cycle_id"].clone();
    let cycle = cycle.as_str().unwrap();
    let server = Server::start(&sandbox);
    log_in(&browser, &server);
    let card = browser.text("article.waits");
    for told in [
        "EURUSD",
        "waits before execution",
        "an order may be placed",
        "strategy ok",
    ] {
        assert!(card.contains(told), "{told}: {card}");
    }
    browser.click(".waits .act > summary");
    sandbox.ok(&format!("state write --cycle {cycle} --key note --value 1"));
    // The card stays as it was opened, and tells that it is not current.
    browser.until("!document.querySelector('.waits .stale').hidden");
    browser.click(".waits button.primary");
    browser.until("document.querySelector('.failed h1')?.innerText === 'Refused'");
    let waiting = &sandbox.json(&format!("cycle show {cycle}"))["waiting"];
    assert!(waiting["approved_by"].is_null(), "{waiting}");

    browser.open(&server.url("/"));
    browser.click(".waits .act > summary");
    browser.click(".waits button.primary");
    browser.until(
        "document.querySelector('.waits h3')?.innerText.includes('approved, to be resumed')",
    );
    let waiting = &sandbox.json(&format!("cycle show {cycle}"))["waiting"];
    assert_eq!(waiting["approved_by"], "supervisor");
}

#[test]
fn what_the_command_line_commits_is_shown_within_a_second() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let sandbox = Sandbox::with_database();
    let server = Server::start(&sandbox);
    log_in(&browser, &server);
    // What somebody is typing is left alone.
    browser.click(".halt > summary");
    browser.fill("#halt-reason", "half a rea");
    // An update comes first, so that the page listens.
    sandbox.ok("msg send --to risk --subject first --payload 0");
    browser.until("document.querySelector('.tiles').innerText.includes('oldest 1,')");
    for round in 1..=3 {
        let began = Instant::now();
        sandbox.ok("cycle start --symbol EURUSD");
        browser.until("document.querySelector('table.cycles')?.innerText.includes('EURUSD')");
        let took = began.elapsed();
        assert!(took < Duration::from_secs(1), "round {round} took {took:?}");
        sandbox.ok("cycle fail latest --error done");
        browser.until("!document.querySelector('table.cycles')");
    }
    sandbox.ok("halt --reason stop --as risk");
    let took = browser.until("document.querySelector('#alert strong')");
    assert!(took < Duration::from_secs(1), "{took:?}");
    assert_eq!(
        browser.run("return document.title"),
        "HALTED · Overview · flowrex-coord"
    );
    let focused = browser.run("return [document.activeElement.id, document.activeElement.value]");
    assert_eq!(focused, serde_json::json!(["halt-reason", "half a rea"]));
    assert_eq!(
        browser.run("return document.querySelector('#halt').open"),
        true
    );
    browser.press(ESCAPE);
    browser.until("!document.querySelector('#halt').open");
}

#[test]
fn the_page_goes_on_after_a_restart_of_the_server() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let sandbox = Sandbox::with_database();
    let server = Server::start(&sandbox);
    let address = server.address.clone();
    log_in(&browser, &server);
    browser.run("window.isTheSame = true");
    drop(server);
    browser.until("document.querySelector('#connection').innerText.includes('is lost')");
    sandbox.ok("cycle start --symbol EURUSD");
    let server = Server::start_at(&sandbox, &address);
    // Sessions end with the server: the page says so.
    browser.until("document.querySelector('#connection a')?.innerText === 'Log in'");
    // Logged in again, in another tab, say, it goes on by itself.
    browser.run(&format!("fetch('{}', {{redirect: 'manual'}})", server.link));
    browser.until("document.querySelector('table.cycles')?.innerText.includes('EURUSD')");
    browser.until("document.querySelector('#connection').hidden");
    sandbox.ok("cycle start --symbol USDJPY");
    browser.until("document.querySelector('table.cycles').innerText.includes('USDJPY')");
    assert_eq!(browser.run("return window.isTheSame"), true);
    // Its forms carry the word of the new session.
    browser.click(".who button");
    browser.until("document.querySelector('#token')");
}

#[test]
fn the_keyboard_is_enough() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let sandbox = Sandbox::with_database();
    let token = sandbox.ok("-q agent enroll risk");
    let server = Server::start(&sandbox);
    browser.open(&server.url("/login"));
    browser.press(&token);
    browser.press(ENTER);
    browser.until(ALL_IS_WELL);
    // The first stop leads past the head; each stop can be seen.
    browser.press(TAB);
    assert_eq!(focused(&browser), "Skip to the content");
    let mut stops = Vec::new();
    while focused(&browser) != "Halt" {
        browser.press(TAB);
        let is_seen = browser.run(
            "const style = getComputedStyle(document.activeElement); \
             return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2",
        );
        stops.push(focused(&browser));
        assert_eq!(is_seen, true, "{stops:?}");
        assert!(stops.len() < 15, "{stops:?}");
    }
    for stop in [
        "Overview",
        "Cycles",
        "Messages",
        "Agents",
        "Halts",
        "Audit log",
        "Log out",
    ] {
        assert!(stops.iter().any(|text| text == stop), "{stop}: {stops:?}");
    }
    browser.press(ENTER);
    browser.until("document.querySelector('#halt').open");
    while browser.run("return document.activeElement.id") != "halt-reason" {
        browser.press(TAB);
    }
    browser.press("by hand");
    browser.press(TAB);
    browser.press(" ");
    browser.press(TAB);
    browser.press(ENTER);
    browser.until("document.querySelector('#alert strong')");
    let halt = &sandbox.json("halt status")[0];
    assert_eq!(
        (&halt["reason"], &halt["requested_by"]),
        (&"by hand".into(), &"risk".into())
    );
}

/// What the element with the focus says.
fn focused(browser: &Browser) -> String {
    let text = browser.run("return document.activeElement.innerText.trim()");
    text.as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_console_stays_empty_and_no_other_host_is_asked() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let sandbox = Sandbox::with_database();
    let ran = sandbox.try_line("cycle run --symbol EURUSD --gate execution");
    assert_eq!(ran.code, 9, "{}", ran.stderr);
    let cycle = sandbox.json("cycle list")[0]["cycle_id"].clone();
    let ran = sandbox.run(&[
        "msg",
        "send",
        "--to",
        "risk",
        "--subject",
        "<script>x()</script>",
        "--payload",
        "\"<img src=http://evil.example/>\"",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let server = Server::start(&sandbox);
    browser.open(&server.url("/login"));
    log_in(&browser, &server);
    let cycle = format!("/cycles/{}", cycle.as_str().unwrap());
    let pages = PAGES
        .into_iter()
        .chain([cycle.as_str(), "/messages/1", "/messages/5"]);
    for page in pages {
        browser.open(&server.url(page));
        browser.until("document.querySelector('main h1') && document.styleSheets.length === 1");
    }
    sandbox.ok("halt --reason x");
    browser.until("document.querySelector('#alert strong')");
    assert_eq!(browser.console(), [""; 0]);
    let requests = browser.requests();
    assert!(requests.len() > 20, "{requests:?}");
    for request in requests {
        let is_own = request.starts_with(&server.url("/")) || request.starts_with("data:");
        assert!(is_own, "{request}");
    }
}

#[test]
fn every_form_works_without_a_script() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let sandbox = Sandbox::with_database();
    let ran = sandbox.try_line("cycle run --symbol EURUSD --gate execution");
    assert_eq!(ran.code, 9, "{}", ran.stderr);
    let server = Server::start(&sandbox);
    browser.without_scripts();
    browser.open(&server.url(&server.link));
    browser.click(".waits .act > summary");
    browser.fill(".waits input[name=reason]", "not today");
    browser.click(".waits form[action='/reject'] button");
    browser.until("document.querySelector('.tiles').innerText.includes('failed')");
    assert_eq!(sandbox.json("cycle list")[0]["phase"], "failed");

    browser.click(".halt > summary");
    browser.fill("#halt-reason", "no script");
    browser.click(".halt input[name=confirm]");
    browser.click(".halt button.solid");
    browser.until("document.querySelector('#alert strong')");
    browser.click("article.halted .act > summary");
    browser.fill("article.halted input[name=reason]", "done");
    browser.click("article.halted button.primary");
    browser.until("!document.querySelector('#alert strong')");

    browser.open(&server.url("/messages"));
    browser.fill("input[name=to]", "risk");
    browser.click(".filters button");
    browser.until("location.search.includes('to=risk')");
    browser.click(".who button");
    browser.until("document.querySelector('#token')");
}
