//! Which rows are shown, and in which order.
//!
//! A key for each row is made once and sorted: some milliseconds for thirty thousand rows. A filter that grows by a
//! letter looks only at what is left. After an edit the rows of one deal are taken out and put in at their places.

use crate::campaign::Id;
use crate::drive::calls::NoteState;
use crate::drive::desk::{NoteRow, Slot, Table};

/// The saved filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// Every note.
    #[default]
    All,
    /// The next call can only be late.
    Late,
    /// The words may not hold any more.
    Stale,
    /// Called before, and it never helped.
    NeverLanded,
    /// It could be called, and brings nothing.
    NoAsset,
    /// It says what a track says never to say.
    Never,
    /// Its deal has a value line or an objective to mend.
    Value,
    /// The field reports that wait, instead of the notes.
    Unanswered,
    /// Written by whoever sits here, or called to them.
    Mine,
    /// Struck or retired.
    Retired,
}

impl Show {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::All,
        Self::Late,
        Self::Stale,
        Self::NeverLanded,
        Self::NoAsset,
        Self::Unanswered,
        Self::Mine,
        Self::Retired,
        Self::Never,
        Self::Value,
    ];

    /// Its name.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::All => "all notes",
            Self::Late => "will be late",
            Self::Stale => "stale",
            Self::NeverLanded => "never landed",
            Self::NoAsset => "no asset",
            Self::Never => "never to be said",
            Self::Value => "value lines to mend",
            Self::Unanswered => "unanswered field reports",
            Self::Mine => "mine",
            Self::Retired => "retired or struck",
        }
    }

    /// How many rows it has.
    #[must_use]
    pub fn count(self, table: &Table) -> usize {
        let counts = table.counts();
        match self {
            Self::All => counts.all,
            Self::Late => counts.late,
            Self::Stale => counts.stale,
            Self::NeverLanded => counts.never_landed,
            Self::NoAsset => counts.no_asset,
            Self::Never => counts.never,
            Self::Value => counts.value,
            Self::Unanswered => table.inbox().len(),
            Self::Mine => counts.mine,
            Self::Retired => counts.retired,
        }
    }

    fn holds(self, row: &NoteRow) -> bool {
        match self {
            Self::All => true,
            Self::Late => row.late,
            Self::Stale => row.stale.is_some(),
            Self::NeverLanded => row.never_landed(),
            Self::NoAsset => row.lacks_asset(),
            Self::Never => row.amiss.never,
            Self::Value => row.amiss.value,
            Self::Unanswered => false,
            Self::Mine => row.mine,
            Self::Retired => row.state == NoteState::Struck,
        }
    }
}

/// What rows are put in order by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortBy {
    /// When it is called: what can only be late first, then by time, then what has none, then what is behind.
    #[default]
    Called,
    /// The deal, then the place.
    Deal,
    /// How hard it is.
    Pace,
    /// Who wrote it.
    By,
    /// When it was written.
    Written,
    /// How often it landed of the times it was called.
    Landed,
}

impl SortBy {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Called, Self::Deal, Self::Pace, Self::By, Self::Written, Self::Landed];

    /// Its words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Called => "when it is called",
            Self::Deal => "deal and place",
            Self::Pace => "how hard it is",
            Self::By => "who wrote it",
            Self::Written => "when it was written",
            Self::Landed => "how often it landed",
        }
    }

    /// Its key where it is asked for.
    #[must_use]
    pub const fn key(self) -> char {
        match self {
            Self::Called => 'c',
            Self::Deal => 'd',
            Self::Pace => 'p',
            Self::By => 'b',
            Self::Written => 'w',
            Self::Landed => 'l',
        }
    }
}

/// The rows that are shown.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// In order.
    pub slots: Vec<Slot>,
    /// Which of them.
    pub show: Show,
    /// Put in order by this.
    pub sort: SortBy,
    /// The other way round.
    pub reversed: bool,
    /// Words that a row must have.
    text: String,
    /// The same, parted and in small letters.
    words: Vec<String>,
}

/// What rows are compared by: two numbers, then the text.
type SortKey<'t> = (u64, u64, &'t str);

