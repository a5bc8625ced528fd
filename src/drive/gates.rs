//! A deal goes through a gate: what would change, before anybody accepts it.
//!
//! The rules themselves are `rules::{gate, stage, finish}`. Here they are made on a copy of the deal, and the calls of
//! both are compared: what is shown is what the engine will do, not a guess at it. A gate asks for its facts on the way
//! on, never on the way back; it is passed without them only with a reason, and so is a deal given up. The driver's own
//! probability is never written: it is told where it lies [`FITS`] or more from the share that the new stage's
//! `win_rate` says.
//!
//! Left out on purpose: runs and promises keep their dates whatever stage the deal is in, so nothing is said of them
//! but when their calls move.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Outlook;
use super::calls::{NoteState, PlannedCall, Void, planned_on, state};
use super::rules::{self, Act, Finished, Ground};
use crate::campaign::{Campaign, Deal, Id, StageLog, Status};
use crate::text::{Document, Intent, Refusal};

/// A probability that lies so far from its stage's `win_rate` no longer fits.
pub const FITS: f64 = 0.15;

/// Stands where a reason is still to be given, so that what would change can be shown before.
const NOT_YET: &str = "…";

/// Where a deal can go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// To a stage of the route.
    To(Id),
    /// It is won.
    Won,
    /// It is lost.
    Lost,
}

impl Way {
    /// Every way that a campaign has, in the order of its route.
    #[must_use]
    pub fn all(campaign: &Campaign) -> Vec<Self> {
        campaign.route.iter().cloned().map(Self::To).chain([Self::Won, Self::Lost]).collect()
    }
}

/// What somebody wants of a deal.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'t> {
    /// Where it goes.
    pub way: &'t Way,
    /// Facts that are had now, besides those of the file.
    pub had: &'t [&'t str],
    /// Why it goes without the others; why it is won or lost.
    pub reason: Option<&'t str>,
}

/// What is still to be said before a deal can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// Facts are missing: they are had, or the gate is overruled with a reason.
    Facts,
    /// A deal is not given up without saying why.
    Reason,
}

/// What would change.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// What is written.
    pub act: Act,
    /// What has to be said first; the act cannot be made then.
    pub lack: Option<Lack>,
    /// The row that the stage log gets.
    pub row: Option<StageLog>,
    /// The calls that come at another time, the next one first.
    pub retimed: Vec<Retimed>,
    /// How many calls keep their time.
    pub stay: usize,
    /// The driver's own figure and the share of the new stage, where the one no longer fits the other.
    pub unfit: Option<(f64, f64)>,
}

/// A call that comes at another time than before.
#[derive(Debug, Clone, PartialEq)]
pub struct Retimed {
    /// The name of what is called.
    pub note: String,
    /// Its rung, where it has several.
    pub rung: String,
    /// What is said, else its shorthand.
    pub words: String,
    /// When it would have been called.
    pub before: Option<At>,
    /// When it is called now, or why it is not.
    pub after: Result<At, &'static str>,
}

/// When a call is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// The moment.
    pub when: DateTime<Utc>,
    /// Its place hangs on a stage that is not reached.
    pub estimated: bool,
}

/// The facts that a deal's stage asks for and the deal does not have.
pub fn missing<'a>(campaign: &'a Campaign, deal: &'a Deal) -> impl Iterator<Item = (&'a Id, &'a str)> {
    let stage = campaign.stage_of(deal).and_then(|stage| campaign.stage(stage));
    let asked = stage.map_or(&[][..], |stage| &stage.gate);
    asked.iter().filter(|(fact, _)| !deal.gate.contains(fact)).map(|(fact, words)| (fact, &**words))
}

/// Whether a way leads back on the route.
#[must_use]
pub fn is_back(campaign: &Campaign, deal: &Deal, way: &Way) -> bool {
    let Way::To(stage) = way else { return false };
    let here = campaign.stage_of(deal).and_then(|stage| campaign.route_index(stage));
    campaign.route_index(stage).zip(here).is_some_and(|(to, here)| to < here)
}

/// What would change if the deal went that way. Where something is still to be said, the rest is shown as if it were.
///
/// # Errors
/// What the rules refuse.
pub fn passage(ground: Ground<'_>, outlook: &Outlook, id: &str, wish: Wish<'_>) -> Result<Passage, Refusal> {
    let campaign = ground.campaign;
    let lack = lack(campaign, id, wish);
    let reason = wish.reason.map(str::trim).filter(|reason| !reason.is_empty());
    let reason = reason.or(lack.map(|_| NOT_YET));
    let mut copy = Copy::of(ground);
    let mut act = Act::default();
    if !wish.had.is_empty() {
        let had = rules::gate(copy.ground(ground), id, wish.had)?;
        copy.make(&mut act, had)?;
    }
    let goes = match wish.way {
        Way::To(stage) => {
            let is_asked = campaign.deal(id).is_some_and(|deal| are_missing(campaign, deal, wish));
            rules::stage(copy.ground(ground), id, stage, reason.filter(|_| is_asked))?
        }
        Way::Won | Way::Lost => {
            let status = if *wish.way == Way::Won { Status::Won } else { Status::Lost };
            let reason = reason.map(str::to_owned);
            rules::finish(copy.ground(ground), id, &Finished { status, on: None, reason, credit: Vec::new() })?
        }
    };
    copy.make(&mut act, goes)?;
    let (Some(before), Some(after)) = (campaign.deal(id), copy.campaign.deal(id)) else {
        return Ok(Passage { act, lack, row: None, retimed: Vec::new(), stay: 0, unfit: None });
    };
    let (retimed, stay) = retimed((campaign, before), (&copy.campaign, after), outlook, ground.now);
    let row = after.stage_log.get(before.stage_log.len()).cloned();
    let row = row.map(|row| StageLog { overruled: row.overruled.filter(|why| **why != *NOT_YET), ..row });
    Ok(Passage { act, lack, row, retimed, stay, unfit: unfit(campaign, before, wish.way) })
}

