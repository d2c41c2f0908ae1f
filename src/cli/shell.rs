//! The shells that can be answered while they complete a command line, and the script that
//! makes them ask.

use std::io;

use clap_complete::env::{Bash, Fish, Shells, Zsh};

/// The variable of the environment in which a shell says which one it is.
pub(super) const VARIABLE: &str = "FLOWREX_COMPLETE";

/// The shells that can be answered.
pub(super) const SHELLS: Shells<'_> = Shells(&[&Bash, &Fish, &Zsh]);

/// What `zsh` needs beside to complete at the first key press, where it has found the
/// script by its name.
const AUTOLOADED: &str = r#"
if [[ "${funcstack[1]}" == _flowrex-coord ]]; then
    _clap_dynamic_completer_flowrex_coord
fi
"#;

/// The script that makes a shell ask, for those that can be answered.
pub(super) fn script(shell: &str) -> Option<io::Result<String>> {
    let completer = SHELLS.completer(shell)?;
    let name = "flowrex-coord";
    let mut script = Vec::new();
    let written = completer.write_registration(VARIABLE, name, name, name, &mut script);
    if completer.is("zsh") {
        script.extend(AUTOLOADED.bytes());
    }
    Some(written.map(|()| String::from_utf8_lossy(&script).into_owned()))
}
