//! The calls that are coming: for `calls --within`, for the road, and for the moment a note is written.
//!
//! Before batching and waiting: each call at the moment it is due, moved into working time; of several armed rungs of
//! a note only the one that would be called.

use chrono::{DateTime, TimeDelta, Utc};

use super::assess::{Assessment, Due, Question, Target, assess};
use super::batch::{Call, call};
use super::lead::{Rung, ratio};
use super::subject::{Subject, subjects};
use crate::campaign::{Campaign, Deal, Id};
use crate::drive::distance::Distance;
use crate::drive::{Bearings, Outlook};

/// A call that is due or coming.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedCall {
    /// When it will be called: now, or in working time.
    pub when: DateTime<Utc>,
    /// To whom; `None`: whoever sits at the console.
    pub person: Option<Id>,
    /// What the call would be, judged as if it were made at `when`.
    pub call: Call,
    /// How far its place is from now.
    pub distance: Distance,
    /// It is called once its turn comes.
    pub armed: bool,
}

/// All calls of all people within some calendar time from now, on one deal or on all, in the order of time.
#[must_use]
pub fn planned(
    campaign: &Campaign,
    outlook: &Outlook,
    now: DateTime<Utc>,
    within: TimeDelta,
    deal: Option<&str>,
) -> Vec<PlannedCall> {
    let until = now.checked_add_signed(within).unwrap_or(DateTime::<Utc>::MAX_UTC);
    let deals = campaign.deals.iter().filter(|one| deal.is_none_or(|deal| *one.id == *deal));
    let mut calls: Vec<_> = deals.flat_map(|deal| planned_on(campaign, outlook, deal, now)).collect();
    calls.retain(|planned| planned.when <= until);
    sort(&mut calls);
    calls
}

/// All calls of one deal, in the order of time.
#[must_use]
pub fn planned_on(campaign: &Campaign, outlook: &Outlook, deal: &Deal, now: DateTime<Utc>) -> Vec<PlannedCall> {
    let driver = campaign.driver_of(deal);
    let bearings = Bearings::new(campaign, outlook, deal, driver.map(|driver| &**driver), now);
    let mut calls = Vec::new();
    for subject in subjects(campaign, deal) {
        let person = subject.called_beside(driver);
        let own = (person != driver).then(|| bearings.seen_by(person.map(|person| &**person)));
        let seen = own.as_ref().unwrap_or(&bearings);
        let found = assess(seen, subject, Question::PLAIN);
        calls.extend(calls_of(seen, &found, person));
    }
    sort(&mut calls);
    calls
}

/// How one note or control of a deal stands, for the person it is called to; `name` as in the call log.
#[must_use]
pub fn state<'a>(
    campaign: &'a Campaign,
    outlook: &'a Outlook,
    deal: &'a Deal,
    name: &str,
    now: DateTime<Utc>,
) -> Option<Assessment<'a>> {
    let subject = subjects(campaign, deal).find(|subject| subject.is_named(name))?;
    Some(state_of(campaign, outlook, deal, subject, now))
}

/// As [`state`], of a subject at hand: also of a note that is only being written.
#[must_use]
pub fn state_of<'a>(
    campaign: &'a Campaign,
    outlook: &'a Outlook,
    deal: &'a Deal,
    subject: Subject<'a>,
    now: DateTime<Utc>,
) -> Assessment<'a> {
    let person = subject.called(campaign, deal);
    assess(&Bearings::new(campaign, outlook, deal, person.map(|person| &**person), now), subject, Question::PLAIN)
}

/// When the call that a note is due for will be made, if nothing holds it up; `None`: none is due, or not before its
/// place.
#[must_use]
pub fn next_call(bearings: &Bearings<'_>, found: &Assessment<'_>) -> Option<DateTime<Utc>> {
    when(bearings, found, &found.target?, &found.due?.rung)
}

/// A note written or moved so late that its next call can only be late.
#[must_use]
pub fn can_only_be_late(found: &Assessment<'_>) -> bool {
    !found.live && found.due.is_some_and(|due| due.armed && due.r < 0.5)
}

fn sort(calls: &mut [PlannedCall]) {
    calls.sort_by(|one, other| {
        let key = |one: &PlannedCall| (one.when, one.call.place);
        key(one)
            .cmp(&key(other))
            .then_with(|| one.call.deal.cmp(&other.call.deal))
            .then_with(|| one.call.note.cmp(&other.call.note))
            .then_with(|| one.call.rung.cmp(&other.call.rung))
    });
}

/// The calls of one note: the one it is due for, and those of its rungs after that.
fn calls_of(bearings: &Bearings<'_>, found: &Assessment<'_>, person: Option<&Id>) -> Vec<PlannedCall> {
    let (Some(due), Some(target)) = (found.due, found.target) else { return Vec::new() };
    let later = found.later.iter().map(|rung| Due { rung: *rung, armed: false, ahead: false, again: false, r: 1.0 });
    std::iter::once(due)
        .chain(later)
        .filter_map(|due| {
            let when = when(bearings, found, &target, &due.rung)?;
            let left = if found.live { (target.at() - when).num_seconds() } else { target.clock.left(when) };
            let then = Due { r: ratio(left, due.rung.lead), ..due };
            Some(PlannedCall {
                when,
                person: person.cloned(),
                call: call(bearings.deal, found, &then, &target.clock, None, when),
                distance: Distance::between(bearings.calendar, bearings.now, target.at(), target.estimated),
                armed: due.armed,
            })
        })
        .collect()
}

/// When a call will be made if nothing holds it up; `None`: not before its place.
fn when(
    bearings: &Bearings<'_>,
    found: &Assessment<'_>,
    target: &Target<'_>,
    rung: &Rung<'_>,
) -> Option<DateTime<Utc>> {
    let wanted = rung.call_at.max(bearings.now).max(found.snoozed.unwrap_or(bearings.now));
    let when = if found.live { wanted } else { target.clock.next_working(wanted)? };
    (when < target.at()).then_some(when)
}
