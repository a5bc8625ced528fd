//! Owns saving, in order: an edit is first safe in the journal, then, within a second, in the file.
//!
//! Two threads, so that a long save keeps no edit waiting for its safety: one appends to the journal and syncs it, the
//! other has the saves made, each by a thread of its own. Neither wakes while there is nothing to do. Intents are whatever the caller's `apply` knows to
//! make to a text; this file knows nothing of them.
//!
//! Invariant: an edit leaves memory only when it is in the file, or on the [`Shelf`] of those that the file did not take
//! and a person decides about. A save that fails is tried again, less and less often, and at once when the file changes
//! ([`Saver::retry`]).

mod keeper;
mod writer;

use std::path::PathBuf;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::folders::StateFolder;
use super::journal::{Journal, Leftover};
use keeper::Keeper;
use writer::Writer;

use super::shelf::{Kept, Shelf};
use super::store::{Committed, Store};

/// When a save is made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rhythm {
    /// When no edit has come for this long …
    pub(super) quiet: Duration,
    /// … and at most this long after the first edit.
    pub(super) at_most: Duration,
}

impl Rhythm {
    /// When to save, after a first edit and one just now.
    fn due(self, first: Instant, now: Instant) -> Instant {
        (now + self.quiet).min(first + self.at_most).max(now)
    }
}

/// Half a second from one seat to the other, in a meeting that goes on: so much of it may pass before the file is
/// written.
const RHYTHM: Rhythm = Rhythm { quiet: Duration::from_millis(150), at_most: Duration::from_millis(400) };
/// How long the end waits for the last tidying up, which nobody needs.
const TIDYING: Duration = Duration::from_millis(1);
/// A failed save is tried again after this, then after twice as long, …
const FIRST_RETRY: Duration = Duration::from_secs(1);
/// … up to this.
const LAST_RETRY: Duration = Duration::from_secs(30);

/// What `apply` made of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied<C> {
    /// The whole new text.
    pub bytes: Vec<u8>,
    /// What the text, as it is now, does not take: which of the intents that were given, and all that is needed to
    /// decide about it.
    pub clashes: Vec<(usize, C)>,
}

/// What the saver tells.
#[derive(Debug, Clone)]
pub enum Report<C> {
    /// All edits up to this number survive a crash.
    Safe(u64),
    /// The journal cannot be written: edits are safe only once they are saved.
    Unsafe {
        /// Why.
        message: String,
    },
    /// All edits up to a number are in the file.
    Saved(Saved<C>),
    /// The edits are not in the file yet.
    Failed {
        /// Why.
        message: String,
        /// What to do; may be empty.
        mend: &'static str,
        /// When it will be tried again.
        retry_in: Duration,
    },
    /// Edits of a process that ended without saving them are now in the file.
    Recovered {
        /// How many.
        edits: usize,
        /// The file holds them; to the console that is a change from outside, whatever `foreign` says.
        saved: Saved<C>,
    },
    /// Edits of earlier sessions that the file did not take wait for a decision.
    Waiting(Vec<Kept<C>>),
    /// A journal that this version cannot read in full was kept here.
    Kept(PathBuf),
}

/// A save.
#[derive(Debug, Clone)]
pub struct Saved<C> {
    /// The last edit in the file.
    pub through: u64,
    /// The file now. When `foreign`, or where something clashes, it is not what the console has.
    pub committed: Committed,
    /// What the file did not take; it is kept until somebody decides.
    pub clashes: Vec<Kept<C>>,
}

/// How saving ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finished {
    /// Everything is in the file.
    Saved,
    /// Edits are in the journal, and will be in the file at the next start.
    InJournal {
        /// Why they are not in the file.
        message: String,
    },
    /// Edits are neither in the file nor in the journal.
    Lost {
        /// Why.
        message: String,
    },
    /// There was no time to wait for it.
    OutOfTime,
}

enum Order<I> {
    Save(u64, Vec<I>),
    Settle(Vec<String>),
    Retry,
    Finish(Sender<Finished>),
}

enum Task<I> {
    Take(Vec<Leftover<I>>),
    Save(u64, Vec<I>),
    Settle(Vec<String>),
    Retry,
    Finish(Sender<Finished>),
}

/// The way to the saver. Dropping it saves what is left, without waiting.
#[derive(Debug)]
pub struct Saver<I> {
    orders: Sender<Order<I>>,
    last: u64,
    /// Something was decided that has to be forgotten before the end.
    settles: bool,
}

/// Ends saving from another thread, when the loop no longer can.
#[derive(Debug, Clone)]
pub struct Finisher<I>(Sender<Order<I>>);

