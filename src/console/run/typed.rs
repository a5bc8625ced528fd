//! What is typed in a run: the minute of a note, the moment at which it began.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::campaign::{Duration, Id, When};
use crate::console::edits::ground;
use crate::console::model::Model;
use crate::console::screen::Screen;
use crate::drive::rules;
use crate::drive::run::Clock;
use crate::text::{Intent, Refusal};

/// The minute at which a note stands that is written into the run now: as soon as it can be called.
#[must_use]
pub fn minute_for(model: &Model, deal: &Id, lead: i64) -> Option<(Id, u32)> {
    let driving = model.driving.as_ref().filter(|driving| driving.deal == *deal && model.screen == Screen::Run)?;
    let clock = Clock::of(&driving.run, model.outlook.calendar(None), model.now)?;
    let second = u32::try_from(clock.elapsed + lead + 5).ok()?;
    (driving.run.ended.is_none()).then(|| (driving.run.id.clone(), second))
}

/// When a run began, as typed: a time of today, or so long ago.
#[must_use]
pub fn began(model: &Model, line: &str) -> Option<DateTime<Utc>> {
    let line = line.trim().trim_start_matches('-').trim_end_matches("ago").trim();
    if let Ok(length) = Duration::parse(line)
        && length.days == 0
        && length.working_days == 0
        && length.working_seconds == 0
    {
        return Some(model.now - TimeDelta::seconds(length.seconds.into()));
    }
    let time = ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(line, form).ok())?;
    let calendar = model.outlook.calendar(None);
    let today = model.now.with_timezone(&model.campaign.zone).date_naive();
    let at = |day: NaiveDate| calendar.clock(When::Local(day.and_time(time)));
    // Just after midnight, 23:50 was yesterday.
    let today_at = at(today);
    if today_at > model.now + TimeDelta::hours(12) { today.pred_opt().map(at) } else { Some(today_at) }
}

/// What correcting the start writes.
///
/// # Errors
/// As [`rules::run::correct_start`].
pub fn correct(model: &Model, deal: &Id, run: &Id, at: DateTime<Utc>) -> Result<Vec<Intent>, Refusal> {
    rules::run::correct_start(ground(model), deal, run, at).map(|act| act.intents)
}
