//! The page that says which test proves which requirement names only tests
//! that exist.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_test_that_the_crosscheck_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/CROSSCHECK.md")).unwrap();
    let tests = tests_in(&[root.join("src"), root.join("tests")]);
    let rows: Vec<_> = page.lines().filter(|line| line.starts_with("| ")).collect();
    let mut named = 0;
    for row in rows
        .iter()
        .filter(|row| !row.starts_with("| ---") && !row.contains("| Proof |"))
    {
        let proof = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let proofs: Vec<_> = proof.split('`').skip(1).step_by(2).collect();
        assert!(!proofs.is_empty(), "no test named in: {row}");
        for name in proofs {
            assert!(tests.contains(name), "no test is called {name}: {row}");
            named += 1;
        }
    }
    assert!(
        named >= 34,
        "the page has lost rows: {named} tests are named"
    );
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