impl<I: Serialize + DeserializeOwned + Send + 'static> Saver<I> {
    /// Starts saving to `store`. Edits that a crash left in `state` are applied first. Without `state` edits are only
    /// safe once saved. `report` is called from the saver's threads and must not block.
    pub fn start<C: Keepable>(
        store: Store,
        state: Option<StateFolder>,
        apply: impl Fn(&[u8], &[I]) -> Result<Applied<C>, String> + Send + 'static,
        report: impl Fn(Report<C>) + Send + Sync + 'static,
    ) -> Self {
        Self::start_in(RHYTHM, store, state, apply, report)
    }

    #[expect(clippy::disallowed_methods, reason = "saving has threads of its own")]
    pub(super) fn start_in<C: Keepable>(
        rhythm: Rhythm,
        store: Store,
        state: Option<StateFolder>,
        apply: impl Fn(&[u8], &[I]) -> Result<Applied<C>, String> + Send + 'static,
        report: impl Fn(Report<C>) + Send + Sync + 'static,
    ) -> Self {
        let (orders, inbox) = mpsc::channel();
        let (tasks, work) = mpsc::channel();
        let report: Arc<Told<C>> = Arc::new(report);
        let shared = Arc::new(Mutex::new(None));
        let shelf = state.clone().map(|state| Shelf::new(state, store.key().clone()));
        let keeper = Keeper {
            store: store.clone(),
            state,
            shelf: shelf.clone(),
            journal: Arc::clone(&shared),
            tasks,
            report: Arc::clone(&report),
            is_safe: true,
        };
        std::thread::spawn(move || keeper.run(&inbox));
        let writer = Writer {
            rhythm,
            store,
            shelf,
            settled: Vec::new(),
            journal: shared,
            apply,
            report,
            leftovers: Vec::new(),
            pending: Vec::new(),
            through: 0,
            first: None,
            due: None,
            retry: FIRST_RETRY,
            trouble: None,
        };
        std::thread::spawn(move || writer.run(&work));
        Self { orders, last: 0, settles: false }
    }

    /// Gives edits to be saved, in this order. Returns the number of the last one, for [`Report::Safe`] and
    /// [`Saved::through`].
    pub fn save(&mut self, intents: Vec<I>) -> u64 {
        let first = self.last + 1;
        self.last += intents.len() as u64;
        drop(self.orders.send(Order::Save(first, intents)));
        self.last
    }

    /// Forgets what was kept under these names: somebody has decided, and the edits that came of it were given before.
    pub fn settle(&mut self, ids: Vec<String>) {
        self.settles = true;
        drop(self.orders.send(Order::Settle(ids)));
    }

    /// The number of the last edit given.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Tries a failed save at once: the file has changed, or the user asks.
    pub fn retry(&self) {
        drop(self.orders.send(Order::Retry));
    }

    /// A handle to end with from another thread.
    #[must_use]
    pub fn finisher(&self) -> Finisher<I> {
        Finisher(self.orders.clone())
    }

    /// Saves what is left and waits for it, at most for `patience`.
    #[must_use]
    pub fn finish(self, patience: Duration) -> Finished {
        if self.last == 0 && !self.settles {
            // Whatever else is under way, such as taking over what a crash left, may be cut off at any point.
            return match self.finisher().finish(TIDYING) {
                Finished::OutOfTime => Finished::Saved,
                finished => finished,
            };
        }
        self.finisher().finish(patience)
    }
}

impl<I> Finisher<I> {
    /// Saves what is left and waits for it, at most for `patience`.
    #[must_use]
    pub fn finish(&self, patience: Duration) -> Finished {
        let (answer, outcome) = mpsc::channel();
        if self.0.send(Order::Finish(answer)).is_err() {
            return Finished::OutOfTime;
        }
        let Ok(finished) = outcome.recv_timeout(patience) else { return Finished::OutOfTime };
        // The journal is being removed; if that takes long, the next start does it.
        drop(outcome.recv_timeout(TIDYING));
        finished
    }
}

/// The journal, `None` while or where there is none.
type Shared = Arc<Mutex<Option<Journal>>>;

/// What can be kept until a person decides.
pub trait Keepable: Clone + Serialize + DeserializeOwned + Send + 'static {}

impl<C: Clone + Serialize + DeserializeOwned + Send + 'static> Keepable for C {}

type Told<C> = dyn Fn(Report<C>) + Send + Sync;

fn lock(journal: &Shared) -> std::sync::MutexGuard<'_, Option<Journal>> {
    journal.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
mod tests;
