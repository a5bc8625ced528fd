//! The call sheet as it lies over the screen: the brief of a deal, its lines in one of two passes, and what is doubted.
//!
//! Pass one, *write*, shows every line. Pass two, *read back and check*, shows the same lines one after the other, what is
//! doubted first; its order stands when it begins and does not change while lines become sure. A doubt is the mark `?` of
//! the note behind the line; where no note stands behind it, it is kept for this sitting only.
//!
//! Invariant: the lines are always those of the campaign as it is; the cursor stays on its line when others come or go.
//!
//! Left out: how many rows a line takes. Whoever draws it finds the window from the cursor.

use super::model::Model;
use super::order::{NextRun, is_mine};
use crate::campaign::Id;
use crate::drive::brief::{About, Brief, Fact, brief};

/// What a line is known by, whatever else changes.
pub type Key = (About, String);

/// The sheet that is open, and the doubts of this sitting.
#[derive(Debug, Default)]
pub struct Recce {
    /// The sheet, also while something that was opened from it lies over it.
    pub sheet: Option<CallSheet>,
    /// Lines without a note that somebody doubts, by deal.
    pub doubts: Vec<(Id, Key)>,
    /// Something else was opened from the sheet, which comes back behind it.
    pub is_away: bool,
}

/// One sheet.
#[derive(Debug)]
pub struct CallSheet {
    /// Whose.
    pub deal: Id,
    /// What it says.
    pub brief: Brief,
    /// Which pass.
    pub pass: Pass,
    /// Its lines in the order of the pass.
    pub lines: Vec<Line>,
    /// The line under the cursor.
    pub cursor: usize,
}

/// How the sheet is gone through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pass {
    /// All lines, as they are.
    Write,
    /// One after the other.
    Check {
        /// The lines, what was doubted first.
        order: Vec<Key>,
        /// Those that are sure.
        sure: Vec<Key>,
    },
}

/// One line of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The block it belongs to.
    pub about: About,
    /// What it says.
    pub says: Says,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// A fact.
    Fact {
        /// The fact; a doubt of this sitting counts.
        fact: Box<Fact>,
        /// It was read back and is sure.
        is_sure: bool,
    },
    /// So many facts of the block have no room.
    More(usize),
}

impl Line {
    /// Its fact, if it is one.
    #[must_use]
    pub fn fact(&self) -> Option<&Fact> {
        match &self.says {
            Says::Fact { fact, .. } => Some(fact),
            Says::More(_) => None,
        }
    }

    /// What it is known by.
    #[must_use]
    pub fn key(&self) -> Option<Key> {
        self.fact().map(|fact| (self.about, fact.what.clone()))
    }

    /// Whether it was read back.
    #[must_use]
    pub const fn is_sure(&self) -> bool {
        matches!(self.says, Says::Fact { is_sure: true, .. })
    }
}

impl Recce {
    /// Whether the second pass is on.
    #[must_use]
    pub fn is_read_back(&self) -> bool {
        self.sheet.as_ref().is_some_and(|sheet| sheet.pass != Pass::Write)
    }
}

impl CallSheet {
    /// The line under the cursor.
    #[must_use]
    pub fn line(&self) -> Option<&Line> {
        self.lines.get(self.cursor)
    }

    /// How many facts are doubted, how many are sure, and how many there are.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        let facts = || self.lines.iter().filter_map(Line::fact);
        let doubtful = facts().filter(|fact| fact.doubtful).count();
        (doubtful, self.lines.iter().filter(|line| line.is_sure()).count(), facts().count())
    }

    /// `2 of 14 doubtful`, and in the second pass `3 read back` before it.
    #[must_use]
    pub fn count_words(&self) -> String {
        let (doubtful, sure, all) = self.counts();
        let doubts = format!("{doubtful} of {all} doubtful");
        match self.pass {
            Pass::Write => doubts,
            Pass::Check { .. } => format!("{sure} sure · {doubts}"),
        }
    }
}

/// Makes the sheet of a deal.
#[must_use]
pub fn sheet(model: &Model, deal: &str) -> Option<CallSheet> {
    let deal = model.campaign.deal(deal)?;
    let brief = brief(&model.campaign, &model.outlook, &model.order.topics, deal, model.now, true);
    let lines = written(model, &brief);
    Some(CallSheet { deal: deal.id.clone(), brief, pass: Pass::Write, lines, cursor: 0 })
}

