//! Review mode: the pair walks the deals in order of need, one key a step, and writes down what it decides.
//!
//! Invariant: what is decided on a deal stands on the table until the deal is left, by whatever way: then it becomes that
//! deal's row of the day in `[[review]]`, as one step. Until it is in the file it is a draft, so that no end of the program
//! loses it; where it cannot be written (the deal is gone) it stays one.
//!
//! The order is the one at the start of the walk: what the pair writes does not shuffle the deals under its hands.

mod noted;
mod sheet;
mod told;

use std::collections::HashMap;
use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

pub use noted::Noted;
pub use sheet::{Before, Clock, Promises, ReviewSheet, ToSign, WalkLine};
pub use told::told as sitting_told;

use super::drafts::Drafts;
use super::edits::ground;
use super::effect::Effect;
use super::model::Model;
use super::order::is_mine;
use super::screen::Screen;
use super::update::{before_leaving, tell, write};
use super::words;
use crate::campaign::{Deal, Id};
use crate::drive::review::{markdown, reviewers, row_of, sitting_on, today};
use crate::drive::rules::{self, Reviewed};
use crate::text::in_markdown;

/// The walk through the deals, and what lies on the table.
#[derive(Debug, Clone, Default)]
pub struct Review {
    /// The day on which the walk began: the next day begins another.
    begun: NaiveDate,
    /// The day of the sitting: that of the rows that are written now.
    pub day: NaiveDate,
    /// The deals, in the order of need as it was; empty until that is known.
    pub walk: Vec<Id>,
    /// The deal that is looked at; none while another screen is up.
    table: Option<Table>,
    /// Seconds that each deal has had before.
    spent: HashMap<Id, i64>,
    /// Rows scrolled away.
    pub scroll: u16,
    /// What the screen says.
    pub sheet: ReviewSheet,
}

/// The deal that is looked at.
#[derive(Debug, Clone)]
struct Table {
    deal: Id,
    /// Since when.
    since: DateTime<Utc>,
    /// The version of the campaign that `was` is of.
    version: u64,
    /// What the file says.
    was: Noted,
    /// What is decided.
    is: Noted,
}

/// The name that a deal's decisions are kept under until they are written; [`of_draft`] reads it.
#[must_use]
pub fn draft_name(deal: &str) -> String {
    format!("review {deal}")
}

/// The deal whose decisions have this name; nothing of another draft.
#[must_use]
pub fn of_draft(name: &str) -> Option<Id> {
    name.strip_prefix("review ").map(Id::from)
}

impl Review {
    /// What is decided on the deal on screen.
    #[must_use]
    pub fn noted(&self) -> Option<&Noted> {
        self.table.as_ref().map(|table| &table.is)
    }

    /// What is decided on this deal, if it is the one on the table.
    #[must_use]
    pub fn noted_on(&self, deal: &str) -> Option<&Noted> {
        self.table.as_ref().filter(|table| table.deal == *deal).map(|table| &table.is)
    }

    /// The same, to be changed.
    pub fn noted_on_mut(&mut self, deal: &str) -> Option<&mut Noted> {
        self.table.as_mut().filter(|table| table.deal == *deal).map(|table| &mut table.is)
    }

    /// Seconds that the deal on the table has had in this sitting.
    fn seconds(&self, now: DateTime<Utc>) -> i64 {
        self.table.as_ref().map_or(0, |table| {
            let before = self.spent.get(&table.deal).copied().unwrap_or(0);
            before + (now - table.since).num_seconds().max(0)
        })
    }
}

/// Begins a walk at the deal that needs the pair first, or goes on with today's where it was left.
pub fn enter(model: &mut Model) {
    let day = today(&model.campaign, model.now);
    model.screen = Screen::Review;
    if model.review.as_ref().is_some_and(|review| review.begun == day) {
        let here = model.deal.as_ref();
        let walk = model.review.as_ref().map(|review| &*review.walk).unwrap_or_default();
        if !here.is_some_and(|here| walk.contains(here)) {
            model.deal = walk.iter().find(|id| model.campaign.deal(id).is_some()).or(here).cloned();
        }
        return;
    }
    let walk = walk(model);
    // Whoever comes back after a crash finds what was being decided.
    let waits = |deal: &Id| has_draft(&model.drafts, deal);
    if !model.deal.as_ref().is_some_and(waits)
        && let Some(first) = walk.first()
    {
        model.deal = Some(first.clone());
    }
    model.review = Some(Review { begun: day, day, walk, ..Review::default() });
}

fn has_draft(drafts: &Drafts, deal: &Id) -> bool {
    drafts.get(&draft_name(deal)).is_some() || drafts.get(&format!("decision {deal}")).is_some()
}

