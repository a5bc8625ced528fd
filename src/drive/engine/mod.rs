//! The two-stroke engine: pushes (sales to the buyer) and pulls (marketing draws the buyer) per deal, week and campaign;
//! their balance and rhythm, which stroke a deal waits for, and the one that the file has planned next.
//!
//! One file a question: what counts as a stroke (`firing`), how many and how smooth (`strokes`), what comes next
//! (`next`), and all of it in words (`sheet`).
//!
//! A deal waits for a stroke when the other trade has not answered within five working days; where both worked on the
//! last day, when nothing has happened for as long. Which one: the trade that did not work last, else the rarer one. A
//! deal under a red flag waits for nothing, and its time stands still from that flag on.
//!
//! Invariant: one trade alone is no mistake. It is counted, allowed, and called what it is: a bumpier ride.
//!
//! Left out: archived campaigns, whose rhythm is over; any figure about a person.

mod firing;
mod next;
mod sheet;
mod strokes;
#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};

use super::Outlook;
use crate::campaign::{Campaign, Colour, Deal, Id, StrokeKind};
pub(in crate::drive) use firing::is_promise;
pub use firing::{Fired, Firing, Source, fired};
pub use next::{NextStroke, Plan, next_stroke};
pub use sheet::{Gauge, Line, Sheet, Told, cylinders, trade};
pub use strokes::{ANSWER_WITHIN, FEWEST, Part, Smoothness, Strokes, WEEKS, Week, Weeks, band};
use strokes::{by_week, noon};

/// The trade that is not this one.
#[must_use]
pub const fn other(kind: StrokeKind) -> StrokeKind {
    match kind {
        StrokeKind::Push => StrokeKind::Pull,
        StrokeKind::Pull => StrokeKind::Push,
    }
}

/// How a deal's engine stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The deal is finished.
    Finished,
    /// A red flag: nobody strikes.
    Stopped,
    /// The file tells of no stroke yet.
    Silent,
    /// A stroke is missing.
    Waits {
        /// Which.
        kind: StrokeKind,
        /// The day of the stroke that it should have answered.
        since: NaiveDate,
        /// Working days since then.
        days: i64,
        /// Both trades worked that day, and nothing has happened since.
        quiet: bool,
    },
    /// It runs.
    Runs {
        /// What it needs next.
        kind: StrokeKind,
        /// By when, so that no stroke is missing.
        by: NaiveDate,
    },
}

/// The engine of one deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealEngine {
    /// Its deal.
    pub deal: Id,
    /// The last twelve weeks; of a finished deal, those before its finish.
    pub strokes: Strokes,
    /// Week by week.
    pub weeks: [Week; WEEKS],
    /// How it stands.
    pub standing: Standing,
    /// Rows of `stroke` without a day or a trade.
    pub untold: usize,
}

/// The engine of a campaign, or of one deal of it.
#[derive(Debug, Clone)]
pub struct Engine {
    /// The agreed share of pushes.
    pub band: (f64, f64),
    /// All strokes of these weeks.
    pub strokes: Strokes,
    /// Week by week.
    pub weeks: [Week; WEEKS],
    /// The Monday of each week.
    pub mondays: Vec<NaiveDate>,
    /// The open deals, those that wait for a stroke first, the nearest promised close first; or the one asked for.
    pub deals: Vec<DealEngine>,
    /// Rows of `stroke` without a day or a trade.
    pub untold: usize,
}

/// The day up to which a deal's engine is looked at: its finish, the red flag that stopped it, else today.
fn until(campaign: &Campaign, deal: &Deal, today: NaiveDate) -> NaiveDate {
    let finish = deal.result.as_ref().and_then(|result| result.on);
    let flags = deal.flags.iter().filter(|flag| flag.colour == Colour::Red).filter_map(|flag| flag.at);
    let ends = finish.into_iter().chain(flags).map(|at| super::words::day_of(at, campaign.zone));
    ends.chain([today]).min().unwrap_or(today)
}

fn today(outlook: &Outlook, now: DateTime<Utc>) -> NaiveDate {
    outlook.calendar(None).local(now).date()
}

