//! All rows together: made once for a campaign, and kept true deal by deal.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::fresh::stale;
use super::rows::{NoteName, NoteRow, Part, Report, Whose, hazard_row, part};
use crate::campaign::{Campaign, Hazard, Id, Note, Tally, When};
use crate::drive::Outlook;
use crate::drive::calls::NoteState;
use crate::drive::topic::Index;

/// Where a row is in a table. A row keeps its slot until its own deal is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    part: u32,
    row: u32,
}

/// The part of the hazards' notes.
const HAZARDS: u32 = u32::MAX;

/// How many rows there are of each kind that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All rows.
    pub all: usize,
    /// The next call can only be late.
    pub late: usize,
    /// The words may not hold any more.
    pub stale: usize,
    /// Called before, and it never helped.
    pub never_landed: usize,
    /// It could be called, and brings nothing.
    pub no_asset: usize,
    /// It says what is never to be said.
    pub never: usize,
    /// A value line or an objective of its deal is to mend.
    pub value: usize,
    /// Written by the one who asks, or called to them.
    pub mine: usize,
    /// Struck or retired.
    pub retired: usize,
}

impl Counts {
    fn add(&mut self, row: &NoteRow) {
        self.each(row, |count| *count += 1);
    }

    fn take(&mut self, row: &NoteRow) {
        self.each(row, |count| *count = count.saturating_sub(1));
    }

    fn each(&mut self, row: &NoteRow, change: impl Fn(&mut usize)) {
        change(&mut self.all);
        let told = [
            (row.late, &mut self.late),
            (row.stale.is_some(), &mut self.stale),
            (row.never_landed(), &mut self.never_landed),
            (row.lacks_asset(), &mut self.no_asset),
            (row.amiss.never, &mut self.never),
            (row.amiss.value, &mut self.value),
            (row.mine, &mut self.mine),
            (row.state == NoteState::Struck, &mut self.retired),
        ];
        told.into_iter().filter(|(is, _)| *is).for_each(|(_, count)| change(count));
    }
}

/// The rows of a campaign.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    parts: Vec<Part>,
    /// The part of a deal.
    places: HashMap<Id, u32>,
    hazards: Vec<HazardNote>,
    inbox: Vec<Report>,
    topics: HashMap<Id, u32>,
    counts: Counts,
    until: Option<DateTime<Utc>>,
}

/// A hazard's note, and what the deals say of it.
#[derive(Debug, Clone, PartialEq)]
struct HazardNote {
    row: NoteRow,
    /// As in the call log.
    name: Box<str>,
    /// Open deals that meet it.
    deals: u32,
    /// Those on which it can only be late.
    late: u32,
}

impl Table {
    /// The table of a campaign at a time, asked by `seat`.
    #[must_use]
    pub fn of(campaign: &Campaign, outlook: &Outlook, seat: Option<&Id>, now: DateTime<Utc>) -> Self {
        let hazards = campaign.hazards.iter().flat_map(|hazard| hazard.notes.iter().map(move |note| (hazard, note)));
        let mut table = Self {
            hazards: hazards
                .map(|(hazard, note)| HazardNote {
                    row: hazard_row(campaign, hazard, note, seat),
                    name: format!("{}/{}", hazard.id, note.id).into(),
                    deals: 0,
                    late: 0,
                })
                .collect(),
            parts: Vec::with_capacity(campaign.deals.len()),
            until: midnight(outlook, now),
            ..Self::default()
        };
        for deal in &campaign.deals {
            let part = part(campaign, outlook, deal, seat, now);
            table.places.insert(deal.id.clone(), index(table.parts.len()));
            table.inbox.extend(part.reports.iter().cloned());
            table.until = earlier(table.until, part.until);
            part.rows.iter().for_each(|row| table.counts.add(row));
            table.count(&part, 1);
            table.parts.push(part);
        }
        table.inbox.sort_by(|a, b| order(a).cmp(&order(b)));
        for hazard in &mut table.hazards {
            settle(campaign, outlook, hazard, now);
            table.counts.add(&hazard.row);
        }
        table
    }

    /// Reads one deal again after an edit: also one that is new, or gone.
    pub fn refresh(&mut self, campaign: &Campaign, outlook: &Outlook, seat: Option<&Id>, now: DateTime<Utc>, id: &Id) {
        let new = campaign.deal(id).map(|deal| part(campaign, outlook, deal, seat, now)).unwrap_or_default();
        let at = *self.places.entry(id.clone()).or_insert_with(|| {
            self.parts.push(Part::default());
            index(self.parts.len() - 1)
        });
        let Some(slot) = self.parts.get_mut(at as usize) else { return };
        let old = std::mem::take(slot);
        old.rows.iter().for_each(|row| self.counts.take(row));
        new.rows.iter().for_each(|row| self.counts.add(row));
        if old.reports != new.reports {
            self.inbox.retain(|report| report.deal != *id);
            for report in &new.reports {
                let at = self.inbox.partition_point(|other| order(other) <= order(report));
                self.inbox.insert(at, report.clone());
            }
        }
        self.hazards.iter().for_each(|hazard| self.counts.take(&hazard.row));
        self.count(&old, -1);
        self.count(&new, 1);
        for hazard in &mut self.hazards {
            settle(campaign, outlook, hazard, now);
            self.counts.add(&hazard.row);
        }
        self.until = earlier(self.until, new.until);
        if let Some(slot) = self.parts.get_mut(at as usize) {
            *slot = new;
        }
    }