/// The open deals of this seat, in order of need; where none is this seat's, all that are open. Empty until the order is
/// known.
fn walk(model: &Model) -> Vec<Id> {
    let campaign = &model.campaign;
    if !model.order.known {
        return Vec::new();
    }
    let open = |of: &dyn Fn(&Deal) -> bool| -> Vec<Id> {
        let deals = model.order.rows.iter().filter_map(|row| campaign.deal(&row.id));
        deals.filter(|deal| deal.is_open() && of(deal)).map(|deal| deal.id.clone()).collect()
    };
    let mine = open(&|deal| is_mine(campaign, deal, model.seat.as_ref()));
    if mine.is_empty() { open(&|_| true) } else { mine }
}

/// To the next deal of the walk that is in the file, or the one before; `false` where the walk ends.
pub fn step(model: &mut Model, forward: bool) -> bool {
    let Some(review) = &model.review else { return false };
    let is_there = |id: &&Id| model.campaign.deal(id).is_some();
    let found = match review.walk.iter().position(|id| Some(id) == model.deal.as_ref()) {
        None => review.walk.iter().find(is_there),
        Some(at) if forward => review.walk.iter().skip(at + 1).find(is_there),
        Some(at) => review.walk.iter().take(at).rfind(is_there),
    };
    let found = found.cloned();
    let is_found = found.is_some();
    model.deal = found.or_else(|| model.deal.take());
    is_found
}

/// To the first deal of the walk, or the last.
pub fn to_end(model: &mut Model, last: bool) {
    let Some(review) = &model.review else { return };
    let mut there = review.walk.iter().filter(|id| model.campaign.deal(id).is_some());
    let found = if last { there.next_back() } else { there.next() };
    model.deal = found.or(model.deal.as_ref()).cloned();
}

/// After each message: a deal that was left is written down, the one that is looked at is laid on the table, and what others
/// have written about it meanwhile is taken in.
#[inline(never)]
pub fn follow(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(mut review) = model.review.take() else { return };
    let here = model.deal.clone().filter(|_| model.screen == Screen::Review);
    let leaves = effects.contains(&Effect::Quit);
    let today = today(&model.campaign, model.now);
    if review.day != today {
        // What is decided from now on goes into the rows of the new day.
        review.day = today;
        if let Some(table) = &mut review.table {
            take_in(model, table, today);
        }
    }
    if review.walk.is_empty() {
        review.walk = walk(model);
    }
    if leaves || review.table.as_ref().map(|table| &table.deal) != here.as_ref() {
        if let Some(table) = review.table.take() {
            *review.spent.entry(table.deal.clone()).or_default() += (model.now - table.since).num_seconds().max(0);
            put_away(model, &table, effects);
        }
        review.scroll = 0;
        review.table = here.filter(|_| !leaves).map(|deal| lay(model, deal));
    } else if let Some(table) = review.table.as_mut().filter(|table| table.version != model.version) {
        take_in(model, table, today);
    }
    model.review = Some(review);
}

/// Puts what is decided here together with what the file says of this day.
fn take_in(model: &Model, table: &mut Table, day: NaiveDate) {
    let now = Noted::of(row_of(&model.campaign, &table.deal, day));
    table.is = now.with(&table.was, &table.is);
    table.was = now;
    table.version = model.version;
}

/// Lays a deal on the table, with what was decided and is not in the file yet.
fn lay(model: &Model, deal: Id) -> Table {
    let was = Noted::of(row_of(&model.campaign, &deal, today(&model.campaign, model.now)));
    let draft = model.drafts.get(&draft_name(&deal)).map(noted::of_draft);
    let is = draft.map_or_else(|| was.clone(), |(before, typed)| was.with(&before, &typed));
    Table { deal, since: model.now, version: model.version, was, is }
}

/// Writes what was decided on the table before somebody asks for all of it.
pub fn write_now(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(mut review) = model.review.take() else { return };
    if let Some(table) = &mut review.table
        && put_away(model, table, effects)
    {
        table.was = Noted::of(row_of(&model.campaign, &table.deal, review.day));
        table.is = table.was.clone();
        table.version = model.version;
    }
    model.review = Some(review);
}

