//! What is gathered over all rows: words that come again are stored once, and what is doubtful is counted.
//!
//! Invariant: what is told of single cells does not grow without end: after [`MOST_DOUBTS`] it is counted, and the count
//! is told.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono_tz::Tz;

use super::super::cells::dates::{self, DateOrder};
use super::super::cells::numbers::{self, Amount, Decimals};
use super::super::cells::{is_blank, words};
use super::super::columns::Field;
use super::super::map::{Map, Scale};
use super::super::sheet::Line;
use super::Places;
use crate::campaign::{Id, When};
use crate::drive::import::{Crm, Skipped, StageWord};
use crate::text::visible;

/// So many cells are told one by one.
pub const MOST_DOUBTS: usize = 1000;

/// What is known while the rows are read.
pub struct Gather<'m> {
    pub header: &'m [Box<str>],
    pub map: &'m Map,
    pub crm: Crm,
    pub zone: Tz,
    dates: Option<DateOrder>,
    decimals: Option<Decimals>,
    percent: bool,
    pub stages: Vec<StageWord>,
    by_word: HashMap<Box<str>, u16>,
    texts: HashSet<Arc<str>>,
    codes: HashMap<Box<str>, Option<Id>>,
    pub skipped: Vec<Skipped>,
    pub doubts: Vec<Skipped>,
    more_doubts: usize,
    cut: usize,
    scaled: Counted,
    vague: Counted,
    owners: Counted,
    several: Counted,
}

/// How often something was met, and what it was the first time.
#[derive(Debug, Default)]
struct Counted {
    count: usize,
    first: String,
}

impl Counted {
    fn met(&mut self, cell: &str) {
        if self.count == 0 {
            self.first = short(cell);
        }
        self.count += 1;
    }
}

/// Why a row cannot be used.
pub type Reason = String;

impl<'m> Gather<'m> {
    pub fn new(header: &'m [Box<str>], map: &'m Map, zone: Tz) -> Self {
        Self {
            header,
            map,
            crm: map.crm,
            zone,
            dates: map.dates,
            decimals: map.decimals,
            percent: map.probability != Some(Scale::Share),
            stages: Vec::new(),
            by_word: HashMap::new(),
            texts: HashSet::new(),
            codes: HashMap::new(),
            skipped: Vec::new(),
            doubts: Vec::new(),
            more_doubts: 0,
            cut: 0,
            scaled: Counted::default(),
            vague: Counted::default(),
            owners: Counted::default(),
            several: Counted::default(),
        }
    }

    /// A column's name as a message bears it.
    pub fn name(&self, column: usize) -> String {
        self.header.get(column).map_or_else(String::new, |name| short(name))
    }

    pub fn doubt(&mut self, row: u32, column: usize, expected: &str, cell: &str) {
        if self.doubts.len() < MOST_DOUBTS {
            let why = format!("`{}`: expected {expected}, found `{}`", self.name(column), short(cell));
            self.doubts.push(Skipped { row, why });
        } else {
            self.more_doubts += 1;
        }
    }

    /// The index of a stage; names that differ only in case are one.
    pub fn stage(&mut self, name: &str) -> Option<u16> {
        if let Some(index) = self.by_word.get(name) {
            return Some(*index);
        }
        let (line, _) = words::text(name);
        let folded = line.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if folded.is_empty() {
            return None;
        }
        let index = if let Some(index) = self.by_word.get(&*folded) {
            *index
        } else {
            let index = u16::try_from(self.stages.len()).ok()?;
            self.stages.push(StageWord { name: line.as_ref().into(), finish: words::finish(&line) });
            self.by_word.insert(folded.into(), index);
            index
        };
        self.by_word.insert(name.into(), index);
        Some(index)
    }

    /// The stage of a row.
    pub fn stage_of(&mut self, line: &Line<'_>, places: &Places) -> Option<u16> {
        let (column, cell) = places.cell(line, Field::Stage)?;
        self.stage_in(line.number, column, cell)
    }

