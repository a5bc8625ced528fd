//! A lock between processes, with an end to waiting.
//!
//! Invariant: the system gives the lock back when its owner ends in any way. What it does not do: it cannot keep other
//! programs, or machines with another state folder, from writing; the fingerprint does that.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub struct Held(File);

impl Drop for Held {
    fn drop(&mut self) {
        // Closing is not enough while a child process, just being started, still has the file open.
        drop(self.0.unlock());
    }
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

/// Takes the lock at `path`, waiting at most `patience`; `None` when somebody else keeps it longer.
#[expect(clippy::disallowed_methods, reason = "the wait for a lock has no other end than a thread of its own")]
pub fn take(path: &Path, patience: Duration) -> io::Result<Option<Held>> {
    let file = open(path)?;
    match file.try_lock() {
        Ok(()) => return Ok(Some(Held(file))),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(error)) => return Err(error),
    }
    let (sender, receiver) = mpsc::channel();
    // The thread lives on after the patience is over; when its turn comes nobody listens, and the file is closed.
    std::thread::spawn(move || {
        let outcome = file.lock().map(|()| Held(file));
        drop(sender.send(outcome));
    });
    match receiver.recv_timeout(patience) {
        Ok(outcome) => outcome.map(Some),
        Err(_) => Ok(None),
    }
}

/// Takes the lock on an open file if nobody has it.
pub fn try_take(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_is_held_is_not_given_twice() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("locks/a");
        let held = take(&path, Duration::ZERO).unwrap();
        assert!(held.is_some());
        assert!(take(&path, Duration::from_millis(5)).unwrap().is_none());
    }

    #[test]
    fn a_lock_that_is_let_go_wakes_the_one_who_waits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let held = take(&path, Duration::ZERO).unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| take(&path, Duration::from_secs(20)).unwrap().is_some());
            drop(held);
            assert!(waiting.join().unwrap());
        });
    }

    #[test]
    fn one_who_gave_up_does_not_take_the_lock_later() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let held = take(&path, Duration::ZERO).unwrap();
        assert!(take(&path, Duration::from_millis(1)).unwrap().is_none());
        drop(held);
        assert!(take(&path, Duration::from_secs(20)).unwrap().is_some());
    }
}
