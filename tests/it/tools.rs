//! The tools that tests use: skipped by name where one is missing, and required where
//! it must not be.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Runs a test that uses a tool, where no tool can be found.
fn without_tools(required: Option<&str>) -> Output {
    let mut test = Command::new(std::env::current_exe().unwrap());
    test.args([
        "--exact",
        "commits::a_message_waits_for_the_disk_once_and_a_look_never",
        "--nocapture",
    ]);
    test.env_remove("FLOWREX_REQUIRE_TOOLS").env("PATH", "");
    if let Some(required) = required {
        test.env("FLOWREX_REQUIRE_TOOLS", required);
    }
    test.output().unwrap()
}

#[test]
fn a_tool_that_is_missing_is_skipped_by_name_and_fails_where_it_is_required() {
    for not_required in [None, Some("0")] {
        let skipped = without_tools(not_required);
        let said = String::from_utf8_lossy(&skipped.stderr);
        assert!(skipped.status.success(), "{said}");
        assert!(
            said.contains("SKIPPED: `strace` is not installed"),
            "{said}"
        );
    }
    let failed = without_tools(Some("1"));
    let said = String::from_utf8_lossy(&failed.stderr);
    assert!(!failed.status.success(), "{said}");
    assert!(
        said.contains("`strace` is not installed; FLOWREX_REQUIRE_TOOLS is set"),
        "{said}"
    );
}

#[test]
fn every_test_that_skips_anything_does_so_by_the_common_helper() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut folders = vec![tests.clone()];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            seen += 1;
            let is_one_of_the_two = path.ends_with("it/common.rs") || path.ends_with("it/tools.rs");
            let text = fs::read_to_string(&path).unwrap_or_default();
            let says = text.to_lowercase().contains("skipped:");
            assert!(
                is_one_of_the_two || !says,
                "{} skips by itself: use `common::skip` or `common::tool`",
                path.display()
            );
        }
    }
    assert!(seen > 50, "only {seen} files in {}", tests.display());
}
