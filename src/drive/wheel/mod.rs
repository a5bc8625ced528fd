//! Split driving: who drives which stage of a deal, which offers of the wheel wait for whom, how much each person has in
//! hand, and what one seat needs of the other.
//!
//! A hand-over counts from the moment it is accepted. At any moment the one accepted last drives; before the first one its
//! `from`, else the deal's `driver`. An offer waits while nothing was accepted after it, its taker does not drive yet and
//! no newer offer is for the same person; after [`STALE_AFTER`] working days of the taker it is stale.
//!
//! Of the deals that somebody drives one person has nearly all from [`NEARLY_ALL`] on, told only with at least [`FEWEST`]
//! such deals and somebody else who could drive (a driver, or both seats).
//!
//! Invariant: all of it is of open deals, and the same whatever the order of records and rows. Left out: calls, which have
//! their own list; what a person is worth, or how well they drive.

mod briefing;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Days, Utc};

use super::Outlook;
use super::words::instant;
use crate::campaign::{Calendar, Campaign, Crew, Deal, Handoff, Id, Seat, Text, When};

pub use briefing::briefing;

/// An offer that waits for more working days than this is stale.
pub const STALE_AFTER: i64 = 3;

/// This share of all driven deals is nearly all of them.
pub const NEARLY_ALL: f64 = 0.8;

/// With fewer driven deals than this nothing is said of who drives nearly all.
pub const FEWEST: usize = 5;

/// Dated promises are told so many days ahead.
pub const AHEAD: u64 = 7;

/// An offer of the wheel that nobody has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Whose wheel.
    pub deal: Id,
    /// Who offers it.
    pub from: Option<Id>,
    /// Who is to take it.
    pub to: Id,
    /// Since when it waits; `None`: its row has no time.
    pub since: Option<DateTime<Utc>>,
    /// What the next driver must know.
    pub briefing: Option<Text>,
    /// Working days of the taker since.
    pub days: i64,
}

impl Offer {
    /// Waits for too long.
    #[must_use]
    pub const fn is_stale(&self) -> bool {
        self.days > STALE_AFTER
    }
}

/// What one person has in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// Who.
    pub who: Id,
    /// The open deals that they drive, by id.
    pub drives: Vec<Id>,
    /// Promises and next touches that are due by the end of today, what is over included.
    pub due: Vec<Due>,
    /// Promises of the days after, [`AHEAD`] days.
    pub ahead: Vec<Due>,
}

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// On which deal.
    pub deal: Id,
    /// Its deadline.
    pub at: DateTime<Utc>,
    /// The same as it was written.
    pub on: When,
    /// A dated promise; else a next touch.
    pub is_promise: bool,
    /// In words.
    pub what: Text,
}

/// What one seat needs of the other: the `needs` of a next touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// On which deal.
    pub deal: Id,
    /// Who asks: who does the touch, else who drives.
    pub by: Option<Id>,
    /// Of whom.
    pub of: Id,
    /// What it is needed for.
    pub what: Text,
    /// When.
    pub on: Option<When>,
    /// Until when it is needed.
    pub at: Option<DateTime<Utc>>,
}

/// One person drives nearly everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lopsided {
    /// Who.
    pub who: Id,
    /// How many open deals.
    pub drives: usize,
    /// Of how many that somebody drives.
    pub of: usize,
    /// Who could drive and drives least.
    pub other: Id,
    /// The deal of theirs that is least far along the route.
    pub deal: Id,
}

/// A stage of a deal, and who drove it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The stage.
    pub stage: Id,
    /// The deal stands in it now.
    pub is_here: bool,
    /// Who drove, in the order of time.
    pub drivers: Vec<Id>,
}

/// Everything that is told of the wheels.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wheels {
    /// What waits, the longest first.
    pub offers: Vec<Offer>,
    /// By person.
    pub loads: Vec<Load>,
    /// What is needed first comes first; what has no day comes last.
    pub asks: Vec<Ask>,
    /// Who drives nearly everything.
    pub lopsided: Option<Lopsided>,
}

/// Who drove a deal at a moment: the `to` of the last hand-over accepted by then; before the first one its `from`, else the
/// deal's `driver`.
#[must_use]
pub fn driver_at<'c>(
    campaign: &'c Campaign,
    calendar: &Calendar,
    deal: &'c Deal,
    at: Option<DateTime<Utc>>,
) -> Option<&'c Id> {
    let accepted = || deal.handoffs.iter().filter_map(|row| Some((calendar.clock(row.accepted?), row)));
    let is_later = |taken: DateTime<Utc>| at.is_some_and(|at| taken > at);
    let later = accepted().filter(|(taken, _)| is_later(*taken));
    let Some((_, first_later)) =
        later.min_by_key(|(taken, row)| (*taken, row.at.map(|at| calendar.clock(at)), &row.from, &row.to))
    else {
        return campaign.driver_of(deal);
    };
    let before = accepted().filter(|(taken, row)| !is_later(*taken) && row.to.is_some());
    let before = before.max_by_key(|(taken, row)| (*taken, row.at.map(|at| calendar.clock(at)), row.to.as_ref()));
    let before = before.and_then(|(_, row)| row.to.as_ref());
    before.or(first_later.from.as_ref()).or_else(|| deal.driver.first())
}