/// What is still to be said.
fn lack(campaign: &Campaign, id: &str, wish: Wish<'_>) -> Option<Lack> {
    if wish.reason.is_some_and(|reason| !reason.trim().is_empty()) {
        return None;
    }
    let deal = campaign.deal(id)?;
    match wish.way {
        Way::Won => None,
        Way::Lost => Some(Lack::Reason),
        Way::To(_) => are_missing(campaign, deal, wish).then_some(Lack::Facts),
    }
}

/// Whether the gate asks for facts that are not had.
fn are_missing(campaign: &Campaign, deal: &Deal, wish: Wish<'_>) -> bool {
    !is_back(campaign, deal, wish.way) && missing(campaign, deal).any(|(fact, _)| !wish.had.contains(&&**fact))
}

/// The campaign and its text as they would be.
pub(super) struct Copy {
    pub(super) campaign: Campaign,
    document: Document,
}

impl Copy {
    /// As they are.
    pub(super) fn of(ground: Ground<'_>) -> Self {
        Self { campaign: ground.campaign.clone(), document: ground.document.clone() }
    }

    fn ground<'c>(&'c self, real: Ground<'c>) -> Ground<'c> {
        Ground { campaign: &self.campaign, document: &self.document, ..real }
    }

    /// Makes an act here, and adds it to what is written.
    pub(super) fn make(&mut self, all: &mut Act, act: Act) -> Result<(), Refusal> {
        for intent in &act.intents {
            self.apply(intent)?;
        }
        all.intents.extend(act.intents);
        all.told.extend(act.told);
        Ok(())
    }

    fn apply(&mut self, intent: &Intent) -> Result<(), Refusal> {
        let step = self.document.apply(intent)?;
        for unit in step.units() {
            // A unit of a deal is read in the zone that the campaign has already.
            self.campaign.replace_unit(&self.document, self.campaign.zone, unit);
        }
        Ok(())
    }
}

/// The calls that move, and how many do not.
pub(super) fn retimed(
    before: (&Campaign, &Deal),
    after: (&Campaign, &Deal),
    outlook: &Outlook,
    now: DateTime<Utc>,
) -> (Vec<Retimed>, usize) {
    let calls = |(campaign, deal): (&Campaign, &Deal)| -> BTreeMap<(String, String), PlannedCall> {
        let calls = planned_on(campaign, outlook, deal, now).into_iter();
        calls.map(|one| ((one.call.note.clone(), one.call.rung.clone()), one)).collect()
    };
    let (old, new) = (calls(before), calls(after));
    let at = |one: &PlannedCall| At { when: one.when, estimated: one.call.estimated };
    let mut moved = Vec::new();
    let mut stay = 0;
    let keys: std::collections::BTreeSet<&(String, String)> = old.keys().chain(new.keys()).collect();
    for key in keys {
        let (was, is) = (old.get(key), new.get(key));
        if was.map(|one| one.when) == is.map(|one| one.when) {
            stay += 1;
            continue;
        }
        let Some(call) = is.or(was).map(|one| &one.call) else { continue };
        let gone = || state(after.0, outlook, after.1, &key.0, now).map_or("it is gone", |found| why_not(found.state));
        let words = call.say.as_deref().or(call.shorthand.as_deref()).unwrap_or_default();
        moved.push(Retimed {
            note: key.0.clone(),
            rung: key.1.clone(),
            words: words.to_owned(),
            before: was.map(at),
            after: is.map(at).ok_or_else(gone),
        });
    }
    moved.sort_by_key(|one| (one.after.is_err(), one.after.ok().or(one.before).map(|at| at.when)));
    (moved, stay)
}

/// Why a note is not called any more.
const fn why_not(state: NoteState) -> &'static str {
    match state {
        NoteState::Void(Void::Skipped) => "its stage is skipped",
        NoteState::Void(Void::Finished) => "the deal is finished",
        NoteState::Void(Void::WrittenAfter) => "written after its place",
        NoteState::NoPlace => "its place is gone",
        NoteState::NoTimeYet => "it has no time yet",
        NoteState::Called | NoteState::Heard => "it was called",
        _ => "its place is behind",
    }
}

/// The driver's figure and the stage's, if they lie far apart.
fn unfit(campaign: &Campaign, deal: &Deal, way: &Way) -> Option<(f64, f64)> {
    let Way::To(stage) = way else { return None };
    let (own, rate) = deal.probability.zip(campaign.stage(stage)?.win_rate)?;
    ((own - rate).abs() >= FITS).then_some((own, rate))
}

#[cfg(test)]
mod tests;
