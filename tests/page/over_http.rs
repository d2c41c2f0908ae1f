//! What the page answers to any client.

use super::common::Sandbox;
use super::http::ask;
use super::server::{Server, Visitor, value_of};

/// All pages that need nothing to exist.
pub const PAGES: [&str; 6] = ["/", "/cycles", "/messages", "/agents", "/halts", "/audit"];

#[test]
fn without_a_session_every_page_leads_to_the_login() {
    let sandbox = Sandbox::with_database();
    let server = Server::start(&sandbox);
    for page in PAGES {
        let reply = server.get(page);
        assert_eq!((reply.status, reply.header("location")), (303, "/login"));
        assert!(reply.body.is_empty(), "{}", reply.body);
    }
    let halted = ask(
        &server.address,
        "POST",
        "/halts",
        &[],
        "scope=everything&reason=x",
    );
    assert_eq!((halted.status, halted.header("location")), (303, "/login"));
    assert_eq!(sandbox.json("halt status"), serde_json::json!([]));
}

#[test]
fn the_link_works_once_and_its_cookie_is_for_this_site_and_no_script() {
    let sandbox = Sandbox::with_database();
    let server = Server::start(&sandbox);
    let wrong = server.get("/login?code=0000");
    assert_eq!(wrong.status, 401);
    let reply = server.get(&server.link);
    assert_eq!((reply.status, reply.header("location")), (303, "/"));
    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("flowrex_session="), "{cookie}");
    assert!(
        cookie.ends_with("; HttpOnly; SameSite=Strict; Path=/; Max-Age=43200"),
        "{cookie}"
    );
    let again = server.get(&server.link);
    assert_eq!((again.status, again.header("set-cookie")), (401, ""));
    assert!(again.body.contains("It works once"), "{}", again.body);
    assert_eq!(Visitor::with(&server, &reply).get("/").status, 200);
}

#[test]
fn a_token_logs_in_as_its_agent_and_a_wrong_one_is_not_repeated() {
    let sandbox = Sandbox::with_database();
    let token = sandbox.ok("-q agent enroll risk");
    let server = Server::start(&sandbox);
    let log_in = |token: &str| {
        let body = serde_urlencoded::to_string([("token", token)]).unwrap();
        ask(&server.address, "POST", "/login", &[], &body)
    };
    let wrong = log_in("flowrex-not-a-token");
    assert_eq!(wrong.status, 401);
    assert!(!wrong.body.contains("not-a-token"), "{}", wrong.body);
    let reply = log_in(&token);
    assert_eq!((reply.status, reply.header("location")), (303, "/"));
    let visitor = Visitor::with(&server, &reply);
    let page = visitor.get("/").body;
    assert!(page.contains(">risk</span>"), "{page}");
    assert!(!page.contains(&token));

    // It may halt, and it may not approve: the gate decides, as for a command.
    let halted = visitor.post(
        "/halts",
        &[
            ("scope", "symbol EURUSD"),
            ("reason", "odd prices"),
            ("confirm", "yes"),
        ],
    );
    assert_eq!((halted.status, halted.header("location")), (303, "/"));
    let halt = &sandbox.json("halt status")[0];
    assert_eq!(halt["requested_by"], "risk");
    let cleared = visitor.post("/halts/clear", &[("halt", "1"), ("reason", "fine")]);
    assert_eq!(cleared.status, 403);
    assert!(cleared.body.contains("Refused"), "{}", cleared.body);

    // Once its token is another, the session is worth nothing.
    sandbox.ok("-q agent enroll risk");
    assert_eq!(visitor.get("/").status, 303);
}

