//! The manual pages: one for each command, and well formed.

use std::process::Command;

use flowrex_coord::cli::help::Ending;

use crate::common::{Sandbox, tool};

/// The commands that the help of a command lists.
fn below(sandbox: &Sandbox, path: &str) -> Vec<String> {
    let help = sandbox.ok(format!("{path} --help").trim());
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = commands.take_while(|line| !line.is_empty());
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(|name| format!("{path} {name}").trim().to_owned())
        .collect()
}

/// Every command, the program itself among them.
fn commands(sandbox: &Sandbox) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut next = 0;
    while let Some(path) = found.get(next).cloned() {
        found.extend(below(sandbox, &path));
        next += 1;
    }
    found
}

#[test]
fn every_command_has_a_page_that_is_well_formed_and_tells_every_option() {
    let sandbox = Sandbox::new();
    let pages = sandbox.ok("man manual");
    let commands = commands(&sandbox);
    assert!(commands.len() > 50, "{commands:?}");
    assert_eq!(pages.lines().count(), commands.len());
    let has_man = tool("man");
    for path in &commands {
        let name = format!("flowrex-coord {path}").trim().replace(' ', "-");
        let page = sandbox.path().join(format!("manual/{name}.1"));
        let text = std::fs::read_to_string(&page).unwrap();
        let help = sandbox.ok(format!("{path} --help").trim());
        let options = help
            .split_whitespace()
            .filter(|word| word.starts_with("--"));
        for option in options.map(|word| word.trim_end_matches([',', ']', '.', ':', ';', ')'])) {
            let shown = option.split(['=', '`', '<']).next().unwrap();
            let roff = shown.replace('-', "\\-");
            assert!(text.contains(&roff), "{name} does not tell {shown}");
        }
        if let Some(ending) = Ending::of(path) {
            assert!(text.contains(".SH EXAMPLE") && text.contains(".SH \"EXIT STATUS\""));
            assert!(text.contains(&ending.verb.replace('-', "\\-")), "{name}");
        }
        assert!(!text.contains("help(1)"), "{name} leads to no page");
        if !has_man {
            continue;
        }
        let linted = Command::new("man")
            .args(["--warnings", "-Tutf8", "-Z", "-l"])
            .arg(&page)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&linted.stderr);
        assert!(linted.status.success() && said.is_empty(), "{name}: {said}");
    }
    sandbox.fails(74, "man /proc/nowhere");
}
