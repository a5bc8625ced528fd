//! Which deal needs somebody first, and why.
//!
//! One order for all open deals. Every reason has a weight; a deal's need is the sum of its three gravest. The weights
//! are in [`WEIGHTS`], and the reasons, not the figures, are what is shown. Finished deals stand at the end.

use chrono::{DateTime, Utc};

use super::calls::{Assessment, NoteState, Question, assess, subjects};
use super::outlook::Outlook;
use super::place::Bearings;
use super::stalled::stalled;
use crate::campaign::{Campaign, Colour, Deal, Status};

/// The weight of each reason: what cannot wait stands before what is merely untidy.
pub const WEIGHTS: [(&str, u32); 11] = [
    ("call-waits", 150),
    ("call-missed", 65),
    ("red-flag", 60),
    ("in-service", 55),
    ("promise-over", 50),
    ("touch-over", 45),
    ("close-gone", 40),
    ("stalled", 35),
    ("yellow-flag", 25),
    ("no-touch", 20),
    ("undated-touch", 15),
];

fn weight(name: &str) -> u32 {
    WEIGHTS.iter().find(|(known, _)| *known == name).map_or(0, |(_, weight)| *weight)
}

/// What the call engine knows of a deal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Calls made and not heard, or due now.
    pub due: usize,
    /// Notes whose place went by uncalled.
    pub missed: usize,
}

impl Waiting {
    /// What waits on a deal.
    #[must_use]
    pub fn on(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Self {
        let mut waiting = Self::default();
        let driver = campaign.driver_of(deal);
        let bearings = Bearings::new(campaign, outlook, deal, driver.map(|id| &**id), now);
        for subject in subjects(campaign, deal) {
            let person = subject.called(campaign, deal);
            let own = (person != driver).then(|| bearings.seen_by(person.map(|id| &**id)));
            waiting.count(&assess(own.as_ref().unwrap_or(&bearings), subject, Question::PLAIN));
        }
        waiting
    }

    /// Counts one note or promise as it stands.
    pub fn count(&mut self, found: &Assessment<'_>) {
        match found.state {
            // What is put off waits for its time, not for somebody.
            NoteState::Called | NoteState::Armed if found.snoozed.is_none() => self.due += 1,
            NoteState::Missed => self.missed += 1,
            _ => {}
        }
    }
}

/// Why a deal needs somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Its name in [`WEIGHTS`].
    pub name: &'static str,
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
    /// The deal is finished.
    pub finished: bool,
}

/// `1 day`, `3 days`.
fn days(n: i64) -> String {
    if n == 1 { "1 working day".to_owned() } else { format!("{n} working days") }
}

/// What a deal needs now. Days over are working days of the campaign's calendar.
#[must_use]
pub fn need(campaign: &Campaign, outlook: &Outlook, deal: &Deal, waiting: Waiting, now: DateTime<Utc>) -> Need {
    let calendar = outlook.calendar(None);
    if let Some(finish) = &deal.result {
        let words = match finish.status {
            Status::Won => "won".to_owned(),
            Status::Lost => finish.reason.as_ref().map_or_else(|| "lost".to_owned(), |why| format!("lost: {why}")),
        };
        return Need { weight: 0, reasons: vec![Reason { name: "finished", words }], finished: true };
    }
    let mut reasons: Vec<Reason> = Vec::new();
    let mut add = |name: &'static str, words: String| reasons.push(Reason { name, words });
    match waiting.due {
        0 => {}
        1 => add("call-waits", "a call waits".to_owned()),
        n => add("call-waits", format!("{n} calls wait")),
    }
    match waiting.missed {
        0 => {}
        1 => add("call-missed", "a call was missed".to_owned()),
        n => add("call-missed", format!("{n} calls were missed")),
    }
    for flag in &deal.flags {
        let why = flag.why.as_deref().map_or_else(|| flag.id.to_string(), str::to_owned);
        match flag.colour {
            Colour::Red => add("red-flag", format!("red flag: {why}")),
            Colour::Yellow => add("yellow-flag", format!("yellow flag: {why}")),
        }
    }
    if deal.service.is_some() {
        add("in-service", "in trouble: being repaired".to_owned());
    }
    for control in deal.controls.iter().filter(|control| control.done.is_none()) {
        if let Some(due) = control.due.map(|due| calendar.deadline(due)).filter(|due| *due < now) {
            let over = calendar.working_days_between(due, now);
            let what = control.what.as_deref().unwrap_or(&control.id);
            let over = if over < 1 { "gone by today".to_owned() } else { format!("{} over", days(over)) };
            add("promise-over", format!("promise {over}: {what}"));
        }
    }
    match &deal.next {
        None => add("no-touch", "no next touch".to_owned()),
        Some(next) => match next.on.map(|on| calendar.deadline(on)) {
            None => add("undated-touch", "the next touch has no day".to_owned()),
            Some(on) if on < now => {
                let over = calendar.working_days_between(on, now);
                let over = if over < 1 { "gone by today".to_owned() } else { format!("{} over", days(over)) };
                add("touch-over", format!("touch {over}"));
            }
            Some(_) => {}
        },
    }
    if let Some(close) = deal.close.map(|close| calendar.deadline(close)).filter(|close| *close < now) {
        let over = calendar.working_days_between(close, now);
        add("close-gone", format!("close {} over", days(over.max(1))));
    }
    if let Some(stalled) = stalled(campaign, outlook, deal, now) {
        add("stalled", format!("stalled: {}", stalled.words()));
    }
    reasons.sort_by_key(|reason| std::cmp::Reverse(weight(reason.name)));
    reasons.truncate(3);
    Need { weight: reasons.iter().map(|reason| weight(reason.name)).sum(), reasons, finished: false }
}
