//! The Desk: which notes need work? The inbox of field reports, and every note as one table.
//!
//! Invariant: the cursor and the selection know notes by name, so that they stay where they are when rows come, go or
//! change places. The rows are made beside the loop, as the order of the deals is; an edit reads its own deal again and
//! nothing else. What is drawn is the [`sheet`], made when something of it changes. Left out: the notes of finished
//! deals.

pub mod columns;
pub mod layout;
pub mod list;
mod preview;
pub mod sheet;
pub mod shift;
mod words;

use std::collections::BTreeSet;

use super::effect::Effect;
use super::model::Model;
use super::screen::Screen;
use crate::campaign::{Deal, Hazard, Id, Note};
use crate::drive::desk::{NoteName, NoteRow, Report, Slot, Table, Whose};
use crate::text::RecordPath;

use list::{List, Show};
use sheet::DeskSheet;

/// So many edited deals are read again one by one; after more the table is made anew.
const FEW_EDITS: usize = 50;

/// The state of the Desk.
#[derive(Debug, Default)]
pub struct Desk {
    /// What is known of every note; nothing until the Desk is opened.
    pub table: Table,
    /// Whether the table was made.
    pub known: bool,
    /// The rows that are shown, in order.
    pub list: List,
    /// Which of them is under the cursor.
    pub at: usize,
    /// The first that is in the window.
    pub top: usize,
    /// The note under the cursor, by name.
    pub cursor: Option<NoteName>,
    /// The notes that the next act is for; none: the one under the cursor.
    pub selected: BTreeSet<NoteName>,
    /// Which part the keys move in.
    pub focus: DeskPane,
    /// Which field report is under the inbox's cursor.
    pub report: usize,
    /// What is on screen, in words.
    pub sheet: DeskSheet,
    /// How the table stands to the campaign.
    asked: Asked,
    /// Deals that were edited and not read again yet.
    edited: Vec<Id>,
    /// Deals that were edited since the table was asked for.
    since: Vec<Id>,
}

/// The parts of the Desk that a cursor moves in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DeskPane {
    /// The notes.
    #[default]
    Notes,
    /// The field reports.
    Inbox,
}

/// How far a table that was asked for has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Asked {
    /// It has to be made (again): what all rows hang on has changed.
    #[default]
    Outdated,
    /// It is being made.
    Wanted,
    /// It is being made, and all rows have changed since.
    WantedAndOutdated,
    /// It is as the campaign is, but for the edited deals.
    Answered,
}

impl Desk {
    /// The row under the cursor.
    #[must_use]
    pub fn row(&self) -> Option<&NoteRow> {
        self.list.slots.get(self.at).and_then(|slot| self.table.row(*slot))
    }

    /// The slot under the cursor.
    #[must_use]
    pub fn slot(&self) -> Option<Slot> {
        self.list.slots.get(self.at).copied()
    }

    /// The field report under the inbox's cursor.
    #[must_use]
    pub fn report(&self) -> Option<&Report> {
        self.table.inbox().get(self.report)
    }

    /// An edit of a deal: it is read again before the next frame of the Desk.
    pub fn deal_changed(&mut self, deal: &Id) {
        for list in [&mut self.edited, &mut self.since] {
            if !list.contains(deal) {
                list.push(deal.clone());
            }
        }
        if self.since.len() > FEW_EDITS {
            self.all_changed();
        }
    }

    /// What all rows hang on has changed: a load, the crew, a stage, the seat.
    pub fn all_changed(&mut self) {
        self.edited.clear();
        self.since.clear();
        self.asked = match self.asked {
            Asked::Wanted | Asked::WantedAndOutdated => Asked::WantedAndOutdated,
            Asked::Outdated | Asked::Answered => Asked::Outdated,
        };
    }

    /// Keeps the cursor on its note, or near where that was; and in range.
    fn settle(&mut self) {
        let found = self.cursor.as_ref().and_then(|name| self.table.find(name));
        if let Some(at) = found.and_then(|slot| self.list.slots.iter().position(|shown| *shown == slot)) {
            self.at = at;
        }
        self.at = self.at.min(self.list.slots.len().saturating_sub(1));
        self.report = self.report.min(self.table.inbox().len().saturating_sub(1));
        if self.table.inbox().is_empty() {
            self.focus = DeskPane::Notes;
        }
        let table = &self.table;
        self.selected.retain(|name| table.find(name).is_some());
    }

    /// Puts the cursor on a place in the list.
    pub fn put(&mut self, at: usize) {
        self.at = at.min(self.list.slots.len().saturating_sub(1));
        self.cursor = self.row().map(NoteRow::name);
    }

    /// Puts the cursor on a note; false where it is not among the rows that are shown.
    pub fn go_to(&mut self, name: &NoteName) -> bool {
        let found = self.table.find(name);
        let at = found.and_then(|slot| self.list.slots.iter().position(|shown| *shown == slot));
        at.map(|at| self.put(at)).is_some()
    }

