//! Which deal needs somebody first, and why.
//!
//! One order for all open deals. Every reason has a cause with a weight ([`Weights`]); a deal's need is the sum of its
//! three gravest, and the reasons, not the figures, are what is shown. Finished deals stand at the end. Under a red flag
//! clocks stand: only what holds there is told ([`Cause::holds_under_red`]).
//!
//! A promised close is unlikely when it lies before the early arrival at the end of the route, or so long after the late
//! one that the whole range fits between, `late + (late − early)`, and four weeks at least. Without the day on which the stage began, nothing is said
//! of it, because the arrival is made of the promise then.
//!
//! Left out: what scrutineering finds is handed in, because whoever asks has mostly looked already.

mod cause;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};

pub use cause::{Cause, HEAVIEST, Weights};

use super::calls::{Assessment, NoteState, Question, assess, subjects};
use super::circles::circles_of;
use super::outlook::Outlook;
use super::place::Bearings;
use super::scrutineering::{Scrutiny, Verdict, scrutineering};
use super::stalled::stalled;
use super::words;
use crate::campaign::{Campaign, Colour, Deal, Finish, Status};
use crate::pace::{Caution, Steps};

/// A promised close at least so long after the late arrival is unlikely.
const LONG_AFTER: TimeDelta = TimeDelta::weeks(4);

/// What the call engine knows of a deal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Calls made and not heard, or due now.
    pub due: usize,
    /// Notes whose place went by uncalled.
    pub missed: usize,
    /// Notes with a caution that were called and not heard, before their place or past it.
    pub cautions: usize,
}

impl Waiting {
    /// What waits on a deal, and the deal's bearings.
    #[must_use]
    pub fn on<'a>(
        campaign: &'a Campaign,
        outlook: &'a Outlook,
        deal: &'a Deal,
        now: DateTime<Utc>,
    ) -> (Self, Bearings<'a>) {
        let mut waiting = Self::default();
        let driver = campaign.driver_of(deal);
        let bearings = Bearings::new(campaign, outlook, deal, driver.map(|id| &**id), now);
        for subject in subjects(campaign, deal) {
            let person = subject.called(campaign, deal);
            let own = (person != driver).then(|| bearings.seen_by(person.map(|id| &**id)));
            waiting.count(&assess(own.as_ref().unwrap_or(&bearings), subject, Question::PLAIN));
        }
        (waiting, bearings)
    }

    /// Counts one note or promise as it stands.
    pub fn count(&mut self, found: &Assessment<'_>) {
        let is_caution = || found.steps.map(Steps::caution).is_some_and(|caution| caution > Caution::None);
        match found.state {
            // What is put off waits for its time, not for somebody.
            NoteState::Called | NoteState::Armed if found.snoozed.is_none() => {
                self.due += 1;
                self.cautions += usize::from(found.state == NoteState::Called && is_caution());
            }
            NoteState::Missed => self.missed += 1,
            NoteState::Unheard if is_caution() => self.cautions += 1,
            _ => {}
        }
    }
}

/// Why a deal needs somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What it is.
    pub cause: Cause,
    /// In words.
    pub words: String,
}

/// A deal's need.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Need {
    /// The sum of the three gravest reasons' weights; 0: nothing.
    pub weight: u32,
    /// The gravest first, at most three.
    pub reasons: Vec<Reason>,
    /// How the deal finished, in words; nothing of an open one.
    pub finished: Option<String>,
}

/// `1 working day`, `3 working days`.
fn days(n: i64) -> String {
    words::counted(n, "working day", "working days")
}

/// How a deal finished: `won`, `lost: Missing features`.
#[must_use]
pub fn finished(finish: &Finish) -> String {
    match finish.status {
        Status::Won => "won".to_owned(),
        Status::Lost => finish.reason.as_ref().map_or_else(|| "lost".to_owned(), |why| format!("lost: {why}")),
    }
}

