//! Where keys come from: the terminal, by a door of our own.
//!
//! Standard input is shared with the shell and with every program it starts, so its settings are not ours to change;
//! and a read there waits for the rest of a key whose first half has come, deaf to everything else meanwhile. So the
//! terminal is opened once more, such that no read waits, and takes the place of this process's standard input.
//!
//! Invariant: nothing here reads, so no key is lost to it.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, fcntl_setfl, open};
use rustix::stdio::{dup2_stdin, stdin, stdout};
use rustix::termios::{isatty, ttyname};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// The terminal that keys come from.
#[derive(Debug)]
pub struct Keyboard {
    terminal: OwnedFd,
    /// Whether its settings are ours alone.
    is_own: bool,
}

impl Keyboard {
    /// The terminal on standard input, or on standard output where the input is something else.
    pub fn open() -> io::Result<Self> {
        let terminal = if isatty(stdin()) { stdin() } else { stdout() };
        match open_again(terminal).and_then(|own| dup2_stdin(&own).map(|()| own).map_err(io::Error::from)) {
            Ok(own) => Ok(Self { terminal: own, is_own: true }),
            // A terminal of another user (after `su`) cannot be opened again; the one that was given works as well.
            Err(error) if !isatty(stdin()) => Err(error),
            Err(_) => Ok(Self { terminal: stdin().try_clone_to_owned()?, is_own: false }),
        }
    }

    /// Another handle on it, for a thread that waits for its end.
    pub fn handle(&self) -> io::Result<OwnedFd> {
        self.terminal.try_clone()
    }

    /// Tells when a key has come.
    #[expect(
        deprecated,
        reason = "its successor is `unsafe` for types that may close behind its back; an `OwnedFd` does not"
    )]
    pub fn listen(&self) -> io::Result<AsyncFd<OwnedFd>> {
        AsyncFd::with_interest(self.handle()?, Interest::READABLE)
    }

    /// Whether the terminal is gone: reading from it would then never end.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        let mut asked = [PollFd::new(&self.terminal, PollFlags::empty())];
        let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
        matches!(poll(&mut asked, Some(&at_once)), Ok(1..))
    }

    /// Lends standard input to another program while `run` lasts: there reads wait, as everybody expects.
    pub fn lend<T>(&self, run: impl FnOnce() -> T) -> T {
        self.set(OFlags::empty());
        let result = run();
        self.set(OFlags::NONBLOCK);
        result
    }

    fn set(&self, flags: OFlags) {
        if self.is_own {
            // A terminal that is gone cannot be set; the loop will hear of that.
            drop(fcntl_setfl(&self.terminal, flags));
        }
    }
}

fn open_again(terminal: impl AsFd) -> io::Result<OwnedFd> {
    let name = ttyname(terminal, Vec::new())?;
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(open(OsStr::from_bytes(name.as_bytes()), flags, Mode::empty())?)
}