    /// The names of the notes that an act is for.
    #[must_use]
    pub fn targets(&self) -> Vec<NoteName> {
        if self.selected.is_empty() {
            return self.row().map(NoteRow::name).into_iter().collect();
        }
        self.selected.iter().cloned().collect()
    }
}

/// A note with the deal or the hazard it stands on.
#[derive(Debug, Clone, Copy)]
pub enum Found<'c> {
    /// A deal's.
    OnDeal(&'c Deal, &'c Note),
    /// A hazard's.
    OnHazard(&'c Hazard, &'c Note),
}

impl<'c> Found<'c> {
    /// The note.
    #[must_use]
    pub const fn note(self) -> &'c Note {
        match self {
            Self::OnDeal(_, note) | Self::OnHazard(_, note) => note,
        }
    }
}

/// The note of that name as the campaign has it now.
#[must_use]
pub fn found<'m>(model: &'m Model, (whose, note): &NoteName) -> Option<Found<'m>> {
    match whose {
        Whose::Deal(deal) => {
            let deal = model.campaign.deal(deal)?;
            deal.note(note).map(|note| Found::OnDeal(deal, note))
        }
        Whose::Hazard(hazard) => {
            let hazard = model.campaign.hazard(hazard)?;
            hazard.notes.iter().find(|own| own.id == *note).map(|note| Found::OnHazard(hazard, note))
        }
    }
}

/// Where the file has a note.
#[must_use]
pub fn record((whose, note): &NoteName) -> RecordPath {
    match whose {
        Whose::Deal(deal) => RecordPath::new(["deal", deal, "note", note]),
        Whose::Hazard(hazard) => RecordPath::new(["hazard", hazard, "note", note]),
    }
}

/// The deal that the part under the cursor is about; none for a hazard's note.
#[must_use]
pub fn deal_here(model: &Model) -> Option<&Id> {
    match model.desk.focus {
        DeskPane::Inbox => model.desk.report().map(|report| &report.deal),
        DeskPane::Notes => match &model.desk.row()?.whose {
            Whose::Deal(deal) => Some(deal),
            Whose::Hazard(_) => None,
        },
    }
    .filter(|deal| model.campaign.deal(deal).is_some())
}

/// Where the file has what is under the cursor: the note, or the deal of a field report.
#[must_use]
pub fn record_here(model: &Model) -> Option<RecordPath> {
    match model.desk.focus {
        DeskPane::Inbox => deal_here(model).map(|deal| RecordPath::new(["deal", deal])),
        DeskPane::Notes => model.desk.row().map(|row| record(&row.name())),
    }
}

/// Keeps the table true: asks for it where all of it may have changed, and reads the edited deals again.
pub fn follow(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.screen != Screen::Desk || !model.campaign.complete {
        return;
    }
    if model.desk.known {
        let edited = std::mem::take(&mut model.desk.edited);
        refresh(model, &edited);
    }
    let desk = &mut model.desk;
    let is_past = desk.table.until().is_some_and(|until| until <= model.now);
    if desk.asked == Asked::Outdated || (desk.asked == Asked::Answered && is_past) {
        desk.asked = Asked::Wanted;
        desk.since.clear();
        effects.push(Effect::Desk);
    }
}

fn refresh(model: &mut Model, deals: &[Id]) {
    if deals.is_empty() {
        return;
    }
    let Model { desk, campaign, outlook, seat, now, .. } = model;
    for deal in deals {
        desk.list.forget(&desk.table, deal);
        desk.table.refresh(campaign, outlook, seat.as_ref(), *now, deal);
        desk.list.add(&desk.table, deal);
    }
    desk.settle();
}

/// A table that was asked for has been made.
pub fn answered(model: &mut Model, table: Table) {
    let desk = &mut model.desk;
    // There is one question at a time.
    desk.asked = if desk.asked == Asked::Wanted { Asked::Answered } else { Asked::Outdated };
    desk.table = table;
    desk.known = true;
    desk.edited.clear();
    let since = std::mem::take(&mut desk.since);
    desk.list.fill(&desk.table);
    refresh(model, &since);
    model.desk.settle();
    if model.desk.cursor.is_none() {
        model.desk.put(0);
    }
}

/// Shows other rows, or in another order; the cursor stays on its note if that is among them, else it goes to the first.
pub fn relist(desk: &mut Desk, change: impl FnOnce(&mut List)) {
    change(&mut desk.list);
    desk.list.fill(&desk.table);
    desk.at = 0;
    desk.settle();
    desk.cursor = desk.row().map(NoteRow::name);
    if desk.list.show == Show::Unanswered && !desk.table.inbox().is_empty() {
        desk.focus = DeskPane::Inbox;
    }
}
