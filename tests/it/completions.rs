//! The completions that are checked in are those that the program prints.

use std::fs;
use std::path::Path;

use crate::common::Sandbox;

#[test]
fn the_completions_are_current() {
    let files = [
        ("bash", "flowrex-coord.bash"),
        ("zsh", "_flowrex-coord"),
        ("fish", "flowrex-coord.fish"),
        ("elvish", "flowrex-coord.elv"),
        ("powershell", "_flowrex-coord.ps1"),
    ];
    let sandbox = Sandbox::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    for (shell, file) in files {
        let printed = sandbox.run(&["completions", shell]).stdout;
        let stored = fs::read_to_string(folder.join(file)).unwrap();
        assert!(
            printed == stored,
            "completions/{file} is old: flowrex-coord completions {shell} > completions/{file}"
        );
    }
    assert_eq!(fs::read_dir(folder).unwrap().count(), files.len());
    assert!(
        !sandbox.database().exists(),
        "printing completions made a database"
    );
}
