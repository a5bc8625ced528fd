//! A row that is a deal.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

use super::super::cells::words;
use super::super::columns::Field;
use super::super::map::Pipelines;
use super::super::sheet::Line;
use super::Places;
use super::gather::{Gather, Reason, short};
use crate::drive::import::{Row, Standing};

/// The deals that were read, and where the one with an id is among them.
#[derive(Default)]
pub struct Deals {
    pub list: Vec<Row>,
    hasher: RandomState,
    by_id: HashMap<u64, u32>,
}

impl Deals {
    /// Makes room for as many rows as the sheet's length lets expect, so that the list is not copied as it grows.
    pub fn make_room(&mut self, rows: u32, at: usize, length: usize) {
        let rows = usize::try_from(rows).unwrap_or(0);
        let expected = length.saturating_mul(rows).checked_div(at.max(1)).unwrap_or(0);
        let room = expected.saturating_add(expected / 50).saturating_sub(self.list.len());
        // No row is shorter than a few bytes; a list that was never filled takes no memory.
        self.list.reserve_exact(room.min(length / 4));
    }

    /// Reads a row.
    pub fn read(&mut self, line: &Line<'_>, places: &Places, gather: &mut Gather<'_>) -> Result<(), Reason> {
        wanted(line, places, gather)?;
        let mut row = Row { row: line.number, ..Row::default() };
        row.id = gather.text(line, places, Field::Id);
        row.title = gather.text(line, places, Field::Title);
        row.account = gather.shared(line, places, Field::Account);
        if row.title.is_none() && row.account.is_none() {
            return Err(nameless(places, gather));
        }
        if let Some(id) = &row.id {
            let first = self.met(id, gather);
            if let Some(first) = first {
                return Err(format!("the id `{}` is that of row {first}", short(id)));
            }
        }
        row.close = gather.day(line, places, Field::Close)?;
        row.next_on = gather.day(line, places, Field::NextOn)?;
        row.created = gather.date(line, places, Field::Created)?;
        row.since = gather.date(line, places, Field::Since)?;
        row.finished = gather.date(line, places, Field::Finished)?;
        row.changed = gather.date(line, places, Field::Changed)?;
        row.stage = gather.stage_of(line, places);
        row.standing = standing(line, places, gather, row.stage);
        let amount = gather.amount(line, places);
        row.currency = gather.currency(line, places, amount.as_ref());
        row.value = amount.map(|amount| amount.value);
        row.probability = gather.probability(line, places);
        row.driver = gather.driver(line, places);
        row.next = gather.text(line, places, Field::Next);
        row.reason = match row.standing {
            Some(Standing::Won) => gather.shared(line, places, Field::WonReason),
            _ => None,
        }
        .or_else(|| gather.shared(line, places, Field::Reason));
        row.source = gather.shared(line, places, Field::Source);
        for (column, stage) in &places.entered {
            // The row stands without it: a date that does not exist is a doubt here.
            let cell = line.cell(*column);
            match gather.date_in(line.number, *column, cell) {
                Ok(Some(when)) => row.entered.push((*stage, when)),
                Ok(None) => {}
                Err(_) => gather.doubt(line.number, *column, "a date that exists", cell),
            }
        }
        row.entered.shrink_to_fit();
        if let Some(id) = &row.id {
            let hash = self.hash(words::identity(id, gather.crm));
            self.by_id.insert(hash, u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        }
        self.list.push(row);
        Ok(())
    }

    fn hash(&self, id: &str) -> u64 {
        self.hasher.hash_one(id)
    }

    /// The row in which the id was met before.
    fn met(&self, id: &str, gather: &Gather<'_>) -> Option<u32> {
        let identity = words::identity(id, gather.crm);
        let index = self.by_id.get(&self.hash(identity))?;
        let known = self.list.get(usize::try_from(*index).ok()?)?;
        let same = known.id.as_deref().is_some_and(|known| words::identity(known, gather.crm) == identity);
        same.then_some(known.row)
    }
}

fn nameless(places: &Places, gather: &Gather<'_>) -> Reason {
    let names: Vec<String> = [Field::Title, Field::Account]
        .into_iter()
        .flat_map(|field| places.columns(field))
        .map(|column| format!("`{}`", gather.name(*column)))
        .collect();
    match names.as_slice() {
        [] => "no column names the deal".to_owned(),
        [one] => format!("{one} is empty: a deal needs a name"),
        more => format!("{} are empty: a deal needs a name", more.join(" and ")),
    }
}

/// Whether the row is one that was asked for.
pub fn wanted(line: &Line<'_>, places: &Places, gather: &mut Gather<'_>) -> Result<(), Reason> {
    let by_status = places.cell(line, Field::Standing).is_some_and(|(_, cell)| words::says_deleted(cell));
    if by_status || (places.has(Field::Deleted) && gather.flag(line, places, Field::Deleted) == Some(true)) {
        return Err("it is deleted in the CRM".to_owned());
    }
    if let Some(wanted @ Pipelines::Only(_)) = &gather.map.pipelines
        && let Some((_, pipeline)) = places.cell(line, Field::Pipeline)
        && !wanted.want(pipeline)
    {
        return Err(format!("it is in the pipeline `{}`", short(pipeline)));
    }
    Ok(())
}

/// Whether the deal is finished: a column of words first, then those of yes and no, then its stage.
pub fn standing(line: &Line<'_>, places: &Places, gather: &mut Gather<'_>, stage: Option<u16>) -> Option<Standing> {
    if let Some((column, cell)) = places.cell(line, Field::Standing) {
        let read = words::standing(cell);
        if read.is_some() {
            return read;
        }
        if !super::super::cells::is_blank(cell) {
            gather.doubt(line.number, column, "open, won or lost", cell);
        }
    }
    let by_stage = stage.and_then(|stage| gather.stages.get(usize::from(stage))?.finish);
    let closed = gather.flag(line, places, Field::Closed);
    let won = gather.flag(line, places, Field::Won);
    match (closed, won) {
        (_, Some(true)) => Some(Standing::Won),
        (Some(true), Some(false)) => Some(Standing::Lost),
        // Salesforce leaves a box that is not ticked empty.
        (Some(true), None) => by_stage.or_else(|| places.has(Field::Won).then_some(Standing::Lost)),
        (Some(false), _) => Some(Standing::Open),
        (None, _) => by_stage,
    }
}