/// The deal of mine whose run comes next.
#[must_use]
pub fn next(model: &Model) -> Option<&Id> {
    let now = |deal: &Id| {
        let deal = model.campaign.deal(deal)?;
        let is_mine = is_mine(&model.campaign, deal, model.seat.as_ref());
        Some((NextRun::of(&model.outlook, deal, model.now).filter(|_| is_mine)?, &deal.id))
    };
    // The order may be older than an edit of this deal.
    let here = model.deal.as_ref().and_then(now);
    let listed = model.order.runs.iter().find_map(|known| now(&known.deal).filter(|(next, _)| next == known));
    here.into_iter().chain(listed).min().map(|(_, deal)| deal)
}

/// Makes the open sheet anew after a change of the campaign or the time.
#[inline(never)]
pub fn follow(model: &mut Model) {
    let Some(mut sheet) = model.recce.sheet.take() else { return };
    let Some(deal) = model.campaign.deal(&sheet.deal) else {
        model.recce.is_away = false;
        if matches!(model.overlay, Some(super::overlay::Overlay::CallSheet)) {
            model.overlay = None;
        }
        return;
    };
    sheet.brief = brief(&model.campaign, &model.outlook, &model.order.topics, deal, model.now, true);
    let here = sheet.line().and_then(Line::key);
    sheet.lines = match &sheet.pass {
        Pass::Write => written(model, &sheet.brief),
        Pass::Check { order, sure } => read_back(model, &sheet.brief, order, sure),
    };
    let found = here.and_then(|key| sheet.lines.iter().position(|line| line.key().as_ref() == Some(&key)));
    sheet.cursor = found.unwrap_or(sheet.cursor).min(sheet.lines.len().saturating_sub(1));
    model.recce.sheet = Some(sheet);
}

/// A fact with the doubts of this sitting.
fn with_doubt(model: &Model, deal: &Id, about: About, fact: &Fact) -> Fact {
    let is_here = |(on, key): &&(Id, Key)| on == deal && key.0 == about && key.1 == fact.what;
    let doubtful = fact.doubtful || model.recce.doubts.iter().any(|doubt| is_here(&doubt));
    Fact { doubtful, ..fact.clone() }
}

fn facts<'b>(model: &'b Model, brief: &'b Brief) -> impl Iterator<Item = (About, Fact)> + 'b {
    let of = move |about, fact: &Fact| (about, with_doubt(model, &brief.deal, about, fact));
    brief.blocks.iter().flat_map(move |block| block.shown().iter().map(move |fact| of(block.about, fact)))
}

/// The lines of the first pass.
fn written(model: &Model, brief: &Brief) -> Vec<Line> {
    let mut lines = Vec::new();
    for block in &brief.blocks {
        let about = block.about;
        for fact in block.shown() {
            let fact = Box::new(with_doubt(model, &brief.deal, about, fact));
            lines.push(Line { about, says: Says::Fact { fact, is_sure: false } });
        }
        if !block.rest().is_empty() {
            lines.push(Line { about, says: Says::More(block.rest().len()) });
        }
    }
    lines
}

/// The lines of the second pass: in its order, what has come since at the end.
fn read_back(model: &Model, brief: &Brief, order: &[Key], sure: &[Key]) -> Vec<Line> {
    let mut lines: Vec<(usize, Line)> = facts(model, brief)
        .map(|(about, fact)| {
            let is_it = |key: &Key| key.0 == about && key.1 == fact.what;
            let at = order.iter().position(is_it).unwrap_or(order.len());
            let is_sure = sure.iter().any(is_it) && !fact.doubtful;
            (at, Line { about, says: Says::Fact { fact: Box::new(fact), is_sure } })
        })
        .collect();
    lines.sort_by_key(|(at, _)| *at);
    lines.into_iter().map(|(_, line)| line).collect()
}

/// Goes to the other pass. The second begins with what is doubted, the cursor on its first line.
pub fn turn(model: &mut Model) {
    let Some(sheet) = &model.recce.sheet else { return };
    let pass = match sheet.pass {
        Pass::Check { .. } => Pass::Write,
        Pass::Write => {
            let mut order: Vec<(bool, Key)> =
                facts(model, &sheet.brief).map(|(about, fact)| (!fact.doubtful, (about, fact.what))).collect();
            order.sort_by_key(|(is_calm, _)| *is_calm);
            Pass::Check { order: order.into_iter().map(|(_, key)| key).collect(), sure: Vec::new() }
        }
    };
    if let Some(sheet) = &mut model.recce.sheet {
        sheet.pass = pass;
        sheet.lines.clear();
        sheet.cursor = 0;
    }
    follow(model);
}
