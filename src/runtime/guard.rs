//! Enters the terminal's full screen, and leaves it again whatever happens.
//!
//! Invariant: what was entered is left exactly once, on every way out: a normal end, an error, a panic. Signals come to
//! the loop as messages, so that they end the program as a key does. Everything is asked for in one write, and the
//! terminal is never asked a question: one that answers none must not make anybody wait.
//!
//! What it does not do: of the mouse it reports only that a button is pressed or let go, and the wheel, because reporting
//! every move would wake the program for nothing.

use std::io;
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossterm::Command;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange};
use crossterm::style::ResetColor;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use rustix::process::{Signal, kill_current_process_group};

/// Presses and the wheel, with coordinates of any size.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// A terminal as far as the guard needs one.
pub trait Terminal: Send + Sync {
    /// Writes all of `bytes` in as few writes as the system allows.
    fn write(&self, bytes: &[u8]) -> io::Result<()>;
    /// Takes keys one by one and unchanged.
    fn raw(&self) -> io::Result<()>;
    /// Takes keys as before.
    fn cooked(&self) -> io::Result<()>;
    /// Stops this process, and whoever waits for it, until the shell continues it.
    fn stop(&self) -> io::Result<()>;
}

/// The terminal on standard output.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tty;

impl Terminal for Tty {
    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        write_all(bytes)
    }
    fn raw(&self) -> io::Result<()> {
        enable_raw_mode()
    }
    fn cooked(&self) -> io::Result<()> {
        disable_raw_mode()
    }
    fn stop(&self) -> io::Result<()> {
        // The whole group, as the terminal itself would: `cargo run` and a pipe stop with us. Where no shell is there
        // to continue anybody, the system ignores this signal.
        Ok(kill_current_process_group(Signal::TSTP)?)
    }
}

/// Writes to standard output without a buffer in between.
pub fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(rustix::stdio::stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::AGAIN) => wait_for_room()?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// A terminal that another program has set to non-blocking takes only so much at a time.
fn wait_for_room() -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    let stdout = rustix::stdio::stdout();
    match poll(&mut [PollFd::new(&stdout, PollFlags::OUT)], None) {
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

struct Shared<T> {
    terminal: T,
    is_entered: AtomicBool,
}

impl<T: Terminal> Shared<T> {
    fn enter(&self) -> io::Result<()> {
        if self.is_entered.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        let outcome = self.terminal.raw().and_then(|()| self.terminal.write(entering().as_bytes()));
        if outcome.is_err() {
            self.leave();
        }
        outcome
    }

    fn leave(&self) {
        if self.is_entered.swap(false, Ordering::SeqCst) {
            // A terminal that is gone takes neither; there is nobody to tell.
            drop(self.terminal.write(leaving().as_bytes()));
            drop(self.terminal.cooked());
        }
    }
}

/// The full screen; it is left when this is dropped.
pub struct Guard<T: Terminal + 'static = Tty>(Arc<Shared<T>>);

impl Guard {
    /// Enters the full screen of the terminal on standard output.
    pub fn enter() -> io::Result<Self> {
        Self::enter_on(Tty)
    }
}

impl<T: Terminal + 'static> Guard<T> {
    /// Enters the full screen of `terminal`.
    pub fn enter_on(terminal: T) -> io::Result<Self> {
        let shared = Arc::new(Shared { terminal, is_entered: AtomicBool::new(false) });
        shared.enter()?;
        Ok(Self(shared))
    }

    /// Leaves the full screen for another program (an editor) or for good; [`Guard::resume`] enters it again.
    pub fn pause(&self) {
        self.0.leave();
    }

    /// Enters the full screen again. The screen is empty then: draw everything.
    pub fn resume(&self) -> io::Result<()> {
        self.0.enter()
    }

    /// Ctrl-Z: leaves the full screen, stops, and enters it again when continued. Call it from the main thread, which
    /// is the one the system stops before the call returns. The screen is empty then: draw everything.
    pub fn suspend(&self) -> io::Result<()> {
        self.pause();
        let stopped = self.0.terminal.stop();
        self.resume()?;
        stopped
    }

    /// Asks for everything once more, after a stop that could not be noticed (SIGSTOP): the shell has changed the
    /// terminal. Draw everything afterwards.
    pub fn reassert(&self) -> io::Result<()> {
        if !self.0.is_entered.load(Ordering::SeqCst) {
            return Ok(());
        }
        self.0.terminal.cooked()?;
        self.0.terminal.raw()?;
        self.0.terminal.write(entering().as_bytes())
    }

    /// From now on a panic of the calling thread leaves the full screen before its message is printed. A panic of
    /// another thread must not write over the screen: its message goes to `elsewhere`, and the loop should end.
    pub fn catch_panics(&self, elsewhere: impl Fn(String) + Send + Sync + 'static) {
        let shared = Arc::clone(&self.0);
        let own = thread::current().id();
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if thread::current().id() == own {
                shared.leave();
                before(panic);
            } else if shared.is_entered.load(Ordering::SeqCst) {
                elsewhere(panic.to_string());
            } else {
                before(panic);
            }
        }));
    }
}

