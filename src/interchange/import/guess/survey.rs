//! What the values of the columns look like: one pass over all rows.
//!
//! Invariant: what is counted of a column whose name says what it is, is counted over every row; of the others only the
//! first [`FIRST`] rows are looked at, but for the order of day and month, of which any date may tell.

use std::collections::HashSet;
use std::hash::BuildHasher as _;
use std::ops::ControlFlow;

use super::super::cells::dates::{self, Shape};
use super::super::cells::numbers::{self, Mark};
use super::super::cells::{is_blank, words};
use super::super::columns::Kind;
use super::super::sheet::{Line, Sheet};

/// So many rows show what a column without a known name holds.
pub const FIRST: u32 = 1000;

/// More different words than any CRM has stages or pipelines.
pub const MOST_WORDS: usize = 60;

/// What was counted of a column.
#[derive(Debug, Default)]
pub struct Probe {
    /// How its cells are read, where the name tells.
    pub kind: Option<Kind>,
    ids: bool,
    /// Cells that hold something.
    pub filled: u32,
    /// Of these, cells that are looked at.
    pub seen: u32,
    /// The first three.
    pub samples: Vec<Box<str>>,
    /// Dates that fit: either order, only the day first, only the month first, any.
    pub dates: Dates,
    /// Numbers.
    pub numbers: Numbers,
    /// Yes and no.
    pub flags: u32,
    /// Open, won, lost or deleted.
    pub standings: u32,
    /// The different words, folded, each as it was met first and in this order.
    pub words: Vec<Box<str>>,
    folded: HashSet<Box<str>>,
    /// There are more than [`MOST_WORDS`].
    pub many: bool,
    ids_met: HashSet<u64>,
    /// Cells that were there before.
    pub repeated: u32,
}

/// Dates by what they tell of the order.
#[derive(Debug, Default)]
pub struct Dates {
    pub clear: u32,
    pub either: u32,
    pub day_first: u32,
    pub month_first: u32,
    /// One of each kind that tells something: either, day first, month first.
    pub samples: [Option<Box<str>>; 3],
}

/// Numbers by what they tell of the marks.
#[derive(Debug, Default)]
pub struct Numbers {
    pub either: u32,
    pub point: u32,
    pub comma: u32,
    pub unclear: u32,
    /// With a currency or in the hundreds: money more likely than a count.
    pub large: u32,
    /// Above one; with `%` a number counts as such.
    pub above_one: u32,
    pub samples: [Option<Box<str>>; 3],
}

impl Dates {
    /// How many were dates.
    pub const fn count(&self) -> u32 {
        self.clear + self.either + self.day_first + self.month_first
    }
}

impl Numbers {
    /// How many were numbers.
    pub const fn count(&self) -> u32 {
        self.either + self.point + self.comma + self.unclear
    }
}

impl Probe {
    /// For a column whose cells are read so, where its name tells; `ids`: whether it matters which cells come twice.
    pub fn new(kind: Option<Kind>, ids: bool) -> Self {
        Self { kind, ids, ..Self::default() }
    }

    /// Whether the cells can be read as the name promises; with no cells they can.
    pub fn fits(&self, kind: Kind) -> bool {
        let readable = match kind {
            Kind::Text | Kind::Word => self.filled,
            Kind::Date => self.dates.count(),
            Kind::Money | Kind::Share => self.numbers.count(),
            Kind::Flag => self.flags,
        };
        self.seen == 0 || readable > 0
    }

    fn look(&mut self, cell: &str, row: u32, hasher: &std::hash::RandomState) {
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        if self.samples.len() < 3 {
            self.samples.push(cell.chars().take(60).collect());
        }
        if self.kind != Some(Kind::Text) && is_blank(cell) {
            return;
        }
        if self.ids && !self.ids_met.insert(hasher.hash_one(cell)) {
            self.repeated += 1;
        }
        match self.kind {
            Some(Kind::Text) => {}
            Some(Kind::Date) => self.look_for_dates(cell),
            Some(Kind::Money | Kind::Share) => self.look_for_numbers(cell),
            Some(Kind::Flag) => self.flags += u32::from(words::flag(cell).is_some()),
            Some(Kind::Word) => self.look_for_words(cell),
            None if row > FIRST => {
                if has_open_date(cell) {
                    self.look_for_dates(cell);
                }
                return;
            }
            None => {
                if cell.bytes().any(|b| b.is_ascii_digit()) && !cell.bytes().all(|b| b.is_ascii_digit()) {
                    self.look_for_dates(cell);
                }
                self.look_for_numbers(cell);
                self.look_for_words(cell);
            }
        }
        self.seen += 1;
    }

    fn look_for_dates(&mut self, cell: &str) {
        let dates = &mut self.dates;
        let (count, sample) = match dates::shape(cell) {
            Shape::NoDate => return,
            Shape::Clear => {
                dates.clear += 1;
                return;
            }
            Shape::Either => (&mut dates.either, 0),
            Shape::DayFirst => (&mut dates.day_first, 1),
            Shape::MonthFirst => (&mut dates.month_first, 2),
        };
        *count += 1;
        dates.samples[sample].get_or_insert_with(|| cell.into());
    }

    fn look_for_numbers(&mut self, cell: &str) {
        let numbers = &mut self.numbers;
        let plain = cell.trim_end_matches('%').trim_end();
        let (count, sample) = match numbers::mark(plain) {
            Mark::NoNumber => return,
            Mark::Either => (&mut numbers.either, None),
            Mark::Unclear => (&mut numbers.unclear, Some(0)),
            Mark::Point => (&mut numbers.point, Some(1)),
            Mark::Comma => (&mut numbers.comma, Some(2)),
        };
        *count += 1;
        if let Some(sample) = sample {
            numbers.samples[sample].get_or_insert_with(|| cell.into());
        }
        let read = numbers::read(plain, Some(numbers::Decimals::Point));
        let is_above = |least: i64| read.as_ref().is_ok_and(|read| read.value > rust_decimal::Decimal::from(least));
        numbers.large += u32::from(read.is_ok_and(|read| read.currency.is_some() || read.vague_sign) || is_above(100));
        numbers.above_one += u32::from(is_above(1) || plain.len() < cell.len());
    }

    fn look_for_words(&mut self, cell: &str) {
        self.flags += u32::from(words::flag(cell).is_some());
        self.standings += u32::from(words::standing(cell).is_some() || words::says_deleted(cell));
        if self.many {
            return;
        }
        if self.words.iter().any(|word| **word == *cell) {
            return;
        }
        let folded = cell.to_lowercase();
        if !self.folded.contains(&*folded) {
            if self.words.len() == MOST_WORDS || cell.len() > 200 {
                self.many = true;
                return;
            }
            self.folded.insert(folded.into());
            self.words.push(cell.into());
        }
    }
}

/// Whether a cell may be a date that tells of the order, at a glance.
fn has_open_date(cell: &str) -> bool {
    matches!(cell.as_bytes(), [b'0'..=b'9', b'/' | b'-', ..] | [b'0'..=b'9', b'0'..=b'9', b'/' | b'-', ..])
}

/// Looks at all rows; how many there were.
pub fn survey(sheet: &Sheet, probes: &mut [Probe]) -> u32 {
    let hasher = std::hash::RandomState::new();
    let mut rows = 0;
    let mut each = |line: Line<'_>| {
        rows += 1;
        for (column, probe) in probes.iter_mut().enumerate() {
            probe.look(line.cell(column), rows, &hasher);
        }
        ControlFlow::Continue(())
    };
    sheet.scan(&mut each);
    rows
}
