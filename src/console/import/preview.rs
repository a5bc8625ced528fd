//! What an import would change, as lines under one sentence: what is kept although the export says something else, the
//! route, what changes, what is new, what was left out and why.
//!
//! Invariant: the cursor stays on its line when the lines are made anew, as long as there is such a line.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::plan::Planned;
use crate::campaign::Id;
use crate::console::words::counted;
use crate::drive::import::{Brought, Choices, Crm, DealPlan, Fate, FieldChange, Incoming};

/// Of a group that has no end so many lines are listed.
const LISTED: usize = 1_000;

/// An import that is looked at.
#[derive(Debug, Clone)]
pub struct Preview {
    /// What was read.
    pub incoming: Arc<Incoming>,
    /// What is decided, here and beforehand.
    pub choices: Choices,
    /// What that comes to.
    pub planned: Planned,
    /// The words that the export has otherwise, also those that are taken from it.
    pub kept: Vec<Kept>,
    /// The lines in order.
    pub lines: Vec<Line>,
    /// The line under the cursor; never a heading.
    pub cursor: usize,
    /// Another plan is on its way.
    pub is_asked: bool,
    /// That one is out of date already.
    pub is_stale: bool,
    /// The deals whose fields are shown.
    open: BTreeSet<Id>,
}

/// A word of the pair for which the export has another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Whose.
    pub deal: Id,
    /// What a person calls the deal.
    pub name: String,
    /// Under which key.
    pub field: &'static str,
    /// What the file says.
    pub ours: Option<String>,
    /// What the export says.
    pub theirs: Option<String>,
    /// Why the file's stands by itself.
    pub why: &'static str,
}

/// What stands together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The pair's words that stand.
    Kept,
    /// The route, where stages are new.
    Route,
    /// Deals that change.
    Changed,
    /// New deals.
    New,
    /// What else a person should know.
    Know,
    /// Rows that are not used.
    Skipped,
    /// Cells that could not be read.
    Unread,
    /// Columns that are not used.
    Columns,
}

impl Group {
    /// Its heading, and what that means.
    #[must_use]
    pub const fn title(self) -> (&'static str, &'static str) {
        match self {
            Self::Kept => ("KEPT", "yours stands; space takes theirs, t all of theirs"),
            Self::Route => ("ROUTE", "< and > move a new stage"),
            Self::Changed => ("CHANGED", "enter shows every field"),
            Self::New => ("NEW", "enter shows every field"),
            Self::Know => ("TO KNOW", ""),
            Self::Skipped => ("SKIPPED", "rows that are not used"),
            Self::Unread => ("LEFT OUT", "cells that could not be read, in rows that are used"),
            Self::Columns => ("COLUMNS", "nothing here is called so; codriver import --map can use them"),
        }
    }
}

/// One line; numbers are places in what the preview has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// So many follow.
    Group(Group, usize),
    /// A word that stands, or is taken.
    Kept(usize),
    /// A stage of the route.
    Stage(usize),
    /// A deal that changes or is new.
    Deal(usize),
    /// A field of it.
    Field(usize, usize),
    /// Something to know.
    Told(usize),
    /// A row that is not used.
    Skipped(usize),
    /// A cell that could not be read.
    Unread(usize),
    /// A column that is not used.
    Column(usize),
    /// So many more are not listed.
    More(Group, usize),
    /// Write all of it.
    Write,
}

/// What a line is known by when the lines are made anew.
#[derive(PartialEq)]
enum Name {
    Kept(Id, &'static str),
    Stage(Id),
    Deal(Id),
    Line(Line),
}

impl Preview {
    /// The preview of what was worked out first.
    #[must_use]
    pub fn new(incoming: Arc<Incoming>, planned: Planned) -> Self {
        let choices = incoming.choices.clone();
        let mut preview = Self {
            incoming,
            choices,
            planned,
            kept: Vec::new(),
            lines: Vec::new(),
            cursor: 0,
            is_asked: false,
            is_stale: false,
            open: BTreeSet::new(),
        };
        preview.look();
        preview.cursor = preview.lines.iter().position(|line| !is_heading(*line)).unwrap_or(0);
        preview
    }

    /// Shows what was worked out anew.
    pub(super) fn show(&mut self, planned: Planned) {
        let here = self.name_here();
        self.planned = planned;
        self.look();
        self.find(here.as_ref());
    }

