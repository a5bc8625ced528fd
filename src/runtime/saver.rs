//! Owns saving, in order: an edit is first safe in the journal, then, within a second, in the file.
//!
//! Two threads, so that a long save keeps no edit waiting for its safety: one appends to the journal and syncs it, the
//! other makes the save. Neither wakes while there is nothing to do. Intents are whatever the caller's `apply` knows to
//! make to a text; this file knows nothing of them.
//!
//! Invariant: an edit leaves memory only when it is in the file, or on the [`Shelf`] of those that the file did not take
//! and a person decides about. A save that fails is tried again, less and less often, and at once when the file changes
//! ([`Saver::retry`]).

use std::cell::{Cell, RefCell};
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::clock::monotonic;
use super::folders::StateFolder;
use super::journal::{self, Journal, Leftover, Saving};
use super::shelf::{Kept, Shelf};
use super::store::{Committed, Replacement, SaveError, Store, Witness, plain};

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

const RHYTHM: Rhythm = Rhythm { quiet: Duration::from_millis(150), at_most: Duration::from_millis(700) };
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

/// The first thread: makes edits safe.
struct Keeper<I, C> {
    store: Store,
    state: Option<StateFolder>,
    shelf: Option<Shelf>,
    journal: Shared,
    tasks: Sender<Task<I>>,
    report: Arc<Told<C>>,
    /// Whether the last edits are in the journal.
    is_safe: bool,
}

impl<I: Serialize + DeserializeOwned, C: Keepable> Keeper<I, C> {
    fn run(mut self, inbox: &Receiver<Order<I>>) {
        self.open();
        let mut held_back = None;
        while let Some(order) = held_back.take().or_else(|| inbox.recv().ok()) {
            match order {
                Order::Save(first, mut intents) => {
                    // All that came while the disk was busy becomes safe by one sync.
                    held_back = loop {
                        match inbox.try_recv() {
                            Ok(Order::Save(_, more)) => intents.extend(more),
                            Ok(other) => break Some(other),
                            Err(_) => break None,
                        }
                    };
                    self.keep(first, &intents);
                    drop(self.tasks.send(Task::Save(first + intents.len() as u64 - 1, intents)));
                }
                Order::Settle(ids) => {
                    let is_taken = self.is_safe && self.shelf.as_ref().is_some_and(|shelf| shelf.take(&ids).is_ok());
                    if !is_taken {
                        // What came of the decision has to be in the file first.
                        drop(self.tasks.send(Task::Settle(ids)));
                    }
                }
                Order::Retry => drop(self.tasks.send(Task::Retry)),
                Order::Finish(answer) => drop(self.tasks.send(Task::Finish(answer))),
            }
        }
    }

    fn open(&self) {
        let Some(state) = &self.state else { return };
        match journal::leftovers(state, self.store.key()) {
            Ok(leftovers) if leftovers.is_empty() => {}
            Ok(leftovers) => drop(self.tasks.send(Task::Take(leftovers))),
            Err(error) => self.tell_unsafe(&error),
        }
        match self.shelf.as_ref().map(Shelf::all) {
            None => {}
            Some(Ok(kept)) if kept.is_empty() => {}
            Some(Ok(kept)) => (self.report)(Report::Waiting(kept)),
            Some(Err(error)) => {
                let message = format!("cannot read the clashes that wait: {}", plain(&error));
                (self.report)(Report::Unsafe { message });
            }
        }
        match Journal::create(state, self.store.key()) {
            Ok(journal) => *lock(&self.journal) = Some(journal),
            Err(error) => self.tell_unsafe(&error),
        }
    }

    fn keep(&mut self, first: u64, intents: &[I]) {
        let outcome =
            lock(&self.journal).as_mut().map(|journal| journal.append(first, intents).map(|()| journal.is_whole()));
        self.is_safe = matches!(outcome, Some(Ok(true)));
        match outcome {
            Some(Ok(true)) => (self.report)(Report::Safe(first + intents.len() as u64 - 1)),
            // An edit before these is in memory alone: all are safe once they are saved.
            Some(Ok(false)) | None => {}
            Some(Err(error)) => self.tell_unsafe(&error),
        }
    }

    fn tell_unsafe(&self, error: &io::Error) {
        (self.report)(Report::Unsafe { message: format!("cannot keep a journal of edits: {}", plain(error)) });
    }
}

