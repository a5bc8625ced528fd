//! Opens the user's editor at a line of the campaign file.
//!
//! `$VISUAL`, else `$EDITOR`, else `vi`; its words are split as a shell would, and no shell is involved. What it does
//! not do: it does not leave the full screen; the loop does that before, and stops reading keys.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus};

use super::words::{self, Unfinished};

/// The editor, as the user has named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    program: String,
    arguments: Vec<String>,
}

/// How an editor is told the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `+12 FILE`
    Plus,
    /// `FILE:12`
    Colon,
    /// `--wait FILE:12`
    WaitColon,
    /// `--wait --goto FILE:12`
    WaitGoto,
    /// `--wait --line 12 FILE`
    WaitLine,
    /// `FILE`: who knows.
    Plain,
}

fn style(program: &str) -> Style {
    let name = Path::new(program).file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    match name {
        "vi" | "vim" | "nvim" | "view" | "gvim" | "mvim" | "ex" | "elvis" | "nano" | "pico" | "emacs"
        | "emacsclient" | "mg" | "zile" | "kak" | "micro" | "joe" | "jmacs" | "ne" | "mcedit" | "jed" => Style::Plus,
        "hx" | "helix" => Style::Colon,
        "subl" | "zed" | "zeditor" => Style::WaitColon,
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" | "positron" => Style::WaitGoto,
        "mate" => Style::WaitLine,
        _ => Style::Plain,
    }
}

impl Editor {
    /// The editor that `command` names, such as `code --new-window`. `None` when it names none.
    pub fn named(command: &str) -> Result<Option<Self>, Unfinished> {
        let mut words = words::split(command)?.into_iter();
        Ok(words.next().map(|program| Self { program, arguments: words.collect() }))
    }

    /// The editor for the environment's `command`; `vi` where it names none.
    pub fn or_vi(command: Option<&str>) -> Result<Self, Unfinished> {
        let named = command.map_or(Ok(None), Self::named)?;
        Ok(named.unwrap_or_else(|| Self { program: "vi".into(), arguments: Vec::new() }))
    }

    /// Its program, for messages.
    #[must_use]
    pub fn program(&self) -> &str {
        &self.program
    }

    /// The arguments that open `file` at `line` (from 1).
    #[must_use]
    pub fn arguments(&self, file: &Path, line: u32) -> Vec<OsString> {
        // An absolute path is never taken for an option.
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf()).into_os_string();
        let at_line = || {
            let mut place = file.clone();
            place.push(format!(":{line}"));
            place
        };
        let mut arguments: Vec<OsString> = self.arguments.iter().map(OsString::from).collect();
        let style = style(&self.program);
        if matches!(style, Style::WaitColon | Style::WaitGoto | Style::WaitLine)
            && !self.arguments.iter().any(|argument| argument == "--wait" || argument == "-w")
        {
            arguments.push("--wait".into());
        }
        match style {
            Style::Plus => arguments.extend([format!("+{line}").into(), file]),
            Style::Colon | Style::WaitColon => arguments.push(at_line()),
            Style::WaitGoto => arguments.extend(["--goto".into(), at_line()]),
            Style::WaitLine => arguments.extend(["--line".into(), line.to_string().into(), file]),
            Style::Plain => arguments.push(file),
        }
        arguments
    }

    /// Runs it on the terminal and waits for its end.
    #[expect(clippy::disallowed_methods, reason = "the engine room starts processes")]
    pub fn run(&self, file: &Path, line: u32) -> io::Result<ExitStatus> {
        Command::new(&self.program).args(self.arguments(file, line)).status()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(named: &str) -> String {
        let editor = Editor::or_vi(Some(named)).unwrap();
        let arguments = editor.arguments(Path::new("/c/q 1.toml"), 12);
        let arguments: Vec<_> = arguments.iter().map(|argument| argument.to_str().unwrap()).collect();
        format!("{} {}", editor.program(), arguments.join(" "))
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        for (named, expected) in [
            ("vim", "vim +12 /c/q 1.toml"),
            ("/usr/bin/nvim -R", "/usr/bin/nvim -R +12 /c/q 1.toml"),
            ("nano", "nano +12 /c/q 1.toml"),
            ("emacsclient -t -a ''", "emacsclient -t -a  +12 /c/q 1.toml"),
            ("kak", "kak +12 /c/q 1.toml"),
            ("micro", "micro +12 /c/q 1.toml"),
            ("hx", "hx /c/q 1.toml:12"),
            ("code", "code --wait --goto /c/q 1.toml:12"),
            ("code --wait", "code --wait --goto /c/q 1.toml:12"),
            ("subl -n", "subl -n --wait /c/q 1.toml:12"),
            ("mate -w", "mate -w --line 12 /c/q 1.toml"),
            ("my-editor", "my-editor /c/q 1.toml"),
            ("'/my apps/vim'", "/my apps/vim +12 /c/q 1.toml"),
            ("  ", "vi +12 /c/q 1.toml"),
        ] {
            assert_eq!(command(named), expected);
        }
    }

    #[test]
    fn without_a_name_it_is_vi() {
        assert_eq!(Editor::or_vi(None).unwrap().program(), "vi");
    }

    #[test]
    fn a_file_that_looks_like_an_option_is_none() {
        let arguments = Editor::or_vi(Some("vim")).unwrap().arguments(Path::new("-c quit.toml"), 1);
        assert!(Path::new(&arguments[1]).is_absolute());
    }

    #[test]
    fn the_editors_end_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let run = |named| Editor::or_vi(Some(named)).unwrap().run(folder.path(), 1);
        assert!(run("true").unwrap().success());
        assert!(!run("false").unwrap().success());
        assert_eq!(run("/nowhere/editor").unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