    /// `42 rows of HubSpot: 38 new deals, 3 changed, 1 skipped`.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Brought { made, changed, unchanged, skipped, .. } = &self.planned.brought;
        let many = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let rows = counted(self.incoming.export.rows.into(), "row", "rows");
        let of = match self.incoming.export.crm {
            Crm::Other => String::new(),
            crm => format!(" of {}", crm.name()),
        };
        let new = counted(many(*made), "new deal", "new deals");
        let counts = [(*changed, "changed"), (*unchanged, "unchanged"), (skipped.len(), "skipped")];
        let mut parts: Vec<String> = if *made > 0 { vec![new] } else { Vec::new() };
        parts.extend(counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")));
        match (self.incoming.export.rows, parts.as_slice()) {
            (0, _) => format!("no row{of}: there is nothing to import"),
            (_, []) => format!("{rows}{of}: none of them says anything of a deal"),
            (_, parts) => format!("{rows}{of}: {}", parts.join(", ")),
        }
    }

    /// Whether there is anything to write.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.planned.brought.made + self.planned.brought.changed == 0
    }

    /// Why there is nothing to write.
    #[must_use]
    pub const fn nothing(&self) -> &'static str {
        if self.planned.brought.unchanged > 0 {
            "nothing to write: the file says all of it already"
        } else {
            "nothing to write: no row can be used"
        }
    }

    /// The line under the cursor.
    #[must_use]
    pub fn line(&self) -> Option<Line> {
        self.lines.get(self.cursor).copied()
    }

    /// The deals that are told of.
    #[must_use]
    pub fn deals(&self) -> &[DealPlan] {
        &self.planned.brought.deals
    }

    /// Whether the fields of a deal are shown.
    #[must_use]
    pub fn is_open(&self, deal: &Id) -> bool {
        self.open.contains(deal)
    }

    /// Whether the export's word is taken.
    #[must_use]
    pub fn takes(&self, kept: &Kept) -> bool {
        self.choices.take.contains(&(kept.deal.clone(), kept.field.to_owned()))
    }

    /// What else there is to know.
    pub fn told(&self) -> impl Iterator<Item = String> + '_ {
        let whole = self.incoming.export.told.iter().chain(&self.planned.brought.told).cloned();
        let of_deals =
            self.deals().iter().flat_map(|deal| deal.told.iter().map(|told| format!("{}: {told}", deal.name)));
        whole.chain(of_deals)
    }

    /// What becomes of a deal, in one line.
    #[must_use]
    pub fn summary(&self, deal: &DealPlan) -> String {
        let taken = || deal.fields.iter().filter(|field| field.kept.is_none());
        if deal.fate == Fate::Made {
            let said = |key: &str| taken().find(|field| field.field == key).and_then(|field| field.after.clone());
            let worth = [said("value"), said("currency")].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let title = said("title").filter(|title| *title != deal.name);
            let parts = [title, Some(worth).filter(|worth| !worth.is_empty()), said("stage"), said("result")];
            return parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        }
        let parts: Vec<String> = taken().map(|field| format!("{} {}", field.field, change(field))).collect();
        match parts.as_slice() {
            [] => format!("only what {} said, and when, is noted", self.incoming.export.crm.name()),
            parts => parts.join(", "),
        }
    }

    /// Moves the cursor by lines that are no headings.
    pub(super) fn step(&mut self, by: i32) {
        for _ in 0..by.unsigned_abs() {
            let next = if by > 0 {
                (self.cursor + 1..self.lines.len()).find(|at| !is_heading(self.lines[*at]))
            } else {
                (0..self.cursor).rev().find(|at| !is_heading(self.lines[*at]))
            };
            let Some(next) = next else { return };
            self.cursor = next;
        }
    }

    /// To the first line or the last.
    pub(super) fn go_to_end(&mut self, is_last: bool) {
        let mut all = self.lines.iter();
        let found =
            if is_last { all.rposition(|line| !is_heading(*line)) } else { all.position(|line| !is_heading(*line)) };
        self.cursor = found.unwrap_or(0);
    }

    /// Takes the export's word, or leaves the pair's. False: there is no word under the cursor.
    pub(super) fn turn(&mut self) -> bool {
        let Some(Line::Kept(at)) = self.line() else { return false };
        let Some(kept) = self.kept.get(at) else { return false };
        let name = (kept.deal.clone(), kept.field.to_owned());
        if !self.choices.take.remove(&name) {
            self.choices.take.insert(name);
        }
        true
    }

    /// Takes all words of the export; where all are taken, none. False: there are none.
    pub(super) fn turn_all(&mut self) -> bool {
        let are_taken = self.kept.iter().all(|kept| self.takes(kept));
        for kept in &self.kept {
            let name = (kept.deal.clone(), kept.field.to_owned());
            if are_taken {
                self.choices.take.remove(&name);
            } else {
                self.choices.take.insert(name);
            }
        }
        !self.kept.is_empty()
    }

    /// Moves the stage under the cursor. False: there is none, or it is not new, or it is at the end.
    pub(super) fn shift(&mut self, is_later: bool) -> bool {
        let Some(Line::Stage(at)) = self.line() else { return false };
        let here = self.name_here();
        let route = &mut self.planned.brought.route;
        let to = if is_later { Some(at + 1) } else { at.checked_sub(1) };
        let Some(to) = to.filter(|to| *to < route.len()) else { return false };
        if !route.get(at).is_some_and(|stage| stage.is_new) {
            return false;
        }
        route.swap(at, to);
        self.choices.route = route.iter().map(|stage| stage.id.clone()).collect();
        self.find(here.as_ref());
        true
    }

    /// Shows the fields of the deal under the cursor, or hides them. False: no deal is there.
    pub(super) fn unfold(&mut self) -> bool {
        let Some(Line::Deal(at) | Line::Field(at, _)) = self.line() else { return false };
        let Some(id) = self.deals().get(at).map(|deal| deal.id.clone()) else { return false };
        if !self.open.remove(&id) {
            self.open.insert(id.clone());
        }
        self.look();
        self.find(Some(&Name::Deal(id)));
        true
    }

    /// Makes the lines anew.
    fn look(&mut self) {
        self.keep();
        let brought = &self.planned.brought;
        let mut lines = Vec::new();
        let listed = |lines: &mut Vec<Line>, group: Group, all: usize, line: &dyn Fn(usize) -> Line| {
            if all > 0 {
                lines.push(Line::Group(group, all));
                lines.extend((0..all.min(LISTED)).map(line));
                if all > LISTED {
                    lines.push(Line::More(group, all - LISTED));
                }
            }
        };
        listed(&mut lines, Group::Kept, self.kept.len(), &Line::Kept);
        if brought.route.iter().any(|stage| stage.is_new) {
            listed(&mut lines, Group::Route, brought.route.len(), &Line::Stage);
        }
        for (group, fate, all) in
            [(Group::Changed, Fate::Changed, brought.changed), (Group::New, Fate::Made, brought.made)]
        {
            if all == 0 {
                continue;
            }
            lines.push(Line::Group(group, all));
            let mut count = 0;
            for (at, deal) in brought.deals.iter().enumerate().filter(|(_, deal)| deal.fate == fate).take(LISTED) {
                count += 1;
                lines.push(Line::Deal(at));
                if self.open.contains(&deal.id) {
                    lines.extend((0..deal.fields.len()).map(|field| Line::Field(at, field)));
                }
            }
            if all > count {
                lines.push(Line::More(group, all - count));
            }
        }
        listed(&mut lines, Group::Know, self.told().count(), &Line::Told);
        listed(&mut lines, Group::Skipped, brought.skipped.len(), &Line::Skipped);
        listed(&mut lines, Group::Unread, self.incoming.export.doubts.len(), &Line::Unread);
        listed(&mut lines, Group::Columns, self.incoming.columns.len(), &Line::Column);
        lines.push(Line::Write);
        self.lines = lines;
    }

    /// What is kept now, and what was kept until the export's word was taken.
    fn keep(&mut self) {
        let known = std::mem::take(&mut self.kept);
        let mut kept = Vec::new();
        for deal in &self.planned.brought.deals {
            for field in &deal.fields {
                let before = known.iter().find(|kept| (&kept.deal, kept.field) == (&deal.id, field.field));
                let Some(why) = field.kept.or(before.map(|kept| kept.why)) else { continue };
                kept.push(Kept {
                    deal: deal.id.clone(),
                    name: deal.name.clone(),
                    field: field.field,
                    ours: field.before.clone(),
                    theirs: field.after.clone(),
                    why,
                });
            }
        }
        self.kept = kept;
    }

    fn name_here(&self) -> Option<Name> {
        self.line().map(|line| self.name(line))
    }

    fn name(&self, line: Line) -> Name {
        let named = match line {
            Line::Kept(at) => self.kept.get(at).map(|kept| Name::Kept(kept.deal.clone(), kept.field)),
            Line::Stage(at) => self.planned.brought.route.get(at).map(|stage| Name::Stage(stage.id.clone())),
            Line::Deal(at) | Line::Field(at, _) => self.deals().get(at).map(|deal| Name::Deal(deal.id.clone())),
            _ => None,
        };
        named.unwrap_or(Name::Line(line))
    }

    /// Puts the cursor on the line of this name; where it is gone, it stays where it was.
    fn find(&mut self, name: Option<&Name>) {
        let found = name.and_then(|name| self.lines.iter().position(|line| self.name(*line) == *name));
        self.cursor = found.unwrap_or(self.cursor).min(self.lines.len().saturating_sub(1));
        if self.line().is_some_and(is_heading) {
            self.step(1);
        }
    }
}

/// `demo → proposal`.
#[must_use]
pub fn change(field: &FieldChange) -> String {
    format!("{} → {}", word(field.before.as_ref()), word(field.after.as_ref()))
}

/// A word, or that there is none.
#[must_use]
pub fn word(word: Option<&String>) -> &str {
    word.map_or("nothing", String::as_str)
}

const fn is_heading(line: Line) -> bool {
    matches!(line, Line::Group(..))
}