/// The stages of a deal in the order of time, each with who drove it.
#[must_use]
pub fn stretches(campaign: &Campaign, calendar: &Calendar, deal: &Deal) -> Vec<Stretch> {
    let mut taken: Vec<(DateTime<Utc>, &Id)> =
        deal.handoffs.iter().filter_map(|row| Some((calendar.clock(row.accepted?), row.to.as_ref()?))).collect();
    taken.sort();
    let clock = |when: Option<When>| when.map(|when| calendar.clock(when));
    let mut left: Vec<_> =
        deal.stage_log.iter().map(|row| (clock(row.from), clock(row.to), &row.stage, false)).collect();
    left.sort();
    let end = deal.result.as_ref().and_then(|finish| finish.on).map(|on| calendar.deadline(on));
    left.extend(campaign.stage_of(deal).map(|stage| (clock(deal.since), end, stage, true)));
    let drivers = |from: Option<DateTime<Utc>>, until: Option<DateTime<Utc>>| {
        let first = driver_at(campaign, calendar, deal, from.or(until));
        // Without a beginning nobody knows what was accepted within the stage; who drove at its end is known.
        let within =
            taken.iter().filter(|(at, _)| from.is_some_and(|from| *at > from) && until.is_none_or(|end| *at < end));
        let mut drivers: Vec<Id> = first.into_iter().chain(within.map(|(_, to)| *to)).cloned().collect();
        drivers.dedup();
        drivers
    };
    left.into_iter()
        .map(|(from, until, stage, is_here)| Stretch { stage: stage.clone(), is_here, drivers: drivers(from, until) })
        .collect()
}

/// The offers of a deal that wait, the oldest first. A finished deal has none.
#[must_use]
pub fn waiting<'d>(campaign: &Campaign, deal: &'d Deal) -> Vec<&'d Handoff> {
    if !deal.is_open() || deal.handoffs.is_empty() {
        return Vec::new();
    }
    let local = |when: Option<When>| when.map(|when| when.local(campaign.zone));
    let last = deal.handoffs.iter().filter_map(|row| local(row.accepted)).max();
    let driver = campaign.driver_of(deal);
    let mut open: Vec<&Handoff> = deal.handoffs.iter().filter(|row| row.accepted.is_none()).collect();
    open.retain(|row| {
        let takes = row.to.as_ref().is_some_and(|to| Some(to) != driver && campaign.crew(to).is_some());
        takes && last.is_none_or(|last| local(row.at).is_some_and(|at| at >= last))
    });
    open.sort_by_key(|row| (local(row.at), row.to.as_ref(), row.from.as_ref(), row.briefing.as_deref()));
    let newest = |at: usize| open.iter().skip(at + 1).all(|newer| newer.to != open[at].to);
    (0..open.len()).filter(|at| newest(*at)).map(|at| open[at]).collect()
}

