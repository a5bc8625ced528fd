//! Why the service park is offered to a deal.
//!
//! In this order, the gravest first: a red flag; scrutineering stops the sale; out of time (a promise more than ten working
//! days over, or the promised close gone by); it went quiet; it is stalled (`drive::stalled`); a yellow flag that a play is
//! written for. Without such a play a yellow flag says to take care, and no more.
//!
//! *Went quiet*: for more than [`QUIET_DAYS`] working days no stroke, no buyer's word, no meeting driven and no message, and
//! no meeting is planned. Under a red flag silence is meant, and tells nothing. Ten is the limit that the time card has for a promise: what is longer over is no matter of a
//! reminder any more. Without any such trace it counts from the day on which the deal was made, or entered its stage.
//!
//! A deal is left in peace where its last repair was put off, until its next touch; and for [`RESPITE_DAYS`] working days
//! after a repair that brought it back on the road, but for what stops the sale and for a flag raised since.

use chrono::{DateTime, Utc};

use crate::campaign::{Calendar, Campaign, Colour, Deal, Flag, Repair, ServiceLog, When};
use crate::drive::scrutineering::{Scrutiny, Verdict, scrutineering};
use crate::drive::stalled::{self, Stalled};
use crate::drive::words::{counted, quoted};
use crate::drive::{ControlTiming, Outlook};

/// More working days than this without a trace, and a deal went quiet.
pub const QUIET_DAYS: i64 = 10;
/// So many working days after a repair that brought it back, it is not offered again.
pub const RESPITE_DAYS: i64 = 5;

/// What kind of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// All outreach stops.
    RedFlag,
    /// Scrutineering stops the sale.
    Stopped,
    /// A promise is long over, or the close has gone by.
    OutOfTime,
    /// Nothing was said or done.
    Quiet,
    /// It stands in its stage.
    Stalled,
    /// Take care.
    YellowFlag,
}

/// The service park is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What kind.
    pub why: Why,
    /// The word that plays answer to: a flag's id, else that of the kind.
    pub reason: String,
    /// One sentence from the file.
    pub words: String,
}

impl Why {
    /// The word that plays answer to, where no flag has one.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::RedFlag | Self::YellowFlag => "flag",
            Self::Stopped => "cannot-finish",
            Self::OutOfTime => "out-of-time",
            Self::Quiet => "went-quiet",
            Self::Stalled => "stalled",
        }
    }
}

/// Why the service park is offered to a deal, the gravest first; each word once. Nothing for a deal that is finished or in
/// service.
#[must_use]
pub fn offers(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Vec<Offer> {
    let is_asked = !campaign.products.is_empty() && !deal.product.is_empty() && deal.is_open();
    let scrutiny = is_asked.then(|| scrutineering(campaign, outlook, deal, now));
    offers_by(campaign, outlook, deal, scrutiny.as_ref(), now)
}

/// The same where scrutineering is done already.
#[must_use]
pub fn offers_by(
    campaign: &Campaign,
    outlook: &Outlook,
    deal: &Deal,
    scrutiny: Option<&Scrutiny>,
    now: DateTime<Utc>,
) -> Vec<Offer> {
    if !deal.is_open() || deal.service.is_some() {
        return Vec::new();
    }
    let calendar = outlook.calendar(None);
    let last = last_repair(deal, calendar);
    if last.is_some_and(|(_, row)| row.outcome == Some(Repair::Later)) && is_put_off(calendar, deal, now) {
        return Vec::new();
    }
    let rests_from = last.filter(|(ended, row)| {
        row.outcome == Some(Repair::Recovered) && calendar.working_days_between(*ended, now) <= RESPITE_DAYS
    });
    let rests_from = rests_from.map(|(ended, _)| ended);
    let mut found: Vec<Offer> = deal
        .flags
        .iter()
        .filter(|flag| is_new(calendar, flag, rests_from) && is_trouble(campaign, flag))
        .map(flag)
        .collect();
    found.extend(scrutiny.and_then(|scrutiny| stopped(campaign, scrutiny, now)));
    if rests_from.is_none() {
        found.extend(out_of_time(campaign, outlook, deal, now));
        let quiet = quiet(calendar, deal, now);
        found.extend(stalled(campaign, outlook, deal, quiet.is_some(), now));
        found.extend(quiet);
    }
    found.sort_by_key(|offer| offer.why);
    let mut known: Vec<String> = Vec::new();
    found.retain(|offer| {
        let is_first = !known.contains(&offer.reason);
        known.push(offer.reason.clone());
        is_first
    });
    found
}

fn offer(why: Why, words: String) -> Offer {
    Offer { why, reason: why.reason().to_owned(), words }
}

/// The repair that ended last, and when.
fn last_repair<'d>(deal: &'d Deal, calendar: &Calendar) -> Option<(DateTime<Utc>, &'d ServiceLog)> {
    let ended = deal.service_log.iter().filter_map(|row| Some((calendar.clock(row.ended?), row)));
    ended.max_by_key(|(at, _)| *at)
}

