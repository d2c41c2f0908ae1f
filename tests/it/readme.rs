//! The pages that people read. Every `sh` block of the README and of the pages for users is
//! executed, and the `text` block after it must show what it prints. Each section (`##`) runs
//! in a new folder. Blocks marked `sh no-run` need root, a checkout or a fixed port and are not
//! executed here.
//!
//! `UPDATE_README=1 cargo test --test it readme` writes the output into the pages.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use flowrex_coord::model::phase::Phase;

use crate::common::{Sandbox, normalized, tool};

const MARK: &str = "---8<---";

/// What a section must leave behind besides its output.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaves {
    Anything,
    /// A database in guide mode without a halt, so that no recipe affects the next one.
    NothingInForce,
}

#[test]
fn every_example_of_the_readme_prints_what_is_shown() {
    prints_what_is_shown("README.md", Leaves::Anything);
}

#[test]
fn every_recipe_of_the_cookbook_runs_on_its_own_and_prints_what_is_shown() {
    prints_what_is_shown("docs/COOKBOOK.md", Leaves::NothingInForce);
}

#[test]
fn every_example_of_the_guide_prints_what_is_shown() {
    prints_what_is_shown("docs/GUIDE.md", Leaves::Anything);
}

#[test]
fn every_example_of_the_reference_prints_what_is_shown() {
    prints_what_is_shown("docs/REFERENCE.md", Leaves::Anything);
}

#[test]
fn every_example_for_operators_prints_what_is_shown() {
    prints_what_is_shown("docs/OPERATIONS.md", Leaves::Anything);
}

#[test]
fn every_example_of_the_security_page_prints_what_is_shown() {
    prints_what_is_shown("SECURITY.md", Leaves::Anything);
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn prints_what_is_shown(page: &str, leaves: Leaves) {
    if !["python3", "curl"].into_iter().all(tool) {
        return;
    }
    let path = root().join(page);
    let shown = fs::read_to_string(&path).unwrap();
    let now: String = sections(&shown)
        .into_iter()
        .map(|section| with_output(section, &run_section(section, leaves)))
        .collect();
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, now).unwrap();
        return;
    }
    let (now, shown) = (normalized(&now), normalized(&shown));
    for (line, (now, shown)) in now.lines().zip(shown.lines()).enumerate() {
        assert_eq!(now, shown, "{page}, about line {}", line + 1);
    }
    assert_eq!(now.lines().count(), shown.lines().count(), "{page}");
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
fn the_exit_codes_of_the_reference_are_those_of_the_program() {
    use flowrex_coord::cli::exit_code;
    let reference = include_str!("../../docs/REFERENCE.md");
    let section = sections(reference)
        .into_iter()
        .find(|section| section.starts_with("## Exit codes\n"));
    let listed: Vec<u8> = section
        .unwrap()
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

/// The parts of a page: what comes before its first heading of level two, and then each
/// section with its heading.
fn sections(page: &str) -> Vec<&str> {
    let headings = page.match_indices("\n## ").map(|(at, _)| at + 1);
    let mut bounds = vec![0];
    bounds.extend(headings);
    bounds.push(page.len());
    bounds
        .windows(2)
        .map(|pair| &page[pair[0]..pair[1]])
        .collect()
}

/// The `sh` blocks of a section.
fn commands(section: &str) -> Vec<&str> {
    section
        .split("\n```sh\n")
        .skip(1)
        .map(|rest| &rest[..rest.find("```").unwrap()])
        .collect()
}

/// Runs the blocks of a section one after the other, in one shell and in a new folder.
/// Returns what each has printed, stdout and stderr together.
fn run_section(section: &str, leaves: Leaves) -> Vec<String> {
    let commands = commands(section);
    if commands.is_empty() {
        return Vec::new();
    }
    let sandbox = Sandbox::new();
    symlink(root().join("examples"), sandbox.path().join("examples")).unwrap();
    let mut script = "exec 2>&1\n".to_owned();
    for command in &commands {
        script.extend([*command, "echo '", MARK, "'\n"]);
    }
    let mut shell = sandbox.bare_shell();
    let output = shell.arg(script).stderr(Stdio::inherit()).output();
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    if leaves == Leaves::NothingInForce {
        let heading = section.lines().next().unwrap();
        assert_eq!(sandbox.ok("mode -q"), "guide", "{heading}");
        let halts = sandbox.json("halt status");
        assert_eq!(halts, serde_json::json!([]), "{heading}");
    }
    let home = sandbox.path().display().to_string();
    let text = text.replace(&home, "/home/you");
    text.split(&format!("{MARK}\n"))
        .take(commands.len())
        .map(str::to_owned)
        .collect()
}

/// The section with a `text` block of what was printed after each `sh` block that printed
/// anything, in the place of the `text` blocks that are there.
fn with_output(section: &str, printed: &[String]) -> String {
    let mut blocks = section.split("\n```sh\n");
    let mut text = blocks.next().unwrap().to_owned();
    for (block, printed) in blocks.zip(printed) {
        let (command, rest) = block.split_once("```\n").unwrap();
        text.extend(["\n```sh\n", command, "```\n"]);
        if !printed.is_empty() {
            let end = if printed.ends_with('\n') { "" } else { "\n" };
            text.extend(["\n```text\n", printed, end, "```\n"]);
        }
        let shown = rest.trim_start_matches('\n').strip_prefix("```text\n");
        let rest = shown.map_or(rest, |shown| shown.split_once("```\n").unwrap().1);
        text.push_str(rest);
    }
    text
}

/// The pages that people read.
fn every_page() -> Vec<PathBuf> {
    let folders = ["", "docs", "examples/agents"].map(|folder| root().join(folder));
    let files = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap());
    let paths = files.map(|entry| entry.unwrap().path());
    let mut pages: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    pages.sort();
    assert!(pages.len() >= 12, "pages are missing: {pages:?}");
    pages
}

