//! When the loop has to look again: there is no tick.

use chrono::{DateTime, TimeDelta, Utc};

use super::model::Model;
use super::overlay::Overlay;

/// The next instant at which something on screen may change by itself: the full minute, for the clock, for calls (which
/// come on the minute), and to notice a clock that jumped; or the end of a message or a moment.
#[must_use]
pub fn next(model: &Model) -> DateTime<Utc> {
    let event = next_event(model);
    let seconds = [super::run::next_second(model), super::review::next_second(model)];
    seconds.into_iter().flatten().fold(event, DateTime::min)
}

/// The same without the seconds of a clock that goes.
#[must_use]
pub fn next_event(model: &Model) -> DateTime<Utc> {
    let minute = next_call(model);
    let shown = model.notice.as_ref().and_then(|notice| notice.until);
    let new = model.engine.arrived_until().filter(|_| model.settings.motion);
    let message = model.messages.new_until().filter(|_| model.settings.motion);
    let moment = match &model.overlay {
        Some(Overlay::Moment(moment)) => Some(moment.until),
        _ => None,
    };
    [shown, new, message, moment].into_iter().flatten().filter(|until| *until > model.now).fold(minute, DateTime::min)
}

/// The same where nobody looks at a screen: the full minute, or a note of a run that comes before.
#[must_use]
pub fn next_call(model: &Model) -> DateTime<Utc> {
    let seconds = model.now.timestamp().rem_euclid(60);
    let whole = model.now - TimeDelta::nanoseconds(i64::from(model.now.timestamp_subsec_nanos()));
    let minute = whole + TimeDelta::seconds(60 - seconds);
    match model.engine.live_at() {
        Some(live) if live > model.now => minute.min(live),
        _ => minute,
    }
}
