//! Which plays fit a trouble, in which order, and what they brought so far.
//!
//! Counted from the `service_log` of every deal of this file and of its archives. *Recovered* counts as a success; put off
//! and given up do not. The share is told with Wilson's interval, as everywhere (`works::Share`), so that one lucky repair is
//! no certainty. *How fast* is the middle of the working days from the beginning of a repair to its end, of those that
//! recovered.
//!
//! The order: plays written for the reason before the others; of those, plays that this deal was not already through without
//! coming back; then by the lower end of the interval, then the faster ones, then by id. Without a record a play stands
//! before one that is known to fail, since nothing speaks against it.
//!
//! Left out: whether it was the play that helped. A repair that came with luck counts as one.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::campaign::{Calendar, Campaign, Deal, Id, Play, Repair, When};
use crate::drive::Outlook;
use crate::drive::words::counted;
use crate::drive::works::{Share, Verdict};

/// How a play, or all of them, went so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Those that came back on the road, of all that ended.
    pub recovered: Share,
    /// Put off.
    pub later: u32,
    /// Given up.
    pub retired: u32,
    /// Working days of those that recovered, in order.
    pub days: Vec<i64>,
}

impl Record {
    fn count(&mut self, outcome: Repair, days: Option<i64>) {
        self.recovered.of += 1;
        match outcome {
            Repair::Recovered => {
                self.recovered.hits += 1;
                self.days.extend(days);
            }
            Repair::Later => self.later += 1,
            Repair::Retired => self.retired += 1,
        }
    }

    /// The middle of the working days that a recovery took; of an even count the longer one of the two in the middle.
    #[must_use]
    pub fn middle(&self) -> Option<i64> {
        self.days.get(self.days.len() / 2).copied()
    }

    /// `recovered 3 of 4, too few to tell; half of them within 4 working days`.
    #[must_use]
    pub fn words(&self) -> String {
        if self.recovered.of == 0 {
            return "no repair with it has ended yet".to_owned();
        }
        let fast = self.middle().map_or_else(String::new, |days| match days {
            ..1 => "; half of them within the day".to_owned(),
            days => format!("; half of them within {}", counted(days, "working day", "working days")),
        });
        format!("recovered {}{fast}", self.recovered.words())
    }

    /// The better one is smaller.
    fn rank(&self) -> (Verdict, Reverse<u64>, i64) {
        let verdict = match self.recovered.verdict() {
            Verdict::Fails => Verdict::Fails,
            Verdict::Works => Verdict::Works,
            Verdict::Even | Verdict::TooFew => Verdict::Even,
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share in millionths")]
        let low = (self.recovered.interval().0 * 1e6) as u64;
        (verdict, Reverse(low), self.middle().unwrap_or(i64::MAX))
    }
}

/// What every play brought, and all repairs together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Records {
    /// By play.
    pub plays: BTreeMap<Id, Record>,
    /// Those without a play.
    pub without: Record,
    /// All of them.
    pub all: Record,
}

impl Records {
    /// Of this file and its archives.
    #[must_use]
    pub fn of(campaign: &Campaign, outlook: &Outlook) -> Self {
        let calendar = outlook.calendar(None);
        let mut found = Self::default();
        let ours = campaign.deals.iter().map(|deal| &**deal);
        for deal in ours.chain(campaign.past.finished().map(|(_, deal)| deal)) {
            found.count(deal, calendar);
        }
        let records = found.plays.values_mut().chain([&mut found.without, &mut found.all]);
        records.for_each(|record| record.days.sort_unstable());
        found
    }

    fn count(&mut self, deal: &Deal, calendar: &Calendar) {
        for row in &deal.service_log {
            let Some(outcome) = row.outcome else { continue };
            let days = days(calendar, row.since, row.ended);
            self.all.count(outcome, days);
            match &row.play {
                Some(play) => self.plays.entry(play.clone()).or_default().count(outcome, days),
                None => self.without.count(outcome, days),
            }
        }
    }

    /// Of one play.
    #[must_use]
    pub fn play(&self, play: &str) -> Record {
        self.plays.get(play).cloned().unwrap_or_default()
    }
}

/// Whole working days of a repair; unknown where a date is missing or it ends before it begins.
fn days(calendar: &Calendar, since: Option<When>, ended: Option<When>) -> Option<i64> {
    let (since, ended): (DateTime<Utc>, DateTime<Utc>) = (calendar.start(since?), calendar.clock(ended?));
    (since <= ended).then(|| calendar.working_days_between(since, ended))
}

/// A play that can be run.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Which.
    pub play: Id,
    /// It is written for the reason.
    pub answers: bool,
    /// This deal was through it before and did not come back by it.
    pub failed_here: bool,
    /// What it brought.
    pub record: Record,
    /// Why it stands here, in words.
    pub why: String,
}

/// Every play, those that fit first.
#[must_use]
pub fn fitting(campaign: &Campaign, records: &Records, deal: &Deal, reason: &str) -> Vec<Fit> {
    let mut found: Vec<Fit> = campaign.plays.iter().map(|play| fit(play, records, deal, reason)).collect();
    found.sort_by(|a, b| {
        let order = |one: &Fit| (!one.answers, one.failed_here, one.record.rank());
        order(a).cmp(&order(b)).then_with(|| a.play.cmp(&b.play))
    });
    found
}

fn fit(play: &Play, records: &Records, deal: &Deal, reason: &str) -> Fit {
    let answers = play.when.iter().any(|word| **word == *reason);
    let here = deal.service_log.iter().filter(|row| row.play.as_ref() == Some(&play.id));
    let failed_here = here.into_iter().any(|row| row.outcome.is_some_and(|outcome| outcome != Repair::Recovered));
    let record = records.play(&play.id);
    let told = if answers { format!("for {}", reason.replace('-', " ")) } else { "for something else".to_owned() };
    let here = if failed_here { "; this deal did not come back by it before" } else { "" };
    Fit { play: play.id.clone(), answers, failed_here, why: format!("{told}{here}"), record }
}
