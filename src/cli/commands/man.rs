//! `man`: the manual pages, from the same definitions as the help.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory};
use clap_mangen::Man;

use super::Exit;
use crate::cli::Cli;
use crate::output::write_text;
use crate::store::Error;

#[derive(Debug, Args)]
pub(in crate::cli) struct ManArgs {
    /// The folder to write them to; made when missing. Pages of the same names are replaced
    dir: PathBuf,
}

pub(super) fn run(args: &ManArgs) -> anyhow::Result<Exit> {
    let pages = write_all(&args.dir).map_err(|error| Error::Io {
        doing: format!("write the manual to {}", args.dir.display()),
        problem: error.to_string(),
    })?;
    let lines = pages.iter().map(|page| format!("{}\n", page.display()));
    write_text(&lines.collect::<String>())?;
    Ok(Exit::DONE)
}

/// Writes a page for the program and for each of its commands. Returns their paths.
fn write_all(dir: &Path) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(dir)?;
    let mut program = Cli::command();
    program.build();
    let mut pages = Vec::new();
    let mut open = vec![program];
    while let Some(command) = open.pop() {
        let below = command.get_subcommands();
        // Help has a page of every command once more.
        open.extend(below.filter(|below| below.get_name() != "help").cloned());
        let page = Man::new(command).manual("flowrex-coord");
        let path = dir.join(page.get_filename());
        let mut text = Vec::new();
        page.render(&mut text)?;
        fs::write(&path, text)?;
        pages.push(path);
    }
    Ok(pages)
}