fn engine_of(
    campaign: &Campaign,
    outlook: &Outlook,
    weeks: &Weeks,
    deal: &Deal,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> DealEngine {
    let Fired { firings, untold } = fired(campaign, outlook.calendar(None), deal, now);
    DealEngine {
        deal: deal.id.clone(),
        strokes: Strokes::of(&firings, weeks, until(campaign, deal, today)),
        weeks: by_week(&firings, weeks),
        standing: standing(outlook, deal, &firings, today),
        untold,
    }
}

fn standing(outlook: &Outlook, deal: &Deal, firings: &[Firing<'_>], today: NaiveDate) -> Standing {
    if !deal.is_open() {
        return Standing::Finished;
    }
    if deal.is_stopped() {
        return Standing::Stopped;
    }
    let Some(last) = firings.last() else { return Standing::Silent };
    let quiet = firings.iter().rev().take_while(|one| one.day == last.day).any(|one| one.kind != last.kind);
    let (kind, since) = if quiet {
        let pushes = firings.iter().filter(|one| one.kind == StrokeKind::Push).count();
        let rarer = if pushes * 2 < firings.len() { StrokeKind::Push } else { StrokeKind::Pull };
        (rarer, last.day)
    } else {
        let unanswered = firings.iter().rev().take_while(|one| one.kind == last.kind).last();
        (other(last.kind), unanswered.map_or(last.day, |one| one.day))
    };
    let calendar = outlook.calendar(None);
    let days = calendar.working_days_between(noon(calendar, since), noon(calendar, today));
    if days > ANSWER_WITHIN.into() {
        return Standing::Waits { kind, since, days, quiet };
    }
    let by = calendar.by_working_days(noon(calendar, since), ANSWER_WITHIN.into());
    Standing::Runs { kind, by: by.map_or(since, |by| calendar.local(by).date()) }
}

/// The engine of one deal, for the pane of its driver.
#[must_use]
pub fn deal_engine(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> DealEngine {
    let today = today(outlook, now);
    let weeks = Weeks::up_to(outlook.calendar(None), until(campaign, deal, today));
    engine_of(campaign, outlook, &weeks, deal, today, now)
}

/// The engine of the campaign: every open deal, and what was done for finished ones in the same weeks. With `deal` only
/// that one, finished or not.
#[must_use]
pub fn engine(campaign: &Campaign, outlook: &Outlook, deal: Option<&str>, now: DateTime<Utc>) -> Engine {
    let today = today(outlook, now);
    let only = deal.and_then(|deal| campaign.deal(deal));
    let last = only.map_or(today, |deal| until(campaign, deal, today));
    let weeks = Weeks::up_to(outlook.calendar(None), last);
    let mut engine = Engine {
        band: band(campaign),
        strokes: Strokes::default(),
        weeks: [Week::default(); WEEKS],
        mondays: weeks.mondays().collect(),
        deals: Vec::new(),
        untold: 0,
    };
    for deal in campaign.deals.iter().filter(|one| only.is_none_or(|only| only.id == one.id)) {
        let one = engine_of(campaign, outlook, &weeks, deal, today, now);
        engine.strokes += one.strokes;
        engine.untold += one.untold;
        for (sum, week) in engine.weeks.iter_mut().zip(&one.weeks) {
            sum.push += week.push;
            sum.pull += week.pull;
        }
        if deal.is_open() || only.is_some() {
            engine.deals.push(one);
        }
    }
    let close = |deal: &Id| {
        let close = campaign.deal(deal).and_then(|deal| deal.close);
        close.map(|close| outlook.calendar(None).deadline(close))
    };
    engine.deals.sort_by_cached_key(|one| {
        let close = close(&one.deal);
        (one.standing.rank(), close.is_none(), close, one.deal.clone())
    });
    engine
}

impl Standing {
    /// What has to be done first stands first.
    const fn rank(self) -> u8 {
        match self {
            Self::Waits { .. } => 0,
            Self::Runs { .. } => 1,
            Self::Silent => 2,
            Self::Stopped => 3,
            Self::Finished => 4,
        }
    }

    /// The stroke that comes next, and whether it is missing already.
    #[must_use]
    pub const fn next(self) -> Option<(StrokeKind, bool)> {
        match self {
            Self::Waits { kind, .. } => Some((kind, true)),
            Self::Runs { kind, .. } => Some((kind, false)),
            Self::Finished | Self::Stopped | Self::Silent => None,
        }
    }
}