fn lock(journal: &Shared) -> std::sync::MutexGuard<'_, Option<Journal>> {
    journal.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Trouble {
    message: String,
    mend: &'static str,
}

impl From<SaveError> for Trouble {
    fn from(error: SaveError) -> Self {
        Self { message: error.to_string(), mend: error.mend() }
    }
}

/// The second thread: brings edits into the file.
struct Writer<I, A, C> {
    rhythm: Rhythm,
    store: Store,
    shelf: Option<Shelf>,
    /// Decided, to be forgotten with the next save.
    settled: Vec<String>,
    journal: Shared,
    apply: A,
    report: Arc<Told<C>>,
    leftovers: Vec<Leftover<I>>,
    pending: Vec<I>,
    through: u64,
    first: Option<Instant>,
    due: Option<Instant>,
    retry: Duration,
    trouble: Option<Trouble>,
}

impl<I, A, C> Writer<I, A, C>
where
    I: DeserializeOwned,
    C: Keepable,
    A: Fn(&[u8], &[I]) -> Result<Applied<C>, String>,
{
    fn run(mut self, work: &Receiver<Task<I>>) {
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
        match self.write_leftovers().and_then(|()| self.write_pending()) {
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

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write files")]
mod tests {
    use std::sync::mpsc::channel;

    use super::super::fingerprint::{Fingerprint, Known, LastKnown};
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    struct Place {
        folder: tempfile::TempDir,
        file: PathBuf,
    }

    /// Lines are appended; `refuse …` is not taken; a text with `broken` takes nothing.
    #[expect(clippy::ptr_arg, reason = "the intents of these tests are texts")]
    fn apply(bytes: &[u8], intents: &[String]) -> Result<Applied<String>, String> {
        fn line(intent: &String) -> bool {
            !intent.starts_with("refuse")
        }
        if bytes.starts_with(b"broken") {
            return Err("the file does not parse".into());
        }
        let mut new = bytes.to_vec();
        for intent in intents.iter().filter(|intent| line(intent)) {
            new.extend_from_slice(intent.as_bytes());
            new.push(b'\n');
        }
        let clashing = intents.iter().enumerate().filter(|(_, intent)| !line(intent));
        let clashes = clashing.map(|(index, intent)| (index, format!("clash: {intent}"))).collect();
        Ok(Applied { bytes: new, clashes })
    }

    impl Place {
        fn with(text: &str) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("q1.toml");
            std::fs::write(&file, text).unwrap();
            Self { folder, file }
        }

        fn state(&self) -> StateFolder {
            StateFolder::new(self.folder.path().join("state"))
        }

        fn start(&self) -> (Saver<String>, Receiver<Report<String>>) {
            let (sender, reports) = channel();
            let store = Store::new(self.file.clone(), Some(self.state()));
            let saver = Saver::start(store, Some(self.state()), apply, move |report| drop(sender.send(report)));
            (saver, reports)
        }

        fn text(&self) -> String {
            std::fs::read_to_string(&self.file).unwrap()
        }

        fn waiting(&self) -> Vec<String> {
            let key = super::super::folders::CampaignKey::of(&self.file);
            Shelf::new(self.state(), key).all().unwrap().into_iter().map(|kept: Kept<String>| kept.clash).collect()
        }

        /// Whether a next start would find edits.
        fn is_left_behind(&self) -> bool {
            let key = super::super::folders::CampaignKey::of(&self.file);
            let mut leftovers = journal::leftovers::<String>(&self.state(), &key).unwrap();
            leftovers.iter_mut().any(|leftover| !leftover.pending(&self.file).unwrap().0.is_empty())
        }
    }

    fn wait<T>(reports: &Receiver<Report<String>>, mut find: impl FnMut(Report<String>) -> Option<T>) -> T {
        loop {
            if let Some(found) = find(reports.recv_timeout(PATIENCE).unwrap()) {
                return found;
            }
        }
    }

    fn saved(report: Report<String>) -> Option<Saved<String>> {
        match report {
            Report::Saved(saved) => Some(saved),
            _ => None,
        }
    }

    fn lines(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn edits_that_keep_coming_are_saved_within_a_second_of_the_first() {
        let first = monotonic();
        let at = |millis| first + Duration::from_millis(millis);
        assert_eq!(RHYTHM.due(first, at(0)), at(150));
        assert_eq!(RHYTHM.due(first, at(100)), at(250));
        assert_eq!(RHYTHM.due(first, at(600)), at(700));
        assert_eq!(RHYTHM.due(first, at(900)), at(900));
    }

    #[test]
    fn an_edit_is_safe_first_and_then_saved() {
        let place = Place::with("");
        let (mut saver, reports) = place.start();
        assert_eq!(saver.save(lines(&["a"])), 1);
        assert!(matches!(reports.recv_timeout(PATIENCE).unwrap(), Report::Safe(1)));
        let made = wait(&reports, saved);
        assert_eq!(made.through, 1);
        assert!(!made.committed.foreign && made.committed.wrote);
        assert_eq!(place.text(), "a\n");
    }

    #[test]
    fn edits_in_a_row_become_one_save() {
        let place = Place::with("");
        let (mut saver, reports) = place.start();
        for intent in ["a", "b", "c"] {
            saver.save(lines(&[intent]));
        }
        assert_eq!(wait(&reports, saved).through, 3);
        assert_eq!(place.text(), "a\nb\nc\n");
    }

    #[test]
    fn the_end_does_not_wait_for_the_quiet_and_leaves_nothing_to_do() {
        let place = Place::with("");
        let (mut saver, _reports) = place.start();
        saver.save(lines(&["a"]));
        assert_eq!(saver.finish(PATIENCE), Finished::Saved);
        assert_eq!(place.text(), "a\n");
        assert!(!place.is_left_behind());
    }

    #[test]
    fn an_end_with_nothing_to_save_leaves_the_file_alone() {
        let place = Place::with("a\n");
        let before = Fingerprint::at(&place.file).unwrap();
        let (saver, _reports) = place.start();
        assert_eq!(saver.finish(PATIENCE), Finished::Saved);
        assert_eq!(Fingerprint::at(&place.file).unwrap(), before);
    }

    #[test]
    fn another_thread_can_end_with_saving() {
        let place = Place::with("");
        let (mut saver, _reports) = place.start();
        saver.save(lines(&["a"]));
        let finisher = saver.finisher();
        std::thread::scope(|scope| {
            let other = scope.spawn(|| finisher.finish(PATIENCE));
            assert_eq!(other.join().unwrap(), Finished::Saved);
        });
        assert_eq!(place.text(), "a\n");
    }

    #[test]
    fn an_edit_that_clashes_is_kept_and_told_and_the_others_are_saved() {
        let place = Place::with("");
        let (mut saver, reports) = place.start();
        saver.save(lines(&["a", "refuse b", "c"]));
        let made = wait(&reports, saved);
        let [kept] = made.clashes.as_slice() else { panic!("one clash: {:?}", made.clashes) };
        assert_eq!(kept.clash, "clash: refuse b");
        assert!(kept.id.ends_with("-2-0") && kept.written.is_some(), "{kept:?}");
        assert_eq!(place.text(), "a\nc\n");
        assert_eq!(place.waiting(), ["clash: refuse b"]);
    }

    #[test]
    fn a_clash_waits_over_the_end_and_is_told_at_the_next_start() {
        let place = Place::with("");
        let (mut saver, _reports) = place.start();
        saver.save(lines(&["refuse b"]));
        assert_eq!(saver.finish(PATIENCE), Finished::Saved);
        let (_saver, reports) = place.start();
        let waiting = wait(&reports, |report| match report {
            Report::Waiting(waiting) => Some(waiting),
            _ => None,
        });
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].clash, "clash: refuse b");
    }

    #[test]
    fn a_clash_that_was_decided_is_forgotten_once_the_decision_is_safe() {
        let place = Place::with("");
        let (mut saver, reports) = place.start();
        saver.save(lines(&["refuse b", "refuse c"]));
        let kept = wait(&reports, saved).clashes;
        saver.save(lines(&["b after all"]));
        saver.settle(vec![kept[0].id.clone()]);
        assert_eq!(saver.finish(PATIENCE), Finished::Saved);
        assert_eq!(place.text(), "b after all\n");
        assert_eq!(place.waiting(), ["clash: refuse c"]);
    }

    #[test]
    fn where_a_clash_cannot_be_kept_nothing_is_saved_and_the_edits_wait() {
        let place = Place::with("");
        std::fs::create_dir_all(place.folder.path().join("state")).unwrap();
        std::fs::write(place.folder.path().join("state/clashes"), "no folder").unwrap();
        let (mut saver, reports) = place.start();
        saver.save(lines(&["a", "refuse b"]));
        let message = wait(&reports, |report| match report {
            Report::Failed { message, .. } => Some(message),
            _ => None,
        });
        assert!(message.starts_with("not saved: cannot keep what clashes: "), "{message}");
        assert_eq!(place.text(), "");
        std::fs::remove_file(place.folder.path().join("state/clashes")).unwrap();
        saver.retry();
        wait(&reports, saved);
        assert_eq!(place.text(), "a\n");
        assert_eq!(place.waiting(), ["clash: refuse b"]);
    }

    #[test]
    fn a_clash_of_a_process_that_was_killed_is_kept_once() {
        let place = Place::with("broken\n");
        let (mut saver, _reports) = place.start();
        saver.save(lines(&["refuse b"]));
        assert!(matches!(saver.finish(PATIENCE), Finished::InJournal { .. }));
        std::fs::write(&place.file, "mended\n").unwrap();
        let (saver, reports) = place.start();
        let made = wait(&reports, |report| match report {
            Report::Recovered { saved, .. } => Some(saved),
            _ => None,
        });
        assert_eq!(made.clashes.len(), 1);
        assert_eq!(saver.finish(PATIENCE), Finished::Saved);
        assert_eq!(place.waiting(), ["clash: refuse b"]);
    }

    #[test]
    fn a_save_that_fails_is_made_when_the_file_is_mended() {
        let place = Place::with("broken\n");
        let (mut saver, reports) = place.start();
        saver.save(lines(&["a"]));
        let message = wait(&reports, |report| match report {
            Report::Failed { message, .. } => Some(message),
            _ => None,
        });
        assert_eq!(message, "not saved: the file does not parse");
        std::fs::write(&place.file, "mended\n").unwrap();
        saver.retry();
        wait(&reports, saved);
        assert_eq!(place.text(), "mended\na\n");
    }

    #[test]
    fn edits_that_cannot_be_saved_wait_in_the_journal_for_the_next_start() {
        let place = Place::with("broken\n");
        let (mut saver, _reports) = place.start();
        saver.save(lines(&["a"]));
        assert!(matches!(saver.finish(PATIENCE), Finished::InJournal { .. }));
        std::fs::write(&place.file, "mended\n").unwrap();

        let (saver, reports) = place.start();
        let edits = wait(&reports, |report| match report {
            Report::Recovered { edits, .. } => Some(edits),
            _ => None,
        });
        assert_eq!(edits, 1);
        assert_eq!(place.text(), "mended\na\n");
        assert_eq!(saver.finish(PATIENCE), Finished::Saved);
        assert!(!place.is_left_behind());
    }

    #[test]
    fn without_a_journal_an_edit_is_told_to_be_unsafe_and_is_saved_all_the_same() {
        let place = Place::with("");
        let (sender, reports) = channel();
        let state = StateFolder::new(place.file.join("no-folder"));
        let store = Store::new(place.file.clone(), None);
        let mut saver = Saver::start(store, Some(state), apply, move |report| drop(sender.send(report)));
        assert!(matches!(reports.recv_timeout(PATIENCE).unwrap(), Report::Unsafe { .. }));
        saver.save(lines(&["a"]));
        wait(&reports, saved);
        assert_eq!(place.text(), "a\n");
    }

    #[test]
    fn without_a_journal_edits_that_cannot_be_saved_are_told_to_be_lost() {
        let place = Place::with("broken\n");
        let store = Store::new(place.file.clone(), None);
        let mut saver = Saver::start(store, None, apply, |_| {});
        saver.save(lines(&["a"]));
        assert!(matches!(saver.finish(PATIENCE), Finished::Lost { .. }));
    }

    #[test]
    fn saving_on_top_of_somebody_elses_text_says_so_and_gives_the_text() {
        let place = Place::with("a\n");
        let known = Arc::new(LastKnown::new(Known::first(Fingerprint::at(&place.file).unwrap())));
        let (sender, reports) = channel();
        let store = Store::new(place.file.clone(), Some(place.state())).with_known(known);
        let mut saver = Saver::start(store, Some(place.state()), apply, move |report| drop(sender.send(report)));
        std::fs::write(&place.file, "theirs\n").unwrap();
        saver.save(lines(&["b"]));
        let made = wait(&reports, saved);
        assert!(made.committed.foreign);
        assert_eq!(*made.committed.bytes, b"theirs\nb\n");
    }
}
