//! The README and the pages in docs/ are run to the letter: every `console` block, in
//! order, a sandbox for each page, and what is printed must be what is shown there.
//!
//! `UPDATE_README=1 cargo test readme` writes what is printed into the pages.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::common::{Sandbox, normalized};

const MARK: &str = "---8<---";

#[test]
fn every_example_of_the_readme_prints_what_is_shown() {
    prints_what_is_shown("README.md");
}

#[test]
fn every_example_of_the_page_on_trust_prints_what_is_shown() {
    prints_what_is_shown("docs/TRUST.md");
}

fn prints_what_is_shown(page: &str) {
    if Command::new("python3").arg("-V").output().is_err() {
        eprintln!("SKIPPED: the examples of {page} need `python3`");
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let readme = fs::read_to_string(&path).unwrap();
    let printed = run(&commands(&readme));
    let now = with_output(&readme, &printed);
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, now).unwrap();
        return;
    }
    let shown = normalized(&readme);
    for (line, (now, shown)) in normalized(&now).lines().zip(shown.lines()).enumerate() {
        assert_eq!(now, shown, "{page}, about line {}", line + 1);
    }
    assert_eq!(readme.lines().count(), now.lines().count());
}

#[test]
fn the_exit_codes_of_the_readme_are_those_of_the_program() {
    use flowrex_coord::cli::exit_code;
    let readme = include_str!("../../README.md");
    let listed: Vec<u8> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(' ').next()?.parse().ok())
        .collect();
    let codes = [
        exit_code::DONE,
        exit_code::INTERNAL,
        exit_code::USAGE,
        exit_code::NOT_FOUND,
        exit_code::CONFLICT,
        exit_code::DEADLINE,
        exit_code::UNHEALTHY,
        exit_code::CYCLE_FAILED,
        exit_code::DENIED,
        exit_code::WAITING,
        exit_code::HALTED,
        exit_code::UNUSABLE_DATABASE,
        exit_code::IO,
        exit_code::BUSY,
        exit_code::HUNG_UP,
        exit_code::INTERRUPTED,
        exit_code::TERMINATED,
    ];
    assert_eq!(listed, codes);
}

#[test]
fn the_step_by_step_example_runs_a_whole_cycle() {
    let sandbox = Sandbox::new();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/step-by-step.sh");
    let ran = sandbox.shell(&fs::read_to_string(script).unwrap());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let cycles = sandbox.json("cycle list");
    assert_eq!(cycles[0]["phase"], "completed");
    assert_eq!(cycles[0]["active_agents"]["execution"], "done");
    assert_eq!(cycles[0]["cycle_result"], serde_json::json!({"orders": 0}));
    assert_eq!(
        sandbox.json("msg list --status pending"),
        serde_json::json!([])
    );
}

/// The lines of all `console` blocks, and whether each is a command.
fn console_lines(readme: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut inside = false;
    readme.lines().filter_map(move |line| {
        if line.starts_with("```") {
            inside = line == "```console";
            return None;
        }
        inside.then_some((line.starts_with("$ "), line))
    })
}

fn commands(readme: &str) -> Vec<&str> {
    console_lines(readme)
        .filter(|(is_command, _)| *is_command)
        .map(|(_, line)| &line[2..])
        .collect()
}

/// Runs the commands one after the other in one shell. Returns what each printed.
fn run(commands: &[&str]) -> Vec<String> {
    let sandbox = Sandbox::new();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    symlink(examples, sandbox.path().join("examples")).unwrap();
    // The release build of the first command is the binary under test.
    let mut script = String::from("cargo() { shift 3; flowrex-coord \"$@\"; }\n");
    script.extend(
        commands
            .iter()
            .map(|command| format!("{command}\necho '{MARK}'\n")),
    );
    let mut shell = sandbox.bare_shell();
    let output = shell
        .arg(format!("exec 2>&1\n{script}"))
        .stderr(Stdio::inherit())
        .output();
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    let home = sandbox.path().display().to_string();
    let text = text.replace(&home, "/home/you");
    text.split(&format!("{MARK}\n"))
        .map(str::to_owned)
        .take(commands.len())
        .collect()
}

/// The page with what was printed below each command.
fn with_output(readme: &str, printed: &[String]) -> String {
    let mut printed = printed.iter();
    let mut text = String::new();
    let mut inside = false;
    for line in readme.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if inside && !line.starts_with("$ ") {
            continue;
        }
        text.push_str(line);
        text.push('\n');
        if inside && line.starts_with("$ ") {
            text.push_str(printed.next().unwrap());
        }
    }
    text
}
