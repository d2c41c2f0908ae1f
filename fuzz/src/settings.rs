//! The configuration file, through the program itself: what `config show` prints
//! is what the file says, and a file that cannot be meant is refused.

use std::cell::RefCell;
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::os::fd::AsRawFd;
use std::process::ExitCode;

use flowrex_coord::cli;
use flowrex_coord::model::driver::Driver;
use flowrex_coord::model::duration;
use flowrex_coord::model::phase::{Phase, Worker};
use flowrex_coord::terminal::Format;
use rustix::fs::{MemfdFlags, memfd_create};
use rustix::stdio::dup2_stdout;
use serde_json::Value as Json;
use toml::{Table, Value};

/// Where the file lies, as far as the program can tell.
const FOLDER: &str = "/proc/self/fd";

/// The file, and what the program prints; both only in memory.
struct Files {
    config: File,
    printed: File,
}

impl Files {
    fn new() -> Self {
        let file = || File::from(memfd_create("fuzz", MemfdFlags::CLOEXEC).unwrap());
        let printed = file();
        dup2_stdout(&printed).unwrap();
        Self {
            config: file(),
            printed,
        }
    }

    /// Has the program show what is in force with this file.
    fn show(&mut self, text: &[u8]) -> (ExitCode, String) {
        for file in [&mut self.config, &mut self.printed] {
            file.set_len(0).unwrap();
            file.rewind().unwrap();
        }
        self.config.write_all(text).unwrap();
        let path = format!("{FOLDER}/{}", self.config.as_raw_fd());
        let args = [
            "flowrex-coord",
            "--config",
            &path,
            "-o",
            "json",
            "config",
            "show",
        ];
        let exit = cli::main(args.map(Into::into));
        let mut printed = String::new();
        self.printed.rewind().unwrap();
        self.printed.read_to_string(&mut printed).unwrap();
        (exit, printed)
    }
}

thread_local! {
    static FILES: RefCell<Files> = RefCell::new(Files::new());
}

/// Checks a configuration file.
pub fn config(text: &[u8]) {
    let (exit, printed) = FILES.with_borrow_mut(|files| files.show(text));
    let table = std::str::from_utf8(text)
        .ok()
        .and_then(|text| text.parse::<Table>().ok());
    let expected = table.as_ref().is_some_and(can_be_meant);
    let code = if expected {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    };
    assert_eq!(format!("{exit:?}"), format!("{code:?}"), "{printed}");
    let Some(table) = table.filter(|_| expected) else {
        return assert_eq!(printed, "");
    };
    let shown: Json = serde_json::from_str(&printed).unwrap();
    let shown = |name: &str| {
        let mut settings = shown.as_array().unwrap().iter();
        let found = settings.find(|setting| setting["name"] == name).unwrap();
        found["value"].as_str().map(str::to_owned)
    };
    for (key, value) in &table {
        match (key.as_str(), value) {
            ("db", Value::String(db)) if std::env::var_os("FLOWREX_DB").is_none() => {
                let path = std::path::Path::new(FOLDER).join(db);
                assert_eq!(shown("db"), Some(path.display().to_string()));
            }
            ("busy_timeout" | "phase_timeout", Value::String(time)) => {
                let shown = duration::parse(&shown(key).unwrap());
                assert_eq!(shown, duration::parse(time));
            }
            ("retries", Value::Integer(number)) => {
                assert_eq!(shown(key), Some(number.to_string()));
            }
            ("gates", Value::Array(names)) => {
                let names: Vec<_> = names.iter().filter_map(Value::as_str).collect();
                assert_eq!(shown(key), Some(names.join(", ")));
            }
            ("agents", Value::Table(agents)) => {
                for (name, driver) in agents {
                    let shown = shown(&format!("agents.{name}")).unwrap();
                    let asked: Driver = driver.as_str().unwrap().parse().unwrap();
                    assert_eq!(shown, asked.to_string());
                }
            }
            _ => {}
        }
    }
}

/// Whether every key is known, and every value means something.
fn can_be_meant(table: &Table) -> bool {
    table
        .iter()
        .all(|(key, value)| match (key.as_str(), value) {
            ("db", Value::String(_)) => true,
            ("output", Value::String(format)) => format.parse::<Format>().is_ok(),
            ("busy_timeout" | "phase_timeout", Value::String(time)) => {
                duration::parse(time).is_ok()
            }
            ("retries", Value::Integer(number)) => u32::try_from(*number).is_ok(),
            ("gates", Value::Array(names)) => names.iter().all(is_gate),
            ("agents", Value::Table(agents)) => agents.iter().all(|(name, driver)| {
                let driver = driver.as_str().map(str::parse::<Driver>);
                name.parse::<Worker>().is_ok() && driver.is_some_and(|driver| driver.is_ok())
            }),
            _ => false,
        })
}

fn is_gate(name: &Value) -> bool {
    let phase = name.as_str().map(str::parse::<Phase>);
    phase.is_some_and(|phase| phase.is_ok_and(Phase::can_be_gated))
}