impl List {
    /// The words that a row must have, as typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Shows only rows with these words. Call [`Self::fill`] after it, or [`Self::narrow`] where letters were added.
    pub fn find(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.words = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
    }

    fn holds(&self, row: &NoteRow) -> bool {
        self.show.holds(row) && self.words.iter().all(|word| row.text.contains(word.as_str()))
    }

    /// Looks at every row.
    pub fn fill(&mut self, table: &Table) {
        let mut rows: Vec<(SortKey<'_>, Slot)> =
            table.rows().filter(|(_, row)| self.holds(row)).map(|(slot, row)| (self.key(row), slot)).collect();
        rows.sort_unstable();
        self.slots.clear();
        self.slots.extend(rows.into_iter().map(|(_, slot)| slot));
        if self.reversed {
            self.slots.reverse();
        }
    }

    /// Looks only at what is shown: after letters were added to the words.
    pub fn narrow(&mut self, table: &Table) {
        let mut slots = std::mem::take(&mut self.slots);
        slots.retain(|slot| table.row(*slot).is_some_and(|row| self.holds(row)));
        self.slots = slots;
    }

    /// Takes the rows of a deal out.
    pub fn forget(&mut self, table: &Table, deal: &Id) {
        self.slots.retain(|slot| !table.is_of(*slot, deal));
    }

    /// Puts the rows of a deal in at their places.
    pub fn add(&mut self, table: &Table, deal: &Id) {
        let rows: Vec<_> = table.rows_of(deal).filter(|(_, row)| self.holds(row)).collect();
        for (slot, row) in rows {
            let key = (self.key(row), slot);
            let stands_before = |other: &Slot| {
                let Some(row) = table.row(*other) else { return true };
                let other = (self.key(row), *other);
                if self.reversed { other > key } else { other < key }
            };
            let at = self.slots.partition_point(stands_before);
            self.slots.insert(at, slot);
        }
    }

    fn key<'t>(&self, row: &'t NoteRow) -> SortKey<'t> {
        let text = &*row.text;
        let called = called(row);
        match self.sort {
            SortBy::Called => (called.0, called.1, text),
            // The text begins with the deal's name and its place; its first letters as numbers are quick to compare.
            SortBy::Deal => (letters(text, 0), letters(text, 8), text),
            SortBy::Pace => (u64::MAX - (row.hardness as u64 * 4 + row.caution as u64), called.0, text),
            SortBy::By => (row.by.as_deref().map_or(u64::MAX, |by| letters(by, 0)), called.0, text),
            SortBy::Written => {
                // Oldest first: what was written long ago is what one looks for.
                let days = row.written.map_or(i32::MAX, |day| chrono::Datelike::num_days_from_ce(&day));
                (u64::from(days.unsigned_abs()), called.0, text)
            }
            SortBy::Landed => {
                let record = row.record;
                let share = u64::from(record.landed) * 1000 / u64::from(record.called.max(1));
                (u64::MAX - share, u64::MAX - u64::from(record.called), text)
            }
        }
    }
}

/// What needs work first: late, now, ahead, without a time, heard, behind, taken out.
fn called(row: &NoteRow) -> (u64, u64) {
    // Seconds since long ago, so that they are no negative number.
    let at = row.when.map_or(u64::MAX / 2, |when| when.timestamp().saturating_add(1 << 40).unsigned_abs());
    let behind = u64::MAX - at;
    match row.state {
        _ if row.late => (0, at),
        NoteState::Armed | NoteState::Called => (1, at),
        NoteState::Planned | NoteState::NotDriven if row.when.is_some() => (2, at),
        NoteState::Planned | NoteState::NotDriven | NoteState::NoTimeYet | NoteState::NoPlace => (3, at),
        NoteState::Contingency => (4, at),
        NoteState::Heard => (5, at),
        NoteState::Missed | NoteState::Unheard => (6, behind),
        NoteState::Passed(_) => (7, behind),
        NoteState::Void(_) => (8, behind),
        NoteState::Struck => (9, at),
    }
}

/// Eight bytes of a text as a number that sorts as they do.
fn letters(text: &str, from: usize) -> u64 {
    let mut bytes = [0; 8];
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let many = rest.len().min(8);
    bytes[..many].copy_from_slice(&rest[..many]);
    u64::from_be_bytes(bytes)
}
