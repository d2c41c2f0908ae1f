//! A real terminal for the tests that need one.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::common::Sandbox;

/// A terminal in which something runs, until it is dropped.
pub struct Tmux(PathBuf);

impl Tmux {
    /// Starts a line in one. None, and a word about it, where there is no `tmux`.
    pub fn start(sandbox: &Sandbox, line: &str) -> Option<Self> {
        Self::of_size(sandbox, (80, 24), line)
    }

    /// The same in one of this width and height.
    pub fn of_size(sandbox: &Sandbox, (width, height): (u16, u16), line: &str) -> Option<Self> {
        let terminal = Self(sandbox.path().join("tmux"));
        let (width, height) = (width.to_string(), height.to_string());
        let folder = sandbox.path().to_str().unwrap();
        let session = [
            "new-session",
            "-d",
            "-c",
            folder,
            "-x",
            &width,
            "-y",
            &height,
            line,
        ];
        let begun = terminal.ask(&session);
        if begun.is_none() {
            eprintln!("SKIPPED: a terminal is made with `tmux`");
        }
        begun.map(|_| terminal)
    }

    fn ask(&self, words: &[&str]) -> Option<String> {
        let mut tmux = Command::new("tmux");
        tmux.arg("-S").arg(&self.0).args(words);
        let output = tmux.env("LC_ALL", "C.UTF-8").output().ok()?;
        Some(String::from_utf8(output.stdout).unwrap())
    }

    /// What is on the screen, with its colours.
    pub fn coloured(&self) -> String {
        self.ask(&["capture-pane", "-e", "-p"]).unwrap()
    }

    /// Waits until these words stand on the screen, then types the keys.
    pub fn once(&self, words: &str, keys: &[&str]) {
        let began = Instant::now();
        loop {
            let shown = self.ask(&["capture-pane", "-p"]).unwrap();
            if shown.contains(words) {
                break;
            }
            assert!(began.elapsed().as_secs() < 20, "no {words} in\n{shown}");
            std::thread::sleep(Duration::from_millis(5));
        }
        self.ask(&[&["send-keys"], keys].concat());
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.ask(&["kill-server"]);
    }
}
