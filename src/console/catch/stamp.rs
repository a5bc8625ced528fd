//! What a caught line is stamped with: the deal, the run and its minute, the stage.

use chrono::{DateTime, Utc};

use crate::campaign::{Calendar, Deal, Run};
use crate::console::model::Model;
use crate::console::words;

/// The stamp in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    /// The deal.
    pub account: String,
    /// The meeting; empty outside one.
    pub run: String,
    /// The minute in the run, `12:02`, else the time of day.
    pub minute: String,
    /// The stage.
    pub stage: String,
}

impl Stamp {
    /// The stamp of a line that was begun at this moment.
    #[must_use]
    pub fn of(model: &Model, deal: &Deal, run: Option<&Run>, begun: DateTime<Utc>) -> Self {
        let campaign = &model.campaign;
        let driven = run.and_then(|run| seconds(run, model.outlook.calendar(None), begun));
        Self {
            account: deal.name().to_owned(),
            run: run.map_or_else(String::new, |run| run.what.as_deref().unwrap_or(&run.id).to_owned()),
            minute: driven.map_or_else(|| words::moment(begun, campaign.zone, model.now), minute),
            stage: campaign.stage_of(deal).map_or_else(String::new, |id| campaign.stage_name(id).to_owned()),
        }
    }
}

/// Seconds of a run at a moment, without its pauses; nothing of a run that had not started then.
#[must_use]
pub fn seconds(run: &Run, calendar: &Calendar, at: DateTime<Utc>) -> Option<i64> {
    let started = calendar.clock(run.started?);
    let until = run.ended.map_or(at, |ended| at.min(calendar.clock(ended)));
    if until < started {
        return None;
    }
    let stood: i64 = run
        .pauses
        .iter()
        .map(|(from, to)| {
            let from = calendar.clock(*from).max(started);
            let to = to.map_or(until, |to| calendar.clock(to)).min(until);
            (to - from).num_seconds().max(0)
        })
        .sum();
    Some(((until - started).num_seconds() - stood).max(0))
}

/// `12:02`: minutes and seconds.
#[must_use]
pub fn minute(seconds: i64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