impl<T: Terminal + 'static> Drop for Guard<T> {
    fn drop(&mut self) {
        self.0.leave();
    }
}

fn ansi(text: &mut String, command: impl Command) {
    // Writing to a text cannot fail.
    let _ = command.write_ansi(text);
}

fn entering() -> String {
    let mut text = String::with_capacity(96);
    ansi(&mut text, EnterAlternateScreen);
    text.push_str(MOUSE_ON);
    ansi(&mut text, EnableBracketedPaste);
    ansi(&mut text, EnableFocusChange);
    ansi(&mut text, Hide);
    text
}

fn leaving() -> String {
    let mut text = String::with_capacity(96);
    ansi(&mut text, ResetColor);
    ansi(&mut text, Show);
    ansi(&mut text, DisableFocusChange);
    ansi(&mut text, DisableBracketedPaste);
    text.push_str(MOUSE_OFF);
    ansi(&mut text, LeaveAlternateScreen);
    text
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Clone, Default)]
    struct Fake(Arc<Mutex<Vec<String>>>, Option<&'static str>);

    impl Fake {
        fn note(&self, what: &str) -> io::Result<()> {
            self.0.lock().unwrap().push(what.to_owned());
            if self.1 == Some(what) { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
        }

        fn story(&self) -> Vec<String> {
            self.0.lock().unwrap().clone()
        }
    }

    impl Terminal for Fake {
        fn write(&self, bytes: &[u8]) -> io::Result<()> {
            self.note(if bytes == entering().as_bytes() { "enter" } else { "leave" })
        }
        fn raw(&self) -> io::Result<()> {
            self.note("raw")
        }
        fn cooked(&self) -> io::Result<()> {
            self.note("cooked")
        }
        fn stop(&self) -> io::Result<()> {
            self.note("stop")
        }
    }

    #[test]
    fn the_terminal_is_entered_in_one_write_and_left_in_one() {
        let fake = Fake::default();
        drop(Guard::enter_on(fake.clone()).unwrap());
        assert_eq!(fake.story(), ["raw", "enter", "leave", "cooked"]);
    }

    #[test]
    fn the_terminal_is_left_once_though_it_was_paused() {
        let fake = Fake::default();
        let guard = Guard::enter_on(fake.clone()).unwrap();
        guard.pause();
        guard.pause();
        drop(guard);
        assert_eq!(fake.story(), ["raw", "enter", "leave", "cooked"]);
    }

    #[test]
    fn a_suspended_program_has_left_the_terminal_while_it_is_stopped() {
        let fake = Fake::default();
        let guard = Guard::enter_on(fake.clone()).unwrap();
        guard.suspend().unwrap();
        assert_eq!(fake.story(), ["raw", "enter", "leave", "cooked", "stop", "raw", "enter"]);
    }

    #[test]
    fn a_terminal_that_cannot_be_entered_is_given_back() {
        let fake = Fake(Arc::default(), Some("enter"));
        assert!(Guard::enter_on(fake.clone()).is_err());
        assert_eq!(fake.story(), ["raw", "enter", "leave", "cooked"]);
    }

    #[test]
    fn a_terminal_that_is_gone_does_not_keep_its_keys_raw() {
        let fake = Fake(Arc::default(), Some("leave"));
        drop(Guard::enter_on(fake.clone()).unwrap());
        assert_eq!(fake.story().last().map(String::as_str), Some("cooked"));
    }

    #[test]
    fn after_an_unnoticed_stop_everything_is_asked_for_again() {
        let fake = Fake::default();
        let guard = Guard::enter_on(fake.clone()).unwrap();
        guard.reassert().unwrap();
        assert_eq!(fake.story(), ["raw", "enter", "cooked", "raw", "enter"]);
    }

    #[test]
    fn the_terminal_is_asked_no_question() {
        // Questions of terminals end with `n`, `c`, `q`, `t`, `u` or `p`, or hold a `?` after an OSC.
        let asked = entering() + &leaving();
        for sequence in asked.split('\x1b').skip(1) {
            assert!(sequence.starts_with('['), "{sequence:?}");
            assert!(sequence.ends_with(['h', 'l', 'm']), "{sequence:?}");
        }
    }

    #[test]
    fn everything_that_is_switched_on_is_switched_off() {
        let mut on: Vec<_> = switches(&entering(), 'h', 'l');
        let mut off: Vec<_> = switches(&leaving(), 'l', 'h');
        on.sort();
        off.sort();
        assert_eq!(on, off);
    }

    fn switches(text: &str, on: char, off: char) -> Vec<String> {
        let modes = text.split('\x1b').filter_map(|sequence| sequence.strip_prefix("[?"));
        let cursor = |mode: &str| if mode.starts_with("25") { off } else { on };
        modes.map(|mode| mode.strip_suffix(cursor(mode)).unwrap().to_owned()).collect()
    }
}
