//! The README and the pages in docs/ are run to the letter: every `console` block, in
//! order, a sandbox for each page and for each section of the README, and what is printed
//! must be what is shown there.
//!
//! `UPDATE_README=1 cargo test readme` writes what is printed into the pages.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Stdio;

use flowrex_coord::model::phase::Phase;

use crate::common::{Sandbox, normalized, tool};

const MARK: &str = "---8<---";

/// A script that does nothing.
const NOTHING: &str = ":\n";

#[test]
fn every_example_of_the_readme_prints_what_is_shown() {
    prints_what_is_shown("README.md");
}

#[test]
fn every_example_of_the_page_on_trust_prints_what_is_shown() {
    prints_what_is_shown("docs/TRUST.md");
}

#[test]
fn every_example_of_the_guide_prints_what_is_shown() {
    prints_what_is_shown("docs/GUIDE.md");
}

fn prints_what_is_shown(page: &str) {
    if !tool("python3") {
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let readme = fs::read_to_string(&path).unwrap();
    let printed: Vec<_> = match page {
        "README.md" => {
            let begin = block(section_of(&readme, "Recipes"), "sh");
            sections(&readme)
                .flat_map(|section| run_section(section, begin))
                .collect()
        }
        _ => run(&commands(&readme), &Sandbox::new(), NOTHING),
    };
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
fn the_diagram_of_the_guide_shows_every_move_and_no_other() {
    let guide = include_str!("../../docs/GUIDE.md");
    let diagram = block(guide, "mermaid");
    let phases = |names: &str| -> Vec<Phase> {
        let names = names.split('&');
        names.map(|name| name.trim().parse().unwrap()).collect()
    };
    let mut shown = BTreeSet::new();
    for line in diagram.lines().skip(1) {
        let chain: Vec<_> = line.split("-->").map(phases).collect();
        for link in chain.windows(2) {
            shown.extend(
                link[0]
                    .iter()
                    .flat_map(|&from| link[1].iter().map(move |&to| (from, to))),
            );
        }
    }
    let pairs = Phase::ALL
        .iter()
        .flat_map(|&from| Phase::ALL.iter().map(move |&to| (from, to)));
    let moves: BTreeSet<_> = pairs.filter(|(from, to)| from.may_move_to(*to)).collect();
    assert_eq!(shown, moves);
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

/// What is typed in all `console` blocks. Lines that begin with `> ` go on with the
/// command above them.
fn commands(page: &str) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let (true, Some(command)) = (inside, line.strip_prefix("$ ")) {
            commands.push(command.to_owned());
        } else if let (true, Some(more)) = (inside, line.strip_prefix("> ")) {
            commands.last_mut().unwrap().extend(["\n", more]);
        }
    }
    commands
}

/// The sections of a page, each with its heading.
fn sections(page: &str) -> impl Iterator<Item = &str> {
    let headings = page.match_indices("\n#").map(|(at, _)| at + 1);
    let bounds: Vec<_> = [0]
        .into_iter()
        .chain(headings)
        .chain([page.len()])
        .collect();
    let pairs: Vec<_> = bounds.windows(2).map(|pair| pair[0]..pair[1]).collect();
    pairs.into_iter().map(|range| &page[range])
}

/// The section with this heading.
fn section_of<'a>(page: &'a str, heading: &str) -> &'a str {
    let heading = format!("# {heading}\n");
    sections(page)
        .find(|section| section.trim_start_matches('#').starts_with(&heading[1..]))
        .unwrap()
}

/// Runs the commands of a section in a folder of its own, a recipe after `begin`. Nothing
/// that outlasts the commands is left different from what it was.
fn run_section(section: &str, begin: &str) -> Vec<String> {
    let commands = commands(section);
    if commands.is_empty() {
        return Vec::new();
    }
    let is_recipe = section.starts_with("### ");
    let sandbox = Sandbox::new();
    let printed = run(&commands, &sandbox, if is_recipe { begin } else { NOTHING });
    if is_recipe {
        let heading = section.lines().next().unwrap();
        assert_eq!(sandbox.ok("mode -q"), "guide", "{heading}");
        assert_eq!(
            sandbox.json("halt status"),
            serde_json::json!([]),
            "{heading}"
        );
    }
    printed
}

/// Runs the commands one after the other in one shell, after `begin`. Returns what each
/// printed.
fn run(commands: &[String], sandbox: &Sandbox, begin: &str) -> Vec<String> {
    if commands.iter().any(|command| command.contains("examples/")) {
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
        symlink(examples, sandbox.path().join("examples")).unwrap();
    }
    // The release build of the first command is the binary under test.
    let mut script =
        format!("cargo() {{ shift 3; flowrex-coord \"$@\"; }}\n{{\n{begin}}} > /dev/null 2>&1\n");
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
fn with_output(page: &str, printed: &[String]) -> String {
    let mut printed = printed.iter();
    let mut text = String::new();
    let mut inside = false;
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            inside = line == "```console";
        }
        let is_typed = line.starts_with("$ ") || line.starts_with("> ");
        if inside && !is_typed && !line.starts_with("```") {
            continue;
        }
        text.extend([line, "\n"]);
        let goes_on = lines.peek().is_some_and(|next| next.starts_with("> "));
        if inside && is_typed && !goes_on {
            text.push_str(printed.next().unwrap());
        }
    }
    text
}

/// The first block of this kind in a page.
pub fn block<'a>(page: &'a str, kind: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("```{kind}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

#[test]
fn the_configuration_of_the_readme_is_taken() {
    let sandbox = Sandbox::new();
    let file = sandbox.path().join("config.toml");
    fs::write(file, block(include_str!("../../README.md"), "toml")).unwrap();
    let shown = sandbox.json("--config config.toml config show");
    let value = |name: &str| {
        let mut settings = shown.as_array().unwrap().iter();
        let setting = settings.find(|setting| setting["name"] == name).unwrap();
        assert_eq!(setting["source"], "configuration file", "{name}");
        setting["value"].as_str().unwrap().to_owned()
    };
    assert_eq!(value("phase_timeout"), "1m 30s");
    assert_eq!(value("gates"), "execution");
    assert_eq!(value("agents.strategy"), "exec:./strategy.py --fast 10");
    assert_eq!(value("agents.risk"), "mailbox");
    assert_eq!(value("builtin.max_drawdown"), "0.15");
}

#[test]
fn what_the_page_on_the_example_agents_shows_can_be_typed() {
    if !tool("python3") {
        return;
    }
    let page = include_str!("../../examples/agents/README.md");
    // The one that goes on until Ctrl-C has tests of its own.
    let lines = block(page, "sh")
        .lines()
        .filter(|line| !line.contains("Ctrl-C"));
    let lines: Vec<_> = lines.collect();
    assert_eq!(lines.len(), 3);
    for line in lines {
        let sandbox = Sandbox::new();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/agents");
        let orders = sandbox.path().join("orders.csv");
        let mut shell = sandbox.bare_shell();
        let output = shell
            .current_dir(folder)
            .env("ORDERS", orders)
            .arg(line)
            .output();
        let answer: serde_json::Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
        assert_eq!(answer["status"], "ok", "{line}: {answer}");
    }
}