    pub fn stage_in(&mut self, row: u32, column: usize, cell: &str) -> Option<u16> {
        let index = self.stage(cell);
        if index.is_none() {
            self.doubt(row, column, "one of at most 65535 stages", cell);
        }
        index
    }

    fn line<'l>(&mut self, cell: &'l str) -> std::borrow::Cow<'l, str> {
        let (line, cut) = words::text(cell);
        self.cut += usize::from(cut);
        line
    }

    /// A text of its own.
    pub fn text(&mut self, line: &Line<'_>, places: &Places, field: Field) -> Option<Box<str>> {
        let (_, cell) = places.cell(line, field)?;
        let text = self.line(cell);
        if text.is_empty() { None } else { Some(text.as_ref().into()) }
    }

    /// A text that other rows have as well.
    pub fn shared(&mut self, line: &Line<'_>, places: &Places, field: Field) -> Option<Arc<str>> {
        let (_, cell) = places.cell(line, field)?;
        let cell = if field == Field::Account {
            let first = words::first_of(cell, self.crm);
            if first.len() < cell.len() && cell.trim_end_matches([';', ' ']).len() > first.len() {
                self.several.met(cell);
            }
            first
        } else {
            cell
        };
        let text = self.line(cell);
        self.interned(&text)
    }

    fn interned(&mut self, text: &str) -> Option<Arc<str>> {
        if text.is_empty() {
            return None;
        }
        if let Some(known) = self.texts.get(text) {
            return Some(Arc::clone(known));
        }
        let new: Arc<str> = text.into();
        self.texts.insert(Arc::clone(&new));
        Some(new)
    }

    /// Who drives: a name, or an id for which the map has somebody.
    pub fn driver(&mut self, line: &Line<'_>, places: &Places) -> Option<Arc<str>> {
        let (_, cell) = places.cell(line, Field::Driver)?;
        if words::is_owner_id(cell) && !self.map.crew.iter().any(|(name, _)| **name == *cell) {
            self.owners.met(cell);
            return None;
        }
        let text = self.line(cell);
        self.interned(&text)
    }

    /// A date. `Err` where it is one that no calendar has: then the row is not to be trusted.
    pub fn date(&mut self, line: &Line<'_>, places: &Places, field: Field) -> Result<Option<When>, Reason> {
        let Some((column, cell)) = places.cell(line, field) else { return Ok(None) };
        self.date_in(line.number, column, cell)
    }

    pub fn date_in(&mut self, row: u32, column: usize, cell: &str) -> Result<Option<When>, Reason> {
        if is_blank(cell) {
            return Ok(None);
        }
        let expected = match dates::read(cell, self.dates) {
            Ok(when) => return Ok(Some(when)),
            Err(dates::Bad::Impossible) => {
                return Err(format!("`{}`: expected a date that exists, found `{}`", self.name(column), short(cell)));
            }
            Err(dates::Bad::NoDate) => "a date",
            Err(dates::Bad::Unclear) => "a date whose order is known (`--dates dmy` or `mdy`)",
            Err(dates::Bad::Far) => "a year from 1970 to 2199",
        };
        self.doubt(row, column, expected, cell);
        Ok(None)
    }

    /// A date that is a day, whatever time the CRM has put behind it.
    pub fn day(&mut self, line: &Line<'_>, places: &Places, field: Field) -> Result<Option<When>, Reason> {
        let when = self.date(line, places, field)?;
        Ok(when.map(|when| When::Date(dates::day_in(when, self.zone))))
    }

    /// An amount, and what it tells of its currency.
    pub fn amount(&mut self, line: &Line<'_>, places: &Places) -> Option<Amount> {
        let (column, cell) = places.cell(line, Field::Value)?;
        self.amount_in(line.number, column, cell)
    }

    pub fn amount_in(&mut self, row: u32, column: usize, cell: &str) -> Option<Amount> {
        if is_blank(cell) {
            return None;
        }
        let expected = match numbers::read(cell, self.decimals) {
            Ok(amount) => {
                if amount.scaled {
                    self.scaled.met(cell);
                }
                if amount.vague_sign {
                    self.vague.met(cell);
                }
                return Some(amount);
            }
            Err(numbers::Bad::NoNumber) => "an amount",
            Err(numbers::Bad::Unclear) => "an amount whose mark is known (`decimals` in a map)",
            Err(numbers::Bad::TooLarge) => "an amount below a thousand million million",
        };
        self.doubt(row, column, expected, cell);
        None
    }

    /// The currency of a row: of its column, else of the sign beside the amount.
    pub fn currency(&mut self, line: &Line<'_>, places: &Places, beside: Option<&Amount>) -> Option<Id> {
        let Some((column, cell)) = places.cell(line, Field::Currency).filter(|(_, cell)| !is_blank(cell)) else {
            return beside.and_then(|amount| amount.currency).and_then(|currency| self.code(currency.code()));
        };
        let read = self.code(cell);
        if read.is_some() {
            return read;
        }
        self.doubt(line.number, column, "a currency of ISO 4217", cell);
        None
    }

    fn code(&mut self, cell: &str) -> Option<Id> {
        if let Some(known) = self.codes.get(cell) {
            return known.clone();
        }
        let read = numbers::code(cell).map(|currency| currency.code());
        let id = read.map(|code| match self.codes.get(code) {
            Some(Some(id)) => id.clone(),
            _ => Id::from(code),
        });
        // A column that is none has too many words to be remembered.
        if self.codes.len() < 500 {
            self.codes.insert(cell.into(), id.clone());
        }
        id
    }

    pub fn probability(&mut self, line: &Line<'_>, places: &Places) -> Option<f64> {
        let (column, cell) = places.cell(line, Field::Probability)?;
        self.probability_in(line.number, column, cell)
    }

    pub fn probability_in(&mut self, row: u32, column: usize, cell: &str) -> Option<f64> {
        if is_blank(cell) {
            return None;
        }
        let expected = match numbers::share(cell, self.decimals, self.percent) {
            Ok(share) => return Some(share),
            Err(numbers::Bad::NoNumber) => "a number",
            Err(numbers::Bad::Unclear) => "a number whose mark is known (`decimals` in a map)",
            Err(numbers::Bad::TooLarge) if self.percent => "a number from 0 to 100",
            Err(numbers::Bad::TooLarge) => "a number from 0 to 1",
        };
        self.doubt(row, column, expected, cell);
        None
    }

    /// Yes or no; an empty cell is neither.
    pub fn flag(&mut self, line: &Line<'_>, places: &Places, field: Field) -> Option<bool> {
        let (column, cell) = places.cell(line, field)?;
        let read = words::flag(cell);
        if read.is_none() && !is_blank(cell) {
            self.doubt(line.number, column, "yes or no", cell);
        }
        read
    }

    /// What is to be said of all rows together.
    pub fn finish(&self, told: &mut Vec<String>) {
        let Self { scaled, vague, owners, several, .. } = self;
        if self.more_doubts > 0 {
            told.push(format!("{} more cells could not be read", self.more_doubts));
        }
        if self.cut > 0 {
            told.push(format!("{} cut after {} characters", counted(self.cut, "text"), words::LONGEST));
        }
        if scaled.count > 0 {
            let amounts = counted(scaled.count, "amount");
            told.push(format!("{amounts} in thousands or millions, such as `{}`", scaled.first));
        }
        if vague.count > 0 {
            let amounts = counted(vague.count, "amount");
            told.push(format!(
                "{amounts} with a sign that several currencies have, such as `{}`; no currency is taken from it",
                vague.first
            ));
        }
        if owners.count > 0 {
            let rows = counted(owners.count, "row");
            told.push(format!(
                "{rows} with an id for a driver, such as `{0}`; to name them write `\"{0}\" = \"their-id\"` under `[crew]` in a map",
                owners.first
            ));
        }
        if several.count > 0 {
            let rows = counted(several.count, "row");
            told.push(format!("{rows} with several accounts, such as `{}`; the first is taken", several.first));
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// A text as a message bears it.
pub fn short(text: &str) -> String {
    let mut cut: String = text.chars().take(40).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    visible(&cut).into_owned()
}
