//! Speaks: gives a text to a speech program on its standard input, one after the other.
//!
//! Invariant: a text of the file is never an argument and never seen by a shell. Nothing waits for a voice: it has a
//! thread of its own, and one that does not come to an end is ended. While one text is spoken only the newest of
//! those that came meanwhile is kept: a burst of what has gone by already helps nobody.

use std::ffi::OsStr;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};

use super::store::plain;

/// No text takes longer to say.
const LONGEST: Duration = Duration::from_mins(1);
/// No text has more characters: more than a minute of speech. It also fits into a pipe at once.
const MOST: usize = 1_500;

/// The speech programs that are looked for, with what makes them read standard input.
const KNOWN: [&[&str]; 3] = [&["espeak-ng", "--stdin"], &["spd-say", "--pipe-mode"], &["say", "-f", "-"]];

/// A speech program: its words, of which the first is the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program(Vec<String>);

impl Program {
    /// From its words; `None`: there are none.
    #[must_use]
    pub fn new(words: Vec<String>) -> Option<Self> {
        words.first().is_some_and(|program| !program.is_empty()).then_some(Self(words))
    }

    /// The first known one in the folders of `path`.
    #[must_use]
    pub fn find(path: Option<&OsStr>) -> Option<Self> {
        let known = KNOWN.iter().find(|words| super::clipboard::in_path(words[0], path).is_some())?;
        Some(Self(known.iter().map(|word| (*word).to_owned()).collect()))
    }

    /// The names of the known ones, for people.
    #[must_use]
    pub fn known() -> String {
        KNOWN.map(|words| format!("`{}`", words[0])).join(", ")
    }
}

enum Word {
    Say(String),
    /// Answer when everything before has been said.
    Answer(Sender<()>),
}

/// The way to the voice; what it is saying is said to its end when this is dropped.
#[derive(Debug)]
pub struct Voice(Sender<Word>);

impl Voice {
    /// A voice. `report` is told from another thread what went wrong.
    #[expect(clippy::disallowed_methods, reason = "a voice has a thread of its own")]
    pub fn start(program: Program, report: impl Fn(String) + Send + 'static) -> Self {
        let (words, inbox) = mpsc::channel();
        std::thread::spawn(move || run(&program, &inbox, LONGEST, &report));
        Self(words)
    }

    /// Says a text.
    pub fn say(&self, text: &str) {
        drop(self.0.send(Word::Say(fit(text))));
    }

    /// Waits until all is said, at most for `patience`; `false`: it took longer.
    #[must_use]
    pub fn finish(&self, patience: Duration) -> bool {
        let (sender, done) = mpsc::channel();
        self.0.send(Word::Answer(sender)).is_ok() && done.recv_timeout(patience).is_ok()
    }
}

/// One line without anything that is not a word.
fn fit(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST).collect();
    clean.trim().to_owned() + "\n"
}

fn run(program: &Program, inbox: &Receiver<Word>, longest: Duration, report: &dyn Fn(String)) {
    let mut answers = Vec::new();
    while let Ok(first) = inbox.recv() {
        let mut text = None;
        for word in std::iter::once(first).chain(inbox.try_iter()) {
            match word {
                Word::Say(newer) => text = Some(newer),
                Word::Answer(answer) => answers.push(answer),
            }
        }
        if let Some(Err(why)) = text.map(|text| speak(program, &text, longest)) {
            report(why);
        }
        for answer in answers.drain(..) {
            // Whoever asked has lost patience.
            let _ = answer.send(());
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the engine room starts processes")]
fn speak(Program(words): &Program, text: &str, longest: Duration) -> Result<(), String> {
    let Some((name, arguments)) = words.split_first() else { return Ok(()) };
    let mut command = Command::new(name);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    // What the terminal's keys end is not for it.
    command.process_group(0);
    let mut child = command.spawn().map_err(|error| format!("cannot speak with `{name}`: {}", plain(&error)))?;
    // One that does not read says so by how it ends.
    drop(child.stdin.take().map(|mut stdin| stdin.write_all(text.as_bytes())));
    let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    let (sender, ended) = mpsc::channel();
    std::thread::spawn(move || drop(sender.send(child.wait())));
    match ended.recv_timeout(longest) {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => Err(format!("`{name}` could not speak: {status}")),
        Ok(Err(error)) => Err(format!("cannot speak with `{name}`: {}", plain(&error))),
        Err(_) => {
            if let Some(id) = id {
                // It may have ended by itself in this moment.
                let _ = kill_process_group(id, Signal::KILL);
            }
            Err(format!("`{name}` did not come to an end and was ended"))
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write and read files")]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    fn shell(script: &str) -> Program {
        Program::new(["/bin/sh", "-c", script].map(str::to_owned).into()).unwrap()
    }

    #[test]
    fn a_text_is_given_on_standard_input_as_one_line_without_control_characters() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("said");
        let voice = Voice::start(shell(&format!("cat > '{}'", out.display())), |why| panic!("{why}"));
        voice.say("--help\n$(id) \u{1b}[2J 'Anchor'");
        assert!(voice.finish(PATIENCE));
        assert_eq!(std::fs::read_to_string(out).unwrap(), "--help $(id)  [2J 'Anchor'\n");
    }

    #[test]
    fn a_program_that_is_missing_or_fails_is_told() {
        let (sender, told) = mpsc::channel();
        let report = sender.clone();
        let voice = Voice::start(Program::new(vec!["no-such-voice".to_owned()]).unwrap(), move |why| {
            report.send(why).unwrap();
        });
        voice.say("x");
        assert_eq!(
            told.recv_timeout(PATIENCE).unwrap(),
            "cannot speak with `no-such-voice`: no such file or directory"
        );
        let voice = Voice::start(shell("exit 3"), move |why| sender.send(why).unwrap());
        voice.say("x");
        assert_eq!(told.recv_timeout(PATIENCE).unwrap(), "`/bin/sh` could not speak: exit status: 3");
    }

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let told = speak(&shell("exec tail -f /dev/null"), "x\n", Duration::from_millis(50));
        assert_eq!(told.unwrap_err(), "`/bin/sh` did not come to an end and was ended");
    }

    #[test]
    fn of_what_came_while_another_was_spoken_only_the_newest_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("said");
        let (words, inbox) = mpsc::channel();
        for text in ["one\n", "two\n", "three\n"] {
            words.send(Word::Say(text.to_owned())).unwrap();
        }
        drop(words);
        run(&shell(&format!("cat >> '{}'", out.display())), &inbox, PATIENCE, &|why| panic!("{why}"));
        assert_eq!(std::fs::read_to_string(out).unwrap(), "three\n");
    }

    #[test]
    fn a_known_program_is_found_in_the_path() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Program::find(Some(folder.path().as_os_str())), None);
        let file = folder.path().join("spd-say");
        std::fs::write(&file, "#!/bin/sh\n").unwrap();
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o755)).unwrap();
        let found = Program::find(Some(folder.path().as_os_str()));
        assert_eq!(found, Program::new(["spd-say", "--pipe-mode"].map(str::to_owned).into()));
    }
}
