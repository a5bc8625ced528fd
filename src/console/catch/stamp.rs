//! What a caught line is stamped with: the deal, the run and its minute, the stage.

use chrono::{DateTime, Utc};

use crate::campaign::{Calendar, Deal, Run};
use crate::console::model::Model;
use crate::console::{run, words};
use crate::drive::run::Clock;

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
    pub fn of(model: &Model, deal: &Deal, meeting: Option<&Run>, begun: DateTime<Utc>) -> Self {
        let campaign = &model.campaign;
        let driven = meeting.and_then(|run| seconds(run, model.outlook.calendar(None), begun));
        Self {
            account: deal.name().to_owned(),
            run: meeting.map_or_else(String::new, |run| run::what(run).to_owned()),
            minute: driven.map_or_else(|| words::moment(begun, campaign.zone, model.now), run::clock),
            stage: campaign.stage_of(deal).map_or_else(String::new, |id| campaign.stage_name(id).to_owned()),
        }
    }
}

/// Seconds of a run at a moment, without its pauses; nothing of a run that had not started then.
#[must_use]
pub fn seconds(run: &Run, calendar: &Calendar, at: DateTime<Utc>) -> Option<i64> {
    let clock = Clock::of(run, calendar, at)?;
    (clock.started <= at).then_some(clock.elapsed)
}
