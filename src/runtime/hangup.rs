//! Tells at once when the terminal has gone away, which not every terminal announces by a signal.
//!
//! The reader of keys cannot tell: once the terminal is gone it reads "nothing" for ever, at full speed, and a thread
//! that asks it for an event may never come back. So a thread of its own waits for the hang-up and nothing else, and if
//! the loop does not answer in time, that thread ends the program itself.
//!
//! Invariant: no wake-up but the hang-up. What it does not do: it reads nothing, so no key is lost to it.

use std::os::fd::OwnedFd;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

/// The watch for a hang-up. Dropping it says that the loop has heard, or has ended.
#[derive(Debug)]
pub struct Hangup(#[expect(dead_code, reason = "its end is the message")] Sender<()>);

impl Hangup {
    /// Calls `report` when `terminal` goes away. If this value then lives on for `patience`, the loop is caught in a
    /// read that does not return: `last_resort` is called, which should save what is left and end the process.
    #[expect(clippy::disallowed_methods, reason = "waiting for the hang-up needs a thread of its own")]
    pub fn watch(
        terminal: OwnedFd,
        patience: Duration,
        report: impl FnOnce() + Send + 'static,
        last_resort: impl FnOnce() + Send + 'static,
    ) -> Self {
        let (alive, ended) = mpsc::channel();
        std::thread::spawn(move || {
            if !wait(&terminal) {
                return;
            }
            report();
            if ended.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
                last_resort();
            }
        });
        Self(alive)
    }
}

/// Waits for the hang-up; `false` if one cannot wait for it.
fn wait(terminal: &OwnedFd) -> bool {
    loop {
        // Asked for no event, the system tells only of a hang-up or an error.
        let mut asked = [PollFd::new(terminal, PollFlags::empty())];
        match poll(&mut asked, None) {
            Ok(_) if asked[0].revents().intersects(PollFlags::NVAL) => return false,
            Ok(_) => return true,
            Err(Errno::INTR) => {}
            Err(_) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::OpenOptions;
    use std::io;
    use std::sync::mpsc::channel;

    use portable_pty::{NativePtySystem, PtySize, PtySystem};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    fn pair() -> (Box<dyn portable_pty::MasterPty + Send>, OwnedFd) {
        let pair = NativePtySystem::default().openpty(PtySize::default()).unwrap();
        let name = pair.master.tty_name().unwrap();
        let terminal = OpenOptions::new().read(true).open(name).unwrap();
        (pair.master, terminal.into())
    }

    #[test]
    fn a_terminal_that_goes_away_is_told() {
        let (master, terminal) = pair();
        let (sender, messages) = channel();
        let watch = Hangup::watch(terminal, PATIENCE, move || sender.send(()).unwrap(), || {});
        drop(master);
        assert_eq!(messages.recv_timeout(PATIENCE), Ok(()));
        drop(watch);
    }

    #[test]
    fn keys_are_not_a_hang_up() {
        let (master, terminal) = pair();
        let (sender, messages) = channel();
        let watch = Hangup::watch(terminal, PATIENCE, move || sender.send("gone").unwrap(), || {});
        let mut keys = master.take_writer().unwrap();
        io::Write::write_all(&mut keys, b"jj\n").unwrap();
        assert_eq!(messages.recv_timeout(Duration::from_millis(30)), Err(RecvTimeoutError::Timeout));
        drop((keys, master));
        assert_eq!(messages.recv_timeout(PATIENCE), Ok("gone"));
        drop(watch);
    }

    #[test]
    fn a_loop_that_does_not_answer_is_ended() {
        let (master, terminal) = pair();
        let (sender, messages) = channel();
        let _watch = Hangup::watch(terminal, Duration::from_millis(1), || {}, move || sender.send("ended").unwrap());
        drop(master);
        assert_eq!(messages.recv_timeout(PATIENCE), Ok("ended"));
    }

    #[test]
    fn a_loop_that_has_heard_is_left_alone() {
        let (master, terminal) = pair();
        let (sender, messages) = channel();
        let (heard, answer) = channel();
        let watch =
            Hangup::watch(terminal, PATIENCE, move || heard.send(()).unwrap(), move || sender.send("ended").unwrap());
        drop(master);
        answer.recv_timeout(PATIENCE).unwrap();
        drop(watch);
        // The thread lets go of its sender without a word.
        assert_eq!(messages.recv_timeout(PATIENCE), Err(RecvTimeoutError::Disconnected));
    }
}
