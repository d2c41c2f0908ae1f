//! The pages that say which test proves what name only tests that exist.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

fn page(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(root.join("docs").join(name)).unwrap()
}

/// Makes sure that the tests which the rows of tables name in a column, counted from
/// the end, exist, and that each row names one. Returns how many are named.
fn named_tests(tables: &str, column_from_end: usize) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests = tests_in(&[root.join("src"), root.join("tests")]);
    let mut named = 0;
    let mut rows = tables.lines().peekable();
    while let Some(row) = rows.next() {
        let is_head = rows.peek().is_some_and(|next| next.starts_with("| ---"));
        if !row.starts_with("| ") || row.starts_with("| ---") || is_head {
            continue;
        }
        let row = row.trim_end_matches(" |");
        let proof = row.rsplit(" | ").nth(column_from_end).unwrap();
        let proofs: Vec<_> = proof.split('`').skip(1).step_by(2).collect();
        assert!(!proofs.is_empty(), "no test named in: {row}");
        for name in proofs {
            assert!(tests.contains(name), "no test is called {name}: {row}");
            named += 1;
        }
    }
    named
}

#[test]
fn every_test_that_the_crosscheck_names_exists() {
    let named = named_tests(&page("CROSSCHECK.md"), 0);
    assert!(named >= 34, "the page has lost rows: {named} are named");
}

#[test]
fn every_test_that_the_table_of_faults_names_exists() {
    let page = page("RELIABILITY.md");
    let (faults, _) = page.split_once("## System call sweeps").unwrap();
    let named = named_tests(faults, 1);
    assert!(named >= 60, "the page has lost rows: {named} are named");
}

/// The names of all functions marked as tests below the folders.
fn tests_in(folders: &[PathBuf]) -> HashSet<String> {
    let mut names = HashSet::new();
    let mut folders = folders.to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                names.extend(tests_of(&fs::read_to_string(path).unwrap()));
            }
        }
    }
    names
}

fn tests_of(source: &str) -> Vec<String> {
    let marked = source.split("#[test]").skip(1);
    let name = |after: &str| {
        let mut lines = after.lines().map(str::trim);
        let line = lines.find_map(|line| line.strip_prefix("fn "))?;
        line.split('(').next().map(str::to_owned)
    };
    marked.filter_map(name).collect()
}