/// Whether its next touch is still to come.
fn is_put_off(calendar: &Calendar, deal: &Deal, now: DateTime<Utc>) -> bool {
    let on = deal.next.as_ref().and_then(|next| next.on);
    on.is_some_and(|on| calendar.start(on) > now)
}

fn is_new(calendar: &Calendar, flag: &Flag, rests_from: Option<DateTime<Utc>>) -> bool {
    rests_from.is_none_or(|ended| flag.at.is_some_and(|at| calendar.clock(at) > ended))
}

/// A red one is; a yellow one where a play is written for it.
fn is_trouble(campaign: &Campaign, flag: &Flag) -> bool {
    flag.colour == Colour::Red || campaign.plays.iter().any(|play| play.when.contains(&flag.id))
}

fn flag(flag: &Flag) -> Offer {
    let (why, colour) = match flag.colour {
        Colour::Red => (Why::RedFlag, "red flag"),
        Colour::Yellow => (Why::YellowFlag, "yellow flag"),
    };
    let words = flag.why.as_deref().map_or_else(|| flag.id.replace('-', " "), str::to_owned);
    Offer { why, reason: flag.id.to_string(), words: format!("{colour}: {words}") }
}

fn stopped(campaign: &Campaign, scrutiny: &Scrutiny, now: DateTime<Utc>) -> Option<Offer> {
    let first = (scrutiny.verdict == Verdict::Stopped).then(|| scrutiny.stops().into_iter().next())??;
    Some(offer(Why::Stopped, format!("this sale cannot finish: {}", first.sentence(campaign, now))))
}

/// The promise that is over longest of those that are too long over; else the close.
fn out_of_time(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Option<Offer> {
    let now = outlook.clock(deal, now);
    let days = |n: i64| counted(n, "working day", "working days");
    let over = deal.controls.iter().filter_map(|control| {
        let owner = control.owner.as_deref().filter(|owner| campaign.crew(owner).is_some());
        let calendar = outlook.calendar(owner);
        let is_long = ControlTiming::offers_service(control, calendar, now);
        let days = calendar.working_days_between(calendar.deadline(control.due?), now);
        is_long.then_some((days, control))
    });
    if let Some((over, control)) = over.max_by_key(|(over, control)| (*over, std::cmp::Reverse(&control.id))) {
        let what = control.what.as_deref().unwrap_or(&control.id);
        return Some(offer(Why::OutOfTime, format!("a promise is {} over: {}", days(over), quoted(what))));
    }
    let calendar = outlook.calendar(None);
    let close = calendar.deadline(deal.close?);
    let over = calendar.working_days_between(close, now);
    (close < now).then(|| match over {
        ..1 => offer(Why::OutOfTime, "the promised close has gone by today".to_owned()),
        over => offer(Why::OutOfTime, format!("the promised close has gone by {} ago", days(over))),
    })
}

/// When anything was said or done last, as the file tells.
pub(super) fn last_trace(calendar: &Calendar, deal: &Deal, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let traces = deal.strokes.iter().filter_map(|stroke| stroke.at);
    let traces = traces
        .chain(deal.heard.iter().filter_map(|heard| heard.at))
        .chain(deal.messages.iter().filter_map(|message| message.at))
        .chain(deal.runs.iter().filter_map(|run| run.ended.or(run.started)));
    traces.map(|at: When| calendar.clock(at)).filter(|at| *at <= now).max()
}

fn quiet(calendar: &Calendar, deal: &Deal, now: DateTime<Utc>) -> Option<Offer> {
    if deal.is_stopped() {
        return None;
    }
    let is_planned = deal
        .runs
        .iter()
        .any(|run| run.ended.is_none() && run.started.or(run.starts).is_some_and(|at| calendar.deadline(at) > now));
    let began = [deal.created, deal.since].into_iter().flatten().map(|at| calendar.clock(at)).max();
    let last = last_trace(calendar, deal, now).or(began)?;
    let days = calendar.working_days_between(last, now);
    (days > QUIET_DAYS && !is_planned).then(|| {
        let days = counted(days, "working day", "working days");
        offer(Why::Quiet, format!("it went quiet: no stroke, no meeting, no word for {days}"))
    })
}

/// Where silence is told already, a stage that is quiet too long says nothing new.
fn stalled(campaign: &Campaign, outlook: &Outlook, deal: &Deal, is_quiet: bool, now: DateTime<Utc>) -> Option<Offer> {
    let found = stalled::stalled(campaign, outlook, deal, now)?;
    let is_told = is_quiet && matches!(found, Stalled::Quiet { .. });
    (!is_told).then(|| offer(Why::Stalled, format!("stalled: {}", found.words())))
}