#[test]
fn a_session_ends_with_the_logout() {
    let sandbox = Sandbox::with_database();
    let server = Server::start(&sandbox);
    let visitor = server.visitor();
    assert_eq!(visitor.send("/logout", &[]).status, 403);
    let reply = visitor.post("/logout", &[]);
    assert_eq!((reply.status, reply.header("location")), (303, "/login"));
    assert!(reply.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(visitor.get("/").status, 303);
}

#[test]
fn a_form_without_the_word_of_the_session_changes_nothing() {
    let sandbox = Sandbox::with_database();
    let server = Server::start(&sandbox);
    let visitor = server.visitor();
    let halt = [("scope", "everything"), ("reason", "x"), ("confirm", "yes")];
    let forms: [(&str, &[(&str, &str)]); 6] = [
        ("/halts", &halt),
        ("/halts/clear", &[("halt", "1"), ("reason", "x")]),
        ("/approve", &[("cycle", "x")]),
        ("/reject", &[("cycle", "x")]),
        ("/reset", &[("agent", "risk")]),
        ("/requeue", &[("message", "1")]),
    ];
    let other = "0".repeat(64);
    for (path, fields) in forms {
        assert_eq!(visitor.send(path, fields).status, 403, "{path}");
        let wrong = [&[("csrf", other.as_str())], fields].concat();
        assert_eq!(visitor.send(path, &wrong).status, 403, "{path}");
    }
    assert_eq!(sandbox.json("halt status"), serde_json::json!([]));
    assert_eq!(visitor.post("/halts", &halt).status, 303);
    assert_eq!(sandbox.json("halt status")[0]["reason"], "x");
}

#[test]
fn a_page_of_another_site_sends_no_form() {
    let sandbox = Sandbox::with_database();
    let server = Server::start(&sandbox);
    for origin in ["http://evil.example", "null"] {
        let headers = [("Origin", origin)];
        let reply = ask(&server.address, "POST", "/login", &headers, "token=x");
        assert_eq!(reply.status, 403, "{origin}");
    }
}

#[test]
fn every_page_says_what_it_may_load_and_is_kept_nowhere() {
    let sandbox = Sandbox::with_database();
    let server = Server::start(&sandbox);
    let visitor = server.visitor();
    let pages = PAGES
        .into_iter()
        .chain(["/login", "/cycles/x", "/messages/99"]);
    for page in pages {
        let reply = visitor.get(page);
        let policy = reply.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self'"),
            "{page}: {policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{page}");
        assert_eq!(reply.header("referrer-policy"), "same-origin", "{page}");
        assert_eq!(reply.header("cache-control"), "no-store", "{page}");
        for inline in ["<style", " style=", "<script>", " onclick", "javascript:"] {
            assert!(!reply.body.contains(inline), "{page}: {inline}");
        }
    }
    let page = visitor.get("/").body;
    let assets: Vec<_> = page
        .split('"')
        .filter(|part| part.starts_with("/assets/"))
        .collect();
    assert!(assets.len() >= 3, "{page}");
    for asset in assets {
        let reply = server.get(asset);
        assert_eq!(reply.status, 200, "{asset}");
        assert!(reply.header("cache-control").contains("immutable"));
    }
    assert_eq!(server.get("/assets/style.css").status, 404);
}

#[test]
fn an_error_is_a_page_with_what_to_do_next() {
    let sandbox = Sandbox::with_database();
    let server = Server::start(&sandbox);
    let visitor = server.visitor();
    let expected = [
        ("/cycles/cycle_20260101_000000_00000000", 404),
        ("/cycles/x", 422),
        ("/messages/77", 404),
        ("/messages?from=nobody", 422),
        ("/cycles?phase=x", 422),
        ("/audit?before=x", 422),
    ];
    for (page, status) in expected {
        let reply = visitor.get(page);
        assert_eq!(reply.status, status, "{page}");
        assert!(
            reply.header("content-type").starts_with("text/html"),
            "{page}"
        );
        // The halt button is in reach there, too.
        assert!(reply.body.contains("action=\"/halts\""), "{page}");
    }
    let unconfirmed = visitor.post("/halts", &[("scope", "everything"), ("reason", "x")]);
    assert_eq!(unconfirmed.status, 422);
    assert_eq!(sandbox.json("halt status"), serde_json::json!([]));
}