    /// Adds what a deal says of topics and hazards' notes, or takes it away.
    fn count(&mut self, part: &Part, by: i32) {
        let change = |count: &mut u32| *count = count.saturating_add_signed(by);
        for topic in &part.topics {
            change(self.topics.entry(topic.clone()).or_default());
        }
        for met in &part.met {
            let is_it =
                |one: &&mut HazardNote| one.row.whose == Whose::Hazard(met.hazard.clone()) && one.row.note == met.note;
            if let Some(hazard) = self.hazards.iter_mut().find(is_it) {
                change(&mut hazard.deals);
                if met.late {
                    change(&mut hazard.late);
                }
            }
        }
        for (name, calls) in &part.hazard_calls {
            if let Some(hazard) = self.hazards.iter_mut().find(|one| *one.name == **name) {
                let record = &mut hazard.row.record;
                let signed = |count: u32, more: u32| {
                    if by > 0 { count.saturating_add(more) } else { count.saturating_sub(more) }
                };
                *record = Tally {
                    called: signed(record.called, calls.called),
                    heard: signed(record.heard, calls.heard),
                    landed: signed(record.landed, calls.landed),
                };
            }
        }
    }

    /// Every row with its slot: the hazards' first, then by deal.
    pub fn rows(&self) -> impl Iterator<Item = (Slot, &NoteRow)> {
        let hazards = self.hazards.iter().map(|hazard| &hazard.row).enumerate();
        let hazards = hazards.map(|(row, found)| (Slot { part: HAZARDS, row: index(row) }, found));
        hazards.chain(self.parts.iter().enumerate().flat_map(|(part, found)| of_part(index(part), found)))
    }

    /// The rows of one deal.
    pub fn rows_of(&self, deal: &Id) -> impl Iterator<Item = (Slot, &NoteRow)> {
        let part = self.places.get(deal).and_then(|at| Some((*at, self.parts.get(*at as usize)?)));
        part.into_iter().flat_map(|(at, part)| of_part(at, part))
    }

    /// Whether a slot is of a deal.
    #[must_use]
    pub fn is_of(&self, slot: Slot, deal: &Id) -> bool {
        self.places.get(deal) == Some(&slot.part)
    }

    /// The row in a slot.
    #[must_use]
    pub fn row(&self, slot: Slot) -> Option<&NoteRow> {
        if slot.part == HAZARDS {
            return self.hazards.get(slot.row as usize).map(|hazard| &hazard.row);
        }
        self.parts.get(slot.part as usize)?.rows.get(slot.row as usize)
    }

    /// The slot of a note.
    #[must_use]
    pub fn find(&self, (whose, note): &NoteName) -> Option<Slot> {
        match whose {
            Whose::Deal(deal) => self.rows_of(deal).find(|(_, row)| row.note == *note).map(|(slot, _)| slot),
            Whose::Hazard(_) => {
                let row = self.hazards.iter().position(|one| one.row.whose == *whose && one.row.note == *note)?;
                Some(Slot { part: HAZARDS, row: index(row) })
            }
        }
    }

    /// On how many open deals a hazard's note can be called, and on how many of them it can only be late.
    #[must_use]
    pub fn deals_of(&self, slot: Slot) -> Option<(u32, u32)> {
        if slot.part != HAZARDS {
            return None;
        }
        self.hazards.get(slot.row as usize).map(|hazard| (hazard.deals, hazard.late))
    }

    /// The field reports that wait, the newest first.
    #[must_use]
    pub fn inbox(&self) -> &[Report] {
        &self.inbox
    }

    /// How often a topic was reported over all deals, in any of the words that the index knows to stand for it.
    #[must_use]
    pub fn heard_of(&self, topic: &str, index: &Index) -> u32 {
        let topic = index.folded(topic);
        self.topics.iter().filter(|(word, _)| index.folded(word) == topic).map(|(_, count)| count).sum()
    }

    /// How many rows there are of each kind.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// The first moment at which a row can say something else, if nobody edits.
    #[must_use]
    pub const fn until(&self) -> Option<DateTime<Utc>> {
        self.until
    }
}

fn of_part(at: u32, part: &Part) -> impl Iterator<Item = (Slot, &NoteRow)> {
    part.rows.iter().enumerate().map(move |(row, found)| (Slot { part: at, row: index(row) }, found))
}

/// What the counts of the deals make of a hazard's note.
fn settle(campaign: &Campaign, outlook: &Outlook, hazard: &mut HazardNote, now: DateTime<Utc>) {
    let HazardNote { row, late, .. } = hazard;
    row.late = *late > 0;
    let Whose::Hazard(id) = &row.whose else { return };
    let note =
        campaign.hazard(id).and_then(|hazard: &Hazard| hazard.notes.iter().find(|note: &&Note| note.id == row.note));
    row.stale = note
        .filter(|_| row.is_in_play())
        .and_then(|note| stale(campaign, outlook.calendar(None), note, row.record, now));
}

/// Newest first; what has no time last, in the order of the file.
fn order(report: &Report) -> (Reverse<Option<DateTime<Utc>>>, &Id, usize) {
    (Reverse(report.at), &report.deal, report.row)
}

/// What was to be checked by a day is stale with the next.
fn midnight(outlook: &Outlook, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let calendar = outlook.calendar(None);
    calendar.local(now).date().succ_opt().map(|day| calendar.clock(When::Date(day)))
}

fn earlier(one: Option<DateTime<Utc>>, other: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    one.into_iter().chain(other).min()
}

/// A table has fewer rows than a file has bytes, and no file has four thousand million.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX - 1)
}
