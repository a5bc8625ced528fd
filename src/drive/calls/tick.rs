//! What one tick hands over to the next, and what it finds.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::assess::NoteState;
use super::batch::{Batch, Call};
use crate::campaign::{CallLog, Id, Text, When};

/// A rung of a note of a deal, by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The deal's id.
    pub deal: Id,
    /// The note's name in the call log.
    pub note: Id,
    /// The rung's name in the call log.
    pub rung: Id,
}

/// A rung that a tick keeps in mind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Held {
    /// Which.
    pub key: Key,
    /// True: planned again after its place moved. False: armed ahead; it stays so until called or passed.
    pub again: bool,
}

/// What a tick hands over to the next. Small; worth keeping in the state folder, so that a console that is opened
/// twice a day knows what it knew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// When it was.
    pub at: DateTime<Utc>,
    /// When a batch last went out.
    pub last_batch: Option<DateTime<Utc>>,
    /// What was armed ahead or planned again, in order.
    pub held: Vec<Held>,
    /// Of a gap: what was armed when it ended and waits still, in order.
    pub backlog: Vec<Key>,
    /// The console was closed, and no working time has come since.
    pub opening: Option<Opening>,
}

/// A console that was closed, until its first tick in working time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Its last tick before; `None`: there is none.
    pub since: Option<DateTime<Utc>>,
    /// Notes that went by uncalled since.
    pub uncalled: u32,
}

/// So long without a tick, and the console was closed.
pub const CLOSED_AFTER: TimeDelta = TimeDelta::minutes(15);
/// So much working time without a tick, and it is a gap.
pub const GAP_AFTER: i64 = 15 * 60;
/// After a gap there is at most one batch in this time.
pub const PACE: TimeDelta = TimeDelta::minutes(5);

impl Tick {
    /// The same with nothing to do until `at`: for a console that was open all the while and slept until the next
    /// moment at which something can change.
    #[must_use]
    pub fn open_until(mut self, at: DateTime<Utc>) -> Self {
        self.at = self.at.max(at);
        self
    }

    /// What is held on one deal.
    #[must_use]
    pub fn held_on(&self, deal: &str) -> &[Held] {
        let from = self.held.partition_point(|held| &*held.key.deal < deal);
        let until = self.held.partition_point(|held| &*held.key.deal <= deal);
        &self.held[from..until]
    }
}

/// A note whose place went by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Settled {
    /// When.
    pub at: DateTime<Utc>,
    /// The deal.
    pub deal: Id,
    /// The note's name in the call log.
    pub note: String,
    /// As what.
    pub ended: Ended,
}

/// How a note ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ended {
    /// Called and heard.
    Passed,
    /// Called, not heard.
    Unheard,
    /// Not called.
    Missed,
}

impl Ended {
    pub(super) const fn of(state: NoteState) -> Option<Self> {
        match state {
            NoteState::Passed(_) => Some(Self::Passed),
            NoteState::Unheard => Some(Self::Unheard),
            NoteState::Missed => Some(Self::Missed),
            _ => None,
        }
    }
}

/// After a gap: the one line that counts what went by uncalled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GapLine {
    /// Since when nobody was at the console; `None`: not known.
    pub since: Option<DateTime<Utc>>,
    /// How many notes went by uncalled.
    pub uncalled: u32,
}

impl GapLine {
    /// The line.
    #[must_use]
    pub fn words(&self) -> String {
        match self.uncalled {
            0 => "nothing went by uncalled".to_owned(),
            1 => "1 note went by uncalled".to_owned(),
            many => format!("{many} notes went by uncalled"),
        }
    }
}

/// A call made before that is said once more: write `again` into its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// The row's `note`.
    pub note: Id,
    /// The row's `rung`.
    pub rung: Text,
    /// The row's `place`.
    pub place: Option<When>,
}

impl From<&CallLog> for Repeated {
    fn from(row: &CallLog) -> Self {
        Self { note: row.note.clone(), rung: row.rung.clone(), place: row.place }
    }
}

/// A batch that is said once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// Its deal.
    pub deal: Id,
    /// Its calls that nobody has acknowledged.
    pub calls: Vec<Repeated>,
}

/// What a tick finds. The caller writes a row of the call log for each call in `batch` and `live`, and `again` into
/// each row of `repeat`, before the next tick.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// To hand over to the next tick.
    pub tick: Tick,
    /// The notes to call now.
    pub batch: Option<Batch>,
    /// Or the batch to say once more.
    pub repeat: Option<Repeat>,
    /// The notes of runs that are under way, on the live clock; at any time, not only once a minute.
    pub live: Vec<Call>,
    /// What went by since the last tick.
    pub settled: Vec<Settled>,
    /// At the end of a gap.
    pub gap: Option<GapLine>,
    /// The first moment at which the next tick can find something else, if nobody edits.
    pub next: Option<DateTime<Utc>>,
}
