//! How a decision stands by what the file says of its deal since.
//!
//! A record says a decision if it has two words or more and all words of the one are in the other, or if three of four of
//! their words are the same; case and punctuation aside. A next touch, a dated promise, a meeting, a pace note and a stroke
//! can say it. A decision with the word `service` is also said by a repair that began since. What was over before the day of the decision says nothing of it.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::campaign::{Campaign, Deal, Id, Status, When};
use crate::drive::heard_words::{heard_words, letters};
use crate::drive::words::{day_of, when, who};

/// How a decision stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stand {
    /// Nothing says it: nobody has a day for it.
    Open,
    /// Something that lies ahead says it.
    Planned {
        /// What kind of record.
        as_: &'static str,
        /// For when, if it has a day.
        on: Option<When>,
        /// Who does it.
        by: Option<Id>,
    },
    /// It was done.
    Done {
        /// What kind of record says so.
        as_: &'static str,
        /// When.
        on: Option<When>,
    },
    /// The deal is finished.
    Finished(Status),
    /// The deal is not in the file any more.
    Gone,
}

impl Stand {
    /// Whether somebody has still to do something about it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }

    /// One word for programs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Planned { .. } => "planned",
            Self::Done { .. } => "done",
            Self::Finished(_) => "finished",
            Self::Gone => "gone",
        }
    }

    /// `open: nothing has a day for it`, `planned: a dated promise, Fri 27 Nov, Maya`.
    #[must_use]
    pub fn words(&self, campaign: &Campaign, now: DateTime<Utc>) -> String {
        let day = |on: Option<When>| on.map(|on| when(on, campaign.zone, now));
        let (head, rest) = match self {
            Self::Open => return "open: no touch, promise, meeting, note or stroke says it".to_owned(),
            Self::Gone => return "the deal is not in the file any more".to_owned(),
            Self::Finished(Status::Won) => return "the deal is won".to_owned(),
            Self::Finished(Status::Lost) => return "the deal is lost".to_owned(),
            Self::Planned { as_, on, by } => {
                let by = by.as_deref().map(|id| match id {
                    "customer" => "the customer".to_owned(),
                    id => who(campaign, id),
                });
                (format!("planned: {as_}"), [day(*on), by])
            }
            Self::Done { as_, on } => (format!("done: {as_}"), [day(*on), None]),
        };
        std::iter::once(head).chain(rest.into_iter().flatten()).collect::<Vec<_>>().join(", ")
    }
}

/// How a decision of a day stands now.
#[must_use]
pub fn stand(campaign: &Campaign, deal: Option<&str>, decision: &str, day: NaiveDate) -> Stand {
    let Some(deal) = deal.and_then(|deal| campaign.deal(deal)) else { return Stand::Gone };
    let wanted = words(decision);
    let says = |text: Option<&str>| text.is_some_and(|text| is_said(&wanted, &words(text)));
    let since = |at: When| day_of(at, campaign.zone) >= day;
    if let Some(done) = done(deal, &says, &since) {
        return done;
    }
    let repair = deal.service.as_ref().filter(|one| wanted.contains("service") && one.since.is_some_and(since));
    match &deal.result {
        Some(result) => Stand::Finished(result.status),
        None if repair.is_some() => {
            let on = repair.and_then(|repair| repair.until);
            Stand::Planned { as_: "in the service park", on, by: None }
        }
        None => planned(deal, &says, &since).unwrap_or(Stand::Open),
    }
}

fn done(deal: &Deal, says: &dyn Fn(Option<&str>) -> bool, since: &dyn Fn(When) -> bool) -> Option<Stand> {
    let promises = deal.controls.iter().filter(|one| says(one.what.as_deref())).filter_map(|one| one.done);
    let runs = deal.runs.iter().filter(|one| says(one.what.as_deref())).filter_map(|one| one.ended);
    let strokes = deal.strokes.iter().filter(|one| says(one.what.as_deref())).filter_map(|one| one.at);
    let all = promises.map(|at| ("a promise kept", at));
    let all = all.chain(runs.map(|at| ("a meeting", at))).chain(strokes.map(|at| ("a stroke", at)));
    let first = all.filter(|(_, at)| since(*at)).min_by_key(|(as_, at)| (at.local(chrono_tz::UTC), *as_));
    first.map(|(as_, at)| Stand::Done { as_, on: Some(at) })
}

/// The first of: next touch, dated promise, meeting, note.
fn planned(deal: &Deal, says: &dyn Fn(Option<&str>) -> bool, since: &dyn Fn(When) -> bool) -> Option<Stand> {
    let found = |as_, on: Option<When>, by: Option<&Id>| Stand::Planned { as_, on, by: by.cloned() };
    let early = |at: Option<When>| (at.is_none(), at.map(|at| at.local(chrono_tz::UTC)));
    if let Some(next) = deal.next.as_ref().filter(|next| says(next.what.as_deref())) {
        return Some(found("the next touch", next.on, next.by.as_ref()));
    }
    let promises = deal.controls.iter().filter(|one| one.done.is_none() && says(one.what.as_deref()));
    if let Some(one) = promises.min_by_key(|one| (early(one.due), &one.id)) {
        return Some(found("a dated promise", one.due, one.owner.as_ref()));
    }
    let is_ahead = |at: Option<When>| at.is_none_or(since);
    let runs = deal.runs.iter().filter(|one| one.ended.is_none() && is_ahead(one.starts) && says(one.what.as_deref()));
    if let Some(one) = runs.min_by_key(|one| (early(one.starts), &one.id)) {
        return Some(found("a meeting", one.starts, None));
    }
    let is_live = |note: &&crate::campaign::Note| !note.retired && note.mark != Some(crate::pace::Mark::Struck);
    let notes = deal.notes.iter().filter(is_live).filter(|note| is_ahead(note.written) && says(note.say.as_deref()));
    notes.min_by_key(|note| &note.id).map(|note| found("a pace note", None, note.by.as_ref()))
}

fn words(text: &str) -> BTreeSet<String> {
    heard_words(text).map(|at| letters(&text[at]).collect()).collect()
}

fn is_said(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let common = one.intersection(other).count();
    let fewer = one.len().min(other.len());
    let all = one.len() + other.len() - common;
    fewer >= 2 && (common == fewer || common * 4 >= all * 3)
}