#[test]
fn what_agents_say_is_shown_and_is_no_markup() {
    let sandbox = Sandbox::with_database();
    let cycle = sandbox.start_cycle("EURUSD");
    let evil = "<script>alert(1)</script>";
    for command in [
        vec![
            "msg",
            "send",
            "--to",
            "risk",
            "--subject",
            evil,
            "--payload",
        ],
        vec![
            "state", "write", "--cycle", &cycle, "--key", "note", "--value",
        ],
    ] {
        let value = format!("{{\"a\":\"{evil}\"}}");
        let args = [command.as_slice(), &[value.as_str()]].concat();
        let ran = sandbox.run(&args);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    let ran = sandbox.run(&["halt", "--reason", evil, "--symbol", "EURUSD"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let server = Server::start(&sandbox);
    let visitor = server.visitor();
    let pages = [
        "/",
        "/messages",
        "/halts",
        "/audit",
        &format!("/cycles/{cycle}"),
    ];
    for page in pages {
        let body = visitor.get(page).body;
        assert!(!body.contains(evil), "{page}");
        assert!(
            page == "/audit" || body.contains("&lt;script&gt;alert(1)"),
            "{page}"
        );
    }
}

#[test]
fn only_what_was_shown_is_approved_or_rejected() {
    let sandbox = Sandbox::with_database();
    let ran = sandbox.try_line("cycle run --symbol EURUSD --gate execution");
    assert_eq!(ran.code, 9, "{}", ran.stderr);
    let server = Server::start(&sandbox);
    let visitor = server.visitor();
    let shown = |page: &str| ["cycle", "before", "state"].map(|name| (name, value_of(name, page)));
    let first = shown(&visitor.get("/").body);
    let as_fields =
        |fields: &[(&'static str, String); 3]| -> Vec<(&'static str, String)> { fields.to_vec() };
    let send = |path: &str, fields: Vec<(&'static str, String)>| {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        visitor.post(path, &fields)
    };
    let cycle = first[0].1.clone();
    sandbox.ok(&format!("state write --cycle {cycle} --key note --value 1"));
    let late = send("/approve", as_fields(&first));
    assert_eq!(late.status, 409, "{}", late.body);
    assert!(late.body.contains("Refused"), "{}", late.body);
    let mut rejection = as_fields(&first);
    rejection.push(("reason", "no".to_owned()));
    assert_eq!(send("/reject", rejection).status, 409);
    let cycle_now = |field: &str| sandbox.json(&format!("cycle show {cycle}"))[field].clone();
    assert!(cycle_now("waiting")["approved_by"].is_null());

    let second = shown(&visitor.get(&format!("/cycles/{cycle}")).body);
    assert_ne!(first[2], second[2]);
    let approved = send("/approve", as_fields(&second));
    assert_eq!(approved.status, 303, "{}", approved.body);
    assert_eq!(cycle_now("waiting")["approved_by"], "supervisor");
    let mut rejection = as_fields(&second);
    rejection.push(("reason", "the spread is too wide".to_owned()));
    assert_eq!(send("/reject", rejection).status, 303);
    assert_eq!(cycle_now("phase"), "failed");
}

#[test]
fn the_pages_of_a_list_show_everything_once() {
    let sandbox = Sandbox::in_memory();
    let lines: Vec<_> = (0..120)
        .map(|n| format!("{{\"to\":\"risk\",\"subject\":\"s{n}\",\"payload\":{n}}}\n"))
        .collect();
    let lines = lines.concat();
    let ran = sandbox.with_input(&["-q", "msg", "send", "--batch", "-"], lines.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for n in 0..110 {
        sandbox.ok(&format!("agent add a{n}"));
    }
    let server = Server::start(&sandbox);
    let visitor = server.visitor();
    for (list, row) in [
        ("/messages?to=risk", "id=\"message-"),
        ("/audit", "id=\"event-"),
    ] {
        let mut seen = Vec::new();
        let mut next = Some(list.to_owned());
        let mut newer = Vec::new();
        while let Some(page) = next {
            let body = visitor.get(&page).body.replace("&amp;", "&");
            let rows: Vec<_> = body.split(row).skip(1).map(number).collect();
            newer.push(link(&body, "prev"));
            next = link(&body, "next");
            seen.push(rows);
        }
        let all: Vec<_> = seen.concat();
        let count = all.len() as u64;
        assert!(count > 110, "{list}: {count}");
        let expected: Vec<_> = (1..=count).rev().collect();
        assert_eq!(all, expected, "{list}");
        // And back, from the last page.
        let back = newer.last().unwrap().clone().unwrap();
        let body = visitor.get(&back).body.replace("&amp;", "&");
        let rows: Vec<_> = body.split(row).skip(1).map(number).collect();
        assert_eq!(rows, seen[seen.len() - 2], "{list}");
    }
}

/// The number at the beginning of a text.
fn number(text: &str) -> u64 {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

/// Where the link with this `rel` leads.
fn link(page: &str, rel: &str) -> Option<String> {
    let (before, _) = page.split_once(&format!("\" rel=\"{rel}\""))?;
    let (_, address) = before.rsplit_once("href=\"")?;
    Some(address.to_owned())
}
