//! A console in a test: it ticks, writes the rows that a tick asks for, and acknowledges when told to.

mod gap;
mod lead;
mod places;
mod runs;
mod states;
mod ticks;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::campaign::{CallLog, Campaign, Deal, Id, Records, When};
use crate::drive::Outlook;
pub(super) use crate::drive::tests::{at, campaign};

/// London, one driver, four stages of twenty days.
pub(super) const HEAD: &str = r#"
format = 1
[campaign]
timezone = "Europe/London"
route = ["s0", "s1", "s2", "s3"]
[crew.sam]
seat = "driver"
[crew.maya]
seat = "navigator"
[stage.s0]
expected = "20d"
[stage.s1]
expected = "20d"
[stage.s2]
expected = "20d"
[stage.s3]
expected = "20d"
"#;

/// Sam's console.
pub(super) struct Console {
    pub campaign: Campaign,
    schedule: Schedule,
    pub previous: Option<Tick>,
}

impl Console {
    /// On a campaign of [`HEAD`] and these records, never opened before.
    pub fn new(records: &str) -> Self {
        Self::on(campaign(&format!("{HEAD}{records}")))
    }

    pub fn on(campaign: Campaign) -> Self {
        let schedule = Schedule::new(&campaign, Outlook::new(&campaign), "sam");
        Self { campaign, schedule, previous: None }
    }

    /// Open until `now`, as if it had been for long.
    pub fn awake(mut self, now: &str) -> Self {
        let before = at(now) - TimeDelta::minutes(1);
        self.previous = Some(Tick { at: before, last_batch: None, held: vec![], backlog: vec![], opening: None });
        self
    }

    /// One tick. The index and a look at all deals find the same.
    pub fn tick_at(&mut self, now: DateTime<Utc>) -> Outcome {
        let all = tick(&self.campaign, "sam", self.previous.as_ref(), now);
        let outcome = self.schedule.tick(&self.campaign, self.previous.as_ref(), now);
        assert_eq!(outcome.batch, all.batch, "batch at {now}");
        assert_eq!(outcome.tick, all.tick, "tick at {now}");
        assert_eq!((&outcome.repeat, &outcome.gap), (&all.repeat, &all.gap), "at {now}");
        assert_eq!((&outcome.settled, &outcome.live), (&all.settled, &all.live), "at {now}");
        self.previous = Some(outcome.tick.clone());
        self.write(&outcome, now);
        outcome
    }

    pub fn tick(&mut self, now: &str) -> Outcome {
        self.tick_at(at(now))
    }

    /// The names of the notes of the batch of one tick.
    pub fn calls(&mut self, now: &str) -> Vec<String> {
        names(&self.tick(now))
    }

    /// Minute by minute after the last tick until `until`: what was called, and when.
    pub fn open_until(&mut self, until: &str) -> Vec<(DateTime<Utc>, String)> {
        let mut made = Vec::new();
        let mut now = self.previous.as_ref().map_or_else(|| at(until), |tick| tick.at + TimeDelta::minutes(1));
        while now <= at(until) {
            made.extend(names(&self.tick_at(now)).into_iter().map(|name| (now, name)));
            now += TimeDelta::minutes(1);
        }
        made
    }

    /// Changes one deal as an edit of the file would.
    pub fn edit(&mut self, deal: &str, change: impl FnOnce(&mut Deal)) {
        let index = self.campaign.by_id[deal];
        change(Arc::make_mut(&mut self.campaign.deals[index]));
        self.schedule.deal_changed(index);
    }

    /// Enter: the last call of a note is heard.
    pub fn hear(&mut self, deal: &str, note: &str, when: &str) {
        let when = When::Instant(at(when));
        self.edit(deal, |deal| {
            let row = deal.call_log.iter_mut().rev().find(|row| *row.note == *note).unwrap();
            row.acked = Some(when);
        });
    }

    fn write(&mut self, outcome: &Outcome, now: DateTime<Utc>) {
        for call in outcome.batch.iter().flat_map(|batch| &batch.calls).chain(&outcome.live) {
            let row = row_of(call, now);
            self.edit(&call.deal, |deal| push(&mut deal.call_log, row));
        }
        if let Some(repeat) = &outcome.repeat {
            for repeated in &repeat.calls {
                self.edit(&repeat.deal, |deal| {
                    let same = |row: &&mut CallLog| {
                        row.note == repeated.note && row.rung == repeated.rung && row.place == repeated.place
                    };
                    deal.call_log.iter_mut().find(same).unwrap().again = Some(When::Instant(now));
                });
            }
        }
    }

    /// How a note of the only deal stands.
    pub fn state(&self, note: &str, now: &str) -> NoteState {
        let outlook = Outlook::new(&self.campaign);
        state(&self.campaign, &outlook, &self.campaign.deals[0], note, at(now)).unwrap().state
    }

    /// How the last call of a note of the only deal was timed.
    pub fn judged(&self, note: &str, now: &str) -> Option<Judged> {
        let outlook = Outlook::new(&self.campaign);
        state(&self.campaign, &outlook, &self.campaign.deals[0], note, at(now)).unwrap().judged
    }

    /// T and call of a note of the only deal.
    pub fn place_and_call(&self, note: &str, now: &str) -> (DateTime<Utc>, DateTime<Utc>) {
        let outlook = Outlook::new(&self.campaign);
        let found = state(&self.campaign, &outlook, &self.campaign.deals[0], note, at(now)).unwrap();
        (found.target.unwrap().at(), found.due.unwrap().rung.call_at)
    }
}

/// The row that a call asks for.
pub(super) fn row_of(call: &Call, now: DateTime<Utc>) -> CallLog {
    CallLog {
        note: Id::from(&*call.note),
        rung: call.rung.as_str().into(),
        place: Some(When::Instant(call.place)),
        lead: Some(call.lead),
        called: Some(When::Instant(now)),
        acked: None,
        again: None,
        by: Some(Id::from("sam")),
        used: None,
    }
}

pub(super) fn names(outcome: &Outcome) -> Vec<String> {
    outcome.batch.iter().flat_map(|batch| &batch.calls).map(|call| call.note.clone()).collect()
}

/// A row more at the end of a log.
fn push<T: Clone>(log: &mut Records<T>, row: T) {
    *log = log.iter().cloned().chain([row]).collect();
}
