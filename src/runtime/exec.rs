//! Gives each call to a person's own program: the call as JSON on its standard input.
//!
//! Invariant: the program and its arguments are the person's words, split as a shell would and seen by none; nothing of
//! the file is among them. Nobody waits for the program: each run has a thread of its own, and there is an end to how
//! many may be under way at once.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::store::plain;
use super::words;

/// More runs at once than this are hanging, not busy.
const MOST: usize = 16;

/// What runs beside the loop: how many, and the news that one has ended.
#[derive(Debug, Clone, Default)]
pub(super) struct Errands(Arc<(Mutex<usize>, Condvar)>);

/// One of them; it is over when this is dropped.
#[derive(Debug)]
pub(super) struct Errand(Errands);

impl Errands {
    /// Begins one more, unless there are too many.
    pub fn begin(&self) -> Option<Errand> {
        let mut busy = self.lock();
        if *busy >= MOST {
            return None;
        }
        *busy += 1;
        Some(Errand(self.clone()))
    }

    /// Waits until all are over, at most for `patience`; `false`: some are not.
    pub fn finish(&self, patience: Duration) -> bool {
        let waited = self.0.1.wait_timeout_while(self.lock(), patience, |busy| *busy > 0);
        let (busy, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *busy == 0
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Errand {
    fn drop(&mut self) {
        *self.0.lock() -= 1;
        self.0.0.1.notify_all();
    }
}

/// A program that is given calls.
#[derive(Debug, Clone)]
pub struct Exec {
    program: String,
    arguments: Vec<String>,
    errands: Errands,
}

impl Exec {
    /// From a command as a person writes it.
    ///
    /// # Errors
    /// It ends in the middle of a word, or has no words.
    pub fn new(command: &str) -> Result<Self, String> {
        let words = words::split(command).map_err(|error| error.to_string())?;
        let mut words = words.into_iter();
        let program = words.next().filter(|program| !program.is_empty()).ok_or("expected a command, found nothing")?;
        Ok(Self { program, arguments: words.collect(), errands: Errands::default() })
    }

    /// Runs it with `input`. `report` is told from another thread what went wrong.
    #[expect(clippy::disallowed_methods, reason = "the engine room starts processes, each with a thread that waits")]
    pub fn run(&self, input: String, report: impl Fn(String) + Send + 'static) {
        let Some(errand) = self.errands.begin() else {
            return report(format!("`{}` is still at work on {MOST} calls; it was not given this one", self.program));
        };
        let this = self.clone();
        std::thread::spawn(move || {
            if let Err(why) = this.run_and_wait(&input) {
                report(why);
            }
            drop(errand);
        });
    }

    #[expect(clippy::disallowed_methods, reason = "the engine room starts processes")]
    fn run_and_wait(&self, input: &str) -> Result<(), String> {
        let name = &self.program;
        let mut command = Command::new(name);
        // Standard output is for calls alone.
        command.args(&self.arguments).stdin(Stdio::piped()).stdout(std::io::stderr());
        // What the terminal's keys end is not for it: it finishes what it has begun.
        command.process_group(0);
        let mut child = command.spawn().map_err(|error| format!("cannot run `{name}`: {}", plain(&error)))?;
        // One that does not read its input need not.
        drop(child.stdin.take().map(|mut stdin| stdin.write_all(input.as_bytes())));
        match child.wait() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("`{name}` failed: {status}")),
            Err(error) => Err(format!("cannot run `{name}`: {}", plain(&error))),
        }
    }

    /// Waits until no run is under way, at most for `patience`; `false`: some still are.
    #[must_use]
    pub fn finish(&self, patience: Duration) -> bool {
        self.errands.finish(patience)
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests read files")]
mod tests {
    use std::sync::mpsc::{Receiver, channel};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    fn run(exec: &Exec, input: &str) -> Receiver<String> {
        let (sender, told) = channel();
        exec.run(input.to_owned(), move |why| sender.send(why).unwrap());
        told
    }

    #[test]
    fn the_program_has_the_input_and_the_words_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let command = format!("/bin/sh -c 'cat > \"$1\"; echo \"$2\" >> \"$1\"' sh '{}' '$(id) *'", out.display());
        let exec = Exec::new(&command).unwrap();
        let told = run(&exec, "{}\n");
        assert!(exec.finish(PATIENCE));
        assert_eq!(told.try_iter().collect::<Vec<_>>(), [""; 0]);
        assert_eq!(std::fs::read_to_string(out).unwrap(), "{}\n$(id) *\n");
    }

    #[test]
    fn one_that_is_missing_or_fails_is_told() {
        let missing = run(&Exec::new("no-such-program -x").unwrap(), "");
        assert_eq!(missing.recv_timeout(PATIENCE).unwrap(), "cannot run `no-such-program`: no such file or directory");
        let failing = run(&Exec::new("false").unwrap(), "");
        assert_eq!(failing.recv_timeout(PATIENCE).unwrap(), "`false` failed: exit status: 1");
    }

    #[test]
    fn one_that_does_not_read_its_input_has_done_no_wrong() {
        let exec = Exec::new("true").unwrap();
        let told = run(&exec, &"x".repeat(1_000_000));
        assert!(exec.finish(PATIENCE));
        assert_eq!(told.try_iter().collect::<Vec<_>>(), [""; 0]);
    }

    #[test]
    fn one_that_hangs_keeps_nobody_waiting_and_is_not_run_without_end() {
        let folder = tempfile::tempdir().unwrap();
        let gate = folder.path().join("gate");
        rustix::fs::mkfifoat(rustix::fs::CWD, &gate, rustix::fs::Mode::RWXU).unwrap();
        // Each waits until somebody opens the other end.
        let exec = Exec::new(&format!("cat '{}'", gate.display())).unwrap();
        for _ in 0..MOST {
            drop(run(&exec, ""));
        }
        let told = run(&exec, "").recv_timeout(PATIENCE).unwrap();
        assert_eq!(told, "`cat` is still at work on 16 calls; it was not given this one");
        assert!(!exec.finish(Duration::ZERO));
        while !exec.finish(Duration::from_millis(1)) {
            // Without waiting for somebody who reads: the last of them may have gone.
            let flags = rustix::fs::OFlags::WRONLY | rustix::fs::OFlags::NONBLOCK;
            drop(rustix::fs::open(&gate, flags, rustix::fs::Mode::empty()));
        }
    }

    #[test]
    fn a_command_that_is_not_finished_or_empty_is_refused() {
        assert_eq!(Exec::new("x 'y").unwrap_err(), "expected a closing `'`, found the end");
        assert_eq!(Exec::new("  ").unwrap_err(), "expected a command, found nothing");
    }
}
