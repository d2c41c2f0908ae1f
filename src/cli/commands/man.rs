//! `man`: the manual pages, from the same definitions as the help.

use super::super::error::Result;
use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::cli::command_help::{CommandHelp, Program};
use crate::cli::exit_code::{Exit, MEANINGS};
use crate::store::Error;
use crate::terminal::write_text;

#[derive(Debug, Args)]
pub(in crate::cli) struct ManArgs {
    /// The folder to write them to; created if missing. Pages of the same names are replaced
    dir: PathBuf,
}

/// The example and the exit codes of the command.
pub(super) const HELP: &[CommandHelp] = &[CommandHelp::local("man", "manual", &[])];

pub(super) fn run(args: &ManArgs, program: Program) -> Result<Exit> {
    let pages = write_all(&args.dir, program).map_err(|error| Error::Io {
        doing: format!("write the manual to {}", args.dir.display()),
        problem: error.to_string(),
    })?;
    let lines = pages.iter().map(|page| format!("{}\n", page.display()));
    write_text(&lines.collect::<String>())?;
    Ok(Exit::DONE)
}

/// Writes a page for the program and for each of its commands. Returns their paths.
fn write_all(dir: &Path, program: Program) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(dir)?;
    let mut pages = Vec::new();
    let mut open = vec![(String::new(), (program.tree)())];
    while let Some((verb, mut command)) = open.pop() {
        for below in command.get_subcommands_mut() {
            // Help has a page of every command once more.
            if below.get_name() == "help" {
                *below = std::mem::take(below).hide(true);
                continue;
            }
            let verb = format!("{verb} {}", below.get_name());
            open.push((verb.trim_start().to_owned(), below.clone()));
        }
        let path = dir.join(Man::new(command.clone()).get_filename());
        replace(dir, &path, &page(&verb, command, program)?)?;
        pages.push(path);
    }
    Ok(pages)
}

/// Puts a file in the place of whatever bears its name: what that leads to, if it is a
/// link, is not written to.
fn replace(dir: &Path, path: &Path, text: &[u8]) -> io::Result<()> {
    let mut draft = tempfile::Builder::new()
        .prefix(".flowrex-coord-man-")
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(dir)?;
    draft.write_all(text)?;
    draft.persist(path)?;
    Ok(())
}

fn page(verb: &str, command: Command, program: Program) -> io::Result<Vec<u8>> {
    let version = concat!("flowrex-coord ", env!("CARGO_PKG_VERSION"));
    let mut text = Vec::new();
    Man::new(command)
        .manual("flowrex-coord")
        .source(version)
        .render(&mut text)?;
    ending(verb, program).to_writer(&mut text)?;
    Ok(text)
}

/// What the page of a command ends with.
fn ending(verb: &str, program: Program) -> Roff {
    let mut page = Roff::default();
    let ending = (program.help)(verb);
    if let Some(help) = ending {
        page.control("SH", ["EXAMPLE"]).control("nf", []);
        page.text([roman(help.example())]).control("fi", []);
    }
    let codes: Vec<_> = match ending {
        Some(help) => help.codes().collect(),
        None if verb.is_empty() => MEANINGS.to_vec(),
        None => Vec::new(),
    };
    if !codes.is_empty() {
        page.control("SH", ["EXIT STATUS"]);
    }
    for (code, meaning) in codes {
        page.control("TP", []).text([bold(code.to_string())]);
        page.text([roman(meaning)]);
    }
    if !verb.is_empty() {
        page.control("SH", ["SEE ALSO"]);
        page.text([bold("flowrex-coord"), roman("(1)")]);
    }
    page
}