/// Writes a deal's decisions, as one step. What cannot be written stays a draft, and that is told.
fn put_away(model: &mut Model, table: &Table, effects: &mut Vec<Effect>) -> bool {
    let of = draft_name(&table.deal);
    if table.is == table.was {
        model.drafts.forget(&of);
        return true;
    }
    let name = model.campaign.deal(&table.deal).map_or_else(|| table.deal.to_string(), |deal| deal.name().to_owned());
    let by = model.campaign.deal(&table.deal).map(|deal| reviewers(&model.campaign, deal, model.seat.as_deref()));
    let by = by.unwrap_or_default();
    let reviewed = Reviewed { by: &by, decisions: &table.is.decisions, rubs: &table.is.rubs };
    let act = rules::review(ground(model), &table.deal, reviewed);
    let mut saves = Vec::new();
    let written = act.and_then(|act| match act.intents {
        same if same.is_empty() => Ok(()),
        intents => write(model, &format!("review of {name}"), intents, &mut saves),
    });
    let at = before_leaving(effects);
    effects.splice(at..at, saves);
    match written {
        Ok(()) => {
            model.drafts.forget(&of);
            tell(model, format!("{name}: {}", told(&table.is)), false);
            true
        }
        Err(refusal) => {
            model.drafts.keep(&of, noted::draft(&table.was, &table.is));
            tell(
                model,
                format!("{name}: {} is kept here, not in the file: {}", told(&table.is), refusal.message),
                true,
            );
            false
        }
    }
}

/// `2 decisions, and what rubs`.
fn told(noted: &Noted) -> String {
    let many = i64::try_from(noted.decisions.len()).unwrap_or(i64::MAX);
    match (many, noted.rubs.is_empty()) {
        (0, true) => "nothing is decided any more".to_owned(),
        (0, false) => "what rubs".to_owned(),
        (_, true) => words::counted(many, "decision", "decisions"),
        (_, false) => format!("{}, and what rubs", words::counted(many, "decision", "decisions")),
    }
}

/// Keeps what is on the table and not in the file.
pub fn keep_draft(model: &mut Model) {
    let Some(table) = model.review.as_ref().and_then(|review| review.table.as_ref()) else { return };
    let (of, texts) = (draft_name(&table.deal), noted::draft(&table.was, &table.is));
    if table.is == table.was {
        model.drafts.forget(&of);
    } else if model.drafts.get(&of) != Some(&texts) {
        model.drafts.keep(&of, texts);
    }
}

/// The decisions of today as Markdown, and behind them what is not in the file; empty: nothing is decided.
#[must_use]
pub fn summary(model: &Model) -> String {
    let campaign = &model.campaign;
    let sitting = sitting_on(campaign, None, today(campaign, model.now));
    let mut text = String::new();
    if !sitting.rows.is_empty() {
        text = markdown(campaign, &sitting, model.now, &|_, said| said.to_owned());
    }
    let waiting: Vec<(Id, Noted)> = model
        .drafts
        .names()
        .filter_map(|name| Some((of_draft(name)?, noted::of_draft(model.drafts.get(name)?).1)))
        .filter(|(_, noted)| !noted.is_empty())
        .collect();
    if !waiting.is_empty() {
        text.push_str(if text.is_empty() { "## Not in the file yet\n\n" } else { "\n## Not in the file yet\n\n" });
    }
    for (deal, noted) in waiting {
        let name = campaign.deal(&deal).map_or(deal.as_str(), |deal| deal.name());
        let rubs = Some(&noted.rubs).filter(|rubs| !rubs.is_empty()).map(|rubs| format!("what rubs: {rubs}"));
        for said in noted.decisions.iter().cloned().chain(rubs) {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "- {}", in_markdown(&format!("{name}: {said}")));
        }
    }
    text
}

/// Rows that the page may take at the most: paragraphs count with the most rows they are given.
#[must_use]
pub fn rows(model: &Model) -> u16 {
    let Some(review) = &model.review else { return 0 };
    let (sheet, noted) = (&review.sheet, review.noted().cloned().unwrap_or_default());
    let promises: usize = sheet.promises.iter().map(|part| part.lines.len()).sum();
    let before = sheet.before.as_ref().map_or(0, |(_, lines)| lines.len() * 4 + 2);
    let deal =
        18 + (model.sheet.flags.len() + model.sheet.circles.len()) * 2 + promises.max(1) + sheet.tracks.len() * 4 + 12;
    u16::try_from(deal + noted.decisions.len() * 3 + before + 8).unwrap_or(u16::MAX)
}

/// Makes the words of the screen anew.
#[inline(never)]
pub fn look(model: &mut Model) {
    let Some(mut review) = model.review.take() else { return };
    review.sheet = sheet::sheet(model, &review);
    model.review = Some(review);
}

/// Time has passed and nothing else has come: only the clock is worded anew. `false` where there is none.
pub fn goes_on(model: &mut Model) -> bool {
    let now = model.now;
    let Some(review) = &mut model.review else { return false };
    review.sheet.clock.spent = review.seconds(now);
    review.table.is_some()
}

/// The next full second of the clock on screen.
#[must_use]
pub fn next_second(model: &Model) -> Option<DateTime<Utc>> {
    let review = model.review.as_ref().filter(|_| model.screen == Screen::Review)?;
    review.table.as_ref()?;
    let whole = model.now - TimeDelta::nanoseconds(i64::from(model.now.timestamp_subsec_nanos()));
    Some(whole + TimeDelta::seconds(1))
}
