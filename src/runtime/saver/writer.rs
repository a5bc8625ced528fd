//! The thread that brings edits into the file, and what it tells the journal while it does.

use super::{Applied, FIRST_RETRY, Finished, Keepable, LAST_RETRY, Report, Rhythm, Saved, Shared, Task, Told, lock};
use crate::runtime::clock::monotonic;
use crate::runtime::journal::Journal;
use crate::runtime::journal::Leftover;
use crate::runtime::journal::Saving;
use crate::runtime::shelf::Kept;
use crate::runtime::shelf::Shelf;
use crate::runtime::store::Committed;
use crate::runtime::store::Replacement;
use crate::runtime::store::SaveError;
use crate::runtime::store::Store;
use crate::runtime::store::Witness;
use crate::runtime::store::plain;
use chrono::DateTime;
use chrono::Utc;
use serde::de::DeserializeOwned;
use std::cell::Cell;
use std::cell::RefCell;
use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;
use std::time::Instant;

pub(super) struct Trouble {
    message: String,
    mend: &'static str,
}

impl From<SaveError> for Trouble {
    fn from(error: SaveError) -> Self {
        Self { message: error.to_string(), mend: error.mend() }
    }
}

/// The second thread: brings edits into the file.
pub(super) struct Writer<I, A, C> {
    pub(super) rhythm: Rhythm,
    pub(super) store: Store,
    pub(super) shelf: Option<Shelf>,
    /// Decided, to be forgotten with the next save.
    pub(super) settled: Vec<String>,
    pub(super) journal: Shared,
    pub(super) apply: A,
    pub(super) report: Arc<Told<C>>,
    pub(super) leftovers: Vec<Leftover<I>>,
    pub(super) pending: Vec<I>,
    pub(super) through: u64,
    pub(super) first: Option<Instant>,
    pub(super) due: Option<Instant>,
    pub(super) retry: Duration,
    pub(super) trouble: Option<Trouble>,
}

