//! The manual pages: one for each command, and well formed.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use flowrex_coord::cli::help;

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
        let text = fs::read_to_string(&page).unwrap();
        let help = sandbox.ok(format!("{path} --help").trim());
        let options = help
            .split_whitespace()
            .filter(|word| word.starts_with("--"));
        for option in options.map(|word| word.trim_end_matches([',', ']', '.', ':', ';', ')'])) {
            let shown = option.split(['=', '`', '<']).next().unwrap();
            let roff = shown.replace('-', "\\-");
            assert!(text.contains(&roff), "{name} does not tell {shown}");
        }
        if let Some(help) = help::of(path) {
            assert!(text.contains(".SH EXAMPLE") && text.contains(".SH \"EXIT STATUS\""));
            assert!(text.contains(&help.verb.replace('-', "\\-")), "{name}");
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

#[test]
fn a_page_takes_the_place_of_a_link_and_is_not_written_through_it() {
    let sandbox = Sandbox::new();
    let folder = sandbox.path().join("manual");
    fs::create_dir(&folder).unwrap();
    let victim = sandbox.path().join("victim");
    fs::write(&victim, "precious").unwrap();
    let page = |name: &str| folder.join(format!("flowrex-coord{name}.1"));
    symlink(&victim, page("")).unwrap();
    fs::hard_link(&victim, page("-status")).unwrap();
    symlink("nowhere", page("-halt")).unwrap();
    fs::write(page("-watch"), "an older page").unwrap();
    sandbox.ok("man manual");
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
    for name in ["", "-status", "-halt", "-watch"] {
        let found = fs::symlink_metadata(page(name)).unwrap();
        assert!(found.is_file(), "{name} is still a link");
        assert_eq!(found.permissions().mode() & 0o444, 0o444, "{name}");
        let text = fs::read_to_string(page(name)).unwrap();
        assert!(text.contains(".TH"), "{name} is no page");
    }
    assert!(!folder.join("nowhere").exists());
    let names = fs::read_dir(&folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name());
    assert!(
        names
            .into_iter()
            .all(|name| name.to_string_lossy().ends_with(".1"))
    );
}