/// What scrutineering says of a deal, as far as the order of need asks: nothing of a finished one, of one without a product
/// and where the file knows no products.
#[must_use]
pub fn scrutiny(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Option<Scrutiny> {
    let is_asked = deal.is_open() && !deal.product.is_empty() && !campaign.products.is_empty();
    is_asked.then(|| scrutineering(campaign, outlook, deal, now))
}

/// All of it for one deal: what waits, what scrutineering says, what it needs.
#[must_use]
pub fn need_of(campaign: &Campaign, outlook: &Outlook, weights: &Weights, deal: &Deal, now: DateTime<Utc>) -> Need {
    let (waiting, bearings) = Waiting::on(campaign, outlook, deal, now);
    need(&bearings, weights, waiting, scrutiny(campaign, outlook, deal, now).as_ref())
}

/// What a deal needs now. Days over are working days of the campaign's calendar.
#[must_use]
pub fn need(bearings: &Bearings<'_>, weights: &Weights, waiting: Waiting, scrutiny: Option<&Scrutiny>) -> Need {
    if let Some(finish) = &bearings.deal.result {
        return Need { finished: Some(finished(finish)), ..Need::default() };
    }
    let is_red = bearings.deal.is_stopped();
    let mut found = Found { bearings, weights, is_red, reasons: Vec::new() };
    found.calls(waiting);
    found.trouble();
    found.scrutiny(scrutiny);
    found.promises();
    found.touch();
    found.close();
    found.progress();
    let mut reasons = found.reasons;
    reasons.sort_by_key(|reason| std::cmp::Reverse(weights.of(reason.cause)));
    reasons.truncate(3);
    Need { weight: reasons.iter().map(|reason| u32::from(weights.of(reason.cause))).sum(), reasons, finished: None }
}

/// The reasons found so far.
struct Found<'a, 'b> {
    bearings: &'a Bearings<'b>,
    weights: &'a Weights,
    is_red: bool,
    reasons: Vec<Reason>,
}

impl Found<'_, '_> {
    /// Whether anybody wants to know: what weighs nothing is not worked out.
    fn asks(&self, cause: Cause) -> bool {
        self.weights.of(cause) > 0 && (!self.is_red || cause.holds_under_red())
    }

    fn add(&mut self, cause: Cause, words: impl Into<String>) {
        if self.asks(cause) {
            self.reasons.push(Reason { cause, words: words.into() });
        }
    }

    fn calls(&mut self, waiting: Waiting) {
        let mut some = |cause, count: usize, one: &str, many: &str| match count {
            0 => {}
            1 => self.add(cause, one),
            n => self.add(cause, format!("{n} {many}")),
        };
        some(Cause::CallWaits, waiting.due, "a call waits", "calls wait");
        some(Cause::CallMissed, waiting.missed, "a call was missed", "calls were missed");
        some(Cause::CautionUnheard, waiting.cautions, "a caution was not heard", "cautions were not heard");
    }

    fn trouble(&mut self) {
        let deal = self.bearings.deal;
        for flag in &deal.flags {
            let why = flag.why.as_deref().unwrap_or(&flag.id);
            match flag.colour {
                Colour::Red => self.add(Cause::RedFlag, format!("red flag: {why}")),
                Colour::Yellow => self.add(Cause::YellowFlag, format!("yellow flag: {why}")),
            }
        }
        if deal.service.is_some() {
            self.add(Cause::InService, "in trouble: being repaired");
        }
    }

    fn scrutiny(&mut self, scrutiny: Option<&Scrutiny>) {
        let (campaign, now) = (self.bearings.campaign, self.bearings.now);
        let Some(scrutiny) = scrutiny else {
            if self.bearings.deal.product.is_empty() && !campaign.products.is_empty() {
                self.add(Cause::Question, "question: no product is written on the deal");
            }
            return;
        };
        match scrutiny.verdict {
            Verdict::Stopped => self.add(Cause::Stopped, scrutiny.words(campaign, now)),
            Verdict::Question => self.add(Cause::Question, scrutiny.words(campaign, now)),
            Verdict::Cleared | Verdict::ClearedUntil { .. } => {}
        }
    }

    fn promises(&mut self) {
        let (calendar, now) = (self.bearings.outlook.calendar(None), self.bearings.now);
        for control in self.bearings.deal.controls.iter().filter(|control| control.done.is_none()) {
            if let Some(due) = control.due.map(|due| calendar.deadline(due)).filter(|due| *due < now) {
                let over = calendar.working_days_between(due, now);
                let what = control.what.as_deref().unwrap_or(&control.id);
                let over = if over < 1 { "gone by today".to_owned() } else { format!("{} over", days(over)) };
                self.add(Cause::PromiseOver, format!("promise {over}: {what}"));
            }
        }
    }

    fn touch(&mut self) {
        let (calendar, now) = (self.bearings.outlook.calendar(None), self.bearings.now);
        let Some(next) = &self.bearings.deal.next else { return self.add(Cause::NoTouch, "no next touch") };
        match next.on.map(|on| calendar.deadline(on)) {
            None => self.add(Cause::UndatedTouch, "the next touch has no day"),
            Some(on) if on < now => {
                let over = calendar.working_days_between(on, now);
                let over = if over < 1 { "gone by today".to_owned() } else { format!("{} over", days(over)) };
                self.add(Cause::TouchOver, format!("touch {over}"));
            }
            Some(_) => {}
        }
    }

    fn close(&mut self) {
        let (calendar, now) = (self.bearings.outlook.calendar(None), self.bearings.now);
        let Some(promised) = self.bearings.deal.close else { return };
        let close = calendar.deadline(promised);
        if close < now {
            let over = calendar.working_days_between(close, now);
            return self.add(Cause::CloseGone, format!("close {} over", days(over.max(1))));
        }
        let is_known = self.bearings.history.stand().is_some_and(|stand| stand.since.is_some());
        if !is_known || !self.asks(Cause::CloseUnlikely) {
            return;
        }
        let campaign = self.bearings.campaign;
        let Some(arrival) = self.bearings.arrival(campaign.route.len()) else { return };
        let year = now.with_timezone(&campaign.zone).year();
        let day = |at: DateTime<Utc>| words::short_date(at.with_timezone(&campaign.zone).date_naive(), year);
        let latest = arrival.late.checked_add_signed((arrival.late - arrival.early).max(LONG_AFTER));
        // As it is written: no calendar knows the working days of the year 2215.
        let written = words::short_date(words::day_of(promised, campaign.zone), year);
        if close < arrival.early {
            self.add(Cause::CloseUnlikely, format!("close {written}, hardly before {}", day(arrival.early)));
        } else if latest.is_some_and(|latest| close > latest) {
            self.add(Cause::CloseUnlikely, format!("close {written}, likely by {}", day(arrival.late)));
        }
    }

    fn progress(&mut self) {
        let Bearings { campaign, outlook, deal, now, ref history, .. } = *self.bearings;
        if self.asks(Cause::Stalled)
            && let Some(stalled) = stalled(campaign, outlook, deal, now)
        {
            self.add(Cause::Stalled, format!("stalled: {}", stalled.words()));
        }
        if self.asks(Cause::InCircles)
            && let Some(circle) = circles_of(campaign, outlook, deal, history, now).first()
        {
            self.add(Cause::InCircles, format!("in circles, {}", circle.words(campaign, now)));
        }
    }
}