/// The text of a page without its blocks of code.
fn prose(page: &str) -> String {
    page.split("\n```").step_by(2).collect()
}

#[test]
fn what_a_reader_copies_from_a_block_can_be_run() {
    for path in every_page() {
        let page = fs::read_to_string(&path).unwrap();
        assert!(!page.contains("```console"), "{}", path.display());
        for command in commands(&page) {
            let prompt = command.lines().find(|line| line.starts_with("$ "));
            assert_eq!(prompt, None, "{}", path.display());
        }
    }
}

#[test]
fn every_link_between_the_pages_leads_somewhere() {
    for path in every_page() {
        let page = fs::read_to_string(&path).unwrap();
        let text = prose(&page);
        let targets = text.split("](").skip(1);
        for target in targets.map(|rest| rest.split_once(')').unwrap().0) {
            if target.starts_with("https://") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let to = match file {
                "" => path.clone(),
                file => path.parent().unwrap().join(file),
            };
            assert!(to.exists(), "{}: {target}", path.display());
            if !anchor.is_empty() {
                let page = fs::read_to_string(&to).unwrap();
                assert!(
                    anchors(&page).contains(anchor),
                    "{}: {target}",
                    path.display()
                );
            }
        }
    }
}

/// The anchors that GitHub gives the headings of a page.
fn anchors(page: &str) -> BTreeSet<String> {
    let text = prose(page);
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|heading| {
            let words = heading.trim_start_matches('#').trim().to_lowercase();
            words
                .chars()
                .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
        .collect()
}

#[test]
fn the_reference_names_every_setting_and_every_variable() {
    let sandbox = Sandbox::new();
    let reference = include_str!("../../docs/REFERENCE.md");
    let settings = sandbox.json("config show");
    for setting in settings.as_array().unwrap() {
        let name = setting["name"].as_str().unwrap();
        let key = name.rsplit('.').next().unwrap();
        assert!(reference.contains(&format!("`{key}`")), "{name}");
    }
    for variable in [
        "FLOWREX_DB",
        "FLOWREX_AGENT",
        "FLOWREX_TOKEN",
        "FLOWREX_OUTPUT",
        "FLOWREX_CONFIG",
        "FLOWREX_CYCLE",
        "FLOWREX_PHASE",
        "FLOWREX_COMMAND",
        "FLOWREX_DEADLINE",
        "NO_COLOR",
    ] {
        assert!(reference.contains(&format!("`{variable}`")), "{variable}");
    }
}

/// The first block of this kind in a page.
pub fn block<'a>(page: &'a str, kind: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("```{kind}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

#[test]
fn the_configuration_of_the_reference_is_taken() {
    let sandbox = Sandbox::new();
    let file = sandbox.path().join("config.toml");
    fs::write(file, block(include_str!("../../docs/REFERENCE.md"), "toml")).unwrap();
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
