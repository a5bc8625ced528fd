//! Copies a text: through the terminal, and through the platform's tool where there is one.
//!
//! Whether a terminal understands OSC 52 cannot be known without asking it, which we never do. So the sequence is always
//! sent (it also works from a distant machine), and a tool of this machine gets the same text besides. Neither blocks:
//! the loop writes the sequence with its next output, and the tool runs in a thread of its own.

use std::ffi::OsStr;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;

use super::environment::Display;
use super::store::plain;

/// The longest text that terminals are known to take in one sequence.
const TERMINAL_TAKES: usize = 74_994 / 4 * 3;

/// The sequence that has the terminal copy `text`; `None` when the text is too long for terminals.
#[must_use]
pub fn sequence(text: &str) -> Option<String> {
    let mut sequence = String::new();
    (text.len() <= TERMINAL_TAKES).then(|| {
        // Writing to a text cannot fail.
        let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence);
        sequence
    })
}

/// A program that takes a text on its standard input and copies it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tool {
    program: PathBuf,
    arguments: &'static [&'static str],
}

impl Tool {
    /// The tool for the display, if it is installed in one of the folders of `path`.
    #[must_use]
    pub fn find(display: Display, path: Option<&OsStr>) -> Option<Self> {
        let candidates: &[(&str, &[&str])] = match display {
            Display::Wayland => &[("wl-copy", &[])],
            Display::X11 => &[("xclip", &["-selection", "clipboard", "-in"]), ("xsel", &["--clipboard", "--input"])],
            Display::MacOs => &[("pbcopy", &[])],
            Display::Distant | Display::Unknown => &[],
        };
        candidates.iter().find_map(|(name, arguments)| Some(Self { program: in_path(name, path)?, arguments }))
    }

    /// Copies `text`. `report` is told from another thread how that went.
    #[expect(clippy::disallowed_methods, reason = "the engine room starts processes")]
    pub fn copy(&self, text: String, report: impl FnOnce(Result<(), String>) + Send + 'static) {
        let mut command = Command::new(&self.program);
        command.args(self.arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        // These programs stay to serve the text; the terminal's signals are not for them.
        command.process_group(0);
        let name = self.program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        std::thread::spawn(move || {
            let outcome = command.spawn().and_then(|mut child| {
                let written = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(text.as_bytes()));
                let status = child.wait()?;
                // One that failed has usually not read its input either; its failure is the reason then.
                if status.success() { written.map(|()| status) } else { Ok(status) }
            });
            report(match outcome {
                Ok(status) if status.success() => Ok(()),
                Ok(_) => Err(format!("`{name}` could not copy the text")),
                Err(error) => Err(format!("cannot copy with `{name}`: {}", plain(&error))),
            });
        });
    }
}

/// A program in one of the folders of `path`.
#[must_use]
pub fn in_path(name: &str, path: Option<&OsStr>) -> Option<PathBuf> {
    std::env::split_paths(path?).map(|folder| folder.join(name)).find(|file| is_program(file))
}

fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    fn install(folder: &Path, name: &str, script: &str) {
        std::fs::write(folder.join(name), script).unwrap();
        std::fs::set_permissions(folder.join(name), PermissionsExt::from_mode(0o755)).unwrap();
    }

    fn copy(tool: &Tool, text: &str) -> Result<(), String> {
        let (sender, outcome) = channel();
        tool.copy(text.into(), move |told| sender.send(told).unwrap());
        outcome.recv_timeout(Duration::from_secs(20)).unwrap()
    }

    #[test]
    fn the_terminal_is_given_the_text_as_osc_52() {
        assert_eq!(sequence("hi").unwrap(), "\x1b]52;c;aGk=\x1b\\");
    }

    #[test]
    fn control_characters_in_the_text_do_not_reach_the_terminal() {
        let sequence = sequence("\x1b[2J\x07").unwrap();
        assert!(sequence.strip_prefix("\x1b]52;c;").unwrap().strip_suffix("\x1b\\").unwrap().is_ascii());
        assert_eq!(sequence.matches('\x1b').count(), 2);
    }

    #[test]
    fn a_text_that_is_too_long_for_terminals_is_not_sent() {
        assert_eq!(sequence(&"x".repeat(TERMINAL_TAKES + 1)), None);
    }

    #[test]
    fn the_displays_tool_is_found_in_the_path() {
        let folder = tempfile::tempdir().unwrap();
        install(folder.path(), "xsel", "#!/bin/sh\n");
        install(folder.path(), "wl-copy", "#!/bin/sh\n");
        let path = Some(folder.path().as_os_str());
        assert_eq!(Tool::find(Display::X11, path).unwrap().program, folder.path().join("xsel"));
        assert_eq!(Tool::find(Display::Wayland, path).unwrap().program, folder.path().join("wl-copy"));
        assert_eq!(Tool::find(Display::MacOs, path), None);
        assert_eq!(Tool::find(Display::Distant, path), None);
        assert_eq!(Tool::find(Display::X11, None), None);
    }

    #[test]
    fn the_tool_gets_the_whole_text() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        install(folder.path(), "wl-copy", &format!("#!/bin/sh\ncat > '{}'\n", out.display()));
        let tool = Tool::find(Display::Wayland, Some(folder.path().as_os_str())).unwrap();
        let text = "Forecasting per store cut a grocer's stock-outs by 23 %.\n".repeat(5000);
        assert_eq!(copy(&tool, &text), Ok(()));
        assert_eq!(std::fs::read_to_string(out).unwrap(), text);
    }

    #[test]
    fn a_tool_that_fails_is_told() {
        let folder = tempfile::tempdir().unwrap();
        install(folder.path(), "wl-copy", "#!/bin/sh\nexit 1\n");
        let tool = Tool::find(Display::Wayland, Some(folder.path().as_os_str())).unwrap();
        assert_eq!(copy(&tool, "x"), Err("`wl-copy` could not copy the text".into()));
    }
}
