//! How the program is linked.

use std::env;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Links the unwinder, which only prints backtraces, statically. Finding, mapping and
    // binding it as a shared library makes `--version` take 1.09 times the processor time,
    // and `msg send` 1.04 times (`docs/PERFORMANCE.md`). Without this file the program is
    // linked as usual, and works.
    if is_for_this_machine() && has_static_unwinder() {
        println!("cargo::rustc-link-lib=static:-bundle=gcc_eh");
    }
}

fn is_for_this_machine() -> bool {
    let is = |name, value: &str| env::var(name).is_ok_and(|found| found == value);
    is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && env::var("HOST") == env::var("TARGET")
}

/// It comes with GCC; where it does not, the program is linked as usual.
fn has_static_unwinder() -> bool {
    let asked = Command::new("cc")
        .arg("-print-file-name=libgcc_eh.a")
        .output();
    asked
        .is_ok_and(|answer| Path::new(String::from_utf8_lossy(&answer.stdout).trim()).is_absolute())
}
