//! Whether the words of a note still hold.
//!
//! A note is stale when its `review_by` is past; when the asset it names has ended; or, where it gives no `review_by`,
//! when it was written sixty days ago and has never landed since. Only a note that can still be called is asked: what
//! is behind, struck or retired cannot go wrong any more.

use chrono::{DateTime, Utc};

use crate::campaign::{Calendar, Campaign, Note, Tally, When};

/// A note without `review_by` that never landed is old after so many days.
pub const OLD_DAYS: i64 = 60;

/// Why a note is stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stale {
    /// It was to be checked by then.
    Review(When),
    /// Its asset ended then.
    Asset(When),
    /// Written so many days ago, and never landed.
    Old(i64),
}

/// Whether the words of a note are stale, the gravest reason.
#[must_use]
pub fn stale(
    campaign: &Campaign,
    calendar: &Calendar,
    note: &Note,
    record: Tally,
    now: DateTime<Utc>,
) -> Option<Stale> {
    let is_past = |when: &When| calendar.deadline(*when) < now;
    if let Some(by) = note.review_by.filter(is_past) {
        return Some(Stale::Review(by));
    }
    let asset = note.asset.as_ref().and_then(|id| campaign.asset(id));
    if let Some(until) = asset.and_then(|asset| asset.until).filter(is_past) {
        return Some(Stale::Asset(until));
    }
    let written = note.written.filter(|_| note.review_by.is_none() && record.landed == 0)?;
    let days = (now - calendar.clock(written)).num_days();
    (days >= OLD_DAYS).then_some(Stale::Old(days))
}
