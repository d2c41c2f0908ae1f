//! A real terminal for the tests that need one.

use std::io;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::common::{Sandbox, tool};

/// How many terminals were started.
static STARTED: AtomicUsize = AtomicUsize::new(0);

/// A terminal in which something runs, until it is dropped.
pub struct Tmux(PathBuf);

impl Tmux {
    /// Starts a line in one. None, and a word about it, where there is no `tmux`.
    pub fn start(sandbox: &Sandbox, line: &str) -> Option<Self> {
        Self::of_size(sandbox, (80, 24), line)
    }

    /// The same in one of this width and height.
    pub fn of_size(sandbox: &Sandbox, (width, height): (u16, u16), line: &str) -> Option<Self> {
        // Each has a server of its own: the one before may be about to end.
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let terminal = Self(sandbox.path().join(format!("tmux{number}")));
        if !tool("tmux") {
            return None;
        }
        let (width, height) = (width.to_string(), height.to_string());
        let folder = sandbox.path().to_str().unwrap();
        let size = ["-x", &width, "-y", &height];
        terminal.ask(&[&["new-session", "-d", "-c", folder], &size[..], &[line]].concat());
        Some(terminal)
    }

    fn tmux(&self, words: &[&str]) -> io::Result<Output> {
        let mut tmux = Command::new("tmux");
        tmux.args(["-f", "/dev/null", "-S"])
            .arg(&self.0)
            .args(words);
        tmux.env("LC_ALL", "C.UTF-8").output()
    }

    fn ask(&self, words: &[&str]) -> String {
        let output = self.tmux(words).unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Gives it this width and height.
    pub fn resize(&self, (width, height): (u16, u16)) {
        let (width, height) = (width.to_string(), height.to_string());
        self.ask(&["resize-window", "-x", &width, "-y", &height]);
    }

    /// What is on the screen, with its colours.
    pub fn coloured(&self) -> String {
        self.ask(&["capture-pane", "-e", "-p"])
    }

    /// Waits until these words are gone from the screen, then types the keys.
    pub fn once_without(&self, words: &str, keys: &[&str]) {
        let began = Instant::now();
        while self.ask(&["capture-pane", "-p"]).contains(words) {
            assert!(began.elapsed().as_secs() < 20, "{words} stays");
            std::thread::sleep(Duration::from_millis(5));
        }
        self.ask(&[&["send-keys"], keys].concat());
    }

    /// Waits for the question, and types `y` until it was answered with these words: one that
    /// is typed while the question is being drawn is discarded.
    pub fn confirm(&self, question: &str, expected: &str) {
        self.once(question, &[]);
        let began = Instant::now();
        loop {
            let shown = self.ask(&["capture-pane", "-p"]);
            if shown.contains(expected) {
                return;
            }
            assert!(began.elapsed().as_secs() < 20, "no {expected} in\n{shown}");
            self.ask(&["send-keys", "y"]);
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Types the key until these words are gone from the screen, for the same reason.
    pub fn until_without(&self, words: &str, key: &str) {
        let began = Instant::now();
        while self.ask(&["capture-pane", "-p"]).contains(words) {
            assert!(began.elapsed().as_secs() < 20, "{words} stays");
            self.ask(&["send-keys", key]);
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until these words stand on the screen, then types the keys.
    pub fn once(&self, words: &str, keys: &[&str]) {
        let began = Instant::now();
        loop {
            let shown = self.ask(&["capture-pane", "-p"]);
            if shown.contains(words) {
                break;
            }
            assert!(began.elapsed().as_secs() < 20, "no {words} in\n{shown}");
            std::thread::sleep(Duration::from_millis(5));
        }
        if !keys.is_empty() {
            self.ask(&[&["send-keys"], keys].concat());
        }
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        // What ran in it may have ended, and the server with it.
        let _ = self.tmux(&["kill-server"]);
    }
}