impl<I, A, C> Writer<I, A, C>
where
    I: DeserializeOwned + Send,
    C: Keepable,
    A: Fn(&[u8], &[I]) -> Result<Applied<C>, String> + Send,
{
    pub(super) fn run(mut self, work: &Receiver<Task<I>>) {
        loop {
            let task = match self.due {
                None => work.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => work.recv_timeout(due.saturating_duration_since(monotonic())),
            };
            match task {
                Ok(Task::Take(leftovers)) => {
                    self.leftovers = leftovers;
                    self.write();
                }
                Ok(Task::Save(through, intents)) => {
                    self.pending.extend(intents);
                    self.through = through;
                    let now = monotonic();
                    let first = *self.first.get_or_insert(now);
                    self.due = Some(self.rhythm.due(first, now));
                }
                Ok(Task::Settle(ids)) => {
                    self.settled.extend(ids);
                    if !self.is_behind() {
                        self.settle();
                    }
                }
                Ok(Task::Retry) if self.trouble.is_some() => self.write(),
                Ok(Task::Retry) => {}
                Err(RecvTimeoutError::Timeout) => self.write(),
                Ok(Task::Finish(answer)) => {
                    self.finish(&answer);
                    return;
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.finish(&mpsc::channel().0);
                    return;
                }
            }
        }
    }

    fn finish(&mut self, answer: &Sender<Finished>) {
        if self.is_behind() {
            self.write();
        }
        let journal = lock(&self.journal).take();
        if !self.is_behind() {
            drop(answer.send(Finished::Saved));
            // One that stays holds nothing that is not in the file.
            drop(journal.map(Journal::remove));
            return;
        }
        let message = self.trouble.take().map_or_else(String::new, |trouble| trouble.message);
        let is_in_journal = self.pending.is_empty() || journal.is_some_and(|journal| journal.is_whole());
        let finished = if is_in_journal { Finished::InJournal { message } } else { Finished::Lost { message } };
        drop(answer.send(finished));
    }

    /// Forgets what was decided. What cannot be forgotten now is asked again, which loses nothing.
    fn settle(&mut self) {
        let ids = std::mem::take(&mut self.settled);
        if let Some(shelf) = self.shelf.as_ref().filter(|_| !ids.is_empty()) {
            drop(shelf.take(&ids));
        }
    }

    fn is_behind(&self) -> bool {
        !self.pending.is_empty() || !self.leftovers.is_empty()
    }

    /// Brings everything into the file, or arranges for the next attempt.
    fn write(&mut self) {
        match self.write_on_a_thread_of_its_own() {
            Ok(()) => {
                self.settle();
                (self.first, self.due, self.trouble, self.retry) = (None, None, None, FIRST_RETRY);
            }
            Err(trouble) => {
                let retry_in = self.retry;
                self.retry = (self.retry * 2).min(LAST_RETRY);
                (self.first, self.due) = (None, Some(monotonic() + retry_in));
                let (message, mend) = (trouble.message.clone(), trouble.mend);
                self.trouble = Some(trouble);
                (self.report)(Report::Failed { message, mend, retry_in });
            }
        }
    }

    /// To make an edit anew on the file's text takes many times the room of its deal, and the allocator keeps for a thread
    /// what the thread has given back: with the thread it goes back to the system.
    fn write_on_a_thread_of_its_own(&mut self) -> Result<(), Trouble> {
        let mut write = || self.write_leftovers().and_then(|()| self.write_pending());
        let written = thread::scope(|scope| {
            let started = thread::Builder::new().spawn_scoped(scope, &mut write).ok()?;
            Some(started.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        // A system that has no thread left can still save.
        written.unwrap_or_else(write)
    }

    fn write_leftovers(&mut self) -> Result<(), Trouble> {
        while let Some(leftover) = self.leftovers.first_mut() {
            let missing = |error| Trouble::from(SaveError::Unreadable(self.store.path().to_path_buf(), error));
            let target = std::fs::canonicalize(self.store.path()).map_err(missing)?;
            let (edits, through) =
                leftover.pending(&target).map(|(edits, through)| (edits.len(), through)).map_err(missing)?;
            if edits > 0 {
                let (journal, intents) = leftover.parts();
                let told = |saved| (self.report)(Report::Recovered { edits, saved: Saved { through: 0, ..saved } });
                let ink = Ink::Own(RefCell::new(journal));
                save(&self.store, self.shelf.as_ref(), &ink, &self.apply, intents, through, &told)?;
            }
            if let Ok(Some(kept)) = self.leftovers.remove(0).done() {
                (self.report)(Report::Kept(kept));
            }
        }
        Ok(())
    }

    fn write_pending(&mut self) -> Result<(), Trouble> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let told = |saved| (self.report)(Report::Saved(saved));
        let ink = Ink::Shared(&self.journal);
        save(&self.store, self.shelf.as_ref(), &ink, &self.apply, &self.pending, self.through, &told)?;
        self.pending.clear();
        Ok(())
    }
}

/// Makes one save of `intents`, the last of which has the number `through`, with every step noted in the journal. What
/// the file does not take is on the shelf before the file or the journal says that it is dealt with.
fn save<I, C, A>(
    store: &Store,
    shelf: Option<&Shelf>,
    ink: &Ink<'_>,
    apply: &A,
    intents: &[I],
    through: u64,
    told: &dyn Fn(Saved<C>),
) -> Result<(), Trouble>
where
    C: Keepable,
    A: Fn(&[u8], &[I]) -> Result<Applied<C>, String>,
{
    let clashes = RefCell::new(Vec::new());
    let unfit = Cell::new(None);
    let journal = ink.with(|journal| journal.id().to_owned()).unwrap_or_default();
    let stem =
        |index: usize| format!("{journal}-{}-", (through + 1 + index as u64).saturating_sub(intents.len() as u64));
    let mut edit = |bytes: &[u8]| match apply(bytes, intents) {
        Ok(applied) => {
            let written = written(store.path());
            let named = applied.clashes.into_iter().enumerate();
            let kept: Vec<Kept<C>> = named
                .map(|(nth, (index, clash))| Kept { id: format!("{}{nth}", stem(index)), written, clash })
                .collect();
            let had_some = !clashes.replace(kept.clone()).is_empty();
            if let Some(shelf) = shelf.filter(|_| had_some || !kept.is_empty()) {
                let stems: Vec<String> = (0..intents.len()).map(stem).collect();
                if let Err(error) = shelf.put(&stems, &kept) {
                    unfit.set(Some(format!("cannot keep what clashes: {}", plain(&error))));
                    return None;
                }
            }
            Some(applied.bytes)
        }
        Err(message) => {
            unfit.set(Some(message));
            None
        }
    };
    let mut scribe = Scribe { ink, through, clashes: &clashes, told };
    if store.replace(&mut edit, &mut scribe)?.is_some() {
        drop(ink.with(|journal| journal.saved(through)));
        return Ok(());
    }
    let message = unfit.take().unwrap_or_default();
    Err(Trouble { message: format!("not saved: {message}"), mend: "mend the file; the edits wait" })
}

/// When the file was written that an edit did not fit.
fn written(path: &Path) -> Option<DateTime<Utc>> {
    std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok().map(DateTime::from)
}

/// The journal that a save is noted in: the running one, which edits go on being added to meanwhile, or a leftover.
enum Ink<'a> {
    Shared(&'a Shared),
    Own(RefCell<&'a mut Journal>),
}

impl Ink<'_> {
    /// Does something with the journal; `None` where there is none.
    fn with<T>(&self, action: impl FnOnce(&mut Journal) -> T) -> Option<T> {
        match self {
            Self::Shared(shared) => lock(shared).as_mut().map(action),
            Self::Own(journal) => Some(action(*journal.borrow_mut())),
        }
    }
}

/// Writes each step of a save into the journal.
struct Scribe<'a, 'j, C> {
    ink: &'a Ink<'j>,
    through: u64,
    clashes: &'a RefCell<Vec<Kept<C>>>,
    told: &'a dyn Fn(Saved<C>),
}

impl<C> Witness for Scribe<'_, '_, C> {
    fn temporary(&mut self) -> Option<String> {
        self.ink.with(Journal::temporary)
    }

    fn replacing(&mut self, replacement: &Replacement<'_>) -> io::Result<()> {
        let &Replacement { hash, base, temporary } = replacement;
        let temporary = OsStr::to_string_lossy(temporary).into_owned();
        let saving = Saving { hash, base, through: self.through, temporary };
        self.ink.with(|journal| journal.saving(&saving)).unwrap_or(Ok(()))
    }

    fn dropped(&mut self, replacement: &Replacement<'_>) {
        drop(self.ink.with(|journal| journal.dropped(replacement.hash)));
    }

    fn landed(&mut self, committed: &Committed) {
        let clashes = self.clashes.take();
        (self.told)(Saved { through: self.through, committed: committed.clone(), clashes });
    }
}
