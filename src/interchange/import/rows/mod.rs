//! The rows of an export by a map, as what they say of deals or of their moves.
//!
//! Invariant: every row is a deal, a move or skipped with its reason, and every cell that a map asks for and that cannot
//! be read is told with its row. A row is skipped where it has no name, comes again, is deleted in the CRM, is of a
//! pipeline that is not wanted, or has a date of its own that no calendar has; any other cell that cannot be read is left
//! out of its row. What the rows change in a campaign is not known here.

mod deals;
mod gather;
mod moves;

use std::ops::ControlFlow;

use chrono_tz::Tz;

use super::columns::Field;
use super::map::Map;
use super::sheet::{Line, Sheet};
use crate::drive::import::{Export, Skipped};
use gather::Gather;

/// After so many rows the progress is told.
const PACE: u32 = 512;

/// The places of the columns.
struct Places {
    of: Vec<Vec<usize>>,
    /// Columns that say when a deal came into a stage, with the stage's index.
    entered: Vec<(usize, u16)>,
}

impl Places {
    fn new(header: &[Box<str>], map: &Map) -> Self {
        let at = |name: &str| header.iter().position(|known| **known == *name);
        let mut of = vec![Vec::new(); Field::ALL.len()];
        for (name, field) in &map.columns {
            if let (Some(at), Some(places)) = (at(name), of.get_mut(*field as usize)) {
                places.push(at);
            }
        }
        Self { of, entered: Vec::new() }
    }

    /// The columns of a field.
    fn columns(&self, field: Field) -> &[usize] {
        self.of.get(field as usize).map_or(&[], Vec::as_slice)
    }

    /// The first cell of a field that says something, with its column.
    fn cell<'l>(&self, line: &'l Line<'_>, field: Field) -> Option<(usize, &'l str)> {
        self.columns(field).iter().map(|at| (*at, line.cell(*at))).find(|(_, cell)| !cell.is_empty())
    }

    fn has(&self, field: Field) -> bool {
        !self.columns(field).is_empty()
    }
}

/// Reads all rows. `progress` hears from time to time how far in the sheet's bytes the reading is, and may break it off:
/// then what was read so far is all.
#[must_use]
pub fn read(sheet: &Sheet, map: &Map, zone: Tz, progress: &mut dyn FnMut(usize) -> ControlFlow<()>) -> Export {
    let mut places = Places::new(sheet.header(), map);
    let mut gather = Gather::new(sheet.header(), map, zone);
    for (name, _) in &map.stages {
        gather.stage(name);
    }
    for entered in &map.entered {
        let wanted = match (&map.pipelines, &entered.pipeline) {
            (Some(wanted), Some(pipeline)) => wanted.want(pipeline),
            _ => true,
        };
        let at = sheet.header().iter().position(|known| *known == entered.column);
        if let (true, Some(at), Some(stage)) = (wanted, at, gather.stage(&entered.stage)) {
            places.entered.push((at, stage));
        }
    }
    let mut deals = deals::Deals::default();
    let mut moves = Vec::new();
    let is_history = map.is_history();
    let mut count = 0;
    let mut each = |line: Line<'_>| {
        count += 1;
        let mut goes_on = ControlFlow::Continue(());
        if count % PACE == 0 {
            goes_on = progress(line.at);
            if count == PACE * 2 && !is_history {
                deals.make_room(count, line.at, sheet.len());
            }
        }
        let read = if is_history {
            moves::read(&line, &places, &mut gather).map(|read| moves.push(read))
        } else {
            deals.read(&line, &places, &mut gather)
        };
        if let Err(why) = read {
            gather.skipped.push(Skipped { row: line.number, why });
        }
        goes_on
    };
    let scan = sheet.scan(&mut each);
    // There is nothing left to break off.
    let _ = progress(sheet.len());
    gather.skipped.extend(scan.skipped);
    gather.skipped.sort_by_key(|skipped| skipped.row);
    let mut told = scan.told;
    told.append(&mut unused(sheet.header(), map));
    gather.finish(&mut told);
    Export {
        crm: map.crm,
        stages: gather.stages,
        deals: deals.list,
        moves,
        skipped: gather.skipped,
        doubts: gather.doubts,
        rows: scan.rows,
        told,
    }
}

/// Columns that the map leaves out, in a sentence of what [`read`] tells.
#[must_use]
pub fn unused(header: &[Box<str>], map: &Map) -> Vec<String> {
    let used = |name: &str| {
        map.columns.iter().any(|(known, _)| **known == *name) || map.entered.iter().any(|known| *known.column == *name)
    };
    let names: Vec<String> = header
        .iter()
        .filter(|name| !name.is_empty() && !used(name))
        .map(|name| format!("`{}`", gather::short(name)))
        .collect();
    match names.as_slice() {
        [] => Vec::new(),
        [one] => vec![format!("the column {one} is not used")],
        few if few.len() <= 8 => vec![format!("{} columns are not used: {}", few.len(), few.join(", "))],
        many => {
            vec![format!("{} columns are not used: {} and {} more", many.len(), many[..8].join(", "), many.len() - 8)]
        }
    }
}
