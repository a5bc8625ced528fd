//! The thread that makes edits safe: it appends them to the journal and syncs it.

use super::{Keepable, Order, Report, Shared, Task, Told, lock};
use crate::runtime::folders::StateFolder;
use crate::runtime::journal;
use crate::runtime::journal::Journal;
use crate::runtime::shelf::Shelf;
use crate::runtime::store::Store;
use crate::runtime::store::plain;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;

/// The first thread: makes edits safe.
pub(super) struct Keeper<I, C> {
    pub(super) store: Store,
    pub(super) state: Option<StateFolder>,
    pub(super) shelf: Option<Shelf>,
    pub(super) journal: Shared,
    pub(super) tasks: Sender<Task<I>>,
    pub(super) report: Arc<Told<C>>,
    /// Whether the last edits are in the journal.
    pub(super) is_safe: bool,
}

impl<I: Serialize + DeserializeOwned, C: Keepable> Keeper<I, C> {
    pub(super) fn run(mut self, inbox: &Receiver<Order<I>>) {
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