/// The same, with how long each waits.
#[must_use]
pub fn offers(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Vec<Offer> {
    let offer = |row: &Handoff| {
        let to = row.to.clone()?;
        let calendar = outlook.calendar(Some(&to));
        let since = row.at.map(|at| instant(at, campaign.zone));
        let days = since.map_or(0, |since| calendar.working_days_between(since, now).max(0));
        Some(Offer { deal: deal.id.clone(), from: row.from.clone(), to, since, briefing: row.briefing.clone(), days })
    };
    waiting(campaign, deal).into_iter().filter_map(offer).collect()
}

/// What the next touch of an open deal needs of the other seat.
#[must_use]
pub fn ask(campaign: &Campaign, outlook: &Outlook, deal: &Deal) -> Option<Ask> {
    let next = deal.next.as_ref().filter(|_| deal.is_open())?;
    let of = next.needs.as_ref().filter(|of| campaign.crew(of).is_some())?;
    let by = next.by.as_ref().or_else(|| campaign.driver_of(deal));
    if by == Some(of) {
        return None;
    }
    Some(Ask {
        deal: deal.id.clone(),
        by: by.cloned(),
        of: of.clone(),
        what: next.what.clone().unwrap_or_else(|| Text::from("next touch")),
        on: next.on,
        at: next.on.map(|on| outlook.calendar(None).deadline(on)),
    })
}

/// All of it.
#[must_use]
pub fn wheels(campaign: &Campaign, outlook: &Outlook, now: DateTime<Utc>) -> Wheels {
    let mut offers_of_all = Vec::new();
    let mut asks = Vec::new();
    let mut loads: Vec<Load> = campaign.crew.iter().map(|crew| Load::of(&crew.id)).collect();
    loads.sort_by(|one, other| one.who.cmp(&other.who));
    let bounds = Bounds::of(campaign, outlook, now);
    for deal in campaign.deals.iter().filter(|deal| deal.is_open()) {
        offers_of_all.extend(offers(campaign, outlook, deal, now));
        asks.extend(ask(campaign, outlook, deal));
        bounds.put(campaign, outlook.calendar(None), deal, &mut loads);
    }
    offers_of_all.sort_by(|one, other| {
        (std::cmp::Reverse(one.days), one.since, &one.deal, &one.to).cmp(&(
            std::cmp::Reverse(other.days),
            other.since,
            &other.deal,
            &other.to,
        ))
    });
    asks.sort_by(|one, other| (one.at.is_none(), one.at, &one.deal).cmp(&(other.at.is_none(), other.at, &other.deal)));
    for load in &mut loads {
        load.drives.sort();
        for list in [&mut load.due, &mut load.ahead] {
            let key = |due: &Due| {
                (due.at, due.on.local(campaign.zone), due.deal.clone(), !due.is_promise, Text::clone(&due.what))
            };
            list.sort_by_cached_key(key);
        }
    }
    let lopsided = lopsided(campaign, &loads);
    Wheels { offers: offers_of_all, loads, asks, lopsided }
}

impl Load {
    fn of(who: &Id) -> Self {
        Self { who: who.clone(), drives: Vec::new(), due: Vec::new(), ahead: Vec::new() }
    }
}

/// The end of today and of the days ahead.
struct Bounds {
    today: DateTime<Utc>,
    ahead: DateTime<Utc>,
}

impl Bounds {
    fn of(campaign: &Campaign, outlook: &Outlook, now: DateTime<Utc>) -> Self {
        let today = now.with_timezone(&campaign.zone).date_naive();
        let end = |days: u64| {
            let day = today.checked_add_days(Days::new(days)).unwrap_or(today);
            outlook.calendar(None).clock(When::Local(day.and_time(chrono::NaiveTime::MIN)))
        };
        Self { today: end(1), ahead: end(1 + AHEAD) }
    }

    /// What a deal adds to whom.
    fn put(&self, campaign: &Campaign, calendar: &Calendar, deal: &Deal, loads: &mut [Load]) {
        let driver = campaign.driver_of(deal);
        let mut with = |who: Option<&Id>, change: &dyn Fn(&mut Load)| {
            if let Some(load) = who.and_then(|who| loads.iter_mut().find(|load| load.who == *who)) {
                change(load);
            }
        };
        with(driver, &|load| load.drives.push(deal.id.clone()));
        let due = |on: When, is_promise: bool, what: Option<&Text>, or: &str| Due {
            deal: deal.id.clone(),
            at: calendar.deadline(on),
            on,
            is_promise,
            what: what.cloned().unwrap_or_else(|| Text::from(or)),
        };
        for control in deal.controls.iter().filter(|control| control.done.is_none()) {
            let Some(on) = control.due else { continue };
            let due = due(on, true, control.what.as_ref(), &control.id);
            with(control.owner.as_ref(), &|load| {
                if due.at < self.today {
                    load.due.push(due.clone());
                } else if due.at < self.ahead {
                    load.ahead.push(due.clone());
                }
            });
        }
        if let Some((next, on)) = deal.next.as_ref().and_then(|next| Some((next, next.on?))) {
            let due = due(on, false, next.what.as_ref(), "next touch");
            if due.at < self.today {
                with(next.by.as_ref().or(driver), &|load| load.due.push(due.clone()));
            }
        }
    }
}

/// Who drives nearly everything, without the rest.
#[must_use]
pub fn nearly_all(campaign: &Campaign) -> Option<Lopsided> {
    let mut loads: Vec<Load> = campaign.crew.iter().map(|crew| Load::of(&crew.id)).collect();
    for deal in campaign.deals.iter().filter(|deal| deal.is_open()) {
        let driver = campaign.driver_of(deal);
        if let Some(load) = loads.iter_mut().find(|load| Some(&load.who) == driver) {
            load.drives.push(deal.id.clone());
        }
    }
    lopsided(campaign, &loads)
}

/// Whether a person could take any wheel: a driver, or both seats.
const fn could_drive(crew: &Crew) -> bool {
    matches!(crew.seat, None | Some(Seat::Driver | Seat::Both))
}

fn lopsided(campaign: &Campaign, loads: &[Load]) -> Option<Lopsided> {
    let of = loads.iter().map(|load| load.drives.len()).sum::<usize>();
    let most = loads.iter().max_by_key(|load| (load.drives.len(), std::cmp::Reverse(&load.who)))?;
    let drives = most.drives.len();
    #[expect(clippy::cast_precision_loss, reason = "a count of deals")]
    let is_nearly_all = drives as f64 >= of as f64 * NEARLY_ALL;
    if of < FEWEST || !is_nearly_all {
        return None;
    }
    let is_other = |load: &&Load| load.who != most.who && campaign.crew(&load.who).is_some_and(could_drive);
    let other = loads.iter().filter(is_other).min_by_key(|load| (load.drives.len(), &load.who))?;
    let place = |id: &Id| {
        let stage = campaign.deal(id).and_then(|deal| campaign.stage_of(deal));
        campaign.route.iter().position(|known| Some(known) == stage)
    };
    let deal = most.drives.iter().min_by_key(|id| (place(id), *id))?;
    Some(Lopsided { who: most.who.clone(), drives, of, other: other.who.clone(), deal: deal.clone() })
}
