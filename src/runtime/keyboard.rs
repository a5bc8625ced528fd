//! Where keys come from: the terminal, by a door of our own.
//!
//! Standard input is shared with the shell and with every program it starts, so its settings are not ours to change;
//! and a read there waits for the rest of a key whose first half has come, deaf to everything else meanwhile. So the
//! terminal is opened once more, such that no read waits, and takes the place of this process's standard input.
//!
//! Invariant: a read never waits, and a terminal that has gone away is told as soon as the system knows: reading from it
//! would give "nothing" for ever, at full speed.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, fcntl_setfl, open};
use rustix::io::Errno;
use rustix::stdio::{dup2_stdin, stdin, stdout};
use rustix::termios::{isatty, ttyname};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use super::keys::Keys;

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

    /// Tells when a key has come, or the terminal has gone.
    #[expect(
        deprecated,
        reason = "its successor is `unsafe` for types that may close behind its back; an `OwnedFd` does not"
    )]
    pub fn listen(&self) -> io::Result<AsyncFd<OwnedFd>> {
        AsyncFd::with_interest(self.terminal.try_clone()?, Interest::READABLE)
    }

    /// Reads all that has come into `keys`.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn read(&self, keys: &mut Keys) -> io::Result<()> {
        let mut bytes = [0; 4096];
        loop {
            let mut asked = [PollFd::new(&self.terminal, PollFlags::IN)];
            let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
            match poll(&mut asked, Some(&at_once)) {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(Errno::INTR) => continue,
                Err(error) => return Err(error.into()),
            }
            let told = asked[0].revents();
            if told.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            match rustix::io::read(&self.terminal, &mut bytes) {
                Ok(length) => keys.feed(&bytes[..length]),
                Err(Errno::AGAIN) => return Ok(()),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
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
            let _ = fcntl_setfl(&self.terminal, flags);
        }
    }
}

fn open_again(terminal: impl AsFd) -> io::Result<OwnedFd> {
    let name = ttyname(terminal, Vec::new())?;
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(open(OsStr::from_bytes(name.as_bytes()), flags, Mode::empty())?)
}
